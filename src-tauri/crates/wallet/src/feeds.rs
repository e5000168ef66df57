//! What is read from the gateway again and again, and when each is due. Knows no network.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::cadence::{self, Review, Situation};
use crate::clock::Now;
use crate::problem::Fault;
use crate::state::State;

#[cfg(test)]
mod simulation;

/// The account changes rarely.
const ACCOUNT_EVERY: Duration = Duration::from_secs(6 * 3600);
/// What was read so recently is read by no hurry.
const FRESH: SignedDuration = SignedDuration::from_secs(10);
/// The shortest time from one reading to the next by hurry.
const HURRIES_APART: Duration = Duration::from_secs(2);
/// "Unchanged" tells no time: so often the whole answer is asked for, with the gateway's clock in it.
const WHOLE_EVERY: SignedDuration = SignedDuration::from_hours(1);

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

/// What one feed's readings left behind.
#[derive(Debug)]
struct Schedule<Tag> {
    under_way: bool,
    /// To be read at once, however the last reading went.
    hurried: bool,
    /// When the last reading ended; none before the first.
    ended: Option<SignedDuration>,
    /// How long to wait after failures; zero after a success.
    backoff: Duration,
    /// No reading before this: the gateway asked for it.
    held_off_until: SignedDuration,
    /// Drawn anew after each reading.
    random: f64,
    /// The version of what was read, and when the whole of it was.
    whole: Option<(Tag, SignedDuration)>,
}

impl<Tag> Default for Schedule<Tag> {
    fn default() -> Self {
        Self {
            under_way: false,
            hurried: false,
            ended: None,
            backoff: Duration::ZERO,
            held_off_until: SignedDuration::ZERO,
            random: 0.0,
            whole: None,
        }
    }
}

/// How reviews of the pricing mode were followed by readings.
#[derive(Debug, Clone, Default)]
struct Reviews {
    /// The review that was followed last, by the gateway's clock.
    last: Option<Timestamp>,
    /// When the last two readings that followed one were due, older first.
    followed: [Option<SignedDuration>; 2],
    /// So many readings in a row told of a review that was past, or that was followed already.
    told_late: u32,
}

/// Every feed's schedule. A `Tag` names the version of what was read.
#[derive(Debug)]
pub(crate) struct Feeds<Tag> {
    account: Schedule<Tag>,
    status: Schedule<Tag>,
    inbox: Schedule<Tag>,
    reviews: Reviews,
}

impl<Tag> Default for Feeds<Tag> {
    fn default() -> Self {
        Self {
            account: Schedule::default(),
            status: Schedule::default(),
            inbox: Schedule::default(),
            reviews: Reviews::default(),
        }
    }
}

impl<Tag: Clone> Feeds<Tag> {
    /// Everything is due now, and nothing was read before.
    pub(crate) fn restart(&mut self) {
        for feed in Feed::ALL {
            let schedule = self.of_mut(feed);
            *schedule = Schedule {
                under_way: schedule.under_way,
                ..Schedule::default()
            };
        }
        self.reviews = Reviews::default();
    }

    /// What may have changed is due now, also after failures, unless the gateway asked to wait. A
    /// reading under way is repeated when it fails.
    pub(crate) fn hurry(&mut self, now: Now) {
        for feed in Feed::ALL {
            let schedule = self.of_mut(feed);
            let recent = |ended| now.mono - ended < FRESH || feed == Feed::Account;
            let fresh = schedule.backoff.is_zero() && schedule.ended.is_some_and(recent);
            schedule.hurried |= schedule.under_way || !fresh;
        }
    }

    /// The machine slept or has another network: what is known may be long outdated, the gateway's
    /// clock included.
    pub(crate) fn distrust(&mut self, now: Now) {
        for feed in Feed::ALL {
            self.of_mut(feed).whole = None;
        }
        self.hurry(now);
    }

    /// The time at which the next reading is due.
    pub(crate) fn next_due(&self, state: &State, now: Now) -> Option<SignedDuration> {
        Feed::ALL
            .into_iter()
            .filter(|feed| !self.of(*feed).under_way)
            .map(|feed| self.due(feed, state, now))
            .min()
    }

    /// The feeds that are due, now marked as under way.
    pub(crate) fn take_due(&mut self, state: &State, now: Now) -> Vec<Feed> {
        let due: Vec<Feed> = Feed::ALL
            .into_iter()
            .filter(|feed| !self.of(*feed).under_way && self.due(*feed, state, now) <= now.mono)
            .collect();
        for feed in &due {
            let schedule = self.of_mut(*feed);
            schedule.under_way = true;
            schedule.hurried = false;
        }
        if let (true, Some(ended)) = (due.contains(&Feed::Status), self.status.ended) {
            self.reviews.follow(ended, state, now);
        }
        due
    }

