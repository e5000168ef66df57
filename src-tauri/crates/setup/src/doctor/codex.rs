//! What is in force in Codex, by its own order of layers. Never opens `auth.json`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::home::Home;
use super::leaks::{of_environment, of_shell_snapshots, of_token_file};
use super::shell_lines::ShellLine;
use super::source::{Source, address, project_folders, read, text_of, toml, winner};
use super::variables::variable;
use super::{Credential, EffectiveValue, Layer, Name, Question, Tool, Trap, Value};
use crate::codex::providers::{self, BUILT_IN};
use crate::codex::secrets::names_a_secret;
use crate::machine::{Machine, exists};
use crate::preflight::{managed_config, requirements};
use crate::toml::Layout;

/// Variables whose values are tokens, whatever the providers say.
const TOKENS: [&str; 4] = [
    "OPENAI_API_KEY",
    "CODEX_API_KEY",
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_AUTH_TOKEN",
];
const SYSTEM: [&str; 2] = [
    "/etc/codex/config.toml",
    "/ProgramData/OpenAI/Codex/config.toml",
];

/// Codex on a machine.
pub(super) struct Codex<'a> {
    machine: &'a Machine,
    lines: &'a [ShellLine],
    profile: Option<&'a str>,
    home: Home,
    /// The strongest first.
    sources: Vec<Source<Layout>>,
    traps: Vec<Trap>,
}

impl<'a> Codex<'a> {
    pub(super) fn of(machine: &'a Machine, question: &'a Question, lines: &'a [ShellLine]) -> Self {
        let default = crate::codex_home(None, None, &machine.home);
        let home = Home::of(machine, lines, "CODEX_HOME", default);
        let mut codex = Self {
            machine,
            lines,
            profile: question.profile.as_deref(),
            home,
            sources: Vec::new(),
            traps: Vec::new(),
        };
        if codex.home.is_known {
            codex.read_sources(question);
        }
        codex
    }

    fn read_sources(&mut self, question: &Question) {
        let mut traps = Vec::new();
        let user = self.home.path.join("config.toml");
        let user = read(user, |path| Layer::User { path }, toml, &mut traps);
        let mut all = Vec::new();
        let layer = |path| Layer::Managed { path };
        let managed = managed_config(self.machine, &self.home.path);
        all.extend(read(managed, layer, toml, &mut traps));
        let projects = question.project.iter().flat_map(|at| project_folders(at));
        for folder in projects {
            let path = folder.join(".codex/config.toml");
            let trusted = user
                .as_ref()
                .is_some_and(|user| trusts(&user.content, question));
            if trusted && folder.join(".codex") != self.home.path {
                all.extend(read(path, |path| Layer::Project { path }, toml, &mut traps));
            }
        }
        // A name is one word: anything else would lead to another folder.
        let named = question
            .profile
            .iter()
            .filter(|name| !name.contains(['/', '\\']));
        for name in named {
            let path = self.home.path.join(format!("{name}.config.toml"));
            all.extend(read(path, |path| Layer::Profile { path }, toml, &mut traps));
        }
        all.extend(user);
        for path in SYSTEM.map(|path| self.machine.system(path)) {
            all.extend(read(path, |path| Layer::System { path }, toml, &mut traps));
        }
        let limits = requirements(self.machine);
        traps.extend(limits.map(|path| Trap::Requirements { path }));
        self.sources = all;
        self.traps = traps;
    }

    pub(super) fn values(&self) -> Vec<EffectiveValue> {
        let provider = self.provider();
        let text = |value: &str| Value::Text(value.to_owned());
        let mut providers = self.strings(&["model_provider"], Self::may_name_a_provider, text);
        if providers.is_empty() {
            providers.push((text(provider), Layer::BuiltIn));
        }
        let base_url: &[&str] = match provider {
            "openai" => &["openai_base_url"],
            _ => &["model_providers", provider, "base_url"],
        };
        let of = |name, candidates: Vec<_>| winner(Tool::Codex, name, candidates);
        let home = of(Name::Home, self.home.candidates.clone());
        let unusable = |trap: &Trap| matches!(trap, Trap::Unusable { .. });
        let starts = !self.traps.iter().any(unusable) && self.legacy_profiles().is_empty();
        // Nothing is in force in a Codex that does not start, and nothing known of one elsewhere.
        if !self.home.is_known || !starts {
            return Vec::from([home]);
        }
        Vec::from([
            home,
            of(Name::ModelProvider, providers),
            of(Name::Model, self.strings(&["model"], |_| true, text)),
            of(
                Name::BaseUrl,
                self.strings(base_url, Self::may_name_a_provider, address),
            ),
            of(Name::Authentication, self.authentication(provider)),
        ])
    }

