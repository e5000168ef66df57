import { cleanup, fireEvent, screen } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import type { View } from "../src/contract";
import { signedIn, signedOut } from "./fixtures";
import { stage } from "./stage";

afterEach(cleanup);

const without = (view: View, told: boolean): View => ({ ...view, closing: { state: "quits", told } });
const title = "Closing this window quits Purser";

test.each([signedIn, signedOut])("without a tray, it is told on every screen that closing the window quits Purser", (view) => {
  const { asked, show } = stage(without(view, false));
  expect(screen.getByText(title)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Understood" }));
  expect(asked).toEqual([{ type: "acceptClosing" }]);
  show(without(view, true));
  expect(screen.queryByText(title)).toBeNull();
});

test("where there is a tray, nothing is said of closing", () => {
  stage(signedIn);
  expect(screen.queryByText(title)).toBeNull();
});
