//! The contract between the engine and every front end: [`Command`], [`View`], [`Problem`].
//!
//! `ui/src/contract.ts` is generated from this file. What may not be here: a secret going out, a
//! 64-bit integer, a float of money. Money crosses as text that was formatted once, so that window,
//! tray, notification and terminal cannot disagree.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use ts_rs::TS;

pub use diagnostics::*;
pub use doctor::*;
pub use exchange::*;
pub use glance::*;
pub use jobs::*;
pub use notices::*;
pub use pack::*;
pub use paid::*;
pub use pay::*;
pub use payments::*;
pub use setup::*;
pub use update::*;

#[cfg(test)]
mod declared;
mod diagnostics;
mod doctor;
mod exchange;
mod glance;
mod jobs;
mod notices;
mod pack;
mod paid;
mod pay;
mod payments;
mod setup;
mod update;

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
    /// Leave the second-factor question, or wait for the browser no more.
    CancelSignIn,
    /// Sign in by the gateway's own page. The View then says which page to open; it comes back by a
    /// link.
    SignInWithBrowser {
        /// Base URL; `https`, or `http` on loopback.
        gateway: String,
    },
    /// Follow a link that another program handed to Purser, as it came.
    FollowLink {
        /// The link. It may carry a token.
        url: Sensitive,
    },
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
        /// Whose files to look at in `place`.
        tool: Tool,
        /// Where to look, besides the default places of this computer.
        place: Place,
    },
    /// Put back what of ours changed or went missing since it was set up, at once: nothing but
    /// what the person saw and wrote before.
    Repair {
        /// The tool.
        tool: Tool,
        /// Where its files are.
        place: Place,
    },
    /// No longer show another computer. Touches nothing on it.
    ForgetHost {
        /// `user@host:port`.
        host: String,
    },
    /// Examine what is really in force, and why. Costs nothing.
    Examine {
        /// Where the tools' files are.
        place: Place,
        /// The folder that the person works in; none when it does not matter.
        project: Option<String>,
    },
    /// Lead one short real turn with a tool, which the Token Wallet pays for.
    TryTurn {
        /// The tool.
        tool: Tool,
    },
    /// What the Pay Wallet is asked for.
    Pay {
        /// What.
        ask: PayCommand,
    },
    /// What the program that has a job asks for.
    Job {
        /// What.
        ask: JobCommand,
    },
    /// Mark one inbox message as read.
    MarkRead {
        /// Its id.
        message: String,
    },
    /// Ask now whether there is a newer Purser.
    CheckUpdate,
    /// Fetch the newer Purser that is shown, and put it in place where that is ours to do.
    InstallUpdate {
        /// Its version, as shown.
        version: String,
    },
    /// What a report about Purser itself is asked for.
    Diagnostics {
        /// What.
        ask: DiagnosticsCommand,
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
    /// Turn a kind of notification on or off.
    ChooseNotice {
        /// The kind.
        kind: NoticeKind,
        /// Whether it is shown.
        on: bool,
    },
    /// Choose the hours in which notifications wait; none for no such hours.
    ChooseQuietHours {
        /// The hours.
        hours: Option<QuietHours>,
    },
    /// Have the session start Purser at log-in, hidden in the tray, or no longer.
    ChooseAutostart {
        /// Whether it does.
        on: bool,
    },
    /// Says whether someone can see a window, so that polling can be quicker or slower.
    WindowShown {
        /// Whether it is shown.
        shown: bool,
    },
    /// The person closed the window. Where no tray would show Purser, it quits.
    WindowClosed,
    /// The person has read that closing the window quits Purser.
    AcceptClosing,
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

/// A place in the window that a notification leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Screen {
    /// What one glances at.
    Home,
    /// The messages.
    Inbox,
    /// What waits for the person's answer.
    Approvals,
    /// What was paid.
    Ledger,
    /// The programs and what Purser wrote into their configs.
    SetUp,
    /// The few choices there are.
    Settings,
}

impl Screen {
    /// Its name in the contract, as the window's program is told it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Inbox => "inbox",
            Self::Approvals => "approvals",
            Self::Ledger => "ledger",
            Self::SetUp => "setUp",
            Self::Settings => "settings",
        }
    }
}

