import { cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import type { View } from "../src/contract";
import { bothSetUp, everythingPlan, signedIn, undoStepPlan } from "./fixtures";
import { stage, type Stage } from "./stage";

afterEach(cleanup);

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const open = (view: View, answer?: Parameters<typeof stage>[1]): Stage => {
  const opened = stage(view, answer);
  press("Set-up");
  press("History");
  return opened;
};
const history = () => within(screen.getByRole("region", { name: "History" }));
const steps = () => history().getAllByRole("heading", { level: 3 }).map((heading) => heading.closest("li"));
const undoOf = (index: number) => within(steps()[index] ?? document.body).getByRole("button", { name: "Undo this step" });

test("an empty history says what will stand there", () => {
  open(signedIn);
  expect(history().getByText(/Purser has not changed any file yet/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Undo everything Purser did" })).toBeNull();
});

test("each step says what, when and in which file, newest first", () => {
  open(bothSetUp);
  expect(steps().map((step) => step?.querySelector("h3")?.textContent)).toEqual([
    "Set up Codex",
    "Changed MCP servers of Codex",
    "Set up Claude Code",
    "Set up Codex",
    "Turned off Codex",
    "Set up Codex",
  ]);
  expect(steps()[2]?.querySelector("time")?.textContent).toMatch(/^Jun 18, 2026, 9:12.AM$/);
  expect(steps()[2]?.textContent).toContain("/home/ada/.claude/settings.json");
});

test("a step on another computer names it, and one on this computer does not", () => {
  open(bothSetUp);
  expect(steps()[0]?.textContent).toContain("ada@build-1:22");
  expect(steps()[1]?.textContent).not.toContain("ada@build-1:22");
});

test("a few keys are shown, many are folded away", () => {
  open(bothSetUp);
  expect(history().getByText("env.ANTHROPIC_BASE_URL").closest("details")).toBeNull();
  const [folded] = history().getAllByText("model_providers.codexapi.base_url");
  expect(folded?.closest("details")?.querySelector("summary")?.textContent).toBe("5 keys");
});

test("only a step that can still be undone offers it", () => {
  open(bothSetUp);
  expect(history().getAllByRole("button", { name: "Undo this step" })).toHaveLength(4);
  expect(within(steps()[4] ?? document.body).queryByRole("button")).toBeNull();
});

test("a step is undone under its own line, and what was done is said there", async () => {
  const { asked, show } = open(bothSetUp);
  fireEvent.click(undoOf(3));
  expect(asked.at(-1)).toEqual({ type: "plan", change: { type: "undoStep", step: "s3" } });
  show({ ...bothSetUp, plan: undoStepPlan });
  const step = within(steps()[3] ?? document.body);
  expect(step.getByRole("region", { name: "What undo will change" })).toBeTruthy();
  fireEvent.click(step.getByRole("button", { name: "Restore config.toml" }));
  expect(asked.at(-1)).toEqual({ type: "applyPlan", plan: "plan-15" });
  await Promise.resolve();
  show(bothSetUp);
  expect(await history().findByText("Purser’s change is undone")).toBeTruthy();
});

test("everything is undone by one act that counts the files", async () => {
  const { asked, show } = open(bothSetUp);
  press("Undo everything Purser did");
  expect(asked.at(-1)).toEqual({ type: "plan", change: { type: "undoEverything" } });
  show({ ...bothSetUp, plan: everythingPlan });
  expect(screen.queryByRole("button", { name: "Undo everything Purser did" })).toBeNull();
  fireEvent.click(history().getByRole("button", { name: "Restore 2 files" }));
  expect(asked.at(-1)).toEqual({ type: "applyPlan", plan: "plan-14" });
  await Promise.resolve();
  show(signedIn);
  expect(await history().findByText("2 files are as they were before")).toBeTruthy();
});

test("a plan over both tools stands in the history also when it was asked for elsewhere", () => {
  open({ ...bothSetUp, plan: everythingPlan });
  expect(history().getByRole("button", { name: "Restore 2 files" })).toBeTruthy();
});

test("why a step cannot be undone is said at the step, and asking again asks for the same", async () => {
  const gone = { code: "planGone", title: "This change is no longer up to date", advice: "Look again." } as const;
  const { asked } = open(bothSetUp, (command) => (command.type === "plan" ? gone : null));
  fireEvent.click(undoOf(0));
  const alert = await within(steps()[0] ?? document.body).findByRole("alert");
  fireEvent.click(within(alert).getByRole("button", { name: "Look at the change again" }));
  expect(asked.filter((command) => command.type === "plan")).toEqual([
    { type: "plan", change: { type: "undoStep", step: "s6" } },
    { type: "plan", change: { type: "undoStep", step: "s6" } },
  ]);
});

test("everything is offered only while something other than an undo is left on this computer", () => {
  open({ ...bothSetUp, history: bothSetUp.history.slice(0, 2) });
  expect(screen.getByRole("button", { name: "Undo everything Purser did" })).toBeTruthy();
  cleanup();
  open({ ...bothSetUp, history: bothSetUp.history.slice(0, 1) });
  expect(screen.queryByRole("button", { name: "Undo everything Purser did" })).toBeNull();
  cleanup();
  open({ ...bothSetUp, history: bothSetUp.history.map((step) => ({ ...step, kind: "undo" })) });
  expect(screen.queryByRole("button", { name: "Undo everything Purser did" })).toBeNull();
});

test("an undo that leaves nothing of a file says so", () => {
  const files = undoStepPlan.files.map((file) => ({ ...file, exact: true, diff: file.diff.map((line) => ({ ...line, kind: "removed" as const })) }));
  open({ ...bothSetUp, plan: { ...undoStepPlan, files } });
  expect(screen.getByText("All of config.toml goes: nothing stood in it before Purser’s change.")).toBeTruthy();
});
