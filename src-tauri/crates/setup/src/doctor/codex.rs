//! What is in force in Codex, by its own order of layers. Never opens `auth.json`.

use std::path::PathBuf;

use jiff::Timestamp;

use super::leaks::{of_shell_snapshots, of_token_file};
use super::shell_lines::ShellLine;
use super::source::{Source, address, project_folders, read, text_of, toml, winner};
use super::variables::{Variable, variable};
use super::{EffectiveValue, Layer, Name, Question, Tool, Trap, Value};
use crate::codex::secrets::names_a_secret;
use crate::machine::{Machine, exists};
use crate::toml::Layout;

/// Providers that Codex always knows.
const BUILT_IN: [&str; 4] = ["openai", "ollama", "lmstudio", "amazon-bedrock"];
/// Variables whose values are tokens, whatever the providers say.
const TOKENS: [&str; 4] = [
    "OPENAI_API_KEY",
    "CODEX_API_KEY",
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_AUTH_TOKEN",
];
const MANAGED: [&str; 1] = ["/etc/codex/managed_config.toml"];
const SYSTEM: [&str; 2] = [
    "/etc/codex/config.toml",
    "/ProgramData/OpenAI/Codex/config.toml",
];
const REQUIREMENTS: [&str; 2] = [
    "/etc/codex/requirements.toml",
    "/ProgramData/OpenAI/Codex/requirements.toml",
];

/// Codex on a machine.
pub(super) struct Codex<'a> {
    machine: &'a Machine,
    home: PathBuf,
    home_candidates: Vec<(Value, Layer)>,
    /// The strongest first.
    sources: Vec<Source<Layout>>,
    traps: Vec<Trap>,
}

impl<'a> Codex<'a> {
    pub(super) fn of(machine: &'a Machine, question: &Question, lines: &[ShellLine]) -> Self {
        let set = Variable::of(machine, lines, "CODEX_HOME");
        let chosen = set.as_ref().and_then(|variable| variable.value);
        let home = crate::codex_home(None, chosen, &machine.home);
        let show = |value: &str| Value::Text(value.to_owned());
        let mut home_candidates =
            set.map_or_else(Vec::new, |set| set.candidates("CODEX_HOME", show));
        if home_candidates.is_empty() {
            let path = Value::Text(home.display().to_string());
            home_candidates.push((path, Layer::BuiltIn));
        }
        let mut codex = Self {
            machine,
            home,
            home_candidates,
            sources: Vec::new(),
            traps: Vec::new(),
        };
        codex.read_sources(question);
        codex
    }

    fn read_sources(&mut self, question: &Question) {
        let mut traps = Vec::new();
        let user = self.home.join("config.toml");
        let user = read(user, |path| Layer::User { path }, toml, &mut traps);
        let mut all = Vec::new();
        for path in MANAGED.map(|path| self.machine.system(path)) {
            all.extend(read(path, |path| Layer::Managed { path }, toml, &mut traps));
        }
        let projects = question.project.iter().flat_map(|at| project_folders(at));
        for folder in projects {
            let path = folder.join(".codex/config.toml");
            let trusted = user
                .as_ref()
                .is_some_and(|user| trusts(&user.content, question));
            if trusted && folder.join(".codex") != self.home {
                all.extend(read(path, |path| Layer::Project { path }, toml, &mut traps));
            }
        }
        // A name is one word: anything else would lead to another folder.
        let named = question
            .profile
            .iter()
            .filter(|name| !name.contains(['/', '\\']));
        for name in named {
            let path = self.home.join(format!("{name}.config.toml"));
            all.extend(read(path, |path| Layer::Profile { path }, toml, &mut traps));
        }
        all.extend(user);
        for path in SYSTEM.map(|path| self.machine.system(path)) {
            all.extend(read(path, |path| Layer::System { path }, toml, &mut traps));
        }
        let limits = REQUIREMENTS
            .map(|path| self.machine.system(path))
            .into_iter();
        traps.extend(
            limits
                .filter(|path| exists(path))
                .map(|path| Trap::Requirements { path }),
        );
        self.sources = all;
        self.traps = traps;
    }

    /// When any of its files changed last.
    pub(super) fn changed_at(&self) -> Option<Timestamp> {
        self.sources
            .iter()
            .filter_map(|source| source.modified)
            .max()
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
        Vec::from([
            of(Name::Home, self.home_candidates.clone()),
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
        let provider = self.provider().to_owned();
        let owned = |id: &str| id.to_owned();
        if !BUILT_IN.contains(&provider.as_str()) {
            if !self.provider_ids().contains(&provider.as_str()) {
                traps.push(Trap::ProviderUndefined { provider });
            } else if self.authentication(&provider).is_empty() {
                traps.push(Trap::ProviderWithoutAuth { provider });
            }
        }
        for id in self.provider_ids() {
            if self
                .trusted()
                .any(|source| wants_login(&source.content, id))
            {
                let provider = owned(id);
                traps.push(Trap::OpenAiLoginRequired { provider });
            }
        }
        let with_token = self
            .sources
            .iter()
            .filter(|source| holds_token(&source.content));
        traps.extend(with_token.flat_map(of_token_file));
        let ids = self.provider_ids();
        let named = ids.iter().filter_map(|id| self.env_key(id));
        let mut variables: Vec<&str> = TOKENS.into_iter().chain(named).collect();
        variables.sort_unstable();
        variables.dedup();
        traps.extend(of_shell_snapshots(&self.home, &variables));
        traps
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

    /// Codex takes a variable also from `.env` in its home.
    fn is_set(&self, name: &str) -> bool {
        let saved = text_of(&self.home.join(".env")).unwrap_or_default();
        let sets = |line: &str| {
            let line = line.trim_start();
            let line = line.strip_prefix("export ").unwrap_or(line);
            let assigned = line
                .strip_prefix(name)
                .and_then(|rest| rest.strip_prefix('='));
            assigned.is_some_and(|value| !value.trim().is_empty())
        };
        self.machine.in_terminal(name).is_some() || saved.lines().any(sets)
    }

    fn provider_ids(&self) -> Vec<&str> {
        let leaves = self.trusted().flat_map(|source| &source.content.leaves);
        let mut ids: Vec<&str> = leaves
            .filter(|leaf| {
                leaf.path
                    .first()
                    .is_some_and(|key| key == "model_providers")
            })
            .filter_map(|leaf| leaf.path.get(1).map(String::as_str))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
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
