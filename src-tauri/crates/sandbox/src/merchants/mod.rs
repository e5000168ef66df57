//! Merchants that take payments, and the chains that they settle on. Signatures are checked for
//! real; the money is made up. Must not know who pays.

mod chain;
mod control;
mod exchange;
mod goods;
mod hostile;
mod mpp;
mod sale;
mod settlement;
mod supergraph;
mod x402;

use std::{collections::HashSet, sync::Arc};

use alloy::primitives::{Address, address};
use axum::{
    Router,
    extract::State as FromState,
    response::Response,
    routing::{get, post},
};
use jiff::Timestamp;
use payments::protocol::x402::Dialect;
use serde_json::Value;

use crate::{accounts::random_text, world::World};
use chain::{Chain, ChainName};
use exchange::Exchanges;
use sale::{Asked, Sale, Taken, Terms};
use settlement::Log;
use x402::Identified;

pub(crate) use control::routes as control_routes;

/// Who is paid: one account for every merchant, since they share an origin.
const MERCHANT: Address = address!("9c2e7f41b6d05ae3384fb1dc62a8e07f915d3b64");

/// What the weather costs: one cent.
const WEATHER_PRICE: u64 = 10_000;
/// What an echo costs: half a cent.
const ECHO_PRICE: u64 = 5_000;

/// What the merchants and the chains keep.
pub(crate) struct Merchants {
    tempo: Chain,
    base: Chain,
    log: Log,
    /// Binds MPP challenges to their terms.
    secret: String,
    used_challenges: HashSet<String>,
    identified: Identified,
    /// What a hostile merchant was paid and has not taken yet.
    held: Vec<hostile::Held>,
    exchanges: Exchanges,
}

impl Merchants {
    /// Merchants that have not sold anything yet.
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            tempo: Chain::new(ChainName::Tempo, &[MERCHANT], now),
            base: Chain::new(ChainName::Base, &[MERCHANT], now),
            log: Log::default(),
            secret: random_text(32),
            used_challenges: HashSet::new(),
            identified: Identified::default(),
            held: Vec::new(),
            exchanges: Exchanges::new(now),
        }
    }

    /// One of the chains.
    fn chain(&mut self, name: ChainName) -> &mut Chain {
        match name {
            ChainName::Tempo => &mut self.tempo,
            ChainName::Base => &mut self.base,
        }
    }
}

/// Every route but those of the control API.
pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new()
        .nest("/chain", chain::routes())
        .merge(exchange::routes())
        .merge(hostile::routes())
        .merge(supergraph::routes())
        .merge(shop("/x402/v1", Dialect::V1))
        .merge(shop("/x402/v2", Dialect::V2))
}

/// A merchant that sells the weather and echoes by x402. Nested routes would hide a part of the path,
/// and the whole of it is what is sold.
fn shop(base: &str, dialect: Dialect) -> Router<Arc<World>> {
    Router::new()
        .route(
            &format!("{base}/weather"),
            get(
                async move |FromState(world): FromState<Arc<World>>, asked: Asked| {
                    sell(&world, dialect, &asked, WEATHER_PRICE, goods::weather)
                },
            ),
        )
        .route(
            &format!("{base}/echo"),
            post(
                async move |FromState(world): FromState<Arc<World>>, asked: Asked| {
                    sell(&world, dialect, &asked, ECHO_PRICE, goods::echo)
                },
            ),
        )
}

/// Sells what `goods` makes of the request, for `price` base units on Base.
fn sell(
    world: &World,
    dialect: Dialect,
    asked: &Asked,
    price: u64,
    goods: fn(&Asked, Timestamp) -> Value,
) -> Response {
    let mut state = world.state();
    let now = state.now();
    let merchants = &mut state.merchants;
    let sale = Sale::of(asked, vec![Terms::new(ChainName::Base, price)], now);
    match x402::charge(merchants, dialect, asked, &sale, now) {
        Taken::Paid(paid) => x402::deliver(merchants, &paid, goods(asked, now)),
        Taken::Answer(response) => response,
    }
}
