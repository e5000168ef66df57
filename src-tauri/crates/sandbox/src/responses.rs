//! The Responses API that Codex speaks: the whole event sequence of one text answer, and
//! `response.failed` for an empty wallet. It must not know prices.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{
    accounts::random_text,
    auth::Customer,
    billing::{self, Answered, Call, Declined, Surface},
    body::{self, Rule},
    events,
    prompt::Prompt,
    refusal::Refusal,
    world::World,
};

/// POST `/v1/responses`.
pub(crate) async fn create(
    State(world): State<Arc<World>>,
    Customer(id): Customer,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let fields = [("model", Rule::Text), ("input", Rule::TextOrList)];
    let body = body::read_value(&body, &fields)?;
    let model = body["model"].as_str().unwrap_or_default();
    let streamed = body["stream"].as_bool().unwrap_or(false);
    let call = Call {
        surface: Surface::Responses,
        client: billing::client(&headers),
        model: model.to_owned(),
        prompt: Prompt::of_responses(&body),
    };
    match billing::answer(&mut world.state(), id, call) {
        Ok(answered) if streamed => Ok(events::stream(sequence(&answered))),
        Ok(answered) => Ok(Json(Transcript::new(&answered).completed()).into_response()),
        Err(Declined::InsufficientCredit) if streamed => Ok(events::stream(failed(model))),
        Err(Declined::InsufficientCredit) => Err(Refusal::insufficient_credit()),
        Err(Declined::Paused { seconds_left }) => Err(Refusal::paused(seconds_left)),
    }
}

/// GET `/v1/responses` is how Codex asks for a web socket. 426 makes it use HTTP at once.
pub(crate) async fn refuse_websocket(Customer(_): Customer) -> Refusal {
    Refusal::new(
        StatusCode::UPGRADE_REQUIRED,
        "websocket_not_supported",
        "Use POST with server-sent events.",
    )
}

/// One answer under its ids.
struct Transcript<'a> {
    answered: &'a Answered,
    response_id: String,
    message_id: String,
}

impl<'a> Transcript<'a> {
    fn new(answered: &'a Answered) -> Self {
        Self {
            answered,
            response_id: format!("resp_{}", random_text(24)),
            message_id: format!("msg_{}", random_text(24)),
        }
    }

    fn part(&self, text: &str) -> Value {
        json!({"type": "output_text", "text": text, "annotations": []})
    }

    fn message(&self, status: &str, content: &[Value]) -> Value {
        json!({
            "type": "message",
            "id": self.message_id,
            "role": "assistant",
            "status": status,
            "content": content,
        })
    }

    fn finished_message(&self) -> Value {
        self.message("completed", &[self.part(&self.answered.text)])
    }

    fn response(&self, status: &str, output: &[Value]) -> Value {
        json!({
            "id": self.response_id,
            "object": "response",
            "created_at": self.answered.at.as_second(),
            "status": status,
            "model": self.answered.model,
            "output": output,
        })
    }

    fn completed(&self) -> Value {
        let mut response = self.response("completed", &[self.finished_message()]);
        let tokens = self.answered.tokens;
        response["usage"] = json!({
            "input_tokens": tokens.input,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": tokens.output,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": tokens.input.saturating_add(tokens.output),
        });
        response
    }

    /// An event about the only part of the only message.
    fn part_event(&self, kind: &str, field: &str, value: Value) -> Value {
        let mut event = json!({
            "type": kind,
            "item_id": self.message_id,
            "output_index": 0,
            "content_index": 0,
        });
        event[field] = value;
        event
    }
}

/// created, in_progress, output_item.added, content_part.added, output_text.delta…,
/// output_text.done, content_part.done, output_item.done, completed.
fn sequence(answered: &Answered) -> Vec<Value> {
    let transcript = Transcript::new(answered);
    let text = answered.text.as_str();
    let begun = transcript.response("in_progress", &[]);
    let item = |kind: &str, item: Value| json!({"type": kind, "output_index": 0, "item": item});
    let mut events = vec![
        json!({"type": "response.created", "response": begun}),
        json!({"type": "response.in_progress", "response": begun}),
        item(
            "response.output_item.added",
            transcript.message("in_progress", &[]),
        ),
        transcript.part_event("response.content_part.added", "part", transcript.part("")),
    ];
    events.extend(
        events::pieces(text).map(|piece| {
            transcript.part_event("response.output_text.delta", "delta", json!(piece))
        }),
    );
    events.extend([
        transcript.part_event("response.output_text.done", "text", json!(text)),
        transcript.part_event("response.content_part.done", "part", transcript.part(text)),
        item("response.output_item.done", transcript.finished_message()),
        json!({"type": "response.completed", "response": transcript.completed()}),
    ]);
    numbered(events)
}

/// The answer to a call that the wallet does not cover: Codex shows it once and does not retry.
fn failed(model: &str) -> Vec<Value> {
    numbered(vec![json!({
        "type": "response.failed",
        "response": {
            "id": format!("resp_{}", random_text(24)),
            "object": "response",
            "status": "failed",
            "model": model,
            "output": [],
            "error": {
                "code": "insufficient_quota",
                "message": "The Token Wallet is empty. Top it up to go on.",
            },
        },
    })])
}

fn numbered(mut events: Vec<Value>) -> Vec<Value> {
    for (number, event) in events.iter_mut().enumerate() {
        event["sequence_number"] = json!(number);
    }
    events
}
