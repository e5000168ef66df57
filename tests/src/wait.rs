//! Waiting for a state, with a deadline. Knows nothing of what is waited for.

use std::{
    fmt,
    thread::sleep,
    time::{Duration, Instant},
};

/// Long enough for anything that this computer does alone, also when it is busy.
pub const PATIENCE: Duration = Duration::from_secs(40);
const PAUSE: Duration = Duration::from_millis(25);

/// Looks until there is something to see.
///
/// # Panics
/// When the deadline passes; the message names `what`.
#[track_caller]
pub fn until<T>(what: impl fmt::Display, look: impl FnMut() -> Option<T>) -> T {
    until_or(|| what.to_string(), look)
}

/// The same, where only the end of the wait knows what to tell.
///
/// # Panics
/// When the deadline passes; the message is what `tell` then says.
#[track_caller]
pub fn until_or<T>(tell: impl FnOnce() -> String, mut look: impl FnMut() -> Option<T>) -> T {
    let started = now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        if now().duration_since(started) > PATIENCE {
            panic!("waited {PATIENCE:?} for {}", tell());
        }
        sleep(PAUSE);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the deadline of a test is real time"
)]
fn now() -> Instant {
    Instant::now()
}