    /// The version to compare with; none when the whole is wanted.
    pub(crate) fn version(&self, feed: Feed, now: Now) -> Option<Tag> {
        let (tag, read) = self.of(feed).whole.as_ref()?;
        (now.mono - *read < WHOLE_EVERY).then(|| tag.clone())
    }

    /// A reading ended.
    pub(crate) fn ended(
        &mut self,
        feed: Feed,
        result: Result<Option<Tag>, &Fault>,
        state: &State,
        now: Now,
    ) {
        let schedule = self.of_mut(feed);
        schedule.under_way = false;
        schedule.ended = Some(now.mono);
        schedule.random = fastrand::f64();
        match result {
            Ok(tag) => {
                schedule.hurried = false;
                schedule.backoff = Duration::ZERO;
                schedule.whole = tag.map(|tag| (tag, now.mono)).or(schedule.whole.take());
                if feed == Feed::Status {
                    self.reviews.hear(state, now);
                }
            }
            Err(fault) => {
                schedule.backoff = cadence::backoff(schedule.backoff, schedule.random);
                if let Some(asked) = fault.retry_after {
                    let held_off = cadence::held_off(asked, schedule.random);
                    schedule.held_off_until = after(now.mono, held_off);
                }
            }
        }
    }

    /// The person asked for a reading of balance and pricing, and it ended.
    pub(crate) fn refreshed(&mut self, result: Result<(), &Fault>, state: &State, now: Now) {
        if !self.status.under_way {
            self.ended(Feed::Status, result.map(|()| None), state, now);
        }
    }

    fn due(&self, feed: Feed, state: &State, now: Now) -> SignedDuration {
        let schedule = self.of(feed);
        let Some(ended) = schedule.ended else {
            return schedule.held_off_until;
        };
        let delay = |review| {
            cadence::next_delay(&Situation {
                shown: state.shown,
                idle: positive(now.mono - state.stirred),
                review,
                random: schedule.random,
            })
        };
        let wait = if schedule.hurried {
            HURRIES_APART
        } else if !schedule.backoff.is_zero() {
            schedule.backoff
        } else {
            match feed {
                Feed::Account => ACCOUNT_EVERY,
                Feed::Inbox => delay(Review::None),
                Feed::Status => {
                    let jobs = state.gate.reading_within().unwrap_or(Duration::MAX);
                    delay(self.reviews.next(ended, state)).min(jobs)
                }
            }
        };
        after(ended, wait).max(schedule.held_off_until)
    }

    fn of(&self, feed: Feed) -> &Schedule<Tag> {
        match feed {
            Feed::Account => &self.account,
            Feed::Status => &self.status,
            Feed::Inbox => &self.inbox,
        }
    }

    fn of_mut(&mut self, feed: Feed) -> &mut Schedule<Tag> {
        match feed {
            Feed::Account => &mut self.account,
            Feed::Status => &mut self.status,
            Feed::Inbox => &mut self.inbox,
        }
    }
}

impl Reviews {
    /// Notes when a reading is the first one after a review that the reading which `ended` knew.
    fn follow(&mut self, ended: SignedDuration, state: &State, now: Now) {
        if let Some((review, told)) = review(state)
            && ended < review
            && review <= now.mono
            && self.last != Some(told)
        {
            self.last = Some(told);
            self.followed = [self.followed[1], Some(now.mono)];
        }
    }

    /// Counts readings that tell of a review that was to be over.
    fn hear(&mut self, state: &State, now: Now) {
        let late = review(state)
            .is_some_and(|(review, told)| review <= now.mono || self.last == Some(told));
        self.told_late = if late {
            self.told_late.saturating_add(1)
        } else {
            0
        };
    }

    fn next(&self, ended: SignedDuration, state: &State) -> Review {
        let Some((review, _)) = review(state) else {
            return Review::None;
        };
        if self.told_late > 0 || review <= ended {
            return Review::Late {
                told: self.told_late.max(1),
            };
        }
        Review::Ahead {
            left: positive(review - ended),
            followed: self.followed[0].map(|at| positive(ended - at)),
        }
    }
}

/// When the pricing mode is reviewed: on the engine's monotonic clock, and by the gateway's.
fn review(state: &State) -> Option<(SignedDuration, Timestamp)> {
    let pricing = &state.pricing.as_ref()?.value;
    Some((pricing.review()?, pricing.wire.ends_at?))
}

/// The time that lies `wait` after `time`.
pub(crate) fn after(time: SignedDuration, wait: Duration) -> SignedDuration {
    SignedDuration::try_from(wait).map_or(SignedDuration::MAX, |wait| time.saturating_add(wait))
}

fn positive(time: SignedDuration) -> Duration {
    Duration::try_from(time).unwrap_or(Duration::ZERO)
}
