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
 * Whose files to look at in `place`.
 */
tool: Tool, 
/**
 * Where to look, besides the default places of this computer.
 */
place: Place, } | { "type": "repair", 
/**
 * The tool.
 */
tool: Tool, 
/**
 * Where its files are.
 */
place: Place, } | { "type": "forgetHost", 
/**
 * `user@host:port`.
 */
host: string, } | { "type": "examine", 
/**
 * Where the tools' files are.
 */
place: Place, 
/**
 * The folder that the person works in; none when it does not matter.
 */
project: string | null, } | { "type": "tryTurn", 
/**
 * The tool.
 */
tool: Tool, } | { "type": "markRead", 
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

export type ProblemCode = "gatewayAddress" | "wrongPassword" | "wrongTwoFactorCode" | "accountRefused" | "notSignedIn" | "tokenRejected" | "unreachable" | "timedOut" | "rateLimited" | "gatewayFailed" | "answerUnreadable" | "gatewayRefused" | "vaultMissing" | "vaultLocked" | "vaultFailed" | "configUnreadable" | "configNotWritable" | "configChanged" | "configDeferred" | "configOvertaken" | "answerMissing" | "configRefused" | "factsRefused" | "planGone" | "nothingToUndo" | "storageFailed" | "sandboxFailed" | "toolMissing" | "hostRefused" | "residentGone" | "commandUnknown";

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
 * MCP servers and skills, and which program has which.
 */
pack: PackView, 
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
 * Where its files are.
 */
place: Place, 
/**
 * How the tool gets the token.
 */
token: TokenDelivery, } | { "type": "undo", 
/**
 * The tool.
 */
tool: Tool, 
/**
 * Where its files are.
 */
place: Place, } | { "type": "turnOff", 
/**
 * Where Codex's files are.
 */
place: Place, } | { "type": "remove", 
/**
 * Where Codex's files are.
 */
place: Place, } | { "type": "addServer", 
/**
 * The program.
 */
tool: Tool, 
/**
 * The server's id.
 */
server: string, 
/**
 * The answers to its questions, by name.
 */
answers: { [key in string]: string }, } | { "type": "removeServer", 
/**
 * The program.
 */
tool: Tool, 
/**
 * The server's id.
 */
server: string, } | { "type": "addSkill", 
/**
 * The program.
 */
tool: Tool, 
/**
 * The skill's name.
 */
skill: string, } | { "type": "removeSkill", 
/**
 * The program.
 */
tool: Tool, 
/**
 * The skill's name.
 */
skill: string, } | { "type": "undoStep", 
/**
 * Its id.
 */
step: string, } | { "type": "undoEverything" };

export type Tool = "codex" | "claudeCode" | "claudeDesktop";

export type Place = { 
/**
 * `user@host:port` of another computer, reached over SSH; none for this one.
 */
host: string | null, 
/**
 * The tool's folder, when not the default one.
 */
home: string | null, };

export type ToolView = { 
/**
 * The tool.
 */
tool: Tool, 
/**
 * Where its files are.
 */
place: Place, 
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
 * What it is, by its own name: `Codex CLI`, `VS Code extension`.
 */
label: string, 
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
keys: Array<string>, 
/**
 * When the file was last written, RFC 3339; none where that is not known.
 */
since: string | null, } | { "state": "serversOnly", 
/**
 * How many of ours it has.
 */
count: number, } | { "state": "unreadable", 
/**
 * Why.
 */
problem: Problem, };

export type PlanKind = "setUp" | "undo" | "turnOff" | "remove" | "servers" | "skills";

export type PlanView = { 
/**
 * Names this plan in `applyPlan`.
 */
id: string, 
/**
 * What was asked for.
 */
change: Change, 
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
 * The other computer that it is on; none for this one.
 */
host: string | null, 
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
 * What it does to older chats; none where it does not touch how they are led.
 */
chats: ChatsView | null, 
/**
 * The change, line by line, with three lines of context.
 */
diff: Array<DiffLine>, 
/**
 * What the person should know before.
 */
findings: Array<FindingView>, };

export type ChatsView = { 
/**
 * How many there are.
 */
total: number, 
/**
 * How many of them could no longer be continued.
 */
unreachable: number, };

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
 * The other computer that it was on; none for this one.
 */
host: string | null, 
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
 * A real turn, tool by tool: offered, and how the last one went.
 */
turns: Array<TurnView>, 
/**
 * Every value that decides where requests go, and the layer that it comes from.
 */
values: Array<EffectiveView>, };

export type TurnView = { 
/**
 * The tool.
 */
tool: Tool, 
/**
 * What one costs about now, `$0.04`; none while the rates are not known.
 */
estimate: string | null, 
/**
 * How the last one went; none while none was asked for.
 */
last: TurnResult | null, };

export type TurnResult = { 
/**
 * How it went.
 */
outcome: CheckOutcome, 
/**
 * What the tool said, or why there was no answer.
 */
text: string, 
/**
 * What the Token Wallet paid for it, `$0.0339`; none where the balance could not be read.
 */
cost: string | null, };

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

export type PackView = { 
/**
 * Version of the list of servers.
 */
version: number, 
/**
 * MCP servers, in the order in which they are shown.
 */
servers: Array<ServerView>, 
/**
 * Skills, in the order in which they are shown.
 */
skills: Array<SkillView>, };

export type ServerView = { 
/**
 * Its name in a config.
 */
id: string, 
/**
 * Its name.
 */
title: string, 
/**
 * What it does, one sentence.
 */
does: string, 
/**
 * Where it is documented.
 */
source: LinkView | null, 
/**
 * What stands in a config: the command line or the address.
 */
runs: string, 
/**
 * Variables that it needs; it stays disabled while one is missing.
 */
variables: Array<VariableView>, 
/**
 * What must be said before it can be added.
 */
asks: Array<AskView>, 
/**
 * The programs that can be given it.
 */
entries: Array<EntryView>, };

export type VariableView = { 
/**
 * Its name.
 */
name: string, 
/**
 * Whether the person's shell sets it.
 */
exists: boolean, };

export type AskView = { 
/**
 * Names its answer.
 */
name: string, 
/**
 * What is asked for.
 */
what: string, };

export type SkillView = { 
/**
 * Its name, and that of its folder.
 */
name: string, 
/**
 * What it is for, one sentence.
 */
does: string, 
/**
 * The programs that can be given it.
 */
entries: Array<EntryView>, };

export type EntryView = { 
/**
 * The program.
 */
tool: Tool, 
/**
 * Whether it has it.
 */
state: EntryState, };

export type EntryState = "absent" | "added" | "disabled" | "changed" | "taken";

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

export type Work = "signIn" | "sandbox" | "refresh" | "plan" | "examine" | "turn" | "apply";
