//! Signing in, and what happens without a working token.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::peer::{Peer, answer};

const LOGIN: &str = "/api/v1/auth/login";
const TWO_FACTOR: &str = "/api/v1/auth/web-login/2fa";

/// What the control API tells about the account with a second factor.
async fn two_factor(peer: &Peer) -> Value {
    let told = peer.anonymous(Method::GET, "/sandbox/two-factor");
    answer(told).await.1
}

async fn challenge(peer: &Peer) -> (String, String) {
    let told = two_factor(peer).await;
    let login = json!({"login": told["login"], "password": told["password"]});
    let (status, body) = answer(peer.anonymous(Method::POST, LOGIN).json(&login)).await;
    assert_eq!(
        (status, &body["error"]["code"]),
        (401, &json!("two_factor_required"))
    );
    let challenge_id = body["error"]["challengeId"].as_str().unwrap();
    (
        challenge_id.to_owned(),
        told["code"].as_str().unwrap().to_owned(),
    )
}

async fn answer_challenge(peer: &Peer, challenge_id: &str, code: &str) -> (u16, Value) {
    let body = json!({"challengeId": challenge_id, "code": code});
    answer(peer.anonymous(Method::POST, TWO_FACTOR).json(&body)).await
}

#[tokio::test]
async fn the_password_gives_the_token_that_works() {
    let peer = Peer::start().await;
    for login in [peer.sandbox.login(), "demo@sandbox.invalid"] {
        let body = json!({"login": login, "password": peer.sandbox.password()});
        let (status, session) = answer(peer.anonymous(Method::POST, LOGIN).json(&body)).await;
        assert_eq!(status, 200);
        assert_eq!(session["token"], peer.sandbox.token());
        assert_eq!(session["account"]["username"], "demo");
        assert_eq!(
            session["codex"]["baseUrl"],
            format!("{}/v1", peer.sandbox.url())
        );
        assert_eq!(session["claudeCode"]["baseUrl"], peer.sandbox.url());
        serde_json::from_value::<gateway::wire::Session>(session).unwrap();
    }
}

