//! MCP servers in Codex's and Claude Desktop's configs: exactly the chosen ones are ours, and a
//! name that the person uses is never touched. Runs no server and reads no environment.

mod desktop;
mod entries;
mod whole_entries;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

pub(crate) use desktop::reverts as desktop_reverts;
pub use desktop::{ClaudeDesktopMcp, DesktopOs, claude_desktop_config};
pub(crate) use whole_entries::keep_entries_whole;

use crate::catalogue::Server;
use crate::error::SetupError;
use crate::json::{Change, Value};
use crate::owned::{Format, OwnedFile, Step, Toml, Whose, key_path, reverts, whose};
use crate::part::Part;
use crate::plan::{Finding, Plan, PlanKind};

/// A server that the person wants.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The server.
    pub server: Server,
    /// The answers to its questions, by name.
    pub answers: BTreeMap<String, String>,
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

    /// Computes what leaves exactly `chosen` of ours in the config. A server whose variables are
    /// not among `existing_variables` is written disabled.
    pub fn plan(
        &self,
        chosen: &[Choice],
        existing_variables: &BTreeSet<String>,
    ) -> Result<Plan, SetupError> {
        let mut findings = Vec::new();
        let entries = chosen.iter().map(|choice| {
            let entry = entries::for_codex(choice, existing_variables, &mut findings);
            (choice.server.id.clone(), entry)
        });
        let entries = entries.collect();
        let wanted = Wanted {
            entries,
            findings,
            holds_secret: false,
        };
        plan(&self.config, CODEX_TABLE, wanted)
    }
}

/// Every chosen server, with its entry where it can be written.
struct Wanted {
    entries: Vec<(String, Option<Value>)>,
    findings: Vec<Finding>,
    holds_secret: bool,
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

fn plan<F: Format>(file: &OwnedFile<F>, table: &str, wanted: Wanted) -> Result<Plan, SetupError> {
    let opened = file.open()?;
    let record = file.record_in_force(&opened.snapshot)?;
    let mut findings = wanted.findings;
    let mut sets = Vec::new();
    for (id, entry) in &wanted.entries {
        let path = key_path(&[table, id]);
        let Some(value) = entry.clone() else {
            continue;
        };
        let known = record.iter().flat_map(|record| &record.keys);
        let ours = known.filter(|key| key.path == path).any(|key| {
            let whose = whose::<F>(key, &opened.layout);
            whose == Whose::Ours || whose == Whose::Original
        });
        if ours || F::value(&opened.layout, &path).is_none() {
            sets.push(Change::Set { path, value });
        } else {
            let name = id.clone();
            findings.push(Finding::NameTaken { name });
        }
    }
    let reverts = record.map(|record| {
        let stays = |path: &[String]| {
            let mut entries = wanted.entries.iter();
            entries.any(|(id, entry)| entry.is_some() && path.last() == Some(id))
        };
        reverts::<F>(&record, &opened.layout, |key| !stays(&key.path))
    });
    let reverts = reverts.unwrap_or_default();
    findings.extend(opened.form_findings());
    let step = Step {
        kind: PlanKind::Servers,
        provider: String::new(),
        sets,
        reverts,
        findings,
        tightened: wanted.holds_secret.then_some(0o600),
    };
    file.plan(opened, step)
}
