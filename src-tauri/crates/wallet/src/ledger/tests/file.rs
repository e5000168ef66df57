//! The file itself.

use std::fs;
use std::thread;

use rusqlite::Connection;

use super::*;

fn raw(fixture: &Fixture) -> Connection {
    Connection::open(fixture.ledger.path()).unwrap()
}

#[cfg(unix)]
#[test]
fn the_ledger_and_all_beside_it_are_for_this_user_only() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new();
    fixture.sent("a");
    let folder = fixture.folder.path().join("ours");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = fs::read_dir(folder).unwrap().collect();
    assert_eq!(files.len(), 3, "the file, its log and its shared memory");
    for file in files {
        assert_eq!(mode(&file.unwrap().path()), 0o600);
    }
}

#[cfg(unix)]
#[test]
fn a_ledger_that_others_could_read_is_made_private() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new();
    let path = fixture.ledger.path();
    fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
    fixture.other();
    assert_eq!(
        fs::metadata(path).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn every_commit_waits_for_the_disk_and_survives_the_process() {
    let fixture = Fixture::new();
    let pragma = |name: &str| -> String {
        let connection = fixture.ledger.connection();
        let value = connection.pragma_query_value(None, name, |row| row.get(0));
        let value: rusqlite::types::Value = value.unwrap();
        format!("{value:?}")
    };
    assert_eq!(pragma("journal_mode"), "Text(\"wal\")");
    for (name, value) in [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
        ("secure_delete", 1),
        ("user_version", 2),
    ] {
        assert_eq!(pragma(name), format!("Integer({value})"), "{name}");
    }
}

#[test]
fn what_was_written_is_there_when_it_is_opened_again() {
    let fixture = Fixture::new();
    let intent = fixture.sent("a");
    let before = fixture.ledger.payment(&intent).unwrap();
    let Fixture { folder, ledger } = fixture;
    let path = ledger.path().to_owned();
    drop(ledger);
    let again = Ledger::open(&path).unwrap();
    assert_eq!(again.payment(&intent).unwrap(), before);
    drop(folder);
}

#[test]
fn a_damaged_ledger_is_told_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("payments.sqlite");
    let damaged = b"not a database, but something the person may want back".repeat(100);
    fs::write(&path, &damaged).unwrap();
    let Err(LedgerError::Damaged { path: told, .. }) = Ledger::open(&path) else {
        panic!("it opened");
    };
    assert_eq!(told, path);
    assert_eq!(fs::read(&path).unwrap(), damaged);
}

#[test]
fn a_ledger_damaged_within_is_told_when_it_is_read() {
    let fixture = Fixture::new();
    for _ in 0..9 {
        fixture.approved(&fresh());
    }
    let path = fixture.ledger.path().to_owned();
    raw(&fixture)
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    drop(fixture.ledger);
    let mut bytes = fs::read(&path).unwrap();
    let length = bytes.len();
    bytes[4096 * 2..].fill(0xA5);
    fs::write(&path, &bytes).unwrap();
    let read = Ledger::open(&path).and_then(|ledger| ledger.recent(50, None));
    assert!(matches!(read, Err(LedgerError::Damaged { .. })), "{read:?}");
    assert_eq!(fs::read(&path).unwrap().len(), length);
}

#[test]
fn a_ledger_of_a_newer_version_is_left_as_it_is() {
    let fixture = Fixture::new();
    raw(&fixture)
        .execute_batch("PRAGMA user_version = 99")
        .unwrap();
    let opened = Ledger::open(fixture.ledger.path());
    assert!(matches!(
        opened,
        Err(LedgerError::Newer { version: 99, .. })
    ));
}

#[test]
fn many_may_make_the_ledger_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("payments.sqlite");
    thread::scope(|scope| {
        let opening: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| Ledger::open(&path).map(drop)))
            .collect();
        for opened in opening {
            opened.join().unwrap().unwrap();
        }
    });
}

#[test]
fn events_are_never_changed_and_payments_never_deleted() {
    let fixture = Fixture::new();
    fixture.signed("a");
    let connection = raw(&fixture);
    connection
        .pragma_update(None, "foreign_keys", true)
        .unwrap();
    for forbidden in [
        "UPDATE event SET at = 0",
        "DELETE FROM event",
        "DELETE FROM payment",
        "UPDATE payment SET nonce = 'other'",
        "UPDATE payment SET header = x'00'",
        "UPDATE payment SET trace = '{}'",
        "UPDATE payment SET state = 'paid'",
        "UPDATE payment SET state = 'failed'",
        "UPDATE payment SET amount = '1e3'",
    ] {
        assert!(connection.execute_batch(forbidden).is_err(), "{forbidden}");
    }
}

#[test]
fn a_forgotten_signature_leaves_the_file() {
    let fixture = Fixture::new();
    let intent = fixture.sent("a");
    let checkpointed = || {
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        raw(&fixture).execute_batch(checkpoint).unwrap();
        let bytes = fs::read(fixture.ledger.path()).unwrap();
        let signature = b"signature of a";
        bytes.windows(signature.len()).any(|part| part == signature)
    };
    assert!(checkpointed());
    fixture.ledger.expired(&intent, at(130)).unwrap();
    assert!(!checkpointed());
}

#[test]
fn no_query_no_fragment_and_no_user_of_an_address_is_kept() {
    let fixture = Fixture::new();
    let mut quote = quote("a", 1);
    let url = Url::parse("https://me:pass@shop.example:8443/a/b?key=secret#part").unwrap();
    quote.request = Request::of("POST", &url, b"").unwrap();
    fixture.ledger.reserve(&quote, &policy(), at(0)).unwrap();
    let payment = fixture.ledger.payment(&intent("a")).unwrap().unwrap();
    assert_eq!(payment.place, "shop.example:8443/a/b");
}
