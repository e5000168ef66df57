//! A person's machine in simulated time: the engine's rules, a window that counts down by itself, a
//! wall clock that is wrong, sleep. Days pass in milliseconds.

use gateway::wire::{Account, WalletStatus};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Unit};

use super::gateway::{Gateway, Mood};
use crate::clock::Now;
use crate::contract::ProblemCode;
use crate::event::Event;
use crate::feeds::{Feed, Feeds};
use crate::notices::journal::Told as ToldBefore;
use crate::notices::{Voice, notices};
use crate::problem::Fault;
use crate::reading::Facts;
use crate::server_clock::Answered;
use crate::state::State;
use crate::state::tests::signed_in;
use crate::view::project;
use crate::words::Words;

/// How far apart the looks at the window are.
const GLANCE: SignedDuration = SignedDuration::from_millis(733);

/// What arrives later.
struct Answer {
    feed: Feed,
    answered: Answered,
    mood: Mood,
    status: WalletStatus,
    /// The version that the machine had when it asked.
    held: Option<WalletStatus>,
}

/// What the window was last told, and when.
struct Told {
    at: SignedDuration,
    ends_in_milliseconds: Option<u32>,
}

/// The machine.
pub(super) struct Machine {
    pub(super) now: SignedDuration,
    /// How wrong the wall clock is.
    pub(super) skew: SignedDuration,
    pub(super) gateway: Gateway,
    /// The longest that a request or an answer is on its way, in milliseconds.
    pub(super) way: u64,
    /// Which feed was asked for when.
    pub(super) asked: Vec<(Feed, SignedDuration)>,
    /// The titles of what was told in notifications.
    pub(super) notified: Vec<String>,
    /// The most that the window's countdown was off.
    pub(super) worst_countdown: SignedDuration,
    feeds: Feeds<WalletStatus>,
    state: State,
    words: Words,
    told_before: ToldBefore,
    on_their_way: Vec<Answer>,
    told: Told,
}

impl Machine {
    pub(super) fn new(gateway: Gateway) -> Self {
        fastrand::seed(7);
        Self {
            now: SignedDuration::ZERO,
            skew: SignedDuration::ZERO,
            gateway,
            way: 100,
            asked: Vec::new(),
            notified: Vec::new(),
            worst_countdown: SignedDuration::ZERO,
            feeds: Feeds::default(),
            state: known(),
            words: Words::load(),
            told_before: ToldBefore::default(),
            on_their_way: Vec::new(),
            told: Told {
                at: SignedDuration::ZERO,
                ends_in_milliseconds: None,
            },
        }
    }

    fn clocks(&self) -> Now {
        let truth = Timestamp::from_second(1_800_000_000).unwrap();
        Now {
            wall: truth + self.now + self.skew,
            mono: self.now,
        }
    }

    /// Time passes, and the engine does what is due.
    pub(super) fn pass(&mut self, time: SignedDuration) {
        let end = self.now + time;
        loop {
            let arrival = self.on_their_way.iter().map(|answer| answer.answered.at);
            let due = self.feeds.next_due(&self.state, self.clocks());
            let next = arrival.chain(due).min().unwrap_or(end);
            if next > end {
                return self.wait_until(end);
            }
            self.wait_until(next.max(self.now));
            self.receive();
            self.ask();
        }
    }

    /// Time passes, and nothing is done; then the machine wakes.
    pub(super) fn sleep(&mut self, time: SignedDuration) {
        self.now += time;
        // What was on its way is lost, and that shows when the network is awake again.
        for answer in &mut self.on_their_way {
            answer.mood = Mood::Unreachable;
            answer.answered.at = answer.answered.at.max(self.now);
        }
        self.notice();
    }

    /// The machine woke, or has a network.
    pub(super) fn notice(&mut self) {
        self.feeds.distrust(self.clocks());
        self.tell_window();
    }

    pub(super) fn window(&mut self, shown: bool) {
        let at = self.clocks();
        self.state.apply(Event::WindowShown { shown, at });
    }

    pub(super) fn mood(&mut self, feed: Feed, mood: Mood) {
        self.gateway.moods.push((self.now, feed, mood));
    }

    /// How often a feed was asked for since.
    pub(super) fn count(&self, feed: Feed, since: SignedDuration) -> usize {
        self.times(feed, since).len()
    }

    /// When a feed was asked for since.
    pub(super) fn times(&self, feed: Feed, since: SignedDuration) -> Vec<SignedDuration> {
        let asked = self.asked.iter();
        let asked = asked.filter(|(whom, at)| *whom == feed && *at >= since);
        asked.map(|(_, at)| *at).collect()
    }

