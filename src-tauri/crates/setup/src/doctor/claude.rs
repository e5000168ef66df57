//! What is in force in Claude Code, by its own order of layers. Looks whether its sign-in exists
//! and never opens it.

use std::path::PathBuf;

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::leaks::of_token_file;
use super::shell_lines::ShellLine;
use super::source::{Source, address, json, read, winner};
use super::variables::{Variable, variable};
use super::{EffectiveValue, Layer, Name, Question, Tool, Trap, Value};
use crate::machine::{Machine, exists};

const BASE_URL: &str = "ANTHROPIC_BASE_URL";
const MODEL: &str = "ANTHROPIC_MODEL";
/// Variables that hold a token, the stronger first.
const TOKENS: [&str; 2] = ["ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY"];
const MANAGED: [&str; 3] = [
    "/etc/claude-code/managed-settings.json",
    "/Library/Application Support/ClaudeCode/managed-settings.json",
    "/ProgramData/ClaudeCode/managed-settings.json",
];

type Settings = Source<Map<String, Json>>;

/// Claude Code on a machine.
pub(super) struct Claude<'a> {
    machine: &'a Machine,
    lines: &'a [ShellLine],
    home: PathBuf,
    home_candidates: Vec<(Value, Layer)>,
    /// The strongest first.
    sources: Vec<Settings>,
    traps: Vec<Trap>,
}

impl<'a> Claude<'a> {
    pub(super) fn of(machine: &'a Machine, question: &Question, lines: &'a [ShellLine]) -> Self {
        let set = Variable::of(machine, lines, "CLAUDE_CONFIG_DIR");
        let chosen = set.as_ref().and_then(|variable| variable.value);
        let home = chosen.map_or_else(|| machine.home.join(".claude"), PathBuf::from);
        let show = |value: &str| Value::Text(value.to_owned());
        let mut home_candidates =
            set.map_or_else(Vec::new, |set| set.candidates("CLAUDE_CONFIG_DIR", show));
        if home_candidates.is_empty() {
            let path = Value::Text(home.display().to_string());
            home_candidates.push((path, Layer::BuiltIn));
        }
        let mut traps = Vec::new();
        let mut sources = Vec::new();
        for path in MANAGED.map(|path| machine.system(path)) {
            sources.extend(read(path, |path| Layer::Managed { path }, json, &mut traps));
        }
        let folders = question
            .project
            .iter()
            .map(|project| project.join(".claude"));
        for folder in folders.filter(|folder| *folder != home) {
            let local = folder.join("settings.local.json");
            sources.extend(read(
                local,
                |path| Layer::ProjectLocal { path },
                json,
                &mut traps,
            ));
            let shared = folder.join("settings.json");
            sources.extend(read(
                shared,
                |path| Layer::Project { path },
                json,
                &mut traps,
            ));
        }
        let user = home.join("settings.json");
        sources.extend(read(user, |path| Layer::User { path }, json, &mut traps));
        Self {
            machine,
            lines,
            home,
            home_candidates,
            sources,
            traps,
        }
    }

    /// When any of its files changed last.
    pub(super) fn changed_at(&self) -> Option<Timestamp> {
        self.sources
            .iter()
            .filter_map(|source| source.modified)
            .max()
    }

    pub(super) fn values(&self) -> Vec<EffectiveValue> {
        let text = |value: &str| match value {
            "" => Value::Unset,
            value => Value::Text(value.to_owned()),
        };
        let url = |value: &str| match value {
            "" => Value::Unset,
            value => address(value),
        };
        let named = self.variable(MODEL, text).into_iter();
        let mut models: Vec<_> = named.filter(|(value, _)| *value != Value::Unset).collect();
        models.extend(self.strings(|settings| settings.get("model"), text));
        let of = |name, candidates: Vec<_>| winner(Tool::ClaudeCode, name, candidates);
        Vec::from([
            of(Name::Home, self.home_candidates.clone()),
            of(Name::Model, models),
            of(Name::BaseUrl, self.variable(BASE_URL, url)),
            of(Name::Authentication, self.authentication()),
        ])
    }

