//! When this program is told to stop, by a signal. Stops nothing itself.

use std::io;

/// Waits until it is.
///
/// # Errors
/// When the system does not let signals be heard.
#[cfg(unix)]
pub(crate) async fn told_to_stop() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        _ = hangup.recv() => Ok(()),
        pressed = tokio::signal::ctrl_c() => pressed,
    }
}

/// Waits until it is.
///
/// # Errors
/// When the system does not let signals be heard.
#[cfg(not(unix))]
pub(crate) async fn told_to_stop() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
