//! One answer: its status, its limits, its body. Knows no route's meaning.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;

use crate::GatewayError;
use crate::paid::PaidAnswer;
use crate::wire::{ErrorBody, ErrorDetail};

/// Longest answer, in bytes.
const BODY_LIMIT: usize = 1024 * 1024;
/// Longest sentence that is kept of an error, in characters.
const MESSAGE_LIMIT: usize = 300;
/// Longest name that is kept of an answer (a code, a field), in characters.
const NAME_LIMIT: usize = 100;
/// Most fields that are kept of an error.
const FIELDS_LIMIT: usize = 32;
/// Longest wait that is believed.
const RETRY_AFTER_LIMIT: Duration = Duration::from_secs(3600);

/// A whole answer. May carry a token: it has no `Debug`.
pub(crate) struct Body {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    route: &'static str,
    secret: SecretString,
    bytes: Vec<u8>,
}

/// Sends the request and reads the whole answer, within the deadline and the size limit. No text
/// that is kept of the answer will show `secret`, which the request carries.
pub(crate) async fn receive(
    host: Arc<str>,
    route: &'static str,
    secret: &SecretString,
    request: RequestBuilder,
) -> Result<Body, GatewayError> {
    let failed = |error: reqwest::Error| {
        let source = error.without_url();
        if source.is_timeout() && !source.is_connect() {
            GatewayError::TimedOut {
                host: host.to_string(),
                route,
            }
        } else {
            GatewayError::Unreachable {
                host: host.to_string(),
                source,
            }
        }
    };
    let mut response = request.send().await.map_err(failed)?;
    if response.status().is_redirection() && response.status() != StatusCode::NOT_MODIFIED {
        return Err(GatewayError::Redirected { route });
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if bytes.len() + chunk.len() > BODY_LIMIT {
            return Err(GatewayError::TooLarge {
                route,
                limit: BODY_LIMIT,
            });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Body {
        status: response.status(),
        headers: response.headers().clone(),
        route,
        secret: secret.clone(),
        bytes,
    })
}

impl Body {
    /// An answer that was received elsewhere, to a request whose secrets no answer repeats.
    pub(crate) fn of(route: &'static str, answer: &PaidAnswer) -> Self {
        let headers = answer.headers.iter().filter_map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            Some((name, HeaderValue::from_bytes(value).ok()?))
        });
        Self {
            // A status that HTTP does not know is as unreadable as 1xx.
            status: StatusCode::from_u16(answer.status).unwrap_or(StatusCode::CONTINUE),
            headers: headers.collect(),
            route,
            secret: SecretString::default(),
            bytes: answer.body.clone(),
        }
    }

    /// The answer as the contract says it is.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, GatewayError> {
        self.succeeded()?;
        let mut json = serde_json::Deserializer::from_slice(&self.bytes);
        let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let path = error.path().to_string();
            let missing = missing_field(&error.inner().to_string());
            self.unreadable(&match (path.as_str(), missing) {
                (".", Some(field)) => field,
                (path, Some(field)) => format!("{path}.{field}"),
                (path, None) => path.to_owned(),
            })
        })?;
        json.end().map_err(|_| self.unreadable("."))?;
        Ok(value)
    }

    /// Nothing but whether it went well.
    pub(crate) fn succeeded(&self) -> Result<(), GatewayError> {
        let (status, route) = (self.status, self.route);
        if status.is_success() {
            return Ok(());
        }
        if status == StatusCode::UNAUTHORIZED {
            return Err(GatewayError::Unauthorized { route });
        }
        let retry_after = retry_after(&self.headers);
        if status == StatusCode::TOO_MANY_REQUESTS {
            return Err(GatewayError::RateLimited { route, retry_after });
        }
        if status.is_server_error() {
            return Err(GatewayError::Failed {
                route,
                status: status.as_u16(),
                retry_after,
            });
        }
        if !status.is_client_error() {
            // A 304 that nobody asked for, or a status that HTTP does not know.
            return Err(self.unreadable("."));
        }
        let (code, message, fields) = match self.error_detail() {
            Some(error) => (error.code, error.message, error.fields),
            None => Default::default(),
        };
        Err(GatewayError::Refused {
            route,
            status: status.as_u16(),
            code: self.quoted(&code, NAME_LIMIT),
            message: self.quoted(&message, MESSAGE_LIMIT),
            fields: fields
                .iter()
                .take(FIELDS_LIMIT)
                .map(|(field, wrong)| {
                    (
                        self.quoted(field, NAME_LIMIT),
                        self.quoted(wrong, MESSAGE_LIMIT),
                    )
                })
                .collect(),
        })
    }

    /// The sentence of an error, as it may be shown.
    pub(crate) fn sentence(&self) -> String {
        let error = self.error_detail();
        self.quoted(
            &error.map(|error| error.message).unwrap_or_default(),
            MESSAGE_LIMIT,
        )
    }

    pub(crate) fn error_detail(&self) -> Option<ErrorDetail> {
        serde_json::from_slice::<ErrorBody>(&self.bytes)
            .ok()
            .map(|body| body.error)
    }

    pub(crate) fn unreadable(&self, field: &str) -> GatewayError {
        GatewayError::Unreadable {
            route: self.route,
            field: self.quoted(field, NAME_LIMIT),
        }
    }

    /// The gateway's text as it may be shown and logged: short, without control characters, and
    /// without the secret of the request, which a careless gateway may repeat.
    fn quoted(&self, text: &str, limit: usize) -> String {
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        let text = match self.secret.expose_secret() {
            "" => text,
            secret => text.replace(secret, "…"),
        };
        text.chars().take(limit).collect()
    }
}

/// The field that serde's own sentence says is missing; the sentence itself is not kept. Only its
/// beginning is serde's: later words may quote the answer.
fn missing_field(sentence: &str) -> Option<String> {
    let rest = sentence.strip_prefix("missing field `")?;
    let (field, _) = rest.split_once('`')?;
    Some(field.to_owned())
}

/// `Retry-After` (RFC 9110 §10.2.3): seconds, or a date, which is read against the answer's own
/// `Date`, so that no local clock is needed.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let until = http_date(text)?;
            let sent = http_date(headers.get(DATE)?.to_str().ok()?)?;
            Duration::try_from(until.duration_since(sent)).unwrap_or(Duration::ZERO)
        }
    };
    Some(wait.min(RETRY_AFTER_LIMIT))
}

fn http_date(text: &str) -> Option<jiff::Timestamp> {
    // RFC 9110's fixed form is RFC 2822's with the zone written as GMT.
    jiff::fmt::rfc2822::parse(text)
        .ok()
        .map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(retry_after: &str, date: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, retry_after.parse().unwrap());
        headers.insert(DATE, date.parse().unwrap());
        headers
    }

    #[test]
    fn both_forms_of_retry_after_are_read_without_a_local_clock() {
        let noon = "Sat, 21 Nov 2026 12:00:00 GMT";
        for (text, seconds) in [
            ("7", Some(7)),
            ("Sat, 21 Nov 2026 12:01:30 GMT", Some(90)),
            ("Sat, 21 Nov 2026 11:00:00 GMT", Some(0)),
            ("999999999", Some(3600)),
            ("soon", None),
            ("-1", None),
        ] {
            assert_eq!(
                retry_after(&headers(text, noon)),
                seconds.map(Duration::from_secs),
                "{text}"
            );
        }
    }
}
