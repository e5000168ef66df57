//! What State knows of the Pay Wallet. Knows no key, no wire and no disk.

pub(crate) mod reasons;
pub(crate) mod ways;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use gateway::wire::exchange as wire;
use jiff::{SignedDuration, Timestamp};
use payments::{BaseUnits, Micros, Offer, Payable, Refused, Token};

use crate::contract::{AnswerState, Limits, Payer, SponsoredView, TableView};
use crate::ledger::{AskId, Payment, State as Standing};
use crate::policy::{AskReason, BackTest, Origin, Recipient};
use crate::problem::Fault;

/// Answers that are shown at once.
const ANSWERS_KEPT: usize = 8;

/// The Pay Wallet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pay {
    /// Why nothing can be paid.
    pub(crate) trouble: Option<Fault>,
    pub(crate) balances: Vec<Balance>,
    pub(crate) ledger: Arc<LedgerLook>,
    pub(crate) asks: Vec<Arc<Question>>,
    /// Newest first.
    pub(crate) answers: VecDeque<Arc<Answer>>,
    pub(crate) back_test: Option<Arc<(Limits, BackTest)>>,
    pub(crate) outside: Vec<(Payer, PathBuf)>,
    /// Whether an API key of the Supergraph is kept.
    pub(crate) graph_key: bool,
    pub(crate) exchange: Arc<ExchangeLook>,
}

/// A payment channel.
#[derive(Debug, Clone)]
pub(crate) struct ChannelLook {
    pub(crate) id: String,
    pub(crate) origin: Origin,
    pub(crate) network: &'static payments::Network,
    pub(crate) token: &'static Token,
    pub(crate) deposit: BaseUnits,
    pub(crate) spent: BaseUnits,
    pub(crate) open: bool,
}

impl ChannelLook {
    /// What comes back when it is closed.
    pub(crate) fn refund(&self) -> BaseUnits {
        self.deposit
            .checked_sub(self.spent)
            .unwrap_or(BaseUnits::ZERO)
    }
}

/// A balance as it was last read.
#[derive(Debug, Clone)]
pub(crate) struct Balance {
    pub(crate) token: &'static Token,
    /// None while it was never read.
    pub(crate) amount: Option<(BaseUnits, SignedDuration)>,
    pub(crate) trouble: Option<Fault>,
}

/// What the ledger says.
#[derive(Debug, Clone, Default)]
pub(crate) struct LedgerLook {
    /// Newest first.
    pub(crate) payments: Vec<Payment>,
    pub(crate) spent_today: Micros,
    pub(crate) origins: Vec<KnownOrigin>,
    pub(crate) channels: Vec<ChannelLook>,
}

/// What is known of an origin.
#[derive(Debug, Clone)]
pub(crate) struct KnownOrigin {
    pub(crate) origin: Origin,
    pub(crate) exchange: bool,
    pub(crate) payer: Payer,
    pub(crate) recipient: Option<Recipient>,
    pub(crate) spent_today: Micros,
}

/// A question that waits for the person.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) id: AskId,
    pub(crate) intent: String,
    pub(crate) method: &'static str,
    pub(crate) origin: Origin,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) payable: Payable,
    /// What is put into a payment channel for it; none where nothing is.
    pub(crate) deposit: Option<BaseUnits>,
    pub(crate) reasons: Vec<AskReason>,
    /// When it ends.
    pub(crate) until: Timestamp,
}

/// A request with what came of it.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) intent: String,
    pub(crate) state: AnswerState,
    pub(crate) status: Option<u16>,
    pub(crate) content_type: String,
    pub(crate) text: Option<String>,
    pub(crate) more: bool,
    pub(crate) table: Option<TableView>,
    pub(crate) offers: Vec<OfferLook>,
    pub(crate) sponsored: Option<SponsoredView>,
    pub(crate) fault: Option<Fault>,
}

/// One way to pay that a server offered.
#[derive(Debug, Clone)]
pub(crate) enum OfferLook {
    /// It passed every check.
    Good(Box<Payable>),
    /// It was read, and did not pass.
    Bad(Box<Offer>, Refused),
    /// It cannot be paid, whoever asks.
    Unsupported(String, Refused),
}

/// What was read from the PayloadExchange.
#[derive(Debug, Clone, Default)]
pub(crate) struct ExchangeLook {
    pub(crate) known: bool,
    pub(crate) campaigns: Vec<wire::Campaign>,
    pub(crate) services: Vec<wire::Service>,
    pub(crate) apis: Vec<wire::SponsoredApi>,
    pub(crate) metrics: Vec<wire::SkillMetrics>,
}

impl Pay {
    /// Shows an answer, in the place of an earlier one of the same intent.
    pub(crate) fn show(&mut self, answer: Answer) {
        self.answers.retain(|shown| shown.intent != answer.intent);
        self.answers.push_front(Arc::new(answer));
        self.answers.truncate(ANSWERS_KEPT);
    }

    /// What is shown of an intent.
    pub(crate) fn answer(&self, intent: &str) -> Option<Answer> {
        let shown = self.answers.iter().find(|shown| shown.intent == intent);
        shown.map(|answer| answer.as_ref().clone())
    }

    /// Whether the chain still has to say what became of a payment.
    pub(crate) fn in_doubt(&self) -> bool {
        let doubtful = |payment: &Payment| {
            matches!(
                payment.state,
                Standing::Approved | Standing::Signed | Standing::Sent | Standing::Unknown
            )
        };
        self.ledger.payments.iter().any(doubtful)
    }

    /// What is known of the other profile is not shown here.
    pub(crate) fn forget_readings(&mut self) {
        let outside = std::mem::take(&mut self.outside);
        *self = Self {
            outside,
            ..Self::default()
        };
    }
}

impl Answer {
    /// An answer of which nothing is known yet.
    pub(crate) fn of(intent: &str, state: AnswerState) -> Self {
        Self {
            intent: intent.to_owned(),
            state,
            status: None,
            content_type: String::new(),
            text: None,
            more: false,
            table: None,
            offers: Vec::new(),
            sponsored: None,
            fault: None,
        }
    }
}
