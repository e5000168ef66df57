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
code: Sensitive, } | { "type": "cancelSignIn" } | { "type": "signInWithBrowser", 
/**
 * Base URL; `https`, or `http` on loopback.
 */
gateway: string, } | { "type": "followLink", 
/**
 * The link. It may carry a token.
 */
url: Sensitive, } | { "type": "trySandbox" } | { "type": "signOut" } | { "type": "unlockVault", 
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
tool: Tool, } | { "type": "pay", 
/**
 * What.
 */
ask: PayCommand, } | { "type": "job", 
/**
 * What.
 */
ask: JobCommand, } | { "type": "markRead", 
/**
 * Its id.
 */
message: string, } | { "type": "checkUpdate" } | { "type": "installUpdate", 
/**
 * Its version, as shown.
 */
version: string, } | { "type": "diagnostics", 
/**
 * What.
 */
ask: DiagnosticsCommand, } | { "type": "chooseLanguage", 
/**
 * The language.
 */
language: Language, } | { "type": "chooseTheme", 
/**
 * The theme.
 */
theme: Theme, } | { "type": "chooseNotice", 
/**
 * The kind.
 */
kind: NoticeKind, 
/**
 * Whether it is shown.
 */
on: boolean, } | { "type": "chooseQuietHours", 
/**
 * The hours.
 */
hours: QuietHours | null, } | { "type": "chooseAutostart", 
/**
 * Whether it does.
 */
on: boolean, } | { "type": "windowShown", 
/**
 * Whether it is shown.
 */
shown: boolean, } | { "type": "windowClosed" } | { "type": "acceptClosing" };

export type TokenDelivery = "command" | "plaintext";

export type Language = "en" | "zh-CN";

export type Theme = "system" | "light" | "dark";

export type Screen = "home" | "inbox" | "approvals" | "ledger" | "setUp" | "settings";

export type ClosingView = { "state": "stays" } | { "state": "quits", 
/**
 * Whether the person was told.
 */
told: boolean, };

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

export type ProblemCode = "gatewayAddress" | "wrongPassword" | "wrongTwoFactorCode" | "accountRefused" | "notSignedIn" | "tokenRejected" | "unreachable" | "timedOut" | "rateLimited" | "gatewayFailed" | "answerUnreadable" | "gatewayRefused" | "vaultMissing" | "vaultLocked" | "vaultFailed" | "configUnreadable" | "configNotWritable" | "configChanged" | "configDeferred" | "configOvertaken" | "answerMissing" | "configRefused" | "factsRefused" | "planGone" | "nothingToUndo" | "storageFailed" | "sandboxFailed" | "toolMissing" | "keyMissing" | "keyRefused" | "keyUnreadable" | "inputUnreadable" | "requestRefused" | "offerRefused" | "limitReached" | "approvalNeeded" | "askGone" | "channelOpen" | "paymentDeclined" | "paymentsPaused" | "intentReused" | "paymentUnknown" | "paidApiFailed" | "chainUnreachable" | "balanceTooLow" | "ledgerFailed" | "queryRefused" | "hostRefused" | "releasesUnknown" | "updateUnavailable" | "updateNotSigned" | "updateTruncated" | "updateUnreadable" | "updateRolledBack" | "updateExpired" | "updateTooLarge" | "updateDiffers" | "updateNotForThis" | "updateNotInstalled" | "diagnosticsChanged" | "linkRefused" | "autostartRefused" | "tooManyJobs" | "residentGone" | "commandUnknown";

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
 * The sign-in page that is waited for; none when none is.
 */
browser: BrowserView | null, 
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
 * When the Token Wallet runs out at this pace; none while too little is known to say.
 */
forecast: ForecastView | null, 
/**
 * Jobs that wait for a pricing mode, and those that run.
 */
jobs: Array<JobView>, 
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
 * The Pay Wallet.
 */
payments: PaymentsView, 
/**
 * The inbox.
 */
inbox: InboxView, 
/**
 * When notifications are shown.
 */
notices: NoticesView, 
/**
 * What becomes of Purser when the window is closed.
 */
closing: ClosingView, 
/**
 * Whether the session starts Purser at log-in.
 */
autostart: AutostartView, 
/**
 * Whether there is a newer Purser.
 */
update: UpdateView, 
/**
 * What matters most of all this.
 */
glance: Glance, 
/**
 * The report about Purser itself that is shown.
 */
