//! One history for everything: whichever tool and whichever part of a file a step was about.

use std::fs;
use std::path::Path;

use setup::{Finding, PlanKind, SKILLS, SetupError, State, StepUndo, Tool};

use crate::bench::{Bench, TOKEN, at, facts, plaintext};
use crate::claude_bench::ClaudeBench;
use crate::home::{Home, tree, write_file};

fn undo_step(home: &Home, place: usize, second: i64) {
    let id = home.history().steps().unwrap()[place].id.clone();
    let plan = home.history().plan_undo_step(&id).unwrap();
    home.apply(&plan, at(second)).unwrap();
}

fn choose_servers(home: &Home, ids: &[&str], second: i64) {
    home.choose_codex_servers(ids, &[], at(second));
}

/// Every byte of our own that is kept.
fn kept(home: &Home) -> String {
    let entries = fs::read_dir(home.records()).unwrap();
    let bytes = entries.map(|entry| fs::read(entry.unwrap().path()).unwrap());
    bytes
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect()
}

#[test]
fn steps_of_every_tool_are_told_and_each_is_taken_back_alone() {
    let bench = Bench::with("model = 'mine'\n");
    write_file(&bench.claude_config_dir().join("settings.json"), "{}\n");
    write_file(&bench.desktop_config(), "{}");
    bench.set_up();
    choose_servers(&bench, &["memory"], 2);
    let claude = bench.claude().plan_set_up(
        &crate::claude_bench::claude_facts(),
        &crate::claude_bench::claude_program(),
    );
    bench.apply(&claude.unwrap(), at(3)).unwrap();
    let desktop = bench.plan_desktop_server("memory").unwrap();
    bench.apply(&desktop, at(4)).unwrap();
    let skill = bench.codex_skills().plan_add(&SKILLS[0]).unwrap();
    bench.apply(&skill, at(5)).unwrap();
    let steps = bench.history().steps().unwrap();
    let told: Vec<_> = steps.iter().map(|step| (step.tool, step.kind)).collect();
    assert_eq!(
        told,
        [
            (Tool::Codex, PlanKind::Skills),
            (Tool::ClaudeDesktop, PlanKind::Servers),
            (Tool::ClaudeCode, PlanKind::SetUp),
            (Tool::Codex, PlanKind::Servers),
            (Tool::Codex, PlanKind::SetUp),
        ]
    );
    let keys = ["mcp_servers.memory.args", "mcp_servers.memory.command"];
    assert_eq!(steps[3].keys, keys);
    assert!(steps.iter().all(|step| step.undo == StepUndo::Possible));
    for (place, second) in [(4, 6), (4, 7), (4, 8), (4, 9), (4, 10)] {
        undo_step(&bench, place, second);
    }
    assert_eq!(bench.text().trim_end(), "model = 'mine'");
    let claude = bench.claude_config_dir().join("settings.json");
    assert_eq!(fs::read_to_string(claude).unwrap(), "{}\n");
    assert_eq!(fs::read_to_string(bench.desktop_config()).unwrap(), "{}");
    assert!(!bench.codex_skills().path_of(&SKILLS[0]).exists());
    assert_eq!(bench.codex_mcp().installed().unwrap(), []);
    assert_eq!(bench.desktop_mcp().installed().unwrap(), []);
    assert!(!bench.status().can_undo && !bench.claude().inspect(None).unwrap().can_undo);
}

#[test]
fn two_parts_in_one_file_are_taken_back_by_one_plan() {
    let config = "model = 'mine' # why\n";
    let bench = Bench::with(config);
    choose_servers(&bench, &["memory"], 1);
    bench.set_up();
    choose_servers(&bench, &["memory", "git"], 3);
    let mut plans = bench.history().plan_undo_everything().unwrap();
    assert_eq!(plans.len(), 1);
    let plan = plans.remove(0).unwrap();
    assert!(plan.exact());
    bench.apply(&plan, at(4)).unwrap();
    assert_eq!(bench.text(), config);
    let status = bench.status();
    assert_eq!((status.state, status.can_undo), (State::NotSetUp, false));
    assert_eq!(bench.codex_mcp().installed().unwrap(), []);
    undo_step(&bench, 0, 5);
    assert!(matches!(bench.status().state, State::SetUp { .. }));
    assert_eq!(bench.codex_mcp().installed().unwrap().len(), 2);
}

#[test]
fn two_parts_are_taken_back_key_by_key_beside_others() {
    let bench = Bench::with("model = 'mine'\n");
    bench.set_up();
    choose_servers(&bench, &["memory"], 2);
    bench.write(&format!("{}\n[theirs]\na = 1\n", bench.text()));
    for plan in bench.history().plan_undo_everything().unwrap() {
        bench.apply(&plan.unwrap(), at(3)).unwrap();
    }
    assert_eq!(bench.text(), "model = 'mine'\n\n[theirs]\na = 1\n");
    assert_eq!(bench.codex_mcp().installed().unwrap(), []);
    assert!(!bench.status().can_undo);
}

#[test]
fn an_entry_that_the_person_made_their_own_is_never_left_by_half() {
    let bench = Bench::with("");
    choose_servers(&bench, &["memory", "git"], 1);
    let own = bench
        .text()
        .replace("server-memory\"]", "server-memory\"]\nenv = { MINE = 'x' }");
    bench.write(&own);
    for plan in bench.history().plan_undo_everything().unwrap() {
        bench.apply(&plan.unwrap(), at(2)).unwrap();
    }
    let left = bench.text();
    assert!(
        left.contains("MINE") && left.contains("command = \"npx\""),
        "{left}"
    );
    assert!(!left.contains("mcp_servers.git"), "{left}");
    choose_servers(&bench, &["time"], 3);
    choose_servers(&bench, &[], 4);
    bench.write(&format!(
        "{}\n[mcp_servers.time]\nurl = 'https://mine'\n",
        bench.text()
    ));
    let removal = bench.history().steps().unwrap()[0].clone();
    assert_eq!(removal.undo, StepUndo::NothingLeft);
}

