//! A release address that publishes what a test wants, signed with keys that are thrown away.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::{Arc, LazyLock, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use minisign::KeyPair;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use wallet::update::ReleaseSource;

pub(crate) static OURS: LazyLock<KeyPair> =
    LazyLock::new(|| KeyPair::generate_unencrypted_keypair().unwrap());
pub(crate) static OTHERS: LazyLock<KeyPair> =
    LazyLock::new(|| KeyPair::generate_unencrypted_keypair().unwrap());

const MANIFEST: &str = "/release.json";
const SIGNATURE: &str = "/release.json.minisig";
pub(crate) const FILE: &str = "/Purser.AppImage";

/// How one path is answered.
#[derive(Clone)]
pub(crate) enum Answer {
    /// With these bytes.
    Bytes(Vec<u8>),
    /// With the beginning of these bytes, and then a connection that breaks.
    CutShort(Vec<u8>),
}

/// Dropping it ends the server.
pub(crate) struct Address {
    url: String,
    answers: Arc<Mutex<BTreeMap<String, Answer>>>,
    asked: Arc<Mutex<Vec<String>>>,
    _serving: JoinSet<()>,
}

impl Address {
    pub(crate) async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let answers = Arc::new(Mutex::new(BTreeMap::new()));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (known, book) = (Arc::clone(&answers), Arc::clone(&asked));
        let router = Router::new().fallback(async move |request: Request| {
            let path = request.uri().path().to_owned();
            let known: Option<Answer> = known.lock().unwrap().get(&path).cloned();
            book.lock().unwrap().push(path);
            known.map_or(StatusCode::NOT_FOUND.into_response(), Answer::response)
        });
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            url,
            answers,
            asked,
            _serving: serving,
        }
    }

    pub(crate) fn source(&self) -> ReleaseSource {
        ReleaseSource {
            address: format!("{}{MANIFEST}", self.url),
            key: OURS.pk.to_base64(),
        }
    }

    /// What was asked for since the last time.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    pub(crate) fn answer(&self, path: &str, answer: Answer) {
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// Publishes a description that `key` signed.
    pub(crate) fn publish(&self, manifest: &Value, key: &KeyPair) {
        let bytes = serde_json::to_vec_pretty(manifest).unwrap();
        let signed = minisign::sign(None, &key.sk, Cursor::new(&bytes), None, None).unwrap();
        self.answer(SIGNATURE, Answer::Bytes(signed.into_string().into_bytes()));
        self.answer(MANIFEST, Answer::Bytes(bytes));
    }

    /// The description's bytes, to be spoilt.
    pub(crate) fn spoil(&self, spoil: impl FnOnce(Vec<u8>) -> Answer) {
        let mut answers = self.answers.lock().unwrap();
        let Some(Answer::Bytes(bytes)) = answers.remove(MANIFEST) else {
            panic!("nothing was published");
        };
        answers.insert(MANIFEST.to_owned(), spoil(bytes));
    }

    /// A description of a release whose AppImage has these bytes.
    pub(crate) fn release(&self, counter: u32, version: &str, appimage: &[u8]) -> Value {
        self.answer(FILE, Answer::Bytes(appimage.to_vec()));
        let now = Timestamp::now();
        let sha256 = Sha256::digest(appimage);
        let sha256: String = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        json!({
            "format": 1,
            "counter": counter,
            "version": version,
            "issued": now - SignedDuration::from_hours(1),
            "expires": now + SignedDuration::from_hours(24 * 14),
            "notes": "Quicker.",
            "page": "https://example.org/purser",
            "artefacts": [{
                "os": std::env::consts::OS,
                "arch": std::env::consts::ARCH,
                "kind": "appimage",
                "url": format!("{}{FILE}", self.url),
                "size": appimage.len(),
                "sha256": sha256,
            }],
        })
    }
}

impl Answer {
    fn response(self) -> Response {
        match self {
            Self::Bytes(bytes) => bytes.into_response(),
            Self::CutShort(bytes) => {
                let length = bytes.len();
                let half = stream::iter([Ok(bytes[..length / 2].to_vec())]);
                // Who waits for the rest has got the half by then.
                let broken = stream::once(async {
                    tokio::task::yield_now().await;
                    Err(std::io::Error::other("the line broke"))
                });
                let body = Body::from_stream(half.chain(broken));
                ([(header::CONTENT_LENGTH, length)], body).into_response()
            }
        }
    }
}
