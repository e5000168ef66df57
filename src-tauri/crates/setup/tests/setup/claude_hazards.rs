//! Claude Code's settings: what is shown before, broken files, links, other writers, leaks.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use setup::{ClaudeCode, Finding, History, Refusal, SetupError, State};

use crate::bench::{at, chmod, mode};
use crate::claude_bench::{ClaudeBench, claude_facts};
#[cfg(target_os = "linux")]
use crate::hazards::folder_at_the_longest_path;

const BASE_URL: &str = "https://api-chicago.codexapi.pro";

#[test]
fn one_write_sets_the_address_the_helper_and_the_blanked_variables() {
    let bench = ClaudeBench::with("{\n    \"model\": \"sonnet\",\n    \"verbose\": true\n}\n");
    let plan = bench.set_up();
    assert!(plan.findings().is_empty(), "{:?}", plan.findings());
    insta::assert_snapshot!(bench.text(), @r#"
    {
        "model": "opus",
        "verbose": true,
        "env": {
            "ANTHROPIC_BASE_URL": "https://api-chicago.codexapi.pro",
            "ANTHROPIC_API_KEY": "",
            "ANTHROPIC_AUTH_TOKEN": "",
            "ANTHROPIC_DEFAULT_OPUS_MODEL": "claude-opus-4-8",
            "ANTHROPIC_DEFAULT_SONNET_MODEL": "claude-opus-4-8",
            "ANTHROPIC_DEFAULT_HAIKU_MODEL": "claude-opus-4-8",
            "CLAUDE_CODE_API_KEY_HELPER_TTL_MS": "300000"
        },
        "apiKeyHelper": "\"/opt/purser/bin/purser\" token claude"
    }
    "#);
}

#[test]
fn a_file_that_did_not_exist_comes_private_and_goes_with_its_folders() {
    let bench = ClaudeBench::empty();
    let plan = bench.set_up();
    assert!(plan.creates_file());
    assert_eq!(mode(&bench.settings()), 0o600);
    assert!(
        bench
            .text()
            .starts_with("{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\"")
    );
    bench.undo();
    assert!(!bench.folder.path().join("home").exists());
}

#[test]
fn minified_settings_stay_on_their_one_line() {
    let bench = ClaudeBench::with("{\"a\":[1,2],\"env\":{\"X\":\"y\"}}");
    bench.set_up();
    let text = bench.text();
    assert!(text.starts_with("{\"a\":[1,2],\"env\":{\"X\":\"y\",\"ANTHROPIC_BASE_URL\":\"https"));
    assert_eq!(text.lines().count(), 1);
}

#[test]
fn settings_with_a_syntax_error_are_refused_with_line_and_column_and_left_alone() {
    for (settings, line, column) in [
        ("{\n  \"a\": 1,\n  // why\n  \"b\": 2\n}\n", 3, 3),
        ("{\n  \"key\": \"sk-secret\",\n}\n", 2, 21),
        ("{\"a\": 1, \"a\": 2}", 1, 10),
        ("{\"x\": [{\"y\": [{\"b\": 1, \"b\": 2}]}]}", 1, 24),
        ("{\"ключ\": sk-secret}", 1, 10),
        ("[]", 1, 1),
        ("{\"a\": 01}", 1, 8),
        ("{\"a\": 1", 1, 1),
        ("{} {}", 1, 4),
    ] {
        let bench = ClaudeBench::with(settings);
        let error = bench.plan().unwrap_err();
        let SetupError::Unparsable {
            line: at_line,
            column: at_column,
            ..
        } = &error
        else {
            panic!("{settings} {error:?}");
        };
        assert_eq!((*at_line, *at_column), (line, column), "{settings} {error}");
        assert!(!format!("{error} {error:?}").contains("sk-secret"));
        let inspected = bench.claude.inspect(None);
        assert!(matches!(inspected, Err(SetupError::Unparsable { .. })));
        assert_eq!(bench.text(), settings);
        assert!(!bench.records().exists());
    }
}

#[test]
fn a_symlink_stays_and_its_target_is_written() {
    let bench = ClaudeBench::with("");
    let target = bench.folder.path().join("dotfiles.json");
    fs::write(&target, "{\"model\": \"haiku\"}\n").unwrap();
    chmod(&target, 0o644);
    fs::remove_file(bench.settings()).unwrap();
    symlink(&target, bench.settings()).unwrap();
    let plan = bench.set_up();
    assert!(matches!(plan.findings(), [Finding::SymlinkFollowed { .. }]));
    assert!(bench.settings().is_symlink());
    assert!(bench.text().contains(BASE_URL));
    bench.undo();
    assert!(bench.settings().is_symlink());
    let left = fs::read_to_string(&target).unwrap();
    assert_eq!(
        (left.as_str(), mode(&target)),
        ("{\"model\": \"haiku\"}\n", 0o644)
    );
}

#[test]
fn a_write_that_cannot_happen_leaves_settings_record_and_state() {
    let bench = ClaudeBench::with("{}\n");
    let plan = bench.plan().unwrap();
    chmod(&bench.config_dir(), 0o500);
    let applied = bench.apply(&plan, at(1));
    chmod(&bench.config_dir(), 0o700);
    assert!(matches!(applied, Err(SetupError::ReadOnly { .. })));
    assert_eq!(bench.text(), "{}\n");
    assert_eq!(bench.status().state, State::NotSetUp);
    fs::write(bench.records().join("lock"), "").unwrap();
    fs::remove_dir_all(bench.records()).unwrap();
    fs::write(bench.records(), "a file in the way").unwrap();
    let applied = bench.apply(&plan, at(1));
    assert!(matches!(applied, Err(SetupError::Record { .. })));
    assert_eq!(bench.text(), "{}\n");
}

#[test]
#[cfg(target_os = "linux")]
fn a_write_that_the_system_refuses_takes_the_new_record_back() {
    let base = tempfile::tempdir().unwrap();
    let config_dir = folder_at_the_longest_path(base.path(), "settings.json");
    let settings = config_dir.join("settings.json");
    fs::write(&settings, "{}\n").unwrap();
    let records = tempfile::tempdir().unwrap();
    let claude = ClaudeCode::at(&config_dir, records.path().to_owned());
    let plan = claude.plan_set_up(&claude_facts(), Path::new("/opt/purser"));
    let applied = History::at(records.path().to_owned()).apply(&plan.unwrap(), at(1));
    assert!(
        matches!(applied, Err(SetupError::Write { .. })),
        "{applied:?}"
    );
    assert_eq!(fs::read_to_string(&settings).unwrap(), "{}\n");
    assert!(!claude.inspect(None).unwrap().can_undo);
}

#[test]
fn a_writer_between_plan_and_apply_wins() {
    let bench = ClaudeBench::with("{}\n");
    let plan = bench.plan().unwrap();
    bench.write("{\"theirs\": 1}\n");
    let applied = bench.apply(&plan, at(1));
    assert!(matches!(applied, Err(SetupError::Changed { .. })));
    assert_eq!(bench.text(), "{\"theirs\": 1}\n");
    assert!(!bench.status().can_undo);
}

#[test]
fn what_of_others_is_replaced_is_told_masked_and_brought_back() {
    let settings = "{\"apiKeyHelper\": \"echo sk-one\", \"env\": {\"ANTHROPIC_BASE_URL\": \"https://u:p@gw.example\", \"ANTHROPIC_AUTH_TOKEN\": \"sk-two\"}}";
    let bench = ClaudeBench::with(settings);
    let plan = bench.plan().unwrap();
    let key = "env.ANTHROPIC_AUTH_TOKEN".to_owned();
    let expected = [
        Finding::ForeignBaseUrl,
        Finding::ForeignTokenReplaced { key },
        Finding::ForeignApiKeyHelper,
    ];
    assert_eq!(plan.findings(), expected);
    let shown: Vec<&str> = plan.diff().iter().map(|line| line.text.as_str()).collect();
    let shown = shown.join("\n");
    assert!(
        shown.contains(BASE_URL) && shown.contains("token claude"),
        "{shown}"
    );
    for secret in ["sk-one", "sk-two", "u:p@"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    bench.apply(&plan, at(1)).unwrap();
    assert!(!bench.text().contains("sk-"));
    assert!(bench.plan().unwrap().findings().is_empty());
    bench.undo();
    assert_eq!(bench.text(), settings);
}

#[test]
fn settings_that_beat_ours_are_named_with_their_keys() {
    let bench = ClaudeBench::with("{}");
    let local = bench.config_dir().join("settings.local.json");
    fs::write(&local, "{\"model\": \"haiku\"}").unwrap();
    let managed = bench.folder.path().join("managed-settings.json");
    fs::write(
        &managed,
        "{\"env\": {\"ANTHROPIC_BASE_URL\": \"https://corp.example\"}}",
    )
    .unwrap();
    let claude = ClaudeCode::at(&bench.config_dir(), bench.records()).with_managed(managed.clone());
    let plan = claude
        .plan_set_up(&claude_facts(), Path::new("/opt/purser"))
        .unwrap();
    let told = |path, key: &str| Finding::OverriddenBySettings {
        path,
        keys: vec![key.to_owned()],
    };
    let expected = [
        told(managed, "env.ANTHROPIC_BASE_URL"),
        told(local, "model"),
    ];
    assert_eq!(plan.findings(), expected);
}

#[test]
fn the_state_follows_set_up_drift_repair_and_undo() {
    let bench = ClaudeBench::with("{}");
    assert_eq!(bench.status().state, State::NotSetUp);
    bench.set_up();
    let base_url = BASE_URL.to_owned();
    assert_eq!(bench.status().state, State::SetUp { base_url });
    bench.write(&bench.text().replace("\"opus\"", "\"haiku\""));
    let base_url = BASE_URL.to_owned();
    assert_eq!(
        bench.status().state,
        State::SetUp { base_url },
        "another model is the person's choice"
    );
    let helper_changed = bench.text().replace("token claude\"", "token\"");
    bench.write(&helper_changed);
    let keys = vec!["apiKeyHelper".to_owned()];
    assert_eq!(bench.status().state, State::Drifted { keys });
    bench.set_up();
    bench.undo();
    assert_eq!(
        (bench.text().as_str(), bench.status().can_undo),
        ("{}", false)
    );
}

#[test]
fn undo_leaves_a_key_that_the_person_changed() {
    let bench = ClaudeBench::with("{\n  \"model\": \"sonnet\"\n}\n");
    bench.set_up();
    bench.write(&bench.text().replace("\"opus\"", "\"haiku\""));
    let undo = bench.undo();
    let key = "model".to_owned();
    let expected = [Finding::UndoWorksKeyByKey, Finding::KeyStays { key }];
    assert_eq!(undo.findings(), expected);
    assert_eq!(bench.text(), "{\n  \"model\": \"haiku\"\n}\n");
}

#[test]
fn undo_never_sends_a_credential_to_an_address_that_it_was_not_meant_for() {
    let bench = ClaudeBench::with(
        "{\"apiKeyHelper\": \"/bin/theirs\", \"env\": {\"ANTHROPIC_BASE_URL\": \"https://one.example\", \"ANTHROPIC_AUTH_TOKEN\": \"for-one\"}}",
    );
    bench.set_up();
    bench.write(&bench.text().replace(BASE_URL, "https://two.example"));
    bench.undo();
    let text = bench.text();
    assert!(text.contains("https://two.example"), "{text}");
    for credential in ["purser", "/bin/theirs", "for-one"] {
        assert!(!text.contains(credential), "{text}");
    }
}

#[test]
fn a_key_of_a_shape_that_cannot_hold_our_value_is_refused() {
    for (settings, key) in [
        ("{\"env\": []}", "env"),
        ("{\"env\": null}", "env"),
        ("{\"model\": {\"a\": 1}}", "model"),
    ] {
        let refused = ClaudeBench::with(settings).plan().unwrap_err();
        let key = key.to_owned();
        let expected = Refusal::Shape { key };
        assert!(
            matches!(&refused, SetupError::Refused { refusal, .. } if *refusal == expected),
            "{settings} {refused:?}"
        );
    }
}
