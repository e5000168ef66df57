//! Codex CLI's `config.toml`: what state it is in, what set-up and undo would change, and doing it.
//! Knows nothing of the gateway but the facts it is given, and never opens `auth.json`.

mod findings;
pub(crate) mod providers;
pub(crate) mod secrets;
mod set_up;
mod turn_off;
mod undo;
mod verified;
mod wanted;

pub(crate) use secrets::{is_secret, masked_diff as masked_toml_diff};
pub(crate) use undo::reverts_in_config as reverts;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use secrecy::SecretString;

use crate::error::SetupError;
use crate::facts::ProviderFacts;
use crate::files::{Files, Local};
use crate::owned::{OwnedFile, Toml, drifted};
use crate::part::Part;
use crate::toml::dotted;

/// How Codex gets the gateway's token.
pub enum TokenDelivery {
    /// Codex runs `<program> token codex`; the token is in no file. The path is absolute.
    Command {
        /// The program.
        program: PathBuf,
    },
    /// Codex reads the token from a file of its own, which is there already, with `/bin/cat`: for
    /// another machine, where no program of ours is. The path is absolute.
    File {
        /// The file.
        path: PathBuf,
    },
    /// The token stands in `config.toml`.
    Plaintext(SecretString),
}

impl fmt::Debug for TokenDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command { program } => f.debug_tuple("Command").field(program).finish(),
            Self::File { path } => f.debug_tuple("File").field(path).finish(),
            Self::Plaintext(_) => f.write_str("Plaintext(••••)"),
        }
    }
}

/// What people choose anew in Codex itself (`/model`): another value is no damage.
const CHOICES: [&str; 2] = ["model", "model_reasoning_effort"];

/// What state Codex's config is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The state.
    pub state: State,
    /// Whether a change of ours is in force that undo would take back.
    pub can_undo: bool,
}

/// Whether Codex uses the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It does not.
    NotSetUp,
    /// It does.
    SetUp {
        /// Where its requests go.
        base_url: String,
    },
    /// It was set up by us, and some of our keys changed or went missing since.
    Drifted {
        /// The keys, dotted.
        keys: Vec<String>,
    },
}

/// One Codex home.
#[derive(Debug, Clone)]
pub struct Codex {
    config: OwnedFile<Toml>,
}

impl Codex {
    /// Codex's `home` (see [`crate::codex_home`]), with our records in `records_dir`. Touches
    /// nothing yet.
    #[must_use]
    pub fn at(home: PathBuf, records_dir: PathBuf) -> Self {
        Self::on(Arc::new(Local), home, records_dir)
    }

    /// As [`Codex::at`], for a home among `files`. Our records are on this machine all the same.
    pub(crate) fn on(files: Arc<dyn Files>, home: PathBuf, records_dir: PathBuf) -> Self {
        let config = OwnedFile::on(files, Part::Codex, &home.join("config.toml"), records_dir);
        Self { config }
    }

    /// The config file, before its symlinks.
    #[must_use]
    pub fn config_path(&self) -> &Path {
        self.config.path()
    }

    /// Looks, and writes nothing. With `facts`, a config that was set up without our record
    /// (by hand, or before the records were lost) is recognised too.
    pub fn inspect(&self, facts: Option<&ProviderFacts>) -> Result<Status, SetupError> {
        let opened = self.config.open()?;
        let Some(record) = self.config.record_in_force(&opened.snapshot)? else {
            let uses = facts.is_some_and(|facts| wanted::is_met(facts, &opened.layout));
            let base_url = facts.map(|facts| facts.base_url().to_string());
            let state = match base_url {
                Some(base_url) if uses => State::SetUp { base_url },
                _ => State::NotSetUp,
            };
            let can_undo = false;
            return Ok(Status { state, can_undo });
        };
        let points_to = opened.layout.string(&["model_provider"]);
        if record.turned_off && points_to != Some(&record.provider) {
            let (state, can_undo) = (State::NotSetUp, true);
            return Ok(Status { state, can_undo });
        }
        let mut keys = drifted::<Toml>(&record, &opened, &CHOICES);
        keys.sort();
        let keys: Vec<String> = keys.iter().map(|path| dotted(path)).collect();
        let base_url = ["model_providers", &record.provider, "base_url"];
        let state = match opened.layout.string(&base_url) {
            Some(base_url) if keys.is_empty() => State::SetUp {
                base_url: base_url.to_owned(),
            },
            _ => State::Drifted { keys },
        };
        let can_undo = true;
        Ok(Status { state, can_undo })
    }
}
