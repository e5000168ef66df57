//! Agents pay, people approve: the real `purser mcp` beside the real resident and alone, at the
//! sandbox's merchants.

mod client;

use rustix::process::Signal;
use serde_json::{Value, json};
use tests::{
    home::Home,
    place,
    purser::Purser,
    sandbox::{Sandbox, ask, control},
    wait::until,
};

use crate::person::Person;
use client::Client;

const WEATHER: &str = "/x402/v2/weather";
/// Base Sepolia, which the sandbox plays.
const BASE_SEPOLIA: u32 = 84_532;

/// An agent beside a resident that plays the sandbox and holds a key with play money.
struct Scene {
    agent: Client,
    person: Person,
    home: Home,
    url: String,
}

impl Scene {
    fn start() -> Self {
        let home = Home::new();
        let person = Person::start(&home);
        person.does(&json!({"type": "trySandbox"}));
        person.pays(&json!({"type": "createKey"}));
        let view = person.sees();
        let url = view["gateway"]["url"].as_str().expect("a sandbox");
        Self {
            agent: agent(&home),
            url: url.to_owned(),
            person,
            home,
        }
    }

    fn weather(&self) -> Value {
        json!({"url": format!("{}{WEATHER}", self.url)})
    }

    fn paid(&self) -> usize {
        settlements(&self.url)
    }
}

fn agent(home: &Home) -> Client {
    let mut command = home.command(place::built().join("purser"));
    Purser::headless(home).equip(&mut command);
    Client::start(&mut command)
}

/// How often the merchants were paid, by their own books.
fn settlements(url: &str) -> usize {
    let log = ask(url, "merchants/log");
    log["settlements"].as_array().expect("a log").len()
}

fn with(mut arguments: Value, name: &str, value: impl Into<Value>) -> Value {
    arguments[name] = value.into();
    arguments
}

#[track_caller]
fn words(result: &Value) -> &str {
    result["content"][0]["text"].as_str().expect("words")
}

#[track_caller]
fn refused(result: &Value, code: &str) {
    assert_eq!(result["isError"], true, "{result}");
    let data = &result["structuredContent"];
    assert_eq!(data["problem"]["code"], code, "{result}");
    assert_eq!(data["state"], "failed", "{result}");
}

#[test]
fn a_payment_waits_for_the_person_and_is_told_with_its_answer() {
    let mut scene = Scene::start();
    let quoted = scene.agent.call("quote", scene.weather());
    let data = &quoted["structuredContent"];
    assert_eq!(data["state"], "quoted", "{quoted}");
    assert_eq!(data["offers"][0]["price"]["amount"], "0.01 USDC");
    assert!(words(&quoted).starts_with("Nothing was paid."), "{quoted}");

    let arguments = with(scene.weather(), "idempotency_key", "rain-today");
    let call = scene.agent.begin_call("paid_request", arguments.clone());
    let question = scene.person.question();
    assert_eq!(question["intent"], "rain-today");
    let progress = scene.agent.notified("notifications/progress");
    let message = progress["message"].as_str().expect("a message");
    assert!(message.contains("approve 0.01 USDC"), "{progress}");
    assert_eq!(scene.paid(), 0);

    scene
        .person
        .pays(&json!({"type": "approve", "ask": question["id"]}));
    let result = scene.agent.result(call);
    let data = &result["structuredContent"];
    assert_eq!(data["state"], "answered", "{result}");
    assert_eq!(data["payment"]["state"], "delivered", "{result}");
    assert_eq!(data["payment"]["amount"], "0.01 USDC", "{result}");
    assert_eq!(data["response"]["status"], 200, "{result}");
    let body = data["response"]["untrusted_body"].as_str().expect("a body");
    let (before, fenced) = words(&result).split_once("BEGIN ").expect("a fence");
    assert!(before.starts_with("Paid: 0.01 USDC"), "{result}");
    assert!(fenced.contains(body), "{result}");

    // The same key again: the same answer, and no second payment.
    let again = scene.agent.call("paid_request", arguments);
    assert_eq!(
        again["structuredContent"]["response"]["untrusted_body"],
        body
    );
    assert_eq!(scene.paid(), 1);

    let ledger = scene.agent.call("ledger", json!({"limit": 1}));
    let line = &ledger["structuredContent"]["payments"][0];
    assert_eq!(line["idempotency_key"], "rain-today", "{ledger}");
    assert!(!scene.agent.was_asked(), "people approve, not agents");
}

