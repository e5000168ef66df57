//! A PayloadExchange over real HTTP: what it is asked, and what its answers mean.

use axum::http::Method;
use gateway::GatewayError;
use gateway::exchange::{self, Exchange, PaidBy, Reply, ServiceFilter};
use gateway::paid::{PaidAnswer, PaidRequest, PaidUrl};
use gateway::wire::exchange::{
    ApiCall, ApiRun, Campaign, CampaignSource, Cents, MetricEvent, MetricKind, MetricRecorded,
    Metrics, NewCampaign, NewProfile, NewSponsoredApi, PaymentMode, Profile, ServiceCall,
    ServiceRun, Services, SponsoredApi, TaskCompletion, TaskDone, UpstreamMethod,
};
use serde_json::{Value, json};

use crate::paid::apis;
use crate::peer::{Asked, Peer};

const HASH: &str = "0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b";

/// What an exchange at `<peer>/base` is asked when this is sent, and its answer.
async fn exchanged<E: std::fmt::Debug>(
    answer: Value,
    request: impl FnOnce(&Exchange) -> Result<PaidRequest, E>,
) -> (Asked, PaidAnswer) {
    let peer = Peer::saying(200, &answer).await;
    let base = PaidUrl::parse(&format!("{}/base/", peer.url())).unwrap();
    let request = request(&Exchange::at(base)).unwrap();
    let answer = apis().send(&request, None).await.unwrap();
    (peer.asked_once(), answer)
}

fn fine(request: PaidRequest) -> Result<PaidRequest, GatewayError> {
    Ok(request)
}

fn profile() -> NewProfile {
    NewProfile {
        email: "maren@example.com".to_owned(),
        region: "eu".to_owned(),
        roles: vec!["developer".to_owned()],
        tools_used: vec!["codex".to_owned()],
        attributes: [("team".to_owned(), "blue".to_owned())].into(),
    }
}

#[tokio::test]
async fn a_profile_is_made_and_read() {
    let answer = json!({
        "id": "u-1", "email": "maren@example.com", "region": "eu", "roles": ["developer"],
        "tools_used": ["codex"], "attributes": {"team": "blue"},
        "created_at": "2026-11-21T10:00:00.123456Z", "source": null
    });
    let (asked, answer) = exchanged(answer, |to| fine(to.new_profile(&profile()))).await;
    assert_eq!(
        (asked.method.clone(), asked.target.as_str()),
        (Method::POST, "/base/profiles")
    );
    assert_eq!(asked.headers["content-type"], "application/json");
    assert_eq!(
        asked.json(),
        json!({"email": "maren@example.com", "region": "eu", "roles": ["developer"],
            "tools_used": ["codex"], "attributes": {"team": "blue"}})
    );
    let read: Profile = exchange::read(&answer).unwrap();
    assert_eq!((read.id.as_str(), read.profile), ("u-1", profile()));
}

fn campaign() -> Value {
    json!({
        "id": "c-1", "name": "Try it", "sponsor": "Acme", "sponsor_wallet_address": null,
        "target_roles": ["developer"], "target_tools": [], "required_task": "survey",
        "subsidy_per_call_cents": 5, "budget_total_cents": 500, "budget_remaining_cents": 495,
        "query_urls": ["https://acme.example/q"], "active": true,
        "created_at": "2026-11-21T10:00:00Z"
    })
}

