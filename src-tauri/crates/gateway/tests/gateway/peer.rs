//! A server that answers as a test scripts it and writes down what it was asked. Knows no route.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gateway::{Deadlines, Gateway, GatewayUrl};
use secrecy::SecretString;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// Planted in every call, searched in every text that comes back.
pub(crate) const TOKEN: &str = "canary-token-0b5f9c";
/// Planted in every sign-in.
pub(crate) const PASSWORD: &str = "canary-password-77d1e4";

/// Much longer than any deadline here: reaching it is the failure.
const FOREVER: Duration = Duration::from_secs(20);

pub(crate) async fn in_time<T>(call: impl Future<Output = T>) -> T {
    tokio::time::timeout(FOREVER, call).await.unwrap()
}

pub(crate) fn token() -> SecretString {
    SecretString::from(TOKEN)
}

pub(crate) fn password() -> SecretString {
    SecretString::from(PASSWORD)
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    /// Path and query, still encoded.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Asked {
    pub(crate) fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Dropping it ends the server and its connections.
pub(crate) struct Peer {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    _serving: JoinSet<()>,
}

impl Peer {
    pub(crate) async fn answering(
        answer: impl Fn(&Asked) -> Response + Clone + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let book = Arc::clone(&asked);
        let router = Router::new().fallback(async move |request: Request| {
            let (head, body) = request.into_parts();
            let asked = Asked {
                method: head.method,
                target: head.uri.to_string(),
                headers: head.headers,
                body: to_bytes(body, usize::MAX).await.unwrap(),
            };
            let response = answer(&asked);
            book.lock().unwrap().push(asked);
            response
        });
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            address,
            asked,
            _serving: serving,
        }
    }

    /// A server that answers every request alike.
    pub(crate) async fn saying(status: u16, body: &Value) -> Self {
        let body = body.clone();
        Self::answering(move |_| json(status, &body)).await
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn gateway(&self) -> Gateway {
        gateway_at(&self.url())
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// The one request that arrived.
    pub(crate) fn asked_once(&self) -> Asked {
        let mut asked = self.asked();
        assert_eq!(asked.len(), 1, "{asked:?}");
        asked.remove(0)
    }
}

pub(crate) fn gateway_at(url: &str) -> Gateway {
    Gateway::new(GatewayUrl::parse(url).unwrap()).unwrap()
}

/// A client that waits for a whole answer no longer than this.
pub(crate) fn hurried(url: &str) -> Gateway {
    let deadlines = Deadlines {
        connect: Duration::from_secs(5),
        answer: Duration::from_millis(300),
    };
    Gateway::with_deadlines(GatewayUrl::parse(url).unwrap(), deadlines).unwrap()
}

pub(crate) fn json(status: u16, body: &Value) -> Response {
    text(status, "application/json", body.to_string())
}

pub(crate) fn text(status: u16, kind: &'static str, body: impl Into<String>) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(header::CONTENT_TYPE, kind)], body.into()).into_response()
}
