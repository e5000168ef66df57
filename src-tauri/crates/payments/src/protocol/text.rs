//! Base64 and JSON of the headers, within their limits. Must not know what the JSON means.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde::de::DeserializeOwned;

use super::{MAX_HEADER, Unreadable};

pub use mpp::Base64UrlJson as Encoded;

/// The standard alphabet, padded or not: what x402 servers write.
const STANDARD: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Base64url without padding (RFC 4648 §5).
#[must_use]
pub fn base64url_encode(text: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(text)
}

/// Reads base64url without padding (RFC 4648 §5) that holds text.
///
/// # Errors
/// [`Unreadable::NotBase64`], also for bytes that are not UTF-8.
pub fn base64url_decode(text: &str) -> Result<String, Unreadable> {
    let bytes = BASE64_URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| Unreadable::NotBase64)?;
    String::from_utf8(bytes).map_err(|_| Unreadable::NotBase64)
}

/// Standard base64 with padding, as x402 writes it.
pub(super) fn base64_encode(json: &str) -> String {
    BASE64_STANDARD.encode(json)
}

/// Reads a header value of standard base64 that holds JSON.
pub(super) fn base64_json<T: DeserializeOwned>(value: &[u8]) -> Result<T, Unreadable> {
    if value.len() > MAX_HEADER {
        return Err(Unreadable::TooLong);
    }
    let json = STANDARD
        .decode(value.trim_ascii())
        .map_err(|_| Unreadable::NotBase64)?;
    json_of(&json)
}

/// Reads JSON, telling text that is none from JSON of another shape.
pub(super) fn json_of<T: DeserializeOwned>(json: &[u8]) -> Result<T, Unreadable> {
    serde_json::from_slice(json).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => Unreadable::NotAsSpecified,
        _ => Unreadable::NotJson,
    })
}