#[tokio::test]
async fn the_browser_is_led_back_to_the_desktop_with_the_token_and_its_state() {
    let peer = Peer::start().await;
    let page = |back: &str| format!("/api/v1/auth/google/start?return={back}&state=a%26b");
    let asked = peer.anonymous(Method::GET, &page("codexapi-desktop%3A%2F%2Fauth"));
    let led = asked.send().await.unwrap();
    assert_eq!(led.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        led.headers()["location"],
        format!(
            "codexapi-desktop://auth?token={}&state=a%26b",
            peer.sandbox.token()
        )
    );
    for elsewhere in [
        "https%3A%2F%2Fevil.example",
        "codexapi-desktop%3A%2F%2Fauth.evil",
    ] {
        let (status, _) = answer(peer.anonymous(Method::GET, &page(elsewhere))).await;
        assert_eq!(status, 422, "{elsewhere}");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_refused_alike() {
    let peer = Peer::start().await;
    let wrong = json!({"login": "demo", "password": "wrong"});
    let unknown = json!({"login": "nobody", "password": peer.sandbox.password()});
    let wrong = answer(peer.anonymous(Method::POST, LOGIN).json(&wrong)).await;
    let unknown = answer(peer.anonymous(Method::POST, LOGIN).json(&unknown)).await;
    assert_eq!(
        (wrong.0, &wrong.1["error"]["code"]),
        (401, &json!("invalid_credentials"))
    );
    assert_eq!(wrong, unknown);
}

#[tokio::test]
async fn a_login_names_every_field_that_is_wrong() {
    let peer = Peer::start().await;
    let body = json!({"login": 7});
    let (status, body) = answer(peer.anonymous(Method::POST, LOGIN).json(&body)).await;
    assert_eq!((status, &body["error"]["code"]), (422, &json!("invalid")));
    assert_eq!(
        body["error"]["fields"],
        json!({"login": "must be a text that is not empty", "password": "is required"})
    );
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let peer = Peer::start().await;
    let (status, body) = answer(peer.anonymous(Method::POST, LOGIN).body("{")).await;
    assert_eq!(status, 422);
    assert_eq!(
        body["error"]["fields"],
        json!({"body": "must be a JSON object"})
    );
}

#[tokio::test]
async fn the_code_of_the_authenticator_signs_in_once() {
    let peer = Peer::start().await;
    let (challenge_id, code) = challenge(&peer).await;
    let (status, session) = answer_challenge(&peer, &challenge_id, &code).await;
    assert_eq!(
        (status, &session["account"]["username"]),
        (200, &json!("demo-2fa"))
    );
    let (status, again) = answer_challenge(&peer, &challenge_id, &code).await;
    assert_eq!(
        (status, &again["error"]["code"]),
        (401, &json!("challenge_expired"))
    );
}

#[tokio::test]
async fn a_wrong_code_leaves_the_challenge_open() {
    let peer = Peer::start().await;
    let (challenge_id, code) = challenge(&peer).await;
    let (status, refused) = answer_challenge(&peer, &challenge_id, "not it").await;
    assert_eq!(
        (status, &refused["error"]["code"]),
        (401, &json!("invalid_code"))
    );
    assert_eq!(answer_challenge(&peer, &challenge_id, &code).await.0, 200);
}

#[tokio::test]
async fn a_challenge_expires() {
    let peer = Peer::start().await;
    let (challenge_id, _) = challenge(&peer).await;
    peer.control("/sandbox/clock", json!({"offsetSeconds": 301}))
        .await;
    let code = two_factor(&peer).await["code"].as_str().unwrap().to_owned();
    let (status, refused) = answer_challenge(&peer, &challenge_id, &code).await;
    assert_eq!(
        (status, &refused["error"]["code"]),
        (401, &json!("challenge_expired"))
    );
}

#[tokio::test]
async fn every_protected_route_refuses_a_wrong_token_and_never_repeats_it() {
    let peer = Peer::start().await;
    let routes = [
        (Method::GET, "/api/v1/me"),
        (Method::GET, "/api/v1/wallet/status"),
        (Method::GET, "/api/v1/plans"),
        (Method::GET, "/api/v1/billing/token-usage"),
        (Method::GET, "/api/v1/toolbox"),
        (Method::POST, "/api/v1/toolbox"),
        (Method::GET, "/api/v1/messages"),
        (Method::POST, "/api/v1/messages/m-1/read"),
        (Method::GET, "/api/v1/desktop/bootstrap"),
        (Method::GET, "/v1/models"),
        (Method::POST, "/v1/responses"),
        (Method::POST, "/v1/messages"),
        (Method::POST, "/v1/messages/count_tokens"),
    ];
    for (method, path) in routes {
        let wrong = peer
            .anonymous(method.clone(), path)
            .bearer_auth("canary-token");
        for request in [wrong, peer.anonymous(method.clone(), path)] {
            let response = request.send().await.unwrap();
            assert_eq!(
                response.status(),
                StatusCode::UNAUTHORIZED,
                "{method} {path}"
            );
            let body = response.text().await.unwrap();
            assert!(
                body.contains("Open Purser and press Repair"),
                "{path}: {body}"
            );
            assert!(!body.contains("canary-token"), "{path}: {body}");
        }
    }
}

#[tokio::test]
async fn a_revoked_token_stops_working_and_signing_in_gives_another() {
    let peer = Peer::start().await;
    peer.revoke_token().await;
    let (status, body) = answer(peer.get("/api/v1/me")).await;
    assert_eq!(status, 401);
    assert!(!body.to_string().contains(peer.sandbox.token()));
    let login = json!({"login": "demo", "password": peer.sandbox.password()});
    let (_, session) = answer(peer.anonymous(Method::POST, LOGIN).json(&login)).await;
    let token = session["token"].as_str().unwrap();
    assert_ne!(token, peer.sandbox.token());
    let me = peer.anonymous(Method::GET, "/api/v1/me").bearer_auth(token);
    assert_eq!(answer(me).await.0, 200);
}
