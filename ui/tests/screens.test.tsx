import { cleanup, fireEvent, screen } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import { signedIn, signedOut } from "./fixtures";
import { stage } from "./stage";

afterEach(cleanup);

const heading = () => screen.getByRole("heading", { level: 1 }).textContent;
const part = () =>
  screen
    .getAllByRole("button")
    .filter((button) => button.getAttribute("aria-current") === "true")
    .map((button) => button.textContent);

test.each([
  ["inbox", "Inbox"],
  ["setUp", "Set-up"],
  ["settings", "Settings"],
  ["approvals", "Payments"],
  ["ledger", "Payments"],
])("whoever opens the window at %s sees %s", (name, title) => {
  const { lead } = stage(signedIn);
  lead(name);
  expect(heading()).toContain(title);
});

test("a notification about a payment leads to its part also when one is in another", () => {
  const { lead } = stage(signedIn);
  lead("approvals");
  expect(part()).toEqual(["Approvals"]);
  fireEvent.click(screen.getByRole("button", { name: "Limits" }));
  expect(part()).toEqual(["Limits"]);
  lead("approvals");
  expect(part()).toEqual(["Approvals"]);
});

test.each(["", "Inbox", "constructor", "__proto__", "toString", "approvals ", "javascript:alert(1)", "../settings"])(
  "“%s” is no screen, and one stays where one is",
  (name) => {
    const { lead } = stage(signedIn);
    lead("settings");
    lead(name);
    expect(heading()).toBe("Settings");
  },
);

test("a screen that was asked for before the sign-in is there after it", () => {
  const { lead, show } = stage(signedOut);
  lead("inbox");
  show(signedIn);
  expect(heading()).toContain("Inbox");
});
