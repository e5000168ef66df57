//! Every route of the sandbox in one list. It must not know what any of them answers.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{from_fn_with_state, map_response_with_state},
    response::Response,
    routing::{get, post},
};
use gateway::wire::route;

use crate::world::World;
use crate::{
    auth, control, customer, merchants, messages_api, models, reception, refusal::Refusal, reports,
    responses,
};

/// The longest body that is read: a coding tool may send pictures.
const MAX_BODY_BYTES: usize = 32 * 1024 * 1024;

/// All routes, over `world`.
pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .merge(customer_routes())
        .merge(model_routes())
        .merge(merchants::routes())
        .nest(
            "/sandbox",
            control::routes().merge(merchants::control_routes()),
        )
        .fallback(unknown_route)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(from_fn_with_state(Arc::clone(&world), reception::receive))
        .layer(map_response_with_state(Arc::clone(&world), dated))
        .with_state(world)
}

fn customer_routes() -> Router<Arc<World>> {
    Router::new()
        .route(route::LOGIN, post(auth::login))
        .route(route::TWO_FACTOR, post(auth::two_factor))
        .route(route::GOOGLE_START, get(auth::google))
        .route(route::ME, get(customer::me))
        .route(route::WALLET_STATUS, get(customer::wallet_status))
        .route(route::PLANS, get(customer::plans))
        .route(route::TOKEN_USAGE, get(customer::token_usage))
        .route(
            route::TOOLBOX,
            get(customer::toolbox).post(customer::set_toolbox),
        )
        .route(route::MESSAGES, get(customer::messages))
        .route(&route::message_read("{id}"), post(customer::read_message))
        .route(route::BUG_REPORT, post(reports::receive))
        .route(route::BOOTSTRAP, get(customer::bootstrap))
        .route(route::PUBLIC_CODEX, get(customer::public_codex))
        .route(route::PUBLIC_CLAUDE_CODE, get(customer::public_claude_code))
}

/// HEAD is what coding tools probe with; it answers without a token and costs nothing.
fn model_routes() -> Router<Arc<World>> {
    Router::new()
        .route("/", get(alive))
        .route("/v1", get(alive))
        .route("/v1/models", get(models::list))
        .route(
            "/v1/responses",
            post(responses::create)
                .head(alive)
                .get(responses::refuse_websocket),
        )
        .route("/v1/messages", post(messages_api::create).head(alive))
        .route(
            "/v1/messages/count_tokens",
            post(messages_api::count_tokens).head(alive),
        )
}

async fn alive() -> StatusCode {
    StatusCode::OK
}

async fn unknown_route() -> Refusal {
    Refusal::unknown_route()
}

async fn wrong_method() -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "This route does not take this method.",
    )
}

/// Every answer carries the gateway's own time as its `Date`.
async fn dated(State(world): State<Arc<World>>, mut response: Response) -> Response {
    let now = world.state().now();
    let date = now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::from_str(&date) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}
