//! What stands in a config for one server. Knows each tool's field names, not where they stand.

use std::collections::BTreeSet;

use super::Choice;
use crate::json::Value;
use crate::plan::Finding;

/// Runs an address as a program, for tools that know only programs.
const BRIDGE: [&str; 2] = ["-y", "mcp-remote"];

/// Codex reads the variables itself, so none of their values is written.
pub(super) fn for_codex(
    choice: &Choice,
    existing: &BTreeSet<String>,
    findings: &mut Vec<Finding>,
) -> Option<Value> {
    let server = &choice.server;
    let args = answered(choice, findings)?;
    let mut entry = Vec::new();
    match (&server.command, &server.url) {
        (Some(command), _) => {
            entry.push(text("command", command));
            entry.push(("args".to_owned(), Value::Texts(args)));
        }
        (None, Some(url)) => entry.push(text("url", url)),
        (None, None) => return None,
    }
    if let Some(variable) = &server.bearer_token_variable {
        entry.push(text("bearer_token_env_var", variable));
    }
    if !server.variables.is_empty() {
        let variables = Value::Texts(server.variables.clone());
        entry.push(("env_vars".to_owned(), variables));
    }
    let missing = missing(choice, |variable| existing.contains(variable));
    if !missing.is_empty() {
        entry.push(("enabled".to_owned(), Value::Flag(false)));
        let id = server.id.clone();
        let variables = missing;
        findings.push(Finding::DisabledUntil { id, variables });
    }
    Some(Value::Object(entry))
}

/// Claude Desktop hands a server only what stands in its entry, and cannot disable one: a server
/// that needs variables is left out, so that no secret is written.
pub(super) fn for_desktop(choice: &Choice, findings: &mut Vec<Finding>) -> Option<Value> {
    let server = &choice.server;
    let missing = missing(choice, |_| false);
    if !missing.is_empty() {
        let id = server.id.clone();
        findings.push(Finding::LeftOutUntil { id, missing });
        return None;
    }
    let args = answered(choice, findings)?;
    let (command, args) = match (&server.command, &server.url) {
        (Some(command), _) => (command.as_str(), args),
        (None, url) => {
            let mut bridged = BRIDGE.map(str::to_owned).to_vec();
            bridged.push(url.clone()?);
            ("npx", bridged)
        }
    };
    let args = ("args".to_owned(), Value::Texts(args));
    Some(Value::Object(vec![text("command", command), args]))
}

fn missing(choice: &Choice, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let variables = choice.server.needed_variables();
    variables
        .filter(|variable| !exists(variable))
        .map(str::to_owned)
        .collect()
}

/// The arguments with the person's answers in them; none, and a finding, while one is missing.
fn answered(choice: &Choice, findings: &mut Vec<Finding>) -> Option<Vec<String>> {
    let asks = choice.server.asks.iter().map(|ask| &ask.name);
    let missing: Vec<String> = asks
        .clone()
        .filter(|name| choice.answers.get(*name).is_none_or(String::is_empty))
        .cloned()
        .collect();
    if !missing.is_empty() {
        let id = choice.server.id.clone();
        findings.push(Finding::LeftOutUntil { id, missing });
        return None;
    }
    let fill = |argument: &String| {
        let mut names = asks.clone();
        let whole = names.find(|name| *argument == format!("{{{name}}}"));
        let answer = whole.and_then(|name| choice.answers.get(name));
        answer.unwrap_or(argument).clone()
    };
    Some(choice.server.args.iter().map(fill).collect())
}

fn text(key: &str, value: &str) -> (String, Value) {
    (key.to_owned(), Value::Text(value.to_owned()))
}