    pub(super) fn traps(&self) -> Vec<Trap> {
        let mut traps = self.traps.clone();
        if self.goes_elsewhere() {
            for name in TOKENS {
                if self.in_settings(name).is_empty() {
                    let is_set = Variable::of(self.machine, self.lines, name).is_some();
                    let name = name.to_owned();
                    traps.push(Trap::KeyVariableNotBlanked { name, is_set });
                }
            }
            let by = self.authentication().into_iter().next();
            if by.is_some_and(|(value, _)| value == Value::Login) {
                traps.push(Trap::LoginSentElsewhere);
            }
        }
        let with_token = self.sources.iter().filter(|source| holds_token(source));
        traps.extend(with_token.flat_map(of_token_file));
        traps
    }

    /// Whether requests go to somebody else than the tool's maker.
    fn goes_elsewhere(&self) -> bool {
        let show = |value: &str| Value::Text(value.to_owned());
        let Some((value, _)) = self.variable(BASE_URL, show).into_iter().next() else {
            return false;
        };
        let Value::Text(text) = value else {
            return true;
        };
        let host = url::Url::parse(&text).ok();
        let host = host.as_ref().and_then(url::Url::host_str);
        let makers =
            host.is_some_and(|host| host == "anthropic.com" || host.ends_with(".anthropic.com"));
        !text.is_empty() && !makers
    }

    /// Ways of authorisation, the strongest first.
    fn authentication(&self) -> Vec<(Value, Layer)> {
        let mut found = Vec::new();
        for name in TOKENS {
            let mut files = self.in_settings(name).into_iter().peekable();
            if files.peek().is_some() {
                // The strongest file decides, and decides "none" by an empty text.
                let decided = files.next().filter(|(value, _)| !value.is_empty());
                found.extend(decided.map(|(_, layer)| (Value::Secret, layer)));
                continue;
            }
            let set = Variable::of(self.machine, self.lines, name);
            let layers = set.into_iter().flat_map(|set| set.layers);
            found.extend(layers.map(|layer| (variable(name, true), layer)));
        }
        let helpers = self.strings(|settings| settings.get("apiKeyHelper"), |_| Value::Command);
        found.extend(helpers);
        let path = self.home.join(".credentials.json");
        if exists(&path) {
            found.push((Value::Login, Layer::User { path }));
        }
        found
    }

    /// What the files say of a variable, empty texts included, then the environment.
    fn variable(&self, name: &str, show: impl Fn(&str) -> Value) -> Vec<(Value, Layer)> {
        let files = self.in_settings(name).into_iter();
        let mut found: Vec<_> = files.map(|(value, layer)| (show(value), layer)).collect();
        let set = Variable::of(self.machine, self.lines, name);
        found.extend(set.into_iter().flat_map(|set| set.candidates(name, &show)));
        found
    }

    fn in_settings(&self, name: &str) -> Vec<(&str, Layer)> {
        let found = self.sources.iter().filter_map(|source| {
            let value = source.content.get("env")?.get(name)?.as_str()?;
            Some((value, source.layer.clone()))
        });
        found.collect()
    }

    fn strings(
        &self,
        pick: impl Fn(&Map<String, Json>) -> Option<&Json>,
        show: impl Fn(&str) -> Value,
    ) -> Vec<(Value, Layer)> {
        let found = self.sources.iter().filter_map(|source| {
            let value = pick(&source.content)?.as_str()?;
            (!value.is_empty()).then(|| (show(value), source.layer.clone()))
        });
        found.collect()
    }
}

fn holds_token(source: &Settings) -> bool {
    let variables = source.content.get("env").and_then(Json::as_object);
    let mut named = variables.into_iter().flatten();
    named.any(|(name, value)| {
        let said = value.as_str().is_some_and(|value| !value.is_empty());
        said && crate::codex::secrets::names_a_secret(name)
    })
}
