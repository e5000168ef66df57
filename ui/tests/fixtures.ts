/** Views for the tests of the screens and for the gallery. Test data: the product never reads it. */
import type { DiffLine, MessageView, PlanView, Problem, View } from "../src/contract";

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

export const setUpPlan: PlanView = {
  id: "plan-7",
  kind: "setUp",
  file: "/home/ada/.codex/config.toml",
  createsFile: false,
  noChange: false,
  exact: true,
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

export const undoPlan: PlanView = { ...setUpPlan, id: "plan-8", kind: "undo", findings: [] };

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

/** Signed in, everything read, Codex not set up. */
export const signedIn: View = {
  version: "0.1.0",
  language: "en",
  theme: "system",
  gateway: { url: "https://codexapi.pro", host: "codexapi.pro", sandbox: false },
  session: { state: "signedIn", account: { name: "Ada Lovelace", email: "ada@example.org", region: "", twoFactor: false } },
  vault: "keychain",
  wallet: { balance: "$128.46", cash: null, low: false, unlimited: null, ageSeconds: 12, stale: false },
  pricing: {
    mode: "surge",
    input: "$6.00",
    output: "$32.00",
    normalInput: "$5.00",
    normalOutput: "$30.00",
    endsInSeconds: 754,
  },
  trouble: null,
  codex: {
    installs: [
      { path: "/usr/local/bin/codex", version: "0.169.0", onPath: true },
      { path: "/home/ada/.npm-global/bin/codex", version: "0.141.0", onPath: false },
    ],
    configPath: "/home/ada/.codex/config.toml",
    state: { state: "notSetUp" },
    canUndo: false,
    plan: null,
  },
  inbox: { unread: 1, known: true, messages },
  working: [],
};

/** Nobody is signed in and nothing was read. */
export const signedOut: View = {
  ...signedIn,
  session: { state: "signedOut", reason: null },
  wallet: null,
  pricing: null,
  inbox: { unread: 0, known: false, messages: [] },
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

/** `signedIn` with Codex changed. */
export const withCodex = (codex: Partial<View["codex"]>): View => ({ ...signedIn, codex: { ...signedIn.codex, ...codex } });
