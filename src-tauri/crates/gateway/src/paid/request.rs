//! One request to a paid API, kept so that it can be sent a second time byte for byte. Knows no
//! payment.

use std::fmt;
use std::str::FromStr;

use reqwest::header::{HeaderName, HeaderValue};

use super::PaidUrl;

/// The methods that a paid request may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Method {
    /// GET.
    #[default]
    Get,
    /// HEAD.
    Head,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// PATCH.
    Patch,
    /// DELETE.
    Delete,
}

/// Why a request cannot be made like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestRefused {
    /// The method is none of [`Method`].
    #[error("this method is not supported")]
    Method,
    /// The name is no header's name.
    #[error("a header's name is not valid")]
    HeaderName,
    /// The value is no header's value.
    #[error("a header's value is not valid")]
    HeaderValue,
    /// The header belongs to the connection, not to the request.
    #[error("a header is set by the connection itself")]
    HeaderReserved,
}

/// Headers by which a connection frames its messages or chooses its peer (RFC 9112 §6, RFC 9110
/// §7.6.1): set by a caller they could make one request look like two.
const RESERVED: [&str; 11] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

impl Method {
    /// Every method.
    pub const ALL: [Self; 6] = [
        Self::Get,
        Self::Head,
        Self::Post,
        Self::Put,
        Self::Patch,
        Self::Delete,
    ];

    /// As it is sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Reads it in any case.
impl FromStr for Method {
    type Err = RequestRefused;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|method| method.as_str().eq_ignore_ascii_case(text))
            .ok_or(RequestRefused::Method)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A request as it is sent: first without a payment, then, the same bytes, with one. Its `Debug`
/// shows neither the values of headers nor the body.
#[derive(Clone, PartialEq, Eq)]
pub struct PaidRequest {
    method: Method,
    url: PaidUrl,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Vec<u8>,
}

impl PaidRequest {
    /// A request without headers and body.
    #[must_use]
    pub const fn new(method: Method, url: PaidUrl) -> Self {
        Self {
            method,
            url,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// With one more header.
    ///
    /// # Errors
    /// [`RequestRefused`] when it cannot be sent.
    pub fn header(mut self, name: &str, value: &[u8]) -> Result<Self, RequestRefused> {
        let name =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| RequestRefused::HeaderName)?;
        if RESERVED.contains(&name.as_str()) {
            return Err(RequestRefused::HeaderReserved);
        }
        let value = HeaderValue::from_bytes(value).map_err(|_| RequestRefused::HeaderValue)?;
        self.headers.push((name, value));
        Ok(self)
    }

    /// With this body.
    #[must_use]
    pub fn body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    /// With this body and its content type.
    pub(crate) fn json(mut self, body: &serde_json::Value) -> Self {
        let kind = HeaderValue::from_static("application/json");
        self.headers.push((reqwest::header::CONTENT_TYPE, kind));
        self.body(body.to_string().into_bytes())
    }

    /// Its method.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// Where it goes.
    #[must_use]
    pub const fn url(&self) -> &PaidUrl {
        &self.url
    }

    /// Names in lower case, with their values.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()))
    }

    /// Whether it has a header of this name, which is in lower case.
    #[must_use]
    pub fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(own, _)| own.as_str() == name)
    }

    /// Its body.
    #[must_use]
    pub fn body_bytes(&self) -> &[u8] {
        &self.body
    }

    pub(crate) fn named_values(&self) -> &[(HeaderName, HeaderValue)] {
        &self.headers
    }
}

impl fmt::Debug for PaidRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        formatter
            .debug_struct("PaidRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &names)
            .field("body_length", &self.body.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> PaidRequest {
        let url = PaidUrl::parse("https://api.example.com/x").unwrap();
        PaidRequest::new(Method::Post, url)
    }

    #[test]
    fn a_header_that_frames_the_message_cannot_be_set() {
        for name in RESERVED {
            for name in [name.to_owned(), name.to_uppercase()] {
                let refused = request().header(&name, b"x").unwrap_err();
                assert_eq!(refused, RequestRefused::HeaderReserved, "{name}");
            }
        }
    }

    #[test]
    fn a_header_that_would_end_its_line_cannot_be_set() {
        for value in [&b"a\r\nb: c"[..], b"a\nb", b"a\0b"] {
            let refused = request().header("x-note", value).unwrap_err();
            assert_eq!(refused, RequestRefused::HeaderValue);
        }
        for name in ["", "a b", "a:", "a\r\nb", "ä"] {
            let refused = request().header(name, b"x").unwrap_err();
            assert_eq!(refused, RequestRefused::HeaderName, "{name}");
        }
    }

    #[test]
    fn a_method_is_read_in_any_case_and_no_other_is_taken() {
        for method in Method::ALL {
            assert_eq!(method.as_str().to_lowercase().parse(), Ok(method));
        }
        for text in ["CONNECT", "TRACE", "OPTIONS", "", "GET "] {
            assert_eq!(text.parse::<Method>(), Err(RequestRefused::Method));
        }
    }

    #[test]
    fn debug_shows_no_value_and_no_body() {
        let request = request()
            .header("Authorization", b"Bearer canary")
            .unwrap()
            .body(b"canary".to_vec());
        let text = format!("{request:?} {request:#?}");
        assert!(text.contains("authorization") && !text.contains("canary"));
    }
}