/// What becomes of Purser when the window is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum ClosingView {
    /// It lives on in the tray.
    Stays,
    /// It quits: this desktop has no tray to find it in.
    Quits {
        /// Whether the person was told.
        told: bool,
    },
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
    /// Another program kept writing the config; nothing was written.
    ConfigDeferred,
    /// Another program wrote the config twice while it was changed; the advice says where its first
    /// version is kept.
    ConfigOvertaken,
    /// A question must be answered before.
    AnswerMissing,
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
    /// The tool is not installed, or not set up for this gateway.
    ToolMissing,
    /// There is no Pay Wallet key.
    KeyMissing,
    /// There is a Pay Wallet key already, or the confirmation names another one.
    KeyRefused,
    /// The phrase or hexadecimal key is not valid.
    KeyUnreadable,
    /// An amount or address cannot be read.
    InputUnreadable,
    /// The request cannot be sent as it is.
    RequestRefused,
    /// What the server asks for cannot be paid safely; the advice says why.
    OfferRefused,
    /// The person's limits refuse the payment.
    LimitReached,
    /// The person has to approve the payment.
    ApprovalNeeded,
    /// The question was answered, or is too old.
    AskGone,
    /// A payment channel is still open.
    ChannelOpen,
    /// The person declined.
    PaymentDeclined,
    /// All payments are stopped.
    PaymentsPaused,
    /// The same intent was used for another request.
    IntentReused,
    /// It is not known whether the payment was made; it is not made again.
    PaymentUnknown,
    /// The paid API refused or failed; the advice says what was paid.
    PaidApiFailed,
    /// The chain's RPC cannot be reached, or is of another chain.
    ChainUnreachable,
    /// The balance does not cover the payment.
    BalanceTooLow,
    /// The payments ledger cannot be used.
    LedgerFailed,
    /// The GraphQL query is refused before anything is sent.
    QueryRefused,
    /// The other computer cannot be reached over SSH, or refuses.
    HostRefused,
    /// This build was given no release address.
    ReleasesUnknown,
    /// The release address has nothing to show.
    UpdateUnavailable,
    /// Our key did not sign the release's description.
    UpdateNotSigned,
    /// The description, or a file, was cut short.
    UpdateTruncated,
    /// The signed description cannot be read by this version.
    UpdateUnreadable,
    /// The description is older than one that was seen, or than what is installed.
    UpdateRolledBack,
    /// The description is stale.
    UpdateExpired,
    /// The description, or a file, is larger than it may be.
    UpdateTooLarge,
    /// The file is not the one that was signed for.
    UpdateDiffers,
    /// The release has no file for this computer.
    UpdateNotForThis,
    /// The update was not put in place; the advice says why.
    UpdateNotInstalled,
    /// Another report is shown by now, or none.
    DiagnosticsChanged,
    /// A link asks for what no link may, or comes back from a page that was not opened here.
    LinkRefused,
    /// The session's autostart entry was left as it is.
    AutostartRefused,
    /// No more jobs can wait.
    TooManyJobs,
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
    /// The sign-in page that is waited for; none when none is.
    pub browser: Option<BrowserView>,
    /// Where secrets are kept.
    pub vault: VaultView,
    /// The Token Wallet; none while it was never read.
    pub wallet: Option<WalletView>,
    /// The pricing mode; none while it was never read.
    pub pricing: Option<PricingView>,
    /// When the Token Wallet runs out at this pace; none while too little is known to say.
    pub forecast: Option<ForecastView>,
    /// Jobs that wait for a pricing mode, and those that run.
    pub jobs: Vec<JobView>,
    /// Why the last reading failed; none when it worked. Numbers above are then the last known.
    pub trouble: Option<Problem>,
    /// The tools that can be set up.
    pub tools: Vec<ToolView>,
    /// The change that is shown.
    pub plan: Option<PlanView>,
    /// MCP servers and skills, and which program has which.
    pub pack: PackView,
    /// What Purser did to other programs' files, newest first.
    pub history: Vec<StepView>,
    /// What is really in force, and why; none until it was examined.
    pub doctor: Option<DoctorView>,
    /// The Pay Wallet.
    pub payments: PaymentsView,
    /// The inbox.
    pub inbox: InboxView,
    /// When notifications are shown.
    pub notices: NoticesView,
    /// What becomes of Purser when the window is closed.
    pub closing: ClosingView,
    /// Whether the session starts Purser at log-in.
    pub autostart: AutostartView,
    /// Whether there is a newer Purser.
    pub update: UpdateView,
    /// What matters most of all this.
    pub glance: Glance,
    /// The report about Purser itself that is shown.
    pub diagnostics: Option<DiagnosticsView>,
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

/// A sign-in page in the person's browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BrowserView {
    /// The page to open.
    pub url: String,
    /// Its host.
    pub host: String,
    /// Seconds until it is waited for no more, when this View was made.
    pub ends_in_seconds: u32,
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

/// Whether the session starts Purser at log-in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AutostartView {
    /// It cannot be asked to on this system.
    #[default]
    Unavailable,
    /// It does not.
    Off,
    /// It does.
    On,
    /// It was asked to, and there is no program where it would look.
    Broken,
    /// There is an entry of this name that Purser did not write, or that was changed since.
    Foreign,
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

/// When the Token Wallet runs out, if its use of the last day goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForecastView {
    /// RFC 3339: about then, no more exact than it can be told.
    pub runs_out_at: String,
    /// Seconds until then, when this View was made.
    pub in_seconds: u32,
    /// `$0.42`: what an hour uses at the normal rates.
    pub per_hour: String,
    /// The mode that is taken to stay in force after its next review; none when it runs out before.
    pub assumes: Option<ModeView>,
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
    /// Milliseconds until the mode is reviewed, when this View was made, so that a countdown ticks
    /// with the gateway's clock; none while it has no end.
    pub ends_in_milliseconds: Option<u32>,
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
    /// Leading a real turn.
    Turn,
    /// Writing a plan.
    Apply,
    /// Making, taking or removing a Pay Wallet key.
    Key,
    /// Reading the Pay Wallet's balances.
    Balances,
    /// Sending a request that may be paid.
    Pay,
    /// Asking a PayloadExchange.
    Exchange,
    /// Looking for a newer Purser, or bringing it here.
    Update,
    /// Gathering, saving or sending a report about Purser itself.
    Diagnostics,
}