    pub(super) fn traps(&self) -> Vec<Trap> {
        let mut traps = self.traps.clone();
        traps.extend(self.legacy_profiles());
        traps.extend(self.of_providers());
        let with_token = self
            .sources
            .iter()
            .filter(|source| holds_token(&source.content));
        traps.extend(with_token.flat_map(|source| of_token_file(&source.path)));
        traps.extend(of_token_file(&self.home.path.join("auth.json")));
        traps.extend(of_environment(self.machine, self.lines, &TOKENS));
        let ids = self.provider_ids();
        let named = ids.iter().filter_map(|id| self.env_key(id));
        let mut variables: Vec<&str> = TOKENS.into_iter().chain(named).collect();
        variables.sort_unstable();
        variables.dedup();
        if variables.iter().any(|name| self.saves(name)) {
            traps.extend(of_token_file(&self.saved()));
        }
        traps.extend(of_shell_snapshots(&self.home.path, &variables));
        traps
    }

    /// `profile = "p"` in a config, and `--profile p` where the person's config has `[profiles.p]`:
    /// 0.141 and 0.169 refuse both; they tolerate a table that nobody chooses.
    fn legacy_profiles(&self) -> Vec<Trap> {
        let chosen = self.trusted().filter_map(|source| {
            let named = source.content.string(&["profile"])?;
            Some((named, source))
        });
        let users = self.sources.iter();
        let users = users.filter(|source| matches!(source.layer, Layer::User { .. }));
        let named = users.filter_map(|source| {
            let named = self.profile?;
            let table = ["profiles", named].map(str::to_owned);
            source.content.has_table(&table).then_some((named, source))
        });
        let mut traps = Vec::new();
        for (profile, source) in chosen.chain(named) {
            let trap = Trap::LegacyProfile {
                profile: profile.to_owned(),
                path: source.path.clone(),
            };
            if !traps.contains(&trap) {
                traps.push(trap);
            }
        }
        traps
    }

    fn of_providers(&self) -> Vec<Trap> {
        let mut traps = Vec::new();
        let current = self.provider();
        let ids = self.provider_ids();
        let defined = ids.contains(&current);
        if !BUILT_IN.contains(&current) && !defined {
            let provider = current.to_owned();
            traps.push(Trap::ProviderUndefined { provider });
        }
        let without_auth = defined && self.authentication(current).is_empty();
        if without_auth {
            let provider = current.to_owned();
            traps.push(Trap::ProviderWithoutAuth { provider });
        }
        let wants = |id: &str| {
            let mut trusted = self.trusted();
            trusted.any(|source| wants_login(&source.content, id))
        };
        let wanting = ids.iter().filter(|id| wants(id));
        traps.extend(wanting.map(|id| Trap::OpenAiLoginRequired {
            provider: (*id).to_owned(),
        }));
        if without_auth || wants(current) {
            let each = self.credentials().into_iter();
            traps.extend(each.map(|credential| Trap::CredentialSentElsewhere {
                provider: current.to_owned(),
                credential,
            }));
        }
        traps
    }

    /// What Codex has of the person's to authorise itself at OpenAI. Where it keeps that in the
    /// system's keychain, it is not seen here.
    fn credentials(&self) -> Vec<Credential> {
        let path = self.home.path.join("auth.json");
        let file = exists(&path).then_some(Credential::AuthFile { path });
        let name = "CODEX_API_KEY";
        let variable = self.is_set(name).then(|| Credential::Variable {
            name: name.to_owned(),
        });
        file.into_iter().chain(variable).collect()
    }

