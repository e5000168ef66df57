//! The real Claude Code, in the release that `cargo xtask` puts into the build folder. Knows how to
//! run one turn, and nothing of what it is configured with.

use std::{path::PathBuf, process::Command};

use crate::{home::Home, place, purser::Purser};

/// The release that every Claude Code journey runs.
pub const RELEASE: &str = "2.1.329";

/// The program.
///
/// # Panics
/// When `cargo xtask test` did not install it.
#[must_use]
pub fn program() -> PathBuf {
    let tools = place::target().join("tools");
    let program = tools.join(format!("claude-{RELEASE}/node_modules/.bin/claude"));
    assert!(
        program.exists(),
        "{} is missing: `cargo xtask test` installs it",
        program.display()
    );
    program
}

/// One turn that asks nobody but the model: no updates, no reports, and no question to the person.
#[must_use]
pub fn turn_command(home: &Home, purser: Purser<'_>, prompt: &str) -> Command {
    let mut command = home.offline_command(program());
    purser.equip(&mut command);
    command
        .env("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1")
        .args(["-p", prompt]);
    command
}
