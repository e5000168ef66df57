//! The encrypted file, as a person and as an attacker would use it.

use std::fs;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use super::*;

const SECRET: &str = "sys-token-canary-4711";

fn settings(dir: &Path) -> Settings {
    let passphrase = dir.join("passphrase");
    fs::write(&passphrase, "correct horse\n").unwrap();
    owner_only(&passphrase);
    Settings {
        dir: dir.join("data"),
        forced: Some(Place::File),
        passphrase_file: Some(passphrase),
    }
}

#[cfg(unix)]
fn owner_only(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn owner_only(_path: &Path) {}

fn kept(dir: &Path) -> Settings {
    let settings = settings(dir);
    let vault = Vault::open(settings.clone());
    vault.write("token", &SecretString::from(SECRET)).unwrap();
    settings
}

#[test]
fn what_was_kept_is_found_by_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(kept(dir.path()));
    assert_eq!(vault.state(), State::Ready(Place::File));
    let found = vault.read("token").unwrap().unwrap();
    assert_eq!(found.expose_secret(), SECRET);
    vault.forget("token").unwrap();
    vault.forget("token").unwrap();
    assert!(vault.read("token").unwrap().is_none());
}

#[test]
fn neither_file_nor_debug_text_shows_a_secret() {
    let dir = tempfile::tempdir().unwrap();
    let settings = kept(dir.path());
    let file = fs::read(settings.dir.join("vault.bin")).unwrap();
    let shows = |text: &str| file.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(!shows(SECRET) && !shows("token"));
    let vault = Vault::open(settings);
    vault.read("token").unwrap();
    assert!(!format!("{vault:?}").contains(SECRET));
}

#[cfg(unix)]
#[test]
fn the_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let settings = kept(dir.path());
    let mode = fs::metadata(settings.dir.join("vault.bin"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let settings = kept(dir.path());
    let before = fs::read(settings.dir.join("vault.bin")).unwrap();
    let locked = Settings {
        passphrase_file: None,
        ..settings.clone()
    };
    let vault = Vault::open(locked);
    assert_eq!(vault.state(), State::Locked);
    assert!(matches!(vault.read("token"), Err(VaultError::Locked)));
    let wrong = vault.unlock(&SecretString::from("incorrect horse"));
    assert!(matches!(wrong, Err(VaultError::WrongPassphrase)));
    assert!(vault.write("token", &SecretString::from("x")).is_err());
    assert_eq!(fs::read(settings.dir.join("vault.bin")).unwrap(), before);
    vault.unlock(&SecretString::from("correct horse")).unwrap();
    assert!(vault.read("token").unwrap().is_some());
}

#[test]
fn a_file_that_was_altered_is_called_damaged_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let settings = kept(dir.path());
    let path = settings.dir.join("vault.bin");
    let mut bytes = fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&path, &bytes).unwrap();
    let vault = Vault::open(settings);
    assert_eq!(vault.state(), State::Locked);
    assert!(matches!(
        vault.read("token"),
        Err(VaultError::Damaged { .. })
    ));
    assert!(vault.write("token", &SecretString::from("x")).is_err());
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn two_processes_keep_each_others_secrets() {
    let dir = tempfile::tempdir().unwrap();
    let settings = settings(dir.path());
    let (one, other) = (Vault::open(settings.clone()), Vault::open(settings.clone()));
    one.write("first", &SecretString::from("1")).unwrap();
    other.write("second", &SecretString::from("2")).unwrap();
    let later = Vault::open(settings);
    assert!(later.read("first").unwrap().is_some());
    assert!(later.read("second").unwrap().is_some());
}

#[test]
fn what_a_crash_left_behind_neither_disturbs_nor_stays() {
    let dir = tempfile::tempdir().unwrap();
    let settings = kept(dir.path());
    let leftover = settings.dir.join(".vault-torn");
    fs::write(&leftover, "half a fi").unwrap();
    let vault = Vault::open(settings);
    assert!(vault.read("token").unwrap().is_some());
    vault.write("other", &SecretString::from("x")).unwrap();
    assert!(!leftover.exists());
}

#[test]
fn a_demanded_file_that_is_not_there_is_missing_until_a_passphrase_makes_it() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(Settings {
        passphrase_file: None,
        ..settings(dir.path())
    });
    assert_eq!(vault.state(), State::Missing);
    assert!(matches!(
        vault.unlock(&SecretString::from("")),
        Err(VaultError::EmptyPassphrase)
    ));
    vault.unlock(&SecretString::from("correct horse")).unwrap();
    assert_eq!(vault.state(), State::Ready(Place::File));
    assert!(matches!(
        vault.unlock(&SecretString::from("any")),
        Err(VaultError::AlreadyOpen)
    ));
}

#[cfg(unix)]
#[test]
fn a_passphrase_that_others_can_read_is_not_taken() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let settings = settings(dir.path());
    let path = settings.passphrase_file.clone().unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let vault = Vault::open(settings);
    assert!(matches!(
        vault.read("token"),
        Err(VaultError::PassphraseFileExposed { .. })
    ));
}

#[test]
fn what_was_typed_written_or_read_is_known_from_then_on() {
    let dir = tempfile::tempdir().unwrap();
    let settings = kept(dir.path());
    let known = Known::default();
    let vault = Vault::open_telling(settings, known.clone());
    assert_eq!(known.redact("correct horse"), known::MARK);
    assert_eq!(known.redact(SECRET), SECRET);
    vault.read("another").unwrap();
    assert_eq!(known.redact(SECRET), known::MARK);
    let other = SecretString::from("another canary");
    vault.write("another", &other).unwrap();
    assert_eq!(vault.known().redact("another canary"), known::MARK);
}
