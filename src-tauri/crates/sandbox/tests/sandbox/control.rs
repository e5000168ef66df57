//! The control API: what it moves, what it counts, and which faults it plans.

use reqwest::{Method, StatusCode};
use sandbox::{Options, Sandbox, StartError};
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    time::{Duration, Instant},
};

use crate::peer::{Peer, answer};

const STATUS: &str = "/api/v1/wallet/status";

async fn fault(peer: &Peer, mut fault: Value) {
    fault["prefix"] = json!("/api/v1/wallet");
    peer.control("/sandbox/faults", fault).await;
}

#[tokio::test]
async fn the_mode_changes_when_its_countdown_ends() {
    let peer = Peer::start().await;
    let surge = json!({"mode": "surge", "endsInSeconds": 60});
    peer.control("/sandbox/pricing", surge).await;
    assert_eq!(peer.read(STATUS).await["pricing"]["mode"], "surge");
    peer.control("/sandbox/clock", json!({"offsetSeconds": 61}))
        .await;
    let pricing = peer.read(STATUS).await["pricing"].take();
    assert_eq!(pricing["mode"], "standard");
    assert_eq!(pricing["inputMicroUsdPerMillion"], 5_000_000);
    let time = |field: &str| {
        pricing[field]
            .as_str()
            .unwrap()
            .parse::<jiff::Timestamp>()
            .unwrap()
    };
    assert!(time("endsAt") > time("serverTime"));
}

#[tokio::test]
async fn a_late_answer_is_the_usual_one() {
    let peer = Peer::start().await;
    fault(&peer, json!({"kind": "latency", "milliseconds": 300})).await;
    let asked_at = Instant::now();
    assert_eq!(peer.balance().await, 25_000_000);
    assert!(asked_at.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn a_rate_limit_says_when_to_come_back_and_then_ends() {
    let peer = Peer::start().await;
    let limit = json!({"kind": "rateLimited", "count": 2, "retryAfterSeconds": 7});
    fault(&peer, limit).await;
    for _ in 0..2 {
        let response = peer.get(STATUS).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()["retry-after"], "7");
    }
    assert_eq!(peer.balance().await, 25_000_000);
}

#[tokio::test]
async fn a_server_error_has_the_status_that_was_asked_for() {
    let peer = Peer::start().await;
    fault(
        &peer,
        json!({"kind": "serverError", "status": 503, "retryAfterSeconds": 3}),
    )
    .await;
    fault(&peer, json!({"kind": "serverError"})).await;
    let response = peer.get(STATUS).send().await.unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            &response.headers()["retry-after"]
        ),
        (503, &"3".parse().unwrap())
    );
    assert_eq!(answer(peer.get(STATUS)).await.0, 500);
}

#[tokio::test]
async fn a_dropped_connection_gives_no_answer_and_spoils_no_other() {
    let peer = Peer::start().await;
    fault(&peer, json!({"kind": "dropped"})).await;
    let error = peer.get(STATUS).send().await.unwrap_err();
    assert!(error.is_request(), "{error:?}");
    assert_eq!(peer.balance().await, 25_000_000);
    let (_, received) = answer(peer.get("/sandbox/requests")).await;
    assert_eq!(received["requests"][0]["status"], Value::Null);
}

#[tokio::test]
async fn a_malformed_answer_is_no_json() {
    let peer = Peer::start().await;
    fault(&peer, json!({"kind": "malformed"})).await;
    let response = peer.get(STATUS).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let body = response.text().await.unwrap();
    assert!(serde_json::from_str::<Value>(&body).is_err(), "{body}");
}

