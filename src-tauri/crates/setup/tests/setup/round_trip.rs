//! What set-up writes, and that undo gives back what was there.

use std::fs;

use setup::{DiffKind, Finding, PlanKind, State};

use crate::bench::{Bench, TOKEN, at, chmod, command, facts, facts_at, mode, plaintext};

#[test]
fn a_missing_config_is_created_private_and_undo_leaves_nothing() {
    let bench = Bench::empty();
    let plan = bench.set_up();
    assert!(plan.creates_file() && plan.exact() && !plan.no_change());
    assert_eq!((mode(&bench.home()), mode(&bench.config())), (0o700, 0o600));
    insta::assert_snapshot!(bench.text(), @r#"
        model = "gpt-5.5"
        model_provider = "codexapi"
        model_reasoning_effort = "high"

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
    bench.undo();
    assert!(!bench.folder.path().join("home").exists());
}

#[test]
fn root_keys_come_before_the_first_table_and_everything_else_stays() {
    let config = "# mine\n\n[projects.\"/src\"]\ntrust_level = \"trusted\" # yes\n\n[mcp_servers.a]\ncommand = 'x'\n# the end\n";
    let bench = Bench::with(config);
    bench.set_up();
    insta::assert_snapshot!(bench.text(), @r#"
        # mine

        model = "gpt-5.5"
        model_provider = "codexapi"
        model_reasoning_effort = "high"

        [projects."/src"]
        trust_level = "trusted" # yes

        [mcp_servers.a]
        command = 'x'
        # the end

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
    bench.undo();
    assert_eq!(bench.text(), config);
}

#[test]
fn applying_twice_is_applying_once() {
    let bench = Bench::with("model = 'mine' # why\n");
    bench.set_up();
    let (text, record) = (bench.text(), snapshot_of(&bench));
    let again = bench.set_up();
    assert!(again.no_change() && again.exact());
    assert_eq!(again.diff(), []);
    assert_eq!((bench.text(), snapshot_of(&bench)), (text, record));
}

fn snapshot_of(bench: &Bench) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(bench.records()).unwrap();
    let mut files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn the_mode_is_kept_and_given_back() {
    let bench = Bench::with("model = 'mine'\n");
    chmod(&bench.config(), 0o640);
    bench.set_up();
    assert_eq!(mode(&bench.config()), 0o640);
    bench.undo();
    assert_eq!(mode(&bench.config()), 0o640);
}

#[test]
fn a_token_in_plaintext_tightens_the_mode_and_undo_loosens_it_again() {
    let bench = Bench::with("model = 'mine'\n");
    chmod(&bench.config(), 0o644);
    let plan = bench
        .codex
        .plan_set_up(&facts(), &plaintext(), None)
        .unwrap();
    let tightened = Finding::ModeWillBeTightened { from: 0o644 };
    assert_eq!(plan.findings(), [Finding::TokenInPlaintext, tightened]);
    bench.apply(&plan, at(1)).unwrap();
    assert_eq!(mode(&bench.config()), 0o600);
    assert!(bench.text().contains(TOKEN));
    bench.undo();
    assert_eq!(
        (bench.text().as_str(), mode(&bench.config())),
        ("model = 'mine'\n", 0o644)
    );
}

#[test]
fn our_token_is_in_no_diff_no_debug_and_no_record() {
    let bench = Bench::with("model = 'mine'\n");
    let plan = bench
        .codex
        .plan_set_up(&facts(), &plaintext(), None)
        .unwrap();
    bench.apply(&plan, at(1)).unwrap();
    let back_to_command = bench.codex.plan_set_up(&facts(), &command(), None).unwrap();
    bench.apply(&back_to_command, at(2)).unwrap();
    let undo = bench.undo();
    let shown = format!(
        "{plan:?}{back_to_command:?}{undo:?}{:?}{:?}{:?}{:?}",
        plan.diff(),
        back_to_command.diff(),
        undo.diff(),
        plaintext()
    );
    assert!(!shown.contains(TOKEN) && shown.contains("••••"));
    for (path, bytes) in snapshot_of(&bench) {
        assert!(!String::from_utf8_lossy(&bytes).contains(TOKEN), "{path:?}");
    }
}

#[test]
fn the_person_is_told_before_what_stands_in_the_way_of_codex() {
    let bench = Bench::with(concat!(
        "\u{feff}profile = 'old'\r\nmodel_provider = 'azure'\r\napproval_policy = 'untrusted'\r\n",
        "[model_providers.ollama]\r\nname = 'x'\r\n[model_providers.azure]\r\nwire_api = 'chat'\r\n",
    ));
    let findings = bench.plan().unwrap().findings().to_vec();
    assert_eq!(
        findings,
        [
            Finding::LegacyProfileKey { name: "old".into() },
            Finding::UntrustedApprovalPolicy,
            Finding::ForeignProvider { id: "azure".into() },
            Finding::OtherProviderUsesChat { id: "azure".into() },
            Finding::ReservedProviderId {
                id: "ollama".into()
            },
            Finding::ByteOrderMarkKept,
            Finding::CrlfKept,
        ]
    );
}

#[test]
fn the_state_follows_set_up_drift_repair_and_undo() {
    let bench = Bench::with("model = 'mine'\n");
    assert_eq!(
        (bench.status().state, bench.status().can_undo),
        (State::NotSetUp, false)
    );
    bench.set_up();
    let base_url = "https://api-chicago.codexapi.pro/v1".to_owned();
    let set_up = State::SetUp { base_url };
    assert_eq!(
        (bench.status().state, bench.status().can_undo),
        (set_up.clone(), true)
    );
    bench.write(
        &bench
            .text()
            .replace("supports_websockets = false\n", "")
            .replace("\"gpt-5.5\"\nmodel_p", "'other'\nmodel_p"),
    );
    let websockets = "model_providers.codexapi.supports_websockets".to_owned();
    let keys = vec![websockets.clone()];
    assert_eq!(
        (bench.status().state, bench.status().can_undo),
        (State::Drifted { keys }, true),
        "another model is the person's choice"
    );
    bench.write(&bench.text().replace("model = 'other'\n", ""));
    let keys = vec!["model".to_owned(), websockets];
    assert_eq!(bench.status().state, State::Drifted { keys });
    bench.set_up();
    assert_eq!(bench.status().state, set_up);
    bench.undo();
    assert_eq!(
        (bench.status().state, bench.status().can_undo),
        (State::NotSetUp, false)
    );
    assert_eq!(bench.text(), "model = 'mine'\n");
}

#[test]
fn a_config_set_up_by_hand_is_recognised() {
    let bench = Bench::empty();
    bench.set_up();
    fs::remove_dir_all(bench.records()).unwrap();
    assert!(matches!(bench.status().state, State::SetUp { .. }));
    assert!(!bench.status().can_undo);
    assert_eq!(bench.codex.inspect(None).unwrap().state, State::NotSetUp);
}

#[test]
fn setting_up_again_keeps_the_first_originals() {
    let bench = Bench::with("model = 'mine'\n");
    bench.set_up();
    let moved = facts_at("https://api-canada.codexapi.pro/v1");
    let plan = bench.codex.plan_set_up(&moved, &command(), None).unwrap();
    assert!(plan.exact());
    bench.apply(&plan, at(2)).unwrap();
    assert!(bench.text().contains("api-canada"));
    bench.undo();
    assert_eq!(bench.text(), "model = 'mine'\n");
}

#[test]
fn what_others_wrote_since_survives_repair_and_undo() {
    let bench = Bench::with("model = 'mine'\n");
    bench.set_up();
    bench.write(&bench.text().replace("\"codexapi\"", "'else'").replace(
        "[notice",
        "[projects.\"/a\"]\ntrust_level = 'trusted'\n\n[notice",
    ));
    let repair = bench.set_up();
    assert!(!repair.exact());
    assert_eq!(repair.findings().last(), Some(&Finding::UndoWorksKeyByKey));
    let undo = bench.undo();
    assert!(!undo.exact());
    assert_eq!(
        bench.text(),
        "model = 'mine'\n\n[projects.\"/a\"]\ntrust_level = 'trusted'\n"
    );
}

#[test]
fn undo_leaves_a_key_that_the_person_changed() {
    let bench = Bench::with("model = 'mine'\n");
    bench.set_up();
    bench.write(
        &bench
            .text()
            .replace("model = \"gpt-5.5\"", "model = 'newer'"),
    );
    let undo = bench.undo();
    let stays = Finding::KeyStays {
        key: "model".into(),
    };
    assert_eq!(undo.findings(), [Finding::UndoWorksKeyByKey, stays]);
    assert_eq!(bench.text(), "model = 'newer'\n");
}

#[test]
fn undo_never_leaves_half_a_provider_table() {
    let bench = Bench::with("model_provider = 'a'\n");
    bench.set_up();
    bench.write(
        &bench
            .text()
            .replace("wire_api = ", "request_max_retries = 9\nwire_api = "),
    );
    bench.undo();
    let text = bench.text();
    assert!(
        text.starts_with("model_provider = 'a'\n\n[model_providers.codexapi]\n"),
        "{text}"
    );
    for key in [
        "name =",
        "base_url =",
        "request_max_retries = 9",
        "command =",
    ] {
        assert!(text.contains(key), "{key} in {text}");
    }
}

#[test]
fn undo_never_mixes_two_kinds_of_credentials() {
    let bench = Bench::with("[model_providers.codexapi]\nname = 'x'\nenv_key = 'KEY'\n");
    bench.set_up();
    bench.write(&bench.text().replace("/opt/purser/bin/purser", "/my/own"));
    bench.undo();
    let text = bench.text();
    assert!(
        text.contains("/my/own") && text.contains("args =") && !text.contains("env_key"),
        "{text}"
    );
    assert!(text.contains("name = 'x'"), "{text}");
}

#[test]
fn a_diff_shows_exactly_what_comes_and_goes() {
    let bench = Bench::with("model = 'mine' # why\nsandbox_mode = 'read-only'\n");
    let plan = bench.plan().unwrap();
    assert_eq!(plan.kind(), PlanKind::SetUp);
    let shown: Vec<String> = plan
        .diff()
        .iter()
        .map(|line| {
            let mark = match line.kind {
                DiffKind::Same => ' ',
                DiffKind::Added => '+',
                DiffKind::Removed => '-',
                DiffKind::Gap => '~',
            };
            format!("{mark} {}", line.text)
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
        - model = 'mine' # why
        + model = "gpt-5.5" # why
          sandbox_mode = 'read-only'
        + model_provider = "codexapi"
        + model_reasoning_effort = "high"
        + 
        + [model_providers.codexapi]
        + name = "CodexAPI.pro"
        + base_url = "https://api-chicago.codexapi.pro/v1"
        + wire_api = "responses"
        + supports_websockets = false
        + 
        + [model_providers.codexapi.auth]
        + command = "/opt/purser/bin/purser"
        + args = ["token", "codex"]
        + timeout_ms = 10000
        + refresh_interval_ms = 300000
        + 
        + [notice.model_migrations]
        + "gpt-5.5" = "gpt-6-sol"
        "#);
}

#[test]
fn a_change_that_the_person_made_first_is_taken_over_into_our_record() {
    let bench = Bench::with("model = 'mine'\n");
    bench.set_up();
    bench.write(&bench.text().replace("api-chicago", "api-canada"));
    let moved = facts_at("https://api-canada.codexapi.pro/v1");
    let plan = bench.codex.plan_set_up(&moved, &command(), None).unwrap();
    assert!(plan.no_change());
    bench.apply(&plan, at(2)).unwrap();
    assert!(matches!(bench.status().state, State::SetUp { .. }));
    bench.undo();
    assert_eq!(bench.text(), "model = 'mine'\n");
}

#[test]
fn what_stands_in_the_way_is_told_also_when_nothing_is_left_to_change() {
    let bench = Bench::with("profile = 'old'\n");
    bench.set_up();
    let again = bench.plan().unwrap();
    assert!(again.no_change());
    assert_eq!(
        again.findings(),
        [Finding::LegacyProfileKey { name: "old".into() }]
    );
}

#[test]
fn a_repair_puts_back_what_is_gone_and_leaves_a_model_that_was_chosen_since() {
    let bench = Bench::with("[projects.'/src']\ntrust_level = 'trusted'\n");
    bench.set_up();
    let written = bench.text();
    let chosen = written.replace("model = \"gpt-5.5\"", "model = \"gpt-6-sol\"");
    let damaged = chosen.replace("model_provider = \"codexapi\"\n", "");
    assert!(damaged.len() < chosen.len() && chosen != written);
    bench.write(&damaged);
    let repair = bench.codex.plan_repair(&facts(), &command(), None).unwrap();
    assert!(repair.only_repeats());
    bench.apply(&repair, at(2)).unwrap();
    let repaired = bench.text();
    assert!(repaired.contains("model = \"gpt-6-sol\"") && repaired.contains("model_provider"));
    assert!(matches!(bench.status().state, State::SetUp { .. }));
    let again = bench.codex.plan_repair(&facts(), &command(), None).unwrap();
    assert!(again.no_change());
}