#[test]
fn what_the_person_declines_or_the_agent_takes_back_is_not_paid() {
    let mut scene = Scene::start();
    let arguments = with(scene.weather(), "idempotency_key", "no-rain");
    let call = scene.agent.begin_call("paid_request", arguments.clone());
    let question = scene.person.question();
    scene
        .person
        .pays(&json!({"type": "decline", "ask": question["id"]}));
    refused(&scene.agent.result(call), "paymentDeclined");
    // No is no: the person is not asked about it again.
    let again = scene.agent.call("paid_request", arguments);
    refused(&again, "paymentDeclined");
    assert_eq!(scene.person.questions(), [Value::Null; 0]);

    let arguments = with(scene.weather(), "idempotency_key", "taken-back");
    let call = scene.agent.begin_call("paid_request", arguments.clone());
    let _ = scene.person.question();
    scene.agent.cancel(call);
    let none = |person: &Person| person.questions().is_empty().then_some(());
    until("the question to be withdrawn", || none(&scene.person));
    let waiting = scene
        .agent
        .call("paid_request", with(arguments, "wait_seconds", 0));
    let state = &waiting["structuredContent"]["state"];
    assert_eq!(state, "waiting_for_approval", "nobody had said no");
    let question = scene.person.question();
    scene
        .person
        .pays(&json!({"type": "withdraw", "ask": question["id"]}));

    // An agent that goes takes its question with it.
    let _ = scene.agent.begin_call("paid_request", scene.weather());
    let _ = scene.person.question();
    let Scene {
        agent, person, url, ..
    } = scene;
    let (code, _) = agent.leave();
    assert_eq!(code, Some(0));
    until("the question to be withdrawn", || none(&person));
    assert_eq!(settlements(&url), 0);
}

#[test]
fn while_payments_are_paused_neither_an_agent_nor_an_approval_pays() {
    let mut scene = Scene::start();
    let call = scene.agent.begin_call("paid_request", scene.weather());
    let question = scene.person.question();
    scene.person.pays(&json!({"type": "pause", "paused": true}));
    let approve = json!({"type": "approve", "ask": question["id"]});
    let approve = json!({"type": "pay", "ask": approve});
    assert_eq!(scene.person.is_refused(&approve), "paymentsPaused");
    let result = scene.agent.result(call);
    refused(&result, "paymentsPaused");

    let again = scene.agent.call("paid_request", scene.weather());
    refused(&again, "paymentsPaused");
    let query = json!({"query": "{ getNetworks { id name } }"});
    let query = scene.agent.call("graph_query", query);
    refused(&query, "paymentsPaused");
    assert_eq!(scene.person.questions(), [Value::Null; 0]);
    assert_eq!(scene.paid(), 0);
}

#[test]
fn an_agent_that_does_not_wait_comes_back_for_the_answer() {
    let mut scene = Scene::start();
    let arguments = with(scene.weather(), "wait_seconds", 0);
    let waiting = scene.agent.call("paid_request", arguments.clone());
    let data = &waiting["structuredContent"];
    assert_eq!(data["state"], "waiting_for_approval", "{waiting}");
    assert_eq!(data["question"]["price"]["amount"], "0.01 USDC");
    let key = data["idempotency_key"].as_str().expect("a key");
    let arguments = with(arguments, "idempotency_key", key);

    // Coming back too early asks the person no second question.
    let waiting = scene.agent.call("paid_request", arguments.clone());
    assert_eq!(
        waiting["structuredContent"]["state"],
        "waiting_for_approval"
    );
    let question = scene.person.question();
    assert_eq!(scene.person.questions().len(), 1);

    scene
        .person
        .pays(&json!({"type": "approve", "ask": question["id"]}));
    let result = scene.agent.call("paid_request", arguments);
    assert_eq!(
        result["structuredContent"]["payment"]["state"], "delivered",
        "{result}"
    );
    assert_eq!(scene.paid(), 1);
}

#[test]
fn two_calls_at_once_with_one_key_are_one_question_and_one_payment() {
    let mut scene = Scene::start();
    let arguments = with(scene.weather(), "idempotency_key", "one-rain");
    let first = scene.agent.begin_call("paid_request", arguments.clone());
    let question = scene.person.question();
    let second = scene.agent.begin_call("paid_request", arguments);
    let _ = scene.agent.notified("notifications/progress");
    let _ = scene.agent.notified("notifications/progress");
    assert_eq!(scene.person.questions().len(), 1);
    scene
        .person
        .pays(&json!({"type": "approve", "ask": question["id"]}));
    for call in [first, second] {
        let result = scene.agent.result(call);
        let payment = &result["structuredContent"]["payment"];
        assert_eq!(payment["state"], "delivered", "{result}");
    }
    assert_eq!(scene.paid(), 1);
}

