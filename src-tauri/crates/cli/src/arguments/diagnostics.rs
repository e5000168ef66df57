//! What can be typed after `purser diagnostics`. Knows no effect.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum DiagnosticsStep {
    /// Gather a report and print it. Sends nothing.
    Show {
        #[command(flatten)]
        note: Note,
    },
    /// Gather a report and write it into a new file.
    Save {
        /// The file; it must not be there yet.
        file: PathBuf,
        #[command(flatten)]
        note: Note,
    },
    /// Gather a report, print it, ask, and send exactly what was printed to the gateway.
    Send {
        #[command(flatten)]
        note: Note,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Note {
    /// What you want to say about it.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) note: String,
}
