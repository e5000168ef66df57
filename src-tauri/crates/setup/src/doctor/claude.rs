//! What is in force in Claude Code, by its own order of layers. Looks whether its sign-in exists
//! and never opens it.

use std::path::PathBuf;

use serde_json::{Map, Value as Json};

use super::home::Home;
use super::leaks::of_token_file;
use super::shell_lines::ShellLine;
use super::source::{Source, address, json, read, winner};
use super::variables::{Variable, variable};
use super::{EffectiveValue, Layer, Name, Question, Tool, Trap, Value};
use crate::machine::{Machine, exists, inside};

const BASE_URL: &str = "ANTHROPIC_BASE_URL";
const MODEL: &str = "ANTHROPIC_MODEL";
/// Variables that hold a token: the bearer, and the one for `x-api-key`.
const TOKENS: [&str; 2] = ["ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY"];
/// Folders of an organization's settings, of each system one (code.claude.com, settings).
const MANAGED: [&str; 3] = [
    "/etc/claude-code",
    "/Library/Application Support/ClaudeCode",
    "/Program Files/ClaudeCode",
];

type Settings = Source<Map<String, Json>>;

/// Claude Code on a machine.
pub(super) struct Claude<'a> {
    machine: &'a Machine,
    lines: &'a [ShellLine],
    home: Home,
    /// The strongest first.
    sources: Vec<Settings>,
    traps: Vec<Trap>,
}

impl<'a> Claude<'a> {
    pub(super) fn of(machine: &'a Machine, question: &Question, lines: &'a [ShellLine]) -> Self {
        let default = crate::claude_config_dir(None, &machine.home);
        let home = Home::of(machine, lines, "CLAUDE_CONFIG_DIR", default);
        let mut claude = Self {
            machine,
            lines,
            home,
            sources: Vec::new(),
            traps: Vec::new(),
        };
        for path in managed(machine) {
            claude.read(path, |path| Layer::Managed { path });
        }
        let folder = question.project.as_ref().map(|at| at.join(".claude"));
        if let Some(folder) = folder.filter(|folder| *folder != claude.home.path) {
            let local = folder.join("settings.local.json");
            claude.read(local, |path| Layer::ProjectLocal { path });
            claude.read(folder.join("settings.json"), |path| Layer::Project { path });
        }
        if claude.home.is_known {
            let user = claude.home.path.join("settings.json");
            claude.read(user, |path| Layer::User { path });
        }
        claude
    }

    fn read(&mut self, path: PathBuf, layer: fn(PathBuf) -> Layer) {
        self.sources
            .extend(read(path, layer, json, &mut self.traps));
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
        let home = of(Name::Home, self.home.candidates.clone());
        if !self.home.is_known {
            return Vec::from([home]);
        }
        Vec::from([
            home,
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
        traps.extend(with_token.flat_map(|source| of_token_file(&source.path)));
        traps.extend(of_token_file(&self.home.path.join(".credentials.json")));
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

    /// Ways of authorisation, the strongest first, without what is sent besides it: Claude Code
    /// 2.1.329 sends `ANTHROPIC_AUTH_TOKEN` as a bearer and `ANTHROPIC_API_KEY` as `x-api-key`, and
    /// the helper's answer in each of the two that has nothing else. A trap tells of a variable that
    /// goes along.
    fn authentication(&self) -> Vec<(Value, Layer)> {
        let [bearer, key] = TOKENS.map(|name| self.token(name));
        let helpers = self.strings(|settings| settings.get("apiKeyHelper"), |_| Value::Command);
        let sent = [&bearer, &key].map(|header| header.iter().chain(&helpers).next().cloned());
        let path = self.home.path.join(".credentials.json");
        let login = exists(&path).then_some((Value::Login, Layer::User { path }));
        let mut all = bearer.into_iter().chain(key).chain(helpers).chain(login);
        let strongest = all.next();
        let beaten = all.filter(|way| !sent.iter().flatten().any(|sent| sent == way));
        strongest.into_iter().chain(beaten).collect()
    }

    /// Who sets the variable `name`, a token, the strongest first. The strongest file decides, and
    /// decides "nobody" by an empty text.
    fn token(&self, name: &str) -> Vec<(Value, Layer)> {
        match self.in_settings(name).into_iter().next() {
            Some(("", _)) => Vec::new(),
            Some((_, layer)) => Vec::from([(Value::Secret, layer)]),
            None => {
                let set = Variable::of(self.machine, self.lines, name);
                let layers = set.into_iter().flat_map(|set| set.layers);
                layers.map(|layer| (variable(name, true), layer)).collect()
            }
        }
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

/// The files of an organization, the strongest first: the ones in `managed-settings.d` beat the
/// base, and among them the last by name wins.
fn managed(machine: &Machine) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in MANAGED.map(|folder| machine.system(folder)) {
        let dropped = inside(&folder.join("managed-settings.d")).into_iter();
        let dropped = dropped.filter(|path| path.extension().is_some_and(|end| end == "json"));
        files.extend(dropped.rev());
        files.push(folder.join("managed-settings.json"));
    }
    files
}

fn holds_token(source: &Settings) -> bool {
    let variables = source.content.get("env").and_then(Json::as_object);
    let mut named = variables.into_iter().flatten();
    named.any(|(name, value)| {
        let said = value.as_str().is_some_and(|value| !value.is_empty());
        said && crate::codex::secrets::names_a_secret(name)
    })
}
