//! What is in force, in words: every value with its layer. Decides nothing and shows no secret.

use setup::doctor::{EffectiveValue, Layer, Name, Report, Tool as Configured, Value};

use super::Say;
use crate::contract::{EffectiveView, Tool};

/// Every value, in the order in which it was found.
pub(super) fn of(report: &Report, say: Say<'_>) -> Vec<EffectiveView> {
    let values = report.values.iter();
    values.map(|value| effective(value, say)).collect()
}

fn effective(value: &EffectiveValue, say: Say<'_>) -> EffectiveView {
    let tool = match value.tool {
        Configured::Codex => Tool::Codex,
        Configured::ClaudeCode => Tool::ClaudeCode,
    };
    let beaten = value.beaten.iter();
    EffectiveView {
        tool,
        name: name(tool, value.name, say),
        value: shown(&value.value, say),
        layer: layer(&value.layer, say),
        beaten: beaten.map(|beaten| layer(beaten, say)).collect(),
    }
}

/// The name that the tool itself has for it.
fn name(tool: Tool, name: Name, say: Say<'_>) -> String {
    let key = match (tool, name) {
        (Tool::Codex, Name::Home) => "CODEX_HOME",
        (Tool::ClaudeCode | Tool::ClaudeDesktop, Name::Home) => "CLAUDE_CONFIG_DIR",
        (_, Name::ModelProvider) => "model_provider",
        (_, Name::Model) => "model",
        (Tool::Codex, Name::BaseUrl) => "base_url",
        (Tool::ClaudeCode | Tool::ClaudeDesktop, Name::BaseUrl) => "ANTHROPIC_BASE_URL",
        (_, Name::Authentication) => return say.text("value-authentication", &[]),
    };
    key.to_owned()
}

fn shown(value: &Value, say: Say<'_>) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Secret => say.text("value-secret", &[]),
        Value::Command => say.text("value-command", &[]),
        Value::Variable { name, is_set: true } => say.text("value-variable", &[("name", name)]),
        Value::Variable {
            name,
            is_set: false,
        } => say.text("value-variable-unset", &[("name", name)]),
        Value::Login => say.text("value-login", &[]),
        Value::Unset => say.text("value-unset", &[]),
    }
}

fn layer(layer: &Layer, say: Say<'_>) -> String {
    let file = |key: &str, path: &std::path::Path| {
        let path = path.display().to_string();
        say.text(key, &[("file", &path)])
    };
    match layer {
        Layer::Managed { path } => file("layer-managed", path),
        Layer::ProjectLocal { path } => file("layer-project-local", path),
        Layer::Project { path } => file("layer-project", path),
        Layer::Profile { path } => file("layer-profile", path),
        Layer::User { path } => file("layer-user", path),
        Layer::System { path } => file("layer-system", path),
        Layer::ShellFile { path, line } => {
            let (path, line) = (path.display().to_string(), line.to_string());
            say.text("layer-shell-file", &[("file", &path), ("line", &line)])
        }
        Layer::LoginShell => say.text("layer-login-shell", &[]),
        Layer::Environment => say.text("layer-environment", &[]),
        Layer::BuiltIn => say.text("layer-built-in", &[]),
    }
}
