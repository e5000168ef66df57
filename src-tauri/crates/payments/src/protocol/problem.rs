//! MPP's problem+json (RFC 9457): why a server did not take a payment. Must not know what to do about it.

use serde::{Deserialize, Serialize};

use super::text::json_of;
use super::{MAX_HEADER, Unreadable};

/// Where every core problem type begins.
pub const TYPE_BASE: &str = "https://paymentauth.org/problems/";

/// Media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Why a request was not answered. All texts are the server's: untrusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// A URI; the known ones start with [`TYPE_BASE`].
    #[serde(rename = "type", default = "about_blank")]
    pub kind: String,
    /// A short sentence for the type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// A sentence for this case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The challenge that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub challenge_id: Option<String>,
    /// Sessions: base units that the channel lacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_top_up: Option<String>,
}

/// What a problem type says, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Nothing was paid yet.
    PaymentRequired,
    /// Too little was paid.
    PaymentInsufficient,
    /// The payment or its challenge came too late.
    PaymentExpired,
    /// The payment was not accepted.
    VerificationFailed,
    /// The server does not take this method.
    MethodUnsupported,
    /// The credential cannot be read.
    MalformedCredential,
    /// The challenge is not the server's, or was used before.
    InvalidChallenge,
    /// The server failed; what happened to the payment is unknown.
    InternalPaymentError,
    /// A payment channel: one of the `session/` types.
    Session,
    /// Any other type.
    Other,
}

impl Problem {
    /// Reads a problem+json body.
    ///
    /// # Errors
    /// [`Unreadable`] if it is none.
    pub fn parse(body: &[u8]) -> Result<Self, Unreadable> {
        if body.len() > MAX_HEADER {
            return Err(Unreadable::TooLong);
        }
        json_of(body)
    }

    /// What its type says.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.kind.strip_prefix(TYPE_BASE) {
            Some("payment-required") => Kind::PaymentRequired,
            Some("payment-insufficient") => Kind::PaymentInsufficient,
            Some("payment-expired") => Kind::PaymentExpired,
            Some("verification-failed") => Kind::VerificationFailed,
            Some("method-unsupported") => Kind::MethodUnsupported,
            Some("malformed-credential") => Kind::MalformedCredential,
            Some("invalid-challenge") => Kind::InvalidChallenge,
            Some("internal-payment-error") => Kind::InternalPaymentError,
            Some(other) if other.starts_with("session/") => Kind::Session,
            _ => Kind::Other,
        }
    }
}

/// The type of a problem that names none (RFC 9457 §4.2.1).
fn about_blank() -> String {
    "about:blank".to_owned()
}
