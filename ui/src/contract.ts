// Generated from src-tauri/crates/wallet/src/contract.rs by `cargo xtask contract`. Do not edit.

export type Sensitive = string;

export type Command = { "type": "signIn", 
/**
 * Base URL; `https`, or `http` on loopback.
 */
gateway: string, 
/**
 * User name or e-mail address.
 */
login: string, 
/**
 * The password.
 */
password: Sensitive, } | { "type": "answerTwoFactor", 
/**
 * Six digits.
 */
code: Sensitive, } | { "type": "cancelSignIn" } | { "type": "trySandbox" } | { "type": "signOut" } | { "type": "unlockVault", 
/**
 * The passphrase.
 */
passphrase: Sensitive, } | { "type": "refresh" } | { "type": "plan", 
/**
 * The change.
 */
change: Change, } | { "type": "applyPlan", 
/**
 * The shown plan's id.
 */
plan: string, } | { "type": "dismissPlan" } | { "type": "inspectTools", 
/**
 * The Codex home, when not the default one.
 */
codexHome: string | null, } | { "type": "examine" } | { "type": "markRead", 
/**
 * Its id.
 */
message: string, } | { "type": "chooseLanguage", 
/**
 * The language.
 */
language: Language, } | { "type": "chooseTheme", 
/**
 * The theme.
 */
theme: Theme, } | { "type": "windowShown", 
/**
 * Whether it is shown.
 */
shown: boolean, };

export type TokenDelivery = "command" | "plaintext";

export type Language = "en" | "zh-CN";

export type Theme = "system" | "light" | "dark";

export type Problem = { 
/**
 * What front ends branch on (an exit code, a field to focus, a button to offer).
 */
code: ProblemCode, 
/**
 * What happened, one short sentence.
 */
title: string, 
/**
 * What to do about it.
 */
advice: string, };

export type ProblemCode = "gatewayAddress" | "wrongPassword" | "wrongTwoFactorCode" | "accountRefused" | "notSignedIn" | "tokenRejected" | "unreachable" | "timedOut" | "rateLimited" | "gatewayFailed" | "answerUnreadable" | "gatewayRefused" | "vaultMissing" | "vaultLocked" | "vaultFailed" | "configUnreadable" | "configNotWritable" | "configChanged" | "configRefused" | "factsRefused" | "planGone" | "nothingToUndo" | "storageFailed" | "sandboxFailed" | "residentGone" | "commandUnknown";

export type View = { 
/**
 * The version of the engine.
 */
version: string, 
/**
 * Language of all text.
 */
language: Language, 
/**
 * Colours.
 */
theme: Theme, 
/**
 * Which gateway.
 */
gateway: GatewayView, 
/**
 * Signed in or not.
 */
session: SessionView, 
/**
 * Where secrets are kept.
 */
vault: VaultView, 
/**
 * The Token Wallet; none while it was never read.
 */
wallet: WalletView | null, 
/**
 * The pricing mode; none while it was never read.
 */
pricing: PricingView | null, 
/**
 * Why the last reading failed; none when it worked. Numbers above are then the last known.
 */
trouble: Problem | null, 
/**
 * The tools that can be set up.
 */
tools: Array<ToolView>, 
/**
 * The change that is shown.
 */
plan: PlanView | null, 
/**
 * What Purser did to other programs' files, newest first.
 */
history: Array<StepView>, 
/**
 * What is really in force, and why; none until it was examined.
 */
doctor: DoctorView | null, 
/**
 * The inbox.
 */
inbox: InboxView, 
/**
 * What is under way.
 */
working: Array<Work>, };

export type GatewayView = { 
/**
 * Base URL.
 */
url: string, 
/**
 * Its host, for titles.
 */
host: string, 
/**
 * Whether it is the embedded sandbox.
 */
sandbox: boolean, };

export type SessionView = { "state": "starting" } | { "state": "signedOut", 
/**
 * Why, when not by the person's own wish.
 */
reason: Problem | null, } | { "state": "twoFactor", 
/**
 * Who is signing in.
 */
login: string, } | { "state": "signedIn", 
/**
 * Who.
 */
account: AccountView, };

export type AccountView = { 
/**
 * Name to show.
 */
name: string, 
/**
 * E-mail address; empty when unknown.
 */
email: string, 
/**
 * Edge region; empty when there is none.
 */
region: string, 
/**
 * Whether sign-in asks for a code.
 */
twoFactor: boolean, };

export type VaultView = "keychain" | "file" | "locked" | "missing";

export type WalletView = { 
/**
 * `$12.34`.
 */
balance: string, 
/**
 * `$0.00`, of the Cash Wallet; none when empty.
 */
cash: string | null, 
/**
 * Whether the balance is below the low mark.
 */
low: boolean, 
/**
 * The running Unlimited plan.
 */
unlimited: UnlimitedView | null, 
/**
 * How old the number is, in seconds, when this View was made.
 */
ageSeconds: number, 
/**
 * Whether it is older than it should be.
 */
stale: boolean, };

export type UnlimitedView = { 
/**
 * Its name.
 */
plan: string, 
/**
 * RFC 3339; none when it has no end.
 */
endsAt: string | null, 
/**
 * Percent of the 5-hour window used.
 */
percent5h: number, 
/**
 * Percent of the 24-hour window used.
 */
percent24h: number, };

export type ModeView = "surge" | "standard" | "reduced";

export type PricingView = { 
/**
 * The mode.
 */
mode: ModeView, 
/**
 * `$5.00` per million input tokens.
 */
input: string, 
/**
 * `$30.00` per million output tokens.
 */
output: string, 
/**
 * The normal input rate, where it differs.
 */
normalInput: string | null, 
/**
 * The normal output rate, where it differs.
 */
normalOutput: string | null, 
/**
 * Seconds until the mode is reviewed, when this View was made; none while it has no end.
 */
endsInSeconds: number | null, };

