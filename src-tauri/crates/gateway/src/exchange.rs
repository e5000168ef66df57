//! What a PayloadExchange is asked and what its answers mean: requests to send through
//! [`PaidApis`](crate::paid::PaidApis), answers to read. Sends nothing, pays nothing, keeps nothing.
//!
//! Every request is first sent without a payment: a run that carries one is charged even while a
//! sponsor would have paid.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::address::segment;
use crate::answer::Body;
use crate::paid::{Method, PaidAnswer, PaidRequest, PaidUrl};
use crate::wire::exchange::{
    ApiCall, Cents, MetricEvent, NewCampaign, NewProfile, NewSponsoredApi, PaymentMode,
    ServiceCall, TASK_REQUIRED, TaskDone, route,
};
use crate::{AddressRefused, GatewayError};

/// The name of an exchange's answers in errors.
const EXCHANGE: &str = "the exchange";
/// A transaction's hash: `0x` and 64 hexadecimal digits.
const HASH_LENGTH: usize = 66;

/// One exchange: what it can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    base: PaidUrl,
}

/// Which services are looked for. Nothing set means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceFilter {
    /// Words.
    pub text: Option<String>,
    /// What it has to do.
    pub capability: Option<String>,
    /// Who pays.
    pub sponsor: Option<String>,
    /// What it may cost.
    pub max_price: Option<Cents>,
    /// What its sponsor has to have left.
    pub min_budget_left: Option<Cents>,
    /// How many at most, 1 to 100.
    pub limit: Option<u8>,
}

/// What an exchange answered to something that may cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply<T> {
    /// It is done.
    Done(T),
    /// A sponsor would pay once its task is done.
    TaskRequired {
        /// Which task, in the exchange's words: untrusted text, shortened.
        message: String,
    },
    /// It is to be paid for. The offer is in the answer itself.
    PaymentRequired,
}

/// Who paid for a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaidBy {
    /// A sponsor. Its reference is on no chain, so it is not kept.
    Sponsor {
        /// The sponsor's name: untrusted text.
        name: String,
    },
    /// The caller.
    Caller {
        /// The chain's transaction, when what the exchange says is one.
        transaction: Option<String>,
    },
}

impl Exchange {
    /// The exchange at this address.
    #[must_use]
    pub const fn at(base: PaidUrl) -> Self {
        Self { base }
    }

    /// Makes a profile. The exchange shows its e-mail address to everyone.
    #[must_use]
    pub fn new_profile(&self, profile: &NewProfile) -> PaidRequest {
        self.post(route::PROFILES, profile)
    }

    /// All campaigns.
    #[must_use]
    pub fn campaigns(&self) -> PaidRequest {
        self.get(route::CAMPAIGNS)
    }

    /// One campaign.
    ///
    /// # Errors
    /// [`AddressRefused`] for an id that no path can name.
    pub fn campaign(&self, id: &str) -> Result<PaidRequest, AddressRefused> {
        Ok(self.get(&route::campaign(&part(id)?)))
    }

    /// Makes a campaign.
    #[must_use]
    pub fn new_campaign(&self, campaign: &NewCampaign) -> PaidRequest {
        self.post(route::CAMPAIGNS, campaign)
    }

    /// Where agents find campaigns.
    #[must_use]
    pub fn campaign_sources(&self) -> PaidRequest {
        self.get(route::CAMPAIGN_DISCOVERY)
    }

