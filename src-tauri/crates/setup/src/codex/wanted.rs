//! The keys that a set-up sets and removes. Knows their names and values, not where they stand.

use secrecy::ExposeSecret;
use toml_edit::Array;

use super::TokenDelivery;
use crate::error::Refusal;
use crate::facts::ProviderFacts;
use crate::json::{Change, KeyPath, Value};
use crate::owned::{Toml, is_made, key_path};
use crate::ssh::spelled;
use crate::toml::Layout;

/// How long Codex waits for the token command.
const TOKEN_TIMEOUT_MS: i64 = 10_000;

/// How long Codex keeps a token before it asks again.
const TOKEN_REFRESH_MS: i64 = 300_000;

/// What prints a token file on every Debian and Ubuntu.
const CAT: &str = "/bin/cat";

/// The key of a token that stands in the file.
pub(super) const BEARER_TOKEN: &str = "experimental_bearer_token";

/// Ways to authenticate that Codex does not accept beside each other; removed unless wanted.
pub(super) const CREDENTIAL_KEYS: [&str; 5] = [
    "env_key",
    "env_key_instructions",
    "requires_openai_auth",
    BEARER_TOKEN,
    "auth",
];

/// Every change of a set-up, in the order in which new keys are written.
pub(super) fn changes(
    facts: &ProviderFacts,
    token: &TokenDelivery,
    migration: Option<&str>,
) -> Result<Vec<Change>, Refusal> {
    let mut changes = facts_changes(facts);
    let id = facts.provider_id();
    let wanted_credentials = match token {
        TokenDelivery::Command { program } => {
            let program = program.is_absolute().then_some(program.as_path());
            let program = program.ok_or(Refusal::CommandNotAbsolute)?;
            let program = program.to_str().ok_or(Refusal::CommandNotUnicode)?;
            changes.extend(auth_changes(id, program, &["token", "codex"]));
            "auth"
        }
        TokenDelivery::File { path } => {
            let path = spelled(path).map_err(|_| Refusal::CommandNotAbsolute)?;
            changes.extend(auth_changes(id, CAT, &[&path]));
            "auth"
        }
        TokenDelivery::Plaintext(token) => {
            let path = ["model_providers", id, BEARER_TOKEN];
            changes.push(set(&path, token.expose_secret()));
            BEARER_TOKEN
        }
    };
    let unwanted = CREDENTIAL_KEYS
        .iter()
        .filter(|key| **key != wanted_credentials);
    changes.extend(unwanted.map(|key| Change::Remove {
        path: key_path(&["model_providers", id, key]),
    }));
    if let Some(target) = migration {
        changes.push(set(&["notice", "model_migrations", facts.model()], target));
    }
    Ok(changes)
}

/// Whether `layout` already uses the gateway of `facts`, with some credentials of its own.
pub(super) fn is_met(facts: &ProviderFacts, layout: &Layout) -> bool {
    let id = facts.provider_id();
    let credentials = ["auth", BEARER_TOKEN]
        .map(|key| key_path(&["model_providers", id, key]))
        .iter()
        .any(|path| layout.leaves_under(path).next().is_some());
    credentials
        && facts_changes(facts)
            .iter()
            .all(|change| is_made::<Toml>(change, layout))
}

/// The table of our provider.
pub(super) fn provider_table(id: &str) -> KeyPath {
    key_path(&["model_providers", id])
}

fn facts_changes(facts: &ProviderFacts) -> Vec<Change> {
    let id = facts.provider_id();
    let mut changes = vec![set(&["model"], facts.model()), set(&["model_provider"], id)];
    if let Some(effort) = facts.reasoning_effort() {
        changes.push(set(&["model_reasoning_effort"], effort));
    }
    let own = |key, value: toml_edit::Value| set(&["model_providers", id, key], value);
    changes.push(own("name", facts.provider_name().into()));
    changes.push(own("base_url", facts.base_url().as_str().into()));
    changes.push(own("wire_api", "responses".into()));
    changes.push(own("supports_websockets", false.into()));
    changes
}

fn auth_changes(id: &str, program: &str, arguments: &[&str]) -> [Change; 4] {
    let auth = |key, value: toml_edit::Value| set(&["model_providers", id, "auth", key], value);
    let arguments: Array = arguments.iter().copied().collect();
    [
        auth("command", program.into()),
        auth("args", arguments.into()),
        auth("timeout_ms", TOKEN_TIMEOUT_MS.into()),
        auth("refresh_interval_ms", TOKEN_REFRESH_MS.into()),
    ]
}

fn set(path: &[&str], value: impl Into<toml_edit::Value>) -> Change {
    Change::Set {
        path: key_path(path),
        value: Value::Raw(value.into().to_string()),
    }
}
