//! Decides whether a payment may be made: rules over what the person set and what was spent.
//! Knows no ledger, no clock, no protocol and no key.
//!
//! A *day* is the last 24 hours. No midnight lets two days' caps be spent within a minute, and no
//! time zone that a caller sets in its environment starts a new day.

mod back_test;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use payments::{Address, ChainId, Micros};
use serde::{Deserialize, Serialize};
use url::Url;

pub(crate) use back_test::DAY;
pub use back_test::{BackTest, Booking, Past, Tally, back_test};

/// What the person allows Purser to pay.
///
/// A cap is hard: above it nothing is paid by itself, and no approval of a single payment lifts it.
/// Who wants to pay more raises the cap, and is then asked with that in mind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Policy {
    /// Nothing is paid at all.
    pub paused: bool,
    /// The most of one payment.
    pub per_payment: Micros,
    /// The most that one origin gets in a day.
    pub per_origin_day: Micros,
    /// The most that all origins together get in a day. No origin's own cap lifts it.
    pub per_day: Micros,
    /// The origins that are paid without a question.
    pub allow: BTreeMap<Origin, Allowed>,
    /// What happens to a wish of any other origin.
    pub unknown: UnknownOrigin,
}

/// What holds for one allowed origin. A cap of its own replaces the general one, up or down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Allowed {
    /// Instead of [`Policy::per_payment`].
    pub per_payment: Option<Micros>,
    /// Instead of [`Policy::per_origin_day`].
    pub per_day: Option<Micros>,
}

/// What happens to a wish of an origin that is not allowed by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum UnknownOrigin {
    /// The person is asked.
    #[default]
    Ask,
    /// It is refused.
    Refuse,
}

impl Default for Policy {
    /// One dollar a payment, as the reference x402 client has it; two for an origin and five for
    /// all in a day; whoever is not allowed by name is asked about.
    fn default() -> Self {
        Self {
            paused: false,
            per_payment: Micros(1_000_000),
            per_origin_day: Micros(2_000_000),
            per_day: Micros(5_000_000),
            allow: BTreeMap::new(),
            unknown: UnknownOrigin::Ask,
        }
    }
}

/// Scheme, host and port of who asks for money, as a browser serializes an origin: lower case,
/// punycode, no default port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Origin(String);

impl Origin {
    /// The origin of an address; `None` where it is not of `http` or `https`.
    #[must_use]
    pub fn of(url: &Url) -> Option<Self> {
        matches!(url.scheme(), "http" | "https").then(|| Self(url.origin().ascii_serialization()))
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The text is not an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an origin of http or https")]
pub struct NotAnOrigin;

impl TryFrom<String> for Origin {
    type Error = NotAnOrigin;

    /// Takes `https://api.example.com` and an address below it alike.
    fn try_from(text: String) -> Result<Self, NotAnOrigin> {
        let url = Url::parse(&text).map_err(|_| NotAnOrigin)?;
        Self::of(&url).ok_or(NotAnOrigin)
    }
}

/// Who is to get money, and where: the same account on another chain may be another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Recipient {
    /// Which chain.
    pub chain: ChainId,
    /// The account on it.
    pub account: Address,
}

/// A payment that somebody wants to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Who asks for money.
    pub origin: Origin,
    /// Which chain.
    pub chain: ChainId,
    /// The token's contract.
    pub token: Address,
    /// Who is paid.
    pub recipient: Address,
    /// Who shares in the payment.
    pub splits: Vec<Address>,
    /// How much, splits included: what one payment puts at stake. Where it opens or tops up a
    /// payment channel that is the price or the deposit, whichever is more.
    pub amount: Micros,
    /// What of it counts already, because it comes out of a deposit that was counted in full when
    /// it left: a deposit is money out of the person's hands. The caps of a day count no unit
    /// twice; the cap of one payment and the caller's maximum still judge the whole amount.
    pub deposited: Micros,
    /// The most that the caller lets this request cost.
    pub max_amount: Option<Micros>,
}

impl Wish {
    /// What it takes from the caps of a day.
    #[must_use]
    pub fn counted(&self) -> Micros {
        self.amount.saturating_sub(self.deposited)
    }

    /// Everybody who would get money.
    pub fn recipients(&self) -> impl Iterator<Item = Recipient> {
        let chain = self.chain;
        std::iter::once(&self.recipient)
            .chain(&self.splits)
            .map(move |&account| Recipient { chain, account })
    }
}