    /// Services that can be called.
    #[must_use]
    pub fn services(&self, filter: &ServiceFilter) -> PaidRequest {
        let cents = |cents: Option<Cents>| cents.map(|Cents(cents)| cents.to_string());
        let query: Vec<_> = [
            ("q", filter.text.clone()),
            ("capability", filter.capability.clone()),
            ("sponsor", filter.sponsor.clone()),
            ("max_price_cents", cents(filter.max_price)),
            ("min_budget_remaining_cents", cents(filter.min_budget_left)),
            ("limit", filter.limit.map(|limit| limit.to_string())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect();
        let url = self.base.below(route::SERVICE_DISCOVERY).asking(&query);
        PaidRequest::new(Method::Get, url)
    }

    /// Tells that a sponsor's task is done.
    #[must_use]
    pub fn complete_task(&self, task: &TaskDone) -> PaidRequest {
        self.post(route::TASKS_COMPLETE, task)
    }

    /// All sponsored APIs.
    #[must_use]
    pub fn apis(&self) -> PaidRequest {
        self.get(route::SPONSORED_APIS)
    }

    /// Makes a sponsored API. May cost.
    #[must_use]
    pub fn new_api(&self, api: &NewSponsoredApi) -> PaidRequest {
        self.post(route::SPONSORED_APIS, api)
    }

    /// Runs a sponsored API. May cost.
    ///
    /// # Errors
    /// [`AddressRefused`] for an id that no path can name.
    pub fn run_api(&self, id: &str, call: &ApiCall) -> Result<PaidRequest, AddressRefused> {
        Ok(self.post(&route::sponsored_api_run(&part(id)?), call))
    }

    /// Runs a service for which a sponsor may pay. May cost.
    ///
    /// # Errors
    /// [`AddressRefused`] for a name that no path can name.
    pub fn run_proxy(
        &self,
        service: &str,
        call: &ServiceCall,
    ) -> Result<PaidRequest, AddressRefused> {
        Ok(self.post(&route::proxy_run(&part(service)?), call))
    }

    /// Runs a service directly. Costs.
    ///
    /// # Errors
    /// [`AddressRefused`] for a name that no path can name.
    pub fn run_tool(
        &self,
        service: &str,
        call: &ServiceCall,
    ) -> Result<PaidRequest, AddressRefused> {
        Ok(self.post(&route::tool_run(&part(service)?), call))
    }

    /// Tells what happened to a skill.
    #[must_use]
    pub fn count(&self, event: &MetricEvent) -> PaidRequest {
        self.post(route::METRIC_EVENTS, event)
    }

    /// What was counted of skills.
    #[must_use]
    pub fn metrics(&self) -> PaidRequest {
        self.get(route::METRICS)
    }

    fn get(&self, route: &str) -> PaidRequest {
        PaidRequest::new(Method::Get, self.base.below(route))
    }

    fn post(&self, route: &str, body: &impl Serialize) -> PaidRequest {
        PaidRequest::new(Method::Post, self.base.below(route)).json(&json!(body))
    }
}

/// An answer to something that costs nothing.
///
/// # Errors
/// See [`GatewayError`]; a 402 is [`GatewayError::Refused`].
pub fn read<T: DeserializeOwned>(answer: &PaidAnswer) -> Result<T, GatewayError> {
    if (300..400).contains(&answer.status) {
        return Err(GatewayError::Redirected { route: EXCHANGE });
    }
    Body::of(EXCHANGE, answer).read()
}

/// An answer to something that may cost.
///
/// # Errors
/// See [`GatewayError`].
pub fn reply<T: DeserializeOwned>(answer: &PaidAnswer) -> Result<Reply<T>, GatewayError> {
    match answer.status {
        402 => Ok(Reply::PaymentRequired),
        428 => {
            let body = Body::of(EXCHANGE, answer);
            match body.error_detail() {
                Some(error) if error.code == TASK_REQUIRED => Ok(Reply::TaskRequired {
                    message: body.sentence(),
                }),
                _ => body.read().map(Reply::Done),
            }
        }
        _ => read(answer).map(Reply::Done),
    }
}

/// Who paid for a run, from the three fields that runs share.
#[must_use]
pub fn paid_by(mode: PaymentMode, sponsored_by: Option<&str>, tx_hash: Option<&str>) -> PaidBy {
    match mode {
        PaymentMode::Sponsored => PaidBy::Sponsor {
            name: sponsored_by.unwrap_or_default().to_owned(),
        },
        PaymentMode::UserDirect => PaidBy::Caller {
            transaction: tx_hash
                .filter(|text| is_transaction(text))
                .map(str::to_owned),
        },
    }
}

fn is_transaction(text: &str) -> bool {
    text.len() == HASH_LENGTH
        && text
            .strip_prefix("0x")
            .is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

fn part(text: &str) -> Result<String, AddressRefused> {
    segment(text).ok_or(AddressRefused::NotAnAddress)
}
