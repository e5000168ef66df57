//! HTTP clients with what every call here needs: deadlines, no redirect, no plain http to anywhere
//! else. Knows no route and no answer.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use reqwest::{redirect, retry};

/// How long an unused connection is kept: less than servers do, so that a request seldom meets one
/// that is being closed, which would leave open whether it arrived.
const IDLE: Duration = Duration::from_secs(10);
/// How long a peer may say nothing in the middle of an answer.
const SILENCE: Duration = Duration::from_secs(30);

/// How long calls may take.
#[derive(Debug, Clone, Copy)]
pub struct Deadlines {
    /// Until there is a connection.
    pub connect: Duration,
    /// Until the whole answer is there.
    pub answer: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(15),
        }
    }
}

/// Where a client may speak to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// This very machine only: plain http is fine, no proxy is asked.
    Here,
    /// Anywhere, by https.
    Elsewhere,
}

/// A client. It sends each request once.
///
/// # Errors
/// When the system gives no trusted certificates.
pub(crate) fn client(
    place: Place,
    deadlines: Deadlines,
) -> Result<reqwest::Client, reqwest::Error> {
    // Ends in `Err` when it was installed before, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder()
        .user_agent(concat!("purser/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(deadlines.connect)
        .timeout(deadlines.answer)
        .read_timeout(SILENCE)
        .pool_idle_timeout(IDLE)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false);
    match place {
        Place::Elsewhere => builder.https_only(true),
        Place::Here => {
            // Nobody else is asked what `localhost` is (RFC 6761 §6.3).
            let here = [
                (Ipv4Addr::LOCALHOST, 0).into(),
                (Ipv6Addr::LOCALHOST, 0).into(),
            ];
            builder.no_proxy().resolve_to_addrs("localhost", &here)
        }
    }
    .build()
}
