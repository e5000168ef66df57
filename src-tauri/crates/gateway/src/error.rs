//! What can fail when the gateway is asked. No error carries a token, a password or a whole answer.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::AddressRefused;

/// Why the gateway gave no usable answer.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// The address cannot be used.
    #[error("the gateway address cannot be used")]
    Address {
        /// Why.
        #[from]
        source: AddressRefused,
    },
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be made")]
    Client {
        /// Why.
        source: reqwest::Error,
    },
    /// There was no connection, or it broke.
    #[error("{host} cannot be reached")]
    Unreachable {
        /// The gateway's host.
        host: String,
        /// Why; without its URL.
        source: reqwest::Error,
    },
    /// No complete answer in time.
    #[error("{host} did not answer {route} in time")]
    TimedOut {
        /// The gateway's host.
        host: String,
        /// What was asked.
        route: &'static str,
    },
    /// The answer is longer than it may be.
    #[error("the answer to {route} is longer than {limit} bytes")]
    TooLarge {
        /// What was asked.
        route: &'static str,
        /// The limit, in bytes.
        limit: usize,
    },
    /// The gateway answered with a redirect, which is not followed.
    #[error("{route} redirects elsewhere")]
    Redirected {
        /// What was asked.
        route: &'static str,
    },
    /// 401: the token, the password or the code is wrong.
    #[error("{route} answered that this is not authorized")]
    Unauthorized {
        /// What was asked.
        route: &'static str,
    },
    /// 429.
    #[error("{route} asks to wait")]
    RateLimited {
        /// What was asked.
        route: &'static str,
        /// For how long.
        retry_after: Option<Duration>,
    },
    /// 5xx.
    #[error("{route} failed with status {status}")]
    Failed {
        /// What was asked.
        route: &'static str,
        /// The status.
        status: u16,
        /// How long to wait.
        retry_after: Option<Duration>,
    },
    /// Another 4xx.
    #[error("{route} was refused with status {status} ({code})")]
    Refused {
        /// What was asked.
        route: &'static str,
        /// The status.
        status: u16,
        /// The gateway's code.
        code: String,
        /// The gateway's sentence: untrusted text, shortened.
        message: String,
        /// Field → what is wrong with it.
        fields: BTreeMap<String, String>,
    },
    /// The answer is not what the contract says.
    #[error("the answer to {route} cannot be read (at `{field}`)")]
    Unreadable {
        /// What was asked.
        route: &'static str,
        /// Where in the answer; `.` for the whole of it.
        field: String,
    },
}