/// What was spent in the last 24 hours, all that may still be taken included, and who was paid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spent {
    /// By all origins.
    pub today_overall: Micros,
    /// By the origin that asks.
    pub today_origin: Micros,
    /// Whom the origin that asks was ever allowed to have paid.
    pub pinned: Vec<Recipient>,
}

/// What is to happen to a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It is paid.
    Pay,
    /// The person is asked. Never empty.
    Ask(Vec<AskReason>),
    /// It is not paid, whoever approves. Never empty.
    Refuse(Vec<RefuseReason>),
}

/// Why the person is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "camelCase")]
pub enum AskReason {
    /// The origin is not allowed by name.
    UnknownOrigin,
    /// Money would go to somebody whom this origin never had paid.
    NewRecipient {
        /// Who that is.
        recipient: Recipient,
    },
}

/// Why a wish is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RefuseReason {
    /// The person paused all payments.
    Paused,
    /// Origins that are not allowed by name are refused.
    UnknownOrigin,
    /// It costs more than the caller lets it cost.
    AboveMaximum {
        /// The caller's maximum.
        maximum: Micros,
        /// What it costs.
        amount: Micros,
    },
    /// A cap of the policy would be exceeded.
    AboveCap {
        /// Which one.
        cap: Cap,
        /// What it is set to.
        limit: Micros,
        /// What of it is spent already.
        spent: Micros,
        /// What the payment would add.
        amount: Micros,
    },
}

/// One of the caps of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Cap {
    /// Of one payment.
    Payment,
    /// Of one origin and day.
    OriginDay,
    /// Of a day.
    Day,
}

/// What is to happen to a wish. All reasons are told, not just the first; a reason to refuse
/// outweighs any question.
#[must_use]
pub fn decide(policy: &Policy, wish: &Wish, spent: &Spent) -> Decision {
    let refusals = refusals(policy, wish, spent);
    if !refusals.is_empty() {
        return Decision::Refuse(refusals);
    }
    let questions = questions(policy, wish, spent);
    if questions.is_empty() {
        Decision::Pay
    } else {
        Decision::Ask(questions)
    }
}

fn refusals(policy: &Policy, wish: &Wish, spent: &Spent) -> Vec<RefuseReason> {
    let mut refusals = Vec::new();
    let allowed = policy.allow.get(&wish.origin);
    if policy.paused {
        refusals.push(RefuseReason::Paused);
    }
    if allowed.is_none() && policy.unknown == UnknownOrigin::Refuse {
        refusals.push(RefuseReason::UnknownOrigin);
    }
    let amount = wish.amount;
    if let Some(maximum) = wish.max_amount
        && amount > maximum
    {
        refusals.push(RefuseReason::AboveMaximum { maximum, amount });
    }
    for (cap, limit, spent) in caps(policy, &wish.origin, spent) {
        let amount = match cap {
            Cap::Payment => wish.amount,
            Cap::OriginDay | Cap::Day => wish.counted(),
        };
        let total = spent.0.checked_add(amount.0);
        if amount > Micros::ZERO && total.is_none_or(|total| total > limit.0) {
            refusals.push(RefuseReason::AboveCap {
                cap,
                limit,
                spent,
                amount,
            });
        }
    }
    refusals
}

/// The caps that hold for an origin, each with what of it is spent.
fn caps(policy: &Policy, origin: &Origin, spent: &Spent) -> [(Cap, Micros, Micros); 3] {
    let own = policy.allow.get(origin).copied().unwrap_or_default();
    let per_payment = own.per_payment.unwrap_or(policy.per_payment);
    let per_origin_day = own.per_day.unwrap_or(policy.per_origin_day);
    [
        (Cap::Payment, per_payment, Micros::ZERO),
        (Cap::OriginDay, per_origin_day, spent.today_origin),
        (Cap::Day, policy.per_day, spent.today_overall),
    ]
}

/// The most that an origin could be paid now: what a deposit may be.
#[must_use]
pub fn room(policy: &Policy, origin: &Origin, spent: &Spent) -> Micros {
    let left = caps(policy, origin, spent).map(|(_, limit, spent)| limit.saturating_sub(spent));
    left.into_iter().min().unwrap_or_default()
}

fn questions(policy: &Policy, wish: &Wish, spent: &Spent) -> Vec<AskReason> {
    let mut questions = Vec::new();
    if !policy.allow.contains_key(&wish.origin) {
        questions.push(AskReason::UnknownOrigin);
    }
    if !spent.pinned.is_empty() {
        let new = wish
            .recipients()
            .filter(|recipient| !spent.pinned.contains(recipient));
        questions.extend(new.map(|recipient| AskReason::NewRecipient { recipient }));
    }
    questions
}
