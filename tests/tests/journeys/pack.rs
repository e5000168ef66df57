//! MCP servers and skills, one by one: given to the real Codex and to Claude Desktop's config, and
//! taken back.

use std::fs;

use serde_json::Value;
use tests::{
    codex::{Codex, RELEASES},
    config::{LineEnds, of_a_person},
    home::Home,
    process::run,
    purser::Purser,
};

const DESKTOP: &str = "{\n  \"mcpServers\": {\n    \"mine\": { \"command\": \"true\" }\n  }\n}\n";

/// A person with a config of Codex and one of Claude Desktop.
fn person() -> (Home, Vec<u8>) {
    let home = Home::new();
    let before = of_a_person(LineEnds::Unix, &home.work());
    fs::write(home.codex_config(), &before).unwrap();
    let folder = home.path().join(".config/Claude");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("claude_desktop_config.json"), DESKTOP).unwrap();
    (home, before)
}

fn desktop(home: &Home) -> String {
    let path = home
        .path()
        .join(".config/Claude/claude_desktop_config.json");
    fs::read_to_string(path).unwrap()
}

#[track_caller]
fn setup(home: &Home, arguments: &[&str]) {
    let arguments = [&["setup"], arguments].concat();
    let _ = Purser::headless(home).run(&arguments).well();
}

fn state(home: &Home, part: &str, name: &str, tool: &str) -> Value {
    let listed = Purser::headless(home).json(&["setup", part, "list", "--json"]);
    let mut entries = listed.as_array().unwrap().iter();
    let key = if part == "mcp" { "id" } else { "name" };
    let entry = entries.find(|entry| entry[key] == name).unwrap();
    let mut programs = entry["entries"].as_array().unwrap().iter();
    let program = programs.find(|program| program["tool"] == tool);
    program.map_or(Value::Null, |program| program["state"].clone())
}

#[test]
fn every_codex_loads_the_servers_that_it_is_given_and_they_go_without_a_trace() {
    let (home, before) = person();
    setup(&home, &["mcp", "add", "memory", "--to", "codex", "--yes"]);
    setup(&home, &["mcp", "add", "github", "--to", "codex", "--yes"]);
    assert_eq!(state(&home, "mcp", "memory", "codex"), "added");
    assert_eq!(state(&home, "mcp", "github", "codex"), "disabled");
    for release in RELEASES {
        let mut list = home.offline_command(Codex::release(release).program());
        let listed = run(list.args(["mcp", "list", "--json"]), "").well().out;
        let listed: Value = serde_json::from_str(&listed).unwrap();
        let enabled = |name: &str| {
            let mut servers = listed.as_array().unwrap().iter();
            let server = servers.find(|server| server["name"] == name);
            server.unwrap()["enabled"].clone()
        };
        assert_eq!(
            (enabled("memory"), enabled("github")),
            (Value::Bool(true), Value::Bool(false)),
            "{release}"
        );
    }
    setup(
        &home,
        &["mcp", "remove", "memory", "--from", "codex", "--yes"],
    );
    setup(
        &home,
        &["mcp", "remove", "github", "--from", "codex", "--yes"],
    );
    assert_eq!(fs::read(home.codex_config()).unwrap(), before);
}

#[test]
fn claude_desktop_is_given_servers_without_secrets_and_nothing_else() {
    let (home, _) = person();
    assert_eq!(state(&home, "mcp", "github", "claudeDesktop"), Value::Null);
    setup(
        &home,
        &["mcp", "add", "memory", "--to", "claude-desktop", "--yes"],
    );
    let written: Value = serde_json::from_str(&desktop(&home)).unwrap();
    assert_eq!(written["mcpServers"]["mine"]["command"], "true");
    assert_eq!(written["mcpServers"]["memory"]["command"], "npx");
    setup(&home, &["undo-step", "--all", "--yes"]);
    assert_eq!(desktop(&home), DESKTOP);
}

#[test]
fn a_server_that_asks_something_is_not_written_before_it_is_answered() {
    let (home, before) = person();
    let purser = Purser::headless(&home);
    let add = [
        "setup",
        "mcp",
        "add",
        "filesystem",
        "--to",
        "codex",
        "--yes",
    ];
    let refused = purser.run(&add);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    assert!(refused.err.contains("--answer folder="), "{}", refused.err);
    assert_eq!(fs::read(home.codex_config()).unwrap(), before);
    let _ = purser
        .run(&[&add[..], &["--answer", "folder=/srv/notes"]].concat())
        .well();
    let config = fs::read_to_string(home.codex_config()).unwrap();
    assert!(config.contains("\"/srv/notes\""), "{config}");
}

#[test]
fn a_skill_is_seen_by_codex_and_everything_goes_in_one_step() {
    let (home, before) = person();
    setup(
        &home,
        &["skills", "add", "config-doctor", "--to", "codex", "--yes"],
    );
    setup(
        &home,
        &[
            "skills",
            "add",
            "config-doctor",
            "--to",
            "claude-code",
            "--yes",
        ],
    );
    setup(&home, &["mcp", "add", "time", "--to", "codex", "--yes"]);
    let skill = home.codex().join("skills/config-doctor/SKILL.md");
    assert!(skill.exists() && home.claude().join("skills").exists());
    assert_eq!(state(&home, "skills", "config-doctor", "codex"), "added");
    for release in RELEASES {
        let mut prompt = home.offline_command(Codex::release(release).program());
        let shown = run(prompt.args(["debug", "prompt-input", "hello"]), "").well();
        assert!(
            shown.out.contains("config-doctor"),
            "{release}: {}",
            shown.out
        );
    }
    setup(&home, &["undo-step", "--all", "--yes"]);
    assert_eq!(fs::read(home.codex_config()).unwrap(), before);
    assert!(!home.codex().join("skills/config-doctor").exists());
    assert!(!home.claude().exists(), "the folder came with the skill");
}
