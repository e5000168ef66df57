//! MCP servers in Codex's and Claude Desktop's configs, each added and taken away alone; a name that
//! the person uses is never touched. Runs no server and reads no environment.

mod desktop;
mod entries;
mod whole_entries;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

pub(crate) use desktop::reverts as desktop_reverts;
pub use desktop::{ClaudeDesktopMcp, DesktopOs, claude_desktop_config};
pub(crate) use whole_entries::keep_entries_whole;

use crate::catalogue::{Catalogue, Server};
use crate::error::SetupError;
use crate::json::{Change, Value};
use crate::owned::{
    Format, Opened, OwnedFile, Reverts, Step, Toml, Whose, key_path, reverts, whose,
};
use crate::part::Part;
use crate::plan::{Finding, Plan, PlanKind};
use crate::record::OwnedKey;

/// A server that the person wants.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The server.
    pub server: Server,
    /// The answers to its questions, by name.
    pub answers: BTreeMap<String, String>,
}

/// How a server of the catalogue stands in a config.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerState {
    /// It is not there.
    Absent,
    /// It is there as we wrote it.
    Added,
    /// It is there as we wrote it, disabled until its variables exist.
    Disabled,
    /// It is there, changed by someone since.
    Changed,
    /// The person has a server of this name.
    Taken,
}

/// A server of ours that is in the config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// Its id.
    pub id: String,
    /// Whether someone changed or removed it since.
    pub changed: bool,
}

/// The MCP servers in one Codex home.
#[derive(Debug, Clone)]
pub struct CodexMcp {
    config: OwnedFile<Toml>,
}

/// The table of servers in Codex's config.
pub(crate) const CODEX_TABLE: &str = "mcp_servers";

impl CodexMcp {
    /// Codex's `home` (see [`crate::codex_home`]), with our records in `records_dir`. Touches
    /// nothing yet.
    #[must_use]
    pub fn at(home: PathBuf, records_dir: PathBuf) -> Self {
        let config = OwnedFile::at(Part::CodexMcp, &home.join("config.toml"), records_dir);
        Self { config }
    }

    /// The servers of ours that are in the config.
    pub fn installed(&self) -> Result<Vec<Installed>, SetupError> {
        installed(&self.config)
    }

    /// How each server of `catalogue` stands in the config, in its order.
    pub fn states(&self, catalogue: &Catalogue) -> Result<Vec<(String, ServerState)>, SetupError> {
        states(&self.config, CODEX_TABLE, catalogue)
    }

    /// Computes what puts `choice` into the config, as it is to be now. A server whose variables
    /// are not among `existing_variables` is written disabled.
    pub fn plan_add(
        &self,
        choice: &Choice,
        existing_variables: &BTreeSet<String>,
    ) -> Result<Plan, SetupError> {
        let mut findings = Vec::new();
        let entry = entries::for_codex(choice, existing_variables, &mut findings);
        add(
            &self.config,
            CODEX_TABLE,
            &choice.server.id,
            entry,
            findings,
        )
    }

    /// Computes what takes the server `id` of ours out of the config.
    pub fn plan_remove(&self, id: &str) -> Result<Plan, SetupError> {
        remove(&self.config, id)
    }
}

fn installed<F: Format>(file: &OwnedFile<F>) -> Result<Vec<Installed>, SetupError> {
    let opened = file.open()?;
    let record = file.record_in_force(&opened.snapshot)?;
    let keys = record.map(|record| record.keys).unwrap_or_default();
    let installed = keys.iter().filter_map(|key| {
        Some(Installed {
            id: key.path.last()?.clone(),
            changed: whose::<F>(key, &opened.layout) != Whose::Ours,
        })
    });
    Ok(installed.collect())
}

fn states<F: Format>(
    file: &OwnedFile<F>,
    table: &str,
    catalogue: &Catalogue,
) -> Result<Vec<(String, ServerState)>, SetupError> {
    let opened = file.open()?;
    let record = file.record_in_force(&opened.snapshot)?;
    let state = |id: &str| {
        let path = key_path(&[table, id]);
        let is_there = F::value(&opened.layout, &path).is_some();
        let mut keys = record.iter().flat_map(|record| &record.keys);
        let ours = keys.find(|key| key.path == path);
        match ours.map(|key| whose::<F>(key, &opened.layout)) {
            Some(Whose::Ours) if is_disabled::<F>(&opened.layout, &path) => ServerState::Disabled,
            Some(Whose::Ours) => ServerState::Added,
            Some(Whose::Theirs) if is_there => ServerState::Changed,
            None if is_there => ServerState::Taken,
            Some(Whose::Original | Whose::Theirs) | None => ServerState::Absent,
        }
    };
    let servers = catalogue.servers.iter();
    Ok(servers
        .map(|server| (server.id.clone(), state(&server.id)))
        .collect())
}

fn is_disabled<F: Format>(layout: &F::Layout, entry: &[String]) -> bool {
    let enabled = [entry, &["enabled".to_owned()]].concat();
    F::value(layout, &enabled).as_deref() == Some("false")
}

fn add<F: Format>(
    file: &OwnedFile<F>,
    table: &str,
    id: &str,
    entry: Option<Value>,
    mut findings: Vec<Finding>,
) -> Result<Plan, SetupError> {
    let opened = file.open()?;
    let record = file.record_in_force(&opened.snapshot)?;
    let path = key_path(&[table, id]);
    let mut keys = record.iter().flat_map(|record| &record.keys);
    let ours = keys.any(|key| {
        let mine = || whose::<F>(key, &opened.layout) != Whose::Theirs;
        key.path == path && mine()
    });
    let free = ours || F::value(&opened.layout, &path).is_none();
    let sets = match entry {
        Some(value) if free => vec![Change::Set { path, value }],
        Some(_) => {
            let name = id.to_owned();
            findings.push(Finding::NameTaken { name });
            Vec::new()
        }
        None => Vec::new(),
    };
    planned(file, opened, sets, Reverts::default(), findings)
}

fn remove<F: Format>(file: &OwnedFile<F>, id: &str) -> Result<Plan, SetupError> {
    let opened = file.open()?;
    let record = file.record_in_force(&opened.snapshot)?;
    let is_its = |path: &[String]| path.last().is_some_and(|last| last == id);
    let reverts = record.map(|record| {
        let of_it = |key: &OwnedKey| is_its(&key.path);
        reverts::<F>(&record, &opened.layout, of_it)
    });
    planned(
        file,
        opened,
        Vec::new(),
        reverts.unwrap_or_default(),
        Vec::new(),
    )
}

fn planned<F: Format>(
    file: &OwnedFile<F>,
    opened: Opened<F>,
    sets: Vec<Change>,
    reverts: Reverts,
    mut findings: Vec<Finding>,
) -> Result<Plan, SetupError> {
    findings.extend(opened.form_findings());
    let step = Step {
        kind: PlanKind::Servers,
        provider: String::new(),
        sets,
        reverts,
        findings,
        tightened: None,
    };
    file.plan(opened, step)
}
