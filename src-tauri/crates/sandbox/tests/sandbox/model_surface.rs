//! The model surface as Codex and Claude Code call it, and what it costs.

use reqwest::{Method, RequestBuilder, header};
use serde_json::{Value, json};

use crate::peer::{Peer, answer, events, kinds};

const RESPONSES: &str = "/v1/responses";
const MESSAGES: &str = "/v1/messages";

/// Eight bytes of text, so two input tokens; the reply `Sandbox here. You said: hi there` has 32
/// bytes, so eight output tokens.
fn codex_call(peer: &Peer) -> RequestBuilder {
    let body = json!({
        "model": "gpt-5.5",
        "stream": true,
        "input": [{"id": "msg_1", "type": "message", "role": "user",
            "content": [{"type": "input_text", "text": "hi there"}]}],
        "tools": [{"type": "custom", "name": "apply_patch"}, {"type": "tool_search"}],
    });
    peer.post(RESPONSES, &body).header(
        header::USER_AGENT,
        "codex_exec/0.169.0 (Debian 12.0.0; x86_64)",
    )
}

fn claude_call(peer: &Peer) -> RequestBuilder {
    let body = json!({
        "model": "claude-opus-4-8",
        "stream": true,
        "max_tokens": 128_000,
        "context_management": {"edits": []},
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "hi th"}]},
            {"role": "system", "content": "ere"},
        ],
    });
    peer.post(&format!("{MESSAGES}?beta=true"), &body)
        .header(header::USER_AGENT, "claude-cli/2.1.329 (external, sdk-cli)")
        .header("anthropic-beta", "claude-code-20250219")
}

async fn surge(peer: &Peer, behavior: &str) {
    let surge = json!({"mode": "surge", "endsInSeconds": 600});
    peer.control("/sandbox/pricing", surge).await;
    let choice = json!({"surgeBehavior": behavior});
    assert_eq!(answer(peer.post("/api/v1/toolbox", &choice)).await.0, 200);
}

async fn last_charge(peer: &Peer) -> Value {
    let mut usage = peer.read("/api/v1/billing/token-usage").await;
    usage["transactions"][0].take()
}

#[tokio::test]
async fn the_models_come_in_both_shapes() {
    let peer = Peer::start().await;
    let models = peer.read("/v1/models?client_version=0.169.0").await;
    assert_eq!(models["object"], "list");
    assert_eq!(models["data"][0]["id"], "gpt-5.5");
    assert_eq!(models["models"][0]["slug"], "gpt-5.5");
}

