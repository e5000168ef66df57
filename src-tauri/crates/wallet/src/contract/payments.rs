//! The contract about the Pay Wallet, as it is shown: its key, balances, limits and networks.
//! Holds no key and no credential.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    AnswerView, ApprovalView, ExchangeView, GraphView, Limits, OriginRule, Payer, PaymentView,
    Problem,
};

/// The Pay Wallet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaymentsView {
    /// Whether it holds the sandbox's play money.
    pub sandbox: bool,
    /// Why nothing can be paid; none when all is well.
    pub trouble: Option<Problem>,
    /// The key; none when there is none.
    pub key: Option<KeyView>,
    /// Whether all payments are stopped.
    pub paused: bool,
    /// The limits in force.
    pub limits: Limits,
    /// `0.012`: what counts as spent today, in flight included.
    pub spent_today: String,
    /// What a back-test said; none until one was asked for.
    pub back_test: Option<BackTestView>,
    /// Questions that wait for the person, oldest first.
    pub asks: Vec<ApprovalView>,
    /// The last payments, newest first.
    pub payments: Vec<PaymentView>,
    /// The origins that are known.
    pub origins: Vec<OriginView>,
    /// Requests of this run with what came of them, newest first.
    pub answers: Vec<AnswerView>,
    /// Payment channels; a closed one shows what came back.
    pub channels: Vec<ChannelView>,
    /// The networks.
    pub networks: Vec<NetworkView>,
    /// Other wallets on this computer that could pay.
    pub outside: Vec<OutsideView>,
    /// The Codex Supergraph.
    pub graph: GraphView,
    /// The PayloadExchange.
    pub exchange: ExchangeView,
}

/// The key, never itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeyView {
    /// The address, EIP-55.
    pub address: String,
    /// `0x1234…abcd`.
    pub short: String,
    /// The address as a QR code.
    pub qr: QrView,
    /// Whether its recovery phrase still waits to be seen.
    pub phrase_waits: bool,
    /// Per network and token.
    pub balances: Vec<BalanceView>,
}

/// A QR code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QrView {
    /// Modules per side, quiet zone included: the SVG's view box.
    pub size: u32,
    /// The dark modules, as the `d` of an SVG path.
    pub path: String,
}

/// A balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BalanceView {
    /// As `Base`.
    pub network: String,
    /// The chain's number.
    pub chain: u32,
    /// Whether its tokens are worth nothing.
    pub test: bool,
    /// As `USDC`.
    pub token: String,
    /// `12.5`; none while it was never read.
    pub amount: Option<String>,
    /// How old the number is, in seconds, when this View was made.
    pub age_seconds: u32,
    /// Why the last reading failed; none when it worked. The amount is then the last known.
    pub trouble: Option<Problem>,
}

/// What the limits would have done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackTestView {
    /// The limits that were tried.
    pub limits: Limits,
    /// Over so many days.
    pub days: u32,
    /// Payments that would have been made without a question.
    pub paid: u32,
    /// Payments that would have been asked for.
    pub asked: u32,
    /// Payments that would have been refused.
    pub refused: u32,
    /// The whole in one sentence.
    pub sentence: String,
}

/// A known origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OriginView {
    /// How it is treated.
    pub rule: OriginRule,
    /// Its host.
    pub host: String,
    /// Who it was paid to last, EIP-55; none while nothing was.
    pub recipient: Option<String>,
    /// `0.012`: what counts as spent there today.
    pub spent_today: String,
}

/// A payment channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChannelView {
    /// Its id.
    pub id: String,
    /// `https://host`.
    pub origin: String,
    /// As `Tempo`.
    pub network: String,
    /// `0.05 USDC`: what it holds.
    pub deposit: String,
    /// `0.012 USDC`: what was promised of it.
    pub spent: String,
    /// `0.038 USDC`: what comes back when it is closed.
    pub refund: String,
    /// Whether it is open; a closed one shows its refund.
    pub open: bool,
}

/// A network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NetworkView {
    /// The chain's number.
    pub chain: u32,
    /// As `Base`.
    pub name: String,
    /// Whether its tokens are worth nothing.
    pub test: bool,
    /// The RPC address in use.
    pub rpc: String,
    /// Whether the person chose it.
    pub chosen: bool,
}

/// Another wallet on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutsideView {
    /// Which.
    pub payer: Payer,
    /// Where the program is.
    pub program: String,
}
