//! Fetches what a release address publishes: the signed description of the newest release, and the
//! files that it names. Knows no key, no trust and no disk.
//!
//! Nothing that identifies the person is sent. No redirect is followed, every length is limited
//! before the first byte is kept, and a connection that falls silent is given up.

use std::time::Duration;

use reqwest::StatusCode;

use crate::http::{self, Place};
use crate::paid::PaidUrl;
use crate::{AddressRefused, Deadlines};

/// Longest description of a release, in bytes.
pub const MANIFEST_LIMIT: u64 = 64 * 1024;
/// Longest signature, in bytes.
pub const SIGNATURE_LIMIT: u64 = 4 * 1024;
/// For a whole description, and for a whole signature.
const MANIFEST_DEADLINE: Duration = Duration::from_secs(15);
/// What the signature's address has behind the description's.
const SIGNATURE_ENDING: &str = ".minisig";

/// Where a description, or a file of a release, lies: `https`, or `http` on this very machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseUrl(PaidUrl);

impl ReleaseUrl {
    /// Reads an address. Nothing is guessed: the scheme has to be there.
    ///
    /// # Errors
    /// [`AddressRefused`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, AddressRefused> {
        PaidUrl::parse(text).map(Self)
    }

    /// The host, with its port where one is written.
    #[must_use]
    pub fn host(&self) -> String {
        self.0.host()
    }

    /// Whether it is on this very machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.0.is_loopback()
    }
}

/// A description and its detached signature, as they came: nothing of them is to be believed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The description.
    pub manifest: Vec<u8>,
    /// The signature.
    pub signature: Vec<u8>,
}

/// Why nothing usable came.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be made")]
    Client {
        /// Why.
        source: reqwest::Error,
    },
    /// There was no connection.
    #[error("{host} cannot be reached")]
    Unreachable {
        /// The host.
        host: String,
        /// Why; without its URL.
        source: reqwest::Error,
    },
    /// It did not come in time.
    #[error("{host} was too slow")]
    TimedOut {
        /// The host.
        host: String,
    },
    /// It ended before its end.
    #[error("what {host} sent was cut short")]
    CutShort {
        /// The host.
        host: String,
        /// Why; without its URL.
        source: reqwest::Error,
    },
    /// It is longer than it may be.
    #[error("{host} sends more than {limit} bytes")]
    TooLarge {
        /// The host.
        host: String,
        /// The most it may be, in bytes.
        limit: u64,
    },
    /// Another status than 200; a redirect too.
    #[error("{host} answered with status {status}")]
    Refused {
        /// The host.
        host: String,
        /// The status.
        status: u16,
    },
}

/// A way to release addresses. Dropping it closes its connections.
#[derive(Debug, Clone)]
pub struct Releases {
    here: reqwest::Client,
    elsewhere: reqwest::Client,
    /// For a whole file.
    deadline: Duration,
}

impl Releases {
    /// Clients with the usual deadlines: 5 s until there is a connection, half an hour for a file.
    ///
    /// # Errors
    /// When the system gives no trusted certificates.
    pub fn new() -> Result<Self, ReleaseError> {
        Self::with_deadlines(Deadlines {
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(30 * 60),
        })
    }

    /// Clients with deadlines of the caller's choice.
    ///
    /// # Errors
    /// When the system gives no trusted certificates.
    pub fn with_deadlines(deadlines: Deadlines) -> Result<Self, ReleaseError> {
        let client = |place| {
            http::client(place, deadlines).map_err(|source| ReleaseError::Client { source })
        };
        Ok(Self {
            here: client(Place::Here)?,
            elsewhere: client(Place::Elsewhere)?,
            deadline: deadlines.answer,
        })
    }

    /// The description at an address, and its signature, which lies beside it.
    ///
    /// # Errors
    /// [`ReleaseError`]; there is then neither.
    pub async fn published(&self, url: &ReleaseUrl) -> Result<Published, ReleaseError> {
        let signature = ReleaseUrl(url.0.below(SIGNATURE_ENDING));
        Ok(Published {
            manifest: self.whole(url, MANIFEST_LIMIT).await?,
            signature: self.whole(&signature, SIGNATURE_LIMIT).await?,
        })
    }

    /// A file of a release that may have this many bytes, and not one more.
    ///
    /// # Errors
    /// [`ReleaseError`]; nothing of it was read then.
    pub async fn file(&self, url: &ReleaseUrl, limit: u64) -> Result<Arriving, ReleaseError> {
        self.asked(url, limit, self.deadline).await
    }

    async fn whole(&self, url: &ReleaseUrl, limit: u64) -> Result<Vec<u8>, ReleaseError> {
        let deadline = self.deadline.min(MANIFEST_DEADLINE);
        let mut arriving = self.asked(url, limit, deadline).await?;
        let mut bytes = Vec::new();
        while let Some(part) = arriving.next().await? {
            bytes.extend(part);
        }
        Ok(bytes)
    }

    async fn asked(
        &self,
        url: &ReleaseUrl,
        limit: u64,
        deadline: Duration,
    ) -> Result<Arriving, ReleaseError> {
        let client = if url.is_loopback() {
            &self.here
        } else {
            &self.elsewhere
        };
        let host = url.host();
        let request = client.get(url.0.as_str()).timeout(deadline);
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) if error.is_timeout() => return Err(ReleaseError::TimedOut { host }),
            Err(error) => {
                let source = error.without_url();
                return Err(ReleaseError::Unreachable { host, source });
            }
        };
        if response.status() != StatusCode::OK {
            let status = response.status().as_u16();
            return Err(ReleaseError::Refused { host, status });
        }
        if response
            .content_length()
            .is_some_and(|length| length > limit)
        {
            return Err(ReleaseError::TooLarge { host, limit });
        }
        Ok(Arriving {
            response,
            host,
            limit,
            came: 0,
        })
    }
}

/// A file on its way. Dropping it ends the connection.
#[derive(Debug)]
pub struct Arriving {
    response: reqwest::Response,
    host: String,
    limit: u64,
    came: u64,
}

impl Arriving {
    /// The next part; none after the last.
    ///
    /// # Errors
    /// [`ReleaseError`]; what came before is then worth nothing.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ReleaseError> {
        let host = || self.host.clone();
        let part = match self.response.chunk().await {
            Ok(Some(part)) => part,
            Ok(None) => return Ok(None),
            Err(error) if error.is_timeout() => {
                return Err(ReleaseError::TimedOut { host: host() });
            }
            Err(error) => {
                let source = error.without_url();
                return Err(ReleaseError::CutShort {
                    host: host(),
                    source,
                });
            }
        };
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        self.came = self.came.saturating_add(length);
        if self.came > self.limit {
            let limit = self.limit;
            return Err(ReleaseError::TooLarge {
                host: host(),
                limit,
            });
        }
        Ok(Some(part.to_vec()))
    }
}
