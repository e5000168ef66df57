/** Views for the tests of the screens and for the gallery. Test data: the product never reads it. */
import type { Change, DiffLine, DoctorView, FilePlanView, MessageView, PlanKind, PlanView, Problem, StepView, ToolView, View } from "../src/contract";
import { HERE } from "../src/spots";
import { pack } from "./pack";
import { noPayments } from "./payments";

export const unreachable: Problem = {
  code: "unreachable",
  title: "codexapi.pro cannot be reached",
  advice: "Check your connection. Purser tries again by itself.",
};

const line = (kind: DiffLine["kind"], oldLine: number | null, newLine: number | null, text: string): DiffLine => ({
  kind,
  oldLine,
  newLine,
  text,
});

const configFile: FilePlanView = {
  tool: "codex",
  host: null,
  kind: "setUp",
  file: "/home/ada/.codex/config.toml",
  createsFile: false,
  noChange: false,
  exact: true,
  chats: null,
  diff: [
    line("same", 1, 1, "# my own settings"),
    line("removed", 2, null, 'model = "gpt-5.1"'),
    line("added", null, 2, 'model = "gpt-5.5"'),
    line("added", null, 3, 'model_provider = "codexapi"'),
    line("same", 3, 4, 'approval_policy = "on-request"'),
    line("gap", null, null, ""),
    line("same", 18, 19, 'command = "npx"'),
    line("added", null, 20, ""),
    line("added", null, 21, "[model_providers.codexapi]"),
    line("added", null, 22, 'name = "CodexAPI"'),
    line("added", null, 23, 'base_url = "https://codexapi.pro/v1"'),
    line("added", null, 24, 'wire_api = "responses"'),
    line("added", null, 25, ""),
    line("added", null, 26, "[model_providers.codexapi.auth]"),
    line("added", null, 27, 'command = "/usr/lib/purser/bin/purser-command-line-companion-with-a-long-path/purser"'),
    line("added", null, 28, 'args = ["token", "codex"]'),
  ],
  findings: [
    { weight: "warning", text: "OPENAI_API_KEY is set in your environment. Codex does not use it with this provider." },
    { weight: "note", text: "Your approval policy and sandbox mode stay as they are." },
  ],
};

const settingsFile: FilePlanView = {
  tool: "claudeCode",
  host: null,
  kind: "setUp",
  file: "/home/ada/.claude/settings.json",
  createsFile: false,
  noChange: false,
  exact: true,
  chats: null,
  diff: [
    line("same", 1, 1, "{"),
    line("removed", 2, null, '  "model": "opus"'),
    line("added", null, 2, '  "model": "opus",'),
    line("added", null, 3, '  "apiKeyHelper": "purser token claude-code",'),
    line("added", null, 4, '  "env": { "ANTHROPIC_BASE_URL": "https://codexapi.pro" }'),
    line("same", 3, 5, "}"),
  ],
  findings: [],
};

const onboardingFile: FilePlanView = {
  ...settingsFile,
  file: "/home/ada/.claude.json",
  createsFile: true,
  diff: [line("added", null, 1, '{ "hasCompletedOnboarding": true }')],
};

const planOf = (id: string, change: Change, ...files: FilePlanView[]): PlanView => ({ id, change, files });
const setUpOf = (tool: ToolView["tool"]): Change => ({ type: "setUp", tool, place: HERE, token: "command" });
const reversed: DiffLine[] = configFile.diff.map(({ kind, oldLine, newLine, text }) =>
  line(kind === "added" ? "removed" : kind === "removed" ? "added" : kind, newLine, oldLine, text),
);
const backwards = (kind: PlanKind): FilePlanView => ({ ...configFile, kind, diff: reversed, findings: [] });

export const setUpPlan = planOf("plan-7", setUpOf("codex"), configFile);
export const undoPlan = planOf("plan-8", { type: "undo", tool: "codex", place: HERE }, backwards("undo"));
export const turnOffPlan = planOf("plan-9", { type: "turnOff", place: HERE }, {
  ...backwards("turnOff"),
  chats: { total: 40, unreachable: 0 },
  diff: [line("removed", 2, null, 'model_provider = "codexapi"'), line("added", null, 2, 'model_provider = "my-own"')],
});
export const removePlan = planOf("plan-10", { type: "remove", place: HERE }, { ...backwards("remove"), chats: { total: 40, unreachable: 12 } });
export const claudePlan = planOf("plan-11", setUpOf("claudeCode"), settingsFile);
export const twoFilesPlan = planOf("plan-12", setUpOf("claudeCode"), settingsFile, onboardingFile);
export const nothingPlan = planOf("plan-13", setUpOf("codex"), { ...configFile, noChange: true, diff: [] });
/** Takes back what was done to both tools. */
export const everythingPlan = planOf("plan-14", { type: "undoEverything" }, backwards("undo"), { ...settingsFile, kind: "undo", exact: false });
/** Takes back one step, asked for in the history. */
export const undoStepPlan = planOf("plan-15", { type: "undoStep", step: "s3" }, backwards("undo"));

