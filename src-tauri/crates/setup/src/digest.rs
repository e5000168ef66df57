//! Fingerprints of bytes, so that two states can be compared without keeping either.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// SHA-256 of some bytes, 64 lowercase hex digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Digest(String);

impl Digest {
    pub(crate) fn of(bytes: impl AsRef<[u8]>) -> Self {
        let sum = Sha256::digest(bytes.as_ref());
        Self(sum.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// What another program printed; none when it is no SHA-256.
    pub(crate) fn read(digits: &str) -> Option<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let whole = digits.len() == 64 && digits.bytes().all(is_digit);
        whole.then(|| Self(digits.to_owned()))
    }

    /// All 64 digits.
    pub(crate) fn digits(&self) -> &str {
        &self.0
    }

    /// The first 16 digits: enough to name a file or a plan.
    pub(crate) fn short(&self) -> &str {
        self.0.get(..16).unwrap_or(&self.0)
    }
}