export type Change = { "type": "setUp", 
/**
 * The tool.
 */
tool: Tool, 
/**
 * The tool's folder, when not the default one.
 */
home: string | null, 
/**
 * How the tool gets the token.
 */
token: TokenDelivery, } | { "type": "undo", 
/**
 * The tool.
 */
tool: Tool, 
/**
 * The tool's folder, when not the default one.
 */
home: string | null, } | { "type": "turnOff", 
/**
 * The Codex home, when not the default one.
 */
home: string | null, } | { "type": "remove", 
/**
 * The Codex home, when not the default one.
 */
home: string | null, } | { "type": "undoStep", 
/**
 * Its id.
 */
step: string, } | { "type": "undoEverything" };

export type Tool = "codex" | "claudeCode";

export type ToolView = { 
/**
 * The tool.
 */
tool: Tool, 
/**
 * Every install found, the one that PATH picks first.
 */
installs: Array<InstallView>, 
/**
 * The config file that is looked at.
 */
configPath: string, 
/**
 * What state it is in.
 */
state: ToolState, 
/**
 * Whether there is a change of ours to undo.
 */
canUndo: boolean, 
/**
 * Chats that would no longer open, were our provider taken out; none where nobody counted.
 */
threads: ThreadsView | null, };

export type ThreadsView = { 
/**
 * How many there are.
 */
total: number, 
/**
 * How many of them need our provider.
 */
ours: number, };

export type InstallView = { 
/**
 * Path of the program.
 */
path: string, 
/**
 * `0.169.0`; none when it would not say.
 */
version: string | null, 
/**
 * Whether PATH picks it.
 */
onPath: boolean, };

export type ToolState = { "state": "unknown" } | { "state": "notSetUp" } | { "state": "setUp", 
/**
 * Host that requests go to.
 */
host: string, } | { "state": "drifted", 
/**
 * The keys.
 */
keys: Array<string>, } | { "state": "unreadable", 
/**
 * Why.
 */
problem: Problem, };

export type PlanKind = "setUp" | "undo" | "turnOff" | "remove";

export type PlanView = { 
/**
 * Names this plan in `applyPlan`.
 */
id: string, 
/**
 * What it changes, file by file, in the order in which they are written.
 */
files: Array<FilePlanView>, };

export type FilePlanView = { 
/**
 * Whose file it is.
 */
tool: Tool, 
/**
 * What it does.
 */
kind: PlanKind, 
/**
 * The file that is written (where a symlink leads).
 */
file: string, 
/**
 * Whether the file is new.
 */
createsFile: boolean, 
/**
 * Whether there is nothing to change.
 */
noChange: boolean, 
/**
 * Whether undo gives back the very bytes (else it works key by key).
 */
exact: boolean, 
/**
 * The change, line by line, with three lines of context.
 */
diff: Array<DiffLine>, 
/**
 * What the person should know before.
 */
findings: Array<FindingView>, };

export type DiffLine = { 
/**
 * What happens to it.
 */
kind: DiffKind, 
/**
 * Its number in the old file.
 */
oldLine: number | null, 
/**
 * Its number in the new file.
 */
newLine: number | null, 
/**
 * Its text, without the line ending.
 */
text: string, };

export type DiffKind = "same" | "added" | "removed" | "gap";

export type FindingView = { 
/**
 * How much it matters.
 */
weight: FindingWeight, 
/**
 * One or two sentences.
 */
text: string, };

export type FindingWeight = "note" | "warning";

export type StepView = { 
/**
 * Its id.
 */
id: string, 
/**
 * RFC 3339.
 */
at: string, 
/**
 * Whose file it was.
 */
tool: Tool, 
/**
 * What it did.
 */
kind: PlanKind, 
/**
 * The file.
 */
file: string, 
/**
 * The keys, dotted.
 */
keys: Array<string>, 
/**
 * Whether it can still be undone.
 */
canUndo: boolean, };

export type DoctorView = { 
/**
 * Whether everything is in order, check by check.
 */
checks: Array<CheckView>, 
/**
 * Every value that decides where requests go, and the layer that it comes from.
 */
values: Array<EffectiveView>, };

export type CheckView = { 
/**
 * Names the check (`vault`, `codex.config`, …).
 */
id: string, 
/**
 * How it went.
 */
outcome: CheckOutcome, 
/**
 * What was found and what to do about it, in one or two sentences.
 */
text: string, };

export type CheckOutcome = "fine" | "warning" | "failed";

export type EffectiveView = { 
/**
 * Whose value.
 */
tool: Tool, 
/**
 * Its name (`model_provider`).
 */
name: string, 
/**
 * The value; a secret is never shown.
 */
value: string, 
/**
 * Where it comes from, in words (`~/.codex/config.toml`).
 */
layer: string, 
/**
 * Layers that it beats.
 */
beaten: Array<string>, };

export type InboxView = { 
/**
 * How many are unread.
 */
unread: number, 
/**
 * Whether it was ever read from the gateway.
 */
known: boolean, 
/**
 * Newest first.
 */
messages: Array<MessageView>, };

export type MessageView = { 
/**
 * Its id.
 */
id: string, 
/**
 * One line.
 */
title: string, 
/**
 * Plain text.
 */
body: string, 
/**
 * RFC 3339.
 */
sentAt: string, 
/**
 * Whether it was read.
 */
read: boolean, 
/**
 * Where its link leads; only `https`.
 */
link: LinkView | null, };

export type LinkView = { 
/**
 * The address.
 */
url: string, 
/**
 * Its host.
 */
host: string, };

export type Work = "signIn" | "sandbox" | "refresh" | "plan" | "examine" | "apply";