const step = (id: string, at: string, tool: StepView["tool"], kind: PlanKind, keys: string[], canUndo: boolean): StepView => ({
  id,
  at,
  tool,
  host: null,
  kind,
  file: tool === "codex" ? configFile.file : settingsFile.file,
  keys,
  canUndo,
});

const codexKeys = ["model", "model_provider", "model_providers.codexapi.name", "model_providers.codexapi.base_url", "model_providers.codexapi.auth.command"];

/** Newest first. */
export const history: StepView[] = [
  { ...step("s6", "2026-06-18T09:20:00Z", "codex", "setUp", ["model_provider"], true), host: "ada@build-1:22" },
  step("s5", "2026-06-18T09:15:00Z", "codex", "servers", ["mcp_servers.git"], true),
  step("s4", "2026-06-18T09:12:00Z", "claudeCode", "setUp", ["apiKeyHelper", "env.ANTHROPIC_BASE_URL"], true),
  step("s3", "2026-06-18T09:10:00Z", "codex", "setUp", codexKeys, true),
  step("s2", "2026-06-02T17:45:00Z", "codex", "turnOff", ["model_provider"], false),
  step("s1", "2026-06-02T08:01:00Z", "codex", "setUp", codexKeys, false),
];

/** One of each outcome. */
export const doctor: DoctorView = {
  checks: [
    { id: "vault", outcome: "fine", text: "Your sign-in is kept in the system's keychain." },
    { id: "gateway", outcome: "fine", text: "The gateway answers. The Token Wallet holds $128.46." },
    { id: "codex.processes", outcome: "warning", text: "One Codex is older than the change (process 4711). Start it again." },
    {
      id: "claudeCode.environment",
      outcome: "failed",
      text: "ANTHROPIC_BASE_URL in ~/.zshrc sends Claude Code elsewhere. Remove line 12 of ~/.zshrc and open a new terminal.",
    },
  ],
  turns: [
    { tool: "codex", estimate: "$0.04", last: { outcome: "fine", text: "Codex answered: “hello”.", cost: "$0.0339" } },
    { tool: "claudeCode", estimate: null, last: null },
  ],
  values: [
    { tool: "codex", name: "model_provider", value: "codexapi", layer: "~/.codex/config.toml", beaten: ["/etc/codex/config.toml"] },
    { tool: "codex", name: "model_providers.codexapi.base_url", value: "https://codexapi.pro/v1", layer: "~/.codex/config.toml", beaten: [] },
    { tool: "claudeCode", name: "ANTHROPIC_BASE_URL", value: "https://elsewhere.example", layer: "environment, from ~/.zshrc line 12", beaten: ["~/.claude/settings.json", "Claude Code's default"] },
  ],
};

const messages: MessageView[] = [
  {
    id: "m3",
    title: "Reduced prices this weekend",
    body: "From Saturday 08:00 UTC, input costs $4.50 and output $27.00 per million tokens.\n\nNothing to do on your side.",
    sentAt: "2026-06-18T09:30:00Z",
    read: false,
    link: { url: "https://codexapi.pro/news/reduced", host: "codexapi.pro" },
  },
  { id: "m2", title: "Your receipt", body: "Titan, $120.00.", sentAt: "2026-06-17T16:04:00Z", read: true, link: null },
  { id: "m1", title: "Welcome", body: "Good to have you here.", sentAt: "2026-06-01T08:00:00Z", read: true, link: null },
];

export const codex: ToolView = {
  tool: "codex",
  place: HERE,
  installs: [
    { label: "Codex CLI", path: "/usr/local/bin/codex", version: "0.169.0", onPath: true },
    { label: "VS Code extension", path: "/home/ada/.vscode/extensions/openai.chatgpt-0.4.30/bin/codex", version: null, onPath: false },
  ],
  configPath: configFile.file,
  state: { state: "notSetUp" },
  canUndo: false,
  threads: { total: 40, ours: 12 },
};

