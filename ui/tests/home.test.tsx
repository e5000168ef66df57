import { act, cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { sandbox, signedIn, stale, unread, withClaudeCode, withCodex } from "./fixtures";
import { stage } from "./stage";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const pass = (milliseconds: number) => act(() => void vi.advanceTimersByTime(milliseconds));
const wallet = () => within(screen.getByRole("region", { name: "Token Wallet" }));
const at = (balance: string) => ({ ...signedIn, wallet: signedIn.wallet && { ...signedIn.wallet, balance } });
const ending = (seconds: number) => ({
  ...signedIn,
  pricing: signedIn.pricing && { ...signedIn.pricing, endsInMilliseconds: seconds * 1000 },
});

test("the balance stands with its freshness, which ticks on between two Views", async () => {
  stage(signedIn);
  expect(wallet().getByText("$128.46")).toBeTruthy();
  expect(wallet().getByText("12 s ago")).toBeTruthy();
  await pass(5000);
  expect(wallet().getByText("17 s ago")).toBeTruthy();
  await pass(60_000);
  expect(wallet().getByText("1 min ago")).toBeTruthy();
});

test("a new View starts the freshness again from its own age", async () => {
  const { show } = stage(signedIn);
  await pass(30_000);
  show({ ...signedIn, wallet: signedIn.wallet && { ...signedIn.wallet, ageSeconds: 0 } });
  expect(wallet().getByText("just now")).toBeTruthy();
});

test("the countdown ticks locally and ends without guessing", async () => {
  stage(ending(62));
  expect(screen.getByRole("timer").textContent).toBe("01:02 left");
  await pass(3000);
  expect(screen.getByRole("timer").textContent).toBe("00:59 left");
  await pass(59_000);
  expect(screen.getByRole("timer").textContent).toBe("any moment");
  await pass(60_000);
  expect(screen.getByRole("timer").textContent).toBe("any moment");
});

test("the countdown is never off by more than half a second, wherever in a second the View came", async () => {
  for (const left of [5000, 4999, 4501, 4500, 4499, 4001]) {
    stage(ending(left / 1000));
    for (let passed = 0; passed < left; passed += 125) {
      const shown = Number(/00:0(\d) left/.exec(screen.getByRole("timer").textContent ?? "")?.[1] ?? 0);
      expect(Math.abs(shown * 1000 - (left - passed))).toBeLessThanOrEqual(500);
      await pass(125);
    }
    cleanup();
  }
});

test("a countdown of an hour and more shows its hours", () => {
  stage(ending(3_725));
  expect(screen.getByRole("timer").textContent).toBe("1:02:05 left");
});

test("the balance says until when it lasts, and what that takes for granted", () => {
  const forecast = { runsOutAt: "2026-11-24T14:00:00Z", inSeconds: 250_000, perHour: "$0.42", assumes: null };
  const { show } = stage(signedIn);
  expect(wallet().queryByText(/At this pace/)).toBeNull();
  show({ ...signedIn, forecast });
  expect(wallet().getByText(/^At this pace it lasts until about Tue[^,]* \d\d:00$/)).toBeTruthy();
  show({ ...signedIn, forecast: { ...forecast, assumes: "surge" } });
  expect(wallet().getByText(/ \d\d:00, if Surge pricing stays$/)).toBeTruthy();
  show({ ...signedIn, forecast: { ...forecast, inSeconds: 900_000 } });
  expect(wallet().getByText("At this pace it lasts until about Nov 24, 2026")).toBeTruthy();
  show({ ...signedIn, language: "zh-CN", forecast });
  expect(screen.getByText(/^按目前的用量，大约可用到 .*\d\d:00$/)).toBeTruthy();
});

test("each job says what it waits for, or what it spends", () => {
  const { show } = stage(signedIn);
  expect(screen.queryByRole("region", { name: "Jobs" })).toBeNull();
  const job = { id: "1", label: "codex", when: "reduced", stage: "waiting", budget: "$2.50", spent: null } as const;
  const run = { ...job, id: "2", label: "claude", stage: "running", spent: "$0.12" } as const;
  const ended = { ...run, id: "3", label: "make", stage: "budgetSpent" } as const;
  show({ ...signedIn, jobs: [job, run, ended] });
  const lines = within(screen.getByRole("region", { name: "Jobs" })).getAllByRole("listitem");
  expect(lines.map((line) => line.textContent)).toEqual([
    "codex waits for Reduced pricing",
    "claude runs: $0.12 of $2.50 spent",
    "make is being ended: its budget is spent",
  ]);
});

test("a countdown goes on while another screen is open", async () => {
  stage(ending(62));
  fireEvent.click(screen.getByRole("button", { name: "Settings" }));
  await pass(10_000);
  fireEvent.click(screen.getByRole("button", { name: "Home" }));
  expect(screen.getByRole("timer").textContent).toBe("00:52 left");
});

test("a failed reading keeps the last amount, greyed, with its reason and one way on", () => {
  const { asked } = stage(stale);
  const region = screen.getByRole("region", { name: "Token Wallet" });
  expect(region.dataset["stale"]).toBe("true");
  expect(wallet().getByText("$128.46")).toBeTruthy();
  expect(wallet().getByText("1 h ago")).toBeTruthy();
  expect(screen.getByText("codexapi.pro cannot be reached")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Retry" }));
  expect(asked).toEqual([{ type: "refresh" }]);
});

test("what was never read is a dash, never zero", () => {
  stage(unread);
  expect(wallet().getByText("—")).toBeTruthy();
  expect(wallet().getByText("Not read yet")).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/\$/);
});

test("the mode is said in words beside both rates and the normal ones", () => {
  stage(signedIn);
  const pricing = within(screen.getByRole("region", { name: "Pricing mode" }));
  for (const text of ["Surge", "$6.00", "normally $5.00", "$32.00", "normally $30.00"]) {
    expect(pricing.getByText(text)).toBeTruthy();
  }
});

test("a low balance, the Cash Wallet and a running Unlimited plan are shown", () => {
  stage(sandbox);
  expect(screen.getByText("Your balance is low")).toBeTruthy();
  expect(screen.getByText("$20.00")).toBeTruthy();
  expect(screen.getByLabelText<HTMLProgressElement>("5-hour window").value).toBe(42);
  expect(screen.getByLabelText<HTMLProgressElement>("24-hour window").value).toBe(10);
});

test("the sandbox is named on every screen", () => {
  stage(sandbox);
  fireEvent.click(screen.getByRole("button", { name: "Settings" }));
  expect(screen.getByText("A demo on this computer. Nothing here costs money.")).toBeTruthy();
});

test("the next step leads to Set-up, and is gone once Codex is set up", () => {
  const { show } = stage(signedIn);
  fireEvent.click(screen.getByRole("button", { name: "Open Set-up" }));
  expect(screen.getByRole("heading", { level: 1, name: "Set-up" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Set-up" }).getAttribute("aria-current")).toBe("page");
  expect(screen.getByRole("button", { name: "Home" }).hasAttribute("aria-current")).toBe(false);
  show(withCodex({ state: { state: "setUp", host: "codexapi.pro" } }));
  fireEvent.click(screen.getByRole("button", { name: "Home" }));
  expect(screen.queryByRole("button", { name: "Open Set-up" })).toBeNull();
});

test("the next step names a tool that is installed", () => {
  stage(withCodex({ installs: [] }));
  expect(screen.getByRole("heading", { name: "Use this balance in Claude Code" })).toBeTruthy();
});

test("a tool that needs a repair comes before one that is not set up", () => {
  stage(withClaudeCode({ state: { state: "drifted", since: null, keys: ["apiKeyHelper"] } }));
  expect(screen.getByRole("heading", { name: "Claude Code needs a repair" })).toBeTruthy();
});

test("a lost connection is said, and everything stays", () => {
  const { connect } = stage(signedIn);
  connect("reconnecting");
  expect(screen.getByText("Reconnecting…")).toBeTruthy();
  expect(screen.getByText("$128.46")).toBeTruthy();
  connect("live");
  expect(screen.queryByText("Reconnecting…")).toBeNull();
});

test("changes of the balance are read out at most once in ten seconds", async () => {
  const { show } = stage(signedIn);
  await pass(20_000);
  show(at("$128.00"));
  await pass(1);
  expect(screen.getByText("Token Wallet: $128.00")).toBeTruthy();
  show(at("$127.00"));
  await pass(5000);
  expect(screen.getByText("Token Wallet: $128.00")).toBeTruthy();
  await pass(5000);
  expect(screen.getByText("Token Wallet: $127.00")).toBeTruthy();
});
