//! Both exchanges: sponsored, refused until a task is done, or paid by the caller.

use payments::protocol::x402::{Dialect, PaymentRequired};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::payer::{Payer, first, payment};
use crate::peer::answer;

const BOTH: [(&str, Dialect); 2] = [
    ("/exchange", Dialect::V2),
    ("/exchange-legacy", Dialect::Array),
];

async fn post(payer: &Payer, path: &str, body: &Value) -> (u16, Value) {
    answer(payer.request(Method::POST, path).json(body)).await
}

async fn register(payer: &Payer, base: &str) -> Value {
    let profile = json!({
        "email": "ada@example.org",
        "region": "eu",
        "roles": ["developer"],
        "tools_used": ["codex"],
    });
    let (status, profile) = post(payer, &format!("{base}/profiles"), &profile).await;
    assert_eq!(status, 201);
    profile["id"].clone()
}

/// Asks without payment, is asked to pay, and pays.
async fn pay(payer: &Payer, path: &str, body: &Value, dialect: Dialect) -> Response {
    let ask = || payer.request(Method::POST, path).json(body);
    let response = ask().send().await.unwrap();
    assert_eq!(response.status(), 402, "{path}");
    assert_eq!(response.headers()["x402-version"], "2");
    let header = response.headers()["payment-required"]
        .to_str()
        .unwrap()
        .to_owned();
    let told: Value = response.json().await.unwrap();
    assert_eq!(told["payment_required"], json!(header));
    let required = PaymentRequired::from_header(header.as_bytes()).unwrap();
    assert_eq!(required.dialect, dialect);
    let (asked, pay_to) = first(&required);
    let cents = told["amount_cents"].as_u64().unwrap();
    assert_eq!(asked.amount, (cents * 10_000).to_string());
    let one = payer.authorization(pay_to, &asked.amount).await;
    let value = payment(&required, one, payer.sign(&one, 84_532), None);
    let response = ask()
        .header("payment-signature", &value)
        .send()
        .await
        .unwrap();
    assert!(response.status().is_success(), "{path}");
    let again = ask()
        .header("payment-signature", &value)
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), 402, "{path}");
    response
}

