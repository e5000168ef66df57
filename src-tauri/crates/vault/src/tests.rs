//! The encrypted file, as a person and as an attacker would use it.

use std::fs;
use std::path::Path;

use secrecy::ExposeSecret;

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
        patience: std::time::Duration::from_secs(5),
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
    let file = fs::read_to_string(settings.dir.join("vault.json")).unwrap();
    assert!(!file.contains(SECRET) && !file.contains("token"));
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
    let mode = fs::metadata(settings.dir.join("vault.json"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let settings = kept(dir.path());
    let before = fs::read(settings.dir.join("vault.json")).unwrap();
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
    assert_eq!(fs::read(settings.dir.join("vault.json")).unwrap(), before);
    vault.unlock(&SecretString::from("correct horse")).unwrap();
    assert!(vault.read("token").unwrap().is_some());
}

#[test]
fn a_changed_file_is_refused_wherever_it_was_changed() {
    let dir = tempfile::tempdir().unwrap();
    let settings = kept(dir.path());
    let path = settings.dir.join("vault.json");
    let good = fs::read(&path).unwrap();
    let passphrase = SecretString::from("correct horse");
    for at in (0..good.len() - 1).step_by(7) {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&path, &bad).unwrap();
        assert!(SealedFile::open(&path, &passphrase).is_err(), "byte {at}");
    }
    fs::write(&path, &good[..good.len() / 2]).unwrap();
    assert!(matches!(
        SealedFile::open(&path, &passphrase),
        Err(VaultError::Damaged)
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
        Err(VaultError::PassphraseFile)
    ));
}

#[test]
fn an_unknown_place_is_an_error_and_not_a_guess() {
    let from = |value: &'static str| {
        Settings::from_env("/nowhere".into(), |name| {
            (name == "PURSER_VAULT").then(|| value.into())
        })
    };
    assert_eq!(from("file").unwrap().forced, Some(Place::File));
    assert_eq!(from("keychain").unwrap().forced, Some(Place::Keychain));
    assert_eq!(from("").unwrap().forced, None);
    assert!(matches!(from("floppy"), Err(VaultError::UnknownPlace)));
}