#[tokio::test]
async fn codex_gets_the_whole_event_sequence() {
    let peer = Peer::start().await;
    let events = events(codex_call(&peer).send().await.unwrap()).await;
    assert_eq!(
        kinds(&events),
        [
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed",
        ]
    );
    let deltas: String = events
        .iter()
        .filter_map(|event| event["delta"].as_str())
        .collect();
    assert_eq!(deltas, "Sandbox here. You said: hi there");
    let completed = &events.last().unwrap()["response"];
    assert_eq!(completed["output"][0]["content"][0]["text"], deltas);
    assert_eq!(completed["usage"]["input_tokens"], 2);
    assert_eq!(completed["usage"]["output_tokens"], 8);
    let numbers: Vec<_> = events
        .iter()
        .map(|event| event["sequence_number"].as_u64())
        .collect();
    assert_eq!(
        numbers,
        (0..).map(Some).take(events.len()).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn claude_code_gets_the_whole_event_sequence() {
    let peer = Peer::start().await;
    let events = events(claude_call(&peer).send().await.unwrap()).await;
    assert_eq!(
        kinds(&events),
        [
            "message_start",
            "content_block_start",
            "ping",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop",
        ]
    );
    let texts = events
        .iter()
        .filter_map(|event| event["delta"]["text"].as_str());
    assert_eq!(texts.collect::<String>(), "Sandbox here. You said: hi th");
}

#[tokio::test]
async fn an_api_key_works_for_claude_code() {
    let peer = Peer::start().await;
    let request = peer
        .anonymous(Method::POST, MESSAGES)
        .header("x-api-key", peer.sandbox.token())
        .json(&json!({"model": "m", "messages": [{"role": "user", "content": "hi"}]}));
    let (status, message) = answer(request).await;
    assert_eq!(status, 200);
    assert_eq!(message["content"][0]["text"], "Sandbox here. You said: hi");
}

#[tokio::test]
async fn counting_tokens_costs_nothing_and_says_what_a_call_would_bill() {
    let peer = Peer::start().await;
    let body = json!({"model": "m", "messages": [{"role": "user", "content": "123456789"}]});
    let request = peer.post("/v1/messages/count_tokens", &body);
    assert_eq!(answer(request).await, (200, json!({"input_tokens": 3})));
    assert_eq!(peer.balance().await, 25_000_000);
}

#[tokio::test]
async fn each_mode_bills_its_documented_rate_to_the_micro_dollar() {
    let peer = Peer::start().await;
    // 2 input and 8 output tokens: 9 + 216, 10 + 240, 12 + 256 micro-USD.
    for (mode, price) in [("reduced", 225), ("standard", 250), ("surge", 268)] {
        peer.control("/sandbox/pricing", json!({"mode": mode}))
            .await;
        let before = peer.balance().await;
        events(codex_call(&peer).send().await.unwrap()).await;
        assert_eq!(before - peer.balance().await, price, "{mode}");
        let charge = last_charge(&peer).await;
        assert_eq!(charge["chargedMicroUsd"], price);
        assert_eq!(charge["balanceAfterMicroUsd"], before - price);
        assert_eq!(charge["client"], "codex");
    }
}

#[tokio::test]
async fn deepseek_answers_codex_in_surge_when_chosen_and_claude_code_stays() {
    let peer = Peer::start().await;
    surge(&peer, "deepseek-v4").await;
    events(codex_call(&peer).send().await.unwrap()).await;
    let charge = last_charge(&peer).await;
    assert_eq!(
        (&charge["model"], &charge["chargedMicroUsd"]),
        (&json!("deepseek-v4"), &json!(44))
    );
    events(claude_call(&peer).send().await.unwrap()).await;
    let charge = last_charge(&peer).await;
    assert_eq!(
        (&charge["model"], &charge["client"]),
        (&json!("claude-opus-4-8"), &json!("claude-code"))
    );
}

#[tokio::test]
async fn a_pause_in_surge_refuses_new_calls_and_charges_nothing() {
    let peer = Peer::start().await;
    surge(&peer, "pause").await;
    for call in [codex_call(&peer), claude_call(&peer)] {
        let response = call.send().await.unwrap();
        assert_eq!(response.status(), 503);
        let wait: u64 = response.headers()["retry-after"]
            .to_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!((1..=600).contains(&wait), "{wait}");
    }
    assert_eq!(peer.balance().await, 25_000_000);
    peer.control("/sandbox/pricing", json!({"mode": "standard"}))
        .await;
    assert_eq!(codex_call(&peer).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn an_empty_wallet_fails_each_call_in_the_words_of_its_client() {
    let peer = Peer::start().await;
    peer.control("/sandbox/balance", json!({"balanceMicroUsd": 249}))
        .await;
    let events = events(codex_call(&peer).send().await.unwrap()).await;
    assert_eq!(kinds(&events), ["response.failed"]);
    assert_eq!(events[0]["response"]["error"]["code"], "insufficient_quota");
    peer.control("/sandbox/balance", json!({"balanceMicroUsd": 0}))
        .await;
    let (status, body) = answer(claude_call(&peer)).await;
    assert_eq!((status, &body["type"]), (402, &json!("error")));
    assert_eq!(body["error"]["type"], "billing_error");
    assert_eq!(peer.balance().await, 0);
}

#[tokio::test]
async fn a_call_without_its_fields_is_refused_with_their_names() {
    let peer = Peer::start().await;
    for (path, field) in [(RESPONSES, "input"), (MESSAGES, "messages")] {
        let (status, body) = answer(peer.post(path, &json!({"model": ""}))).await;
        assert_eq!(status, 422, "{path}");
        let fields = body["error"]["fields"].as_object().unwrap();
        assert!(
            fields.contains_key("model") && fields.contains_key(field),
            "{path}: {body}"
        );
    }
}

#[tokio::test]
async fn a_probe_is_answered_without_a_token_and_costs_nothing() {
    let peer = Peer::start().await;
    for path in ["/", "/v1", RESPONSES, MESSAGES] {
        let response = peer.anonymous(Method::HEAD, path).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
    }
    assert_eq!(peer.balance().await, 25_000_000);
}

#[tokio::test]
async fn a_web_socket_is_refused_so_that_codex_uses_http() {
    let peer = Peer::start().await;
    assert_eq!(answer(peer.get(RESPONSES)).await.0, 426);
}
