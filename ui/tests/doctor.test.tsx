import { cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import type { TurnView, View } from "../src/contract";
import { doctor, signedIn, unreachable } from "./fixtures";
import { stage, type Stage } from "./stage";

afterEach(cleanup);

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const open = (view: View, answer?: Parameters<typeof stage>[1]): Stage => {
  const opened = stage(view, answer);
  press("Doctor");
  return opened;
};
const examined: View = { ...signedIn, doctor };
const examine = { type: "examine", place: { host: null, home: null }, project: null } as const;
const region = (name: string) => within(screen.getByRole("region", { name }));

test("opening the doctor examines once, and once more when asked to", () => {
  const { asked, show } = open(signedIn);
  expect(asked).toEqual([examine]);
  show(examined);
  press("Check again");
  expect(asked).toEqual([examine, examine]);
});

test("each check says in words how it went", () => {
  open(examined);
  const checks = region("Checks").getAllByRole("listitem").map((item) => item.firstElementChild?.textContent);
  expect(checks).toEqual(["Fine", "Fine", "Warning", "Failed"]);
  expect(region("Checks").getByRole("status").textContent).toBe("1 check failed.");
});

test.each([
  ["warning", "1 thing is worth a look."],
  ["fine", "Everything is in order."],
] as const)("the sum of the checks is said: the worst is %s", (worst, sum) => {
  const checks = [{ id: "vault", outcome: worst, text: "The keychain." }];
  open({ ...signedIn, doctor: { checks, turns: [], values: [] } });
  expect(region("Checks").getByRole("status").textContent).toBe(sum);
});

test("a value names its tool, the layer that won and what it beats", () => {
  open(examined);
  const rows = screen.getAllByRole("row").map((row) => [...row.children].map((cell) => cell.textContent));
  expect(rows).toEqual([
    ["Setting", "Value", "Comes from"],
    ["Codex"],
    ["model_provider", "codexapi", "~/.codex/config.tomlbeats /etc/codex/config.toml"],
    ["model_providers.codexapi.base_url", "https://codexapi.pro/v1", "~/.codex/config.toml"],
    ["Claude Code"],
    [
      "ANTHROPIC_BASE_URL",
      "https://elsewhere.example",
      "environment, from ~/.zshrc line 12beats ~/.claude/settings.json, Claude Code's default",
    ],
  ]);
});

test("while it examines, the last result stays, greyed", () => {
  open({ ...examined, working: ["examine"] });
  expect(screen.getByText(/The gateway answers/).closest('[aria-busy="true"]')).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Checking…" }).disabled).toBe(true);
});

test("before the first result the screen says what will be looked at", () => {
  const { show } = open(signedIn);
  expect(screen.getByRole("heading", { name: "Nothing was checked yet" })).toBeTruthy();
  show({ ...signedIn, working: ["examine"] });
  expect(screen.getByRole("heading", { name: "Looking for the first time…" })).toBeTruthy();
});

test("why it could not examine is said beside the last result", async () => {
  open(examined, () => unreachable);
  expect((await screen.findByRole("alert")).textContent).toContain(unreachable.title);
  expect(screen.getByText(/The gateway answers/)).toBeTruthy();
});

test("values that nobody read are not spoken of", () => {
  open({ ...signedIn, doctor: { ...doctor, values: [] } });
  expect(screen.queryByRole("table")).toBeNull();
  expect(screen.queryByRole("heading", { name: "Values in force" })).toBeNull();
});

test("a long name may break at its dots and stays the same text", () => {
  open(examined);
  const [, name] = screen.getAllByRole("rowheader").filter((header) => header.querySelector("code"));
  expect(name?.textContent).toBe("model_providers.codexapi.base_url");
  expect(name?.querySelectorAll("wbr")).toHaveLength(2);
});

test("a real turn says what it costs before it is tried, and what it cost afterwards", () => {
  const { asked } = open(examined);
  const [tried, untried] = region("One real turn").getAllByRole("listitem");
  expect(tried?.textContent).toContain("Codex answered: “hello”.It cost $0.0339.");
  expect(untried?.textContent).toContain("What it costs is not known now");
  fireEvent.click(screen.getByRole("button", { name: "Try one real turn for about $0.04" }));
  expect(asked.at(-1)).toEqual({ type: "tryTurn", tool: "codex" });
});

test("while a turn is under way its own button says so, and no second one can be tried", () => {
  const { show } = open(examined);
  fireEvent.click(screen.getByRole("button", { name: "Try one real turn" }));
  show({ ...examined, working: ["turn"] });
  const [codex, claudeCode] = region("One real turn").getAllByRole<HTMLButtonElement>("button");
  expect([codex?.textContent, claudeCode?.textContent]).toEqual(["Try one real turn for about $0.04", "Waiting for the answer…"]);
  expect([codex?.disabled, claudeCode?.disabled]).toEqual([true, true]);
});

test("a turn that failed says why, and that its cost is not known", () => {
  const turns: TurnView[] = [{ tool: "codex", estimate: null, last: { outcome: "failed", text: "Codex gave no answer.", cost: null } }];
  open({ ...signedIn, doctor: { ...doctor, turns } });
  expect(region("One real turn").getByText("Failed").nextElementSibling?.textContent).toBe(
    "Codex gave no answer.What it cost is not known, because the balance could not be read.",
  );
});

test("why a turn could not be tried is said at its tool", async () => {
  open(examined, (command) => (command.type === "tryTurn" ? unreachable : null));
  fireEvent.click(screen.getByRole("button", { name: "Try one real turn" }));
  const alert = await region("One real turn").findByRole("alert");
  expect(alert.closest("li")?.querySelector("h3")?.textContent).toBe("Claude Code");
});

test("a command in a sentence is set as code", () => {
  const checks = [{ id: "codex.config", outcome: "warning", text: "Run `purser setup codex apply`, then look again." } as const];
  open({ ...signedIn, doctor: { checks, turns: [], values: [] } });
  expect(region("Checks").getByText("purser setup codex apply").tagName).toBe("CODE");
  expect(region("Checks").getByRole("listitem").textContent).toContain("Run purser setup codex apply, then look again.");
});
