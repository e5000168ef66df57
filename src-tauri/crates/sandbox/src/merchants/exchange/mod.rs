//! A PayloadExchange: sponsors pay for calls, else the caller does by x402. Served twice: under
//! `/exchange` in conformant version 2, and under `/exchange-legacy` in the array dialect of the
//! published one. An upstream is not called: it is said to answer with what it was sent.

mod books;
mod runs;
mod services;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State as FromState},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, on},
};
use gateway::wire::exchange::{
    CampaignCreated, CampaignSource, Cents, ErrorBody, ErrorDetail, NewCampaign, TASK_REQUIRED,
    route,
};
use jiff::Timestamp;
use payments::protocol::x402::Dialect;
use serde::{Serialize, de::DeserializeOwned};

use super::{Merchants, sale::Asked};
use crate::world::World;
use books::Books;

/// Both exchanges' books.
#[derive(Debug)]
pub(super) struct Exchanges {
    conformant: Books,
    legacy: Books,
}

impl Exchanges {
    /// Exchanges that have just begun.
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            conformant: Books::new(now),
            legacy: Books::new(now),
        }
    }
}

/// Which of the two is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Real x402 version 2, with `payment-identifier`.
    Conformant,
    /// The array dialect.
    Legacy,
}

impl Mode {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Conformant => "/exchange",
            Self::Legacy => "/exchange-legacy",
        }
    }

    const fn dialect(self) -> Dialect {
        match self {
            Self::Conformant => Dialect::V2,
            Self::Legacy => Dialect::Array,
        }
    }
}

/// One request to one of the exchanges.
struct Visit<'a> {
    mode: Mode,
    merchants: &'a mut Merchants,
    now: Timestamp,
    asked: &'a Asked,
    /// The part of the path that varies; empty when there is none.
    part: &'a str,
}

/// What is done with a request.
type Act = fn(&mut Visit<'_>) -> Result<Response, Refused>;

/// The routes of both.
pub(super) fn routes() -> Router<Arc<World>> {
    Router::new()
        .merge(exchange(Mode::Conformant))
        .merge(exchange(Mode::Legacy))
}

fn exchange(mode: Mode) -> Router<Arc<World>> {
    let at = |path: &str| format!("{}{path}", mode.prefix());
    let take = |act| answer(MethodFilter::POST, mode, act);
    let give = |act| answer(MethodFilter::GET, mode, act);
    Router::new()
        .route(
            &at(route::PROFILES),
            take(add_profile).merge(give(profiles)),
        )
        .route(
            &at(route::CAMPAIGNS),
            take(add_campaign).merge(give(campaigns)),
        )
        .route(&at(route::CAMPAIGN_DISCOVERY), give(sources))
        .route(&at(&route::campaign("{part}")), give(campaign))
        .route(&at(route::SERVICE_DISCOVERY), give(services::discover))
        .route(&at(route::TASKS_COMPLETE), take(complete))
        .route(
            &at(route::SPONSORED_APIS),
            take(runs::add_api).merge(give(apis)),
        )
        .route(&at(&route::sponsored_api_run("{part}")), take(runs::api))
        .route(&at(&route::proxy_run("{part}")), take(runs::proxy))
        .route(&at(&route::tool_run("{part}")), take(runs::tool))
        .route(&at(route::METRIC_EVENTS), take(count))
        .route(&at(route::METRICS), give(metrics))
}

fn answer(method: MethodFilter, mode: Mode, act: Act) -> MethodRouter<Arc<World>> {
    let serve = async move |FromState(world): FromState<Arc<World>>,
                            part: Option<Path<String>>,
                            asked: Asked| {
        let mut state = world.state();
        let mut visit = Visit {
            mode,
            now: state.now(),
            merchants: &mut state.merchants,
            asked: &asked,
            part: &part.map(|Path(part)| part).unwrap_or_default(),
        };
        act(&mut visit).unwrap_or_else(IntoResponse::into_response)
    };
    on(method, serve)
}

impl Visit<'_> {
    fn books(&mut self) -> &mut Books {
        match self.mode {
            Mode::Conformant => &mut self.merchants.exchanges.conformant,
            Mode::Legacy => &mut self.merchants.exchanges.legacy,
        }
    }

    fn body<T: DeserializeOwned>(&self) -> Result<T, Refused> {
        serde_json::from_slice(&self.asked.body).map_err(|_| Refused::Body)
    }

    /// The exchange's own address.
    fn base(&self) -> String {
        format!("http://{}{}", self.asked.host(), self.mode.prefix())
    }
}

