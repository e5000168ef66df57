//! Money as the gateway counts it. Knows no currency text: formatting is the engine's.

use serde::{Deserialize, Serialize};

/// An amount of credit in micro-USD (1 USD = 1 000 000). May be negative where a ledger can be.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct MicroUsd(pub i64);

impl MicroUsd {
    /// One US dollar.
    pub const ONE_USD: Self = Self(1_000_000);

    /// `self − other`, clamped to the representable range.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// `self + other`, clamped to the representable range.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}