diagnostics: DiagnosticsView | null, 
/**
 * What is under way.
 */
working: Array<Work>, };

export type Glance = "fine" | "lowBalance" | "surge" | "offline" | "approvalWaiting";

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

export type BrowserView = { 
/**
 * The page to open.
 */
url: string, 
/**
 * Its host.
 */
host: string, 
/**
 * Seconds until it is waited for no more, when this View was made.
 */
endsInSeconds: number, };

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

export type AutostartView = "unavailable" | "off" | "on" | "broken" | "foreign";

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

export type ForecastView = { 
/**
 * RFC 3339: about then, no more exact than it can be told.
 */
runsOutAt: string, 
/**
 * Seconds until then, when this View was made.
 */
inSeconds: number, 
/**
 * `$0.42`: what an hour uses at the normal rates.
 */
perHour: string, 
/**
 * The mode that is taken to stay in force after its next review; none when it runs out before.
 */
assumes: ModeView | null, };

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
 * Milliseconds until the mode is reviewed, when this View was made, so that a countdown ticks
 * with the gateway's clock; none while it has no end.
 */
endsInMilliseconds: number | null, };

export type JobCommand = { "type": "announce", 
/**
 * Names it; made by who has it.
 */
job: string, 
/**
 * What to call it: a program's name.
 */
label: string, 
/**
 * The dearest mode in which it starts.
 */
when: When, 
/**
 * The most that it may spend, in dollars: `2.50`.
 */
budget: string | null, } | { "type": "begin", 
/**
 * The job.
 */
job: string, } | { "type": "end", 
/**
 * The job.
 */
job: string, };

export type When = "reduced" | "standard";

export type JobView = { 
/**
 * Names it.
 */
id: string, 
/**
 * What to call it.
 */
label: string, 
/**
 * The dearest mode in which it starts.
 */
when: When, 
/**
 * How far it is.
 */
stage: JobStage, 
/**
 * `$2.50`: the most that it may spend.
 */
budget: string | null, 
/**
 * `$0.12`: what the account spent since it began; none before.
 */
spent: string | null, };

export type JobStage = "waiting" | "ready" | "running" | "budgetSpent" | "unmetered";

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

export type PayCommand = { "type": "createKey" } | { "type": "importKey", 
/**
 * The phrase or the digits.
 */
secret: Sensitive, } | { "type": "removeKey", 
/**
 * The address, as a confirmation.
 */
address: string, } | { "type": "phraseSeen" } | { "type": "readBalances" } | { "type": "readLedger" } | { "type": "pause", 
/**
 * Whether they are stopped.
 */
paused: boolean, } | { "type": "setLimits", 
/**
 * The limits.
 */
limits: Limits, } | { "type": "backTest", 
/**
 * The limits.
 */
limits: Limits, } | { "type": "setOrigin", 
/**
 * The origin.
 */
origin: OriginRule, } | { "type": "forgetOrigin", 
/**
 * `https://host` or `https://host:port`.
 */
origin: string, } | { "type": "setRpc", 
/**
 * The chain's number.
 */
chain: number, 
/**
 * `https`, or `http` on loopback; none takes the built-in one.
 */
url: string | null, } | { "type": "quote", 
/**
 * The request.
 */
request: PaidRequest, } | { "type": "pay", 
/**
 * The request.
 */
request: PaidRequest, } | { "type": "approve", 
/**
 * The question's id.
 */
ask: string, } | { "type": "decline", 
/**
 * The question's id.
 */
ask: string, } | { "type": "withdraw", 
/**
 * The question's id.
 */
ask: string, } | { "type": "dismissAnswer", 
/**
 * Its intent.
 */
intent: string, } | { "type": "closeChannel", 
/**
 * Its id.
 */
channel: string, } | { "type": "graph", 
/**
 * The intent, made by who asks: one intent is paid at most once.
 */
intent: string, 
/**
 * One GraphQL query.
 */
query: string, 
/**
 * Its variables, a JSON object; empty for none.
 */
variables: string, 
/**
 * The most that may be paid; none for the limits alone.
 */
maxAmount: string | null, } | { "type": "setGraphKey", 
/**
 * The key.
 */
key: Sensitive, } | { "type": "exchange", 
/**
 * The intent, made by who asks.
 */
intent: string, 
/**
 * What is asked.
 */
ask: ExchangeAsk, } | { "type": "setExchange", 
/**
 * Its base address.
 */
url: string, };

