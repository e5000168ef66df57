//! A running sandbox and a client that is signed in to its demo account.

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};

pub(crate) struct Peer {
    pub(crate) sandbox: Sandbox,
    client: Client,
}

impl Peer {
    pub(crate) async fn start() -> Self {
        // Another test of this process may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            sandbox: Sandbox::start(Options::default()).await.unwrap(),
            client: Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
        }
    }

    /// A request without a token.
    pub(crate) fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.sandbox.url());
        self.client.request(method, url)
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        let request = self.anonymous(Method::GET, path);
        request.bearer_auth(self.sandbox.token())
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        let request = self.anonymous(Method::POST, path);
        request.bearer_auth(self.sandbox.token()).json(body)
    }

    /// The JSON of a GET that works.
    pub(crate) async fn read(&self, path: &str) -> Value {
        let response = self.get(path).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "GET {path}");
        response.json().await.unwrap()
    }

    /// Moves the sandbox by its control API.
    pub(crate) async fn control(&self, path: &str, body: Value) {
        let request = self.anonymous(Method::POST, path).json(&body);
        let status = request.send().await.unwrap().status();
        assert!(status.is_success(), "POST {path} {body}: {status}");
    }

    pub(crate) async fn balance(&self) -> i64 {
        let status = self.read("/api/v1/wallet/status").await;
        status["wallet"]["balanceMicroUsd"].as_i64().unwrap()
    }

    pub(crate) async fn revoke_token(&self) {
        self.control("/sandbox/token/revoke", json!({})).await;
    }
}

/// Sends the request and gives its status and JSON.
pub(crate) async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

/// The JSON events of a stream, in order.
pub(crate) async fn events(response: Response) -> Vec<Value> {
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let text = response.text().await.unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix("data: "))
        .map(|event| serde_json::from_str(event).unwrap())
        .collect()
}

/// The `type` of each event, repetitions left out.
pub(crate) fn kinds(events: &[Value]) -> Vec<&str> {
    let mut kinds: Vec<_> = events
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect();
    kinds.dedup();
    kinds
}
