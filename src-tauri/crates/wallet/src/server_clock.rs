//! The gateway's clock, as far as its answers tell it: between two bounds, for an answer takes time
//! to arrive. Knows no local wall clock, and not what the time is needed for.

use jiff::{SignedDuration, Timestamp};

/// Two quartz clocks part by less than one part in this many.
const DRIFT: i32 = 10_000;
/// A time without fractions may be as much later as it was cut short.
const CUT_SHORT: SignedDuration = SignedDuration::from_secs(1);

/// Between which readings of the engine's monotonic clock an answer was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Answered {
    /// When it was asked for.
    pub(crate) asked: SignedDuration,
    /// When it was there.
    pub(crate) at: SignedDuration,
}

impl Answered {
    /// An answer that took no time.
    pub(crate) fn at_once(at: SignedDuration) -> Self {
        Self { asked: at, at }
    }
}

/// Bounds of what the gateway's clock showed at the engine's start, in nanoseconds of Unix time: its
/// time now is that plus the monotonic clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ServerClock {
    earliest: i128,
    latest: i128,
    told_at: SignedDuration,
}

impl ServerClock {
    /// What an answer says that carries the gateway's `time`.
    pub(crate) fn told(time: Timestamp, answered: Answered) -> Self {
        let cut = if time.subsec_nanosecond() == 0 {
            CUT_SHORT
        } else {
            SignedDuration::ZERO
        };
        Self {
            earliest: time.as_nanosecond() - answered.at.as_nanos(),
            latest: time.as_nanosecond() + cut.as_nanos() - answered.asked.as_nanos(),
            told_at: answered.at,
        }
    }

    /// The same, as far as an earlier answer says the same: a quick answer is remembered when a slow
    /// one comes. A gateway's clock that was set makes what was known worthless.
    pub(crate) fn narrowed_by(self, known: &Self) -> Self {
        let drift = ((self.told_at - known.told_at) / DRIFT).abs().as_nanos();
        let earliest = self.earliest.max(known.earliest - drift);
        let latest = self.latest.min(known.latest + drift);
        if earliest > latest {
            return self;
        }
        Self {
            earliest,
            latest,
            ..self
        }
    }

    /// When the gateway's clock shows `time`, on the engine's monotonic clock: in the middle of what
    /// is possible.
    pub(crate) fn mono_at(&self, time: Timestamp) -> SignedDuration {
        let start = self.earliest.midpoint(self.latest);
        let mono = time.as_nanosecond() - start;
        SignedDuration::try_from_nanos_i128(mono).unwrap_or(SignedDuration::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOON: i128 = 1_800_000_000_000_000_001;

    fn millis(milliseconds: i64) -> SignedDuration {
        SignedDuration::from_millis(milliseconds)
    }

    /// What an answer says of a gateway whose clock showed `start` at the engine's start.
    fn answer(start: i128, asked: i64, up: i64, down: i64) -> ServerClock {
        let time = start + millis(asked + up).as_nanos();
        let answered = Answered {
            asked: millis(asked),
            at: millis(asked + up + down),
        };
        ServerClock::told(Timestamp::from_nanosecond(time).unwrap(), answered)
    }

    fn error(clock: &ServerClock, start: i128) -> SignedDuration {
        let day = millis(86_400_000);
        let truth = Timestamp::from_nanosecond(start + day.as_nanos()).unwrap();
        (clock.mono_at(truth) - day).abs()
    }

    #[test]
    fn a_clock_without_fractions_is_taken_half_a_second_later() {
        let noon = Timestamp::from_second(1_800_000_000).unwrap();
        let clock = ServerClock::told(noon, Answered::at_once(SignedDuration::ZERO));
        assert_eq!(clock.mono_at(noon), millis(-500));
    }

    #[test]
    fn a_gateway_whose_clock_was_set_is_believed_at_once() {
        let before = answer(NOON, 0, 10, 10);
        let set = NOON + millis(600_000).as_nanos();
        let after = answer(set, 30_000, 10, 10).narrowed_by(&before);
        assert!(error(&after, set) <= millis(10));
    }

    #[test]
    fn clocks_that_drift_apart_over_a_day_are_followed() {
        let before = answer(NOON, 0, 10, 10);
        // 50 parts in a million are 4.3 s a day.
        let drifted = NOON + millis(4_320).as_nanos();
        let after = answer(drifted, 86_400_000, 5, 1_900).narrowed_by(&before);
        assert!(error(&after, drifted) <= millis(953));
    }

    proptest! {
        #[test]
        fn it_is_never_wrong_by_more_than_half_of_the_quickest_answers_way(
            ways in proptest::collection::vec((0_i64..20_000, 0_i64..20_000), 1..20),
        ) {
            let mut known: Option<ServerClock> = None;
            let mut asked = 0;
            for &(up, down) in &ways {
                let told = answer(NOON, asked, up, down);
                known = Some(known.map_or(told, |known| told.narrowed_by(&known)));
                asked += 60_000;
            }
            let quickest = ways.iter().map(|(up, down)| up + down).min().unwrap();
            // Twenty minutes of drift are allowed for.
            let allowed = millis(quickest / 2 + 121);
            prop_assert!(error(&known.unwrap(), NOON) <= allowed);
        }
    }
}
