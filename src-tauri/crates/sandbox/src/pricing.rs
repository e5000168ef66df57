//! The pricing clock: which mode is in force, what it costs, and which mode follows when it ends.
//! Pure: time is passed in, and it must not know who pays.

use gateway::{
    MicroUsd,
    wire::{Pricing, PricingMode, Rates},
};
use jiff::{SignedDuration, Timestamp};

/// What Deepseek v4 costs, the documented choice for Codex requests during surge.
pub(crate) const DEEPSEEK_V4: Rates = Rates {
    input: MicroUsd(2_000_000),
    output: MicroUsd(5_000_000),
};

/// The modes in the order in which they follow each other, and how long each lasts.
const CYCLE: [(PricingMode, SignedDuration); 4] = [
    (PricingMode::Standard, SignedDuration::from_mins(42)),
    (PricingMode::Reduced, SignedDuration::from_mins(30)),
    (PricingMode::Standard, SignedDuration::from_mins(42)),
    (PricingMode::Surge, SignedDuration::from_mins(15)),
];

/// The documented rates of a mode, in micro-USD per million tokens.
pub(crate) const fn rates(mode: PricingMode) -> Rates {
    match mode {
        PricingMode::Reduced => Rates {
            input: MicroUsd(4_500_000),
            output: MicroUsd(27_000_000),
        },
        PricingMode::Standard => Rates {
            input: MicroUsd(5_000_000),
            output: MicroUsd(30_000_000),
        },
        PricingMode::Surge => Rates {
            input: MicroUsd(6_000_000),
            output: MicroUsd(32_000_000),
        },
    }
}

/// The mode in force and when it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PricingClock {
    step: usize,
    ends_at: Option<Timestamp>,
}

impl PricingClock {
    /// Standard pricing that ends 42 minutes after `now`.
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            step: 0,
            ends_at: later(now, CYCLE[0].1),
        }
    }

    /// The mode in force.
    pub(crate) fn mode(&self) -> PricingMode {
        CYCLE[self.step].0
    }

    /// When the mode in force ends; none while it has no end.
    pub(crate) fn ends_at(&self) -> Option<Timestamp> {
        self.ends_at
    }

    /// Puts `mode` in force until `ends_at`. What follows is what follows it in the cycle
    /// (after standard: reduced).
    pub(crate) fn set(&mut self, mode: PricingMode, ends_at: Option<Timestamp>) {
        self.step = match mode {
            PricingMode::Standard => 0,
            PricingMode::Reduced => 1,
            PricingMode::Surge => 3,
        };
        self.ends_at = ends_at;
    }

    /// Moves on through every mode that has ended at `now`.
    pub(crate) fn advance(&mut self, now: Timestamp) {
        while let Some(ended_at) = self.ends_at.filter(|ends_at| *ends_at <= now) {
            self.step = (self.step + 1) % CYCLE.len();
            self.ends_at = later(ended_at, CYCLE[self.step].1);
        }
    }

    /// What the gateway says about its prices at `now`.
    pub(crate) fn report(&self, now: Timestamp) -> Pricing {
        let Rates { input, output } = rates(self.mode());
        Pricing {
            mode: self.mode(),
            input_micro_usd_per_million: input,
            output_micro_usd_per_million: output,
            normal: Some(rates(PricingMode::Standard)),
            ends_at: self.ends_at,
            server_time: now,
        }
    }
}

/// `from + span`; none beyond what a timestamp can hold, which reads as "has no end".
fn later(from: Timestamp, span: SignedDuration) -> Option<Timestamp> {
    from.checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::UNIX_EPOCH;

    fn at(minutes: i64) -> Timestamp {
        START + SignedDuration::from_mins(minutes)
    }

    #[test]
    fn a_sandbox_starts_with_standard_prices_for_42_minutes() {
        assert_eq!(
            PricingClock::new(START).report(START),
            Pricing {
                mode: PricingMode::Standard,
                input_micro_usd_per_million: MicroUsd(5_000_000),
                output_micro_usd_per_million: MicroUsd(30_000_000),
                normal: Some(rates(PricingMode::Standard)),
                ends_at: Some(at(42)),
                server_time: START,
            }
        );
    }

    #[test]
    fn a_mode_lasts_until_the_instant_of_its_end() {
        let mut clock = PricingClock::new(START);
        clock.advance(at(42) - SignedDuration::from_nanos(1));
        assert_eq!(clock.mode(), PricingMode::Standard);
        clock.advance(at(42));
        assert_eq!(clock.mode(), PricingMode::Reduced);
        assert_eq!(clock.ends_at(), Some(at(42 + 30)));
    }

    #[test]
    fn the_modes_follow_each_other_and_come_round() {
        let mut clock = PricingClock::new(START);
        let mut seen = Vec::new();
        for _ in 0..5 {
            seen.push(clock.mode());
            let ends_at = clock.ends_at().expect("each mode of the cycle ends");
            clock.advance(ends_at);
        }
        assert_eq!(
            seen,
            [
                PricingMode::Standard,
                PricingMode::Reduced,
                PricingMode::Standard,
                PricingMode::Surge,
                PricingMode::Standard,
            ]
        );
    }

    #[test]
    fn a_leap_of_the_clock_lands_in_the_mode_of_that_hour() {
        let mut clock = PricingClock::new(START);
        clock.advance(at(42 + 30 + 42 + 1));
        assert_eq!(clock.mode(), PricingMode::Surge);
        assert_eq!(clock.ends_at(), Some(at(42 + 30 + 42 + 15)));
    }

    #[test]
    fn a_mode_without_an_end_stays() {
        let mut clock = PricingClock::new(START);
        clock.set(PricingMode::Surge, None);
        clock.advance(at(1_000_000));
        assert_eq!(clock.mode(), PricingMode::Surge);
    }
}
