//! The part of the control API that is about payments: funds on the chains, and what the merchants
//! were paid. Must not be reachable but on loopback.

use std::sync::Arc;

use alloy::primitives::{Address, U256};
use axum::{
    Json, Router,
    body::Bytes,
    extract::State as FromState,
    http::StatusCode,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{chain::ChainName, hostile};
use crate::{
    body::{self, Rule},
    refusal::Refusal,
    world::World,
};

/// The routes, relative to `/sandbox`.
pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/chain/fund", post(fund))
        .route("/merchants/log", get(log).delete(clear_log))
        .route("/merchants/take", post(take))
}

#[derive(Deserialize)]
struct Fund {
    chain: ChainName,
    address: String,
    balance: String,
}

/// POST `/sandbox/chain/fund` `{"chain":"tempo"|"base","address","balance"}`: what an account has, in
/// base units (millionths of a dollar), from now on. Without it, an account gets 25 dollars the first
/// time that its balance is asked for or that it pays.
async fn fund(FromState(world): FromState<Arc<World>>, body: Bytes) -> Result<StatusCode, Refusal> {
    let wish: Fund = body::read_exactly(
        &body,
        &[
            ("chain", Rule::OneOf(&["tempo", "base"])),
            ("address", Rule::Text),
            ("balance", Rule::Text),
        ],
    )?;
    let address: Address = wish
        .address
        .parse()
        .map_err(|_| Refusal::invalid_field("address", "must be 0x and 40 hexadecimal digits"))?;
    let balance = U256::from_str_radix(&wish.balance, 10)
        .map_err(|_| Refusal::invalid_field("balance", "must be a whole number in digits"))?;
    let mut state = world.state();
    state.merchants.chain(wish.chain).fund(address, balance);
    Ok(StatusCode::NO_CONTENT)
}

/// GET `/sandbox/merchants/log` → `{"settlements":[{"identifier","payer","chain","amount","nonce",
/// "transaction","path","at"}],"refused":[{"path","reason","at"}]}`, oldest first. No credentials.
async fn log(FromState(world): FromState<Arc<World>>) -> Json<Value> {
    Json(json!(world.state().merchants.log))
}

/// POST `/sandbox/merchants/take`: the merchants that take payments later take them now.
async fn take(FromState(world): FromState<Arc<World>>) -> StatusCode {
    let mut state = world.state();
    let now = state.now();
    hostile::take(&mut state.merchants, now);
    StatusCode::NO_CONTENT
}

/// DELETE `/sandbox/merchants/log`: forgets what was paid; the balances stay.
async fn clear_log(FromState(world): FromState<Arc<World>>) -> StatusCode {
    world.state().merchants.log = super::Log::default();
    StatusCode::NO_CONTENT
}
