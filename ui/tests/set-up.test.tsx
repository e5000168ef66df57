import { cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import type { Command, View } from "../src/contract";
import { setUpPlan, signedIn, undoPlan, unreachable, withCodex } from "./fixtures";
import { stage, type Stage } from "./stage";

afterEach(cleanup);

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const open = (view: View, answer?: Parameters<typeof stage>[1]): Stage => {
  const opened = stage(view, answer);
  press("Set-up");
  return opened;
};
const last = (asked: Command[]) => asked.at(-1);
const setUp = { state: { state: "setUp", host: "codexapi.pro" }, canUndo: true } as const;

test("opening Set-up looks at Codex once", () => {
  const { asked, show } = open(signedIn);
  show({ ...signedIn, working: ["plan"] });
  expect(asked).toEqual([{ type: "inspectCodex", home: null }]);
});

test("every install is named, with the one that the terminal starts", () => {
  open(signedIn);
  const [first, second] = screen.getAllByRole("listitem").filter((item) => item.closest("dl"));
  expect(first?.textContent).toBe("0.169.0/usr/local/bin/codexused by your terminal");
  expect(second?.textContent).toBe("0.141.0/home/ada/.npm-global/bin/codex");
});

test("without Codex the screen says how to install it", () => {
  const { asked } = open(withCodex({ installs: [] }));
  expect(screen.getByText("npm install -g @openai/codex")).toBeTruthy();
  press("Look again");
  expect(last(asked)).toEqual({ type: "inspectCodex", home: null });
});

test("setting up plans with the token in no file", () => {
  const { asked } = open(signedIn);
  press("Set up Codex");
  expect(last(asked)).toEqual({ type: "planCodex", home: null, token: "command" });
});

test("the token goes into the file only by a named choice with its warning", () => {
  const { asked } = open(signedIn);
  expect(screen.queryByText("The token will be readable")).toBeNull();
  fireEvent.click(screen.getByRole("radio", { name: /Write it into the config file/ }));
  expect(screen.getByText("The token will be readable")).toBeTruthy();
  press("Set up Codex");
  expect(last(asked)).toEqual({ type: "planCodex", home: null, token: "plaintext" });
});

test("a choice of delivery while a plan is shown makes a new plan", () => {
  const { asked } = open(withCodex({ plan: setUpPlan }));
  fireEvent.click(screen.getByRole("radio", { name: /Write it into the config file/ }));
  expect(last(asked)).toEqual({ type: "planCodex", home: null, token: "plaintext" });
});

test("the diff shows each line with its numbers and its sign", () => {
  open(withCodex({ plan: setUpPlan }));
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
  open(withCodex({ plan: setUpPlan }));
  expect(screen.getByText("Warning").parentElement?.textContent).toContain("OPENAI_API_KEY");
  expect(screen.getByText("Note").parentElement?.textContent).toContain("approval policy");
});

test("writing applies the shown plan, and the result is confirmed with its host", async () => {
  const { asked, show } = open(withCodex({ plan: setUpPlan }));
  press("Write config.toml");
  expect(last(asked)).toEqual({ type: "applyPlan", plan: "plan-7" });
  await Promise.resolve();
  show(withCodex(setUp));
  expect(await screen.findByText("Codex now uses codexapi.pro")).toBeTruthy();
  press("Undo");
  expect(last(asked)).toEqual({ type: "planCodexUndo", home: null });
});

test("undoing names the file that is restored", () => {
  const { asked } = open(withCodex({ ...setUp, plan: undoPlan }));
  press("Restore config.toml");
  expect(last(asked)).toEqual({ type: "applyPlan", plan: "plan-8" });
});

test("a plan can be put away", () => {
  const { asked } = open(withCodex({ plan: setUpPlan }));
  press("Cancel");
  expect(last(asked)).toEqual({ type: "dismissPlan" });
});

test("a plan without a change offers nothing to write", () => {
  open(withCodex({ plan: { ...setUpPlan, noChange: true, diff: [] } }));
  expect(screen.queryByRole("button", { name: /Write/ })).toBeNull();
  expect(screen.getByRole("button", { name: "Close" })).toBeTruthy();
});

test("a plan that cannot be written leaves its reason and the plan", async () => {
  const changed = { code: "configChanged", title: "config.toml changed meanwhile", advice: "Look at the change again." } as const;
  const { asked } = open(withCodex({ plan: setUpPlan }), (command) => (command.type === "applyPlan" ? changed : null));
  press("Write config.toml");
  expect((await screen.findByRole("alert")).textContent).toContain("config.toml changed meanwhile");
  expect(screen.getByRole("button", { name: "Write config.toml" })).toBeTruthy();
  press("Look at the change again");
  expect(last(asked)).toEqual({ type: "planCodex", home: null, token: "command" });
});

test("the opened plan takes the focus, since the button that asked for it is gone", () => {
  const { show } = open(signedIn);
  show(withCodex({ plan: setUpPlan }));
  expect(document.activeElement?.textContent).toBe("What will change");
});

test("drifted keys are listed and can be repaired", () => {
  const { asked } = open(withCodex({ state: { state: "drifted", keys: ["model_provider"] } }));
  expect(screen.getByText("model_provider")).toBeTruthy();
  press("Repair");
  expect(last(asked)).toEqual({ type: "planCodex", home: null, token: "command" });
});

test("a config that cannot be read says why and offers no change to it", () => {
  open(withCodex({ state: { state: "unreadable", problem: unreachable } }));
  expect(screen.getByText(unreachable.title)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Set up Codex" })).toBeNull();
});