#[tokio::test]
async fn campaigns_are_listed_looked_up_made_and_discovered() {
    let (asked, answer) = exchanged(json!([campaign()]), |to| fine(to.campaigns())).await;
    assert_eq!(
        (asked.method, asked.target.as_str()),
        (Method::GET, "/base/campaigns")
    );
    let list: Vec<Campaign> = exchange::read(&answer).unwrap();
    assert_eq!(list[0].budget_remaining_cents, Cents(495));

    let (asked, answer) = exchanged(campaign(), |to| to.campaign("c/../1")).await;
    assert_eq!(asked.target, "/base/campaigns/c%2F..%2F1");
    exchange::read::<Campaign>(&answer).unwrap();

    let new = NewCampaign {
        name: "Try it".to_owned(),
        sponsor: "Acme".to_owned(),
        sponsor_wallet_address: None,
        target_roles: Vec::new(),
        target_tools: Vec::new(),
        required_task: "survey".to_owned(),
        subsidy_per_call_cents: Cents(5),
        budget_cents: Cents(500),
        query_urls: Vec::new(),
    };
    let (asked, _) = exchanged(json!({}), |to| fine(to.new_campaign(&new))).await;
    assert_eq!(
        (asked.method.clone(), asked.target.as_str()),
        (Method::POST, "/base/campaigns")
    );
    assert_eq!(asked.json()["budget_cents"], 500);

    let found = json!([{
        "campaign_id": "c-1", "name": "Try it", "sponsor": "Acme", "active": true,
        "query_urls": ["https://acme.example/q"],
        "service_run_url": "http://x/proxy/:service/run",
        "sponsored_api_discovery_url": "http://x/sponsored-apis"
    }]);
    let (asked, answer) = exchanged(found, |to| fine(to.campaign_sources())).await;
    assert_eq!(asked.target, "/base/campaigns/discovery");
    let found: Vec<CampaignSource> = exchange::read(&answer).unwrap();
    assert_eq!(found[0].campaign_id, "c-1");
}

#[tokio::test]
async fn services_are_looked_for_by_what_is_set() {
    let found = json!({
        "schema_version": "2026-02-14", "total_count": 1, "message": "ok",
        "services": [{
            "source": "sponsored_api", "service_id": "a-1", "service_key": "sponsored-api-a-1",
            "name": "Prices", "sponsor": "Acme", "required_task": null, "capabilities": ["prices"],
            "price_cents": 5, "subsidy_cents": 5,
            "sla": {"tier": "best_effort", "target_latency_ms": null},
            "budget_total_cents": 100, "budget_remaining_cents": 95,
            "run_url": "http://x/sponsored-apis/a-1/run", "ranking_score": 0.5
        }]
    });
    let all = ServiceFilter::default();
    let (asked, answer) = exchanged(found, |to| fine(to.services(&all))).await;
    assert_eq!(asked.target, "/base/agent/discovery/services");
    let found: Services = exchange::read(&answer).unwrap();
    assert_eq!(found.services[0].price_cents, Cents(5));

    let filter = ServiceFilter {
        text: Some("a b&limit=1".to_owned()),
        max_price: Some(Cents(8)),
        limit: Some(10),
        ..ServiceFilter::default()
    };
    let (asked, _) = exchanged(json!({}), |to| fine(to.services(&filter))).await;
    assert_eq!(
        asked.target,
        "/base/agent/discovery/services?q=a+b%26limit%3D1&max_price_cents=8&limit=10"
    );
}

#[tokio::test]
async fn a_task_and_a_metric_are_told_and_metrics_are_read() {
    let task = TaskDone {
        campaign_id: "c-1".to_owned(),
        user_id: "u-1".to_owned(),
        task_name: "survey".to_owned(),
        details: None,
    };
    let done = json!({"id": "t-1", "campaign_id": "c-1", "user_id": "u-1",
        "task_name": "survey", "details": null, "created_at": "2026-11-21T10:00:00Z"});
    let (asked, answer) = exchanged(done, |to| fine(to.complete_task(&task))).await;
    assert_eq!(asked.target, "/base/tasks/complete");
    assert_eq!(
        asked.json(),
        json!({"campaign_id": "c-1", "user_id": "u-1", "task_name": "survey"})
    );
    assert_eq!(
        exchange::read::<TaskCompletion>(&answer).unwrap().task,
        task
    );

    let event = MetricEvent {
        skill_name: "payloadexchange-operator".to_owned(),
        platform: "codex".to_owned(),
        event_type: MetricKind::Completed,
        duration_ms: Some(12),
        success: true,
    };
    let counted = json!({"id": "m-1", "skill_name": "payloadexchange-operator",
        "platform": "codex", "event_type": "completed", "duration_ms": 12, "success": true,
        "created_at": "2026-11-21T10:00:00Z"});
    let (asked, answer) = exchanged(counted, |to| fine(to.count(&event))).await;
    assert_eq!(asked.target, "/base/creator/metrics/event");
    assert_eq!(asked.json()["event_type"], "completed");
    assert_eq!(
        exchange::read::<MetricRecorded>(&answer).unwrap().event,
        event
    );

    let numbers = json!({"total_events": 2, "success_events": 1, "success_rate": 0.5,
        "per_skill": [{"skill_name": "a", "total_events": 2, "success_events": 1,
            "avg_duration_ms": null, "last_seen_at": "2026-11-21T10:00:00Z"}]});
    let (asked, answer) = exchanged(numbers, |to| fine(to.metrics())).await;
    assert_eq!(
        (asked.method, asked.target.as_str()),
        (Method::GET, "/base/creator/metrics")
    );
    let read: Metrics = exchange::read(&answer).unwrap();
    assert_eq!(read.per_skill[0].total_events, 2);
}

