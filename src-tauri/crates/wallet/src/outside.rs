//! Wallets of other makers that can pay in our place: `tempo` (MPP) and `awal` (x402 on Base). They
//! are run as programs, within our limit. Knows no key, no policy and no ledger.
//!
//! They sign and send by themselves: what they did is known only from what they say. Everything
//! that is not a clean answer is therefore unknown.

mod command;
mod run;

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gateway::paid::{Arrival, PaidRequest};
use payments::Micros;
use serde::Deserialize;
use setup::detect::program_on_path;
use setup::machine::Machine;

use command::{Command, Report};

/// Longest answer that is read of a program, in bytes.
pub const OUTPUT_LIMIT: usize = 8 * 1024 * 1024;
/// Longest report that is read of `tempo`, in bytes.
const REPORT_LIMIT: u64 = 256 * 1024;

/// A wallet of another maker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutsideWallet {
    /// `tempo request` pays MPP offers.
    Tempo,
    /// `awal x402 pay` pays x402 offers on Base.
    Awal,
}

/// Where such a wallet is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideProgram {
    /// Which one.
    pub wallet: OutsideWallet,
    /// Its program, absolute.
    pub program: PathBuf,
}

/// What it answered after it had done what it does.
#[derive(Clone, PartialEq, Eq)]
pub struct OutsideAnswer {
    /// The status that the API answered; none where the program does not tell.
    pub status: Option<u16>,
    /// The headers that the API answered, by names in lower case; empty where the program does not
    /// tell. A receipt may be among them.
    pub headers: Vec<(String, String)>,
    /// `tempo`: the API's body. `awal`: its own JSON.
    pub body: Vec<u8>,
}

/// Why it gave no clean answer.
#[derive(Debug, thiserror::Error)]
pub enum OutsideError {
    /// The limit is zero.
    #[error("nothing may be paid")]
    NothingAllowed,
    /// A header would stand in the list of running programs for all to read.
    #[error("a header of this request cannot be given to another program")]
    HeaderWithheld,
    /// The program takes JSON bodies only, up to a length.
    #[error("the body of this request cannot be given to this program")]
    BodyUnsuited,
    /// It could not be started.
    #[error("the program could not be started")]
    NotStarted {
        /// Why.
        source: io::Error,
    },
    /// It had not ended at the deadline, and was ended.
    #[error("the program did not end in time")]
    TooLate,
    /// It said more than is read, and was ended.
    #[error("the program said more than {OUTPUT_LIMIT} bytes")]
    TooMuch,
    /// It ended with an exit code that is not 0, or by a signal.
    #[error("the program failed")]
    Failed {
        /// The exit code; none for a signal.
        code: Option<i32>,
    },
    /// What it said is not what it says by its documentation.
    #[error("what the program said cannot be read")]
    Unreadable,
}

/// What `tempo request --write-meta` writes, reduced to what is read.
#[derive(Deserialize)]
struct TempoReport {
    status: u16,
    headers: std::collections::BTreeMap<String, String>,
}

/// The wallets that the person's terminal would find. Starts nothing.
#[must_use]
pub fn wallets(machine: &Machine) -> Vec<OutsideProgram> {
    [
        (OutsideWallet::Tempo, "tempo"),
        (OutsideWallet::Awal, "awal"),
    ]
    .into_iter()
    .filter_map(|(wallet, name)| {
        let program = program_on_path(machine, name)?;
        Some(OutsideProgram { wallet, program })
    })
    .collect()
}

impl OutsideError {
    /// Whether a payment may have been made.
    #[must_use]
    pub const fn arrival(&self) -> Arrival {
        match self {
            Self::NothingAllowed
            | Self::HeaderWithheld
            | Self::BodyUnsuited
            | Self::NotStarted { .. } => Arrival::NotSent,
            Self::TooLate | Self::TooMuch | Self::Failed { .. } | Self::Unreadable => {
                Arrival::Unknown
            }
        }
    }
}

impl OutsideProgram {
    /// Has the program send the request and pay for it, at most `limit`. Its folder and `path` are
    /// where it finds others. Blocks until it ends, at most a moment longer than `deadline`; then it
    /// and what it started are killed.
    ///
    /// # Errors
    /// [`OutsideError::arrival`] says whether a payment may have been made.
    pub fn pay(
        &self,
        request: &PaidRequest,
        limit: Micros,
        path: &OsStr,
        deadline: Duration,
    ) -> Result<OutsideAnswer, OutsideError> {
        let folder = tempfile::tempdir().map_err(|source| OutsideError::NotStarted { source })?;
        let report = folder.path().join("report.json");
        let command = Command::of(self, request, limit, &report)?;
        let body = run::output_of(&command, path, deadline)?;
        match command.report {
            Report::File => tempo_answer(&report, body),
            Report::Output => awal_answer(body),
        }
    }
}

/// What a program of the system prints; none unless it ends well before `deadline`. Blocks.
pub(crate) fn answer_of(
    program: PathBuf,
    arguments: Vec<String>,
    path: &OsStr,
    deadline: Duration,
) -> Option<Vec<u8>> {
    let command = Command {
        program,
        arguments,
        environment: &[],
        input: Vec::new(),
        report: Report::Output,
    };
    run::output_of(&command, path, deadline).ok()
}

fn tempo_answer(report: &Path, body: Vec<u8>) -> Result<OutsideAnswer, OutsideError> {
    let bytes = run::read_capped(report, REPORT_LIMIT).ok_or(OutsideError::Unreadable)?;
    let report: TempoReport =
        serde_json::from_slice(&bytes).map_err(|_| OutsideError::Unreadable)?;
    let headers = report.headers.into_iter();
    Ok(OutsideAnswer {
        status: Some(report.status),
        headers: headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value))
            .collect(),
        body,
    })
}

fn awal_answer(body: Vec<u8>) -> Result<OutsideAnswer, OutsideError> {
    serde_json::from_slice::<serde::de::IgnoredAny>(&body).map_err(|_| OutsideError::Unreadable)?;
    Ok(OutsideAnswer {
        status: None,
        headers: Vec::new(),
        body,
    })
}

/// Without the values of headers and the body: they may be receipts.
impl std::fmt::Debug for OutsideAnswer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        formatter
            .debug_struct("OutsideAnswer")
            .field("status", &self.status)
            .field("headers", &names)
            .field("body_length", &self.body.len())
            .finish()
    }
}

#[cfg(test)]
mod tests;
