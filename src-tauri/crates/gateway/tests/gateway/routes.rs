//! What each call asks (method, path, bearer, body) and what it reads in a sound answer.

use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use axum::http::{Method, StatusCode};
use axum::response::IntoResponse;
use gateway::wire::{
    BugReport, MessageKind, PlanKind, PricingMode, SurgeBehavior, Toolbox, UsageClient,
};
use gateway::{Fetched, GatewayError, MicroUsd};
use serde_json::json;

use crate::examples;
use crate::peer::{self, Peer, TOKEN, gateway_at, token};

async fn sound() -> Peer {
    Peer::answering(|asked| {
        let path = asked.target.split('?').next().unwrap();
        peer::json(200, &examples::answer_to(path))
    })
    .await
}

fn fresh<T: std::fmt::Debug>(fetched: Fetched<T>) -> T {
    match fetched {
        Fetched::Fresh { value, .. } => value,
        Fetched::Unchanged => panic!("nothing was known before"),
    }
}

#[tokio::test]
async fn every_reading_is_a_get_with_the_bearer_and_without_a_body() {
    let peer = sound().await;
    let (gateway, token) = (peer.gateway(), token());
    gateway.bootstrap(&token).await.unwrap();
    gateway.me(&token).await.unwrap();
    gateway.wallet_status(&token, None).await.unwrap();
    gateway.messages(&token, None, None).await.unwrap();
    gateway.messages(&token, Some("m&1=#"), None).await.unwrap();
    gateway.plans(&token).await.unwrap();
    gateway.token_usage(&token, 30).await.unwrap();
    gateway.toolbox(&token).await.unwrap();
    gateway.public_codex(&token).await.unwrap();
    gateway.public_claude_code(&token).await.unwrap();

    let asked = peer.asked();
    let targets: Vec<_> = asked.iter().map(|asked| asked.target.as_str()).collect();
    assert_eq!(
        targets,
        [
            "/api/v1/desktop/bootstrap",
            "/api/v1/me",
            "/api/v1/wallet/status",
            "/api/v1/messages",
            "/api/v1/messages?after=m%261%3D%23",
            "/api/v1/plans",
            "/api/v1/billing/token-usage?days=30",
            "/api/v1/toolbox",
            "/api/v1/cli/public-codex",
            "/api/v1/cli/public-claude-code",
        ]
    );
    for asked in asked {
        assert_eq!(asked.method, Method::GET, "{}", asked.target);
        assert_eq!(
            asked.header(AUTHORIZATION),
            Some(format!("Bearer {TOKEN}").as_str()),
            "{}",
            asked.target
        );
        assert!(asked.body.is_empty(), "{}", asked.target);
        assert_eq!(asked.header(ACCEPT), Some("*/*"));
        let version = concat!("purser/", env!("CARGO_PKG_VERSION"));
        assert_eq!(asked.header(USER_AGENT), Some(version));
    }
}

#[tokio::test]
async fn the_wallet_the_pricing_and_the_account_are_read_to_the_micro_dollar() {
    let peer = sound().await;
    let (gateway, token) = (peer.gateway(), token());

    let status = fresh(gateway.wallet_status(&token, None).await.unwrap());
    assert_eq!(status.wallet.balance_micro_usd, MicroUsd(12_345_678));
    assert_eq!(
        status.wallet.low_balance_micro_usd,
        Some(MicroUsd(2_000_000))
    );
    assert_eq!(status.wallet.unlimited.unwrap().plan, "10-Day");
    assert_eq!(status.pricing.mode, PricingMode::Surge);
    assert_eq!(status.pricing.normal.unwrap().output, MicroUsd(30_000_000));
    assert_eq!(
        status.pricing.server_time.to_string(),
        "2026-11-21T12:00:00Z"
    );

    let account = gateway.me(&token).await.unwrap();
    assert_eq!(account.display_name, "Maren");
    assert!(account.two_factor_enabled);
    let start = gateway.bootstrap(&token).await.unwrap();
    assert_eq!(start.account, account);
    assert_eq!(start.codex, None);
}

