//! When to look for a release by oneself: at most once a day, not all at the same minute. Pure.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// Between two looks.
pub const DAY: Duration = Duration::from_secs(24 * 3600);
/// The start of a program is busy enough.
const AFTER_START: Duration = Duration::from_secs(60);
/// The longest that a look is put off by chance.
const JITTER: Duration = Duration::from_secs(3600);

/// How long to wait before the next look. `random` is evenly spread over 0 ≤ x < 1.
///
/// A look that lies in the future was noted by a clock that was wrong: a day is waited from now.
#[must_use]
pub fn next_check(last: Option<Timestamp>, now: Timestamp, random: f64) -> Duration {
    let since = |last: Timestamp| now.duration_since(last).max(SignedDuration::ZERO);
    let left = match last.map(|last| Duration::try_from(since(last))) {
        Some(Ok(since)) => DAY.saturating_sub(since),
        Some(Err(_)) | None => Duration::ZERO,
    };
    left.max(AFTER_START) + JITTER.mul_f64(random)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    proptest! {
        #[test]
        fn two_looks_are_never_less_than_a_day_apart_whenever_purser_starts(
            since in 0_i64..10_000_000, random in 0.0..1.0_f64,
        ) {
            let wait = next_check(Some(at(0)), at(since), random);
            prop_assert!(Duration::from_secs(since.unsigned_abs()) + wait >= DAY);
            prop_assert!(wait <= DAY + JITTER);
        }

        #[test]
        fn a_clock_that_was_ahead_puts_no_look_off_for_more_than_a_day(
            ahead in 0_i64..1_000_000_000, random in 0.0..1.0_f64,
        ) {
            let wait = next_check(Some(at(ahead)), at(0), random);
            prop_assert!(wait >= DAY && wait <= DAY + JITTER);
        }
    }

    #[test]
    fn the_first_look_comes_soon_after_the_start() {
        assert_eq!(next_check(None, at(0), 0.0), AFTER_START);
        assert!(next_check(None, at(0), 0.999) < AFTER_START + JITTER);
    }
}
