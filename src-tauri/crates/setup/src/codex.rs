//! Codex CLI's `config.toml`: what state it is in, what set-up and undo would change, and doing it.
//! Knows nothing of the gateway but the facts it is given, and never opens `auth.json`.

mod apply;
mod effect;
mod findings;
mod fresh;
pub(crate) mod secrets;
mod set_up;
mod steps;
mod turn_off;
mod undo;
mod verified;
mod wanted;

pub(crate) use secrets::{is_secret, masked_diff as masked_toml_diff};

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use secrecy::SecretString;

use crate::error::SetupError;
use crate::facts::ProviderFacts;
use crate::files::{Files, Local};
use crate::journal::Journal;
use crate::place::Snapshot;
use crate::record::{Record, Records};
use crate::text::Form;
use crate::toml::{KeyPath, Layout, dotted};

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
    files: Arc<dyn Files>,
    config: PathBuf,
    records: Records,
    journal: Journal,
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
        let spelled_one_way: PathBuf = home.components().collect();
        let config = spelled_one_way.join("config.toml");
        let journal = Journal::of(&records_dir);
        let records = Records::of("codex", records_dir, files.machine(), &config);
        Self {
            files,
            config,
            records,
            journal,
        }
    }

    /// The config file, before its symlinks.
    #[must_use]
    pub fn config_path(&self) -> &Path {
        &self.config
    }

    /// Looks, and writes nothing. With `facts`, a config that was set up without our record
    /// (by hand, or before the records were lost) is recognised too.
    pub fn inspect(&self, facts: Option<&ProviderFacts>) -> Result<Status, SetupError> {
        let opened = self.open()?;
        let Some(record) = self.record_in_force(&opened.snapshot)? else {
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
        let mut keys = undo::drifted(&record, &opened.layout);
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

    /// Removes what an interrupted write of ours left beside the config and the records.
    pub fn clean_temp_files(&self) -> Result<(), SetupError> {
        let _lock = self.records.lock()?;
        self.records.remove_leftovers()?;
        let snapshot = self.files.read(&self.config)?;
        let path = snapshot.folder();
        let removed = self.files.remove_leftovers(path);
        removed.map_err(|source| SetupError::Write {
            path: path.to_owned(),
            source,
        })
    }

    fn open(&self) -> Result<Opened, SetupError> {
        let snapshot = self.files.read(&self.config)?;
        let (form, text) = Form::split(snapshot.text());
        let layout = Layout::read(text).map_err(|error| SetupError::Unparsable {
            path: snapshot.file.clone(),
            line: error.line,
            column: error.column,
            message: error.message,
        })?;
        Ok(Opened {
            form,
            layout,
            snapshot,
        })
    }

    /// The record, unless the file is what it was before: then the set-up was never finished, or
    /// was taken back by other means.
    fn record_in_force(&self, snapshot: &Snapshot) -> Result<Option<Record>, SetupError> {
        let record = self.records.load()?;
        Ok(record.filter(|record| record.original.digest.as_ref() != snapshot.digest()))
    }
}

/// The config as it is now, read and understood.
#[derive(Debug)]
struct Opened {
    snapshot: Snapshot,
    form: Form,
    layout: Layout,
}

impl Opened {
    /// Without the byte order mark: what `layout` counts in.
    fn text(&self) -> &str {
        Form::split(self.snapshot.text()).1
    }
}

fn key_path(keys: &[&str]) -> KeyPath {
    keys.iter().map(|&key| key.to_owned()).collect()
}
