//! A scripted gateway: its clock, its pricing modes, its moods. A function of time; nothing waits.

use std::time::Duration;

use gateway::wire::{Pricing, PricingMode, WalletStatus};
use jiff::{SignedDuration, Timestamp};

use crate::clock::Now;
use crate::feeds::Feed;
use crate::state::tests::status;

/// Does not begin on a whole second.
const START_NANOSECOND: i128 = 1_800_000_000_250_000_000;

/// How it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Fine,
    /// 429.
    Storm {
        retry_after: Option<Duration>,
    },
    Unreachable,
}

/// How long each pricing mode lasts.
#[derive(Debug, Clone)]
pub(super) enum Modes {
    /// One after another, for as many seconds each, over and over.
    Cycle(Vec<i64>),
    /// There is no end to the mode.
    Endless,
    /// It always ends so much later than now (or, negative, has ended so long ago).
    Teasing(SignedDuration),
}

/// A gateway whose clock is no one else's.
#[derive(Debug)]
pub(super) struct Gateway {
    /// What its clock shows at the engine's start.
    pub(super) start: Timestamp,
    pub(super) modes: Modes,
    /// How it answers to each feed from when on, newest last.
    pub(super) moods: Vec<(SignedDuration, Feed, Mood)>,
}

impl Gateway {
    pub(super) fn new(modes: Modes) -> Self {
        Self {
            start: Timestamp::from_nanosecond(START_NANOSECOND).unwrap(),
            modes,
            moods: Vec::new(),
        }
    }

    pub(super) fn time(&self, mono: SignedDuration) -> Timestamp {
        self.start + mono
    }

    pub(super) fn mood(&self, feed: Feed, mono: SignedDuration) -> Mood {
        let moods = self.moods.iter().rev();
        moods
            .filter(|(from, whom, _)| *whom == feed && *from <= mono)
            .map(|(_, _, mood)| *mood)
            .next()
            .unwrap_or(Mood::Fine)
    }

    /// The mode in force and its end.
    fn mode(&self, now: Timestamp) -> (PricingMode, Option<Timestamp>) {
        use PricingMode::{Reduced, Standard, Surge};
        let lengths = match &self.modes {
            Modes::Cycle(lengths) => lengths,
            Modes::Endless => return (Standard, None),
            Modes::Teasing(later) => return (Standard, Some(now + *later)),
        };
        let mut ends = Timestamp::from_nanosecond(START_NANOSECOND).unwrap();
        let modes = [Standard, Reduced, Standard, Surge].into_iter().cycle();
        for (mode, length) in modes.zip(lengths.iter().cycle()) {
            ends += SignedDuration::from_secs(*length);
            if now < ends {
                return (mode, Some(ends));
            }
        }
        unreachable!("cycles have no end");
    }

    /// Its answer when it is asked at `mono`.
    pub(super) fn status(&self, mono: SignedDuration) -> WalletStatus {
        let server_time = self.time(mono);
        let (mode, ends_at) = self.mode(server_time);
        let now = Now {
            wall: server_time,
            mono,
        };
        let told = status(9_000_000, mode, now);
        WalletStatus {
            pricing: Pricing {
                ends_at,
                ..told.pricing
            },
            ..told
        }
    }

    /// When a mode ended between these times, on the engine's clock.
    pub(super) fn reviews(&self, from: SignedDuration, to: SignedDuration) -> Vec<SignedDuration> {
        let mut reviews = Vec::new();
        let mut mono = from;
        while let (_, Some(end)) = self.mode(self.time(mono)) {
            mono = end.duration_since(self.start);
            if mono > to {
                break;
            }
            reviews.push(mono);
        }
        reviews
    }
}
