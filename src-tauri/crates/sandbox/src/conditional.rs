//! Answers a GET with an `ETag`, and with 304 when the caller has that answer already. It must not
//! know what the answer says, except that `serverTime` alone does not make it another one.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use axum::{
    Json,
    extract::FromRequestParts,
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;

use crate::{refusal::Refusal, world::World};

/// The answers that the caller has (`If-None-Match`), and how the gateway's clock is set.
pub(crate) struct Conditional {
    held: Option<String>,
    clock_offset_nanoseconds: i128,
}

impl FromRequestParts<Arc<World>> for Conditional {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        world: &Arc<World>,
    ) -> Result<Self, Self::Rejection> {
        let held = parts.headers.get(header::IF_NONE_MATCH);
        let held = held.and_then(|value| value.to_str().ok());
        Ok(Self {
            held: held.map(str::to_owned),
            clock_offset_nanoseconds: world.state().clock.offset().as_nanos(),
        })
    }
}

impl Conditional {
    /// `answer` with its tag, or 304. A clock that was set anew makes every answer another one,
    /// so that a countdown follows it.
    pub(crate) fn answer<T: Serialize>(&self, answer: &T) -> Result<Response, Refusal> {
        let value = serde_json::to_value(answer).map_err(|_| Refusal::internal())?;
        let tag = self.tag(value.clone());
        let tag_header = [(header::ETAG, tag.clone())];
        if self.holds(&tag) {
            return Ok((StatusCode::NOT_MODIFIED, tag_header).into_response());
        }
        Ok((tag_header, Json(value)).into_response())
    }

    fn tag(&self, mut value: Value) -> String {
        forget_server_time(&mut value);
        let mut hasher = DefaultHasher::new();
        value.to_string().hash(&mut hasher);
        self.clock_offset_nanoseconds.hash(&mut hasher);
        format!("W/\"{:016x}\"", hasher.finish())
    }

    fn holds(&self, tag: &str) -> bool {
        let held = self.held.as_deref().unwrap_or_default();
        held.split(',')
            .map(str::trim)
            .any(|one| one == "*" || one.trim_start_matches("W/") == tag.trim_start_matches("W/"))
    }
}

fn forget_server_time(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("serverTime");
            fields.values_mut().for_each(forget_server_time);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_server_time),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
