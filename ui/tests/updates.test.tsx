import { cleanup, fireEvent, screen } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import type { Problem, UpdateView, View } from "../src/contract";
import { signedIn } from "./fixtures";
import { stage } from "./stage";

afterEach(cleanup);

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const withUpdate = (update: UpdateView, rest: Partial<View> = {}): View => ({ ...signedIn, ...rest, update });
const available = (way: Extract<UpdateView, { state: "available" }>["way"]): UpdateView => ({
  state: "available",
  version: "0.2.0",
  notes: "Quicker.",
  page: { url: "https://example.org/purser", host: "example.org" },
  way,
});
const settings = (view: View, problem: Problem | null = null) => {
  const staged = stage(view, () => problem);
  press("Settings");
  return staged;
};

test("a newer version is looked for when it is asked for", () => {
  const { asked } = settings(withUpdate({ state: "unknown" }));
  press("Check now");
  expect(asked).toEqual([{ type: "checkUpdate" }]);
});

test("a build without a release address does not speak of updates", () => {
  settings(withUpdate({ state: "unaware" }));
  expect(screen.queryByRole("heading", { name: "Updates" })).toBeNull();
});

test("the newest version says when that was found", () => {
  settings(withUpdate({ state: "current", checkedAt: "2026-06-18T09:30:00Z" }));
  expect(screen.getByText(/^This is the newest version\. Looked Jun 18, 2026, 9:30.AM\.$/)).toBeTruthy();
});

test("installing names the version that was read about", () => {
  const { asked } = settings(withUpdate(available({ type: "install" })));
  expect(screen.getByText("Quicker.")).toBeTruthy();
  press("Install Purser 0.2.0");
  expect(asked).toEqual([{ type: "installUpdate", version: "0.2.0" }]);
});

test("what a package manager brings is a line for the terminal, and no button", () => {
  settings(withUpdate(available({ type: "command", line: "sudo dnf upgrade purser" })));
  expect(screen.getByText("sudo dnf upgrade purser")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Copy the command" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Install/ })).toBeNull();
});

test("a build of one's own is updated by hand, and its page opens outside", () => {
  const { opened } = settings(withUpdate(available({ type: "byHand" })));
  expect(screen.queryByRole("button", { name: /^Install/ })).toBeNull();
  press("Open example.org");
  expect(opened).toEqual(["https://example.org/purser"]);
});

test("while it works nothing is asked for twice", () => {
  settings(withUpdate(available({ type: "install" }), { working: ["update"] }));
  for (const name of ["Working…", "Install Purser 0.2.0"]) {
    expect(screen.getByRole("button", { name }).hasAttribute("disabled")).toBe(true);
  }
});

test("a refused release says why", async () => {
  const problem: Problem = { code: "updateNotSigned", title: "The release is not signed by Purser's makers", advice: "Nothing was changed." };
  settings(withUpdate({ state: "unknown" }), problem);
  press("Check now");
  expect((await screen.findByRole("alert")).textContent).toContain(problem.title);
});

test("a fetched update is installed by the window's process, and a failure is said", async () => {
  const fetched: UpdateView = { state: "fetched", version: "0.2.0", file: "/x", size: 1, sha256: "", signature: "" };
  const { finished } = settings(withUpdate(fetched));
  press("Restart into Purser 0.2.0");
  expect((await screen.findByRole("alert")).textContent).toContain("The update was not installed");
  expect(finished()).toBe(1);
});

test("an installed update says that a restart brings it", () => {
  settings(withUpdate({ state: "installed", version: "0.2.0" }));
  expect(screen.getByText(/^Purser 0\.2\.0 is installed\. Quit Purser/)).toBeTruthy();
});
