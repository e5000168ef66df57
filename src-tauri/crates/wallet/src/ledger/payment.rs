//! One payment as the ledger has it, and what happened to it. Holds no signature: whoever resends
//! asks for that by name.

use jiff::Timestamp;
use payments::{Address, BaseUnits, ChainId, Micros, Trace};
use serde_json::Value;

use super::intent::Intent;
use super::state::{State, Step};
use crate::policy::{Origin, Wish};

/// The place of a payment in the ledger: later payments have higher numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaymentNumber(pub(super) i64);

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Payment {
    /// Its place.
    pub number: PaymentNumber,
    /// Its intent.
    pub intent: Intent,
    /// Of the request that it is for.
    pub method: String,
    /// Host and path of the request, without its query.
    pub place: String,
    /// Who asked for money.
    pub origin: Origin,
    /// The way it is paid.
    pub rail: String,
    /// Which chain.
    pub chain: ChainId,
    /// The token's contract.
    pub token: Address,
    /// The token's symbol.
    pub symbol: String,
    /// How many decimals the token has.
    pub decimals: u8,
    /// The amount in base units.
    pub amount: BaseUnits,
    /// What it takes from the caps: the amount, or the deposit that it opens a payment channel with,
    /// or nothing when it comes out of such a deposit; and once signed the most that the network's
    /// fee takes.
    pub micros: Micros,
    /// Who is paid.
    pub recipient: Address,
    /// Who shares in it.
    pub splits: Vec<Address>,
    /// Where it stands.
    pub state: State,
    /// Of its authorization.
    pub nonce: Option<String>,
    /// When its authorization ends, by the chain's clock.
    pub valid_before: Option<Timestamp>,
    /// What to look for on the chain.
    pub trace: Option<Trace>,
    /// The transaction that paid it, where one is known.
    pub transaction: Option<String>,
    /// Whose word it is that it was paid.
    pub settled_by: Option<SettledBy>,
    /// Why it stands where it stands: a word of ours.
    pub reason: Option<String>,
    /// When it was quoted first.
    pub created_at: Timestamp,
    /// When its amount was reserved.
    pub approved_at: Option<Timestamp>,
    /// When it was signed.
    pub signed_at: Option<Timestamp>,
    /// When its bytes first left.
    pub sent_at: Option<Timestamp>,
    /// When it was known to be paid.
    pub settled_at: Option<Timestamp>,
    /// When what was bought had arrived.
    pub delivered_at: Option<Timestamp>,
}

impl Payment {
    /// What the policy judges. The caller's maximum was kept when it was quoted, and the amount is
    /// still the same. What its price is above what it takes from the caps was deposited before.
    #[must_use]
    pub fn wish(&self) -> Wish {
        let price = self.amount.micros(self.decimals).unwrap_or(self.micros);
        let amount = price.max(self.micros);
        Wish {
            origin: self.origin.clone(),
            chain: self.chain,
            token: self.token,
            recipient: self.recipient,
            splits: self.splits.clone(),
            amount,
            deposited: amount.saturating_sub(self.micros),
            max_amount: None,
        }
    }
}

/// Whose word it is that a payment was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettledBy {
    /// The server's receipt: a claim.
    Receipt,
    /// The chain's.
    Chain,
}

impl SettledBy {
    /// Its name in the ledger and in an export.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Chain => "chain",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        let both = [Self::Receipt, Self::Chain];
        both.into_iter().find(|word| word.name() == name)
    }
}

/// Something that happened to a payment. Never changed, never deleted.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// Where the payment stood; none before it was there.
    pub from: Option<State>,
    /// Where it stands then.
    pub to: State,
    /// What the step was.
    pub step: Step,
    /// What there is to know of it.
    pub detail: Value,
}
