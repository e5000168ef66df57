//! The contract about the Pay Wallet, as far as it is asked for something: commands, limits, origins.
//! Holds no key; amounts are decimal text in dollar-pegged tokens.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ExchangeAsk, Sensitive};

/// What is asked of the Pay Wallet. Amounts are decimal text in dollar-pegged tokens, as `0.10`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum PayCommand {
    /// Make a key. Its recovery phrase is shown once, in a terminal, by `purser key phrase`.
    CreateKey,
    /// Take a key that the person has: a BIP-39 phrase, or 64 hexadecimal digits.
    ImportKey {
        /// The phrase or the digits.
        secret: Sensitive,
    },
    /// Remove the key from this computer. What it holds stays on the chain.
    RemoveKey {
        /// The address, as a confirmation.
        address: String,
    },
    /// Note that the person has seen the recovery phrase; it is then erased.
    PhraseSeen,
    /// Read every balance now, and ask the chains about payments in doubt.
    ReadBalances,
    /// Read the ledger again: a program of its own may have paid in the meantime.
    ReadLedger,
    /// Stop all payments, whichever Pay Wallet is in use, or let the one in use pay again.
    Pause {
        /// Whether they are stopped.
        paused: bool,
    },
    /// Change the limits.
    SetLimits {
        /// The limits.
        limits: Limits,
    },
    /// What these limits would have done with the payments of the last 30 days.
    BackTest {
        /// The limits.
        limits: Limits,
    },
    /// Say how an origin is treated.
    SetOrigin {
        /// The origin.
        origin: OriginRule,
    },
    /// Forget an origin: its next payment is asked for again.
    ForgetOrigin {
        /// `https://host` or `https://host:port`.
        origin: String,
    },
    /// Use another RPC address for a network.
    SetRpc {
        /// The chain's number.
        chain: u32,
        /// `https`, or `http` on loopback; none takes the built-in one.
        url: Option<String>,
    },
    /// Send a request without paying, and show what is asked for it.
    Quote {
        /// The request.
        request: PaidRequest,
    },
    /// Send a request, and pay for it within the limits; else ask.
    Pay {
        /// The request.
        request: PaidRequest,
    },
    /// Pay what is asked. The id counts once.
    Approve {
        /// The question's id.
        ask: String,
    },
    /// Do not pay what is asked. Costs nothing; its intent stays declined.
    Decline {
        /// The question's id.
        ask: String,
    },
    /// Take a question back that nobody answered: its intent may be asked about anew.
    Withdraw {
        /// The question's id.
        ask: String,
    },
    /// No longer show an answer.
    DismissAnswer {
        /// Its intent.
        intent: String,
    },
    /// Close a payment channel; what was not spent comes back.
    CloseChannel {
        /// Its id.
        channel: String,
    },
    /// Query the Codex Supergraph.
    Graph {
        /// The intent, made by who asks: one intent is paid at most once.
        intent: String,
        /// One GraphQL query.
        query: String,
        /// Its variables, a JSON object; empty for none.
        variables: String,
        /// The most that may be paid; none for the limits alone.
        max_amount: Option<String>,
    },
    /// Use this API key for the Supergraph instead of paying; empty removes it.
    SetGraphKey {
        /// The key.
        key: Sensitive,
    },
    /// Ask a PayloadExchange.
    Exchange {
        /// The intent, made by who asks.
        intent: String,
        /// What is asked.
        ask: ExchangeAsk,
    },
    /// Choose the PayloadExchange.
    SetExchange {
        /// Its base address.
        url: String,
    },
}

/// A request that may have to be paid for.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaidRequest {
    /// 1 to 128 of `A-Z a-z 0-9 _ -`, made by who asks. One intent is paid at most once; the same
    /// intent with another request is refused.
    pub intent: String,
    /// As `GET`.
    pub method: String,
    /// `https`, or `http` on loopback.
    pub url: String,
    /// Headers to send, besides ours.
    pub headers: Vec<HeaderPair>,
    /// The body, base64; none for no body.
    pub body: Option<Sensitive>,
    /// The most that may be paid for it; none for the limits alone.
    pub max_amount: Option<String>,
}

/// One header.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeaderPair {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Sensitive,
}

/// The person's limits, decimal text in dollar-pegged tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// The most for one payment.
    pub per_payment: String,
    /// The most for one origin and day.
    pub per_origin_day: String,
    /// The most for one day.
    pub per_day: String,
    /// The most that a payment channel may hold.
    pub channel_deposit: String,
    /// What happens with an origin that is not known.
    pub unknown: UnknownOrigin,
}

/// What happens with an origin that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum UnknownOrigin {
    /// The person is asked.
    Ask,
    /// Nothing is paid.
    Refuse,
}

/// How an origin is treated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OriginRule {
    /// `https://host` or `https://host:port`.
    pub origin: String,
    /// Whether it is paid without a question, within the limits.
    pub allowed: bool,
    /// Whether it speaks the PayloadExchange dialect.
    pub exchange: bool,
    /// Who pays there.
    pub payer: Payer,
}

/// Who pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Payer {
    /// The Pay Wallet.
    Purser,
    /// The program `tempo`.
    Tempo,
    /// The program `awal`.
    Awal,
}
