//! The Messages API that Claude Code speaks: one text answer, streamed or whole, and the token
//! count. Fields and message roles that it does not know are let through. It must not know prices.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{
    accounts::random_text,
    auth::Customer,
    billing::{self, Answered, Call, Declined, Surface},
    body::{self, Field, Rule},
    events,
    ledger::tokens,
    prompt::Prompt,
    refusal::Refusal,
    world::World,
};

const FIELDS: [Field; 2] = [("model", Rule::Text), ("messages", Rule::List)];

/// POST `/v1/messages`.
pub(crate) async fn create(
    State(world): State<Arc<World>>,
    customer: Result<Customer, Refusal>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    message(&world, customer, &headers, &body).unwrap_or_else(Refusal::for_messages_api)
}

/// POST `/v1/messages/count_tokens`: what `/v1/messages` would bill as input. Costs nothing.
pub(crate) async fn count_tokens(customer: Result<Customer, Refusal>, body: Bytes) -> Response {
    let counted = customer.and_then(|_| body::read_value(&body, &FIELDS));
    match counted {
        Ok(body) => {
            let input_tokens = tokens(Prompt::of_messages(&body).text_bytes);
            Json(json!({"input_tokens": input_tokens})).into_response()
        }
        Err(refusal) => refusal.for_messages_api(),
    }
}

fn message(
    world: &World,
    customer: Result<Customer, Refusal>,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<Response, Refusal> {
    let Customer(id) = customer?;
    let body = body::read_value(body, &FIELDS)?;
    let call = Call {
        surface: Surface::Messages,
        client: billing::client(headers),
        model: body["model"].as_str().unwrap_or_default().to_owned(),
        prompt: Prompt::of_messages(&body),
    };
    let answered =
        billing::answer(&mut world.state(), id, call).map_err(|declined| match declined {
            Declined::InsufficientCredit => Refusal::insufficient_credit(),
            Declined::Paused { seconds_left } => Refusal::paused(seconds_left),
        })?;
    if body["stream"].as_bool().unwrap_or(false) {
        return Ok(events::stream(sequence(&answered)));
    }
    let mut whole = begun(&answered);
    whole["content"] = json!([{"type": "text", "text": answered.text}]);
    whole["stop_reason"] = json!("end_turn");
    whole["usage"]["output_tokens"] = json!(answered.tokens.output);
    Ok(Json(whole).into_response())
}

/// The message before its first word.
fn begun(answered: &Answered) -> Value {
    json!({
        "id": format!("msg_{}", random_text(24)),
        "type": "message",
        "role": "assistant",
        "model": answered.model,
        "content": [],
        "stop_reason": null,
        "stop_sequence": null,
        "usage": {
            "input_tokens": answered.tokens.input,
            "output_tokens": 0,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
        },
    })
}

/// message_start, content_block_start, ping, content_block_delta…, content_block_stop,
/// message_delta, message_stop.
fn sequence(answered: &Answered) -> Vec<Value> {
    let mut events = vec![
        json!({"type": "message_start", "message": begun(answered)}),
        json!({
            "type": "content_block_start",
            "index": 0,
            "content_block": {"type": "text", "text": ""},
        }),
        json!({"type": "ping"}),
    ];
    events.extend(events::pieces(&answered.text).map(|piece| {
        json!({
            "type": "content_block_delta",
            "index": 0,
            "delta": {"type": "text_delta", "text": piece},
        })
    }));
    events.extend([
        json!({"type": "content_block_stop", "index": 0}),
        json!({
            "type": "message_delta",
            "delta": {"stop_reason": "end_turn", "stop_sequence": null},
            "usage": {"output_tokens": answered.tokens.output},
        }),
        json!({"type": "message_stop"}),
    ]);
    events
}
