//! Every place that can be set up by clicks: Claude Code, another computer, another home of Codex;
//! and everything taken back at once.

use std::{fs, path::Path};

use tests::{
    claude,
    codex::Codex,
    config::{LineEnds, of_a_person, settings_of_a_person},
    home::Home,
    host::Host,
    job::Job,
    place,
};

const DESKTOP: &str = "{\n  \"mcpServers\": {\n    \"mine\": { \"command\": \"true\" }\n  }\n}\n";

/// A person who signed in, and who has more than Codex.
fn person() -> Job {
    let home = Home::new();
    home.install(&claude::program());
    fs::create_dir(home.claude()).unwrap();
    fs::write(home.claude_settings(), settings_of_a_person()).unwrap();
    let folder = home.path().join(".config/Claude");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("claude_desktop_config.json"), DESKTOP).unwrap();
    signed_in(home)
}

fn signed_in(home: Home) -> Job {
    let job = Job::start_in(home, &place::built(), Codex::release("0.169.0"));
    let _ = job.try_the_sandbox();
    job.window.click("Set-up");
    job
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap()
}

/// The table of the server GitHub, which Purser writes at the end of the file.
fn github(job: &Job) -> String {
    let config = text(&job.home.codex_config());
    let (_, table) = config.split_once("[mcp_servers.github]").unwrap();
    table.to_owned()
}

#[test]
fn by_clicks_claude_code_is_set_up_leads_a_turn_and_is_taken_back() {
    let job = person();
    job.window.click("Set up Claude Code");
    job.window.see("\"ANTHROPIC_BASE_URL\"");
    let _ = job.picture("claude-code-plan");
    assert_eq!(text(&job.home.claude_settings()), settings_of_a_person());
    job.window.click("Write settings.json");
    job.window.see("Claude Code now uses");

    job.window.click("Doctor");
    job.window.click_in("Claude Code", "Try one real turn");
    job.window.see("Claude Code led a real turn");
    job.window.see("It cost $0.0");

    job.window.click("Set-up");
    job.window.click_in("Claude Code", "Undo");
    job.window.click("Restore settings.json");
    job.window.see("Purser’s change is undone");
    assert_eq!(text(&job.home.claude_settings()), settings_of_a_person());
}

#[test]
fn by_clicks_codex_on_another_computer_is_set_up_taken_back_and_forgotten() {
    let home = Home::new();
    home.install(&claude::program());
    let host = Host::start(&home);
    let before = of_a_person(LineEnds::Unix, &home.work());
    let folder = host.home().join(".codex");
    fs::create_dir(&folder).unwrap();
    let config = folder.join("config.toml");
    fs::write(&config, &before).unwrap();
    let job = signed_in(home);

    job.window.unfold("Another computer (SSH)");
    job.window.fill("Address", "127.0.0.1:1");
    job.window.click("Look");
    job.window.see("127.0.0.1:1 cannot be used over SSH");
    job.window.fill("Address", &host.name());
    job.window.click("Look");
    let there = format!("Codex CLI on {}", host.name());
    job.window.click_in(&there, "Set up Codex");
    job.window.see("What will change");
    let _ = job.picture("other-computer");
    assert_eq!(fs::read(&config).unwrap(), before, "looking writes nothing");
    job.window.click_in(&there, "Write config.toml");
    job.window.see("Codex now uses");
    assert!(text(&config).contains("model_provider = \"codexapi\""));
    assert!(job.is_as_before(), "nothing was written here");

    job.window.click("History");
    job.window.see(&host.name());
    job.window.click("Programs");
    job.window.click_in(&there, "Undo");
    job.window.click_in(&there, "Restore config.toml");
    job.window.see("Purser’s change is undone");
    assert_eq!(fs::read(&config).unwrap(), before);
    job.window.click("Forget this computer");
    job.window.lose(&host.name());
}

#[test]
fn by_clicks_everything_that_purser_did_is_taken_back_in_one_step() {
    let job = person();
    job.window.click("Set up Codex");
    job.window.click("Write config.toml");
    job.window.see("Codex now uses");
    job.window.click("Set up Claude Code");
    job.window.click("Write settings.json");
    job.window.see("Claude Code now uses");
    job.window.click("MCP servers");
    job.window.click("Add Memory to Claude Desktop");
    job.window.click("Write claude_desktop_config.json");
    job.window.see("Memory is added to Claude Desktop");
    job.window.click("Skills");
    job.window.click("Add config-doctor to Claude Code");
    job.window.click("Write SKILL.md");
    job.window.see("config-doctor is added to Claude Code");

    job.window.click("History");
    job.window.click("Undo everything Purser did");
    job.window.see("What undo will change");
    let _ = job.picture("undo-everything");
    job.window.click("Restore 4 files");
    job.window.see("4 files are as they were before");
    assert!(job.is_as_before());
    assert_eq!(text(&job.home.claude_settings()), settings_of_a_person());
    let desktop = job.home.path().join(".config/Claude");
    assert_eq!(text(&desktop.join("claude_desktop_config.json")), DESKTOP);
    assert!(!job.home.claude().join("skills").exists());
}

#[test]
fn by_clicks_a_server_is_enabled_once_its_variable_exists_in_the_login_shell() {
    let profile = "export PATH=\"$HOME/bin:$PATH\"\nexport CODEX_HOME=\"$HOME/other\"\n";
    let home = Home::new();
    fs::create_dir(home.path().join("other")).unwrap();
    fs::write(home.path().join("other/config.toml"), "model = \"gpt-5\"\n").unwrap();
    let file = home.path().join(".bash_profile");
    fs::write(&file, profile).unwrap();
    let job = signed_in(home);
    job.window.see("/other/config.toml");

    job.window.click("MCP servers");
    job.window.click("Add GitHub to Codex");
    job.window.click("Write config.toml");
    job.window.see("GitHub is added to Codex, disabled");
    assert!(github(&job).contains("enabled = false"));
    fs::write(&file, format!("{profile}export GITHUB_PAT_TOKEN=theirs\n")).unwrap();
    job.window.click("Doctor");
    job.window.click("Set-up");
    job.window.click("MCP servers");
    job.window.click("Enable GitHub in Codex");
    job.window.click("Write config.toml");
    job.window.lose("What will change");
    assert!(!github(&job).contains("enabled"));
}
