//! A temporary config folder of Claude Code with one set of facts.

use std::fs;
use std::path::{Path, PathBuf};

use setup::{ClaudeCode, ClaudeFacts, Plan, SetupError, Status};
use tempfile::TempDir;
use url::Url;

use crate::bench::at;

/// A config folder with settings in it, or without.
pub(crate) struct ClaudeBench {
    pub(crate) folder: TempDir,
    pub(crate) claude: ClaudeCode,
}

impl ClaudeBench {
    /// A config folder that does not exist yet.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config_dir = folder.path().join("home/.claude");
        let claude = ClaudeCode::at(&config_dir, folder.path().join("records"));
        Self { folder, claude }
    }

    /// A config folder with `settings` in it.
    pub(crate) fn with(settings: &str) -> Self {
        let bench = Self::empty();
        fs::create_dir_all(bench.config_dir()).unwrap();
        bench.write(settings);
        bench
    }

    pub(crate) fn config_dir(&self) -> PathBuf {
        self.folder.path().join("home/.claude")
    }

    pub(crate) fn records(&self) -> PathBuf {
        self.folder.path().join("records")
    }

    pub(crate) fn settings(&self) -> PathBuf {
        self.config_dir().join("settings.json")
    }

    pub(crate) fn text(&self) -> String {
        fs::read_to_string(self.settings()).unwrap()
    }

    pub(crate) fn write(&self, text: &str) {
        fs::write(self.settings(), text).unwrap();
    }

    pub(crate) fn plan(&self) -> Result<Plan, SetupError> {
        self.claude
            .plan_set_up(&claude_facts(), Path::new("/opt/purser/bin/purser"))
    }

    /// Plans and applies.
    pub(crate) fn set_up(&self) -> Plan {
        let plan = self.plan().unwrap();
        self.claude.apply(&plan, at(1)).unwrap();
        plan
    }

    /// Plans and applies the undo.
    pub(crate) fn undo(&self) -> Plan {
        let plan = self.claude.plan_undo().unwrap();
        self.claude.apply(&plan, at(2)).unwrap();
        plan
    }

    pub(crate) fn status(&self) -> Status {
        self.claude.inspect(Some(&claude_facts())).unwrap()
    }
}

pub(crate) fn claude_facts() -> ClaudeFacts {
    let gateway = Url::parse("https://codexapi.pro").unwrap();
    let base_url = "https://api-chicago.codexapi.pro";
    ClaudeFacts::accept(base_url, "claude-opus-4-8", &gateway).unwrap()
}
