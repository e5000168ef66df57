//! Questions to a PayloadExchange: always first without a payment. Decides nothing about money.

use std::sync::Arc;

use gateway::GatewayError;
use gateway::exchange::{self, Exchange, PaidBy, Reply, ServiceFilter};
use gateway::paid::{PaidRequest, PaidUrl};
use gateway::wire::exchange::{
    ApiCall, ApiRun, Cents, MetricEvent, MetricKind, Metrics, NewProfile, NewSponsoredApi, Profile,
    Service, ServiceCall, ServiceRun, Services, SponsoredApi, TaskCompletion, TaskDone,
    UpstreamMethod,
};
use payments::Micros;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::buy::{Came, buy, finish, first};
use super::purpose::Purpose;
use super::request::Prepared;
use super::{answers, quote};
use crate::contract::{ExchangeAsk, ProblemCode, SponsoredView};
use crate::effects::{Outcome, Tools};
use crate::event::{Event, PayChoice};
use crate::ledger;
use crate::money;
use crate::pay::ExchangeLook;
use crate::problem::Fault;
use crate::state::State;

/// Asks, and pays only for what is a purchase.
pub(super) async fn ask(
    tools: &Tools,
    state: &State,
    intent: &str,
    ask: &ExchangeAsk,
) -> Result<Outcome, Fault> {
    let exchange = Exchange::at(PaidUrl::parse(&state.settings.paying().exchange.url)?);
    let prepared = |request| Prepared::of(intent, request, None, Purpose::Exchange(ask.clone()));
    if let ExchangeAsk::RunSponsored { service, input } = ask {
        let call = service_call(state, input)?;
        let request = prepared(exchange.run_proxy(service, &call)?)?;
        return quote::show(tools, state, &request).await;
    }
    if let Some(request) = purchase(&exchange, state, ask)? {
        let purpose = Purpose::Exchange(ask.clone());
        let most = listed_price(state, ask).map(money::decimal);
        let request = Prepared::of(intent, request, most.as_deref(), purpose)?;
        return Ok(buy(tools, state, &request).await);
    }
    match ask {
        ExchangeAsk::Look => look(tools, state, &exchange).await,
        ExchangeAsk::CreateProfile {
            email,
            region,
            roles,
            tools: used,
        } => {
            let profile = NewProfile {
                email: email.clone(),
                region: region.clone(),
                roles: roles.clone(),
                tools_used: used.clone(),
                attributes: std::collections::BTreeMap::new(),
            };
            let made: Profile =
                read(tools, state, &prepared(exchange.new_profile(&profile))?).await?;
            Ok(Outcome::of(vec![Event::PayChosen(
                PayChoice::ExchangeProfile(Box::new(made)),
            )]))
        }
        ExchangeAsk::CompleteTask { campaign, task } => {
            let done = TaskDone {
                campaign_id: campaign.clone(),
                user_id: user(state)?,
                task_name: task.clone(),
                details: None,
            };
            let _: TaskCompletion =
                read(tools, state, &prepared(exchange.complete_task(&done))?).await?;
            Ok(Outcome::of(vec![Event::PayChosen(
                PayChoice::ExchangeTask(campaign.clone()),
            )]))
        }
        ExchangeAsk::ReportMetric {
            skill,
            platform,
            event,
            duration_ms,
            success,
        } => {
            let event = MetricEvent {
                skill_name: skill.clone(),
                platform: platform.clone(),
                event_type: kind(event)?,
                duration_ms: duration_ms.map(u64::from),
                success: *success,
            };
            let request = prepared(exchange.count(&event))?;
            let came = tell(tools, state, &request).await;
            Ok(finish(tools, state, &request, came).await)
        }
        ExchangeAsk::RunSponsored { .. }
        | ExchangeAsk::RunPaid { .. }
        | ExchangeAsk::CreateApi { .. }
        | ExchangeAsk::RunApi { .. } => Ok(Outcome::of(Vec::new())),
    }
}

/// The request of what may cost; none for what never does.
fn purchase(
    exchange: &Exchange,
    state: &State,
    ask: &ExchangeAsk,
) -> Result<Option<PaidRequest>, Fault> {
    Ok(Some(match ask {
        ExchangeAsk::RunPaid { service, input } => {
            exchange.run_tool(service, &service_call(state, input)?)?
        }
        ExchangeAsk::RunApi { api, input } => {
            let input = serde_json::from_str(input).unwrap_or_else(|_| Value::from(input.clone()));
            let call = ApiCall {
                caller: None,
                input,
            };
            exchange.run_api(api, &call)?
        }
        ExchangeAsk::CreateApi {
            name,
            sponsor,
            upstream_url,
            price_cents,
            budget_cents,
        } => exchange.new_api(&NewSponsoredApi {
            name: name.clone(),
            sponsor: sponsor.clone(),
            description: None,
            upstream_url: upstream_url.clone(),
            upstream_method: UpstreamMethod::default(),
            price_cents: Some(Cents(u64::from(*price_cents))),
            budget_cents: Cents(u64::from(*budget_cents)),
        }),
        ExchangeAsk::Look
        | ExchangeAsk::RunSponsored { .. }
        | ExchangeAsk::CreateProfile { .. }
        | ExchangeAsk::CompleteTask { .. }
        | ExchangeAsk::ReportMetric { .. } => return Ok(None),
    }))
}