#[test]
fn within_the_limits_nobody_is_asked_and_beyond_them_nobody_is_paid() {
    let mut scene = Scene::start();
    let origin = json!({
        "origin": scene.url, "allowed": true, "exchange": false, "payer": "purser",
    });
    scene
        .person
        .pays(&json!({"type": "setOrigin", "origin": origin}));

    let dear = with(scene.weather(), "max_amount", "0.009");
    refused(&scene.agent.call("paid_request", dear), "limitReached");
    assert_eq!(scene.paid(), 0);

    let query = scene.agent.call(
        "graph_query",
        json!({
            "query": "query($where: [X!]) { getTokenPrices(inputs: $where) { priceUsd } }",
            "variables": {"where": [{
                "address": "So11111111111111111111111111111111111111112",
                "networkId": 1_399_811_149,
            }]},
        }),
    );
    let data = &query["structuredContent"];
    assert_eq!(data["payment"]["state"], "delivered", "{query}");
    let body = data["response"]["untrusted_body"].as_str().expect("a body");
    assert!(body.contains("151.42"), "{query}");
    assert_eq!(scene.paid(), 1);
    let mutation = json!({"query": "mutation { createWebhooks { id } }"});
    refused(&scene.agent.call("graph_query", mutation), "queryRefused");

    let held = scene.agent.call("balance", json!({}));
    let text = held["structuredContent"].to_string();
    assert!(text.contains("24.99"), "{held}");
    let phrase = scene.home.path().join("passphrase");
    let passphrase = std::fs::read_to_string(phrase).expect("a passphrase");
    assert!(!text.contains(passphrase.trim()));
}

#[test]
fn where_no_purser_runs_a_payment_that_needs_approval_says_how_to_get_it() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let person = Person::start(&home);
    person.pays(&json!({"type": "createKey"}));
    let rpc = format!("{}/chain/base", sandbox.url);
    person.pays(&json!({"type": "setRpc", "chain": BASE_SEPOLIA, "url": rpc}));
    drop(person);

    let mut agent = agent(&home);
    let weather = json!({"url": format!("{}{WEATHER}", sandbox.url)});
    let result = agent.call("paid_request", weather.clone());
    refused(&result, "approvalNeeded");
    assert!(words(&result).contains("open Purser"), "{result}");
    assert_eq!(settlements(&sandbox.url), 0);

    // What the person allowed before is paid also then.
    let person = Person::start(&home);
    let origin = json!({
        "origin": sandbox.url, "allowed": true, "exchange": false, "payer": "purser",
    });
    person.pays(&json!({"type": "setOrigin", "origin": origin}));
    drop(person);
    let result = agent.call("paid_request", weather);
    assert_eq!(
        result["structuredContent"]["payment"]["state"], "delivered",
        "{result}"
    );
    assert_eq!(settlements(&sandbox.url), 1);
    let ledger = agent.call("ledger", json!({}));
    let last = &ledger["structuredContent"]["payments"][0];
    assert_eq!(last["state"], "delivered", "{ledger}");
    assert_eq!(agent.leave().0, Some(0));
}

#[test]
fn the_tools_say_what_they_do_and_refuse_what_they_do_not_know() {
    let home = Home::new();
    let mut agent = agent(&home);
    let listed = agent.ask("tools/list", json!({}));
    let hints = |tool: &Value| {
        let hints = &tool["annotations"];
        let name = tool["name"].as_str().expect("a name").to_owned();
        let read_only = hints["readOnlyHint"].as_bool().expect("a hint");
        (name, read_only, hints["openWorldHint"].as_bool())
    };
    let tools = listed["tools"].as_array().expect("tools");
    let mut told: Vec<_> = tools.iter().map(hints).collect();
    told.sort();
    let tool = |name: &str, read_only, open| (name.to_owned(), read_only, Some(open));
    assert_eq!(
        told,
        [
            tool("balance", true, true),
            tool("graph_query", false, true),
            tool("ledger", true, false),
            tool("paid_request", false, true),
            tool("quote", false, true),
        ]
    );

    let typo = json!({"url": "https://api.example.com", "max_ammount": "0.01"});
    let told = agent.call("paid_request", typo);
    refused(&told, "inputUnreadable");
    assert!(words(&told).contains("max_ammount"), "{told}");
    let keyless = agent.call("balance", json!({}));
    assert_eq!(keyless["isError"], true);
    assert_eq!(
        keyless["structuredContent"]["problem"]["code"],
        "keyMissing"
    );
    let (code, rest) = agent.leave();
    assert_eq!((code, rest), (Some(0), Vec::new()));
}

#[test]
fn a_server_that_is_told_to_stop_ends_well_also_while_a_call_waits_or_hangs() {
    for signal in [Signal::TERM, Signal::HUP] {
        let mut scene = Scene::start();
        let _waits = scene.agent.begin_call("paid_request", scene.weather());
        let _question = scene.person.question();
        let hangs = json!({"prefix": "/x402/v1/", "kind": "latency", "milliseconds": 60_000});
        let _ = control(&scene.url, "faults", &hangs);
        let hung = json!({"url": format!("{}/x402/v1/weather", scene.url)});
        let _hangs = scene.agent.begin_call("quote", hung);
        until("the call to hang", || {
            let faults = &ask(&scene.url, "state")["faults"];
            faults.as_array()?.is_empty().then_some(())
        });
        scene.home.signal("purser", signal);
        assert_eq!(scene.agent.ended(), Some(0));
        assert_eq!(
            scene.person.questions(),
            [json!(null); 0],
            "it is withdrawn"
        );
        assert_eq!(settlements(&scene.url), 0);
    }
}
