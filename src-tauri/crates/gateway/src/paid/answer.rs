//! What a paid API answered, or why it is not known. Knows no payment.

use std::fmt;

use reqwest::header::HeaderMap;

/// A whole answer, whatever its status: a redirect is an answer too. Its `Debug` shows neither the
/// values of headers nor the body: they may be receipts.
#[derive(Clone, PartialEq, Eq)]
pub struct PaidAnswer {
    /// The status.
    pub status: u16,
    /// Names in lower case, with their values; those of one name in the order in which they came.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body.
    pub body: Vec<u8>,
}

impl PaidAnswer {
    pub(crate) fn begun(status: reqwest::StatusCode, headers: &HeaderMap) -> Self {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
            .collect();
        Self {
            status: status.as_u16(),
            headers,
            body: Vec::new(),
        }
    }

    /// The values of the headers of this name, which is in lower case.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.headers
            .iter()
            .filter(move |(own, _)| own == name)
            .map(|(_, value)| value.as_slice())
    }
}

impl fmt::Debug for PaidAnswer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        formatter
            .debug_struct("PaidAnswer")
            .field("status", &self.status)
            .field("headers", &names)
            .field("body_length", &self.body.len())
            .finish()
    }
}

/// Whether a request that failed may have arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Surely not: nothing of it left this machine.
    NotSent,
    /// It may have, with everything it carried.
    Unknown,
}

/// What became of a body whose answer had begun.
#[derive(Debug, thiserror::Error)]
pub enum BodyLost {
    /// It is longer than it may be.
    #[error("it is longer than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// It was not there in time.
    #[error("it was not there in time")]
    TimedOut,
    /// The connection broke.
    #[error("the connection broke")]
    Broken {
        /// Why; without the URL.
        source: reqwest::Error,
    },
}

/// Why a paid API gave no whole answer. No error carries a credential, a query or a body.
#[derive(Debug, thiserror::Error)]
pub enum PaidError {
    /// The request already has a header of the credential's name: it would carry two.
    #[error("the request already carries a header of the payment's name")]
    CredentialTwice,
    /// The credential is no header.
    #[error("the payment cannot be sent as a header")]
    CredentialUnusable,
    /// There was no connection: refused, no such name, no trust.
    #[error("{host} cannot be reached; nothing was sent")]
    Unreachable {
        /// The host.
        host: String,
        /// Why; without the URL.
        source: reqwest::Error,
    },
    /// No answer in time.
    #[error("{host} did not answer in time")]
    TimedOut {
        /// The host.
        host: String,
    },
    /// The connection broke before an answer.
    #[error("the connection to {host} broke before an answer")]
    Broken {
        /// The host.
        host: String,
        /// Why; without the URL.
        source: reqwest::Error,
    },
    /// What came is not HTTP, or its headers are longer than may be.
    #[error("the headers that {host} answered are too long, or not HTTP")]
    HeadUnreadable {
        /// The host.
        host: String,
    },
    /// There is an answer, but not all of its body.
    #[error("the body that {host} answered is not whole")]
    BodyLost {
        /// The host.
        host: String,
        /// What is there: status, headers and the beginning of the body.
        begun: Box<PaidAnswer>,
        /// What became of the rest.
        #[source]
        why: BodyLost,
    },
}

impl PaidError {
    /// Whether the request may have arrived.
    #[must_use]
    pub const fn arrival(&self) -> Arrival {
        match self {
            Self::CredentialTwice | Self::CredentialUnusable | Self::Unreachable { .. } => {
                Arrival::NotSent
            }
            Self::TimedOut { .. }
            | Self::Broken { .. }
            | Self::HeadUnreadable { .. }
            | Self::BodyLost { .. } => Arrival::Unknown,
        }
    }
}
