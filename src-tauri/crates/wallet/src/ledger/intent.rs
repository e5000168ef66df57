//! What names a payment: the caller's intent, and the exact request that it stands for. Knows no
//! database.

use std::fmt;

use sha2::{Digest, Sha256};
use url::Url;

/// The longest intent, in characters.
const LONGEST: usize = 128;

/// The caller's idempotency key: 1 to 128 of `A-Z a-z 0-9 _ -`. One intent is paid at most once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Intent(String);

impl Intent {
    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Intent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The text is not an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an intent: 1 to 128 of A-Z a-z 0-9 _ -")]
pub struct NotAnIntent;

impl TryFrom<String> for Intent {
    type Error = NotAnIntent;

    fn try_from(text: String) -> Result<Self, NotAnIntent> {
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        if text.is_empty() || text.len() > LONGEST || !text.bytes().all(legal) {
            return Err(NotAnIntent);
        }
        Ok(Self(text))
    }
}

/// SHA-256 over method, address and body of a request, lower-case hex: tells whether an intent is
/// used again for the same request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestDigest(String);

impl RequestDigest {
    /// The digest of a request. Each part's length goes in front of it, so that no two requests
    /// share one digest by where a part ends.
    #[must_use]
    pub fn of(method: &str, url: &Url, body: &[u8]) -> Self {
        let mut hash = Sha256::new();
        for part in [method.as_bytes(), url.as_str().as_bytes(), body] {
            hash.update(part.len().to_string());
            hash.update(b":");
            hash.update(part);
        }
        let hex: Vec<String> = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
        Self(hex.concat())
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_intent_is_short_plain_text() {
        for legal in ["a", "pay_0123-Z", &"x".repeat(128)] {
            assert_eq!(Intent::try_from(legal.to_owned()).unwrap().as_str(), legal);
        }
        for illegal in ["", "a b", "ä", "a/b", "a\n", &"x".repeat(129)] {
            assert_eq!(Intent::try_from(illegal.to_owned()), Err(NotAnIntent));
        }
    }

    #[test]
    fn another_method_address_or_body_is_another_request() {
        let url = |text: &str| Url::parse(text).unwrap();
        let digest = RequestDigest::of("POST", &url("https://a.example/x?y=1"), b"body");
        assert_eq!(digest.as_str().len(), 64);
        for other in [
            RequestDigest::of("GET", &url("https://a.example/x?y=1"), b"body"),
            RequestDigest::of("POST", &url("https://a.example/x?y=2"), b"body"),
            RequestDigest::of("POST", &url("https://a.example/x?y=1"), b"other"),
            RequestDigest::of("POST", &url("https://a.example/x?y=1b"), b"ody"),
        ] {
            assert_ne!(other, digest);
        }
    }
}
