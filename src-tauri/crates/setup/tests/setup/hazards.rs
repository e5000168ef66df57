//! Broken files, links, other writers, refusing disks: one clear error, and nothing is lost.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use setup::{Codex, History, Refusal, SetupError, State, TokenDelivery};

use crate::bench::{Bench, at, chmod, command, facts, mode};
use crate::home::tree;

/// A folder with a path so long that `file` fits below it and a longer name does not.
#[cfg(target_os = "linux")]
pub(crate) fn folder_at_the_longest_path(below: &Path, file: &str) -> PathBuf {
    let longest = 4095 - "/".len() - file.len();
    let mut folder = below.to_owned();
    while folder.as_os_str().len() + 1 < longest {
        let room = longest - folder.as_os_str().len() - 1;
        folder.push("d".repeat(if room > 400 { 200 } else { room.min(200) }));
        fs::create_dir(&folder).unwrap();
    }
    folder
}

#[test]
#[cfg(target_os = "linux")]
fn a_write_that_the_system_refuses_takes_the_new_record_back() {
    let base = tempfile::tempdir().unwrap();
    let home = folder_at_the_longest_path(base.path(), "config.toml");
    let config = home.join("config.toml");
    fs::write(&config, "model = 'mine'\n").unwrap();
    let records = tempfile::tempdir().unwrap();
    let codex = Codex::at(home, records.path().to_owned());
    let plan = codex.plan_set_up(&facts(), &command(), None).unwrap();
    let applied = History::at(records.path().to_owned()).apply(&plan, at(1));
    assert!(
        matches!(applied, Err(SetupError::Write { .. })),
        "{applied:?}"
    );
    assert_eq!(fs::read_to_string(&config).unwrap(), "model = 'mine'\n");
    assert_eq!(codex.inspect(None).unwrap().state, State::NotSetUp);
    let json = tree(records.path())
        .into_iter()
        .find(|(path, _)| path.extension().is_some_and(|e| e == "json"));
    assert_eq!(json, None);
}

#[test]
fn a_disk_that_refuses_our_records_leaves_the_config_alone() {
    let bench = Bench::with("model = 'mine'\n");
    fs::write(bench.records(), "a file in the way").unwrap();
    let planned = bench.plan();
    let error = planned
        .and_then(|plan| bench.apply(&plan, at(1)))
        .unwrap_err();
    assert!(matches!(error, SetupError::Record { .. }), "{error:?}");
    assert_eq!(bench.text(), "model = 'mine'\n");
}

#[test]
fn a_writer_between_plan_and_apply_wins_and_keeps_every_byte() {
    let bench = Bench::with("model = 'mine'\n");
    let plan = bench.plan().unwrap();
    bench.write("model = 'theirs'\n");
    let before = tree(&bench.home());
    assert!(matches!(
        bench.apply(&plan, at(1)),
        Err(SetupError::Changed { .. })
    ));
    assert_eq!(tree(&bench.home()), before);
    assert!(!bench.status().can_undo);
    bench.set_up();
    let undo = bench.codex.plan_undo().unwrap();
    bench.write(&format!("{}# later\n", bench.text()));
    let before = tree(bench.folder.path());
    assert!(matches!(
        bench.apply(&undo, at(2)),
        Err(SetupError::Changed { .. })
    ));
    assert_eq!(tree(bench.folder.path()), before);
}

#[test]
fn a_file_that_appeared_since_the_plan_is_not_overwritten() {
    let bench = Bench::empty();
    let plan = bench.plan().unwrap();
    fs::create_dir_all(bench.home()).unwrap();
    bench.write("model = 'theirs'\n");
    assert!(matches!(
        bench.apply(&plan, at(1)),
        Err(SetupError::Changed { .. })
    ));
    assert_eq!(bench.text(), "model = 'theirs'\n");
}

#[test]
fn a_link_that_leads_elsewhere_since_the_plan_is_not_followed() {
    let bench = Bench::with("model = 'mine'\n");
    let plan = bench.plan().unwrap();
    let elsewhere = bench.folder.path().join("elsewhere.toml");
    fs::rename(bench.config(), &elsewhere).unwrap();
    symlink(&elsewhere, bench.config()).unwrap();
    assert!(matches!(
        bench.apply(&plan, at(1)),
        Err(SetupError::Changed { .. })
    ));
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "model = 'mine'\n");
}

#[test]
fn a_dangling_link_gets_its_target_and_undo_takes_the_target_away() {
    let bench = Bench::with("");
    fs::remove_file(bench.config()).unwrap();
    let target = bench.folder.path().join("target.toml");
    symlink(&target, bench.config()).unwrap();
    bench.set_up();
    assert!(bench.config().is_symlink());
    assert_eq!(mode(&target), 0o600);
    bench.undo();
    assert!(bench.config().is_symlink() && !target.exists());
}

#[test]
fn links_that_lead_nowhere_or_in_a_circle_are_refused() {
    let bench = Bench::with("");
    fs::remove_file(bench.config()).unwrap();
    symlink(bench.folder.path().join("not/there.toml"), bench.config()).unwrap();
    assert!(matches!(
        bench.plan(),
        Err(SetupError::LinkLeadsNowhere { .. })
    ));
    fs::remove_file(bench.config()).unwrap();
    symlink("config.toml", bench.config()).unwrap();
    assert!(matches!(bench.plan(), Err(SetupError::LinkLoop { .. })));
}

