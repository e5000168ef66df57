//! The contract between the engine and every front end: [`Command`], [`View`], [`Problem`].
//!
//! `ui/src/contract.ts` is generated from this file. What may not be here: a secret going out, a
//! 64-bit integer, a float of money. Money crosses as text that was formatted once, so that window,
//! tray, notification and terminal cannot disagree.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use ts_rs::TS;

/// A password or code on its way in. `Debug` redacts it, there is no `Display`; it serialises in
/// the clear because that is how it crosses the door, which is local and same-user.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(as = "String")]
pub struct Sensitive(pub SecretString);

impl Serialize for Sensitive {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose_secret())
    }
}

/// What a person asks for. The answer is Ok or a [`Problem`]; data arrives in the next [`View`].
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Command {
    /// Sign in with a password. Ends in `signedIn`, or in `twoFactor` when a code is asked for.
    SignIn {
        /// Base URL; `https`, or `http` on loopback.
        gateway: String,
        /// User name or e-mail address.
        login: String,
        /// The password.
        password: Sensitive,
    },
    /// Answer the second factor of the sign-in under way.
    AnswerTwoFactor {
        /// Six digits.
        code: Sensitive,
    },
    /// Leave the second-factor question.
    CancelSignIn,
    /// Start the embedded sandbox and sign in to its demo account.
    TrySandbox,
    /// Forget the token and everything that was read with it.
    SignOut,
    /// Unlock (or create) the passphrase-encrypted vault file.
    UnlockVault {
        /// The passphrase.
        passphrase: Sensitive,
    },
    /// Read balance, pricing and inbox now.
    Refresh,
    /// Look, and compute what a change would do. Writes nothing; the plan is shown.
    Plan {
        /// The change.
        change: Change,
    },
    /// Write exactly the plan that is shown.
    ApplyPlan {
        /// The shown plan's id.
        plan: String,
    },
    /// Put the shown plan away.
    DismissPlan,
    /// Look at the tools again: installs, configs, what we own in them.
    InspectTools {
        /// The Codex home, when not the default one.
        codex_home: Option<String>,
    },
    /// Examine what is really in force, and why.
    Examine,
    /// Mark one inbox message as read.
    MarkRead {
        /// Its id.
        message: String,
    },
    /// Choose the language of window, tray and notifications.
    ChooseLanguage {
        /// The language.
        language: Language,
    },
    /// Choose light, dark, or the system's.
    ChooseTheme {
        /// The theme.
        theme: Theme,
    },
    /// Says whether someone can see a window, so that polling can be quicker or slower.
    WindowShown {
        /// Whether it is shown.
        shown: bool,
    },
}

/// A change to other programs' files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Change {
    /// Point a tool at the gateway.
    SetUp {
        /// The tool.
        tool: Tool,
        /// The tool's folder, when not the default one.
        home: Option<String>,
        /// How the tool gets the token.
        token: TokenDelivery,
    },
    /// Take back what we have in force at a tool.
    Undo {
        /// The tool.
        tool: Tool,
        /// The tool's folder, when not the default one.
        home: Option<String>,
    },
    /// Let Codex use again what it used before, and keep our provider for older chats.
    TurnOff {
        /// The Codex home, when not the default one.
        home: Option<String>,
    },
    /// Take every key of ours out of Codex, the provider that older chats need too.
    Remove {
        /// The Codex home, when not the default one.
        home: Option<String>,
    },
    /// Take back one step of the history.
    UndoStep {
        /// Its id.
        step: String,
    },
    /// Take back everything that Purser ever did to other programs' files.
    UndoEverything,
}

/// A program that can be pointed at the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Tool {
    /// Codex CLI, its desktop app and its editor extensions: they share one config.
    Codex,
    /// Claude Code.
    ClaudeCode,
}

/// How a tool gets the gateway's token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TokenDelivery {
    /// The tool runs `purser token …`; the token is in no file.
    Command,
    /// The token stands in the config, readable to whoever reads that file.
    Plaintext,
}

/// Languages of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    English,
    /// 简体中文.
    #[serde(rename = "zh-CN")]
    Chinese,
}

/// Colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the system says.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Why something could not be done, in words that a person can act on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Problem {
    /// What front ends branch on (an exit code, a field to focus, a button to offer).
    pub code: ProblemCode,
    /// What happened, one short sentence.
    pub title: String,
    /// What to do about it.
    pub advice: String,
}

