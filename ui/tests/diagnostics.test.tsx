import { cleanup, fireEvent, screen } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import type { DiagnosticsView, Problem, View } from "../src/contract";
import { signedIn } from "./fixtures";
import { stage } from "./stage";

afterEach(cleanup);

const report: DiagnosticsView = {
  digest: "d1",
  title: "Purser 0.1.0: a report",
  description: "It <b>hangs</b>",
  text: "System\n  made: 2026-06-18T09:30:00Z\n\n",
  saved: null,
  sent: false,
};
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const settings = (rest: Partial<View> = {}, problem: Problem | null = null) => {
  const staged = stage({ ...signedIn, ...rest }, () => problem);
  press("Settings");
  return staged;
};

test("a report is gathered with what the person says, and not before they ask for it", () => {
  const { asked } = settings();
  expect(asked).toEqual([]);
  fireEvent.input(screen.getByLabelText("What went wrong (optional)"), { target: { value: "It hangs" } });
  press("Show the report");
  expect(asked).toEqual([{ type: "diagnostics", ask: { type: "show", note: "It hangs" } }]);
});

test("all that is sent is shown, as text, in a region that the keyboard reaches", () => {
  settings({ diagnostics: report });
  const region = screen.getByRole("region", { name: "The report" });
  expect(region.textContent).toBe(report.title + report.description + report.text);
  expect(region.tabIndex).toBe(0);
});

test("what is saved or sent is named by the digest of what is shown", () => {
  const { asked } = settings({ diagnostics: report });
  press("Save as a file");
  press("Send to codexapi.pro");
  press("Put away");
  expect(asked).toEqual([
    { type: "diagnostics", ask: { type: "save", digest: "d1" } },
    { type: "diagnostics", ask: { type: "send", digest: "d1" } },
    { type: "diagnostics", ask: { type: "putAway" } },
  ]);
});

test("a report that was sent is not sent again, and says where it lies", () => {
  const { show } = settings({ diagnostics: report });
  expect(screen.getByRole("button", { name: "Send to codexapi.pro" }).hasAttribute("disabled")).toBe(false);
  show({ ...signedIn, diagnostics: { ...report, sent: true, saved: "/home/ada/report.txt" } });
  expect(screen.getByRole("button", { name: "Send to codexapi.pro" }).hasAttribute("disabled")).toBe(true);
  expect(screen.getByText(/Saved as \/home\/ada\/report\.txt\..*Sent to codexapi\.pro\./)).toBeTruthy();
});

test("a report that is no longer the shown one says so", async () => {
  const problem: Problem = { code: "diagnosticsChanged", title: "Another report is shown by now", advice: "Look again." };
  settings({ diagnostics: report }, problem);
  press("Send to codexapi.pro");
  expect((await screen.findByRole("alert")).textContent).toContain(problem.title);
});