export type PaidRequest = { 
/**
 * 1 to 128 of `A-Z a-z 0-9 _ -`, made by who asks. One intent is paid at most once; the same
 * intent with another request is refused.
 */
intent: string, 
/**
 * As `GET`.
 */
method: string, 
/**
 * `https`, or `http` on loopback.
 */
url: string, 
/**
 * Headers to send, besides ours.
 */
headers: Array<HeaderPair>, 
/**
 * The body, base64; none for no body.
 */
body: Sensitive | null, 
/**
 * The most that may be paid for it; none for the limits alone.
 */
maxAmount: string | null, };

export type HeaderPair = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its value.
 */
value: Sensitive, };

export type Limits = { 
/**
 * The most for one payment.
 */
perPayment: string, 
/**
 * The most for one origin and day.
 */
perOriginDay: string, 
/**
 * The most for one day.
 */
perDay: string, 
/**
 * The most that a payment channel may hold.
 */
channelDeposit: string, 
/**
 * What happens with an origin that is not known.
 */
unknown: UnknownOrigin, };

export type UnknownOrigin = "ask" | "refuse";

export type OriginRule = { 
/**
 * `https://host` or `https://host:port`.
 */
origin: string, 
/**
 * Whether it is paid without a question, within the limits.
 */
allowed: boolean, 
/**
 * Whether it speaks the PayloadExchange dialect.
 */
exchange: boolean, 
/**
 * Who pays there.
 */
payer: Payer, };

export type Payer = "purser" | "tempo" | "awal";

export type PaymentsView = { 
/**
 * Whether it holds the sandbox's play money.
 */
sandbox: boolean, 
/**
 * Why nothing can be paid; none when all is well.
 */
trouble: Problem | null, 
/**
 * The key; none when there is none.
 */
key: KeyView | null, 
/**
 * Whether all payments are stopped.
 */
paused: boolean, 
/**
 * The limits in force.
 */
limits: Limits, 
/**
 * `0.012`: what counts as spent today, in flight included.
 */
spentToday: string, 
/**
 * What a back-test said; none until one was asked for.
 */
backTest: BackTestView | null, 
/**
 * Questions that wait for the person, oldest first.
 */
asks: Array<ApprovalView>, 
/**
 * The last payments, newest first.
 */
payments: Array<PaymentView>, 
/**
 * The origins that are known.
 */
origins: Array<OriginView>, 
/**
 * Requests of this run with what came of them, newest first.
 */
answers: Array<AnswerView>, 
/**
 * Payment channels; a closed one shows what came back.
 */
channels: Array<ChannelView>, 
/**
 * The networks.
 */
networks: Array<NetworkView>, 
/**
 * Other wallets on this computer that could pay.
 */
outside: Array<OutsideView>, 
/**
 * The Codex Supergraph.
 */
graph: GraphView, 
/**
 * The PayloadExchange.
 */
exchange: ExchangeView, };

export type KeyView = { 
/**
 * The address, EIP-55.
 */
address: string, 
/**
 * `0x1234…abcd`.
 */
short: string, 
/**
 * The address as a QR code.
 */
qr: QrView, 
/**
 * Whether its recovery phrase still waits to be seen.
 */
phraseWaits: boolean, 
/**
 * Per network and token.
 */
balances: Array<BalanceView>, };

export type QrView = { 
/**
 * Modules per side, quiet zone included: the SVG's view box.
 */
size: number, 
/**
 * The dark modules, as the `d` of an SVG path.
 */
path: string, };

export type BalanceView = { 
/**
 * As `Base`.
 */
network: string, 
/**
 * The chain's number.
 */
chain: number, 
/**
 * Whether its tokens are worth nothing.
 */
test: boolean, 
/**
 * As `USDC`.
 */
token: string, 
/**
 * `12.5`; none while it was never read.
 */
amount: string | null, 
/**
 * How old the number is, in seconds, when this View was made.
 */
ageSeconds: number, 
/**
 * Why the last reading failed; none when it worked. The amount is then the last known.
 */
trouble: Problem | null, };

export type BackTestView = { 
/**
 * The limits that were tried.
 */
limits: Limits, 
/**
 * Over so many days.
 */
days: number, 
/**
 * Payments that would have been made without a question.
 */
paid: number, 
/**
 * Payments that would have been asked for.
 */
asked: number, 
/**
 * Payments that would have been refused.
 */
refused: number, 
/**
 * The whole in one sentence.
 */
sentence: string, };

