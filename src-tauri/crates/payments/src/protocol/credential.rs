//! MPP's `Authorization: Payment`: the payment that a client sends. Must not know how it was signed.

use mpp::protocol::core::{format_authorization, parse_authorization};
use secrecy::SecretString;

use super::{Unreadable, Unwritable};

/// A challenge, echoed, with its payment. Whoever holds it can take the money: never log it.
pub use mpp::PaymentCredential as Credential;

/// What a credential echoes of its challenge.
pub use mpp::ChallengeEcho as Echo;

/// Reads the `Payment` credential of a header value, which may carry other schemes too.
///
/// # Errors
/// [`Unreadable`] if there is none, or if it is none.
pub fn parse(value: &str) -> Result<Credential, Unreadable> {
    parse_authorization(value).map_err(|_| Unreadable::NotAsSpecified)
}

/// Writes a credential as a header value.
///
/// # Errors
/// [`Unwritable`] if its payload cannot be JSON.
pub fn format(credential: &Credential) -> Result<SecretString, Unwritable> {
    format_authorization(credential)
        .map(SecretString::from)
        .map_err(|_| Unwritable)
}
