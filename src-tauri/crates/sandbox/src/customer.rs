//! The customer API behind the token: account, wallet, plans, usage, toolbox, inbox and set-up
//! facts. It must not know how a request was authenticated, nor what a model call costs.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State as FromState},
    http::StatusCode,
    response::Response,
};
use gateway::{
    MicroUsd,
    wire::{Bootstrap, Downloads, Plan, PlanKind, Session, Toolbox, WalletStatus},
};
use serde::Serialize;
use serde_json::Value;

use crate::{
    accounts::{AccountId, TOKEN_LIFETIME},
    auth::Customer,
    body::{self, Rule},
    codex_payload,
    conditional::Conditional,
    refusal::Refusal,
    world::{State, World},
};

/// Days of usage that are shown when none are asked for, and the most that can be.
const USAGE_DAYS: u16 = 30;
const MAX_USAGE_DAYS: u16 = 365;

type FromWorld = FromState<Arc<World>>;

/// What a successful sign-in answers: the documented session with the whole set-up payload.
pub(crate) fn session(state: &mut State, url: &str, id: AccountId) -> Result<Value, Refusal> {
    let expires_at = state.now().checked_add(TOKEN_LIFETIME).ok();
    let account = state.accounts.get_mut(id);
    with_whole_codex(
        &Session {
            token: account.working_token(),
            expires_at,
            account: account.report(),
            codex: None,
            claude_code: Some(codex_payload::claude_code_facts(url)),
        },
        url,
    )
}

/// GET `/api/v1/desktop/bootstrap`.
pub(crate) async fn bootstrap(
    FromState(world): FromWorld,
    Customer(id): Customer,
    conditional: Conditional,
) -> Result<Response, Refusal> {
    let bootstrap = {
        let state = world.state();
        let account = state.accounts.get(id);
        Bootstrap {
            account: account.report(),
            codex: None,
            claude_code: Some(codex_payload::claude_code_facts(world.url())),
            pricing: state.prices(),
            toolbox: Some(account.toolbox.clone()),
            latest_version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            downloads: Some(Downloads {
                codex_desktop: Some("https://chatgpt.com/codex".to_owned()),
                claude_desktop: Some("https://claude.ai/download".to_owned()),
            }),
        }
    };
    conditional.answer(&with_whole_codex(&bootstrap, world.url())?)
}

/// The answer with the whole documented Codex payload in place of the few facts that are read.
fn with_whole_codex<T: Serialize>(answer: &T, url: &str) -> Result<Value, Refusal> {
    let mut answer = serde_json::to_value(answer).map_err(|_| Refusal::internal())?;
    answer["codex"] = codex_payload::public_codex(url);
    Ok(answer)
}

/// GET `/api/v1/me`.
pub(crate) async fn me(
    FromState(world): FromWorld,
    Customer(id): Customer,
    conditional: Conditional,
) -> Result<Response, Refusal> {
    let account = world.state().accounts.get(id).report();
    conditional.answer(&account)
}

/// GET `/api/v1/wallet/status`.
pub(crate) async fn wallet_status(
    FromState(world): FromWorld,
    Customer(id): Customer,
    conditional: Conditional,
) -> Result<Response, Refusal> {
    let status = {
        let state = world.state();
        WalletStatus {
            wallet: state.accounts.get(id).ledger.wallet(),
            pricing: state.prices(),
        }
    };
    conditional.answer(&status)
}

/// GET `/api/v1/plans`: the documented packs.
pub(crate) async fn plans(
    Customer(_): Customer,
    conditional: Conditional,
) -> Result<Response, Refusal> {
    let pack = |id: &str, name: &str, price_usd: i64, credit_usd: i64| Plan {
        id: id.to_owned(),
        name: name.to_owned(),
        price_micro_usd: MicroUsd(price_usd * MicroUsd::ONE_USD.0),
        credit_micro_usd: MicroUsd(credit_usd * MicroUsd::ONE_USD.0),
        kind: PlanKind::Credit,
        max_quantity: 1,
    };
    let unlimited = Plan {
        kind: PlanKind::Unlimited,
        max_quantity: 5,
        ..pack("unlimited-10-day", "10-Day Unlimited", 99, 0)
    };
    conditional.answer(&[
        pack("titan", "Titan", 120, 1_250),
        pack("apex", "Apex", 150, 1_600),
        pack("enterprise", "Enterprise", 200, 2_200),
        unlimited,
    ])
}

/// GET `/api/v1/billing/token-usage?days=`.
pub(crate) async fn token_usage(
    FromState(world): FromWorld,
    Customer(id): Customer,
    Query(query): Query<HashMap<String, String>>,
    conditional: Conditional,
) -> Result<Response, Refusal> {
    let days = match query.get("days") {
        None => USAGE_DAYS,
        Some(days) => days
            .parse()
            .ok()
            .filter(|days| (1..=MAX_USAGE_DAYS).contains(days))
            .ok_or_else(|| {
                Refusal::invalid_field("days", "must be a whole number from 1 to 365")
            })?,
    };
    let usage = {
        let state = world.state();
        state.accounts.get(id).ledger.usage(days, state.now())
    };
    conditional.answer(&usage)
}

/// GET `/api/v1/toolbox`.
pub(crate) async fn toolbox(
    FromState(world): FromWorld,
    Customer(id): Customer,
    conditional: Conditional,
) -> Result<Response, Refusal> {
    let toolbox = world.state().accounts.get(id).toolbox.clone();
    conditional.answer(&toolbox)
}

/// POST `/api/v1/toolbox`.
pub(crate) async fn set_toolbox(
    FromState(world): FromWorld,
    Customer(id): Customer,
    body: Bytes,
) -> Result<Json<Toolbox>, Refusal> {
    let choices = Rule::OneOf(&["stay", "deepseek-v4", "pause"]);
    let toolbox: Toolbox = body::read(&body, &[("surgeBehavior", choices)])?;
    world.state().accounts.get_mut(id).toolbox = toolbox.clone();
    Ok(Json(toolbox))
}

/// GET `/api/v1/messages?after=`.
pub(crate) async fn messages(
    FromState(world): FromWorld,
    Customer(id): Customer,
    Query(query): Query<HashMap<String, String>>,
    conditional: Conditional,
) -> Result<Response, Refusal> {
    let after = query.get("after").map(String::as_str);
    let messages = world.state().accounts.get(id).inbox.list(after);
    conditional.answer(&messages)
}

/// POST `/api/v1/messages/{id}/read`.
pub(crate) async fn read_message(
    FromState(world): FromWorld,
    Customer(id): Customer,
    Path(message): Path<String>,
) -> Result<StatusCode, Refusal> {
    let mut state = world.state();
    let now = state.now();
    let inbox = &mut state.accounts.get_mut(id).inbox;
    inbox
        .mark_read(&message, now)
        .map(|()| StatusCode::NO_CONTENT)
        .map_err(|_| {
            let missing = "There is no such message.";
            Refusal::new(StatusCode::NOT_FOUND, "not_found", missing)
        })
}

/// GET `/api/v1/cli/public-codex`: the whole documented payload.
pub(crate) async fn public_codex(
    FromState(world): FromWorld,
    conditional: Conditional,
) -> Result<Response, Refusal> {
    conditional.answer(&codex_payload::public_codex(world.url()))
}

/// GET `/api/v1/cli/public-claude-code`.
pub(crate) async fn public_claude_code(
    FromState(world): FromWorld,
    conditional: Conditional,
) -> Result<Response, Refusal> {
    conditional.answer(&codex_payload::public_claude_code(world.url()))
}