export type PriceView = { 
/**
 * `0.001 USDC`, exact.
 */
amount: string, 
/**
 * As `Tempo`.
 */
network: string, 
/**
 * Whether its tokens are worth nothing.
 */
test: boolean, 
/**
 * As `MPP charge` or `x402`.
 */
way: string, 
/**
 * Who is paid, EIP-55.
 */
recipient: string, 
/**
 * `0x1234…abcd`.
 */
shortRecipient: string, 
/**
 * Who else is paid out of the amount.
 */
splits: Array<SplitView>, 
/**
 * Whether the server pays the network's fee.
 */
feePaid: boolean, 
/**
 * RFC 3339; none when the offer names none.
 */
expiresAt: string | null, };

export type SplitView = { 
/**
 * `0.0001 USDC`.
 */
amount: string, 
/**
 * Who gets it, EIP-55.
 */
recipient: string, };

export type ApprovalView = { 
/**
 * Its id, which counts once.
 */
id: string, 
/**
 * The intent that asks.
 */
intent: string, 
/**
 * As `POST`.
 */
method: string, 
/**
 * `https://host`.
 */
origin: string, 
/**
 * The host, in its unmistakable form (punycode).
 */
host: string, 
/**
 * The path, without its query.
 */
path: string, 
/**
 * What is to be paid.
 */
price: PriceView, 
/**
 * `0.05 USDC`: what goes into a payment channel for it, the price included, and comes back as
 * far as it is not spent; none when nothing does.
 */
deposit: string | null, 
/**
 * Why it is asked, in words.
 */
reasons: Array<string>, 
/**
 * What the server says of it: untrusted text.
 */
description: string | null, 
/**
 * Seconds until the offer ends, when this View was made; none when it names none.
 */
expiresInSeconds: number | null, };

export type PaymentStateView = "asked" | "underway" | "delivered" | "paidNotDelivered" | "unknown" | "expired" | "declined" | "refused" | "failed";

export type PaymentView = { 
/**
 * Its intent.
 */
intent: string, 
/**
 * RFC 3339.
 */
at: string, 
/**
 * As `POST`.
 */
method: string, 
/**
 * `https://host`.
 */
origin: string, 
/**
 * The host.
 */
host: string, 
/**
 * The path, without its query.
 */
path: string, 
/**
 * `0.001 USDC`.
 */
amount: string, 
/**
 * As `Tempo`.
 */
network: string, 
/**
 * Whether its tokens are worth nothing.
 */
test: boolean, 
/**
 * As `MPP charge` or `x402`.
 */
way: string, 
/**
 * Who was paid, EIP-55.
 */
recipient: string, 
/**
 * What became of it.
 */
state: PaymentStateView, 
/**
 * Why, in words; none when there is nothing to say.
 */
reason: string | null, 
/**
 * The transaction's hash, where the chain names one.
 */
transaction: string | null, 
/**
 * Where a block explorer shows it.
 */
explorer: LinkView | null, 
/**
 * Who paid.
 */
payer: Payer, };

export type OriginView = { 
/**
 * How it is treated.
 */
rule: OriginRule, 
/**
 * Its host.
 */
host: string, 
/**
 * Who it was paid to last, EIP-55; none while nothing was.
 */
recipient: string | null, 
/**
 * `0.012`: what counts as spent there today.
 */
spentToday: string, };

export type AnswerState = "working" | "asked" | "quoted" | "answered" | "failed";

export type AnswerView = { 
/**
 * Its intent.
 */
intent: string, 
/**
 * How far it is.
 */
state: AnswerState, 
/**
 * The HTTP status; none while there is none.
 */
status: number | null, 
/**
 * Its media type; empty when unknown.
 */
contentType: string, 
/**
 * The beginning of the body as text; none when it is none.
 */
text: string | null, 
/**
 * Whether there is more than `text`. The whole is kept in the ledger.
 */
more: boolean, 
/**
 * The body as a table, where it is one.
 */
table: TableView | null, 
/**
 * What is offered, in the order in which it would be taken.
 */
offers: Array<OfferView>, 
/**
 * What was paid for it; none when nothing was.
 */
payment: PaymentView | null, 
/**
 * How a PayloadExchange paid for it; none elsewhere.
 */
sponsored: SponsoredView | null, 
/**
 * Why it failed.
 */
problem: Problem | null, };

