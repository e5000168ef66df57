//! Canaries: no error, no cause and no `Debug` shows the token, the password or the code.

use std::error::Error;
use std::fmt::Debug;

use axum::http::header::{ETAG, LOCATION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use gateway::{Gateway, GatewayError, GatewayUrl, SignedIn};
use serde_json::json;
use tokio::net::TcpListener;

use crate::examples;
use crate::peer::{self, PASSWORD, Peer, TOKEN, gateway_at, hurried, in_time, password, token};

const CODE: &str = "canary-492039";

#[track_caller]
fn assert_silent(text: &str) {
    for canary in [TOKEN, PASSWORD, CODE] {
        assert!(!text.contains(canary), "{canary} in {text}");
    }
}

/// Every text of an error: its sentence, its `Debug`, and those of its causes.
fn all_texts(error: &GatewayError) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(" {error} {error:?}"));
        cause = error.source();
    }
    text
}

/// The errors of a call of each kind: with a token, with a password, with a code.
async fn errors_at(gateway: &Gateway) -> [GatewayError; 4] {
    [
        gateway.me(&token()).await.unwrap_err(),
        gateway.mark_read(&token(), "m-1").await.unwrap_err(),
        gateway.login("maren", &password()).await.err().unwrap(),
        gateway
            .answer_two_factor("challenge-1", &CODE.into())
            .await
            .err()
            .unwrap(),
    ]
}

/// A server that repeats the secrets wherever an answer has room for text.
fn repeating(status: u16, body: String) -> Response {
    let mut response = peer::text(status, "application/json", body);
    for name in [LOCATION, RETRY_AFTER, ETAG] {
        let value = HeaderValue::from_static(TOKEN);
        response.headers_mut().insert(name, value);
    }
    response
}

fn all_secrets() -> String {
    format!("{TOKEN} {PASSWORD} {CODE}")
}

#[tokio::test]
async fn an_error_that_quotes_the_gateway_does_not_quote_the_secret_back() {
    for status in [400, 402, 403, 409, 422] {
        for (call, own) in [TOKEN, TOKEN, PASSWORD, CODE].into_iter().enumerate() {
            // The last one is cut by the limit: no half of the secret may stay behind either.
            let body = json!({"error": {
                "code": format!("about {own}"),
                "message": format!("{}{own}", "x".repeat(290)),
                "fields": {own: own},
            }});
            let peer = Peer::saying(status, &body).await;
            let errors = errors_at(&peer.gateway()).await;
            let GatewayError::Refused { code, message, .. } = &errors[call] else {
                panic!("{:?}", errors[call]);
            };
            assert_eq!(code, "about …");
            assert_eq!(message.chars().count(), 291);
            let text = all_texts(&errors[call]);
            assert!(!text.contains(&own[..8]), "{own} in {text}");
        }
    }
}

#[tokio::test]
async fn no_other_status_lets_a_repeated_secret_through() {
    for status in [301, 304, 401, 429, 500, 503, 777] {
        let peer = Peer::answering(move |_| repeating(status, all_secrets())).await;
        for error in errors_at(&peer.gateway()).await {
            assert_silent(&all_texts(&error));
        }
    }
}

#[tokio::test]
async fn an_unreadable_answer_is_described_without_what_it_says() {
    let status = |mode: &str| {
        let mut body = examples::wallet_status();
        body["pricing"]["mode"] = json!(mode);
        body.to_string()
    };
    for body in [
        TOKEN.to_owned(),
        json!(TOKEN).to_string(),
        format!("{{\"{TOKEN}\": nonsense}}"),
        json!({"wallet": {TOKEN: 1, "balanceMicroUsd": TOKEN}}).to_string(),
        status(TOKEN),
        status(&format!("missing field `{TOKEN}`")),
    ] {
        let peer = Peer::answering(move |_| repeating(200, body.clone())).await;
        let error = peer.gateway().wallet_status(&token(), None).await;
        let error = error.unwrap_err();
        assert!(
            matches!(error, GatewayError::Unreadable { .. }),
            "{error:?}"
        );
        assert_silent(&all_texts(&error));
    }
}

#[tokio::test]
async fn a_broken_connection_is_described_without_what_was_sent() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let gateway = hurried(&url);
    for error in in_time(errors_at(&gateway)).await {
        assert!(matches!(error, GatewayError::TimedOut { .. }), "{error:?}");
        assert_silent(&all_texts(&error));
    }
    drop(silent);
    for error in errors_at(&gateway_at(&url)).await {
        assert!(
            matches!(error, GatewayError::Unreachable { .. }),
            "{error:?}"
        );
        assert_silent(&all_texts(&error));
    }
}

#[tokio::test]
async fn the_debug_of_a_client_that_was_used_shows_no_secret() {
    let peer = Peer::saying(200, &examples::session(TOKEN)).await;
    let gateway = peer.gateway();
    let signed_in = gateway.login("maren", &password()).await;
    assert!(matches!(signed_in, Ok(SignedIn::Session(_))));
    gateway.mark_read(&token(), "m-1").await.unwrap();
    assert_silent(&format!("{gateway:?} {gateway:#?} {:?}", token()));
}

fn debugged(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

#[tokio::test]
async fn an_account_whose_user_name_is_its_token_does_not_show_it() {
    let mut account = examples::account();
    account["username"] = json!(TOKEN);
    let bootstrap = json!({"account": account, "pricing": examples::pricing()});
    let peer = Peer::answering(move |asked| match asked.target.as_str() {
        "/api/v1/me" => peer::json(200, &account),
        _ => peer::json(200, &bootstrap),
    })
    .await;
    let account = peer.gateway().me(&token()).await.unwrap();
    assert_eq!(account.username, TOKEN);
    assert!(debugged(&account).contains("maren@example.com"));
    assert_silent(&debugged(&account));
    assert_silent(&debugged(
        &peer.gateway().bootstrap(&token()).await.unwrap(),
    ));
}

#[tokio::test]
async fn an_address_that_is_refused_is_not_repeated() {
    for typed in [
        format!("https://maren:{PASSWORD}@codexapi.pro"),
        format!("https://codexapi.pro/?token={TOKEN}"),
        format!("http://codexapi.pro/{TOKEN}"),
        format!("https://{TOKEN}:not-a-port"),
    ] {
        let refused = GatewayUrl::parse(&typed).unwrap_err();
        assert_silent(&all_texts(&refused.into()));
    }
}

#[tokio::test]
async fn the_secret_is_sent_nowhere_but_where_it_belongs() {
    let peer = Peer::answering(|_| StatusCode::NO_CONTENT.into_response()).await;
    peer.gateway().mark_read(&token(), "m-1").await.unwrap();
    let asked = peer.asked_once();
    assert_silent(&asked.target);
    let carriers: Vec<_> = asked
        .headers
        .iter()
        .filter(|(_, value)| value.to_str().unwrap().contains(TOKEN))
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(carriers, ["authorization"]);
}
