//! What can be called: discovered services and sponsored APIs. Knows no HTTP and no rules.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Cents;

/// GET [`super::route::SERVICE_DISCOVERY`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Services {
    /// `2026-02-14`.
    pub schema_version: String,
    /// Best first.
    pub services: Vec<Service>,
    /// How many there are in all.
    pub total_count: u64,
    /// A sentence.
    #[serde(default)]
    pub message: String,
}

/// What a discovered service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceSource {
    /// A service that a campaign pays for.
    Campaign,
    /// A sponsored API.
    SponsoredApi,
}

/// One discovered service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// What it is.
    pub source: ServiceSource,
    /// Opaque id.
    pub service_id: String,
    /// The name it is called by.
    pub service_key: String,
    /// Name to show.
    pub name: String,
    /// Who pays.
    pub sponsor: String,
    /// What a person has to do before.
    #[serde(default)]
    pub required_task: Option<String>,
    /// What it can do.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// What a call costs.
    pub price_cents: Cents,
    /// What of it the sponsor pays.
    pub subsidy_cents: Cents,
    /// What the sponsor pays in all.
    pub budget_total_cents: Cents,
    /// What is left of it.
    pub budget_remaining_cents: Cents,
    /// Where it is run.
    pub run_url: String,
}

/// How a sponsored API's upstream is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum UpstreamMethod {
    /// GET.
    Get,
    /// POST.
    #[default]
    Post,
}

/// Body of POST [`super::route::SPONSORED_APIS`]. Upstream headers are left out on purpose: the exchange
/// shows them to everyone who lists its APIs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSponsoredApi {
    /// Name to show.
    pub name: String,
    /// Who pays.
    pub sponsor: String,
    /// What it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What the exchange calls.
    pub upstream_url: String,
    /// How.
    #[serde(default)]
    pub upstream_method: UpstreamMethod,
    /// What a call costs; the exchange's default when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_cents: Option<Cents>,
    /// What the sponsor pays in all; more than 0.
    pub budget_cents: Cents,
}

/// An API whose calls a sponsor pays for, reduced to what Purser reads. The exchange also sends
/// upstream headers, which may be somebody's secrets; they are never read here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SponsoredApi {
    /// Opaque id.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Who pays.
    pub sponsor: String,
    /// What it does.
    #[serde(default)]
    pub description: Option<String>,
    /// What the exchange calls.
    pub upstream_url: String,
    /// How.
    pub upstream_method: UpstreamMethod,
    /// What a call costs.
    pub price_cents: Cents,
    /// What the sponsor pays in all.
    pub budget_total_cents: Cents,
    /// What is left of it.
    pub budget_remaining_cents: Cents,
    /// Whether it can be called.
    pub active: bool,
    /// The name it is counted by (`sponsored-api-<id>`).
    pub service_key: String,
    /// When it was made.
    pub created_at: Timestamp,
}