/// The kinds of [`Problem`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ProblemCode {
    /// The gateway address cannot be used.
    GatewayAddress,
    /// User name or password is wrong.
    WrongPassword,
    /// The six-digit code is wrong or too old.
    WrongTwoFactorCode,
    /// The account cannot sign in (blocked, in review).
    AccountRefused,
    /// The command needs a signed-in account.
    NotSignedIn,
    /// The gateway no longer accepts the token.
    TokenRejected,
    /// The gateway could not be reached.
    Unreachable,
    /// The gateway took too long.
    TimedOut,
    /// The gateway asks to wait.
    RateLimited,
    /// The gateway failed (5xx).
    GatewayFailed,
    /// The gateway's answer is not what its contract says.
    AnswerUnreadable,
    /// The gateway refused the request.
    GatewayRefused,
    /// No keychain, and no encrypted file chosen.
    VaultMissing,
    /// The vault is locked, or its passphrase is wrong.
    VaultLocked,
    /// The vault failed.
    VaultFailed,
    /// The config file has a syntax error; the advice names line and column.
    ConfigUnreadable,
    /// The config file or its folder cannot be read or written.
    ConfigNotWritable,
    /// The config file changed since the plan was made.
    ConfigChanged,
    /// The config cannot be set up as it is.
    ConfigRefused,
    /// The gateway's set-up facts did not pass the checks.
    FactsRefused,
    /// There is no plan with this id any more.
    PlanGone,
    /// There is nothing to undo.
    NothingToUndo,
    /// The disk refused our own file.
    StorageFailed,
    /// The sandbox could not start.
    SandboxFailed,
    /// The resident does not answer.
    ResidentGone,
    /// The command is not one that this version knows.
    CommandUnknown,
}

/// Everything that is shown, complete and current. Front ends draw it and decide nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// The version of the engine.
    pub version: String,
    /// Language of all text.
    pub language: Language,
    /// Colours.
    pub theme: Theme,
    /// Which gateway.
    pub gateway: GatewayView,
    /// Signed in or not.
    pub session: SessionView,
    /// Where secrets are kept.
    pub vault: VaultView,
    /// The Token Wallet; none while it was never read.
    pub wallet: Option<WalletView>,
    /// The pricing mode; none while it was never read.
    pub pricing: Option<PricingView>,
    /// Why the last reading failed; none when it worked. Numbers above are then the last known.
    pub trouble: Option<Problem>,
    /// The tools that can be set up.
    pub tools: Vec<ToolView>,
    /// The change that is shown.
    pub plan: Option<PlanView>,
    /// What Purser did to other programs' files, newest first.
    pub history: Vec<StepView>,
    /// What is really in force, and why; none until it was examined.
    pub doctor: Option<DoctorView>,
    /// The inbox.
    pub inbox: InboxView,
    /// What is under way.
    pub working: Vec<Work>,
}

/// The gateway that is used, or would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GatewayView {
    /// Base URL.
    pub url: String,
    /// Its host, for titles.
    pub host: String,
    /// Whether it is the embedded sandbox.
    pub sandbox: bool,
}

/// Signed in or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SessionView {
    /// The first look at the vault is under way.
    Starting,
    /// Nobody is signed in.
    SignedOut {
        /// Why, when not by the person's own wish.
        reason: Option<Problem>,
    },
    /// The gateway waits for a six-digit code.
    TwoFactor {
        /// Who is signing in.
        login: String,
    },
    /// Signed in.
    SignedIn {
        /// Who.
        account: AccountView,
    },
}

/// Who is signed in; empty while only the token is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// Name to show.
    pub name: String,
    /// E-mail address; empty when unknown.
    pub email: String,
    /// Edge region; empty when there is none.
    pub region: String,
    /// Whether sign-in asks for a code.
    pub two_factor: bool,
}

/// Where secrets are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum VaultView {
    /// In the system's keychain.
    Keychain,
    /// In a file that a passphrase encrypts.
    File,
    /// In a file whose passphrase is not known yet.
    Locked,
    /// Nowhere: there is no keychain, and no file was chosen.
    Missing,
}

