//! When to read again: pure functions of what is known. Knows no clock, no network, no state.

use std::time::Duration;

/// While a window is shown.
const SHOWN: Duration = Duration::from_secs(10);
/// Up to five minutes after something moved.
const LIVELY: Duration = Duration::from_secs(30);
/// Up to an hour after something moved.
const CALM: Duration = Duration::from_secs(120);
/// When nothing has moved for an hour.
const QUIET: Duration = Duration::from_secs(300);
/// First wait after a failure, at least.
const BACKOFF_BASE: Duration = Duration::from_secs(5);
/// Longest wait after failures.
const BACKOFF_CAP: Duration = Duration::from_secs(600);
/// A reading right at the review would still see the old mode.
const AFTER_REVIEW: Duration = Duration::from_millis(400);
/// Over this time the readings of many clients after one review are spread.
const REVIEW_SPREAD: Duration = Duration::from_millis(800);
/// A reading that is due so shortly before the one after a review waits for it.
const WORTH_WAITING: Duration = Duration::from_secs(5);
/// No more than two reviews are followed one by one in this time.
const TWO_REVIEWS: Duration = Duration::from_secs(40);
/// First wait for a review that is late; each next one is twice as long.
const LATE_BASE: Duration = Duration::from_secs(2);

/// The review of the pricing mode, as it was told at the last reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Review {
    /// None is announced, or it does not concern what is read.
    None,
    /// It comes.
    Ahead {
        /// Time from the last reading to it.
        left: Duration,
        /// Time from the last but one reading that followed a review to the last reading.
        followed: Option<Duration>,
    },
    /// It was past already, so often in a row.
    Late {
        /// At least 1.
        told: u32,
    },
}

/// Everything that the time from one successful reading to the next depends on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Situation {
    /// Whether someone can see a window.
    pub shown: bool,
    /// Time since the person did something or a number moved.
    pub idle: Duration,
    /// The review of the pricing mode.
    pub review: Review,
    /// Evenly spread over 0 ≤ x < 1; drawn once for each reading.
    pub random: f64,
}

/// How long after a reading that succeeded to read again.
#[must_use]
pub fn next_delay(situation: &Situation) -> Duration {
    let base = match situation.idle.as_secs() {
        _ if situation.shown => SHOWN,
        0..=300 => LIVELY,
        301..=3600 => CALM,
        _ => QUIET,
    };
    // ±10 %, so that many clients do not ask in step.
    let delay = base.mul_f64(0.9 + situation.random * 0.2);
    match situation.review {
        Review::None => delay,
        Review::Ahead { left, followed } => {
            let exact = left + AFTER_REVIEW + REVIEW_SPREAD.mul_f64(situation.random);
            let apart = followed.map_or(Duration::ZERO, |ago| TWO_REVIEWS.saturating_sub(ago));
            if exact > delay + WORTH_WAITING {
                delay
            } else {
                exact.max(apart)
            }
        }
        Review::Late { told } => {
            let doubled = 1_u32 << told.saturating_sub(1).min(16);
            delay.min(LATE_BASE * doubled)
        }
    }
}

/// How long to wait after a failure, by "decorrelated jitter" (AWS Architecture Blog, *Exponential
/// Backoff And Jitter*): a random time between the base and three times the `last` wait, capped.
/// After a success, `last` is zero.
#[must_use]
pub fn backoff(last: Duration, random: f64) -> Duration {
    let upper = (last.max(BACKOFF_BASE) * 3).min(BACKOFF_CAP);
    BACKOFF_BASE + (upper - BACKOFF_BASE).mul_f64(random)
}

/// How long to wait at least, when the gateway asked for `asked` with `Retry-After`. Everybody whom
/// it asked at once would else return at once.
#[must_use]
pub fn held_off(asked: Duration, random: f64) -> Duration {
    asked + BACKOFF_BASE.mul_f64(random)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CALM_NOON: Situation = Situation {
        shown: false,
        idle: Duration::from_secs(4000),
        review: Review::None,
        random: 0.5,
    };

    fn ahead(left: Duration) -> Review {
        Review::Ahead {
            left,
            followed: None,
        }
    }

    #[test]
    fn an_open_window_is_read_for_more_often_than_a_closed_one() {
        let open = Situation {
            shown: true,
            ..CALM_NOON
        };
        assert_eq!(next_delay(&open), SHOWN);
        assert_eq!(next_delay(&CALM_NOON), QUIET);
    }

    #[test]
    fn a_reading_due_shortly_before_a_review_waits_for_it() {
        let with = |left| {
            next_delay(&Situation {
                review: ahead(Duration::from_secs(left)),
                ..CALM_NOON
            })
        };
        assert_eq!(with(303), Duration::from_millis(303_800));
        assert_eq!(with(305), QUIET);
    }

    #[test]
    fn a_late_review_is_looked_for_ever_less_often() {
        let delays = [1, 2, 3, 9, u32::MAX].map(|told| {
            let review = Review::Late { told };
            next_delay(&Situation {
                review,
                ..CALM_NOON
            })
        });
        assert_eq!(delays.map(|delay| delay.as_secs()), [2, 4, 8, 300, 300]);
    }

    #[test]
    fn reviews_in_a_closer_row_are_not_followed_one_by_one() {
        let review = Review::Ahead {
            left: Duration::from_secs(1),
            followed: Some(Duration::from_secs(3)),
        };
        let delay = next_delay(&Situation {
            review,
            ..CALM_NOON
        });
        assert_eq!(delay, Duration::from_secs(37));
    }

    proptest! {
        #[test]
        fn no_situation_makes_it_ask_in_a_tight_loop_or_never(
            shown: bool, idle in 0_u64..1_000_000, random in 0.0..1.0_f64, told in 1_u32..,
        ) {
            for review in [Review::None, Review::Late { told }] {
                let idle = Duration::from_secs(idle);
                let delay = next_delay(&Situation { shown, idle, review, random });
                prop_assert!(delay >= LATE_BASE && delay <= QUIET.mul_f64(1.1));
            }
        }

        #[test]
        fn a_review_is_followed_by_a_reading_within_one_and_a_half_seconds(
            shown: bool, idle in 0_u64..10_000, left in 0_u64..10_000_000, random in 0.0..1.0_f64,
        ) {
            let (idle, left) = (Duration::from_secs(idle), Duration::from_millis(left));
            let delay = next_delay(&Situation { shown, idle, review: ahead(left), random });
            // Else it comes before the review, and is not the last one before it.
            if let Some(after) = delay.checked_sub(left) {
                prop_assert!(after >= AFTER_REVIEW && after < Duration::from_millis(1500));
            } else {
                prop_assert!(left - delay > WORTH_WAITING - Duration::from_millis(1500));
            }
        }

        #[test]
        fn a_wait_after_a_failure_is_never_longer_than_three_times_the_last(
            last in 0_u64..1000, random in 0.0..1.0_f64,
        ) {
            let last = Duration::from_secs(last);
            let wait = backoff(last, random);
            prop_assert!(wait >= BACKOFF_BASE);
            prop_assert!(wait <= (last.max(BACKOFF_BASE) * 3).min(BACKOFF_CAP));
        }

        #[test]
        fn retry_after_is_a_floor(asked in 0_u64..4000, random in 0.0..1.0_f64) {
            prop_assert!(held_off(Duration::from_secs(asked), random) >= Duration::from_secs(asked));
        }
    }
}
