//! What the installed Codex does not load is put back. The program that judges is a script here;
//! the real Codex judges in the journeys.

use std::fs;
use std::path::{Path, PathBuf};

use setup::detect::{Install, Product};
use setup::verify::{Verdict, codex_loads};
use setup::{SetupError, State};

use crate::bench::{Bench, at, chmod};

const LOADS: &str = r#"echo '{"checks":{"config.load":{"status":"ok"}}}'"#;
const REFUSES: &str = r#"echo '{"checks":{"config.load":{"status":"fail","summary":"config could not be loaded","details":{"line":"7","column":"1"}}}}'; exit 1"#;

/// A program that answers as `script` does, in the Codex home.
fn install(folder: &Path, script: &str) -> Install {
    let path = folder.join("codex");
    let asked = "[ \"$*\" = 'doctor --json' ] || exit 9\ncd \"$CODEX_HOME\"";
    fs::write(&path, format!("#!/bin/sh\n{asked}\n{script}\n")).unwrap();
    chmod(&path, 0o755);
    Install {
        product: Product::Codex,
        path,
        version: None,
        on_path: true,
    }
}

/// Refuses what has our provider in it.
fn refuses_ours(folder: &Path) -> Install {
    let script = format!("if grep -q codexapi config.toml 2>&-; then {REFUSES}; else {LOADS}; fi");
    install(folder, &script)
}

/// Plans a set-up and lets `install` judge it.
fn apply(bench: &Bench, install: &Install) -> Result<Verdict, SetupError> {
    let shown = bench.plan().unwrap();
    let again = || bench.plan();
    bench
        .history()
        .apply_verified(&shown, again, at(1), install)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn what_codex_loads_stays() {
    let bench = Bench::with("model = 'mine'\n");
    let install = install(bench.folder.path(), LOADS);
    let verdict = apply(&bench, &install);
    assert_eq!(verdict.unwrap(), Verdict::Loads);
    assert!(matches!(bench.status().state, State::SetUp { .. }));
}

#[test]
fn what_codex_refuses_is_put_back_with_its_mode_and_leaves_no_step() {
    let bench = Bench::with("model = 'mine'\n");
    chmod(&bench.config(), 0o640);
    let install = refuses_ours(bench.folder.path());
    let refused = apply(&bench, &install);
    let Err(SetupError::CodexRefuses { line, column, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!((line, column), (Some(7), Some(1)));
    assert_eq!(bench.text(), "model = 'mine'\n");
    assert_eq!(crate::bench::mode(&bench.config()), 0o640);
    assert!(!bench.status().can_undo);
    assert_eq!(bench.history().steps().unwrap(), []);
    assert_eq!(files(&bench.home()), [bench.config()]);
}

#[test]
fn a_file_of_our_making_that_codex_refuses_goes_again_with_its_folders() {
    let bench = Bench::empty();
    let install = refuses_ours(bench.folder.path());
    let refused = apply(&bench, &install);
    assert!(
        matches!(refused, Err(SetupError::CodexRefuses { .. })),
        "{refused:?}"
    );
    assert!(!bench.folder.path().join("home").exists());
}

#[test]
fn a_repair_that_codex_refuses_keeps_the_earlier_set_up() {
    let bench = Bench::with("model = 'mine'\n");
    bench.set_up();
    let drifted = bench.text().replace("\"codexapi\"", "'else'");
    bench.write(&drifted);
    let script = format!("if grep -q '\"codexapi\"' config.toml; then {REFUSES}; else {LOADS}; fi");
    let install = install(bench.folder.path(), &script);
    let refused = apply(&bench, &install);
    assert!(
        matches!(refused, Err(SetupError::CodexRefuses { .. })),
        "{refused:?}"
    );
    assert_eq!(bench.text(), drifted);
    assert!(matches!(bench.status().state, State::Drifted { .. }));
    bench.undo();
    assert_eq!(bench.text(), "model = 'mine'\nmodel_provider = 'else'\n");
}

#[test]
fn a_config_that_codex_refused_before_is_not_put_back() {
    let bench = Bench::with("model = 'mine'\n");
    let install = install(bench.folder.path(), REFUSES);
    let verdict = apply(&bench, &install).unwrap();
    assert!(matches!(verdict, Verdict::Refuses { .. }));
    assert!(matches!(bench.status().state, State::SetUp { .. }));
}

#[test]
fn a_codex_that_cannot_be_asked_stands_in_nobodys_way() {
    for script in ["exit 2", "echo unknown command", "echo '{}'"] {
        let bench = Bench::with("model = 'mine'\n");
        let install = install(bench.folder.path(), script);
        let verdict = apply(&bench, &install);
        assert_eq!(verdict.unwrap(), Verdict::CannotTell, "{script}");
    }
    let nowhere = Install {
        product: Product::Codex,
        path: PathBuf::from("/no/such/codex"),
        version: None,
        on_path: false,
    };
    let bench = Bench::empty();
    assert_eq!(codex_loads(&nowhere, &bench.home()), Verdict::CannotTell);
}

#[test]
fn what_another_program_wrote_while_codex_judged_stays() {
    let bench = Bench::with("model = 'mine'\n");
    let script = format!(
        "if grep -q codexapi config.toml; then echo '# theirs' >> config.toml; {REFUSES}; else {LOADS}; fi"
    );
    let install = install(bench.folder.path(), &script);
    let result = apply(&bench, &install);
    assert!(
        matches!(result, Err(SetupError::Changed { .. })),
        "{result:?}"
    );
    assert!(bench.text().ends_with("# theirs\n"));
    assert!(bench.status().can_undo);
}

#[test]
fn a_plan_that_is_outdated_is_made_anew_and_judged() {
    let bench = Bench::with("model = 'mine'\n");
    let shown = bench.plan().unwrap();
    bench.write("model = 'mine'\n[theirs]\na = 1\n");
    for make_install in [refuses_ours, |folder: &Path| install(folder, LOADS)] {
        let install = make_install(bench.folder.path());
        let history = bench.history();
        let verified = history.apply_verified(&shown, || bench.plan(), at(1), &install);
        let stays = matches!(bench.status().state, State::SetUp { .. });
        assert_eq!(verified.is_ok(), stays, "{verified:?}");
        assert!(bench.text().contains("a = 1"));
    }
    assert!(matches!(bench.status().state, State::SetUp { .. }));
}