/// The Token Wallet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WalletView {
    /// `$12.34`.
    pub balance: String,
    /// `$0.00`, of the Cash Wallet; none when empty.
    pub cash: Option<String>,
    /// Whether the balance is below the low mark.
    pub low: bool,
    /// The running Unlimited plan.
    pub unlimited: Option<UnlimitedView>,
    /// How old the number is, in seconds, when this View was made.
    pub age_seconds: u32,
    /// Whether it is older than it should be.
    pub stale: bool,
}

/// A running Unlimited plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnlimitedView {
    /// Its name.
    pub plan: String,
    /// RFC 3339; none when it has no end.
    pub ends_at: Option<String>,
    /// Percent of the 5-hour window used.
    pub percent_5h: u8,
    /// Percent of the 24-hour window used.
    pub percent_24h: u8,
}

/// The pricing mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ModeView {
    /// Dearer.
    Surge,
    /// Normal.
    Standard,
    /// Cheaper.
    Reduced,
}

/// The pricing mode with its rates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PricingView {
    /// The mode.
    pub mode: ModeView,
    /// `$5.00` per million input tokens.
    pub input: String,
    /// `$30.00` per million output tokens.
    pub output: String,
    /// The normal input rate, where it differs.
    pub normal_input: Option<String>,
    /// The normal output rate, where it differs.
    pub normal_output: Option<String>,
    /// Seconds until the mode is reviewed, when this View was made; none while it has no end.
    pub ends_in_seconds: Option<u32>,
}

/// A tool on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ToolView {
    /// The tool.
    pub tool: Tool,
    /// Every install found, the one that PATH picks first.
    pub installs: Vec<InstallView>,
    /// The config file that is looked at.
    pub config_path: String,
    /// What state it is in.
    pub state: ToolState,
    /// Whether there is a change of ours to undo.
    pub can_undo: bool,
    /// Chats that would no longer open, were our provider taken out; none where nobody counted.
    pub threads: Option<ThreadsView>,
}

/// Older chats, and what they need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ThreadsView {
    /// How many there are.
    pub total: u32,
    /// How many of them need our provider.
    pub ours: u32,
}

/// One install of a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InstallView {
    /// Path of the program.
    pub path: String,
    /// `0.169.0`; none when it would not say.
    pub version: Option<String>,
    /// Whether PATH picks it.
    pub on_path: bool,
}

/// What state a tool's config is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ToolState {
    /// Not looked at yet.
    Unknown,
    /// It does not use this gateway.
    NotSetUp,
    /// It uses this gateway.
    SetUp {
        /// Host that requests go to.
        host: String,
    },
    /// It was set up by us, and some of our keys changed or went missing since.
    Drifted {
        /// The keys.
        keys: Vec<String>,
    },
    /// It cannot be read.
    Unreadable {
        /// Why.
        problem: Problem,
    },
}

/// What a plan would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PlanKind {
    /// Point Codex at the gateway.
    SetUp,
    /// Take our change back.
    Undo,
    /// Use again what was used before, and keep our provider.
    TurnOff,
    /// Take every key of ours out.
    Remove,
}

/// A change, computed and not yet written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanView {
    /// Names this plan in `applyPlan`.
    pub id: String,
    /// What it changes, file by file, in the order in which they are written.
    pub files: Vec<FilePlanView>,
}

/// A change to one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilePlanView {
    /// Whose file it is.
    pub tool: Tool,
    /// What it does.
    pub kind: PlanKind,
    /// The file that is written (where a symlink leads).
    pub file: String,
    /// Whether the file is new.
    pub creates_file: bool,
    /// Whether there is nothing to change.
    pub no_change: bool,
    /// Whether undo gives back the very bytes (else it works key by key).
    pub exact: bool,
    /// The change, line by line, with three lines of context.
    pub diff: Vec<DiffLine>,
    /// What the person should know before.
    pub findings: Vec<FindingView>,
}

/// One line of a diff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiffLine {
    /// What happens to it.
    pub kind: DiffKind,
    /// Its number in the old file.
    pub old_line: Option<u32>,
    /// Its number in the new file.
    pub new_line: Option<u32>,
    /// Its text, without the line ending.
    pub text: String,
}

/// What happens to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DiffKind {
    /// Stays.
    Same,
    /// Comes.
    Added,
    /// Goes.
    Removed,
    /// Lines left out between two hunks.
    Gap,
}

