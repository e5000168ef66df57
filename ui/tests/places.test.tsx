import { cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import type { Command, Problem, ToolState, View } from "../src/contract";
import { HERE } from "../src/spots";
import { claudeDesktop, codex, manyPlaces, otherHome, overSsh, setUpPlan, signedIn, turnOffPlan, withCodex } from "./fixtures";
import { stage, type Stage } from "./stage";

afterEach(cleanup);

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const open = (view: View, answer?: Parameters<typeof stage>[1]): Stage => {
  const opened = stage(view, answer);
  press("Set-up");
  return opened;
};
const last = (asked: Command[]) => asked.at(-1);
const card = (name: string) => within(screen.getByRole("region", { name }));
const pressIn = (name: string, button: string) => fireEvent.click(card(name).getByRole("button", { name: button }));

const REMOTE = "Codex CLI on ada@build-1:22";
const drifted: ToolState = { state: "drifted", keys: ["model_provider", "model"], since: "2026-06-18T09:12:00Z" };
const inForce = { state: { state: "setUp", host: "codexapi.pro" }, canUndo: true } as const;
const refused: Problem = { code: "hostRefused", title: "build-1 refuses the connection", advice: "Check the address." };
const install = (path: string) => ({ label: "Codex CLI", path, version: "0.169.0", onPath: false });
const askForHost = (host: string) => {
  fireEvent.input(screen.getByLabelText("Address"), { target: { value: host } });
  press("Look");
};

test("each place of a tool has its own card, named by its folder or its computer", () => {
  open(manyPlaces);
  const titles = screen.getAllByRole("heading", { level: 2 }).map((heading) => heading.textContent);
  expect(titles).toEqual([
    "Codex CLI",
    "Claude Code",
    "Claude Desktop",
    "Codex CLI /home/ada/work/.codex",
    "On ada@build-1:22",
    REMOTE,
  ]);
});

test("what is asked for in a card is asked for at its place", () => {
  const { asked } = open({ ...manyPlaces, tools: [{ ...codex, ...inForce }, { ...otherHome, ...inForce }, { ...overSsh, ...inForce }] });
  pressIn("Codex CLI /home/ada/work/.codex", "Turn off");
  expect(last(asked)).toEqual({ type: "plan", change: { type: "turnOff", place: { host: null, home: "/home/ada/work/.codex" } } });
  pressIn(REMOTE, "Undo");
  expect(last(asked)).toEqual({ type: "plan", change: { type: "undo", tool: "codex", place: { host: "ada@build-1:22", home: null } } });
  pressIn(REMOTE, "Remove everything");
  expect(last(asked)).toEqual({ type: "plan", change: { type: "remove", place: { host: "ada@build-1:22", home: null } } });
});

test("on another computer the token can be sent again where the config is as it should be", () => {
  const files = setUpPlan.files.map((file) => ({ ...file, host: "ada@build-1:22", noChange: true, diff: [] }));
  const change = { type: "setUp", tool: "codex", place: overSsh.place, token: "command" } as const;
  const { asked } = open({ ...manyPlaces, plan: { ...setUpPlan, change, files } });
  pressIn(REMOTE, "Send the token again");
  expect(last(asked)).toEqual({ type: "applyPlan", plan: setUpPlan.id });
});

test("a plan opens in the card of its own place, and names the other computer", () => {
  const files = setUpPlan.files.map((file) => ({ ...file, host: "ada@build-1:22" }));
  open({ ...manyPlaces, plan: { ...setUpPlan, change: { type: "setUp", tool: "codex", place: overSsh.place, token: "command" }, files } });
  expect(card(REMOTE).getByRole("button", { name: "Write config.toml" })).toBeTruthy();
  expect(card(REMOTE).getByText("ada@build-1:22", { selector: "figcaption *" })).toBeTruthy();
  expect(screen.getAllByRole("button", { name: "Write config.toml" })).toHaveLength(1);
});

test("Claude Desktop is given MCP servers and is never set up", () => {
  open(manyPlaces);
  expect(card("Claude Desktop").getByText("Claude Desktop gets MCP servers only. It has 2 of Purser’s.")).toBeTruthy();
  expect(card("Claude Desktop").getAllByRole("button").map((button) => button.textContent)).toEqual(["Choose MCP servers"]);
  press("Choose MCP servers");
  expect(screen.getByRole("heading", { name: "Filesystem" })).toBeTruthy();
});

test("many installs are folded behind the one that the terminal starts", () => {
  open(withCodex({ installs: [...codex.installs, install("/opt/codex"), install("/snap/codex")] }));
  expect(screen.getByText("/usr/local/bin/codex").closest("details")).toBeNull();
  expect(screen.getByText("/opt/codex").closest("details")?.querySelector("summary")?.textContent).toBe("3 more installs");
});

test("what changed is told with its keys and the time, and is repaired by one press without a plan", async () => {
  const { asked, show } = open(withCodex({ state: drifted, canUndo: true }));
  expect(card("Codex CLI").getByText("model_provider")).toBeTruthy();
  expect(card("Codex CLI").getByText(/^config.toml was last written on Jun 18, 2026, 9:12.AM\.$/)).toBeTruthy();
  press("Repair");
  expect(last(asked)).toEqual({ type: "repair", tool: "codex", place: HERE });
  await Promise.resolve();
  show(withCodex(inForce));
  expect(await screen.findByText("Codex uses codexapi.pro again")).toBeTruthy();
});

test("while it is repaired the button says so, and nothing else can be asked for", () => {
  const { show } = open(withCodex({ state: drifted }));
  press("Repair");
  show(withCodex({ state: drifted }, { working: ["apply"] }));
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Repairing…" }).disabled).toBe(true);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Show the change" }).disabled).toBe(true);
});

