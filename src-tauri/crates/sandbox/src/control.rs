//! The control API under `/sandbox`: moves the clock, the prices, the wallet, the inbox and the
//! faults, for tests and demos. It must not be reachable but on loopback, and of its answers only
//! the one on the second factor carries secrets.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::State as FromState,
    http::StatusCode,
    routing::{get, post},
};
use gateway::{
    MicroUsd,
    wire::{MessageKind, PricingMode},
};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    accounts::AccountId,
    body::{self, Rule},
    faults::{Fault, PlannedFault},
    inbox::Letter,
    refusal::Refusal,
    world::{State, World},
};

/// The farthest that a clock or an end may be moved: ten years, in seconds.
const MAX_SECONDS: i64 = 10 * 365 * 24 * 60 * 60;
/// The longest latency of a fault: ten minutes.
const MAX_LATENCY_MILLISECONDS: i64 = 10 * 60 * 1_000;
/// What `Retry-After` says when a rate limit does not.
const RETRY_AFTER_SECONDS: u64 = 1;

type FromWorld = FromState<Arc<World>>;
type Done = Result<StatusCode, Refusal>;

/// The routes, relative to `/sandbox`.
pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/state", get(state))
        .route("/pricing", post(set_pricing))
        .route("/clock", post(set_clock))
        .route("/balance", post(set_balance))
        .route("/messages", post(push_message))
        .route("/faults", post(plan_fault).delete(clear_faults))
        .route("/requests", get(requests).delete(clear_requests))
        .route("/reports", get(reports))
        .route("/token/revoke", post(revoke_token))
        .route("/two-factor", get(two_factor))
}

