//! The contract's part about updates of Purser itself.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::LinkView;

/// Whether there is a newer Purser, and how it comes onto this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum UpdateView {
    /// This build was given no release address: it is updated by whoever built it.
    Unaware,
    /// Nobody looked yet.
    Unknown,
    /// This is the newest.
    Current {
        /// When that was found, RFC 3339.
        checked_at: String,
    },
    /// There is a newer one.
    Available {
        /// Its version.
        version: String,
        /// What is new: plain text.
        notes: String,
        /// Where it is told about.
        page: Option<LinkView>,
        /// How it comes onto this computer.
        way: UpdateWay,
    },
    /// It was fetched and is what was signed: the window installs it.
    Fetched {
        /// Its version.
        version: String,
        /// The file, absolute.
        file: String,
        /// Its length, in bytes.
        size: u32,
        /// Its SHA-256, in lower-case hexadecimal.
        sha256: String,
        /// Its signature, as Tauri's updater reads it.
        signature: String,
    },
    /// It took the place of this one, and is used from the next start on.
    Installed {
        /// Its version.
        version: String,
    },
}

/// How an update comes onto this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum UpdateWay {
    /// By `installUpdate`.
    Install,
    /// By a package manager.
    Command {
        /// The line for a terminal.
        line: String,
    },
    /// By the person: it was built from source, or unpacked.
    ByHand,
}
