//! A temporary Codex home with one set of facts.

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use secrecy::SecretString;
use setup::{Codex, OfferedFacts, Plan, ProviderFacts, SetupError, Status, TokenDelivery};
use url::Url;

use crate::home::{Home, write_file};

pub(crate) const TOKEN: &str = "canary-7f3a-token";

/// A home with a config in it, or without.
pub(crate) struct Bench {
    home: Home,
    pub(crate) codex: Codex,
}

impl Deref for Bench {
    type Target = Home;

    fn deref(&self) -> &Home {
        &self.home
    }
}

impl Bench {
    /// A home that does not exist yet.
    pub(crate) fn empty() -> Self {
        Self::below(Home::new())
    }

    /// A home with `config` in it.
    pub(crate) fn with(config: &str) -> Self {
        let bench = Self::empty();
        write_file(&bench.config(), config);
        bench
    }

    /// A home with `config` in it, in memory where the system has such a place.
    pub(crate) fn in_memory(config: &str) -> Self {
        let bench = Self::below(Home::in_memory());
        write_file(&bench.config(), config);
        bench
    }

    fn below(home: Home) -> Self {
        let codex = home.codex();
        Self { home, codex }
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.codex_home()
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.home().join("config.toml")
    }

    pub(crate) fn text(&self) -> String {
        fs::read_to_string(self.config()).unwrap()
    }

    pub(crate) fn write(&self, text: &str) {
        fs::write(self.config(), text).unwrap();
    }

    pub(crate) fn plan(&self) -> Result<Plan, SetupError> {
        self.codex
            .plan_set_up(&facts(), &command(), Some("gpt-6-sol"))
    }

    /// Plans and applies.
    pub(crate) fn set_up(&self) -> Plan {
        let plan = self.plan().unwrap();
        self.apply(&plan, at(1)).unwrap();
        plan
    }

    /// Plans and applies the undo.
    pub(crate) fn undo(&self) -> Plan {
        let plan = self.codex.plan_undo().unwrap();
        self.apply(&plan, at(2)).unwrap();
        plan
    }

    pub(crate) fn status(&self) -> Status {
        self.codex.inspect(Some(&facts())).unwrap()
    }
}

pub(crate) fn facts() -> ProviderFacts {
    facts_with("gpt-5.5")
}

pub(crate) fn facts_at(base_url: &str) -> ProviderFacts {
    accepted(base_url, "gpt-5.5")
}

pub(crate) fn facts_with(model: &str) -> ProviderFacts {
    accepted("https://api-chicago.codexapi.pro/v1", model)
}

fn accepted(base_url: &str, model: &str) -> ProviderFacts {
    let offered = OfferedFacts {
        provider_id: "codexapi",
        provider_name: "CodexAPI.pro",
        base_url,
        wire_api: "responses",
        model,
        reasoning_effort: Some("high"),
    };
    let gateway = Url::parse("https://codexapi.pro").unwrap();
    ProviderFacts::accept(&offered, &gateway).unwrap()
}

pub(crate) fn command() -> TokenDelivery {
    let program = PathBuf::from("/opt/purser/bin/purser");
    TokenDelivery::Command { program }
}

pub(crate) fn plaintext() -> TokenDelivery {
    TokenDelivery::Plaintext(SecretString::from(TOKEN))
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

#[cfg(unix)]
pub(crate) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[cfg(unix)]
pub(crate) fn chmod(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}
