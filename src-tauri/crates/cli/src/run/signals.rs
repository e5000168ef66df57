//! The signals that this program is sent, to be handed on. Acts on none of them.

use std::io;

/// Hears signals from its making on.
pub(super) struct Signals {
    #[cfg(unix)]
    heard: [(i32, tokio::signal::unix::Signal); 6],
}

/// A signal's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number(pub(super) i32);

#[cfg(unix)]
impl Signals {
    /// # Errors
    /// When the system does not let signals be heard.
    pub(super) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let hear = |kind: SignalKind| Ok::<_, io::Error>((kind.as_raw_value(), signal(kind)?));
        Ok(Self {
            heard: [
                hear(SignalKind::interrupt())?,
                hear(SignalKind::terminate())?,
                hear(SignalKind::hangup())?,
                hear(SignalKind::quit())?,
                hear(SignalKind::window_change())?,
                // Heard, so that it does not stop this program while the command goes on unwatched.
                hear(SignalKind::from_raw(rustix::process::Signal::TSTP.as_raw()))?,
            ],
        })
    }

    /// The next one. Cancel-safe.
    pub(super) async fn next(&mut self) -> Number {
        std::future::poll_fn(|context| {
            for (number, signal) in &mut self.heard {
                if signal.poll_recv(context).is_ready() {
                    return std::task::Poll::Ready(Number(*number));
                }
            }
            std::task::Poll::Pending
        })
        .await
    }

    /// The next one that asks a program to end. Cancel-safe.
    pub(super) async fn end(&mut self) -> Number {
        use rustix::process::Signal;
        loop {
            let number = self.next().await;
            if ![Signal::WINCH, Signal::TSTP]
                .map(Signal::as_raw)
                .contains(&number.0)
            {
                return number;
            }
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    /// What a shell tells of a program that was interrupted.
    const INTERRUPT: Number = Number(2);

    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    pub(super) async fn next(&mut self) -> Number {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Self::INTERRUPT,
            Err(_) => std::future::pending().await,
        }
    }

    pub(super) async fn end(&mut self) -> Number {
        self.next().await
    }
}

impl Number {
    /// The exit code by which a shell tells that this signal ended a program.
    pub(super) fn exit_code(self) -> u8 {
        u8::try_from(128 + self.0).unwrap_or(u8::MAX)
    }
}