    fn wait_until(&mut self, time: SignedDuration) {
        while self.now < time {
            self.now = (self.now + GLANCE).min(time);
            self.glance();
        }
    }

    /// Compares the window's countdown, in whole seconds, with the gateway's own.
    fn glance(&mut self) {
        let pricing = self.state.pricing.as_ref().map(|pricing| &pricing.value);
        let (Some(pricing), Some(told)) = (pricing, self.told.ends_in_milliseconds) else {
            return;
        };
        let ends_at = pricing.wire.ends_at.unwrap();
        let truth = ends_at.duration_since(self.gateway.time(self.now));
        let left = SignedDuration::from_millis(told.into()) - (self.now - self.told.at);
        let shown = left.round(Unit::Second).unwrap();
        let error = shown.max(SignedDuration::ZERO) - truth.max(SignedDuration::ZERO);
        self.worst_countdown = self.worst_countdown.max(error.abs());
    }

    fn tell_window(&mut self) {
        let view = project(&self.state, self.clocks(), &self.words);
        self.told = Told {
            at: self.now,
            ends_in_milliseconds: view
                .pricing
                .and_then(|pricing| pricing.ends_in_milliseconds),
        };
    }

    fn ask(&mut self) {
        for feed in self.feeds.take_due(&self.state, self.clocks()) {
            self.asked.push((feed, self.now));
            let way = || SignedDuration::from_millis(fastrand::i64(0..=self.way.cast_signed()));
            let there = self.now + way();
            let held = self.feeds.version(feed, self.clocks());
            self.on_their_way.push(Answer {
                feed,
                answered: Answered {
                    asked: self.now,
                    at: there + way(),
                },
                mood: self.gateway.mood(feed, there),
                status: self.gateway.status(there),
                held,
            });
        }
    }

    fn receive(&mut self) {
        let now = self.now;
        let there = |answer: &mut Answer| answer.answered.at <= now;
        let answers: Vec<Answer> = self.on_their_way.extract_if(.., there).collect();
        for answer in answers {
            let feed = answer.feed;
            let (read, fault) = match self.apply(answer) {
                Ok(version) => (version, None),
                Err(fault) => (None, Some(fault)),
            };
            let (state, now) = (&self.state, self.clocks());
            let result = fault.as_ref().map_or(Ok(read), Err);
            self.feeds.ended(feed, result, state, now);
            self.notify();
            self.tell_window();
        }
    }

    fn notify(&mut self) {
        let voice = Voice {
            words: &self.words,
            language: self.state.settings.language,
            zone: &TimeZone::UTC,
        };
        let found = notices(&self.told_before, &self.state, voice);
        self.told_before.learn(&found);
        let titles = found.news.into_iter().map(|news| news.notice.title);
        self.notified.extend(titles);
    }

    fn apply(&mut self, answer: Answer) -> Result<Option<WalletStatus>, Fault> {
        let Answer {
            feed,
            answered,
            mood,
            status,
            held,
        } = answer;
        let fault = match (mood, feed) {
            (Mood::Fine, Feed::Status) => return Ok(self.read(status, held, answered)),
            (Mood::Fine, Feed::Inbox | Feed::Account) => return Ok(None),
            (Mood::Storm { retry_after }, _) => Fault {
                retry_after,
                ..Fault::new(ProblemCode::RateLimited)
            },
            (Mood::Unreachable, _) => Fault::new(ProblemCode::Unreachable),
        };
        if feed == Feed::Status {
            self.state.apply(Event::ReadingFailed(fault.clone()));
        }
        Err(fault)
    }

    /// A version is all that is told, but the time of telling.
    fn read(
        &mut self,
        status: WalletStatus,
        held: Option<WalletStatus>,
        answered: Answered,
    ) -> Option<WalletStatus> {
        let mut version = status.clone();
        version.pricing.server_time = Timestamp::UNIX_EPOCH;
        if held.as_ref() == Some(&version) {
            let at = self.clocks();
            self.state.apply(Event::StatusUnchanged { at });
            return None;
        }
        let wall = self.clocks().wall;
        self.state.apply(Event::StatusRead {
            status,
            answered,
            wall,
        });
        Some(version)
    }
}

/// Signed in to an account that is known: without one, nothing is told.
fn known() -> State {
    let mut state = signed_in();
    state.apply(Event::AccountRead {
        account: Account {
            user_id: "7".to_owned(),
            username: "ada".to_owned(),
            email: "ada@example.com".to_owned(),
            display_name: String::new(),
            edge_region: None,
            two_factor_enabled: false,
            created_at: None,
            wallet: None,
        },
        facts: Facts::default(),
    });
    state
}
