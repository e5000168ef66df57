//! The Codex Supergraph as it is sold: who is answered for an API key, who has to pay, and who is
//! refused. As strict as the real one. Must not know what a query means.

mod dataset;
mod execution;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State as FromState,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::json;

use super::{
    chain::ChainName,
    mpp,
    sale::{Asked, Sale, Taken, Terms},
};
use crate::{SUPERGRAPH_API_KEY, world::World};
use execution::{Document, GraphRequest};

/// What one request costs: a tenth of a cent.
const PRICE: u64 = 1_000;
/// The header that asks to pay, and its only value.
const OPT_IN: (&str, &str) = ("x-codex-payment", "mpp");

/// The route `/graphql`.
pub(super) fn routes() -> Router<Arc<World>> {
    Router::new().route("/graphql", post(graphql))
}

/// POST `/graphql` `{"query","variables"?,"operationName"?}`. An API key goes before MPP; neither is
/// 401; MPP takes queries only, else 403; then 402 until it is paid. Whether the query makes sense is
/// found out after it was paid, as errors of a 200.
async fn graphql(FromState(world): FromState<Arc<World>>, asked: Asked) -> Response {
    let access = access(&asked);
    if access == Access::None {
        return errors(StatusCode::UNAUTHORIZED, "Unauthorized");
    }
    let Ok(request) = serde_json::from_slice::<GraphRequest>(&asked.body) else {
        return errors(StatusCode::BAD_REQUEST, "The body is no GraphQL request.");
    };
    let document = Document::read(&request.query);
    if access == Access::Mpp && document.changes_or_subscribes() {
        return errors(
            StatusCode::FORBIDDEN,
            "Only query operations can be paid for.",
        );
    }
    let mut state = world.state();
    let now = state.now();
    let answer = || Json(document.execute(&request, now));
    if access == Access::Key {
        return answer().into_response();
    }
    let terms = [ChainName::Tempo, ChainName::Base].map(|chain| Terms::new(chain, PRICE));
    let sale = Sale::of(&asked, terms.to_vec(), now);
    match mpp::charge(&mut state.merchants, &asked, &sale, now) {
        Taken::Paid(paid) => paid.with(answer()),
        Taken::Answer(response) => response,
    }
}

/// How a request is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Key,
    Mpp,
    None,
}

fn access(asked: &Asked) -> Access {
    let value = asked.header("authorization").unwrap_or_default();
    let key = value.strip_prefix("Bearer ").unwrap_or(value);
    let opted_in = asked.header(OPT_IN.0) == Some(OPT_IN.1);
    if key == SUPERGRAPH_API_KEY {
        Access::Key
    } else if opted_in && (value.is_empty() || mpp::is_paid(asked)) {
        Access::Mpp
    } else {
        Access::None
    }
}

fn errors(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({"errors": [{"message": message}]}))).into_response()
}
