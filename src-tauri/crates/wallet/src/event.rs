//! The facts that change State. Knows no consequence of any of them.

use std::path::PathBuf;
use std::sync::Arc;

use gateway::wire;
use jiff::{SignedDuration, Timestamp};
use payments::Micros;
use semver::Version;
use setup::Step;

use crate::clock::Now;
use crate::closing::TrayHost;
use crate::contract::{
    AutostartView, Language, Limits, NoticeKind, PackView, Payer, Theme, VaultView, Work,
};
use crate::diagnostics::Report;
use crate::forecast::History;
use crate::gate::{Announcement, JobId};
use crate::ledger::AskId;
use crate::notices::delivery::Quiet;
use crate::pay::{Answer, Balance, ExchangeLook, LedgerLook, Question};
use crate::policy::{BackTest, Policy};
use crate::problem::Fault;
use crate::reading::{Facts, Pricing, Reading};
use crate::server_clock::Answered;
use crate::state::{BrowserSignIn, Challenge};
use crate::tools::{Examined, ShownPlan, Survey, ToolLook, Turn};
use crate::update::{Fetched, Standing};

/// What the person chose for the Pay Wallet.
#[derive(Debug, Clone)]
pub(crate) enum PayChoice {
    /// The key's address; none when there is none.
    Key {
        address: Option<String>,
        phrase_waits: bool,
    },
    /// The limits. They neither pause nor resume.
    Policy(Policy),
    /// All payments are stopped, whichever Pay Wallet is in use.
    Pause,
    /// The Pay Wallet in use may pay again.
    Resume,
    /// The most that a payment channel may hold.
    ChannelDeposit(Micros),
    /// The RPC address of a chain; none for the built-in one.
    Rpc(u32, Option<String>),
    /// The PayloadExchange. Another one knows no profile.
    Exchange(String),
    /// The profile that was made there.
    ExchangeProfile(Box<wire::exchange::Profile>),
    /// The campaign whose task is done.
    ExchangeTask(String),
}

/// What happened to jobs. Times are on the engine's monotonic clock.
#[derive(Debug, Clone)]
pub(crate) enum JobEvent {
    /// A program has a job, or still has it.
    Announced {
        job: Announcement,
        at: SignedDuration,
    },
    /// One may begin, if the reading right before lets it.
    Begins { job: JobId, at: SignedDuration },
    /// One ended.
    Ended(JobId),
    /// Time passed.
    TimePassed { at: SignedDuration },
}

/// What happened to a report about Purser itself.
#[derive(Debug, Clone)]
pub(crate) enum DiagnosticsEvent {
    /// It is shown.
    Shown(Arc<Report>),
    /// The report of this digest was saved as this file.
    Saved { digest: String, file: PathBuf },
    /// The gateway has the report of this digest.
    Sent { digest: String },
    /// It is shown no longer.
    PutAway,
}

/// A fact that happened.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// An effect began.
    WorkBegan(Work),
    /// An effect ended.
    WorkEnded(Work),
    /// The vault was looked at.
    VaultSeen(VaultView),
    /// The gateway asks for six digits.
    TwoFactorAsked(Challenge),
    /// The person left the question.
    TwoFactorLeft,
    /// A token was found or given; the account may not be known yet.
    SignedIn {
        gateway: String,
        sandbox: bool,
        account: Option<wire::Account>,
        facts: Facts,
    },
    /// What was last known from an earlier run.
    Recalled {
        wallet: Option<Reading<wire::Wallet>>,
        pricing: Option<Reading<Pricing>>,
        inbox: Option<wire::Messages>,
        history: History,
    },
    /// Nobody is signed in (any more).
    SignedOut { reason: Option<Fault> },
    /// The gateway confirmed the token and told who it belongs to.
    AccountRead {
        account: wire::Account,
        facts: Facts,
    },
    /// Balance and pricing were read.
    StatusRead {
        status: wire::WalletStatus,
        answered: Answered,
        /// The local wall clock, when the answer was there.
        wall: Timestamp,
    },
    /// Balance and pricing are as they were.
    StatusUnchanged { at: Now },
    /// The inbox was read.
    InboxRead(wire::Messages),
    /// A message was marked as read.
    MessageRead(String),
    /// A reading failed.
    ReadingFailed(Fault),
    /// The tools were looked at.
    ToolsLookedAt {
        survey: Arc<Survey>,
        tools: Vec<ToolLook>,
        pack: PackView,
        /// What was done on this computer, newest first.
        history: Vec<Step>,
        /// Another computer that was looked at too, and what was done there.
        there: Option<(String, Vec<Step>)>,
    },
    /// Another computer is of interest.
    HostKnown(String),
    /// Another computer is of no interest any more.
    HostForgotten(String),
    /// Everything was examined.
    Examined(Arc<Examined>),
    /// A real turn was led.
    TurnLed(Arc<Turn>),
    /// A plan was made.
    PlanMade(Arc<ShownPlan>),
    /// The plan was written, replaced or put away.
    PlanGone,
    /// The person chose a language.
    LanguageChosen(Language),
    /// The person chose colours.
    ThemeChosen(Theme),
    /// The person turned a kind of notification on or off.
    NoticeChosen { kind: NoticeKind, on: bool },
    /// The person chose when notifications wait; none for never.
    QuietHoursChosen(Option<Quiet>),
    /// The person chose something for the Pay Wallet.
    PayChosen(PayChoice),
    /// Balances were read, or could not be.
    BalancesRead(Vec<Balance>),
    /// The ledger was read.
    LedgerRead(Arc<LedgerLook>),
    /// The ledger cannot be used, or can again.
    PayTrouble(Option<Fault>),
    /// The person is asked.
    PaymentAsked(Arc<Question>),
    /// A question was answered or is too old.
    AskEnded(AskId),
    /// Something came of a request.
    Answered(Answer),
    /// The person has seen an answer.
    AnswerDismissed(String),
    /// Limits were tried on what was paid before.
    BackTested(Arc<(Limits, BackTest)>),
    /// Other wallets were looked for.
    OutsideSeen(Vec<(Payer, PathBuf)>),
    /// An API key of the Supergraph is kept, or is not.
    GraphKeyKept(bool),
    /// The PayloadExchange was read.
    ExchangeRead(Arc<ExchangeLook>),
    /// A release's description was judged.
    ReleaseJudged(Standing),
    /// A newer Purser lies ready for the window to install.
    UpdateFetched(Arc<Fetched>),
    /// A newer Purser took the place of this one.
    UpdateInstalled(Version),
    /// Something about jobs.
    Job(JobEvent),
    /// Something about a report on Purser itself.
    Diagnostics(DiagnosticsEvent),
    /// The session's autostart entry was looked at.
    AutostartSeen(AutostartView),
    /// The gateway's sign-in page is waited for.
    BrowserAwaited(BrowserSignIn),
    /// It is waited for no more.
    BrowserLeft,
    /// A window came or went.
    WindowShown { shown: bool, at: Now },
    /// The desktop shows tray icons, or does not.
    TraySeen(TrayHost),
    /// The person was told that closing the window quits Purser.
    ClosingTold,
}

impl Event {
    /// Why something failed, where that is the event.
    pub(crate) fn fault_mut(&mut self) -> Option<&mut Fault> {
        match self {
            Self::ReadingFailed(fault) => Some(fault),
            Self::SignedOut { reason } => reason.as_mut(),
            Self::PayTrouble(trouble) => trouble.as_mut(),
            Self::Answered(answer) => answer.fault.as_mut(),
            _ => None,
        }
    }
}
