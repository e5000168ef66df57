//! The MCP servers in Claude Desktop's config, and where that file is. Touches nothing else in it.

use std::path::{Path, PathBuf};

use super::{
    Choice, Installed, ServerState, add, entries, installed, keep_entries_whole, remove, states,
};
use crate::catalogue::{Catalogue, Server};
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

    /// How each server of `catalogue` that can be written here stands in the config, in its order.
    pub fn states(&self, catalogue: &Catalogue) -> Result<Vec<(String, ServerState)>, SetupError> {
        let mut states = states(&self.config, TABLE, catalogue)?;
        let needs = |id: &str| catalogue.server(id).is_some_and(Server::needs_variables);
        states.retain(|(id, state)| *state != ServerState::Absent || !needs(id));
        Ok(states)
    }

    /// Computes what puts `choice` into the config. A server that needs variables is left out:
    /// Claude Desktop hands its servers none but those that stand in the file, readable to all.
    pub fn plan_add(&self, choice: &Choice) -> Result<Plan, SetupError> {
        let mut findings = Vec::new();
        let entry = entries::for_desktop(choice, &mut findings);
        add(&self.config, TABLE, &choice.server.id, entry, findings)
    }

    /// Computes what takes the server `id` of ours out of the config.
    pub fn plan_remove(&self, id: &str) -> Result<Plan, SetupError> {
        remove(&self.config, id)
    }
}

/// What takes the keys of servers in `record` back in `layout`.
pub(crate) fn reverts(record: &Record, layout: &Layout) -> Reverts {
    let mut reverts = plain_reverts::<Json>(record, layout, |_| true);
    keep_entries_whole::<Json>(TABLE, layout, &mut reverts);
    reverts
}
