//! Where each tool's files are in a place. Touches no file.

use std::path::{Path, PathBuf};

use ::setup::machine::Machine;
use ::setup::{
    ClaudeCode, ClaudeDesktopMcp, Codex, CodexMcp, DesktopOs, Skills, claude_config_dir,
    claude_desktop_config,
};

use super::{Surroundings, Tools};
use crate::contract::{Place, Tool};
use crate::settings::records_folder;

/// Finds the tools' files on this computer.
#[derive(Debug, Clone)]
pub(super) struct Places {
    surroundings: Surroundings,
    pub(super) records: PathBuf,
}

impl Places {
    pub(super) fn of(tools: &Tools) -> Self {
        Self {
            surroundings: tools.surroundings.clone(),
            records: records_folder(&tools.folders.data),
        }
    }

    /// The same place is always spelled the same way: a default folder is not named.
    pub(super) fn spelled_one_way(&self, tool: Tool, place: &Place) -> Place {
        let here = Place::default();
        let default = match tool {
            Tool::Codex => self.codex_home(&here),
            Tool::ClaudeCode | Tool::ClaudeDesktop => self.claude_config_dir(&here),
        };
        let home = place.home.as_ref().map(Path::new);
        let named = home.filter(|home| place.host.is_some() || **home != default);
        Place {
            host: place.host.clone(),
            home: named.map(|home| home.display().to_string()),
        }
    }

    pub(super) fn machine(&self) -> Machine {
        let Surroundings {
            home, environment, ..
        } = self.surroundings.clone();
        Machine::of_this_system(home, environment)
    }

    pub(super) fn machine_without_shell(&self) -> Machine {
        let Surroundings {
            home, environment, ..
        } = self.surroundings.clone();
        Machine::without_shell(home, environment)
    }

    pub(super) fn codex_home(&self, place: &Place) -> PathBuf {
        ::setup::codex_home(
            place.home.as_ref().map(Path::new),
            self.surroundings.environment.get("CODEX_HOME"),
            &self.surroundings.home,
        )
    }

    pub(super) fn codex(&self, place: &Place) -> Codex {
        Codex::at(self.codex_home(place), self.records.clone())
    }

    pub(super) fn codex_mcp(&self) -> CodexMcp {
        let home = self.codex_home(&Place::default());
        CodexMcp::at(home, self.records.clone())
    }

    pub(super) fn claude_config_dir(&self, place: &Place) -> PathBuf {
        match &place.home {
            Some(home) => PathBuf::from(home),
            None => claude_config_dir(
                self.surroundings.environment.get("CLAUDE_CONFIG_DIR"),
                &self.surroundings.home,
            ),
        }
    }

    pub(super) fn claude_code(&self, place: &Place) -> ClaudeCode {
        let claude = ClaudeCode::at(&self.claude_config_dir(place), self.records.clone());
        claude.with_managed(PathBuf::from(MANAGED_CLAUDE_SETTINGS))
    }

    pub(super) fn claude_desktop_config(&self) -> PathBuf {
        let settings = match DESKTOP_OS {
            DesktopOs::Windows => self.surroundings.environment.get("APPDATA"),
            DesktopOs::Mac | DesktopOs::Linux => None,
        };
        let settings = settings.map(Path::new);
        let settings = settings.unwrap_or(&self.surroundings.home);
        claude_desktop_config(DESKTOP_OS, settings)
    }

    pub(super) fn claude_desktop(&self) -> ClaudeDesktopMcp {
        ClaudeDesktopMcp::at(&self.claude_desktop_config(), self.records.clone())
    }

    /// The skills of a tool; none for a tool that has none.
    pub(super) fn skills(&self, tool: Tool) -> Option<Skills> {
        let (here, records) = (Place::default(), self.records.clone());
        match tool {
            Tool::Codex => Some(Skills::of_codex(&self.codex_home(&here), records)),
            Tool::ClaudeCode => {
                let config_dir = self.claude_config_dir(&here);
                Some(Skills::of_claude_code(&config_dir, records))
            }
            Tool::ClaudeDesktop => None,
        }
    }

    pub(super) fn purser(&self) -> &Path {
        &self.surroundings.purser
    }
}

#[cfg(target_os = "macos")]
const DESKTOP_OS: DesktopOs = DesktopOs::Mac;
#[cfg(windows)]
const DESKTOP_OS: DesktopOs = DesktopOs::Windows;
#[cfg(not(any(target_os = "macos", windows)))]
const DESKTOP_OS: DesktopOs = DesktopOs::Linux;

/// Where an organization keeps its settings of Claude Code.
#[cfg(target_os = "macos")]
const MANAGED_CLAUDE_SETTINGS: &str =
    "/Library/Application Support/ClaudeCode/managed-settings.json";
#[cfg(windows)]
const MANAGED_CLAUDE_SETTINGS: &str = r"C:\Program Files\ClaudeCode\managed-settings.json";
#[cfg(not(any(target_os = "macos", windows)))]
const MANAGED_CLAUDE_SETTINGS: &str = "/etc/claude-code/managed-settings.json";
