//! The gateway's clock: the system's time plus an offset that a test or a demo can set. The only
//! place of this crate that reads the system's clock; it must not know what time is used for.

use std::time::SystemTime;

use jiff::{SignedDuration, Timestamp};

/// The gateway's clock.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Clock {
    offset: SignedDuration,
}

impl Clock {
    /// The gateway's time now, clamped to what a timestamp can hold.
    pub(crate) fn now(self) -> Timestamp {
        let system = system_time();
        system
            .checked_add(self.offset)
            .unwrap_or(if self.offset.is_negative() {
                Timestamp::MIN
            } else {
                Timestamp::MAX
            })
    }

    /// How far this clock is ahead of the system's.
    pub(crate) fn offset(self) -> SignedDuration {
        self.offset
    }

    /// Sets how far this clock is ahead of the system's.
    pub(crate) fn set_offset(&mut self, offset: SignedDuration) {
        self.offset = offset;
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "a server keeps its own time; every rule of the sandbox gets it from here"
)]
fn system_time() -> Timestamp {
    Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::MAX)
}