export type OfferView = { 
/**
 * What it asks; none where our registry does not know the network or token.
 */
price: PriceView | null, 
/**
 * As `MPP charge`, `stripe`.
 */
way: string, 
/**
 * Why it is not taken, in words; none when it could be.
 */
refused: string | null, };

export type TableView = { 
/**
 * The columns' names.
 */
columns: Array<string>, 
/**
 * The rows, each as long as `columns`.
 */
rows: Array<Array<string>>, };

export type ChannelView = { 
/**
 * Its id.
 */
id: string, 
/**
 * `https://host`.
 */
origin: string, 
/**
 * As `Tempo`.
 */
network: string, 
/**
 * `0.05 USDC`: what it holds.
 */
deposit: string, 
/**
 * `0.012 USDC`: what was promised of it.
 */
spent: string, 
/**
 * `0.038 USDC`: what comes back when it is closed.
 */
refund: string, 
/**
 * Whether it is open; a closed one shows its refund.
 */
open: boolean, };

export type NetworkView = { 
/**
 * The chain's number.
 */
chain: number, 
/**
 * As `Base`.
 */
name: string, 
/**
 * Whether its tokens are worth nothing.
 */
test: boolean, 
/**
 * The RPC address in use.
 */
rpc: string, 
/**
 * Whether the person chose it.
 */
chosen: boolean, };

export type OutsideView = { 
/**
 * Which.
 */
payer: Payer, 
/**
 * Where the program is.
 */
program: string, };

export type GraphView = { 
/**
 * Its address.
 */
url: string, 
/**
 * Whether an API key is used; then nothing is paid.
 */
hasKey: boolean, 
/**
 * What a query cost last; none while unknown.
 */
price: GraphPrice | null, 
/**
 * Ready queries.
 */
ready: Array<ReadyQuery>, };

export type GraphPrice = { 
/**
 * `0.001 USDC`, exact.
 */
shown: string, 
/**
 * `0.001`: the same in dollar-pegged tokens, as the most that may be paid is written.
 */
amount: string, };

export type ReadyQuery = { 
/**
 * Its name.
 */
name: string, 
/**
 * The query.
 */
query: string, };

export type ExchangeAsk = { "type": "look" } | { "type": "createProfile", 
/**
 * E-mail address.
 */
email: string, 
/**
 * Region.
 */
region: string, 
/**
 * Roles.
 */
roles: Array<string>, 
/**
 * Tools that the person uses.
 */
tools: Array<string>, } | { "type": "completeTask", 
/**
 * The campaign's id.
 */
campaign: string, 
/**
 * The task.
 */
task: string, } | { "type": "runSponsored", 
/**
 * As `design`.
 */
service: string, 
/**
 * Its input.
 */
input: string, } | { "type": "runPaid", 
/**
 * As `design`.
 */
service: string, 
/**
 * Its input.
 */
input: string, } | { "type": "createApi", 
/**
 * Its name.
 */
name: string, 
/**
 * Who sponsors it.
 */
sponsor: string, 
/**
 * Where it leads.
 */
upstreamUrl: string, 
/**
 * Price of a call in cents.
 */
priceCents: number, 
/**
 * Budget in cents.
 */
budgetCents: number, } | { "type": "runApi", 
/**
 * Its id.
 */
api: string, 
/**
 * Its input, JSON or text.
 */
input: string, } | { "type": "reportMetric", 
/**
 * The skill.
 */
skill: string, 
/**
 * The platform.
 */
platform: string, 
/**
 * `created`, `installed`, `invoked`, `completed` or `failed`.
 */
event: string, 
/**
 * How long it took in milliseconds; none when unknown.
 */
durationMs: number | null, 
/**
 * Whether it worked.
 */
success: boolean, };

export type SponsoredView = { "by": "sponsor", 
/**
 * Who.
 */
name: string, 
/**
 * The exchange's own reference.
 */
reference: string | null, } | { "by": "person" } | { "by": "taskFirst", 
/**
 * The campaign's id; empty when it is not named.
 */
campaign: string, 
/**
 * The task.
 */
task: string, } | { "by": "free" };