/// Why a request is not served.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Refused {
    /// The body does not have the documented shape.
    Body,
    /// A value may not be so.
    Invalid(&'static str),
    /// There is no such thing.
    NotFound(&'static str),
    /// A sponsor's task is to be done first.
    Task { task: String, campaign: String },
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, code, message) = match self {
            Self::Body => {
                let text = "Failed to deserialize the JSON body into the target type";
                return (StatusCode::UNPROCESSABLE_ENTITY, text).into_response();
            }
            Self::Invalid(what) => (StatusCode::BAD_REQUEST, "validation_error", what.to_owned()),
            Self::NotFound(what) => (StatusCode::NOT_FOUND, "not_found", what.to_owned()),
            Self::Task { task, campaign } => (
                StatusCode::PRECONDITION_REQUIRED,
                TASK_REQUIRED,
                format!(
                    "complete sponsor task '{task}' for campaign '{campaign}' before sponsored usage"
                ),
            ),
        };
        let error = ErrorDetail {
            code: code.to_owned(),
            message,
            details: None,
        };
        (status, Json(ErrorBody { error })).into_response()
    }
}

fn ok(body: &impl Serialize) -> Response {
    Json(body).into_response()
}

fn created(body: &impl Serialize) -> Response {
    (StatusCode::CREATED, Json(body)).into_response()
}

fn add_profile(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    let (profile, now) = (visit.body()?, visit.now);
    Ok(created(&visit.books().add_profile(profile, now)))
}

fn profiles(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    Ok(ok(&visit.books().profiles))
}

fn add_campaign(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    let new: NewCampaign = visit.body()?;
    if new.subsidy_per_call_cents == Cents(0) || new.budget_cents == Cents(0) {
        return Err(Refused::Invalid("subsidy and budget must be more than 0"));
    }
    let (base, now) = (visit.base(), visit.now);
    let campaign = visit.books().add_campaign(new, now);
    Ok(created(&CampaignCreated {
        campaign_url: format!("{base}{}", route::campaign(&campaign.id)),
        dashboard_url: format!("{base}/dashboard/sponsor/{}", campaign.id),
        campaign,
    }))
}

fn campaigns(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    Ok(ok(&visit.books().campaigns))
}

fn campaign(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    let id = visit.part;
    let campaigns = &visit.books().campaigns;
    let found = campaigns.iter().find(|campaign| campaign.id == id);
    found.map(ok).ok_or(Refused::NotFound("campaign not found"))
}

/// The running campaigns that name addresses; the address of a run keeps its literal `:service`.
fn sources(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    let base = visit.base();
    let campaigns = visit.books().campaigns.iter();
    let campaigns = campaigns.filter(|one| one.active && !one.query_urls.is_empty());
    let sources: Vec<_> = campaigns
        .map(|campaign| CampaignSource {
            campaign_id: campaign.id.clone(),
            name: campaign.name.clone(),
            sponsor: campaign.sponsor.clone(),
            active: true,
            query_urls: campaign.query_urls.clone(),
            service_run_url: format!("{base}{}", route::proxy_run(":service")),
            sponsored_api_discovery_url: format!("{base}{}", route::SPONSORED_APIS),
        })
        .collect();
    Ok(ok(&sources))
}

fn complete(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    let (task, now) = (visit.body()?, visit.now);
    let done = visit.books().complete(task, now);
    done.map(|done| created(&done))
        .ok_or(Refused::NotFound("campaign or user not found"))
}

fn apis(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    Ok(ok(&visit.books().apis))
}

fn count(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    let (event, now) = (visit.body()?, visit.now);
    Ok(created(&visit.books().count(event, now)))
}

fn metrics(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    Ok(ok(&visit.books().metrics()))
}
