//! The ledger of payments: what is reserved, signed, sent and settled, durable before anything
//! leaves. Knows no network, no key, no clock and no words for people.
//!
//! One intent is paid at most once: its row is unique, a signature is on the disk before its bytes
//! leave, and no step leads from a payment that may have been paid back to signing. Several
//! processes may have the file open; every change is one transaction that begins by taking the
//! file's only write lock. Every call waits for the disk: make it on a blocking thread.

mod answers;
mod ask;
mod channels;
mod error;
mod export;
mod file;
mod intent;
mod origins;
mod payment;
mod quote;
mod read;
mod reserve;
mod row;
mod state;
mod steps;
mod writing;

#[cfg(test)]
pub(crate) mod tests;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

pub use answers::Answer;
pub use ask::{Approval, Ask, AskId};
pub use channels::ChannelEntry;
pub use error::LedgerError;
pub use intent::{Intent, NotAnIntent, RequestDigest};
pub use origins::OriginMark;
pub use payment::{Event, Payment, PaymentNumber, SettledBy};
pub use quote::{Quote, Request};
pub use read::Begun;
pub use reserve::Reserved;
pub use state::{Illegal, State, Step, next};
pub use steps::{Credential, Resend, Settlement};
pub use writing::{Moment, Observer};

/// The person's own ledger, in the data folder.
pub const FILE: &str = "payments.sqlite";
/// The ledger of the sandbox's play money, in the data folder.
pub const SANDBOX_FILE: &str = "payments-sandbox.sqlite";

/// The ledger file, open.
pub struct Ledger {
    path: PathBuf,
    connection: Mutex<Connection>,
    observer: Option<Arc<Observer>>,
}

impl fmt::Debug for Ledger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Ledger");
        shown.field("path", &self.path).finish_non_exhaustive()
    }
}

impl Ledger {
    /// Opens the ledger, or makes an empty one where there is none: the file for this user only
    /// (0600), its folder too (0700). Every commit waits until the disk has it.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] and [`LedgerError::Newer`] leave the file as it is.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        let connection = file::open(path).map_err(|error| error.about(path))?;
        Ok(Self {
            path: path.to_owned(),
            connection: Mutex::new(connection),
            observer: None,
        })
    }

    /// Tells somebody of every durable step, just before and just after it is on the disk.
    #[must_use]
    pub fn observed_by(mut self, observer: Arc<Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A panic within a transaction rolled it back, so what another thread left behind is whole.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        work(&self.connection()).map_err(|error| error.about(&self.path))
    }
}
