//! Every real-shaped config under `tests/fixtures` goes through set-up and undo.

use std::fs;
use std::path::Path;

use crate::bench::{Bench, command, facts, plaintext};
use crate::generated::{check_history, check_round_trip};

#[test]
fn every_fixture_comes_back_byte_for_byte() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for token in [command(), plaintext()] {
            check_round_trip(&text, &token);
        }
        check_history(&text);
        seen += 1;
    }
    assert!(seen >= 300, "only {seen} fixtures were found");
}

/// Servers and projects, 1 MB of them.
fn huge() -> String {
    let mut text = String::from("model = 'mine' # at the top of a very long file\n");
    for server in 0.. {
        if text.len() > 1024 * 1024 {
            break;
        }
        text += &format!(
            "\n# server {server}: 服务器\n[mcp_servers.s{server}]\ncommand = 'npx'\nargs = [\n  \"-y\", # yes\n  \"@scope/server-{server}\",\n]\nenv = {{ KEY = \"v{server}\" }}\n\n[projects.\"/src/{server}\"]\ntrust_level = \"trusted\"\n"
        );
    }
    text
}

#[test]
fn a_config_of_a_megabyte_comes_back_byte_for_byte() {
    check_round_trip(&huge(), &command());
}

#[test]
fn a_config_written_by_the_old_script_gets_the_token_out_of_the_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/old-script.toml");
    let bench = Bench::with(&fs::read_to_string(path).unwrap());
    bench.set_up();
    assert!(!bench.text().contains("experimental_bearer_token"));
    insta::assert_snapshot!(bench.text(), @r#"
        model = "gpt-5.5"
        model_provider = "codexapi"
        model_reasoning_effort = "high"
        approval_policy = "never"
        sandbox_mode = "danger-full-access"

        [features]
        apps = false

        [model_providers.codexapi]
        name = "CodexAPI.pro"
        base_url = "https://api-chicago.codexapi.pro/v1"
        wire_api = "responses"
        supports_websockets = false

        [model_providers.codexapi.auth]
        command = "/opt/purser/bin/purser"
        args = ["token", "codex"]
        timeout_ms = 10000
        refresh_interval_ms = 300000

        [notice.model_migrations]
        "gpt-5.5" = "gpt-6-sol"
        "#);
    let plan = bench
        .codex
        .plan_set_up(&facts(), &command(), Some("gpt-6-sol"));
    assert!(plan.unwrap().no_change());
}
