//! The facts that change State. Knows no consequence of any of them.

use std::sync::Arc;

use gateway::wire;
use setup::Step;

use crate::clock::Now;
use crate::contract::{Language, PackView, Theme, VaultView, Work};
use crate::problem::Fault;
use crate::reading::{Facts, Pricing, Reading};
use crate::state::Challenge;
use crate::tools::{Examined, ShownPlan, Survey, ToolLook, Turn};

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
    },
    /// Nobody is signed in (any more).
    SignedOut { reason: Option<Fault> },
    /// The gateway confirmed the token and told who it belongs to.
    AccountRead {
        account: wire::Account,
        facts: Facts,
    },
    /// Balance and pricing were read.
    StatusRead { status: wire::WalletStatus, at: Now },
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
    /// A window came or went.
    WindowShown { shown: bool, at: Now },
}
