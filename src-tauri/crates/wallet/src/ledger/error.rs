//! What can fail in the ledger. Knows no words for people.

use std::io;
use std::path::PathBuf;

use rusqlite::ErrorCode;

use super::state::Illegal;

/// Why the ledger could not be read or written. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Its file or folder could not be made private to this user.
    #[error("the ledger's place cannot be used: {path}")]
    Place {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file is not a ledger, or is damaged. It is left as it is.
    #[error("the ledger is damaged: {path}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite found.
        #[source]
        source: rusqlite::Error,
    },
    /// A newer Purser wrote the file. It is left as it is.
    #[error("the ledger was written by a newer version: {path}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version of its tables.
        version: i64,
    },
    /// Another process is writing, for longer than one waits.
    #[error("the ledger is in use")]
    Busy,
    /// SQLite failed, on a full disk for example.
    #[error("the ledger failed")]
    Database(#[from] rusqlite::Error),
    /// A value in a row is not what was written there.
    #[error("the ledger holds an unreadable {column}")]
    Unreadable {
        /// Where.
        column: &'static str,
    },
    /// The step does not fit the payment's state.
    #[error("the step does not fit the payment's state")]
    Illegal(#[from] Illegal),
    /// There is no payment for that intent.
    #[error("there is no such payment")]
    NoSuchPayment,
    /// The amount is beyond what the ledger can count.
    #[error("the amount is too large for the ledger")]
    TooMuch,
    /// The same authorization was written before, for another payment.
    #[error("the authorization's nonce was used before")]
    NonceUsed,
    /// Somebody else wrote the channel since it was read.
    #[error("the channel was written by somebody else since it was read")]
    ChannelMoved,
    /// What was exported could not be written.
    #[error("the export could not be written")]
    Export(#[source] io::Error),
}

impl LedgerError {
    /// Says which file is meant, and tells damage and waiting from other failures.
    pub(super) fn about(self, path: &std::path::Path) -> Self {
        let Self::Database(source) = self else {
            return self;
        };
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged {
                path: path.to_owned(),
                source,
            },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Database(source),
        }
    }
}
