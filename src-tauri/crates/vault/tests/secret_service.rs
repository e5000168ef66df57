//! The vault against a real Secret Service, on a bus and in a home of its own.
//!
//! The vault under test runs in a child (this test binary again), because the environment that
//! names the bus is set per process.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "the whole file is a test, its helpers too"
)]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use secrecy::{ExposeSecret, SecretString};
use vault::{Place, Settings, State, Vault, VaultError};

const STEP: &str = "PURSER_TEST_VAULT_STEP";
const HOME: &str = "PURSER_TEST_VAULT_HOME";
const BUS: &str = "DBUS_SESSION_BUS_ADDRESS";

/// Stops its process when dropped.
struct Daemon(Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[test]
fn a_secret_outlives_its_process_in_the_keychain_and_no_bus_means_missing() {
    if let Some(step) = std::env::var_os(STEP) {
        return child(&step.to_string_lossy());
    }
    let home = tempfile::tempdir().unwrap();
    run("missing", home.path(), "unix:path=/nonexistent/bus");
    let (_bus, address) = bus(home.path());
    let _keyring = keyring(home.path(), &address);
    run("write", home.path(), &address);
    run("read", home.path(), &address);
    run("forgotten", home.path(), &address);
    assert!(!home.path().join("data/vault.bin").exists());
}

fn child(step: &str) {
    let home = std::env::var_os(HOME).unwrap();
    let vault = Vault::open(Settings {
        dir: Path::new(&home).join("data"),
        forced: None,
        passphrase_file: None,
    });
    let token = || vault.read("token").unwrap();
    match step {
        "missing" => {
            assert_eq!(vault.state(), State::Missing);
            assert!(matches!(vault.read("token"), Err(VaultError::Missing)));
        }
        "write" => {
            assert_eq!(vault.state(), State::Ready(Place::Keychain));
            assert!(token().is_none());
            vault.write("token", &SecretString::from("canary")).unwrap();
        }
        "read" => {
            assert_eq!(token().unwrap().expose_secret(), "canary");
            vault.forget("token").unwrap();
        }
        "forgotten" => assert!(token().is_none()),
        other => panic!("no such step: {other}"),
    }
}

fn run(step: &str, home: &Path, address: &str) {
    let output = Command::new(std::env::current_exe().unwrap())
        .envs([(STEP, step), (BUS, address)])
        .env(HOME, home)
        .output()
        .unwrap();
    assert!(output.status.success(), "{step}: {}", text(&output));
}

fn bus(home: &Path) -> (Daemon, String) {
    let mut daemon = start(
        Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .arg(format!("--address=unix:dir={}", home.display())),
        home,
        "dbus",
    );
    let mut address = String::new();
    BufReader::new(daemon.0.stdout.take().unwrap())
        .read_line(&mut address)
        .unwrap();
    (daemon, address.trim().to_owned())
}

fn keyring(home: &Path, address: &str) -> Daemon {
    let mut daemon = start(
        Command::new("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .env(BUS, address),
        home,
        "gnome-keyring",
    );
    let mut stdin = daemon.0.stdin.take().unwrap();
    stdin.write_all(b"passphrase").unwrap();
    drop(stdin);
    let owned = (0..2000).any(|_| {
        let answer = Command::new("dbus-send")
            .args([
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.DBus",
                "/",
                "org.freedesktop.DBus.NameHasOwner",
                "string:org.freedesktop.secrets",
            ])
            .env(BUS, address)
            .output()
            .unwrap();
        text(&answer).contains("boolean true")
    });
    assert!(owned, "gnome-keyring-daemon never took its name on the bus");
    daemon
}

fn start(command: &mut Command, home: &Path, package: &str) -> Daemon {
    let child = command
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env_remove("XDG_DATA_HOME")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("install the package {package}: {error}"));
    Daemon(child)
}

fn text(output: &Output) -> String {
    let bytes = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&bytes).into_owned()
}
