//! The tools whose configs are changed, asked in one way. Measures nothing.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use setup::{
    ClaudeCode, ClaudeFacts, Codex, History, OfferedFacts, Plan, ProviderFacts, TokenDelivery,
    claude_config_dir, codex_home,
};
use url::Url;

/// Stands for the program that prints the token; nobody runs it here.
const PROGRAM: &str = "/opt/purser/bin/purser";

/// One tool's config file, and what Purser does to it.
pub(crate) trait Tool {
    /// The file.
    fn config(&self) -> &Path;
    /// What pointing the tool at the gateway would change.
    fn plan(&self) -> Plan;
    /// What taking that back would change.
    fn plan_undo(&self) -> Plan;
    /// What Purser did.
    fn history(&self) -> History;
    /// Writes a plan.
    fn apply(&self, plan: &Plan, at: Timestamp) {
        self.history().apply(plan, at).expect("a written config");
    }
}

/// Codex, and what the gateway offers it.
pub(crate) struct CodexSetUp(Codex, ProviderFacts, History);

/// Claude Code, and what the gateway offers it.
pub(crate) struct ClaudeSetUp(ClaudeCode, ClaudeFacts, History);

impl CodexSetUp {
    /// Codex of the person whose home is `home`.
    pub(crate) fn of(home: &Path) -> Self {
        let offered = OfferedFacts {
            provider_id: "codexapi",
            provider_name: "CodexAPI.pro",
            base_url: "https://api-chicago.codexapi.pro/v1",
            wire_api: "responses",
            model: "gpt-5.5",
            reasoning_effort: Some("high"),
        };
        let facts = ProviderFacts::accept(&offered, &gateway()).expect("facts of the gateway");
        Self(
            Codex::at(codex_home(None, None, home), home.join("records")),
            facts,
            History::at(home.join("records")),
        )
    }
}

impl ClaudeSetUp {
    /// Claude Code of the person whose home is `home`.
    pub(crate) fn of(home: &Path) -> Self {
        let base_url = "https://api-chicago.codexapi.pro";
        let facts = ClaudeFacts::accept(base_url, "claude-opus-4-8", &gateway());
        Self(
            ClaudeCode::at(&claude_config_dir(None, home), home.join("records")),
            facts.expect("facts of the gateway"),
            History::at(home.join("records")),
        )
    }
}

impl Tool for CodexSetUp {
    fn config(&self) -> &Path {
        self.0.config_path()
    }

    fn plan(&self) -> Plan {
        let program = PathBuf::from(PROGRAM);
        let token = TokenDelivery::Command { program };
        self.0.plan_set_up(&self.1, &token, None).expect("a plan")
    }

    fn plan_undo(&self) -> Plan {
        self.0.plan_undo().expect("a plan")
    }

    fn history(&self) -> History {
        self.2.clone()
    }
}

impl Tool for ClaudeSetUp {
    fn config(&self) -> &Path {
        self.0.config_path()
    }

    fn plan(&self) -> Plan {
        self.0
            .plan_set_up(&self.1, Path::new(PROGRAM))
            .expect("a plan")
    }

    fn plan_undo(&self) -> Plan {
        self.0.plan_undo().expect("a plan")
    }

    fn history(&self) -> History {
        self.2.clone()
    }
}

fn gateway() -> Url {
    Url::parse("https://codexapi.pro").expect("an address")
}
