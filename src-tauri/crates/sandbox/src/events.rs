//! Server-sent events: a list of JSON events as one answer. It must not know what they mean.

use axum::{
    body::{Body, Bytes},
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde_json::Value;

/// Streams the events, each as its own chunk, named by its `type`.
pub(crate) fn stream(events: Vec<Value>) -> Response {
    let chunks = events.into_iter().map(|event| {
        let name = event["type"].as_str().unwrap_or("message");
        Ok::<Bytes, std::convert::Infallible>(format!("event: {name}\ndata: {event}\n\n").into())
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, Body::from_stream(stream::iter(chunks))).into_response()
}

/// The text in pieces as a model streams it: words with the space after them.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(' ')
}
