//! Every shape of a PayloadExchange's API, in one place: the client reads them, the sandbox serves
//! them. Knows no HTTP and no rules.
//!
//! Names are snake_case, money is an integer count of US cents, times are RFC 3339 UTC. Reading is
//! tolerant: unknown fields are ignored and optional fields may be missing. All text is untrusted.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

mod metrics;
mod runs;
mod services;

pub use metrics::{MetricEvent, MetricKind, MetricRecorded, Metrics, SkillMetrics};
pub use runs::{ApiCall, ApiRun, PaymentMode, PaymentRequired, ServiceCall, ServiceRun};
pub use services::{
    NewSponsoredApi, Service, ServiceSource, Services, SponsoredApi, UpstreamMethod,
};

/// Paths, relative to the exchange's base URL. Parts must already be percent-encoded.
pub mod route {
    /// POST [`super::NewProfile`] → 201 [`super::Profile`].
    pub const PROFILES: &str = "/profiles";
    /// POST [`super::NewCampaign`] → 201 [`super::CampaignCreated`]; GET → list of
    /// [`super::Campaign`].
    pub const CAMPAIGNS: &str = "/campaigns";
    /// GET → list of [`super::CampaignSource`].
    pub const CAMPAIGN_DISCOVERY: &str = "/campaigns/discovery";
    /// GET `?q=&capability=&sponsor=&max_price_cents=&min_budget_remaining_cents=&limit=` →
    /// [`super::Services`].
    pub const SERVICE_DISCOVERY: &str = "/agent/discovery/services";
    /// POST [`super::TaskDone`] → 201 [`super::TaskCompletion`].
    pub const TASKS_COMPLETE: &str = "/tasks/complete";
    /// POST [`super::NewSponsoredApi`] → 402, or 201 [`super::SponsoredApi`]; GET → list of
    /// [`super::SponsoredApi`].
    pub const SPONSORED_APIS: &str = "/sponsored-apis";
    /// POST [`super::MetricEvent`] → 201 [`super::MetricRecorded`].
    pub const METRIC_EVENTS: &str = "/creator/metrics/event";
    /// GET → [`super::Metrics`].
    pub const METRICS: &str = "/creator/metrics";

    /// GET → [`super::Campaign`].
    #[must_use]
    pub fn campaign(id: &str) -> String {
        format!("{CAMPAIGNS}/{id}")
    }

    /// POST [`super::ServiceCall`] → 200 [`super::ServiceRun`] (sponsored or paid), 428 (a task is
    /// to be done first) or 402.
    #[must_use]
    pub fn proxy_run(service: &str) -> String {
        format!("/proxy/{service}/run")
    }

    /// POST [`super::ServiceCall`] → 402, or 200 [`super::ServiceRun`] (always paid directly).
    #[must_use]
    pub fn tool_run(service: &str) -> String {
        format!("/tool/{service}/run")
    }

    /// POST [`super::ApiCall`] → 200 [`super::ApiRun`], or 402 once its budget is used up.
    #[must_use]
    pub fn sponsored_api_run(id: &str) -> String {
        format!("{SPONSORED_APIS}/{id}/run")
    }
}

/// The version header of every 402 and of every run of a sponsored API (`2`).
pub const X402_VERSION: &str = "x402-version";

/// The code of a 428: a sponsor's task is to be done first.
pub const TASK_REQUIRED: &str = "precondition_required";

/// An amount in US cents: what services and subsidies are priced in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Cents(pub u64);

/// Body of POST [`route::PROFILES`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewProfile {
    /// E-mail address. The exchange shows it to everyone who lists its profiles.
    pub email: String,
    /// Free text (`eu`).
    pub region: String,
    /// What campaigns choose people by.
    pub roles: Vec<String>,
    /// What campaigns choose people by.
    pub tools_used: Vec<String>,
    /// Further facts.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
}

/// A person as the exchange knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Opaque id: the `user_id` of other calls.
    pub id: String,
    /// What was told of them.
    #[serde(flatten)]
    pub profile: NewProfile,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Body of POST [`route::CAMPAIGNS`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCampaign {
    /// Name to show.
    pub name: String,
    /// Who pays.
    pub sponsor: String,
    /// Where the sponsor pays from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sponsor_wallet_address: Option<String>,
    /// Roles that it is for; empty for all.
    #[serde(default)]
    pub target_roles: Vec<String>,
    /// Tools that it is for; empty for all.
    #[serde(default)]
    pub target_tools: Vec<String>,
    /// What a person has to do before.
    pub required_task: String,
    /// Paid for one call; more than 0.
    pub subsidy_per_call_cents: Cents,
    /// Paid in all; more than 0.
    pub budget_cents: Cents,
    /// Addresses where agents find it.
    #[serde(default)]
    pub query_urls: Vec<String>,
}

/// A sponsor's offer to pay for calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Opaque id.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Who pays.
    pub sponsor: String,
    /// Where the sponsor pays from.
    #[serde(default)]
    pub sponsor_wallet_address: Option<String>,
    /// Roles that it is for; empty for all.
    #[serde(default)]
    pub target_roles: Vec<String>,
    /// Tools that it is for; empty for all.
    #[serde(default)]
    pub target_tools: Vec<String>,
    /// What a person has to do before.
    pub required_task: String,
    /// Paid for one call.
    pub subsidy_per_call_cents: Cents,
    /// Paid in all.
    pub budget_total_cents: Cents,
    /// What is left.
    pub budget_remaining_cents: Cents,
    /// Addresses where agents find it.
    #[serde(default)]
    pub query_urls: Vec<String>,
    /// Whether it runs.
    pub active: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Answer to POST [`route::CAMPAIGNS`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignCreated {
    /// The campaign.
    pub campaign: Campaign,
    /// Its address.
    pub campaign_url: String,
    /// Where its sponsor follows it.
    pub dashboard_url: String,
}

/// One running campaign with addresses, of GET [`route::CAMPAIGN_DISCOVERY`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignSource {
    /// The campaign.
    pub campaign_id: String,
    /// Its name.
    pub name: String,
    /// Who pays.
    pub sponsor: String,
    /// Always true today.
    pub active: bool,
    /// Addresses where agents find it.
    pub query_urls: Vec<String>,
    /// A pattern, not an address: it holds the literal `:service`.
    pub service_run_url: String,
    /// Where its sponsored APIs are listed.
    pub sponsored_api_discovery_url: String,
}

/// Body of POST [`route::TASKS_COMPLETE`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskDone {
    /// Whose task it is.
    pub campaign_id: String,
    /// Who did it.
    pub user_id: String,
    /// What was done.
    pub task_name: String,
    /// How.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
}

/// A task that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskCompletion {
    /// Opaque id.
    pub id: String,
    /// What was told.
    #[serde(flatten)]
    pub task: TaskDone,
    /// When it was recorded.
    pub created_at: Timestamp,
}

/// Body of every error answer but a 402.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// The error.
    pub error: ErrorDetail,
}

/// What went wrong, in the exchange's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorDetail {
    /// Stable code ([`TASK_REQUIRED`]).
    pub code: String,
    /// A sentence.
    #[serde(default)]
    pub message: String,
    /// Anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Value>,
}
