//! MCP servers come and go in Codex's and Claude Desktop's configs, and nothing else does.

use std::fs;
use std::path::Path;

use setup::{Catalogue, Finding, Installed, ServerState};

use crate::bench::{Bench, at};
use crate::home::{Home, write_file};

fn codex(bench: &Bench, ids: &[&str], variables: &[&str]) -> Vec<Finding> {
    bench.choose_codex_servers(ids, variables, at(1))
}

fn disabled(id: &str, variable: &str) -> Finding {
    Finding::DisabledUntil {
        id: id.to_owned(),
        variables: vec![variable.to_owned()],
    }
}

#[test]
fn codex_gets_the_chosen_servers_and_those_without_their_variables_disabled() {
    let bench = Bench::with("model = 'mine'\n");
    let findings = codex(
        &bench,
        &["filesystem", "github", "brave-search"],
        &["BRAVE_API_KEY"],
    );
    assert_eq!(findings, [disabled("github", "GITHUB_PAT_TOKEN")]);
    insta::assert_snapshot!(bench.text(), @r#"
    model = 'mine'

    [mcp_servers.filesystem]
    command = "npx"
    args = ["-y", "@modelcontextprotocol/server-filesystem", "/home/ada/my notes"]

    [mcp_servers.github]
    url = "https://api.githubcopilot.com/mcp/"
    bearer_token_env_var = "GITHUB_PAT_TOKEN"
    enabled = false

    [mcp_servers.brave-search]
    command = "npx"
    args = ["-y", "@brave/brave-search-mcp-server"]
    env_vars = ["BRAVE_API_KEY"]
    "#);
}

#[test]
fn a_server_is_enabled_once_its_variable_exists_and_goes_when_no_longer_chosen() {
    let config = "model = 'mine'\n\n[mcp_servers.mine]\ncommand = 'mine' # by hand\n";
    let bench = Bench::with(config);
    codex(&bench, &["memory", "github"], &[]);
    assert!(bench.text().contains("enabled = false"));
    codex(&bench, &["memory", "github"], &["GITHUB_PAT_TOKEN"]);
    assert!(!bench.text().contains("enabled = false"));
    codex(&bench, &["github"], &["GITHUB_PAT_TOKEN"]);
    assert!(!bench.text().contains("memory") && bench.text().contains("github"));
    codex(&bench, &[], &[]);
    assert_eq!(bench.text(), config);
}

#[test]
fn a_name_that_the_person_uses_is_never_touched() {
    let config = "[mcp_servers.memory]\ncommand = 'mine'\n";
    let bench = Bench::with(config);
    let name = "memory".to_owned();
    assert_eq!(
        codex(&bench, &["memory"], &[]),
        [Finding::NameTaken { name }]
    );
    assert_eq!(bench.text(), config);
    codex(&bench, &[], &[]);
    assert_eq!(bench.text(), config);
}

#[test]
fn an_entry_that_the_person_changed_stays_whole() {
    let bench = Bench::with("");
    codex(&bench, &["time", "git"], &[]);
    let changed = bench
        .text()
        .replace("mcp-server-time\"", "mcp-server-time\", \"--local\"");
    bench.write(&changed);
    let mcp = bench.codex_mcp();
    let of = |id: &str, changed| Installed {
        id: id.to_owned(),
        changed,
    };
    assert_eq!(
        mcp.installed().unwrap(),
        [of("time", true), of("git", false)]
    );
    codex(&bench, &[], &[]);
    let left = bench.text();
    assert!(
        left.contains("--local") && left.contains("command = \"uvx\""),
        "{left}"
    );
    assert!(!left.contains("mcp_servers.git"), "{left}");
}

#[test]
fn servers_and_set_up_share_codexs_config_and_each_is_undone_alone() {
    let config = "model = 'mine' # why\n";
    for servers_first in [true, false] {
        let bench = Bench::with(config);
        if servers_first {
            codex(&bench, &["memory"], &[]);
            bench.set_up();
            codex(&bench, &[], &[]);
            assert!(bench.text().contains("codexapi"));
            bench.undo();
        } else {
            bench.set_up();
            codex(&bench, &["memory"], &[]);
            bench.undo();
            assert!(bench.text().contains("[mcp_servers.memory]"));
            codex(&bench, &[], &[]);
        }
        assert_eq!(bench.text().trim_end(), config.trim_end());
    }
}

#[test]
fn every_fixture_gets_servers_and_comes_back_byte_for_byte() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let bench = Bench::with(&text);
        codex(&bench, &["memory", "github", "context7"], &[]);
        assert!(bench.text().contains("context7"));
        codex(&bench, &[], &[]);
        assert_eq!(bench.text(), text);
        seen += 1;
    }
    assert!(seen >= 40, "only {seen} fixtures were found");
}

/// A home with a config of Claude Desktop in it.
fn desktop(config: &str) -> Home {
    let home = Home::new();
    write_file(&home.desktop_config(), config);
    home
}

#[test]
fn claude_desktop_gets_servers_without_secrets_only_and_each_goes_alone() {
    let config = "{\n\t\"mcpServers\": {\n\t\t\"time\": {\"command\": \"mine\"}\n\t}\n}\n";
    let home = desktop(config);
    let (path, mcp) = (home.desktop_config(), home.desktop_mcp());
    let add = |id: &str| {
        let plan = home.plan_desktop_server(id).unwrap();
        home.apply(&plan, at(1)).unwrap();
        plan.findings().to_vec()
    };
    let left_out = |id: &str, variable: &str| Finding::LeftOutUntil {
        id: id.to_owned(),
        missing: vec![variable.to_owned()],
    };
    let name = "time".to_owned();
    assert_eq!(add("time"), [Finding::NameTaken { name }]);
    assert_eq!(add("github"), [left_out("github", "GITHUB_PAT_TOKEN")]);
    assert_eq!(fs::read_to_string(&path).unwrap(), config);
    assert_eq!(add("memory"), []);
    insta::assert_snapshot!(fs::read_to_string(&path).unwrap(), @r#"
    {
    	"mcpServers": {
    		"time": {"command": "mine"},
    		"memory": {
    			"command": "npx",
    			"args": ["-y", "@modelcontextprotocol/server-memory"]
    		}
    	}
    }
    "#);
    home.apply(&mcp.plan_remove("memory").unwrap(), at(2))
        .unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), config);
}

#[test]
fn each_server_is_told_as_it_stands_in_the_config() {
    let bench = Bench::with("[mcp_servers.time]\ncommand = 'mine'\n");
    codex(&bench, &["memory", "github", "git"], &[]);
    let changed = bench.text().replace("mcp-server-git", "mcp-server-git@2");
    bench.write(&changed);
    let states = bench.codex_mcp().states(&Catalogue::bundled()).unwrap();
    let state = |id: &str| states.iter().find(|(known, _)| known == id).unwrap().1;
    assert_eq!(state("memory"), ServerState::Added);
    assert_eq!(state("github"), ServerState::Disabled);
    assert_eq!(state("git"), ServerState::Changed);
    assert_eq!(state("time"), ServerState::Taken);
    assert_eq!(state("filesystem"), ServerState::Absent);
}

#[test]
fn claude_desktop_is_not_offered_what_needs_a_secret() {
    let home = desktop("{}");
    let catalogue = Catalogue::bundled();
    let offered = home.desktop_mcp().states(&catalogue).unwrap();
    assert!(offered.iter().any(|(id, _)| id == "memory"));
    let secret = |id: &str| catalogue.server(id).unwrap().needs_variables();
    assert!(!offered.iter().any(|(id, _)| secret(id)), "{offered:?}");
}