export type ExchangeView = { 
/**
 * Its base address; empty until one was chosen.
 */
url: string, 
/**
 * Whether it was read.
 */
known: boolean, 
/**
 * The person's profile; none until it was made.
 */
profile: ProfileView | null, 
/**
 * Campaigns that lead somewhere.
 */
campaigns: Array<CampaignView>, 
/**
 * Services to run.
 */
services: Array<ServiceView>, 
/**
 * Sponsored APIs.
 */
apis: Array<ApiView>, 
/**
 * Use of skills.
 */
metrics: Array<MetricView>, };

export type ProfileView = { 
/**
 * Its id.
 */
id: string, 
/**
 * E-mail address.
 */
email: string, 
/**
 * Region.
 */
region: string, 
/**
 * Roles.
 */
roles: Array<string>, 
/**
 * Tools.
 */
tools: Array<string>, };

export type CampaignView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Who sponsors it.
 */
sponsor: string, 
/**
 * The task that comes first.
 */
task: string, 
/**
 * `$0.05` per call.
 */
subsidy: string, 
/**
 * `$12.00` left.
 */
left: string, 
/**
 * Whether this profile did the task.
 */
taskDone: boolean, };

export type ServiceView = { 
/**
 * As `design`: what `runSponsored` and `runPaid` name.
 */
key: string, 
/**
 * Its name.
 */
name: string, 
/**
 * `$0.08`.
 */
price: string, 
/**
 * Who sponsors it; empty when nobody does.
 */
sponsor: string, };

export type ApiView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Who sponsors it.
 */
sponsor: string, 
/**
 * What it is for; empty when it does not say.
 */
description: string, 
/**
 * `$0.05` per call.
 */
price: string, 
/**
 * `$3.00` left of the sponsor's budget.
 */
left: string, 
/**
 * Whether the budget still pays for a call.
 */
sponsored: boolean, };

export type MetricView = { 
/**
 * The skill.
 */
skill: string, 
/**
 * How often.
 */
total: number, 
/**
 * How often it worked.
 */
successes: number, };

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

export type NoticeKind = "message" | "lowBalance" | "pricingMode" | "paymentAsked" | "paymentSettled" | "paymentUnknown" | "drift" | "update";

export type NoticesView = { 
/**
 * The kinds that are turned off.
 */
off: Array<NoticeKind>, 
/**
 * The hours in which only a payment's question is shown; none when there are none.
 */
quiet: QuietHours | null, };

export type QuietHours = { 
/**
 * `22:00`.
 */
from: string, 
/**
 * `07:00`; another time than `from`.
 */
until: string, };

export type DiagnosticsCommand = { "type": "show", 
/**
 * What the person says about it; may be empty.
 */
note: string, } | { "type": "save", 
/**
 * The shown report's digest.
 */
digest: string, } | { "type": "send", 
/**
 * The shown report's digest.
 */
digest: string, } | { "type": "putAway" };

export type DiagnosticsView = { 
/**
 * SHA-256 of the request's body, in hexadecimal: names what was seen.
 */
digest: string, 
/**
 * One line.
 */
title: string, 
/**
 * What the person says; may be empty.
 */
description: string, 
/**
 * What Purser knows about itself.
 */
text: string, 
/**
 * The file that it was saved as; none before.
 */
saved: string | null, 
/**
 * Whether the gateway has it.
 */
sent: boolean, };

export type UpdateView = { "state": "unaware" } | { "state": "unknown" } | { "state": "current", 
/**
 * When that was found, RFC 3339.
 */
checkedAt: string, } | { "state": "available", 
/**
 * Its version.
 */
version: string, 
/**
 * What is new: plain text.
 */
notes: string, 
/**
 * Where it is told about.
 */
page: LinkView | null, 
/**
 * How it comes onto this computer.
 */
way: UpdateWay, } | { "state": "fetched", 
/**
 * Its version.
 */
version: string, 
/**
 * The file, absolute.
 */
file: string, 
/**
 * Its length, in bytes.
 */
size: number, 
/**
 * Its SHA-256, in lower-case hexadecimal.
 */
sha256: string, 
/**
 * Its signature, as Tauri's updater reads it.
 */
signature: string, } | { "state": "installed", 
/**
 * Its version.
 */
version: string, };

export type UpdateWay = { "type": "install" } | { "type": "command", 
/**
 * The line for a terminal.
 */
line: string, } | { "type": "byHand" };

export type Work = "signIn" | "sandbox" | "refresh" | "plan" | "examine" | "turn" | "apply" | "key" | "balances" | "pay" | "exchange" | "update" | "diagnostics";
