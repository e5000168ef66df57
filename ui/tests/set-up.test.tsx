import { cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import type { Change, Command, View } from "../src/contract";
import { HERE } from "../src/spots";
import { claudePlan, nothingPlan, removePlan, setUpPlan, signedIn, turnOffPlan, twoFilesPlan, undoPlan, unreachable, withClaudeCode, withCodex } from "./fixtures";
import { stage, type Stage } from "./stage";

afterEach(cleanup);

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const open = (view: View, answer?: Parameters<typeof stage>[1]): Stage => {
  const opened = stage(view, answer);
  press("Set-up");
  return opened;
};
const last = (asked: Command[]) => asked.at(-1);
const plans = (change: Change): Command => ({ type: "plan", change });
const card = (name: string) => within(screen.getByRole("region", { name }));
const setUp = { state: { state: "setUp", host: "codexapi.pro" }, canUndo: true } as const;

test("opening Set-up looks at the tools once", () => {
  const { asked, show } = open(signedIn);
  show({ ...signedIn, working: ["plan"] });
  expect(asked).toEqual([{ type: "inspectTools", tool: "codex", place: HERE }]);
});

test("every install is named, with the one that the terminal starts", () => {
  open(signedIn);
  const [first, second] = screen.getAllByRole("listitem").filter((item) => item.closest("dl"));
  expect(first?.textContent).toBe("Codex CLI 0.169.0 used by your terminal /usr/local/bin/codex");
  expect(second?.textContent).toBe("VS Code extension Version unknown /home/ada/.vscode/extensions/openai.chatgpt-0.4.30/bin/codex");
});

test("without Codex the screen says how to install it", () => {
  const { asked } = open(withCodex({ installs: [] }));
  expect(screen.getByText("npm install -g @openai/codex")).toBeTruthy();
  press("Look again");
  expect(last(asked)).toEqual({ type: "inspectTools", tool: "codex", place: HERE });
});

test("setting up plans with the token in no file", () => {
  const { asked } = open(signedIn);
  press("Set up Codex");
  expect(last(asked)).toEqual({ type: "plan", change: { type: "setUp", tool: "codex", place: HERE, token: "command" } });
});

test("the token goes into the file only by a named choice with its warning", () => {
  const { asked } = open(signedIn);
  expect(screen.queryByText("The token will be readable")).toBeNull();
  fireEvent.click(screen.getByRole("radio", { name: /Write it into the config file/ }));
  expect(screen.getByText("The token will be readable")).toBeTruthy();
  press("Set up Codex");
  expect(last(asked)).toEqual({ type: "plan", change: { type: "setUp", tool: "codex", place: HERE, token: "plaintext" } });
});

test("a choice of delivery while a plan is shown makes a new plan", () => {
  const { asked } = open(withCodex({}, { plan: setUpPlan }));
  fireEvent.click(screen.getByRole("radio", { name: /Write it into the config file/ }));
  expect(last(asked)).toEqual({ type: "plan", change: { type: "setUp", tool: "codex", place: HERE, token: "plaintext" } });
});

test("the diff shows each line with its numbers and its sign", () => {
  open(withCodex({}, { plan: setUpPlan }));
  const diff = within(screen.getByRole("region", { name: "Change to /home/ada/.codex/config.toml" }));
  const cells = diff.getAllByRole("row").slice(1, 7).map((row) => [...row.children].map((cell) => cell.textContent));
  expect(cells).toEqual([
    ["1", "1", "", "# my own settings"],
    ["2", "", "−", 'model = "gpt-5.1"'],
    ["", "2", "+", 'model = "gpt-5.5"'],
    ["", "3", "+", 'model_provider = "codexapi"'],
    ["3", "4", "", 'approval_policy = "on-request"'],
    ["", "", "⋯", "lines left out"],
  ]);
});

test("findings say their weight in words", () => {
  open(withCodex({}, { plan: setUpPlan }));
  expect(screen.getByText("Warning").parentElement?.textContent).toContain("OPENAI_API_KEY");
  expect(screen.getByText("Note").parentElement?.textContent).toContain("approval policy");
});

test("writing applies the shown plan, and the result is confirmed with its host", async () => {
  const { asked, show } = open(withCodex({}, { plan: setUpPlan }));
  press("Write config.toml");
  expect(last(asked)).toEqual({ type: "applyPlan", plan: "plan-7" });
  await Promise.resolve();
  show(withCodex(setUp));
  expect(await screen.findByText("Codex now uses codexapi.pro")).toBeTruthy();
  press("Undo");
  expect(last(asked)).toEqual({ type: "plan", change: { type: "undo", tool: "codex", place: HERE } });
});

test("undoing names the file that is restored", () => {
  const { asked } = open(withCodex(setUp, { plan: undoPlan }));
  press("Restore config.toml");
  expect(last(asked)).toEqual({ type: "applyPlan", plan: "plan-8" });
});

test("a plan can be put away", () => {
  const { asked } = open(withCodex({}, { plan: setUpPlan }));
  press("Cancel");
  expect(last(asked)).toEqual({ type: "dismissPlan" });
});

test("a plan without a change offers nothing to write", () => {
  open(withCodex({}, { plan: nothingPlan }));
  expect(screen.queryByRole("button", { name: /Write/ })).toBeNull();
  expect(screen.getByRole("button", { name: "Close" })).toBeTruthy();
});

test.each(["configChanged", "configDeferred", "planGone"] as const)("a plan that cannot be written leaves its reason and the plan: %s", async (code) => {
  const changed = { code, title: "config.toml changed meanwhile", advice: "Look at the change again." };
  const { asked } = open(withCodex({}, { plan: setUpPlan }), (command) => (command.type === "applyPlan" ? changed : null));
  press("Write config.toml");
  expect((await screen.findByRole("alert")).textContent).toContain("config.toml changed meanwhile");
  expect(screen.getByRole("button", { name: "Write config.toml" })).toBeTruthy();
  press("Look at the change again");
  expect(last(asked)).toEqual({ type: "plan", change: { type: "setUp", tool: "codex", place: HERE, token: "command" } });
});

test("the opened plan takes the focus, since the button that asked for it is gone", () => {
  const { show } = open(signedIn);
  show(withCodex({}, { plan: setUpPlan }));
  expect(document.activeElement?.textContent).toBe("What will change");
});

test("a plan that is put away leaves the focus at its card", () => {
  const { show } = open(withCodex({}, { plan: setUpPlan }));
  screen.getByRole("button", { name: "Cancel" }).focus();
  show(withCodex({}));
  expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Codex CLI" }));
});

test("a plan that goes leaves the focus where else it is", () => {
  const { show } = open(withCodex({}, { plan: setUpPlan }));
  const elsewhere = card("Claude Code").getByRole("button", { name: "Set up Claude Code" });
  elsewhere.focus();
  show(withCodex({}));
  expect(document.activeElement).toBe(elsewhere);
});

test("a config that cannot be read says why and offers no change to it", () => {
  open(withCodex({ state: { state: "unreadable", problem: unreachable } }));
  expect(screen.getByText(unreachable.title)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Set up Codex" })).toBeNull();
});

test("each tool has its own card, in the order of the View", () => {
  open(signedIn);
  const titles = screen.getAllByRole("heading", { level: 2 }).map((heading) => heading.textContent);
  expect(titles).toEqual(["Codex CLI", "Claude Code"]);
});

test("setting up Claude Code plans for it alone", () => {
  const { asked } = open(signedIn);
  press("Set up Claude Code");
  expect(last(asked)).toEqual(plans({ type: "setUp", tool: "claudeCode", place: HERE, token: "command" }));
});

test("a plan opens in the card of its tool, and the other card stays as it was", () => {
  open(withClaudeCode({}, { plan: claudePlan }));
  expect(card("Claude Code").getByRole("button", { name: "Write settings.json" })).toBeTruthy();
  expect(card("Codex CLI").getByRole("button", { name: "Set up Codex" })).toBeTruthy();
  expect(card("Codex CLI").queryByRole("region", { name: "What will change" })).toBeNull();
});

test("several files are shown each with its diff, and one act writes them all", async () => {
  const { asked, show } = open(withClaudeCode({}, { plan: twoFilesPlan }));
  expect(screen.getByRole("region", { name: "Change to /home/ada/.claude/settings.json" })).toBeTruthy();
  expect(screen.getByRole("region", { name: "Change to /home/ada/.claude.json" })).toBeTruthy();
  press("Write 2 files");
  expect(last(asked)).toEqual({ type: "applyPlan", plan: "plan-12" });
  await Promise.resolve();
  show(withClaudeCode(setUp));
  expect(await screen.findByText("Claude Code now uses codexapi.pro")).toBeTruthy();
});

test("a file that stays as it is does not count on the button", () => {
  const [settings, onboarding] = twoFilesPlan.files;
  const files = settings && onboarding ? [settings, { ...onboarding, noChange: true, diff: [] }] : [];
  open(withClaudeCode({}, { plan: { ...twoFilesPlan, files } }));
  expect(screen.getByRole("button", { name: "Write settings.json" })).toBeTruthy();
  expect(screen.getByText("There is nothing to change in .claude.json: it is already as it should be.")).toBeTruthy();
});

test("turning off is offered once Codex is set up, and says that no chat is lost", async () => {
  const { asked, show } = open(withCodex(setUp));
  press("Turn off");
  expect(last(asked)).toEqual(plans({ type: "turnOff", place: HERE }));
  show(withCodex(setUp, { plan: turnOffPlan }));
  expect(screen.getByText("0 of 40 chats become unreachable.")).toBeTruthy();
  press("Turn off in config.toml");
  expect(last(asked)).toEqual({ type: "applyPlan", plan: "plan-9" });
  await Promise.resolve();
  show(withCodex({ canUndo: true }));
  expect(await screen.findByText("Codex is turned off")).toBeTruthy();
});

test("what is not set up cannot be turned off or removed", () => {
  open(signedIn);
  expect(screen.queryByRole("button", { name: "Turn off" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Remove everything" })).toBeNull();
});

test("only Codex is turned off; Claude Code is undone", () => {
  open(withClaudeCode(setUp));
  expect(card("Claude Code").queryByRole("button", { name: "Turn off" })).toBeNull();
  expect(card("Claude Code").getByRole("button", { name: "Undo" })).toBeTruthy();
});

test("removing everything counts the chats that would no longer open, before and in the plan", () => {
  const lost = "12 of 40 chats become unreachable.";
  const { asked, show } = open(withCodex(setUp));
  expect(screen.getByText(lost).closest("details")).toBeTruthy();
  press("Remove everything");
  expect(last(asked)).toEqual(plans({ type: "remove", place: HERE }));
  show(withCodex(setUp, { plan: removePlan }));
  expect(screen.getByText("Warning").parentElement?.textContent).toBe(`Warning ${lost}`);
  press("Remove from config.toml");
  expect(last(asked)).toEqual({ type: "applyPlan", plan: "plan-10" });
});

test("where nobody counted the chats, it is said all the same that some may be lost", () => {
  open(withCodex({ ...setUp, threads: null }));
  expect(screen.getByText("Older chats that need this provider would no longer open.").closest("details")).toBeTruthy();
});

test("how the token is handed over is a choice of Codex alone", () => {
  open(signedIn);
  expect(card("Codex CLI").getByText("Advanced")).toBeTruthy();
  expect(card("Claude Code").queryByText("Advanced")).toBeNull();
});

test("only the button that was pressed says that it is being looked at", () => {
  const { show } = open(signedIn);
  press("Set up Claude Code");
  show({ ...signedIn, working: ["plan"] });
  expect(card("Claude Code").getByRole<HTMLButtonElement>("button", { name: "Looking…" }).disabled).toBe(true);
  expect(card("Codex CLI").getByRole<HTMLButtonElement>("button", { name: "Set up Codex" }).disabled).toBe(true);
});