#[test]
fn our_token_is_in_no_backup_of_what_was_there_before_servers_came() {
    let bench = Bench::with("model = 'mine'\n");
    let set_up = bench
        .codex
        .plan_set_up(&facts(), &plaintext(), None)
        .unwrap();
    bench.apply(&set_up, at(1)).unwrap();
    let servers = bench.plan_codex_server("memory").unwrap();
    assert_eq!(servers.findings(), [Finding::UndoWorksKeyByKey]);
    bench.apply(&servers, at(2)).unwrap();
    choose_servers(&bench, &[], 3);
    assert!(bench.text().contains(TOKEN));
    bench.undo();
    assert!(!kept(&bench).contains(TOKEN));
    assert!(bench.text().starts_with("model = 'mine'\n"));
}

#[test]
fn a_server_of_claude_desktop_comes_back_by_taking_its_removal_back() {
    let home = Home::new();
    write_file(&home.desktop_config(), "{}");
    let config = || -> serde_json::Value {
        serde_json::from_slice(&fs::read(home.desktop_config()).unwrap()).unwrap()
    };
    for id in ["memory", "stripe"] {
        let add = home.plan_desktop_server(id).unwrap();
        home.apply(&add, at(1)).unwrap();
        let added = config();
        let remove = home.desktop_mcp().plan_remove(id).unwrap();
        home.apply(&remove, at(2)).unwrap();
        assert_ne!(config(), added);
        let removal = home.history().steps().unwrap()[0].clone();
        assert_eq!(removal.undo, StepUndo::Possible, "{id}");
        undo_step(&home, 0, 3);
        assert_eq!(config(), added);
    }
}

#[test]
fn a_step_of_claude_code_never_leaves_our_helper_at_a_third_address() {
    let bench = ClaudeBench::with("{\"apiKeyHelper\": \"/bin/theirs\"}\n");
    bench.set_up();
    let elsewhere = bench
        .text()
        .replace("https://api-chicago.codexapi.pro", "https://third.example");
    bench.write(&elsewhere);
    undo_step(&bench, 0, 2);
    let left = bench.text();
    assert!(left.contains("https://third.example"), "{left}");
    assert!(!left.contains("apiKeyHelper"), "{left}");
}

#[test]
fn a_plan_of_any_tool_is_made_anew_beside_others() {
    let bench = Bench::with("model = 'mine'\n");
    let shown = bench.plan_codex_server("memory").unwrap();
    bench.write("model = 'theirs'\n");
    let again = || bench.plan_codex_server("memory");
    let applied = bench.history().apply_fresh(&shown, again, at(1));
    assert_ne!(applied.unwrap().id(), shown.id());
    let text = bench.text();
    assert!(text.starts_with("model = 'theirs'\n") && text.contains("memory"));
    let claude = ClaudeBench::with("{\n  \"a\": 1\n}\n");
    let shown = claude.plan().unwrap();
    claude.write("{\n  \"b\": 2,\n  \"a\": 1\n}\n");
    let applied = claude
        .history()
        .apply_fresh(&shown, || claude.plan(), at(1));
    assert!(applied.is_ok(), "{applied:?}");
    assert!(claude.text().contains("\"b\": 2"));
}

#[test]
fn only_the_lines_that_were_shown_are_written() {
    let bench = Bench::with("model = 'mine'\n");
    let shown = bench.plan().unwrap();
    let quoted_otherwise = "model = \"mine\"\n";
    bench.write(quoted_otherwise);
    let refused = bench.history().apply_fresh(&shown, || bench.plan(), at(1));
    assert!(matches!(refused, Err(SetupError::Changed { .. })));
    assert_eq!(bench.text(), quoted_otherwise);
}

#[test]
fn leftovers_go_beside_every_file_that_was_ever_written_and_nothing_else_does() {
    let home = Home::new();
    write_file(&home.desktop_config(), "{}");
    home.history().clean_temp_files().unwrap();
    assert!(!home.records().exists());
    choose_servers(&home, &["memory"], 1);
    let desktop = home.plan_desktop_server("memory").unwrap();
    home.apply(&desktop, at(2)).unwrap();
    let skill = home.codex_skills().plan_add(&SKILLS[0]).unwrap();
    home.apply(&skill, at(3)).unwrap();
    let skill = home.codex_skills().path_of(&SKILLS[0]);
    let leave = |folder: &Path| {
        let leftover = folder.join(".purser-unfinished-Xy12");
        write_file(&leftover, "half");
        leftover
    };
    let not_ours = leave(&home.claude_config_dir());
    let theirs = home
        .desktop_config()
        .with_file_name(".purser-displaced-Xy1");
    write_file(&theirs, "{\"theirs\": 1}");
    let before = tree(home.folder.path());
    for known in [
        "",
        "{}",
        &fs::read_to_string(home.desktop_config()).unwrap(),
    ] {
        let name = format!(".purser-displaced-{}", known.len());
        write_file(&home.desktop_config().with_file_name(name), known);
    }
    for beside in [
        &home.codex_home().join("config.toml"),
        &home.desktop_config(),
        &skill,
    ] {
        leave(beside.parent().unwrap());
    }
    leave(&home.records());
    home.history().clean_temp_files().unwrap();
    assert!(not_ours.exists());
    assert_eq!(tree(home.folder.path()), before);
}
