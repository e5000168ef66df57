//! A temporary config folder of Claude Code with one set of facts.

use std::fs;
use std::ops::Deref;
use std::path::PathBuf;

use setup::{ClaudeCode, ClaudeFacts, Plan, SetupError, Status};
use url::Url;

use crate::bench::at;
use crate::home::{Home, write_file};

/// A config folder with settings in it, or without.
pub(crate) struct ClaudeBench {
    home: Home,
    pub(crate) claude: ClaudeCode,
}

impl Deref for ClaudeBench {
    type Target = Home;

    fn deref(&self) -> &Home {
        &self.home
    }
}

impl ClaudeBench {
    /// A config folder that does not exist yet.
    pub(crate) fn empty() -> Self {
        Self::below(Home::new())
    }

    /// A config folder with `settings` in it.
    pub(crate) fn with(settings: &str) -> Self {
        let bench = Self::empty();
        write_file(&bench.settings(), settings);
        bench
    }

    /// A config folder with `settings` in it, in memory where the system has such a place.
    pub(crate) fn in_memory(settings: &str) -> Self {
        let bench = Self::below(Home::in_memory());
        write_file(&bench.settings(), settings);
        bench
    }

    fn below(home: Home) -> Self {
        let claude = home.claude();
        Self { home, claude }
    }

    pub(crate) fn config_dir(&self) -> PathBuf {
        self.claude_config_dir()
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
        self.claude.plan_set_up(&claude_facts(), &claude_program())
    }

    /// Plans and applies.
    pub(crate) fn set_up(&self) -> Plan {
        let plan = self.plan().unwrap();
        self.apply(&plan, at(1)).unwrap();
        plan
    }

    /// Plans and applies the undo.
    pub(crate) fn undo(&self) -> Plan {
        let plan = self.claude.plan_undo().unwrap();
        self.apply(&plan, at(2)).unwrap();
        plan
    }

    pub(crate) fn status(&self) -> Status {
        self.claude.inspect(Some(&claude_facts())).unwrap()
    }
}

pub(crate) fn claude_program() -> PathBuf {
    PathBuf::from("/opt/purser/bin/purser")
}

pub(crate) fn claude_facts() -> ClaudeFacts {
    let gateway = Url::parse("https://codexapi.pro").unwrap();
    let base_url = "https://api-chicago.codexapi.pro";
    ClaudeFacts::accept(base_url, "claude-opus-4-8", &gateway).unwrap()
}
