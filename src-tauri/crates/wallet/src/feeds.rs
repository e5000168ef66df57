//! What is read from the gateway again and again, and when each is due. Knows no network.

use std::time::Duration;

use gateway::ETag;
use jiff::SignedDuration;

use crate::cadence::{self, Situation};
use crate::clock::Now;
use crate::problem::Fault;
use crate::state::State;

/// The account changes rarely.
const ACCOUNT_EVERY: Duration = Duration::from_secs(6 * 3600);

/// Something that is read again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feed {
    /// Who the token belongs to, and the set-up facts.
    Account,
    /// Balance and pricing.
    Status,
    /// Messages.
    Inbox,
}

impl Feed {
    pub(crate) const ALL: [Self; 3] = [Self::Account, Self::Status, Self::Inbox];
}

/// When one feed is due, and what its last reading left behind.
#[derive(Debug, Clone, Default)]
struct Schedule {
    due: SignedDuration,
    under_way: bool,
    failures: u32,
    last_delay: Duration,
    etag: Option<ETag>,
}

/// Every feed's schedule.
#[derive(Debug, Default)]
pub(crate) struct Feeds {
    account: Schedule,
    status: Schedule,
    inbox: Schedule,
}

impl Feeds {
    /// Everything is due now, and nothing was read before.
    pub(crate) fn restart(&mut self, now: Now) {
        for feed in Feed::ALL {
            *self.of(feed) = Schedule {
                due: now.mono,
                under_way: self.of(feed).under_way,
                ..Schedule::default()
            };
        }
    }

    /// Everything is due now, unless the gateway asked to wait.
    pub(crate) fn hurry(&mut self, now: Now) {
        for feed in [Feed::Status, Feed::Inbox] {
            let schedule = self.of(feed);
            if schedule.failures == 0 {
                schedule.due = schedule.due.min(now.mono);
            }
        }
    }

    /// A countdown or a window changed: no reading is due later than the cadence now says.
    pub(crate) fn reconsider(&mut self, state: &State, now: Now) {
        for feed in [Feed::Status, Feed::Inbox] {
            let situation = self.situation(feed, state, now, None);
            let schedule = self.of(feed);
            if schedule.failures == 0 {
                schedule.due = schedule
                    .due
                    .min(after(now, cadence::next_delay(&situation)));
            }
        }
    }

    /// The next reading of balance and pricing is due within `delay`, unless the last one failed.
    pub(crate) fn status_within(&mut self, delay: Duration, now: Now) {
        let schedule = self.of(Feed::Status);
        if schedule.failures == 0 {
            schedule.due = schedule.due.min(after(now, delay));
        }
    }

    /// The time at which the next reading is due.
    pub(crate) fn next_due(&self) -> Option<SignedDuration> {
        [&self.account, &self.status, &self.inbox]
            .into_iter()
            .filter(|schedule| !schedule.under_way)
            .map(|schedule| schedule.due)
            .min()
    }

    /// The feeds that are due, now marked as under way.
    pub(crate) fn take_due(&mut self, now: Now) -> Vec<Feed> {
        Feed::ALL
            .into_iter()
            .filter(|feed| {
                let schedule = self.of(*feed);
                let due = !schedule.under_way && schedule.due <= now.mono;
                schedule.under_way |= due;
                due
            })
            .collect()
    }

    pub(crate) fn etag(&mut self, feed: Feed) -> Option<ETag> {
        self.of(feed).etag.clone()
    }

    /// A reading ended.
    pub(crate) fn ended(
        &mut self,
        feed: Feed,
        result: Result<Option<ETag>, &Fault>,
        state: &State,
        now: Now,
    ) {
        let schedule = self.of(feed);
        schedule.under_way = false;
        let retry_after = match result {
            Ok(etag) => {
                schedule.failures = 0;
                schedule.etag = etag.or(schedule.etag.take());
                None
            }
            Err(fault) => {
                schedule.failures = schedule.failures.saturating_add(1);
                fault.retry_after
            }
        };
        let situation = self.situation(feed, state, now, retry_after);
        let delay = match feed {
            Feed::Account if situation.failures == 0 => ACCOUNT_EVERY,
            Feed::Account | Feed::Status | Feed::Inbox => cadence::next_delay(&situation),
        };
        let schedule = self.of(feed);
        schedule.last_delay = delay;
        schedule.due = after(now, delay);
    }

    fn situation(
        &mut self,
        feed: Feed,
        state: &State,
        now: Now,
        retry_after: Option<Duration>,
    ) -> Situation {
        let schedule = self.of(feed);
        Situation {
            shown: state.shown,
            idle: positive(now.mono - state.stirred),
            countdown: match feed {
                Feed::Status => state
                    .pricing
                    .as_ref()
                    .and_then(|pricing| pricing.value.left(now.mono))
                    .map(positive),
                Feed::Account | Feed::Inbox => None,
            },
            failures: schedule.failures,
            last_delay: schedule.last_delay,
            retry_after,
            random: fastrand::f64(),
        }
    }

    fn of(&mut self, feed: Feed) -> &mut Schedule {
        match feed {
            Feed::Account => &mut self.account,
            Feed::Status => &mut self.status,
            Feed::Inbox => &mut self.inbox,
        }
    }
}

/// The time that lies this long after `now`.
pub(crate) fn after(now: Now, delay: Duration) -> SignedDuration {
    SignedDuration::try_from(delay)
        .map_or(SignedDuration::MAX, |delay| now.mono.saturating_add(delay))
}

fn positive(time: SignedDuration) -> Duration {
    Duration::try_from(time).unwrap_or(Duration::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::ProblemCode;
    use crate::state::tests::{at, signed_in};

    #[test]
    fn each_feed_is_read_once_and_then_waits_its_own_time() {
        let (mut feeds, state) = (Feeds::default(), signed_in());
        feeds.restart(at(0));
        assert_eq!(feeds.take_due(at(0)), Feed::ALL);
        assert_eq!(feeds.take_due(at(0)), []);
        feeds.ended(Feed::Status, Ok(None), &state, at(1));
        assert_eq!(feeds.take_due(at(2)), []);
        assert_eq!(feeds.take_due(at(60)), [Feed::Status]);
    }

    #[test]
    fn one_feed_that_fails_does_not_slow_the_others_down() {
        let (mut feeds, state) = (Feeds::default(), signed_in());
        feeds.restart(at(0));
        feeds.take_due(at(0));
        let mut fault = Fault::new(ProblemCode::RateLimited);
        fault.retry_after = Some(Duration::from_secs(500));
        feeds.ended(Feed::Inbox, Err(&fault), &state, at(1));
        feeds.ended(Feed::Status, Ok(None), &state, at(1));
        assert_eq!(feeds.take_due(at(120)), [Feed::Status]);
        feeds.hurry(at(130));
        assert_eq!(feeds.take_due(at(500)), []);
        assert_eq!(feeds.take_due(at(502)), [Feed::Inbox]);
    }
}