#[tokio::test]
async fn plans_charges_messages_and_set_up_facts_are_read() {
    let peer = sound().await;
    let (gateway, token) = (peer.gateway(), token());

    let plans = gateway.plans(&token).await.unwrap();
    assert_eq!(plans.len(), 1);
    assert_eq!(plans[0].kind, PlanKind::Credit);
    assert_eq!(plans[0].price_micro_usd, MicroUsd(120_000_000));
    assert_eq!(
        plans[0].max_quantity, 1,
        "one, where the answer says nothing"
    );

    let usage = gateway.token_usage(&token, 7).await.unwrap();
    assert_eq!(usage.transactions[0].client, UsageClient::Other);
    assert_eq!(usage.transactions[0].charged_micro_usd, MicroUsd(7_020));
    assert_eq!(usage.daily[0].date, "2026-11-20");

    let inbox = fresh(gateway.messages(&token, None, None).await.unwrap());
    assert_eq!(inbox.unread, 3);
    assert_eq!(inbox.messages[0].kind, MessageKind::Private);
    assert_eq!(inbox.messages[0].body, "<b>text</b>");

    let toolbox = gateway.toolbox(&token).await.unwrap();
    assert_eq!(toolbox.surge_behavior, SurgeBehavior::DeepseekV4);
    let codex = gateway.public_codex(&token).await.unwrap();
    assert_eq!(codex.base_url, "https://codexapi.pro/v1");
    let claude_code = gateway.public_claude_code(&token).await.unwrap();
    assert_eq!(claude_code.model, "claude-opus");
}

#[tokio::test]
async fn choosing_the_surge_behaviour_posts_it_as_json() {
    let peer = Peer::answering(|asked| peer::json(200, &asked.json())).await;
    let chosen = Toolbox {
        surge_behavior: SurgeBehavior::Pause,
    };
    let kept = peer.gateway().set_toolbox(&token(), &chosen).await.unwrap();
    assert_eq!(kept, chosen);

    let asked = peer.asked_once();
    assert_eq!(asked.method, Method::POST);
    assert_eq!(asked.target, "/api/v1/toolbox");
    assert_eq!(asked.header(CONTENT_TYPE), Some("application/json"));
    assert_eq!(
        asked.header(AUTHORIZATION),
        Some(format!("Bearer {TOKEN}").as_str())
    );
    assert_eq!(asked.json(), json!({"surgeBehavior": "pause"}));
}

#[tokio::test]
async fn a_report_is_posted_as_the_very_bytes_that_it_is() {
    let peer = Peer::answering(|_| peer::json(201, &json!({"ok": true}))).await;
    let report = BugReport {
        title: "A report".to_owned(),
        description: String::new(),
        diagnostics: "System\n  \"quoted\" é\n".to_owned(),
    };
    peer.gateway().report_bug(&token(), &report).await.unwrap();

    let asked = peer.asked_once();
    assert_eq!(asked.method, Method::POST);
    assert_eq!(asked.target, "/api/v1/desktop/bug-report");
    assert_eq!(asked.body, serde_json::to_vec(&report).unwrap());
}

#[tokio::test]
async fn a_message_id_stays_one_segment_of_the_path() {
    for (id, segment) in [
        ("m-1", "m-1"),
        ("a/b?c%", "a%2Fb%3Fc%25"),
        ("../../me", "..%2F..%2Fme"),
        ("%2e%2e", "%252e%252e"),
        ("1 + 2*#", "1%20%2B%202%2A%23"),
        ("a\r\nb", "a%0D%0Ab"),
        ("Zoë~", "Zo%C3%AB~"),
        ("...", "..."),
    ] {
        let peer = Peer::answering(|_| StatusCode::NO_CONTENT.into_response()).await;
        peer.gateway().mark_read(&token(), id).await.unwrap();
        let asked = peer.asked_once();
        assert_eq!(asked.method, Method::POST);
        assert_eq!(asked.target, format!("/api/v1/messages/{segment}/read"));
        assert_eq!(
            asked.header(AUTHORIZATION),
            Some(format!("Bearer {TOKEN}").as_str())
        );
        assert!(asked.body.is_empty());
    }
}

#[tokio::test]
async fn a_message_id_that_no_path_can_name_asks_nothing() {
    let peer = sound().await;
    for id in ["", ".", ".."] {
        let error = peer.gateway().mark_read(&token(), id).await.unwrap_err();
        assert!(
            matches!(&error, GatewayError::Unreadable { route: "/api/v1/messages", field } if field == "id"),
            "{id:?}: {error:?}"
        );
    }
    assert_eq!(peer.asked().len(), 0);
}

#[tokio::test]
async fn the_path_of_the_gateways_address_comes_before_each_route() {
    let peer = Peer::saying(200, &examples::account()).await;
    let gateway = gateway_at(&format!("{}/edge/canada//", peer.url()));
    gateway.me(&token()).await.unwrap();
    assert_eq!(peer.asked_once().target, "/edge/canada/api/v1/me");
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_not_sent_at_all() {
    let peer = Peer::saying(401, &json!({"error": {"code": "unauthorized"}})).await;
    let error = peer.gateway().me(&"two\r\nlines".into()).await.unwrap_err();
    assert!(
        matches!(error, GatewayError::Unauthorized { .. }),
        "{error:?}"
    );
    assert_eq!(peer.asked_once().header(AUTHORIZATION), None);
}
