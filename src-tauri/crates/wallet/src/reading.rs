//! Values read from the gateway, with when they were read and the gateway's own clock.
//! Knows no state.

use gateway::wire;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::server_clock::{Answered, ServerClock};

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
    clock: ServerClock,
}

impl Pricing {
    /// What was read in an answer that was asked for and arrived at these times; `known` is what an
    /// earlier answer told.
    pub(crate) fn new(wire: wire::Pricing, answered: Answered, known: Option<&Self>) -> Self {
        let told = ServerClock::told(wire.server_time, answered);
        let clock = match known {
            Some(known) => told.narrowed_by(&known.clock),
            None => told,
        };
        Self { wire, clock }
    }

    /// When the mode is reviewed, on the engine's monotonic clock.
    pub(crate) fn review(&self) -> Option<SignedDuration> {
        Some(self.clock.mono_at(self.wire.ends_at?))
    }

    /// Time until the mode is reviewed, by the gateway's clock; zero when that is past.
    pub(crate) fn left(&self, mono: SignedDuration) -> Option<SignedDuration> {
        let left = self.review()?.saturating_sub(mono);
        Some(left.max(SignedDuration::ZERO))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::tests::{at, status};

    #[test]
    fn the_countdown_runs_on_the_gateways_clock_whatever_the_local_one_says() {
        let mono = SignedDuration::from_secs(100);
        let wire = status(1, wire::PricingMode::Surge, at(0)).pricing;
        let pricing = Pricing::new(wire, Answered::at_once(mono), None);
        assert_eq!(
            pricing.left(SignedDuration::from_secs(130)),
            Some(SignedDuration::from_millis(569_500))
        );
        assert_eq!(
            pricing.left(SignedDuration::from_secs(5_000)),
            Some(SignedDuration::ZERO)
        );
    }
}