#[test]
fn a_read_only_file_or_folder_is_refused_for_the_administrator_too() {
    let bench = Bench::with("model = 'mine'\n");
    let plan = bench.plan().unwrap();
    let before = tree(&bench.home());
    for (path, locked, open) in [(bench.config(), 0o400, 0o600), (bench.home(), 0o500, 0o700)] {
        chmod(&path, locked);
        for result in [bench.plan().map(|_| ()), bench.apply(&plan, at(1))] {
            assert!(
                matches!(&result, Err(SetupError::ReadOnly { path: named }) if *named == path),
                "{result:?}"
            );
        }
        assert!(bench.codex.inspect(None).is_ok());
        chmod(&path, open);
    }
    assert_eq!(tree(&bench.home()), before);
}

#[test]
fn text_that_is_not_utf8_is_refused() {
    let bench = Bench::with("");
    fs::write(bench.config(), b"name = 'caf\xe9'\n").unwrap();
    assert!(matches!(
        bench.plan(),
        Err(SetupError::NotUtf8 {
            valid_up_to: 11,
            ..
        })
    ));
    fs::write(bench.config(), b"\xff\xfem\0o\0").unwrap();
    assert!(matches!(
        bench.plan(),
        Err(SetupError::NotUtf8 { valid_up_to: 0, .. })
    ));
}

#[test]
fn a_key_of_a_shape_that_cannot_hold_our_value_is_refused() {
    for (config, key) in [
        ("[model]\na = 1\n", "model"),
        ("model = {}\n", "model"),
        ("model_providers = 3\n", "model_providers"),
        ("[[model_providers]]\nname = 'x'\n", "model_providers"),
        (
            "[model_providers]\ncodexapi = 'x'\n",
            "model_providers.codexapi",
        ),
        (
            "[notice]\nmodel_migrations = ['x']\n",
            "notice.model_migrations",
        ),
    ] {
        let bench = Bench::with(config);
        let refused = bench.plan().unwrap_err();
        let expected = Refusal::Shape {
            key: key.to_owned(),
        };
        assert!(
            matches!(&refused, SetupError::Refused { refusal, .. } if *refusal == expected),
            "{config} {refused:?}"
        );
    }
}

#[test]
fn a_token_command_that_is_not_absolute_is_refused() {
    let bench = Bench::empty();
    let program = PathBuf::from("purser");
    let planned = bench
        .codex
        .plan_set_up(&facts(), &TokenDelivery::Command { program }, None);
    let Err(SetupError::Refused { refusal, .. }) = planned else {
        panic!("{planned:?}");
    };
    assert_eq!(refusal, Refusal::CommandNotAbsolute);
}

#[test]
fn there_is_nothing_to_undo_before_a_set_up_and_after_an_undo() {
    let bench = Bench::with("model = 'mine'\n");
    assert!(matches!(
        bench.codex.plan_undo(),
        Err(SetupError::NothingToUndo { .. })
    ));
    bench.set_up();
    bench.undo();
    assert!(matches!(
        bench.codex.plan_undo(),
        Err(SetupError::NothingToUndo { .. })
    ));
}

#[test]
fn a_lost_backup_still_leaves_an_undo_key_by_key() {
    let bench = Bench::with("model = 'mine' # why\nmodel_provider = 'a'\n");
    bench.set_up();
    for (path, _) in tree(&bench.records()) {
        if path.extension().is_some_and(|end| end == "backup") {
            fs::write(path, "damaged").unwrap();
        }
    }
    let plan = bench.undo();
    assert!(plan.exact());
    assert_eq!(bench.text(), "model = 'mine' # why\nmodel_provider = 'a'\n");
}

#[test]
fn a_set_up_that_stopped_between_record_and_config_counts_as_not_done() {
    let bench = Bench::with("model = 'mine'\n");
    bench.set_up();
    bench.write("model = 'mine'\n");
    assert_eq!(bench.status().state, State::NotSetUp);
    bench.set_up();
    bench.undo();
    assert_eq!(bench.text(), "model = 'mine'\n");
}

#[test]
fn records_are_private_and_backups_are_capped() {
    let bench = Bench::with("model = 'mine'\n");
    for round in 0..25 {
        bench.write(&format!("model = 'mine {round}'\n"));
        let plan = bench.plan().unwrap();
        bench.apply(&plan, at(round)).unwrap();
        bench.undo();
    }
    let files = tree(&bench.records());
    let backups = files
        .iter()
        .filter(|(path, _)| path.extension().is_some_and(|e| e == "backup"));
    assert_eq!(backups.count(), 20);
    assert_eq!(mode(&bench.records()), 0o700);
    for (path, _) in files {
        assert_eq!(mode(&path), 0o600, "{path:?}");
    }
}

#[test]
fn a_home_spelled_another_way_finds_the_same_record() {
    let bench = Bench::with("model = 'mine'\n");
    bench.set_up();
    let spelled = format!("{}//./.codex/", bench.folder.path().join("home").display());
    let codex = Codex::at(PathBuf::from(spelled), bench.records());
    assert!(codex.inspect(None).unwrap().can_undo);
}