const claudeCode: ToolView = {
  tool: "claudeCode",
  place: HERE,
  installs: [{ label: "Claude Code", path: "/home/ada/.local/bin/claude", version: "2.1.30", onPath: true }],
  configPath: settingsFile.file,
  state: { state: "notSetUp" },
  canUndo: false,
  threads: null,
};

export const claudeDesktop: ToolView = {
  tool: "claudeDesktop",
  place: HERE,
  installs: [{ label: "Claude Desktop", path: "/Applications/Claude.app", version: "1.2.1", onPath: false }],
  configPath: "/home/ada/.config/Claude/claude_desktop_config.json",
  state: { state: "serversOnly", count: 2 },
  canUndo: false,
  threads: null,
};

/** Another home of Codex on this computer. */
export const otherHome: ToolView = { ...codex, place: { host: null, home: "/home/ada/work/.codex" }, configPath: "/home/ada/work/.codex/config.toml", threads: null };

/** Codex on another computer. */
export const overSsh: ToolView = {
  ...codex,
  place: { host: "ada@build-1:22", home: null },
  installs: [{ label: "Codex CLI", path: "/usr/bin/codex", version: "0.169.0", onPath: true }],
  threads: null,
};

/** Signed in, everything read, no tool set up. */
export const signedIn: View = {
  version: "0.1.0",
  language: "en",
  theme: "system",
  gateway: { url: "https://codexapi.pro", host: "codexapi.pro", sandbox: false },
  session: { state: "signedIn", account: { name: "Ada Lovelace", email: "ada@example.org", region: "", twoFactor: false } },
  browser: null,
  autostart: "off",
  vault: "keychain",
  wallet: { balance: "$128.46", cash: null, low: false, unlimited: null, ageSeconds: 12, stale: false },
  pricing: {
    mode: "surge",
    input: "$6.00",
    output: "$32.00",
    normalInput: "$5.00",
    normalOutput: "$30.00",
    endsInMilliseconds: 754_000,
  },
  forecast: null,
  glance: "fine",
  jobs: [],
  trouble: null,
  tools: [codex, claudeCode],
  plan: null,
  pack,
  history: [],
  doctor: null,
  payments: noPayments,
  inbox: { unread: 1, known: true, messages },
  notices: { off: [], quiet: null },
  closing: { state: "stays" },
  update: { state: "unknown" },
  diagnostics: null,
  working: [],
};

/** Nobody is signed in and nothing was read. */
export const signedOut: View = {
  ...signedIn,
  session: { state: "signedOut", reason: null },
  wallet: null,
  pricing: null,
  inbox: { unread: 0, known: false, messages: [] },
  notices: { off: [], quiet: null },
};

/** Waiting for the six digits. */
export const twoFactor: View = { ...signedOut, session: { state: "twoFactor", login: "ada" } };

/** The last reading failed; the numbers are the last known ones. */
export const stale: View = {
  ...signedIn,
  wallet: { balance: "$128.46", cash: "$20.00", low: false, unlimited: null, ageSeconds: 5400, stale: true },
  trouble: unreachable,
};

/** Nothing was ever read. */
export const unread: View = { ...signedIn, wallet: null, pricing: null, inbox: { unread: 0, known: false, messages: [] } };

/** The sandbox, low, with a running Unlimited plan. */
export const sandbox: View = {
  ...signedIn,
  gateway: { url: "http://127.0.0.1:40811", host: "127.0.0.1:40811", sandbox: true },
  wallet: {
    balance: "$1.87",
    cash: "$20.00",
    low: true,
    unlimited: { plan: "10-Day Unlimited", endsAt: "2026-06-28T00:00:00Z", percent5h: 42, percent24h: 10 },
    ageSeconds: 3,
    stale: false,
  },
};

/** `signedIn` with Codex, and else, changed. */
export const withCodex = (changed: Partial<ToolView>, rest: Partial<View> = {}): View => ({
  ...signedIn,
  tools: [{ ...codex, ...changed }, claudeCode],
  ...rest,
});

/** `signedIn` with Claude Code, and else, changed. */
export const withClaudeCode = (changed: Partial<ToolView>, rest: Partial<View> = {}): View => ({
  ...signedIn,
  tools: [codex, { ...claudeCode, ...changed }],
  ...rest,
});

/** Both tools set up, with their history. */
export const bothSetUp: View = {
  ...signedIn,
  tools: [codex, claudeCode].map((tool) => ({ ...tool, state: { state: "setUp", host: "codexapi.pro" }, canUndo: true })),
  history,
};

/** Every kind of card: this computer, another home, another computer. */
export const manyPlaces: View = { ...signedIn, tools: [codex, claudeCode, claudeDesktop, otherHome, overSsh] };