#[tokio::test]
async fn a_sponsor_pays_once_the_task_is_done_and_it_is_on_no_chain() {
    let payer = Payer::start().await;
    for (base, _) in BOTH {
        let user = register(&payer, base).await;
        let call = json!({"user_id": user, "input": "a logo"});
        let run = format!("{base}/proxy/design/run");
        let (status, refused) = post(&payer, &run, &call).await;
        assert_eq!(
            (status, &refused["error"]["code"]),
            (428, &json!("precondition_required"))
        );
        let campaigns = payer.peer.read(&format!("{base}/campaigns")).await;
        let task = json!({
            "campaign_id": campaigns[0]["id"],
            "user_id": user,
            "task_name": campaigns[0]["required_task"],
        });
        let complete = format!("{base}/tasks/complete");
        assert_eq!(post(&payer, &complete, &task).await.0, 201);
        let (status, run) = post(&payer, &run, &call).await;
        assert_eq!((status, &run["payment_mode"]), (200, &json!("sponsored")));
        assert_eq!(run["sponsored_by"], "Acme");
        assert!(run["tx_hash"].as_str().unwrap().starts_with("sponsor-"));
    }
    assert_eq!(payer.settlements().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_tool_is_paid_by_the_caller_in_each_dialect() {
    let payer = Payer::start().await;
    for (base, dialect) in BOTH {
        let call = json!({"user_id": register(&payer, base).await, "input": "a page"});
        let path = format!("{base}/tool/scraping/run");
        let response = pay(&payer, &path, &call, dialect).await;
        assert!(response.headers().contains_key("payment-response"));
        let run: Value = response.json().await.unwrap();
        assert_eq!(run["payment_mode"], "user_direct");
        let log = payer.settlements().await;
        assert_eq!(log.last().unwrap()["transaction"], run["tx_hash"]);
        assert_eq!(log.last().unwrap()["amount"], "50000");
    }
    assert_eq!(payer.settlements().await.len(), 2);
}

#[tokio::test]
async fn a_sponsored_api_is_free_until_its_budget_is_used_up() {
    let payer = Payer::start().await;
    let apis = payer.peer.read("/exchange/sponsored-apis").await;
    let path = format!(
        "/exchange/sponsored-apis/{}/run",
        apis[0]["id"].as_str().unwrap()
    );
    let call = json!({"caller": "agent-1", "input": {"pair": "EURUSD"}});
    for _ in 0..2 {
        let (status, run) = post(&payer, &path, &call).await;
        assert_eq!((status, &run["payment_mode"]), (200, &json!("sponsored")));
        assert_eq!(run["tx_hash"], Value::Null);
    }
    let response = pay(&payer, &path, &call, Dialect::V2).await;
    let run: Value = response.json().await.unwrap();
    assert_eq!(run["payment_mode"], "user_direct");
    assert_eq!(run["upstream_body"], r#"{"pair":"EURUSD"}"#);
}

#[tokio::test]
async fn who_sponsors_an_api_pays_for_the_entry() {
    let payer = Payer::start().await;
    let new = json!({
        "name": "Maps",
        "sponsor": "Acme",
        "upstream_url": "https://acme.example/maps",
        "budget_cents": 500,
    });
    let path = "/exchange/sponsored-apis";
    let response = pay(&payer, path, &new, Dialect::V2).await;
    assert_eq!(response.status(), 201);
    let api: Value = response.json().await.unwrap();
    assert_eq!(
        (&api["price_cents"], &api["budget_remaining_cents"]),
        (&json!(5), &json!(500))
    );
    let found = "/exchange/agent/discovery/services?q=maps&max_price_cents=5&limit=1";
    let found = payer.peer.read(found).await;
    assert_eq!(
        (&found["total_count"], &found["services"][0]["service_id"]),
        (&json!(1), &api["id"])
    );
    assert_eq!(payer.settlements().await[0]["amount"], "250000");
}

#[tokio::test]
async fn wrong_requests_are_refused_before_any_payment() {
    let payer = Payer::start().await;
    let stranger = json!({"user_id": "nobody", "input": "x"});
    for path in ["/exchange/tool/design/run", "/exchange/proxy/design/run"] {
        assert_eq!(post(&payer, path, &stranger).await.0, 404, "{path}");
    }
    let broke = json!({"name": "x", "sponsor": "x", "upstream_url": "x", "budget_cents": 0});
    assert_eq!(
        post(&payer, "/exchange/sponsored-apis", &broke).await.0,
        400
    );
    let shapeless = payer
        .request(Method::POST, "/exchange/profiles")
        .json(&json!({}));
    assert_eq!(shapeless.send().await.unwrap().status(), 422);
}

#[tokio::test]
async fn campaigns_are_found_and_skills_are_counted() {
    let payer = Payer::start().await;
    let campaign = json!({
        "name": "Launch", "sponsor": "Orbit", "required_task": "signup",
        "subsidy_per_call_cents": 5, "budget_cents": 50, "query_urls": ["https://orbit.example"],
    });
    let (status, made) = post(&payer, "/exchange/campaigns", &campaign).await;
    assert_eq!(status, 201);
    let id = made["campaign"]["id"].as_str().unwrap();
    let read = payer.peer.read(&format!("/exchange/campaigns/{id}")).await;
    assert_eq!(read, made["campaign"]);
    let sources = payer.peer.read("/exchange/campaigns/discovery").await;
    assert_eq!(sources.as_array().unwrap().len(), 2);
    assert!(
        sources[1]["service_run_url"]
            .as_str()
            .unwrap()
            .ends_with("/proxy/:service/run")
    );
    let event = json!({
        "skill_name": "supergraph", "platform": "codex", "event_type": "completed",
        "duration_ms": 40, "success": true,
    });
    assert_eq!(
        post(&payer, "/exchange/creator/metrics/event", &event)
            .await
            .0,
        201
    );
    let metrics = payer.peer.read("/exchange/creator/metrics").await;
    assert_eq!(metrics["per_skill"][0]["avg_duration_ms"], json!(40.0));
}
