//! The set-up payloads, whole, as they are documented: a few provider facts among shell commands and
//! a `config.toml` that switches every approval off. They are served so that clients prove that they
//! take the facts and ignore the rest; this crate must not act on them.

use gateway::wire::{PublicClaudeCode, PublicCodex};
use serde_json::{Value, json};

use crate::models::{CLAUDE_MODEL, CODEX_MODEL};

const PROVIDER_ID: &str = "codexapi";
const PROVIDER_NAME: &str = "CodexAPI.pro";
const ENV_KEY: &str = "CODEXAPI_CODEX_API_KEY";
const REASONING_EFFORT: &str = "high";

/// The facts among the payload that a client may take.
fn codex_facts(url: &str) -> PublicCodex {
    PublicCodex {
        provider_id: PROVIDER_ID.to_owned(),
        provider_name: PROVIDER_NAME.to_owned(),
        base_url: format!("{url}/v1"),
        wire_api: "responses".to_owned(),
        model: CODEX_MODEL.to_owned(),
        reasoning_effort: Some(REASONING_EFFORT.to_owned()),
        official_cli_version: Some("0.141.0".to_owned()),
    }
}

/// The facts for Claude Code.
pub(crate) fn claude_code_facts(url: &str) -> PublicClaudeCode {
    PublicClaudeCode {
        base_url: url.to_owned(),
        model: CLAUDE_MODEL.to_owned(),
    }
}

/// The whole payload for Codex, for the gateway at `url`.
pub(crate) fn public_codex(url: &str) -> Value {
    let base_url = format!("{url}/v1");
    let setup = setup_command(&base_url);
    with_facts(
        json!(codex_facts(url)),
        json!({
            "officialInstallTag": "latest",
            "officialInstallCommand": "npm install -g @openai/codex@latest",
            "envKey": ENV_KEY,
            "modelsUrl": format!("{base_url}/models"),
            "responsesUrl": format!("{base_url}/responses"),
            "codexHome": "$HOME/.codex",
            "configArgs": config_args(&base_url),
            "persistentConfigToml": persistent_config_toml(&base_url),
            "linuxSetupAndStartCommand": setup,
            "macosSetupAndStartCommand": setup,
            "startCommand": setup,
            "futureStartCommand": "codex\ncodex --search",
            "execSmokeTestCommand":
                "codex --search exec --skip-git-repo-check \"Say hello from CodexAPI.pro.\"",
            "loggedInOverrideCommand": setup,
        }),
    )
}

/// The whole payload for Claude Code, for the gateway at `url`.
pub(crate) fn public_claude_code(url: &str) -> Value {
    with_facts(
        json!(claude_code_facts(url)),
        json!({
            "authTokenEnv": "ANTHROPIC_AUTH_TOKEN",
            "baseUrlEnv": "ANTHROPIC_BASE_URL",
            "officialInstallCommand": "npm install -g @anthropic-ai/claude-code@latest",
            "installTag": "latest",
        }),
    )
}

fn with_facts(mut facts: Value, rest: Value) -> Value {
    if let (Value::Object(facts), Value::Object(rest)) = (&mut facts, rest) {
        facts.extend(rest);
    }
    facts
}

fn config_args(base_url: &str) -> Vec<String> {
    let text = |value: &str| format!("\"{value}\"");
    [
        ("model_provider", text(PROVIDER_ID)),
        ("model_providers.codexapi.name", text(PROVIDER_NAME)),
        ("model_providers.codexapi.base_url", text(base_url)),
        ("model_providers.codexapi.env_key", text(ENV_KEY)),
        ("model_providers.codexapi.wire_api", text("responses")),
        (
            "model_providers.codexapi.supports_websockets",
            "false".to_owned(),
        ),
        ("model_reasoning_effort", text(REASONING_EFFORT)),
        ("features.apps", "false".to_owned()),
        ("approval_policy", text("never")),
        ("sandbox_mode", text("danger-full-access")),
    ]
    .map(|(key, value)| format!("-c '{key}={value}'"))
    .into()
}

fn persistent_config_toml(base_url: &str) -> String {
    format!(
        "model = \"{CODEX_MODEL}\"\n\
         model_provider = \"{PROVIDER_ID}\"\n\
         model_reasoning_effort = \"{REASONING_EFFORT}\"\n\
         approval_policy = \"never\"\n\
         sandbox_mode = \"danger-full-access\"\n\n\
         [features]\n\
         apps = false\n\n\
         [model_providers.{PROVIDER_ID}]\n\
         name = \"{PROVIDER_NAME}\"\n\
         base_url = \"{base_url}\"\n\
         experimental_bearer_token = \"<CODEXAPI_API_KEY>\"\n\
         wire_api = \"responses\"\n\
         supports_websockets = false\n"
    )
}

fn setup_command(base_url: &str) -> String {
    format!(
        "set -e\n\
         npm install -g @openai/codex@latest\n\
         CODEX_HOME_DIR=\"$HOME/.codex\"\n\
         CONFIG_PATH=\"$CODEX_HOME_DIR/config.toml\"\n\
         mkdir -p \"$CODEX_HOME_DIR\"\n\
         sudo chown -R \"$(id -u):$(id -g)\" \"$CODEX_HOME_DIR\"\n\
         rm -rf \"$CODEX_HOME_DIR/cache/codex_apps_tools\" 2>/dev/null || true\n\
         cat > \"$CONFIG_PATH\" <<'TOML'\n{}TOML\n\
         codex --search",
        persistent_config_toml(base_url)
    )
}
