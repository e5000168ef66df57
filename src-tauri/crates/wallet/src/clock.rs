//! The one place where the engine reads a clock. Rules get the reading passed in.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use tokio::time::Instant;

/// One reading of both clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The wall clock: may jump, may be wrong.
    pub wall: Timestamp,
    /// Time since the engine started: never jumps, stands still while the machine sleeps.
    pub mono: SignedDuration,
}

/// Both clocks.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    start: Instant,
    ahead: SignedDuration,
}

impl Clock {
    /// A clock whose monotonic side starts now.
    #[must_use]
    pub fn start() -> Self {
        Self {
            start: Instant::now(),
            ahead: SignedDuration::ZERO,
        }
    }

    /// The same, on a machine whose wall clock is so far ahead of this one's.
    #[must_use]
    pub const fn ahead(self, ahead: SignedDuration) -> Self {
        Self { ahead, ..self }
    }

    /// Reads both clocks.
    #[must_use]
    pub fn read(&self) -> Now {
        Now {
            wall: Timestamp::now()
                .saturating_add(self.ahead)
                .unwrap_or(Timestamp::MAX),
            mono: SignedDuration::try_from(self.start.elapsed()).unwrap_or(SignedDuration::MAX),
        }
    }

    /// The wall clock as the person sees it.
    #[must_use]
    pub fn local(&self) -> Zoned {
        self.read().wall.to_zoned(TimeZone::system())
    }

    /// The instant that lies `mono` after the engine's start.
    #[must_use]
    pub fn instant(&self, mono: SignedDuration) -> Instant {
        self.start + Duration::try_from(mono).unwrap_or(Duration::ZERO)
    }
}
