//! Claude Code's `settings.json`: what state it is in, what set-up and undo would change, and
//! doing it. Knows nothing of the gateway but the facts it is given, and never opens the file in
//! which Claude Code keeps a login.

mod facts;
mod findings;
mod undo;
mod wanted;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

pub use facts::ClaudeFacts;
pub(crate) use undo::reverts;

use crate::codex::{State, Status};
use crate::error::SetupError;
use crate::json::Change;
use crate::owned::{Json, Opened, OwnedFile, Reverts, Step, drifted, key_path};
use crate::part::Part;
use crate::plan::{Plan, PlanKind};

/// Where Claude Code keeps its settings: `CLAUDE_CONFIG_DIR` when it is not empty, else `.claude`
/// in the person's home folder.
#[must_use]
pub fn claude_config_dir(env_claude_config_dir: Option<&OsStr>, user_home: &Path) -> PathBuf {
    match env_claude_config_dir {
        Some(set) if !set.is_empty() => PathBuf::from(set),
        _ => user_home.join(".claude"),
    }
}

/// What people choose anew in Claude Code itself (`/model`): another value is no damage.
const CHOICES: [&str; 1] = ["model"];

/// One config folder of Claude Code.
#[derive(Debug, Clone)]
pub struct ClaudeCode {
    settings: OwnedFile<Json>,
    managed: Vec<PathBuf>,
}

impl ClaudeCode {
    /// Claude Code's `config_dir` (see [`claude_config_dir`]), with our records in `records_dir`.
    /// Touches nothing yet.
    #[must_use]
    pub fn at(config_dir: &Path, records_dir: PathBuf) -> Self {
        let config = config_dir.join("settings.json");
        let settings = OwnedFile::at(Part::ClaudeCode, &config, records_dir);
        let managed = Vec::new();
        Self { settings, managed }
    }

    /// Also looks at the settings that an organization manages (`/etc/claude-code` and its like on
    /// other systems): they beat the person's own.
    #[must_use]
    pub fn with_managed(mut self, managed_settings: PathBuf) -> Self {
        self.managed.push(managed_settings);
        self
    }

    /// The settings file, before its symlinks.
    #[must_use]
    pub fn config_path(&self) -> &Path {
        self.settings.path()
    }

    /// Looks, and writes nothing. With `facts`, settings that were set up without our record are
    /// recognised too.
    pub fn inspect(&self, facts: Option<&ClaudeFacts>) -> Result<Status, SetupError> {
        let opened = self.settings.open()?;
        let base_url = opened.layout.string(&wanted::BASE_URL);
        let Some(record) = self.settings.record_in_force(&opened.snapshot)? else {
            let met = facts.is_some_and(|facts| wanted::is_met(facts, &opened.layout));
            let state = match base_url {
                Some(base_url) if met => State::SetUp {
                    base_url: base_url.to_owned(),
                },
                _ => State::NotSetUp,
            };
            let can_undo = false;
            return Ok(Status { state, can_undo });
        };
        let mut keys: Vec<String> = drifted::<Json>(&record, &opened, &CHOICES)
            .iter()
            .map(|path| path.join("."))
            .collect();
        keys.sort();
        let state = match base_url {
            Some(base_url) if keys.is_empty() => State::SetUp {
                base_url: base_url.to_owned(),
            },
            _ => State::Drifted { keys },
        };
        let can_undo = true;
        Ok(Status { state, can_undo })
    }

    /// Computes what pointing Claude Code at the gateway would change. `program` prints the token
    /// when it is run as `<program> token claude`; its path is absolute.
    pub fn plan_set_up(&self, facts: &ClaudeFacts, program: &Path) -> Result<Plan, SetupError> {
        self.plan_changes(facts, program, |_, _| true)
    }

    /// As [`ClaudeCode::plan_set_up`], for a set-up that lost some of its keys: a model that the
    /// person chose in Claude Code since stays as it is.
    pub fn plan_repair(&self, facts: &ClaudeFacts, program: &Path) -> Result<Plan, SetupError> {
        self.plan_changes(facts, program, |change, opened| {
            !opened.is_chosen(change.path(), &CHOICES)
        })
    }

    fn plan_changes(
        &self,
        facts: &ClaudeFacts,
        program: &Path,
        is_wanted: impl Fn(&Change, &Opened<Json>) -> bool,
    ) -> Result<Plan, SetupError> {
        let opened = self.settings.open()?;
        let mut sets =
            wanted::changes(facts, program).map_err(|refusal| opened.refused(refusal))?;
        sets.retain(|change| is_wanted(change, &opened));
        let record = self.settings.record_in_force(&opened.snapshot)?;
        let mut findings = findings::of_set_up(&opened, record.as_ref(), &sets);
        findings.extend(findings::of_others(&self.settings, &self.managed));
        findings.extend(opened.form_findings());
        let step = Step {
            kind: PlanKind::SetUp,
            provider: String::new(),
            sets,
            reverts: Reverts::default(),
            findings,
            tightened: None,
        };
        self.settings.plan(opened, step)
    }

    /// Computes what taking our change back would restore.
    pub fn plan_undo(&self) -> Result<Plan, SetupError> {
        let opened = self.settings.open()?;
        let Some(record) = self.settings.record_in_force(&opened.snapshot)? else {
            let path = opened.snapshot.file;
            return Err(SetupError::NothingToUndo { path });
        };
        let reverts = reverts(&record, &opened.layout);
        let findings = opened.form_findings();
        let step = Step {
            kind: PlanKind::Undo,
            provider: String::new(),
            sets: Vec::new(),
            reverts,
            findings,
            tightened: None,
        };
        self.settings.plan(opened, step)
    }
}

/// The path of an environment variable in the settings.
fn env(name: &str) -> Vec<String> {
    key_path(&["env", name])
}
