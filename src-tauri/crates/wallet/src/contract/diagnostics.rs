//! The contract about diagnostics: what the person sees is what is sent, byte for byte.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the person does with a report about Purser itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum DiagnosticsCommand {
    /// Gather a report anew, and show it. Sends nothing.
    Show {
        /// What the person says about it; may be empty.
        note: String,
    },
    /// Write the shown report into a new file of the person's.
    Save {
        /// The shown report's digest.
        digest: String,
    },
    /// Send exactly the shown report to the gateway.
    Send {
        /// The shown report's digest.
        digest: String,
    },
    /// Put the shown report away.
    PutAway,
}

/// A report about Purser itself. Title, description and text are all that is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosticsView {
    /// SHA-256 of the request's body, in hexadecimal: names what was seen.
    pub digest: String,
    /// One line.
    pub title: String,
    /// What the person says; may be empty.
    pub description: String,
    /// What Purser knows about itself.
    pub text: String,
    /// The file that it was saved as; none before.
    pub saved: Option<String>,
    /// Whether the gateway has it.
    pub sent: bool,
}
