//! The MCP servers in Claude Desktop's config, and where that file is. Touches nothing else in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use secrecy::SecretString;

use super::{Choice, Installed, Wanted, entries, installed, keep_entries_whole, plan};
use crate::error::SetupError;
use crate::json::Layout;
use crate::owned::{Json, OwnedFile, Reverts, reverts as plain_reverts};
use crate::part::Part;
use crate::plan::Plan;
use crate::record::Record;

const TABLE: &str = "mcpServers";

/// A system that Claude Desktop runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DesktopOs {
    /// macOS.
    Mac,
    /// Windows.
    Windows,
    /// Linux.
    Linux,
}

/// Where Claude Desktop keeps its config. `settings_dir` is the home folder on macOS and Linux,
/// and what `%APPDATA%` names on Windows.
#[must_use]
pub fn claude_desktop_config(os: DesktopOs, settings_dir: &Path) -> PathBuf {
    let folder = match os {
        DesktopOs::Mac => settings_dir.join("Library/Application Support/Claude"),
        DesktopOs::Windows => settings_dir.join("Claude"),
        DesktopOs::Linux => settings_dir.join(".config/Claude"),
    };
    folder.join("claude_desktop_config.json")
}

/// The MCP servers in one config of Claude Desktop.
#[derive(Debug, Clone)]
pub struct ClaudeDesktopMcp {
    config: OwnedFile<Json>,
}

impl ClaudeDesktopMcp {
    /// The file `config` (see [`claude_desktop_config`]), with our records in `records_dir`.
    /// Touches nothing yet.
    #[must_use]
    pub fn at(config: &Path, records_dir: PathBuf) -> Self {
        let config = OwnedFile::at(Part::ClaudeDesktopMcp, config, records_dir);
        Self { config }
    }

    /// The servers of ours that are in the config.
    pub fn installed(&self) -> Result<Vec<Installed>, SetupError> {
        installed(&self.config)
    }

    /// Computes what leaves exactly `chosen` of ours in the config. A server that needs variables
    /// is written only when `variables` holds their values, which then stand in the file: Claude
    /// Desktop hands its servers no others.
    pub fn plan(
        &self,
        chosen: &[Choice],
        variables: &BTreeMap<String, SecretString>,
    ) -> Result<Plan, SetupError> {
        let mut findings = Vec::new();
        let mut entries = Vec::new();
        let mut holds_secret = false;
        for choice in chosen {
            let entry = entries::for_desktop(choice, variables, &mut findings);
            let needs = choice.server.needed_variables().next().is_some();
            holds_secret |= entry.is_some() && needs;
            entries.push((choice.server.id.clone(), entry));
        }
        let wanted = Wanted {
            entries,
            findings,
            holds_secret,
        };
        plan(&self.config, TABLE, wanted)
    }
}

/// What takes the keys of servers in `record` back in `layout`.
pub(crate) fn reverts(record: &Record, layout: &Layout) -> Reverts {
    let mut reverts = plain_reverts::<Json>(record, layout, |_| true);
    keep_entries_whole::<Json>(TABLE, layout, &mut reverts);
    reverts
}
