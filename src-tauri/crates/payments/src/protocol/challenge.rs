//! MPP's `WWW-Authenticate: Payment`: the terms a server offers. Must not know what an amount or an address is.

use mpp::protocol::core::{
    compute_challenge_id_with_header, format_www_authenticate, parse_www_authenticate_all_bytes,
};

use super::{Encoded, MAX_HEADER, Unreadable, Unwritable, header};

/// One offer, with every parameter as it was received: a credential echoes them unchanged.
pub use mpp::PaymentChallenge as Challenge;

/// Reads every `Payment` challenge of one header value, in its order; other schemes are passed over.
///
/// One value may hold several challenges, joined by commas. A word inside a quoted text starts none.
#[must_use]
pub fn parse(value: &[u8]) -> Vec<Result<Challenge, Unreadable>> {
    if value.len() > MAX_HEADER {
        return vec![Err(Unreadable::TooLong)];
    }
    parse_www_authenticate_all_bytes([value])
        .into_iter()
        .map(|read| read.map_err(|_| Unreadable::NotAsSpecified))
        .collect()
}

/// Writes a challenge as a header value.
///
/// # Errors
/// [`Unwritable`] if a parameter holds a line break or another header than `Payment-Authorization` is asked for.
pub fn format(challenge: &Challenge) -> Result<String, Unwritable> {
    format_www_authenticate(challenge).map_err(|_| Unwritable)
}

/// Shortest secret that ids are bound with, in bytes: who guesses it can write challenges of any amount.
const SHORTEST_SECRET: usize = 32;

/// A secret of less than 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("the secret is too short")]
pub struct ShortSecret;

/// The id that binds a challenge to its terms: base64url(HMAC-SHA256) over all of them but the description.
///
/// # Errors
/// [`ShortSecret`].
pub fn bound_id(challenge: &Challenge, secret: &str) -> Result<String, ShortSecret> {
    if secret.len() < SHORTEST_SECRET {
        return Err(ShortSecret);
    }
    Ok(compute_challenge_id_with_header(
        secret,
        &challenge.realm,
        challenge.method.as_str(),
        challenge.intent.as_str(),
        challenge.request.raw(),
        challenge.expires.as_deref(),
        challenge.digest.as_deref(),
        challenge.opaque.as_ref().map(Encoded::raw),
        challenge.header.as_deref(),
    ))
}

/// The header that has to carry the credential for this challenge.
#[must_use]
pub fn credential_header(challenge: &Challenge) -> &'static str {
    match challenge.header {
        Some(_) => header::PAYMENT_AUTHORIZATION,
        None => header::AUTHORIZATION,
    }
}

/// Whether the request body is the one that the challenge is bound to (RFC 9530); every body is, without a digest.
#[must_use]
pub fn binds_body(challenge: &Challenge, body: &[u8]) -> bool {
    challenge
        .digest
        .as_deref()
        .is_none_or(|digest| mpp::body_digest::verify(digest, body))
}

/// The digest that binds a challenge to a request body (RFC 9530).
#[must_use]
pub fn digest(body: &[u8]) -> String {
    mpp::body_digest::compute(body).to_string()
}
