//! What happens to each request before its route: its host is checked, its token is looked up once,
//! it is recorded, and it may meet a fault. It must not know what the routes do.

use std::sync::Arc;

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    accounts::AccountId,
    faults::{Fault, Outcome},
    listener::Connection,
    refusal::Refusal,
    requests::{Bearer, Received, RequestNumber},
    world::World,
};

/// Paths of the control API: never recorded, never met by a fault.
const CONTROL: &str = "/sandbox/";
/// Paths of the model surface, where a token may also come as `x-api-key`.
const MODEL_SURFACE: &str = "/v1/";

/// Whose token a request carried; none when it carried none that works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Caller(pub(crate) Option<AccountId>);

/// Receives a request and hands it on.
pub(crate) async fn receive(
    State(world): State<Arc<World>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    mut request: Request,
    next: Next,
) -> Response {
    if !is_for_loopback(request.headers()) {
        return Refusal::new(
            StatusCode::FORBIDDEN,
            "foreign_host",
            "The sandbox answers to its loopback address only.",
        )
        .into_response();
    }
    let path = request.uri().path().to_owned();
    if path.starts_with(CONTROL) {
        return next.run(request).await;
    }
    let (caller, number, fault) = enter(&world, request.method(), &path, request.headers());
    request.extensions_mut().insert(caller);
    let response = match fault.map(Fault::outcome) {
        None => next.run(request).await,
        Some(Outcome::Late(delay)) => {
            tokio::select! {
                () = tokio::time::sleep(delay) => {}
                () = world.stop().cancelled() => {}
            }
            next.run(request).await
        }
        Some(Outcome::Instead(response)) => *response,
        Some(Outcome::Cut) => {
            connection.cut();
            return StatusCode::NO_CONTENT.into_response();
        }
    };
    let mut state = world.state();
    state.requests.answered(number, response.status().as_u16());
    response
}

/// Records the request and finds out whose it is and which fault it meets.
fn enter(
    world: &World,
    method: &Method,
    path: &str,
    headers: &HeaderMap,
) -> (Caller, RequestNumber, Option<Fault>) {
    let mut state = world.state();
    let token = token(path, headers);
    let account = token.and_then(|token| state.accounts.by_token(token));
    let number = state.requests.record(Received {
        method: method.to_string(),
        path: path.to_owned(),
        status: None,
        bearer: match (token, account) {
            (None, _) => Bearer::None,
            (Some(_), Some(_)) => Bearer::Valid,
            (Some(_), None) => Bearer::Invalid,
        },
    });
    (Caller(account), number, state.faults.meet(path))
}

/// The token that a request carries. `Authorization: Bearer` goes before `x-api-key`, which counts
/// on the model surface only.
fn token<'a>(path: &str, headers: &'a HeaderMap) -> Option<&'a str> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    let api_key = || {
        let value = headers.get("x-api-key")?;
        value.to_str().ok()
    };
    bearer
        .or_else(|| path.starts_with(MODEL_SURFACE).then(api_key).flatten())
        .filter(|token| !token.is_empty())
}

/// Whether the request names this machine's loopback as its host. A page in a browser that had its
/// own name resolved to 127.0.0.1 names another.
fn is_for_loopback(headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let name = host.map(|host| host.rsplit_once(':').map_or(host, |(name, _)| name));
    matches!(name, Some("127.0.0.1" | "localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().copied();
        pairs
            .map(|(name, value)| {
                (
                    header::HeaderName::from_static(name),
                    header::HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn an_api_key_is_a_token_on_the_model_surface_only() {
        let headers = headers(&[("x-api-key", "k")]);
        assert_eq!(token("/v1/messages", &headers), Some("k"));
        assert_eq!(token("/api/v1/me", &headers), None);
    }

    #[test]
    fn a_bearer_goes_before_an_api_key() {
        let headers = headers(&[("x-api-key", "k"), ("authorization", "bearer b")]);
        assert_eq!(token("/v1/messages", &headers), Some("b"));
    }

    #[test]
    fn another_scheme_and_an_empty_token_are_no_token() {
        for value in ["Basic b", "Bearer ", "Bearer"] {
            assert_eq!(
                token("/v1/models", &headers(&[("authorization", value)])),
                None
            );
        }
    }

    #[test]
    fn only_loopback_names_are_this_host() {
        let accepted = |host| is_for_loopback(&headers(&[("host", host)]));
        assert!(accepted("127.0.0.1:80") && accepted("localhost:8080") && accepted("localhost"));
        assert!(!accepted("evil.example") && !accepted("127.0.0.1.evil.example:80"));
        assert!(!is_for_loopback(&HeaderMap::new()));
    }
}
