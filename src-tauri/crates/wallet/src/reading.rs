//! Values read from the gateway, with when they were read and the gateway's own clock.
//! Knows no state.

use gateway::wire;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// A value and when it was read, on the engine's monotonic clock (negative: before its start).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading<T> {
    pub(crate) value: T,
    pub(crate) at: SignedDuration,
}

/// What the gateway says about itself, tool by tool, so that they can be pointed at it. Unchecked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Facts {
    pub(crate) codex: Option<wire::PublicCodex>,
    pub(crate) claude_code: Option<wire::PublicClaudeCode>,
}

impl Facts {
    /// These; what they do not tell is taken from the older ones.
    pub(crate) fn or(self, older: Self) -> Self {
        Self {
            codex: self.codex.or(older.codex),
            claude_code: self.claude_code.or(older.claude_code),
        }
    }
}

/// The pricing mode with the gateway's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pricing {
    pub(crate) wire: wire::Pricing,
    /// The gateway's clock at the engine's start: its time now is this plus the monotonic clock.
    pub(crate) server_start: jiff::Timestamp,
}

impl Pricing {
    pub(crate) fn new(wire: wire::Pricing, mono: SignedDuration) -> Self {
        let server_start = wire
            .server_time
            .checked_sub(mono)
            .unwrap_or(wire.server_time);
        Self { wire, server_start }
    }

    /// Time until the mode is reviewed, by the gateway's clock; zero when that is past.
    pub(crate) fn left(&self, mono: SignedDuration) -> Option<SignedDuration> {
        let server_now = self.server_start.checked_add(mono).ok()?;
        let left = self.wire.ends_at?.duration_since(server_now);
        Some(left.max(SignedDuration::ZERO))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Now;
    use crate::state::tests::{at, status};

    #[test]
    fn the_countdown_runs_on_the_gateways_clock_whatever_the_local_one_says() {
        let skewed = Now {
            wall: "2001-01-01T00:00:00Z".parse().unwrap(),
            mono: SignedDuration::from_secs(100),
        };
        let pricing = Pricing::new(
            status(1, wire::PricingMode::Surge, at(0)).pricing,
            skewed.mono,
        );
        assert_eq!(
            pricing.left(SignedDuration::from_secs(130)),
            Some(SignedDuration::from_secs(570))
        );
        assert_eq!(
            pricing.left(SignedDuration::from_secs(5_000)),
            Some(SignedDuration::ZERO)
        );
    }
}