test("a repair can be looked at first", () => {
  const { asked } = open(withCodex({ state: drifted }));
  press("Show the change");
  expect(last(asked)).toEqual({ type: "plan", change: { type: "setUp", tool: "codex", place: HERE, token: "command" } });
});

test("a repair that needs to be seen first opens as a plan in the card", async () => {
  const { show } = open(withCodex({ state: drifted }));
  press("Repair");
  await Promise.resolve();
  show(withCodex({ state: drifted }, { plan: setUpPlan }));
  expect(card("Codex CLI").getByRole("button", { name: "Write config.toml" })).toBeTruthy();
  expect(screen.queryByText("Codex uses codexapi.pro again")).toBeNull();
  expect(screen.queryByRole("button", { name: "Repair" })).toBeNull();
});

test("why a repair failed is said in the card", async () => {
  const changed: Problem = { code: "configChanged", title: "config.toml changed in the meantime", advice: "Look again." };
  const { asked } = open(withCodex({ state: drifted }), (command) => (command.type === "repair" ? changed : null));
  press("Repair");
  const alert = await card("Codex CLI").findByRole("alert");
  expect(alert.textContent).toContain(changed.title);
  press("Look at the change again");
  expect(last(asked)).toEqual({ type: "plan", change: { type: "setUp", tool: "codex", place: HERE, token: "command" } });
});

test("another computer is looked at for Codex alone, and the field is free again", async () => {
  const { asked } = open(signedIn);
  askForHost(" ada@build-1:22 ");
  expect(await screen.findByText("Codex on ada@build-1:22 is shown above.")).toBeTruthy();
  expect(asked.slice(1)).toEqual([{ type: "inspectTools", tool: "codex", place: { host: "ada@build-1:22", home: null } }]);
  expect(screen.getByLabelText<HTMLInputElement>("Address").value).toBe("");
});

test("a computer that refuses says why beside the field, which keeps what was typed", async () => {
  open(signedIn, (command) => (command.type === "inspectTools" && command.place.host ? refused : null));
  askForHost("ada@build-1:22");
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain(refused.title);
  const field = screen.getByLabelText<HTMLInputElement>("Address");
  expect([field.value, field.getAttribute("aria-invalid")]).toEqual(["ada@build-1:22", "true"]);
});

test("no address asks for nothing", () => {
  const { asked } = open(signedIn);
  askForHost("  ");
  expect(last(asked)).toEqual({ type: "inspectTools", tool: "codex", place: HERE });
});

test("a computer can be forgotten", () => {
  const { asked } = open(manyPlaces);
  press("Forget this computer");
  expect(last(asked)).toEqual({ type: "forgetHost", host: "ada@build-1:22" });
});

test("a tool that another computer has not is to be installed there", () => {
  const { asked } = open({ ...manyPlaces, tools: [{ ...overSsh, installs: [] }] });
  expect(screen.getByText("Codex is not installed on ada@build-1:22")).toBeTruthy();
  press("Look again");
  expect(last(asked)).toEqual({ type: "inspectTools", tool: "codex", place: overSsh.place });
});

test("no chats are spoken of where there are none", () => {
  open(withCodex({ ...inForce, threads: { total: 0, ours: 0 } }));
  expect(screen.queryByText(/become unreachable/)).toBeNull();
  cleanup();
  const files = turnOffPlan.files.map((file) => ({ ...file, chats: { total: 0, unreachable: 0 } }));
  open(withCodex(inForce, { plan: { ...turnOffPlan, files } }));
  expect(screen.queryByText(/become unreachable/)).toBeNull();
});

test("over SSH there is no choice of how the token is kept, and nothing is folded away before it is set up", () => {
  open({ ...manyPlaces, tools: [overSsh] });
  expect(screen.queryByText("Advanced")).toBeNull();
  cleanup();
  open({ ...manyPlaces, tools: [{ ...overSsh, ...inForce }] });
  expect(card(REMOTE).queryByRole("radio")).toBeNull();
  expect(card(REMOTE).getByRole("button", { name: "Remove everything" })).toBeTruthy();
});

test("a Claude Desktop of which only the config was found is not to be installed", () => {
  open({ ...manyPlaces, tools: [{ ...claudeDesktop, installs: [] }] });
  expect(card("Claude Desktop").getByText("Not found on this computer")).toBeTruthy();
  expect(card("Claude Desktop").queryByRole("button", { name: "Look again" })).toBeNull();
});

test("another part of Set-up begins at its top", () => {
  open(manyPlaces);
  const content = screen.getByRole("main");
  content.scrollTop = 400;
  press("History");
  expect(content.scrollTop).toBe(0);
});

test("what was just written is said once", async () => {
  const { show } = open({ ...signedIn, plan: setUpPlan });
  press("Write config.toml");
  await Promise.resolve();
  show(withCodex(inForce));
  expect(await screen.findByText("Codex now uses codexapi.pro")).toBeTruthy();
  expect(screen.queryByText("Codex uses codexapi.pro.")).toBeNull();
});