/// Something to know before applying, with its remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// How much it matters.
    pub weight: FindingWeight,
    /// One or two sentences.
    pub text: String,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FindingWeight {
    /// Good to know.
    Note,
    /// Worth acting on.
    Warning,
}

/// Something that Purser did to another program's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    /// Its id.
    pub id: String,
    /// RFC 3339.
    pub at: String,
    /// Whose file it was.
    pub tool: Tool,
    /// What it did.
    pub kind: PlanKind,
    /// The file.
    pub file: String,
    /// The keys, dotted.
    pub keys: Vec<String>,
    /// Whether it can still be undone.
    pub can_undo: bool,
}

/// What is really in force, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DoctorView {
    /// Whether everything is in order, check by check.
    pub checks: Vec<CheckView>,
    /// Every value that decides where requests go, and the layer that it comes from.
    pub values: Vec<EffectiveView>,
}

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// Names the check (`vault`, `codex.config`, …).
    pub id: String,
    /// How it went.
    pub outcome: CheckOutcome,
    /// What was found and what to do about it, in one or two sentences.
    pub text: String,
}

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CheckOutcome {
    /// In order.
    Fine,
    /// Works, or will; worth a look.
    Warning,
    /// Does not work.
    Failed,
}

/// A value that is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EffectiveView {
    /// Whose value.
    pub tool: Tool,
    /// Its name (`model_provider`).
    pub name: String,
    /// The value; a secret is never shown.
    pub value: String,
    /// Where it comes from, in words (`~/.codex/config.toml`).
    pub layer: String,
    /// Layers that it beats.
    pub beaten: Vec<String>,
}

/// The inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InboxView {
    /// How many are unread.
    pub unread: u32,
    /// Whether it was ever read from the gateway.
    pub known: bool,
    /// Newest first.
    pub messages: Vec<MessageView>,
}

/// One message: untrusted text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MessageView {
    /// Its id.
    pub id: String,
    /// One line.
    pub title: String,
    /// Plain text.
    pub body: String,
    /// RFC 3339.
    pub sent_at: String,
    /// Whether it was read.
    pub read: bool,
    /// Where its link leads; only `https`.
    pub link: Option<LinkView>,
}

/// A link, with its host shown before it opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkView {
    /// The address.
    pub url: String,
    /// Its host.
    pub host: String,
}

/// Something that is under way, so that its button can say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Work {
    /// Signing in.
    SignIn,
    /// Starting the sandbox.
    Sandbox,
    /// Reading from the gateway.
    Refresh,
    /// Looking at a tool or computing a plan.
    Plan,
    /// Examining what is in force.
    Examine,
    /// Writing a plan.
    Apply,
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use ts_rs::{Config, TS};

    use super::*;

    fn declarations() -> String {
        let config = Config::default();
        let mut text = String::from(
            "// Generated from src-tauri/crates/wallet/src/contract.rs by `cargo xtask contract`. Do not edit.\n",
        );
        macro_rules! declare {
            ($($name:ty),+ $(,)?) => {$(
                text.push_str("\nexport ");
                text.push_str(&<$name as TS>::decl(&config));
                text.push('\n');
            )+};
        }
        declare!(
            Sensitive,
            Command,
            TokenDelivery,
            Language,
            Theme,
            Problem,
            ProblemCode,
            View,
            GatewayView,
            SessionView,
            AccountView,
            VaultView,
            WalletView,
            UnlimitedView,
            ModeView,
            PricingView,
            Change,
            Tool,
            ToolView,
            ThreadsView,
            InstallView,
            ToolState,
            PlanKind,
            PlanView,
            FilePlanView,
            DiffLine,
            DiffKind,
            FindingView,
            FindingWeight,
            StepView,
            DoctorView,
            CheckView,
            CheckOutcome,
            EffectiveView,
            InboxView,
            MessageView,
            LinkView,
            Work,
        );
        text
    }

    #[test]
    fn the_contract_of_the_window_is_generated_from_this_file() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/contract.ts");
        let declared = declarations();
        if std::env::var_os("PURSER_WRITE_CONTRACT").is_some() {
            std::fs::write(&path, &declared).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(&path).unwrap_or_default(),
            declared,
            "run `cargo xtask contract`"
        );
    }
}
