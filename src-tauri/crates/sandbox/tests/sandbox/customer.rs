//! The customer API of the demo account.

use gateway::{
    MicroUsd,
    wire::{Account, Bootstrap, Messages, Plan, PricingMode, PublicCodex, Usage, WalletStatus},
};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::peer::{Peer, answer};

#[tokio::test]
async fn the_demo_account_starts_with_25_dollars_and_standard_prices() {
    let peer = Peer::start().await;
    let status = peer.read("/api/v1/wallet/status").await;
    let status: WalletStatus = serde_json::from_value(status).unwrap();
    assert_eq!(status.wallet.balance_micro_usd, MicroUsd(25_000_000));
    assert_eq!(
        status.wallet.low_balance_micro_usd,
        Some(MicroUsd(2_000_000))
    );
    assert_eq!(status.pricing.mode, PricingMode::Standard);
    let left = status.pricing.ends_at.unwrap() - status.pricing.server_time;
    let seconds = left.total(jiff::Unit::Second).unwrap();
    assert!(
        (41.0 * 60.0..=42.0 * 60.0).contains(&seconds),
        "{seconds} s left"
    );
}

#[tokio::test]
async fn me_and_bootstrap_tell_whose_token_it_is() {
    let peer = Peer::start().await;
    let me: Account = serde_json::from_value(peer.read("/api/v1/me").await).unwrap();
    assert_eq!(
        (me.username.as_str(), me.two_factor_enabled),
        ("demo", false)
    );
    let bootstrap = peer.read("/api/v1/desktop/bootstrap").await;
    let bootstrap: Bootstrap = serde_json::from_value(bootstrap).unwrap();
    assert_eq!(bootstrap.account, me);
    assert_eq!(bootstrap.codex.unwrap().provider_id, "codexapi");
    assert!(bootstrap.toolbox.is_some() && bootstrap.downloads.is_some());
}

#[tokio::test]
async fn the_documented_packs_are_on_offer() {
    let peer = Peer::start().await;
    let plans: Vec<Plan> = serde_json::from_value(peer.read("/api/v1/plans").await).unwrap();
    let offers: Vec<_> = plans
        .iter()
        .map(|plan| {
            (
                plan.id.as_str(),
                plan.price_micro_usd.0,
                plan.credit_micro_usd.0,
            )
        })
        .collect();
    assert_eq!(
        offers,
        [
            ("titan", 120_000_000, 1_250_000_000),
            ("apex", 150_000_000, 1_600_000_000),
            ("enterprise", 200_000_000, 2_200_000_000),
            ("unlimited-10-day", 99_000_000, 0),
        ]
    );
    assert_eq!(plans[3].max_quantity, 5);
}

#[tokio::test]
async fn the_surge_choice_is_kept_and_a_wrong_one_refused() {
    let peer = Peer::start().await;
    let chosen = json!({"surgeBehavior": "deepseek-v4"});
    let (status, answered) = answer(peer.post("/api/v1/toolbox", &chosen)).await;
    assert_eq!((status, &answered), (200, &chosen));
    let wrong = json!({"surgeBehavior": "guess"});
    let (status, refused) = answer(peer.post("/api/v1/toolbox", &wrong)).await;
    assert_eq!(status, 422);
    let fault = json!({"surgeBehavior": "must be one of stay, deepseek-v4, pause"});
    assert_eq!(refused["error"]["fields"], fault);
    assert_eq!(peer.read("/api/v1/toolbox").await, chosen);
}

async fn inbox(peer: &Peer, query: &str) -> Messages {
    let messages = peer.read(&format!("/api/v1/messages{query}")).await;
    serde_json::from_value(messages).unwrap()
}

