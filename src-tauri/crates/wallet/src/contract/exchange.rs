//! The contract about the Codex Supergraph and the PayloadExchange. All text of theirs is untrusted.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is asked of a PayloadExchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ExchangeAsk {
    /// Read campaigns, services and sponsored APIs.
    Look,
    /// Make the person's profile there.
    CreateProfile {
        /// E-mail address.
        email: String,
        /// Region.
        region: String,
        /// Roles.
        roles: Vec<String>,
        /// Tools that the person uses.
        tools: Vec<String>,
    },
    /// Say that a sponsor's task is done.
    CompleteTask {
        /// The campaign's id.
        campaign: String,
        /// The task.
        task: String,
    },
    /// Run a service, sponsored where a campaign allows it.
    RunSponsored {
        /// As `design`.
        service: String,
        /// Its input.
        input: String,
    },
    /// Run a service and pay for it.
    RunPaid {
        /// As `design`.
        service: String,
        /// Its input.
        input: String,
    },
    /// Make a sponsored API.
    CreateApi {
        /// Its name.
        name: String,
        /// Who sponsors it.
        sponsor: String,
        /// Where it leads.
        upstream_url: String,
        /// Price of a call in cents.
        price_cents: u32,
        /// Budget in cents.
        budget_cents: u32,
    },
    /// Run a sponsored API.
    RunApi {
        /// Its id.
        api: String,
        /// Its input, JSON or text.
        input: String,
    },
    /// Report how a skill was used.
    ReportMetric {
        /// The skill.
        skill: String,
        /// The platform.
        platform: String,
        /// `created`, `installed`, `invoked`, `completed` or `failed`.
        event: String,
        /// How long it took in milliseconds; none when unknown.
        duration_ms: Option<u32>,
        /// Whether it worked.
        success: bool,
    },
}

/// Who paid for a PayloadExchange's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "by", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SponsoredView {
    /// A sponsor. Its reference is no transaction.
    Sponsor {
        /// Who.
        name: String,
        /// The exchange's own reference.
        reference: Option<String>,
    },
    /// The person, with the Pay Wallet.
    Person,
    /// Nobody yet: a sponsor's task comes first.
    TaskFirst {
        /// The campaign's id; empty when it is not named.
        campaign: String,
        /// The task.
        task: String,
    },
    /// It costs nothing.
    Free,
}

/// The PayloadExchange.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeView {
    /// Its base address; empty until one was chosen.
    pub url: String,
    /// Whether it was read.
    pub known: bool,
    /// The person's profile; none until it was made.
    pub profile: Option<ProfileView>,
    /// Campaigns that lead somewhere.
    pub campaigns: Vec<CampaignView>,
    /// Services to run.
    pub services: Vec<ServiceView>,
    /// Sponsored APIs.
    pub apis: Vec<ApiView>,
    /// Use of skills.
    pub metrics: Vec<MetricView>,
}

/// The person's profile at a PayloadExchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileView {
    /// Its id.
    pub id: String,
    /// E-mail address.
    pub email: String,
    /// Region.
    pub region: String,
    /// Roles.
    pub roles: Vec<String>,
    /// Tools.
    pub tools: Vec<String>,
}

/// A sponsor's campaign: untrusted text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CampaignView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who sponsors it.
    pub sponsor: String,
    /// The task that comes first.
    pub task: String,
    /// `$0.05` per call.
    pub subsidy: String,
    /// `$12.00` left.
    pub left: String,
    /// Whether this profile did the task.
    pub task_done: bool,
}

/// A service: untrusted text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServiceView {
    /// As `design`: what `runSponsored` and `runPaid` name.
    pub key: String,
    /// Its name.
    pub name: String,
    /// `$0.08`.
    pub price: String,
    /// Who sponsors it; empty when nobody does.
    pub sponsor: String,
}

/// A sponsored API: untrusted text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApiView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who sponsors it.
    pub sponsor: String,
    /// What it is for; empty when it does not say.
    pub description: String,
    /// `$0.05` per call.
    pub price: String,
    /// `$3.00` left of the sponsor's budget.
    pub left: String,
    /// Whether the budget still pays for a call.
    pub sponsored: bool,
}

/// Use of a skill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MetricView {
    /// The skill.
    pub skill: String,
    /// How often.
    pub total: u32,
    /// How often it worked.
    pub successes: u32,
}

/// The Codex Supergraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GraphView {
    /// Its address.
    pub url: String,
    /// Whether an API key is used; then nothing is paid.
    pub has_key: bool,
    /// What a query cost last; none while unknown.
    pub price: Option<GraphPrice>,
    /// Ready queries.
    pub ready: Vec<ReadyQuery>,
}

/// What a query cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GraphPrice {
    /// `0.001 USDC`, exact.
    pub shown: String,
    /// `0.001`: the same in dollar-pegged tokens, as the most that may be paid is written.
    pub amount: String,
}

/// A ready query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReadyQuery {
    /// Its name.
    pub name: String,
    /// The query.
    pub query: String,
}
