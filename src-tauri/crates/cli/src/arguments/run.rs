//! What can be typed about jobs. Knows no effect.

use std::ffi::OsString;

use clap::{Args, ValueEnum};
use wallet::contract::When;

/// Wait for a pricing mode, then run a command.
///
/// It starts once the gateway says, at that moment, that the mode in force is the wanted one or a
/// cheaper one. Until then the tray shows that a job waits. The command gets this terminal, and its
/// exit code is this program's; 128 and the signal where a signal ended it. It goes on when the mode
/// changes again.
///
/// With --budget the command is ended, with all of its process group, before the next requests
/// could exceed it: every two seconds the balance is read, and when what was spent since the start,
/// and once more the most that was spent between two readings (at least a tenth of the budget),
/// does not fit into the budget, it gets SIGTERM, and SIGKILL five seconds later. Exit code 5 then;
/// 4 when what it spends could not be read for two minutes, or Purser was quit, which ends it too.
/// Everything that your account spends meanwhile counts, whoever spends it. What no program can
/// stop is a request that is under way: one that alone costs more than what was left is still
/// charged. Should this program itself be killed (SIGKILL), the command goes on unwatched.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The dearest mode in which it starts.
    #[arg(long, value_name = "MODE")]
    pub(crate) when: Start,
    /// The most that the account may spend while it runs, in dollars: 2.50.
    #[arg(long, value_name = "USD")]
    pub(crate) budget: Option<String>,
    /// The command, after `--`. It is started as it is typed, by no shell.
    #[arg(last = true, required = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
}

/// The dearest mode in which a job starts.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Start {
    /// Only in reduced pricing.
    Reduced,
    /// In standard or reduced pricing.
    Standard,
}

impl From<Start> for When {
    fn from(start: Start) -> Self {
        match start {
            Start::Reduced => Self::Reduced,
            Start::Standard => Self::Standard,
        }
    }
}