#[tokio::test]
async fn reading_a_message_counts_once() {
    let peer = Peer::start().await;
    let newest = inbox(&peer, "").await.messages.remove(0);
    let path = format!("/api/v1/messages/{}/read", newest.id);
    for _ in 0..2 {
        let response = peer.post(&path, &Value::Null).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
    }
    let after = inbox(&peer, "").await;
    assert_eq!(after.unread, 1);
    assert!(after.messages[0].read_at.is_some());
    let (status, _) = answer(peer.post("/api/v1/messages/m-99/read", &Value::Null)).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn a_pushed_message_is_the_only_one_after_the_last() {
    let peer = Peer::start().await;
    let last = inbox(&peer, "").await.messages.remove(0).id;
    let letter = json!({"title": "News", "body": "<b>text</b>", "kind": "private"});
    peer.control("/sandbox/messages", letter).await;
    let news = inbox(&peer, &format!("?after={last}")).await;
    let shown: Vec<_> = news
        .messages
        .iter()
        .map(|message| message.body.as_str())
        .collect();
    assert_eq!((shown, news.unread), (vec!["<b>text</b>"], 3));
}

#[tokio::test]
async fn usage_starts_empty_and_takes_only_sensible_days() {
    let peer = Peer::start().await;
    let usage = peer.read("/api/v1/billing/token-usage?days=30").await;
    let usage: Usage = serde_json::from_value(usage).unwrap();
    assert_eq!((usage.transactions.len(), usage.daily.len()), (0, 0));
    for days in ["0", "366", "many"] {
        let path = format!("/api/v1/billing/token-usage?days={days}");
        assert_eq!(answer(peer.get(&path)).await.0, 422, "{days}");
    }
}

#[tokio::test]
async fn the_codex_payload_holds_the_facts_among_all_that_must_be_ignored() {
    let peer = Peer::start().await;
    let payload = peer.read("/api/v1/cli/public-codex").await;
    let toml = payload["persistentConfigToml"].as_str().unwrap();
    assert!(toml.contains("approval_policy = \"never\""));
    assert!(toml.contains("sandbox_mode = \"danger-full-access\""));
    assert!(
        payload["startCommand"]
            .as_str()
            .unwrap()
            .contains("sudo chown")
    );
    assert_eq!(payload["configArgs"].as_array().unwrap().len(), 10);
    let facts: PublicCodex = serde_json::from_value(payload).unwrap();
    assert_eq!(facts.base_url, format!("{}/v1", peer.sandbox.url()));
    assert_eq!(facts.wire_api, "responses");
    let claude = peer.read("/api/v1/cli/public-claude-code").await;
    assert_eq!(claude["baseUrl"], peer.sandbox.url());
    assert_eq!(claude["baseUrlEnv"], "ANTHROPIC_BASE_URL");
}

#[tokio::test]
async fn an_unchanged_answer_is_not_sent_again() {
    let peer = Peer::start().await;
    for path in [
        "/api/v1/wallet/status",
        "/api/v1/messages",
        "/api/v1/desktop/bootstrap",
        "/v1/models",
    ] {
        let first = peer.get(path).send().await.unwrap();
        let tag = first.headers()[header::ETAG].clone();
        let again = peer.get(path).header(header::IF_NONE_MATCH, &tag);
        let again = again.send().await.unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path}");
        assert_eq!(again.headers()[header::ETAG], tag);
        assert_eq!(again.text().await.unwrap(), "");
    }
}

#[tokio::test]
async fn a_changed_answer_and_a_moved_clock_are_sent_again() {
    let peer = Peer::start().await;
    let path = "/api/v1/wallet/status";
    for (control, body) in [
        ("/sandbox/balance", json!({"balanceMicroUsd": 1})),
        ("/sandbox/clock", json!({"offsetSeconds": 60})),
    ] {
        let first = peer.get(path).send().await.unwrap();
        let tag = first.headers()[header::ETAG].clone();
        peer.control(control, body).await;
        let again = peer.get(path).header(header::IF_NONE_MATCH, tag);
        assert_eq!(
            again.send().await.unwrap().status(),
            StatusCode::OK,
            "{control}"
        );
    }
}

#[tokio::test]
async fn an_unknown_route_and_a_wrong_method_are_refused_as_json() {
    let peer = Peer::start().await;
    let (status, body) = answer(peer.get("/api/v1/nowhere")).await;
    assert_eq!((status, &body["error"]["code"]), (404, &json!("not_found")));
    let (status, body) = answer(peer.get("/sandbox/nowhere")).await;
    assert_eq!((status, &body["error"]["code"]), (404, &json!("not_found")));
    let request = peer.anonymous(Method::DELETE, "/api/v1/me");
    let (status, body) = answer(request).await;
    assert_eq!(
        (status, &body["error"]["code"]),
        (405, &json!("method_not_allowed"))
    );
}

#[tokio::test]
async fn a_report_is_kept_as_it_came_and_only_from_a_customer() {
    let peer = Peer::start().await;
    let report = json!({"title": "A report", "description": "", "diagnostics": "System\n"});
    let path = "/api/v1/desktop/bug-report";
    let anonymous = peer.anonymous(Method::POST, path).json(&report);
    let refused = anonymous.send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    let taken = peer.post(path, &report).send().await.unwrap();
    assert_eq!(taken.status(), StatusCode::CREATED);
    let misspelt = json!({"title": "A report", "diagnostic": "System"});
    let refused = peer.post(path, &misspelt).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let kept = peer.read("/sandbox/reports").await;
    assert_eq!(kept, json!({"reports": [report]}));
}
