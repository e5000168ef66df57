//! Sign-in with a password and a second factor or by the browser, and who a request comes from. It must not know what
//! an account owns.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequestParts, Query, State},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use gateway::wire::{Login, TwoFactorAnswer};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::{
    accounts::{AccountId, random_text},
    body::{self, Rule},
    customer,
    reception::Caller,
    refusal::Refusal,
    world::World,
};

/// Where the browser's sign-in comes back to: Purser's own scheme.
const DESKTOP: &str = "codexapi-desktop://auth";

/// The account that a request comes from. A route that takes it answers 401 without a working token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Customer(pub(crate) AccountId);

impl<S: Sync> FromRequestParts<S> for Customer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let caller = parts.extensions.get::<Caller>();
        let account = caller.and_then(|Caller(account)| *account);
        account.map(Self).ok_or_else(Refusal::unauthorized)
    }
}

/// POST `/api/v1/auth/login`.
pub(crate) async fn login(
    State(world): State<Arc<World>>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let Login { login, password } =
        body::read(&body, &[("login", Rule::Text), ("password", Rule::Text)])?;
    let mut state = world.state();
    let id = state.accounts.by_login(&login);
    let Some(id) = id.filter(|id| state.accounts.get(*id).password == password) else {
        return Err(Refusal::new(
            StatusCode::UNAUTHORIZED,
            "invalid_credentials",
            "The user name or the password is wrong.",
        ));
    };
    if state.accounts.get(id).second_factor.is_some() {
        let challenge_id = random_text(24);
        let now = state.now();
        state.challenges.open(challenge_id.clone(), id, now);
        return Err(Refusal::two_factor_required(challenge_id));
    }
    customer::session(&mut state, world.url(), id).map(Json)
}

/// What the browser asks the sign-in page for.
#[derive(Deserialize)]
pub(crate) struct Google {
    r#return: String,
    state: String,
}

/// GET `/api/v1/auth/google/start`: Google knows the person of the demo account at once. It comes
/// back to the desktop only, for the answer carries a token.
pub(crate) async fn google(
    State(world): State<Arc<World>>,
    Query(Google { r#return, state }): Query<Google>,
) -> Result<Response, Refusal> {
    if r#return != DESKTOP {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            "This page comes back to the desktop only.",
        ));
    }
    let token = {
        let mut world = world.state();
        world.accounts.get_mut(AccountId::DEMO).working_token()
    };
    let back = [("token", token), ("state", state)];
    let back = Url::parse_with_params(DESKTOP, back).map_err(|_| Refusal::unknown_route())?;
    let location = [(header::LOCATION, back.to_string())];
    Ok((StatusCode::SEE_OTHER, location).into_response())
}

/// POST `/api/v1/auth/web-login/2fa`.
pub(crate) async fn two_factor(
    State(world): State<Arc<World>>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let TwoFactorAnswer { challenge_id, code } =
        body::read(&body, &[("challengeId", Rule::Text), ("code", Rule::Text)])?;
    let mut state = world.state();
    let now = state.now();
    let Some(id) = state.challenges.account(&challenge_id, now) else {
        return Err(Refusal::new(
            StatusCode::UNAUTHORIZED,
            "challenge_expired",
            "This sign-in has ended. Start again with your password.",
        ));
    };
    let factor = state.accounts.get(id).second_factor.as_ref();
    if !factor.is_some_and(|factor| factor.accepts(&code, now)) {
        state.challenges.fail(&challenge_id);
        return Err(Refusal::new(
            StatusCode::UNAUTHORIZED,
            "invalid_code",
            "The code is wrong or too old.",
        ));
    }
    state.challenges.succeed(&challenge_id);
    customer::session(&mut state, world.url(), id).map(Json)
}
