//! MCP servers come and go in Codex's and Claude Desktop's configs, and nothing else does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use secrecy::SecretString;
use setup::{Finding, Installed};

use crate::bench::{Bench, at, mode};
use crate::home::{Home, choices, write_file};

/// Plans for Codex, applies, and gives back what the plan said.
fn codex(bench: &Bench, ids: &[&str], variables: &[&str]) -> Vec<Finding> {
    let mcp = bench.codex_mcp();
    let variables: BTreeSet<String> = variables.iter().map(|&name| name.to_owned()).collect();
    let plan = mcp.plan(&choices(ids), &variables).unwrap();
    bench.apply(&plan, at(1)).unwrap();
    let again = mcp.plan(&choices(ids), &variables).unwrap();
    assert!(again.no_change(), "{}", bench.text());
    plan.findings().to_vec()
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
fn claude_desktop_gets_no_server_before_its_variables_have_values() {
    let config = "{\n\t\"mcpServers\": {\n\t\t\"time\": {\"command\": \"mine\"}\n\t}\n}\n";
    let home = desktop(config);
    let (path, mcp) = (home.desktop_config(), home.desktop_mcp());
    let chosen = choices(&["time", "memory", "github", "mongodb"]);
    let plan = mcp.plan(&chosen, &BTreeMap::new()).unwrap();
    let left_out = |id: &str, variable: &str| Finding::LeftOutUntil {
        id: id.to_owned(),
        missing: vec![variable.to_owned()],
    };
    let name = "time".to_owned();
    let expected = [
        left_out("github", "GITHUB_PAT_TOKEN"),
        left_out("mongodb", "MDB_MCP_CONNECTION_STRING"),
        Finding::NameTaken { name },
    ];
    assert_eq!(plan.findings(), expected);
    home.apply(&plan, at(1)).unwrap();
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
    let none = mcp.plan(&[], &BTreeMap::new()).unwrap();
    home.apply(&none, at(2)).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), config);
}

#[test]
fn a_value_that_claude_desktop_needs_is_told_masked_and_kept_private() {
    let home = desktop("{}");
    let (path, mcp) = (home.desktop_config(), home.desktop_mcp());
    let secret = SecretString::from("canary-value");
    let variables = BTreeMap::from([("GITHUB_PAT_TOKEN".to_owned(), secret)]);
    let plan = mcp.plan(&choices(&["github"]), &variables).unwrap();
    assert!(matches!(
        plan.findings(),
        [Finding::VariablesInPlaintext { .. }]
    ));
    let shown = format!("{:?} {plan:?}", plan.diff());
    assert!(
        !shown.contains("canary-value") && shown.contains("••••"),
        "{shown}"
    );
    home.apply(&plan, at(1)).unwrap();
    assert!(
        fs::read_to_string(&path)
            .unwrap()
            .contains("Bearer canary-value")
    );
    assert_eq!(mode(&path), 0o600);
    let none = mcp.plan(&[], &BTreeMap::new()).unwrap();
    home.apply(&none, at(2)).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "{}");
}
