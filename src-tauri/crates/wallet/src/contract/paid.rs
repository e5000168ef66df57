//! The contract about what is paid: prices, questions, payments and answers. Amounts are exact text
//! with their token's name, from our registry and never from an offer's own words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{LinkView, Payer, Problem, SponsoredView};

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AnswerState {
    /// Under way.
    Working,
    /// The person is asked.
    Asked,
    /// The offers are shown; nothing was paid.
    Quoted,
    /// An answer came.
    Answered,
    /// It ended without an answer; the problem says why.
    Failed,
}

/// A request with what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnswerView {
    /// Its intent.
    pub intent: String,
    /// How far it is.
    pub state: AnswerState,
    /// The HTTP status; none while there is none.
    pub status: Option<u32>,
    /// Its media type; empty when unknown.
    pub content_type: String,
    /// The beginning of the body as text; none when it is none.
    pub text: Option<String>,
    /// Whether there is more than `text`. The whole is kept in the ledger.
    pub more: bool,
    /// The body as a table, where it is one.
    pub table: Option<TableView>,
    /// What is offered, in the order in which it would be taken.
    pub offers: Vec<OfferView>,
    /// What was paid for it; none when nothing was.
    pub payment: Option<PaymentView>,
    /// How a PayloadExchange paid for it; none elsewhere.
    pub sponsored: Option<SponsoredView>,
    /// Why it failed.
    pub problem: Option<Problem>,
}

/// One way to pay that a server offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfferView {
    /// What it asks; none where our registry does not know the network or token.
    pub price: Option<PriceView>,
    /// As `MPP charge`, `stripe`.
    pub way: String,
    /// Why it is not taken, in words; none when it could be.
    pub refused: Option<String>,
}

/// Rows of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TableView {
    /// The columns' names.
    pub columns: Vec<String>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<String>>,
}

/// What is to be paid: from our registry, never from the offer's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PriceView {
    /// `0.001 USDC`, exact.
    pub amount: String,
    /// As `Tempo`.
    pub network: String,
    /// Whether its tokens are worth nothing.
    pub test: bool,
    /// As `MPP charge` or `x402`.
    pub way: String,
    /// Who is paid, EIP-55.
    pub recipient: String,
    /// `0x1234…abcd`.
    pub short_recipient: String,
    /// Who else is paid out of the amount.
    pub splits: Vec<SplitView>,
    /// Whether the server pays the network's fee.
    pub fee_paid: bool,
    /// RFC 3339; none when the offer names none.
    pub expires_at: Option<String>,
}

/// A part of the amount that goes elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SplitView {
    /// `0.0001 USDC`.
    pub amount: String,
    /// Who gets it, EIP-55.
    pub recipient: String,
}

/// A question to the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalView {
    /// Its id, which counts once.
    pub id: String,
    /// The intent that asks.
    pub intent: String,
    /// As `POST`.
    pub method: String,
    /// `https://host`.
    pub origin: String,
    /// The host, in its unmistakable form (punycode).
    pub host: String,
    /// The path, without its query.
    pub path: String,
    /// What is to be paid.
    pub price: PriceView,
    /// `0.05 USDC`: what goes into a payment channel for it, the price included, and comes back as
    /// far as it is not spent; none when nothing does.
    pub deposit: Option<String>,
    /// Why it is asked, in words.
    pub reasons: Vec<String>,
    /// What the server says of it: untrusted text.
    pub description: Option<String>,
    /// Seconds until the offer ends, when this View was made; none when it names none.
    pub expires_in_seconds: Option<u32>,
}

/// What became of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PaymentStateView {
    /// The person is asked.
    Asked,
    /// It is on its way.
    Underway,
    /// Paid, and the answer came.
    Delivered,
    /// Paid, and no answer came.
    PaidNotDelivered,
    /// Nobody knows yet; the chain is asked.
    Unknown,
    /// It can no longer be paid; nothing was.
    Expired,
    /// The person declined.
    Declined,
    /// The limits or the checks refused.
    Refused,
    /// It never left this computer.
    Failed,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaymentView {
    /// Its intent.
    pub intent: String,
    /// RFC 3339.
    pub at: String,
    /// As `POST`.
    pub method: String,
    /// `https://host`.
    pub origin: String,
    /// The host.
    pub host: String,
    /// The path, without its query.
    pub path: String,
    /// `0.001 USDC`.
    pub amount: String,
    /// As `Tempo`.
    pub network: String,
    /// Whether its tokens are worth nothing.
    pub test: bool,
    /// As `MPP charge` or `x402`.
    pub way: String,
    /// Who was paid, EIP-55.
    pub recipient: String,
    /// What became of it.
    pub state: PaymentStateView,
    /// Why, in words; none when there is nothing to say.
    pub reason: Option<String>,
    /// The transaction's hash, where the chain names one.
    pub transaction: Option<String>,
    /// Where a block explorer shows it.
    pub explorer: Option<LinkView>,
    /// Who paid.
    pub payer: Payer,
}
