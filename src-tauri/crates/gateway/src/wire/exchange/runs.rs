//! Calls of services and of sponsored APIs, and what they cost. Knows no HTTP and no rules.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Cents;

/// Body of POST [`super::route::proxy_run`] and [`super::route::tool_run`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCall {
    /// Who calls: a profile's id.
    pub user_id: String,
    /// What the service works on.
    pub input: String,
}

/// Who paid for a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMode {
    /// A sponsor.
    Sponsored,
    /// The caller.
    UserDirect,
}

/// What a service did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRun {
    /// Which service.
    pub service: String,
    /// What it made.
    pub output: String,
    /// Who paid.
    pub payment_mode: PaymentMode,
    /// The sponsor's name.
    #[serde(default)]
    pub sponsored_by: Option<String>,
    /// A chain's transaction when the caller paid. When a sponsor did it is `sponsor-<uuid>`, which
    /// is on no chain.
    #[serde(default)]
    pub tx_hash: Option<String>,
}

/// Body of POST [`super::route::sponsored_api_run`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiCall {
    /// Who calls, for the sponsor's books.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// What the upstream is sent.
    pub input: Value,
}

/// What a sponsored API did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiRun {
    /// Which API.
    pub api_id: String,
    /// Who paid.
    pub payment_mode: PaymentMode,
    /// The sponsor's name.
    #[serde(default)]
    pub sponsored_by: Option<String>,
    /// A chain's transaction when the caller paid.
    #[serde(default)]
    pub tx_hash: Option<String>,
    /// The status that the upstream answered.
    pub upstream_status: u16,
    /// What it answered.
    pub upstream_body: String,
}

/// Body of a 402.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRequired {
    /// What is to be paid.
    pub service: String,
    /// How much, as the exchange counts it. What is paid is what the offer in the header says.
    pub amount_cents: Cents,
    /// `payment-signature`.
    pub accepted_header: String,
    /// The same text as the header `payment-required`.
    pub payment_required: String,
    /// A sentence.
    #[serde(default)]
    pub message: String,
    /// A sentence.
    #[serde(default)]
    pub next_step: String,
}