#[tokio::test]
async fn faults_meet_only_their_routes_and_can_be_taken_back() {
    let peer = Peer::start().await;
    fault(&peer, json!({"kind": "serverError", "count": 9})).await;
    assert_eq!(answer(peer.get("/api/v1/me")).await.0, 200);
    let clear = peer.anonymous(Method::DELETE, "/sandbox/faults");
    assert_eq!(clear.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(answer(peer.get(STATUS)).await.0, 200);
}

#[tokio::test]
async fn received_requests_are_listed_without_their_tokens() {
    let peer = Peer::start().await;
    peer.balance().await;
    let wrong = peer
        .anonymous(Method::GET, "/api/v1/me")
        .bearer_auth("canary-token");
    answer(wrong).await;
    answer(peer.anonymous(Method::GET, "/api/v1/cli/public-codex?token=canary-token")).await;
    let (_, received) = answer(peer.get("/sandbox/requests")).await;
    assert_eq!(
        received["requests"],
        json!([
            {"method": "GET", "path": STATUS, "status": 200, "bearer": "valid"},
            {"method": "GET", "path": "/api/v1/me", "status": 401, "bearer": "invalid"},
            {"method": "GET", "path": "/api/v1/cli/public-codex", "status": 200, "bearer": "none"},
        ])
    );
    let clear = peer.anonymous(Method::DELETE, "/sandbox/requests");
    assert_eq!(clear.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(
        answer(peer.get("/sandbox/requests")).await.1["requests"],
        json!([])
    );
}

#[tokio::test]
async fn the_state_tells_everything_but_secrets() {
    let peer = Peer::start().await;
    let (status, state) = answer(peer.anonymous(Method::GET, "/sandbox/state")).await;
    assert_eq!((status, &state["url"]), (200, &json!(peer.sandbox.url())));
    assert_eq!(state["accounts"][0]["login"], "demo");
    assert_eq!(state["accounts"][1]["twoFactor"], true);
    for secret in [peer.sandbox.token(), peer.sandbox.password()] {
        assert!(!state.to_string().contains(secret));
    }
}

#[tokio::test]
async fn a_control_with_wrong_fields_is_refused_and_moves_nothing() {
    let peer = Peer::start().await;
    for (path, body, field) in [
        ("/sandbox/pricing", json!({"mode": "free"}), "mode"),
        (
            "/sandbox/pricing",
            json!({"mode": "surge", "endsIn": 5}),
            "endsIn",
        ),
        (
            "/sandbox/clock",
            json!({"offsetSeconds": 1.5}),
            "offsetSeconds",
        ),
        (
            "/sandbox/balance",
            json!({"balanceMicroUsd": "1"}),
            "balanceMicroUsd",
        ),
        (
            "/sandbox/balance",
            json!({"balanceMicroUsd": 1, "login": "nobody"}),
            "login",
        ),
        ("/sandbox/messages", json!({}), "title"),
        (
            "/sandbox/faults",
            json!({"prefix": "/", "kind": "latency"}),
            "milliseconds",
        ),
        (
            "/sandbox/faults",
            json!({"prefix": "/", "kind": "dropped", "count": 0}),
            "count",
        ),
        ("/sandbox/token/revoke", json!([]), "body"),
    ] {
        let request = peer.anonymous(Method::POST, path).json(&body);
        let (status, refused) = answer(request).await;
        assert_eq!(status, 422, "{path} {body}");
        let fields = refused["error"]["fields"].as_object().unwrap();
        assert!(fields.contains_key(field), "{path} {body}: {refused}");
    }
    assert_eq!(peer.balance().await, 25_000_000);
    assert_eq!(peer.read(STATUS).await["pricing"]["mode"], "standard");
}

#[tokio::test]
async fn a_foreign_host_name_is_refused() {
    let peer = Peer::start().await;
    let request = peer
        .get("/sandbox/two-factor")
        .header("host", "evil.example");
    assert_eq!(answer(request).await.0, 403);
}

#[tokio::test]
async fn a_stopped_sandbox_answers_no_more() {
    let peer = Peer::start().await;
    let address = peer.sandbox.url().trim_start_matches("http://").to_owned();
    peer.balance().await;
    peer.sandbox.stop().await;
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_taken_port_is_a_clear_error() {
    let peer = Peer::start().await;
    let port = peer
        .sandbox
        .url()
        .rsplit_once(':')
        .unwrap()
        .1
        .parse()
        .unwrap();
    let second = Sandbox::start(Options { port }).await;
    assert!(matches!(second, Err(StartError::Listen { port: taken, .. }) if taken == port));
}
