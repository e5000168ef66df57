import { cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import type { Command, Problem, View } from "../src/contract";
import { signedIn, unreachable } from "./fixtures";
import { addSkillPlan, brave, filesystem, filesystemPlan, git, pack, removeSkillPlan, withServer } from "./pack";
import { stage, type Stage } from "./stage";

afterEach(cleanup);

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const open = (section: "MCP servers" | "Skills", view: View, answer?: Parameters<typeof stage>[1]): Stage => {
  const opened = stage(view, answer);
  press("Set-up");
  press(section);
  return opened;
};
const last = (asked: Command[]) => asked.at(-1);
const entry = (title: string) => within(screen.getByRole("heading", { name: title }).closest("li") ?? document.body);
const titles = () => screen.getAllByRole("heading", { level: 2 }).map((heading) => heading.textContent);
const find = (wanted: string) => fireEvent.input(screen.getByRole("searchbox", { name: "Find a server" }), { target: { value: wanted } });
const answerFolder = (folder: string) =>
  fireEvent.input(screen.getByLabelText("The folder that may be read and written"), { target: { value: folder } });

const textOf = (items: HTMLElement[]) => items.map((item) => item.textContent);
const lines = (title: string) => textOf(within(entry(title).getByRole("list", { name: "Programs" })).getAllByRole("listitem"));
const needed = (title: string) => textOf(within(entry(title).getByRole("list", { name: "Variables that it needs" })).getAllByRole("listitem"));

test("the parts of Set-up can be gone to, and the chosen one is marked", () => {
  open("MCP servers", signedIn);
  const parts = within(screen.getByRole("navigation", { name: "Parts of Set-up" })).getAllByRole("button");
  expect(parts.map((part) => [part.textContent, part.getAttribute("aria-current")])).toEqual([
    ["Programs", null],
    ["MCP servers", "true"],
    ["Skills", null],
    ["History", null],
  ]);
});

test("each server says what it does, what it runs and where it comes from", () => {
  const { opened } = open("MCP servers", signedIn);
  expect(titles()).toEqual(pack.servers.map(({ title }) => title));
  expect(entry("Git").getByText("Reads, searches and changes git repositories.")).toBeTruthy();
  expect(entry("Git").getByText("uvx mcp-server-git")).toBeTruthy();
  fireEvent.click(entry("Git").getByRole("button", { name: "Open github.com" }));
  expect(opened).toEqual([git.source?.url]);
});

test("what a program has is said in words, with what can be done about it", () => {
  open("MCP servers", signedIn);
  expect(lines("Git")).toEqual(["CodexAddedRemove", "Claude DesktopAdd"]);
  expect(lines("Fetch")).toEqual([
    "CodexChanged sinceSomeone changed it since Purser added it. It is left alone.",
    "Claude DesktopName in useYou have something else of this name. It is left alone.",
  ]);
  expect(lines("Brave Search")).toEqual(["CodexDisabledRemove", "Claude DesktopAdd"]);
});

test("a server that waits for its variables names each, and is enabled once they are there", () => {
  const { asked } = open("MCP servers", signedIn);
  expect(needed("Brave Search")).toEqual(["BRAVE_API_KEY missing"]);
  expect(needed("PostgreSQL")).toEqual(["DATABASE_URI set"]);
  expect(screen.queryByRole("button", { name: "Enable Brave Search in Codex" })).toBeNull();
  press("Enable PostgreSQL in Codex");
  expect(last(asked)).toEqual({ type: "plan", change: { type: "addServer", tool: "codex", server: "postgres", answers: {} } });
});

test("adding and removing are planned for the one program", () => {
  const { asked } = open("MCP servers", signedIn);
  press("Add Git to Claude Desktop");
  expect(last(asked)).toEqual({ type: "plan", change: { type: "addServer", tool: "claudeDesktop", server: "git", answers: {} } });
  press("Remove Git from Codex");
  expect(last(asked)).toEqual({ type: "plan", change: { type: "removeServer", tool: "codex", server: "git" } });
});

test("a server's questions are asked before anything is planned", () => {
  const { asked } = open("MCP servers", signedIn);
  press("Add Filesystem to Codex");
  expect(last(asked)?.type).toBe("inspectTools");
  expect(document.activeElement).toBe(screen.getByLabelText("The folder that may be read and written"));
  press("Show the change");
  expect(last(asked)?.type).toBe("inspectTools");
  answerFolder("/home/ada/notes");
  press("Show the change");
  expect(last(asked)).toEqual({ type: "plan", change: filesystemPlan.change });
});

test("questions can be left without an answer, which leaves the focus at their server", () => {
  open("MCP servers", signedIn);
  press("Add Filesystem to Codex");
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(screen.queryByLabelText("The folder that may be read and written")).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Filesystem" }));
});

test("an answer that is refused stays in its field, with the reason below", async () => {
  const odd: Problem = { code: "configRefused", title: "There is no such folder", advice: "Choose another." };
  open("MCP servers", signedIn, (command) => (command.type === "plan" ? odd : null));
  press("Add Filesystem to Codex");
  answerFolder("/nowhere");
  press("Show the change");
  expect((await entry("Filesystem").findByRole("alert")).textContent).toContain(odd.title);
  expect(screen.getByLabelText<HTMLInputElement>("The folder that may be read and written").value).toBe("/nowhere");
});

test("the plan opens in the entry, is written by name, and the result is said there", async () => {
  const { asked, show } = open("MCP servers", signedIn);
  press("Add Filesystem to Codex");
  answerFolder("/home/ada/notes");
  press("Show the change");
  show({ ...signedIn, plan: filesystemPlan });
  expect(document.activeElement?.textContent).toBe("What will change");
  expect(entry("Filesystem").getByRole<HTMLButtonElement>("button", { name: "Add Filesystem to Codex" }).disabled).toBe(true);
  fireEvent.click(entry("Filesystem").getByRole("button", { name: "Write config.toml" }));
  expect(last(asked)).toEqual({ type: "applyPlan", plan: "plan-20" });
  await Promise.resolve();
  const added = { ...filesystem, entries: filesystem.entries.map((known) => (known.tool === "codex" ? { ...known, state: "added" as const } : known)) };
  show({ ...signedIn, pack: withServer(added) });
  expect(await entry("Filesystem").findByText("Filesystem is added to Codex")).toBeTruthy();
  expect(screen.queryByLabelText("The folder that may be read and written")).toBeNull();
});

test("a server that is written disabled says what is to be done", async () => {
  const plan = { ...filesystemPlan, change: { type: "addServer", tool: "claudeDesktop", server: "brave-search", answers: {} } } as const;
  const { show } = open("MCP servers", { ...signedIn, plan });
  press("Write config.toml");
  await Promise.resolve();
  show({ ...signedIn, pack: withServer({ ...brave, entries: brave.entries.map((known) => ({ ...known, state: "disabled" })) }) });
  expect(await entry("Brave Search").findByText("Brave Search is added to Claude Desktop, disabled")).toBeTruthy();
});

test("a plan of a server goes to the servers, whoever asked for it", () => {
  stage({ ...signedIn, plan: filesystemPlan });
  press("Set-up");
  expect(entry("Filesystem").getByRole("button", { name: "Write config.toml" })).toBeTruthy();
});

test("a long list can be searched by what a server is, does or runs", () => {
  open("MCP servers", signedIn);
  find("WEB");
  expect(titles()).toEqual(["Fetch", "Brave Search"]);
  find("uvx");
  expect(titles()).toEqual(["Git", "Fetch", "PostgreSQL", "Time"]);
  find("fax");
  expect(screen.getByText("No server matches “fax”.").getAttribute("role")).toBe("status");
});

test("a short list needs no search", () => {
  open("MCP servers", { ...signedIn, pack: { ...pack, servers: pack.servers.slice(0, 8) } });
  expect(screen.queryByRole("searchbox")).toBeNull();
});

test("before the pack is known the list says so", () => {
  const { show } = open("MCP servers", { ...signedIn, pack: { version: 0, servers: [], skills: [] } });
  expect(screen.getByText("Not read yet")).toBeTruthy();
  show({ ...signedIn, pack: { version: 0, servers: [], skills: [] }, working: ["plan"] });
  expect(screen.getByText("Looking…")).toBeTruthy();
});

test("only the button that was pressed says that it is being looked at", () => {
  const { show } = open("MCP servers", signedIn);
  press("Add Memory to Codex");
  show({ ...signedIn, working: ["plan"] });
  expect(screen.getByRole("button", { name: "Add Memory to Codex" }).textContent).toBe("Looking…");
  expect(screen.getByRole("button", { name: "Add Memory to Claude Desktop" }).textContent).toBe("Add");
});

test("a skill is added and removed like a server, and removing names the file that goes", () => {
  const { asked, show } = open("Skills", signedIn);
  expect(titles()).toEqual(["gateway-wallet", "config-doctor", "change-review"]);
  press("Add config-doctor to Codex");
  expect(last(asked)).toEqual({ type: "plan", change: { type: "addSkill", tool: "codex", skill: "config-doctor" } });
  show({ ...signedIn, plan: addSkillPlan });
  expect(entry("config-doctor").getByRole("button", { name: "Write SKILL.md" })).toBeTruthy();
  press("Remove gateway-wallet from Codex");
  expect(last(asked)).toEqual({ type: "plan", change: removeSkillPlan.change });
  show({ ...signedIn, plan: removeSkillPlan });
  expect(entry("gateway-wallet").getByRole("button", { name: "Delete SKILL.md" })).toBeTruthy();
});

test("why a skill cannot be added is said at the skill", async () => {
  open("Skills", signedIn, (command) => (command.type === "plan" ? unreachable : null));
  press("Add config-doctor to Claude Code");
  expect((await entry("config-doctor").findByRole("alert")).textContent).toContain(unreachable.title);
});

test("in Chinese the names of the buttons hold what they show", () => {
  open("MCP servers", signedIn).show({ ...signedIn, language: "zh-CN" });
  expect(screen.getByRole("button", { name: "添加 Git 到 Claude Desktop" }).textContent).toBe("添加");
  expect(screen.getByRole("button", { name: "移除 Codex 中的 Git" }).textContent).toBe("移除");
});
