//! What a payment would be for, and what it would cost, as it is written down. Knows no database.

use jiff::Timestamp;
use payments::BaseUnits;
use url::Url;

use super::intent::{Intent, RequestDigest};
use crate::policy::{Origin, Wish};

/// The request that is to be paid for. Its address is kept without query, fragment and user: these
/// hold secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub(super) digest: RequestDigest,
    pub(super) method: String,
    pub(super) place: String,
}

impl Request {
    /// What is kept of a request; `None` when it is not one of `http` or `https`.
    #[must_use]
    pub fn of(method: &str, url: &Url, body: &[u8]) -> Option<Self> {
        let origin = Origin::of(url)?;
        let (_, host) = origin.as_str().split_once("//")?;
        Some(Self {
            digest: RequestDigest::of(method, url, body),
            method: method.to_owned(),
            place: format!("{host}{}", url.path()),
        })
    }

    /// What tells it from another request.
    #[must_use]
    pub fn digest(&self) -> &RequestDigest {
        &self.digest
    }
}

/// A price, ready to be judged: what the person's policy sees, and how it is written down.
#[derive(Debug, Clone)]
pub struct Quote {
    /// What it is for.
    pub intent: Intent,
    /// The request that it is for.
    pub request: Request,
    /// What the policy judges.
    pub wish: Wish,
    /// The way it would be paid, as `x402` or `tempo-charge`: a word of ours, never the server's.
    pub rail: String,
    /// The token's symbol, by our registry.
    pub symbol: String,
    /// How many decimals the token has, by our registry.
    pub decimals: u8,
    /// The amount in the token's base units.
    pub amount: BaseUnits,
    /// When a question about it ends at the latest.
    pub good_until: Timestamp,
}