fn api() -> Value {
    json!({
        "id": "a-1", "name": "Prices", "sponsor": "Acme", "description": null,
        "upstream_url": "https://acme.example/prices", "upstream_method": "GET",
        "upstream_headers": {"authorization": "canary"}, "price_cents": 5,
        "budget_total_cents": 100, "budget_remaining_cents": 95, "active": true,
        "service_key": "sponsored-api-a-1", "created_at": "2026-11-21T10:00:00Z"
    })
}

#[tokio::test]
async fn a_sponsored_api_is_made_and_listed_without_anybodys_upstream_secrets() {
    let new = NewSponsoredApi {
        name: "Prices".to_owned(),
        sponsor: "Acme".to_owned(),
        description: None,
        upstream_url: "https://acme.example/prices".to_owned(),
        upstream_method: UpstreamMethod::Get,
        price_cents: None,
        budget_cents: Cents(100),
    };
    let (asked, answer) = exchanged(api(), |to| fine(to.new_api(&new))).await;
    assert_eq!(
        (asked.method.clone(), asked.target.as_str()),
        (Method::POST, "/base/sponsored-apis")
    );
    assert_eq!(
        asked.json(),
        json!({"name": "Prices", "sponsor": "Acme", "budget_cents": 100,
            "upstream_url": "https://acme.example/prices", "upstream_method": "GET"})
    );
    let Reply::Done(made) = exchange::reply::<SponsoredApi>(&answer).unwrap() else {
        panic!("{answer:?}");
    };
    assert!(!format!("{made:?}").contains("canary"));

    let (asked, answer) = exchanged(json!([api()]), |to| fine(to.apis())).await;
    assert_eq!(
        (asked.method, asked.target.as_str()),
        (Method::GET, "/base/sponsored-apis")
    );
    assert_eq!(
        exchange::read::<Vec<SponsoredApi>>(&answer).unwrap(),
        [made]
    );
}

#[tokio::test]
async fn a_run_names_its_service_as_one_part_of_the_path() {
    let call = ServiceCall {
        user_id: "u-1".to_owned(),
        input: "x".to_owned(),
    };
    let run = json!({"service": "design", "output": "done", "payment_mode": "sponsored",
        "sponsored_by": "Acme", "tx_hash": "sponsor-6f9619ff-8b86-d011-b42d-00c04fc964ff"});
    let (asked, answer) = exchanged(run, |to| to.run_proxy("a/b?c", &call)).await;
    assert_eq!(asked.target, "/base/proxy/a%2Fb%3Fc/run");
    assert_eq!(asked.json(), json!({"user_id": "u-1", "input": "x"}));
    assert!(matches!(
        exchange::reply::<ServiceRun>(&answer),
        Ok(Reply::Done(_))
    ));

    let (asked, _) = exchanged(json!({}), |to| to.run_tool("design", &call)).await;
    assert_eq!(asked.target, "/base/tool/design/run");

    let call = ApiCall {
        caller: Some("purser".to_owned()),
        input: json!({"symbol": "ETH"}),
    };
    let run = json!({"api_id": "a-1", "payment_mode": "user_direct", "sponsored_by": null,
        "tx_hash": HASH, "upstream_status": 200, "upstream_body": "{}"});
    let (asked, answer) = exchanged(run, |to| to.run_api("a-1", &call)).await;
    assert_eq!(asked.target, "/base/sponsored-apis/a-1/run");
    assert_eq!(
        asked.json(),
        json!({"caller": "purser", "input": {"symbol": "ETH"}})
    );
    assert!(matches!(
        exchange::reply::<ApiRun>(&answer),
        Ok(Reply::Done(_))
    ));
}