/// GET `/sandbox/state`: everything that can be moved, as it is. No secrets.
async fn state(FromState(world): FromWorld) -> Json<Value> {
    let state = world.state();
    let accounts = state.accounts.iter().map(|account| {
        json!({
            "login": account.login,
            "tokenWorks": account.token.is_some(),
            "twoFactor": account.second_factor.is_some(),
            "wallet": account.ledger.wallet(),
            "unread": account.inbox.unread(),
            "toolbox": account.toolbox,
        })
    });
    Json(json!({
        "url": world.url(),
        "clockOffsetSeconds": state.clock.offset().as_secs(),
        "pricing": state.prices(),
        "accounts": accounts.collect::<Vec<_>>(),
        "faults": state.faults.all(),
        "requests": state.requests.all().len(),
    }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SetPricing {
    mode: PricingMode,
    ends_in_seconds: Option<i64>,
}

/// POST `/sandbox/pricing` `{"mode","endsInSeconds"?}`: the mode in force; without an end it stays.
async fn set_pricing(FromState(world): FromWorld, body: Bytes) -> Done {
    let wish: SetPricing = body::read_exactly(
        &body,
        &[
            ("mode", Rule::OneOf(&["surge", "standard", "reduced"])),
            ("endsInSeconds", Rule::OptionalInteger(0, MAX_SECONDS)),
        ],
    )?;
    let mut state = world.state();
    let now = state.now();
    let ends_in = wish.ends_in_seconds.map(SignedDuration::from_secs);
    let ends_at = ends_in.and_then(|ends_in| now.checked_add(ends_in).ok());
    state.pricing.set(wish.mode, ends_at);
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SetClock {
    offset_seconds: i64,
}

/// POST `/sandbox/clock` `{"offsetSeconds"}`: how far the gateway's clock is ahead of the system's.
async fn set_clock(FromState(world): FromWorld, body: Bytes) -> Done {
    let rule = Rule::Integer(-MAX_SECONDS, MAX_SECONDS);
    let wish: SetClock = body::read_exactly(&body, &[("offsetSeconds", rule)])?;
    let offset = SignedDuration::from_secs(wish.offset_seconds);
    world.state().clock.set_offset(offset);
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SetBalance {
    login: Option<String>,
    balance_micro_usd: MicroUsd,
}

/// POST `/sandbox/balance` `{"balanceMicroUsd","login"?}`.
async fn set_balance(FromState(world): FromWorld, body: Bytes) -> Done {
    let wish: SetBalance = body::read_exactly(
        &body,
        &[
            ("balanceMicroUsd", Rule::Integer(i64::MIN, i64::MAX)),
            ("login", Rule::OptionalText),
        ],
    )?;
    let mut state = world.state();
    let (id, now) = (account(&state, wish.login)?, state.now());
    let ledger = &mut state.accounts.get_mut(id).ledger;
    ledger.set_balance(wish.balance_micro_usd, now);
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct PushMessage {
    login: Option<String>,
    kind: Option<MessageKind>,
    title: String,
    body: Option<String>,
    link: Option<String>,
}

/// POST `/sandbox/messages` `{"title","body"?,"kind"?,"link"?,"login"?}` → `{"id"}`. Nothing is
/// checked about the texts: clients must treat them as untrusted.
async fn push_message(
    FromState(world): FromWorld,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let kinds = Rule::OptionalOneOf(&["broadcast", "private", "email"]);
    let wish: PushMessage = body::read_exactly(
        &body,
        &[
            ("title", Rule::Text),
            ("body", Rule::OptionalText),
            ("kind", kinds),
            ("link", Rule::OptionalText),
            ("login", Rule::OptionalText),
        ],
    )?;
    let mut state = world.state();
    let (id, now) = (account(&state, wish.login)?, state.now());
    let letter = Letter {
        kind: wish.kind.unwrap_or(MessageKind::Broadcast),
        title: wish.title,
        body: wish.body.unwrap_or_default(),
        link: wish.link,
    };
    let message = state.accounts.get_mut(id).inbox.deliver(letter, now);
    Ok((StatusCode::CREATED, Json(json!({"id": message}))))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum FaultKind {
    Latency,
    RateLimited,
    ServerError,
    Dropped,
    Malformed,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PlanFault {
    prefix: String,
    kind: FaultKind,
    count: Option<u32>,
    milliseconds: Option<u64>,
    status: Option<u16>,
    retry_after_seconds: Option<u64>,
}

impl PlanFault {
    fn fault(&self) -> Result<Fault, Refusal> {
        Ok(match self.kind {
            FaultKind::Latency => Fault::Latency {
                milliseconds: self
                    .milliseconds
                    .ok_or_else(|| Refusal::invalid_field("milliseconds", "is required"))?,
            },
            FaultKind::RateLimited => Fault::RateLimited {
                retry_after_seconds: self.retry_after_seconds.unwrap_or(RETRY_AFTER_SECONDS),
            },
            FaultKind::ServerError => Fault::ServerError {
                status: self.status.unwrap_or(500),
                retry_after_seconds: self.retry_after_seconds,
            },
            FaultKind::Dropped => Fault::Dropped,
            FaultKind::Malformed => Fault::Malformed,
        })
    }
}

/// POST `/sandbox/faults` `{"prefix","kind","count"?,"milliseconds"?,"status"?,"retryAfterSeconds"?}`:
/// the next `count` (1) requests whose path begins with `prefix` fail so.
async fn plan_fault(FromState(world): FromWorld, body: Bytes) -> Done {
    let kinds = Rule::OneOf(&[
        "latency",
        "rateLimited",
        "serverError",
        "dropped",
        "malformed",
    ]);
    let wish: PlanFault = body::read_exactly(
        &body,
        &[
            ("prefix", Rule::Text),
            ("kind", kinds),
            ("count", Rule::OptionalInteger(1, 1_000_000)),
            (
                "milliseconds",
                Rule::OptionalInteger(0, MAX_LATENCY_MILLISECONDS),
            ),
            ("status", Rule::OptionalInteger(500, 599)),
            ("retryAfterSeconds", Rule::OptionalInteger(0, MAX_SECONDS)),
        ],
    )?;
    let fault = wish.fault()?;
    world.state().faults.plan(PlannedFault {
        prefix: wish.prefix,
        count: wish.count.unwrap_or(1),
        fault,
    });
    Ok(StatusCode::NO_CONTENT)
}

/// DELETE `/sandbox/faults`.
async fn clear_faults(FromState(world): FromWorld) -> StatusCode {
    world.state().faults.clear();
    StatusCode::NO_CONTENT
}

/// GET `/sandbox/requests` → `{"requests":[{"method","path","status","bearer"}]}`, oldest first.
async fn requests(FromState(world): FromWorld) -> Json<Value> {
    let state = world.state();
    Json(json!({"requests": state.requests.all().collect::<Vec<_>>()}))
}

/// DELETE `/sandbox/requests`.
async fn clear_requests(FromState(world): FromWorld) -> StatusCode {
    world.state().requests.clear();
    StatusCode::NO_CONTENT
}

/// GET `/sandbox/reports` → `{"reports":[…]}`: the bodies that were handed in, oldest first.
async fn reports(FromState(world): FromWorld) -> Json<Value> {
    Json(json!({"reports": world.state().reports}))
}

#[derive(Deserialize)]
struct RevokeToken {
    login: Option<String>,
}

/// POST `/sandbox/token/revoke` `{"login"?}`: the next sign-in issues another token.
async fn revoke_token(FromState(world): FromWorld, body: Bytes) -> Done {
    let wish: RevokeToken = body::read_exactly(&body, &[("login", Rule::OptionalText)])?;
    let mut state = world.state();
    let id = account(&state, wish.login)?;
    state.accounts.get_mut(id).token = None;
    Ok(StatusCode::NO_CONTENT)
}

/// GET `/sandbox/two-factor` → `{"login","password","secret","code"}` of the account that is asked
/// for a code. `code` is what its authenticator shows now.
async fn two_factor(FromState(world): FromWorld) -> Result<Json<Value>, Refusal> {
    let state = world.state();
    let mut accounts = state.accounts.iter();
    let shown = accounts.find_map(|account| {
        let factor = account.second_factor.as_ref()?;
        Some(json!({
            "login": account.login,
            "password": account.password,
            "secret": factor.secret(),
            "code": factor.code(state.now()),
        }))
    });
    shown.map(Json).ok_or_else(Refusal::internal)
}

/// The named account; `demo` when none is named.
fn account(state: &State, login: Option<String>) -> Result<AccountId, Refusal> {
    match login {
        None => Ok(AccountId::DEMO),
        Some(login) => state
            .accounts
            .by_login(&login)
            .ok_or_else(|| Refusal::invalid_field("login", "is not an account of the sandbox")),
    }
}
