//! The one place where the engine reads a clock. Rules get the reading passed in.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use tokio::time::Instant;

use stopwatch::Stopwatch;

/// One reading of both clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The wall clock: may jump, may be wrong.
    pub wall: Timestamp,
    /// Time since the engine started: never jumps, goes on while the machine sleeps.
    pub mono: SignedDuration,
}

/// Both clocks.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    since_start: SinceStart,
    ahead: SignedDuration,
}

#[derive(Debug, Clone, Copy)]
enum SinceStart {
    Machine(Stopwatch),
    Simulated(Instant),
}

impl Clock {
    /// A clock whose monotonic side starts now.
    #[must_use]
    pub fn start() -> Self {
        Self {
            since_start: SinceStart::Machine(Stopwatch::start()),
            ahead: SignedDuration::ZERO,
        }
    }

    /// A clock whose monotonic side is tokio's, which a test may pause and advance.
    #[must_use]
    pub fn simulated() -> Self {
        Self {
            since_start: SinceStart::Simulated(Instant::now()),
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
            mono: match self.since_start {
                SinceStart::Machine(stopwatch) => stopwatch.elapsed(),
                SinceStart::Simulated(start) => {
                    SignedDuration::try_from(start.elapsed()).unwrap_or(SignedDuration::MAX)
                }
            },
        }
    }

    /// The wall clock as the person sees it.
    #[must_use]
    pub fn local(&self) -> Zoned {
        self.read().wall.to_zoned(TimeZone::system())
    }

    /// The instant that lies `mono` after the engine's start, for a machine that does not sleep until
    /// then: a timer stands still in its sleep.
    #[must_use]
    pub fn instant(&self, mono: SignedDuration) -> Instant {
        let left = mono.saturating_sub(self.read().mono);
        Instant::now() + Duration::try_from(left).unwrap_or(Duration::ZERO)
    }
}

#[cfg(unix)]
mod stopwatch {
    use jiff::SignedDuration;
    use rustix::time::{ClockId, Timespec, clock_gettime};

    /// Linux has a clock of its own that counts the machine's sleep (clock_gettime(2)); elsewhere
    /// the monotonic one does.
    #[cfg(target_os = "linux")]
    const COUNTS_SLEEP: ClockId = ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    const COUNTS_SLEEP: ClockId = ClockId::Monotonic;

    #[derive(Debug, Clone, Copy)]
    pub(super) struct Stopwatch(Timespec);

    impl Stopwatch {
        pub(super) fn start() -> Self {
            Self(clock_gettime(COUNTS_SLEEP))
        }

        pub(super) fn elapsed(self) -> SignedDuration {
            let Timespec { tv_sec, tv_nsec } = clock_gettime(COUNTS_SLEEP) - self.0;
            SignedDuration::new(tv_sec, i32::try_from(tv_nsec).unwrap_or_default())
        }
    }
}

#[cfg(not(unix))]
mod stopwatch {
    use jiff::SignedDuration;
    use tokio::time::Instant;

    /// Windows' counter goes on in sleep by itself.
    #[derive(Debug, Clone, Copy)]
    pub(super) struct Stopwatch(Instant);

    impl Stopwatch {
        pub(super) fn start() -> Self {
            Self(Instant::now())
        }

        pub(super) fn elapsed(self) -> SignedDuration {
            SignedDuration::try_from(self.0.elapsed()).unwrap_or(SignedDuration::MAX)
        }
    }
}