#[test]
fn a_name_that_would_lead_to_another_route_is_refused() {
    let exchange = Exchange::at(PaidUrl::parse("https://exchange.example").unwrap());
    let call = ServiceCall {
        user_id: String::new(),
        input: String::new(),
    };
    for name in ["", ".", ".."] {
        assert!(exchange.run_tool(name, &call).is_err());
        assert!(exchange.run_proxy(name, &call).is_err());
        assert!(exchange.campaign(name).is_err());
        let call = ApiCall {
            caller: None,
            input: Value::Null,
        };
        assert!(exchange.run_api(name, &call).is_err());
    }
}

fn answer(status: u16, body: impl ToString) -> PaidAnswer {
    PaidAnswer {
        status,
        headers: vec![("retry-after".to_owned(), b"7".to_vec())],
        body: body.to_string().into_bytes(),
    }
}

fn refusal(code: &str) -> Value {
    json!({"error": {"code": code, "message": "complete sponsor task\u{1b} 'survey'"}})
}

#[test]
fn sponsored_to_do_and_to_pay_are_told_apart() {
    let reply = |status, body| exchange::reply::<Value>(&answer(status, body));
    assert_eq!(reply(200, json!(1)).unwrap(), Reply::Done(json!(1)));
    assert_eq!(reply(402, json!({})).unwrap(), Reply::PaymentRequired);
    let message = "complete sponsor task 'survey'".to_owned();
    assert_eq!(
        reply(428, refusal("precondition_required")).unwrap(),
        Reply::TaskRequired { message }
    );
}

#[test]
fn every_other_answer_is_an_error_of_its_kind() {
    use GatewayError::{Failed, RateLimited, Redirected, Refused, Unauthorized, Unreadable};
    let reply = |status, body: Value| exchange::reply::<Value>(&answer(status, body)).unwrap_err();
    assert!(matches!(reply(307, json!({})), Redirected { .. }));
    assert!(matches!(reply(401, json!({})), Unauthorized { .. }));
    assert!(
        matches!(reply(404, refusal("not_found")), Refused { code, .. } if code == "not_found")
    );
    assert!(matches!(
        reply(428, refusal("other")),
        Refused { status: 428, .. }
    ));
    assert!(
        matches!(reply(429, json!({})), RateLimited { retry_after: Some(wait), .. } if wait.as_secs() == 7)
    );
    assert!(matches!(reply(502, json!({})), Failed { status: 502, .. }));
    assert!(matches!(reply(777, json!({})), Unreadable { .. }));
    let plain = exchange::read::<Value>(&answer(422, "missing field `input`")).unwrap_err();
    assert!(matches!(plain, Refused { status: 422, .. }), "{plain:?}");
    let paid = exchange::read::<Value>(&answer(402, "{}")).unwrap_err();
    assert!(matches!(paid, Refused { status: 402, .. }), "{paid:?}");
}

#[test]
fn a_sponsors_reference_is_never_a_transaction() {
    let sponsor = |name: &str| PaidBy::Sponsor {
        name: name.to_owned(),
    };
    for reference in [None, Some("sponsor-6f9619ff"), Some(HASH)] {
        let by = exchange::paid_by(PaymentMode::Sponsored, Some("Acme"), reference);
        assert_eq!(by, sponsor("Acme"));
    }
    let caller = |tx_hash| exchange::paid_by(PaymentMode::UserDirect, None, tx_hash);
    let transaction = Some(HASH.to_owned());
    assert_eq!(caller(Some(HASH)), PaidBy::Caller { transaction });
    for not_a_hash in [
        "sponsor-6f9619ff",
        &HASH[..65],
        &format!("{HASH}0"),
        &HASH.replace('8', "g"),
        "",
    ] {
        let transaction = None;
        assert_eq!(caller(Some(not_a_hash)), PaidBy::Caller { transaction });
    }
}