fn service_call(state: &State, input: &str) -> Result<ServiceCall, Fault> {
    Ok(ServiceCall {
        user_id: user(state)?,
        input: input.to_owned(),
    })
}

/// What the exchange itself listed for it: the button named it, so nothing above it is paid.
fn listed_price(state: &State, ask: &ExchangeAsk) -> Option<Micros> {
    let look = &state.pay.exchange;
    let Cents(cents) = match ask {
        ExchangeAsk::RunPaid { service, .. } => {
            let listed = |known: &&Service| known.service_key == *service;
            look.services.iter().find(listed)?.price_cents
        }
        ExchangeAsk::RunApi { api, .. } => {
            let listed = |known: &&SponsoredApi| known.id == *api;
            look.apis.iter().find(listed)?.price_cents
        }
        ExchangeAsk::Look
        | ExchangeAsk::RunSponsored { .. }
        | ExchangeAsk::CreateApi { .. }
        | ExchangeAsk::CreateProfile { .. }
        | ExchangeAsk::CompleteTask { .. }
        | ExchangeAsk::ReportMetric { .. } => return None,
    };
    cents.checked_mul(10_000).map(Micros)
}

/// A kind of metric event, by its name.
fn kind(event: &str) -> Result<MetricKind, Fault> {
    serde_json::from_value(Value::from(event)).map_err(|_| {
        Fault::new(ProblemCode::InputUnreadable)
            .with("value", event)
            .because("reason-metric-event")
    })
}

/// The person's profile there.
fn user(state: &State) -> Result<String, Fault> {
    let profile = state.settings.paying().exchange.profile.as_ref();
    profile
        .map(|profile| profile.id.clone())
        .ok_or_else(|| super::request::refused("reason-exchange-profile"))
}

/// Everything that is shown of an exchange.
async fn look(tools: &Tools, state: &State, exchange: &Exchange) -> Result<Outcome, Fault> {
    let plain = |request| Prepared::of("look", request, None, Purpose::Plain);
    let requests = (
        plain(exchange.campaigns())?,
        plain(exchange.services(&ServiceFilter::default()))?,
        plain(exchange.apis())?,
        plain(exchange.metrics())?,
    );
    let (campaigns, services, apis, metrics) = tokio::join!(
        read(tools, state, &requests.0),
        read::<Services>(tools, state, &requests.1),
        read(tools, state, &requests.2),
        read::<Metrics>(tools, state, &requests.3),
    );
    let look = ExchangeLook {
        known: true,
        campaigns: campaigns?,
        services: services?.services,
        apis: apis?,
        metrics: metrics?.per_skill,
    };
    let mut outcome = super::books::only_look(tools, state).await;
    outcome.events.push(Event::ExchangeRead(Arc::new(look)));
    Ok(outcome)
}

async fn tell(tools: &Tools, state: &State, prepared: &Prepared) -> Result<Came, Fault> {
    let answer = first(tools, state, prepared).await?;
    let shown = answers::free(tools, state, prepared, &answer).await?;
    Ok(Came::Answer(shown))
}

/// Asks for something that costs nothing. A 402 is a refusal here: nothing is paid for it.
async fn read<T: DeserializeOwned>(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
) -> Result<T, Fault> {
    let answer = first(tools, state, prepared).await?;
    exchange::read(&answer).map_err(|error| refused(prepared, &error, answer.status))
}

fn refused(prepared: &Prepared, error: &GatewayError, status: u16) -> Fault {
    tracing::info!(%error, "the exchange refused");
    Fault::new(ProblemCode::PaidApiFailed)
        .with("host", prepared.host())
        .with("status", status.to_string())
        .because("reason-status")
}

/// Who paid for an answer, by the exchange's own word; none where it does not say.
pub(super) fn who_paid(ask: &ExchangeAsk, kept: &ledger::Answer) -> Option<SponsoredView> {
    let answer = gateway::paid::PaidAnswer {
        status: kept.status,
        headers: Vec::new(),
        body: kept.body.clone(),
    };
    let (mode, sponsor, reference) = match ask {
        ExchangeAsk::RunSponsored { .. } | ExchangeAsk::RunPaid { .. } => {
            match exchange::reply::<ServiceRun>(&answer).ok()? {
                Reply::Done(run) => (run.payment_mode, run.sponsored_by, run.tx_hash),
                Reply::TaskRequired { message } => return Some(task_first(message)),
                Reply::PaymentRequired => return None,
            }
        }
        ExchangeAsk::RunApi { .. } => match exchange::reply::<ApiRun>(&answer).ok()? {
            Reply::Done(run) => (run.payment_mode, run.sponsored_by, run.tx_hash),
            Reply::TaskRequired { message } => return Some(task_first(message)),
            Reply::PaymentRequired => return None,
        },
        ExchangeAsk::Look
        | ExchangeAsk::CreateProfile { .. }
        | ExchangeAsk::CompleteTask { .. }
        | ExchangeAsk::CreateApi { .. }
        | ExchangeAsk::ReportMetric { .. } => return None,
    };
    Some(
        match exchange::paid_by(mode, sponsor.as_deref(), reference.as_deref()) {
            PaidBy::Sponsor { name } => SponsoredView::Sponsor { name, reference },
            PaidBy::Caller { .. } => SponsoredView::Person,
        },
    )
}

fn task_first(task: String) -> SponsoredView {
    SponsoredView::TaskFirst {
        campaign: String::new(),
        task,
    }
}
