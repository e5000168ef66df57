/** A pack as the engine would make it: one entry of each kind, and more than fit on one screen. */
import type { EntryState, EntryView, FilePlanView, PackView, PlanView, ServerView, SkillView } from "../src/contract";

const entries = (codex: EntryState, claudeDesktop: EntryState): EntryView[] => [
  { tool: "codex", state: codex },
  { tool: "claudeDesktop", state: claudeDesktop },
];

const server = (id: string, title: string, does: string, runs: string, changed: Partial<ServerView> = {}): ServerView => ({
  id,
  title,
  does,
  source: { url: `https://github.com/modelcontextprotocol/servers/tree/main/src/${id}`, host: "github.com" },
  runs,
  variables: [],
  asks: [],
  entries: entries("absent", "absent"),
  ...changed,
});

export const filesystem = server(
  "filesystem",
  "Filesystem",
  "Reads and writes files in one folder that you choose.",
  "npx -y @modelcontextprotocol/server-filesystem {folder}",
  { asks: [{ name: "folder", what: "The folder that may be read and written" }] },
);
export const git = server("git", "Git", "Reads, searches and changes git repositories.", "uvx mcp-server-git", { entries: entries("added", "absent") });
export const fetching = server("fetch", "Fetch", "Fetches web pages as Markdown.", "uvx mcp-server-fetch", { entries: entries("changed", "taken") });
export const brave = server("brave-search", "Brave Search", "Searches the web.", "npx -y @brave/brave-search-mcp-server", {
  variables: [{ name: "BRAVE_API_KEY", exists: false }],
  entries: entries("disabled", "absent"),
});
export const postgres = server("postgres", "PostgreSQL", "Queries a PostgreSQL database, read only.", "uvx postgres-mcp --access-mode=restricted", {
  variables: [{ name: "DATABASE_URI", exists: true }],
  entries: entries("disabled", "absent"),
});

const others: ServerView[] = [
  server("memory", "Memory", "Remembers facts between chats in a local graph.", "npx -y @modelcontextprotocol/server-memory"),
  server("time", "Time", "Tells the time and converts time zones.", "uvx mcp-server-time"),
  server("playwright", "Playwright", "Drives a browser: opens pages, clicks, types, reads.", "npx -y @playwright/mcp@latest"),
  server("github", "GitHub", "Reads and changes issues, pull requests and code.", "https://api.githubcopilot.com/mcp/", { entries: entries("absent", "absent").slice(0, 1) }),
];

const skill = (name: string, does: string, codex: EntryState, claudeCode: EntryState): SkillView => ({
  name,
  does,
  entries: [
    { tool: "codex", state: codex },
    { tool: "claudeCode", state: claudeCode },
  ],
});

export const pack: PackView = {
  version: 3,
  servers: [filesystem, git, fetching, brave, postgres, ...others],
  skills: [
    skill("gateway-wallet", "Check the Token Wallet balance and the pricing mode before long or costly work.", "added", "absent"),
    skill("config-doctor", "Find out why Codex CLI or Claude Code does not start, without changing any config file.", "absent", "absent"),
    skill("change-review", "Review a change for mistakes that matter before it is merged.", "absent", "changed"),
  ],
};

/** `pack` with one server changed. */
export const withServer = (changed: ServerView): PackView => ({
  ...pack,
  servers: pack.servers.map((known) => (known.id === changed.id ? changed : known)),
});

const file: FilePlanView = {
  tool: "codex",
  host: null,
  kind: "servers",
  file: "/home/ada/.codex/config.toml",
  createsFile: false,
  noChange: false,
  exact: true,
  chats: null,
  diff: [
    { kind: "same", oldLine: 40, newLine: 40, text: 'approval_policy = "on-request"' },
    { kind: "added", oldLine: null, newLine: 41, text: "" },
    { kind: "added", oldLine: null, newLine: 42, text: "[mcp_servers.filesystem]" },
    { kind: "added", oldLine: null, newLine: 43, text: 'command = "npx"' },
    { kind: "added", oldLine: null, newLine: 44, text: 'args = ["-y", "@modelcontextprotocol/server-filesystem", "/home/ada/notes"]' },
  ],
  findings: [],
};

export const filesystemPlan: PlanView = {
  id: "plan-20",
  change: { type: "addServer", tool: "codex", server: "filesystem", answers: { folder: "/home/ada/notes" } },
  files: [file],
};

const skillFile: FilePlanView = { ...file, kind: "skills", file: "/home/ada/.codex/skills/gateway-wallet/SKILL.md", diff: [{ kind: "removed", oldLine: 1, newLine: null, text: "# Gateway wallet" }] };
export const removeSkillPlan: PlanView = { id: "plan-21", change: { type: "removeSkill", tool: "codex", skill: "gateway-wallet" }, files: [skillFile] };
export const addSkillPlan: PlanView = {
  id: "plan-22",
  change: { type: "addSkill", tool: "codex", skill: "config-doctor" },
  files: [
    {
      ...skillFile,
      file: "/home/ada/.codex/skills/config-doctor/SKILL.md",
      createsFile: true,
      diff: [{ kind: "added", oldLine: null, newLine: 1, text: "# Config doctor" }],
    },
  ],
};
