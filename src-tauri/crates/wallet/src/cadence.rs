//! When to read again: a pure function of what is known. Knows no clock, no network, no state.

use std::time::Duration;

/// While a window is shown.
const SHOWN: Duration = Duration::from_secs(10);
/// Up to five minutes after something moved.
const LIVELY: Duration = Duration::from_secs(30);
/// Up to an hour after something moved.
const CALM: Duration = Duration::from_secs(120);
/// When nothing has moved for an hour.
const QUIET: Duration = Duration::from_secs(300);
/// First wait after a failure.
const BACKOFF_BASE: Duration = Duration::from_secs(5);
/// Longest wait after failures.
const BACKOFF_CAP: Duration = Duration::from_secs(600);
/// A reading right at the countdown's end would still see the old mode.
const AFTER_COUNTDOWN: Duration = Duration::from_millis(500);

/// Everything the next delay depends on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Situation {
    /// Whether someone can see a window.
    pub shown: bool,
    /// Time since the person did something or a number moved.
    pub idle: Duration,
    /// Time until the pricing mode is reviewed.
    pub countdown: Option<Duration>,
    /// Readings that failed in a row.
    pub failures: u32,
    /// The delay before the last reading.
    pub last_delay: Duration,
    /// What the gateway asked for with `Retry-After`.
    pub retry_after: Option<Duration>,
    /// Evenly spread over 0 ≤ x < 1.
    pub random: f64,
}

/// How long to wait before the next reading.
///
/// Failures wait by "decorrelated jitter" (AWS Architecture Blog, *Exponential Backoff And Jitter*):
/// a random time between the base and three times the last delay, capped. `Retry-After` is a floor.
#[must_use]
pub fn next_delay(situation: &Situation) -> Duration {
    if situation.failures > 0 {
        let upper = (situation.last_delay * 3).clamp(BACKOFF_BASE, BACKOFF_CAP);
        let backoff = BACKOFF_BASE + (upper - BACKOFF_BASE).mul_f64(situation.random);
        return backoff.max(situation.retry_after.unwrap_or_default());
    }
    let base = match situation.idle.as_secs() {
        _ if situation.shown => SHOWN,
        0..=300 => LIVELY,
        301..=3600 => CALM,
        _ => QUIET,
    };
    // ±10 %, so that many clients do not ask in step.
    let delay = base.mul_f64(0.9 + situation.random * 0.2);
    let delay = match situation.countdown {
        Some(left) => {
            delay.min(left + AFTER_COUNTDOWN + Duration::from_secs(1).mul_f64(situation.random))
        }
        None => delay,
    };
    delay.max(situation.retry_after.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CALM_NOON: Situation = Situation {
        shown: false,
        idle: Duration::from_secs(4000),
        countdown: None,
        failures: 0,
        last_delay: QUIET,
        retry_after: None,
        random: 0.5,
    };

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
    fn the_end_of_a_countdown_is_read_right_after_it() {
        let near = Situation {
            countdown: Some(Duration::from_secs(7)),
            ..CALM_NOON
        };
        let delay = next_delay(&near);
        assert!(
            delay > Duration::from_secs(7) && delay < Duration::from_secs(9),
            "{delay:?}"
        );
    }

    #[test]
    fn retry_after_is_obeyed_after_a_failure_and_after_a_success() {
        let asked = Some(Duration::from_secs(900));
        let failed = Situation {
            failures: 1,
            retry_after: asked,
            ..CALM_NOON
        };
        assert_eq!(next_delay(&failed), Duration::from_secs(900));
        let shown = Situation {
            shown: true,
            retry_after: asked,
            ..CALM_NOON
        };
        assert_eq!(next_delay(&shown), Duration::from_secs(900));
    }

    proptest! {
        #[test]
        fn no_situation_makes_it_ask_in_a_tight_loop_or_never(
            shown: bool, idle in 0_u64..1_000_000, countdown in proptest::option::of(0_u64..100_000),
            failures in 0_u32..100, last in 0_u64..100_000, random in 0.0..1.0_f64,
        ) {
            let delay = next_delay(&Situation {
                shown,
                idle: Duration::from_secs(idle),
                countdown: countdown.map(Duration::from_secs),
                failures,
                last_delay: Duration::from_secs(last),
                retry_after: None,
                random,
            });
            prop_assert!(delay >= AFTER_COUNTDOWN);
            prop_assert!(delay <= BACKOFF_CAP);
        }

        #[test]
        fn failures_in_a_row_never_wait_longer_than_three_times_the_last(
            last in 5_u64..1000, random in 0.0..1.0_f64, failures in 1_u32..9,
        ) {
            let last_delay = Duration::from_secs(last);
            let delay = next_delay(&Situation { failures, last_delay, random, ..CALM_NOON });
            prop_assert!(delay >= BACKOFF_BASE && delay <= (last_delay * 3).min(BACKOFF_CAP));
        }
    }
}
