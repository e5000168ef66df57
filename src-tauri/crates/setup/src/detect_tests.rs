//! Tests of the module beside it, kept apart for length.

use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;

fn program(folder: &Path, script: &str) -> PathBuf {
    fs::create_dir_all(folder).unwrap();
    let path = folder.join("codex");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn found(home: &Path, path: &[&Path]) -> Vec<Install> {
    let search = Search {
        path: Some(env::join_paths(path).unwrap()),
        home: home.to_owned(),
    };
    let installs = codex_installs(&search).into_iter();
    installs
        .filter(|install| install.path.starts_with(home))
        .collect()
}

#[test]
fn every_install_is_found_once_and_the_one_that_path_picks_comes_first() {
    let home = tempfile::tempdir().unwrap();
    let (one, two, three) = (
        home.path().join("one"),
        home.path().join("two"),
        home.path().join(".local/bin"),
    );
    let first = program(&one, "echo codex-cli 0.169.0");
    let second = program(&two, "echo codex-cli 0.141.0");
    fs::create_dir_all(&three).unwrap();
    symlink(&second, three.join("codex")).unwrap();
    let install = |path: &Path, version: &str, on_path| Install {
        path: path.to_owned(),
        version: Some(version.to_owned()),
        on_path,
    };
    assert_eq!(
        found(home.path(), &[&one, &two]),
        [
            install(&first, "0.169.0", true),
            install(&second, "0.141.0", false)
        ]
    );
}

#[test]
fn an_install_outside_path_is_found_in_a_known_folder() {
    let home = tempfile::tempdir().unwrap();
    program(
        &home.path().join(".nvm/versions/node/v24.1.0/bin"),
        "echo codex-cli 0.169.0",
    );
    let installs = found(home.path(), &[]);
    assert_eq!(installs.len(), 1);
    assert!(!installs[0].on_path);
}

#[test]
fn an_install_that_fails_or_speaks_nonsense_has_no_version() {
    for script in [
        "exit 1",
        "echo something else",
        "echo codex-cli",
        "printf 'codex-cli a\\033[b'",
    ] {
        let home = tempfile::tempdir().unwrap();
        program(&home.path().join(".local/bin"), script);
        let installs = found(home.path(), &[]);
        assert_eq!(installs.len(), 1, "{script}");
        assert_eq!(installs[0].version, None, "{script}");
    }
}

#[test]
fn a_program_that_hangs_is_given_up() {
    let home = tempfile::tempdir().unwrap();
    program(&home.path().join(".local/bin"), "sleep 60");
    assert_eq!(found(home.path(), &[])[0].version, None);
}

#[test]
fn the_migration_target_is_read_from_the_installed_catalogue() {
    let home = tempfile::tempdir().unwrap();
    let catalogue = r#"{"models":[{"slug":"gpt-5.5","upgrade":{"model":"gpt-6-sol"}},{"slug":"gpt-6-sol","upgrade":null}]}"#;
    let path = program(
        home.path(),
        &format!("[ \"$*\" = 'debug models --bundled' ] && echo '{catalogue}'"),
    );
    let install = Install {
        path,
        version: None,
        on_path: true,
    };
    assert_eq!(
        migration_target(&install, "gpt-5.5").as_deref(),
        Some("gpt-6-sol")
    );
    assert_eq!(migration_target(&install, "gpt-6-sol"), None);
    assert_eq!(migration_target(&install, "unknown"), None);
}
