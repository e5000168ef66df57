//! Sends one request to a paid API and reads the whole answer. Knows no 402, no price and no key.
//!
//! A request is sent once. A redirect is an answer like any other. What fails says whether the
//! request may have arrived, because it may have carried a payment.

mod answer;
mod request;
mod url;

pub use answer::{Arrival, BodyLost, PaidAnswer, PaidError};
pub use request::{Method, PaidRequest, RequestRefused};
pub use url::PaidUrl;

use std::error::Error;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::http::{self, Place};
use crate::{Deadlines, GatewayError};

/// Longest body of an answer, in bytes.
pub const BODY_LIMIT: usize = 8 * 1024 * 1024;
/// Longest sum of all header names and values of an answer, in bytes.
pub const HEADERS_LIMIT: usize = 128 * 1024;

/// The paid APIs of the world. Dropping it closes its connections.
#[derive(Debug, Clone)]
pub struct PaidApis {
    here: reqwest::Client,
    elsewhere: reqwest::Client,
}

impl PaidApis {
    /// Clients with the usual deadlines: 5 s until there is a connection, 30 s for everything.
    ///
    /// # Errors
    /// When the system gives no trusted certificates.
    pub fn new() -> Result<Self, GatewayError> {
        Self::with_deadlines(Deadlines {
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(30),
        })
    }

    /// Clients with deadlines of the caller's choice.
    ///
    /// # Errors
    /// When the system gives no trusted certificates.
    pub fn with_deadlines(deadlines: Deadlines) -> Result<Self, GatewayError> {
        let client = |place| {
            http::client(place, deadlines).map_err(|source| GatewayError::Client { source })
        };
        Ok(Self {
            here: client(Place::Here)?,
            elsewhere: client(Place::Elsewhere)?,
        })
    }

    /// Sends the request once, with a payment's header (its name and value) if there is one.
    ///
    /// # Errors
    /// [`PaidError::arrival`] says whether the request may have arrived.
    pub async fn send(
        &self,
        request: &PaidRequest,
        credential: Option<(&str, &SecretString)>,
    ) -> Result<PaidAnswer, PaidError> {
        let host = request.url().host();
        let response = self
            .prepared(request, credential)?
            .send()
            .await
            .map_err(|error| before_answer(&host, error))?;
        if length(response.headers()) > HEADERS_LIMIT {
            return Err(PaidError::HeadUnreadable { host });
        }
        let mut answer = PaidAnswer::begun(response.status(), response.headers());
        match read_body(response, &mut answer.body).await {
            Ok(()) => Ok(answer),
            Err(why) => Err(PaidError::BodyLost {
                host,
                begun: Box::new(answer),
                why,
            }),
        }
    }

    fn prepared(
        &self,
        request: &PaidRequest,
        credential: Option<(&str, &SecretString)>,
    ) -> Result<reqwest::RequestBuilder, PaidError> {
        let client = if request.url().is_loopback() {
            &self.here
        } else {
            &self.elsewhere
        };
        let mut headers = HeaderMap::new();
        for (name, value) in request.named_values() {
            headers.append(name, value.clone());
        }
        if let Some((name, value)) = credential {
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| PaidError::CredentialUnusable)?;
            let mut value = HeaderValue::from_str(value.expose_secret())
                .map_err(|_| PaidError::CredentialUnusable)?;
            value.set_sensitive(true);
            if headers.insert(name, value).is_some() {
                return Err(PaidError::CredentialTwice);
            }
        }
        let sent = client
            .request(method(request.method()), request.url().as_str())
            .headers(headers);
        Ok(match request.body_bytes() {
            [] => sent,
            body => sent.body(body.to_vec()),
        })
    }
}

async fn read_body(mut response: reqwest::Response, body: &mut Vec<u8>) -> Result<(), BodyLost> {
    let lost = |error: reqwest::Error| {
        if error.is_timeout() {
            BodyLost::TimedOut
        } else {
            let source = error.without_url();
            BodyLost::Broken { source }
        }
    };
    while let Some(chunk) = response.chunk().await.map_err(lost)? {
        if body.len() + chunk.len() > BODY_LIMIT {
            return Err(BodyLost::TooLarge { limit: BODY_LIMIT });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(())
}

fn before_answer(host: &str, error: reqwest::Error) -> PaidError {
    let host = host.to_owned();
    let source = error.without_url();
    if source.is_connect() {
        PaidError::Unreachable { host, source }
    } else if source.is_timeout() {
        PaidError::TimedOut { host }
    } else if is_unreadable(&source) {
        PaidError::HeadUnreadable { host }
    } else {
        PaidError::Broken { host, source }
    }
}

/// Whether the peer answered something that is no HTTP head, or too long a one.
fn is_unreadable(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<hyper::Error>() {
            return error.is_parse();
        }
        cause = error.source();
    }
    false
}

fn length(headers: &HeaderMap) -> usize {
    headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum()
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Head => reqwest::Method::HEAD,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
    }
}
