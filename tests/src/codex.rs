//! The real Codex CLI, in the releases that `cargo xtask` puts into the build folder. Knows how to
//! run one turn, and nothing of what it is configured with.

use std::{path::PathBuf, process::Command};

use crate::{
    home::{Home, files_under},
    place,
    process::{Ended, run},
    purser::Purser,
};

/// The releases that every Codex journey runs.
pub const RELEASES: [&str; 2] = ["0.141.0", "0.169.0"];

/// One release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codex {
    release: &'static str,
}

impl Codex {
    /// A release that `cargo xtask test` installed.
    ///
    /// # Panics
    /// When it did not.
    #[must_use]
    pub fn release(release: &'static str) -> Self {
        let codex = Self { release };
        let program = codex.program();
        assert!(
            program.exists(),
            "{} is missing: `cargo xtask test` installs it",
            program.display()
        );
        codex
    }

    /// The program.
    #[must_use]
    pub fn program(&self) -> PathBuf {
        let tools = place::target().join("tools");
        tools.join(format!("codex-{}/node_modules/.bin/codex", self.release))
    }

    /// Runs one turn to its end.
    #[track_caller]
    #[must_use]
    pub fn turn(&self, home: &Home, purser: Purser<'_>, prompt: &str) -> Ended {
        run(&mut self.turn_command(home, purser, prompt), "")
    }

    /// Goes on with the only chat of this home, one turn, through `provider`. The chat is named by
    /// its id: `--last` would look only among the chats of the provider in force.
    ///
    /// # Panics
    /// When there is no chat, or more than one.
    #[track_caller]
    #[must_use]
    pub fn resume(&self, home: &Home, purser: Purser<'_>, provider: &str) -> Ended {
        let chats: Vec<_> = files_under(&home.codex().join("sessions"))
            .into_iter()
            .filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned()))
            .collect();
        let [chat] = chats.as_slice() else {
            panic!("one chat, not {chats:?}");
        };
        // `rollout-<time>-<id>`, where the id is a UUID.
        let id = &chat[chat.len() - 36..];
        let mut command = self.quiet(home, purser);
        let provider = format!("model_provider=\"{provider}\"");
        command.args(["exec", "resume", "--skip-git-repo-check", "-c", &provider]);
        run(command.args([id, "and again"]), "")
    }

    /// One turn, refusing any key in its config that it does not know.
    #[must_use]
    pub fn turn_command(&self, home: &Home, purser: Purser<'_>, prompt: &str) -> Command {
        let mut command = self.quiet(home, purser);
        command.args(["exec", "--strict-config", "--skip-git-repo-check", prompt]);
        command
    }

    fn quiet(&self, home: &Home, purser: Purser<'_>) -> Command {
        let mut command = home.offline_command(self.program());
        purser.equip(&mut command);
        command
    }
}