    fn provider(&self) -> &str {
        let mut named = self.trusted();
        named
            .find_map(|source| source.content.string(&["model_provider"]))
            .unwrap_or("openai")
    }

    /// Codex ignores these keys in a project's config.
    fn may_name_a_provider(source: &Source<Layout>) -> bool {
        !matches!(source.layer, Layer::Project { .. })
    }

    fn trusted(&self) -> impl Iterator<Item = &Source<Layout>> {
        let all = self.sources.iter();
        all.filter(|source| Self::may_name_a_provider(source))
    }

    fn strings(
        &self,
        key: &[&str],
        counts: impl Fn(&Source<Layout>) -> bool,
        show: impl Fn(&str) -> Value,
    ) -> Vec<(Value, Layer)> {
        let counted = self.sources.iter().filter(|source| counts(source));
        let found = counted.filter_map(|source| {
            let value = source.content.string(key)?;
            Some((show(value), source.layer.clone()))
        });
        found.collect()
    }

    /// Ways of authorisation that the table of `provider` names, the strongest first.
    fn authentication(&self, provider: &str) -> Vec<(Value, Layer)> {
        if provider == "openai" {
            return Vec::from([(Value::Login, Layer::BuiltIn)]);
        }
        let table = |key: &'static str| ["model_providers", provider, key];
        let mut found = Vec::new();
        for source in self.trusted() {
            let has = |key| {
                source
                    .content
                    .string(&table(key))
                    .filter(|value| !value.is_empty())
            };
            let value = if source.content.has_table(&table("auth").map(str::to_owned)) {
                Some(Value::Command)
            } else if has("experimental_bearer_token").is_some() {
                Some(Value::Secret)
            } else if let Some(name) = has("env_key") {
                Some(variable(name, self.is_set(name)))
            } else {
                wants_login(&source.content, provider).then_some(Value::Login)
            };
            found.extend(value.map(|value| (value, source.layer.clone())));
        }
        found
    }

    fn env_key(&self, provider: &str) -> Option<&str> {
        let key = ["model_providers", provider, "env_key"];
        self.trusted()
            .find_map(|source| source.content.string(&key))
    }

    fn is_set(&self, name: &str) -> bool {
        self.machine.in_terminal(name).is_some() || self.saves(name)
    }

    /// Codex takes variables also from this file.
    fn saved(&self) -> PathBuf {
        self.home.path.join(".env")
    }

    fn saves(&self, name: &str) -> bool {
        let saved = text_of(&self.saved()).unwrap_or_default();
        saved.lines().any(|line| {
            let line = line.trim_start();
            let line = line.strip_prefix("export ").unwrap_or(line);
            let assigned = line
                .strip_prefix(name)
                .and_then(|rest| rest.strip_prefix('='));
            assigned.is_some_and(|value| !value.trim().is_empty())
        })
    }

    fn provider_ids(&self) -> BTreeSet<&str> {
        self.trusted()
            .flat_map(|source| providers::ids(&source.content))
            .collect()
    }
}

fn wants_login(layout: &Layout, provider: &str) -> bool {
    let key = ["model_providers", provider, "requires_openai_auth"].map(str::to_owned);
    layout
        .leaf(&key)
        .is_some_and(|leaf| leaf.canonical == "true")
}

fn holds_token(layout: &Layout) -> bool {
    layout.leaves.iter().any(|leaf| {
        let said = leaf.string.as_ref().is_some_and(|value| !value.is_empty());
        said && leaf.path.last().is_some_and(|key| names_a_secret(key))
    })
}

/// Whether the person's config trusts the project, or a folder above it.
fn trusts(user: &Layout, question: &Question) -> bool {
    let folders = question.project.iter().flat_map(|at| project_folders(at));
    let mut levels = folders.filter_map(|folder| {
        let folder = folder.to_str()?.to_owned();
        user.string(&["projects", &folder, "trust_level"])
    });
    levels.next() == Some("trusted")
}
