//! What can be typed after `purser update`. Knows no effect.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum UpdateStep {
    /// Ask the release address now, and say how a newer Purser comes onto this computer.
    Check {
        /// Print what is known, as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Fetch the newer Purser, make sure that it is what was signed, and put it in place.
    Install {
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
}
