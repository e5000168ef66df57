//! What an x402 server says about the settlement. Must not know whether that is true.

use serde::{Deserialize, Serialize};

use crate::protocol::text::{base64_encode, base64_json};
use crate::protocol::{Unreadable, Unwritable};

/// The value of `PAYMENT-RESPONSE` and `X-PAYMENT-RESPONSE`, sent on success and on failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settlement {
    /// Whether the server says that it was paid.
    pub success: bool,
    /// Hash of the transaction; empty if there is none.
    #[serde(default)]
    pub transaction: String,
    /// CAIP-2, or a name in version 1; PayloadExchange leaves it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// Who paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// What was taken, in base units, where that may be less than was allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// Why it failed: an open set of codes; untrusted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_reason: Option<String>,
}

impl Settlement {
    /// Reads a header value.
    ///
    /// # Errors
    /// [`Unreadable`] says what is wrong with it.
    pub fn parse(value: &[u8]) -> Result<Self, Unreadable> {
        base64_json(value)
    }

    /// Writes it as a header value.
    ///
    /// # Errors
    /// [`Unwritable`] never, as far as is known: every part is text.
    pub fn format(&self) -> Result<String, Unwritable> {
        serde_json::to_string(self)
            .map(|json| base64_encode(&json))
            .map_err(|_| Unwritable)
    }
}
