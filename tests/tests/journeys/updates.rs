//! A newer Purser: described and signed with our own tool, found and put in place by the real
//! program.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use minisign::KeyPair;
use serde_json::Value;
use tests::{
    home::Home,
    place,
    process::{Ended, run},
};

/// What the new AppImage is here: something that runs and says so.
const NEW: &str = "#!/bin/sh\necho 'the new Purser'\n";

/// A release address on loopback, the tool that describes releases, and a key of its makers.
struct Makers {
    home: Home,
    key: KeyPair,
    url: String,
}

impl Makers {
    fn new() -> Self {
        let home = Home::new();
        let folder = home.path().join("releases");
        fs::create_dir(&folder).unwrap();
        let key = KeyPair::generate_unencrypted_keypair().unwrap();
        let secret = key.sk.to_box(None).unwrap().into_string();
        fs::write(home.path().join("release.key"), secret).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        // It ends with this program.
        thread::spawn(move || {
            listener
                .incoming()
                .flatten()
                .for_each(|one| serve(&folder, one))
        });
        Self { home, key, url }
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("releases")
    }

    /// The file of the release.
    fn published(&self) -> PathBuf {
        self.folder()
            .join(format!("Purser_{}.AppImage", std::env::consts::ARCH))
    }

    /// Publishes a version with the tool.
    #[track_caller]
    fn publish(&self, counter: &str, version: &str) {
        fs::write(self.published(), NEW).unwrap();
        let mut tool = self.home.command(place::built().join("xtask"));
        tool.args([
            "release-manifest",
            "--counter",
            counter,
            "--version",
            version,
        ])
        .args(["--at", &self.url, "--folder"])
        .arg(self.folder())
        .arg("--key")
        .arg(self.home.path().join("release.key"));
        let _ = run(&mut tool, "").well();
    }

    fn equip(&self, command: &mut Command) {
        command
            .env(
                "PURSER_DEBUG_RELEASE_URL",
                format!("{}/release.json", self.url),
            )
            .env("PURSER_DEBUG_RELEASE_KEY", self.key.pk.to_base64());
    }

    /// `purser update …`, built from source.
    #[track_caller]
    fn update(&self, words: &[&str]) -> Ended {
        let mut purser = self.home.command(place::built().join("purser"));
        self.equip(&mut purser);
        run(purser.arg("update").args(words), "")
    }

    /// `purser update …`, out of a mounted AppImage.
    #[track_caller]
    fn update_mounted(&self, appimage: &Path, words: &[&str]) -> Ended {
        let mount = self.home.path().join("mount");
        fs::create_dir_all(&mount).unwrap();
        let inside = mount.join("purser");
        fs::copy(place::built().join("purser"), &inside).unwrap();
        let mut purser = self.home.command(&inside);
        self.equip(&mut purser);
        purser.env("APPIMAGE", appimage).env("APPDIR", &mount);
        run(purser.arg("update").args(words), "")
    }
}

/// Answers one request with a file of the folder.
fn serve(folder: &Path, connection: TcpStream) {
    let mut lines = BufReader::new(&connection).lines().map_while(Result::ok);
    let line = lines.next().unwrap_or_default();
    let name = line.split([' ', '/']).nth(2).unwrap_or_default();
    let body = fs::read(folder.join(name)).unwrap_or_default();
    lines.find(String::is_empty);
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    // Who asked may have gone.
    let _ = (&connection).write_all(&[head.as_bytes(), &body].concat());
}

#[test]
fn a_release_that_our_tool_signed_is_found_and_an_older_one_is_refused_for_good() {
    let makers = Makers::new();
    makers.publish("7", "9.1.0");
    let found = makers.update(&["check", "--json"]).well();
    let update: Value = serde_json::from_str(&found.out).unwrap();
    assert_eq!(update["state"], "available", "{update}");
    assert_eq!(update["version"], "9.1.0", "{update}");
    assert_eq!(update["way"]["type"], "byHand", "{update}");
    makers.publish("6", "9.2.0");
    let refused = makers.update(&["check"]);
    assert_eq!(refused.code, Some(5), "{refused:?}");
    assert!(refused.err.contains("an older Purser"), "{}", refused.err);
}

#[test]
fn a_release_of_other_makers_is_refused() {
    let mut makers = Makers::new();
    makers.publish("7", "9.1.0");
    makers.key = KeyPair::generate_unencrypted_keypair().unwrap();
    let refused = makers.update(&["check"]);
    assert_eq!(refused.code, Some(5), "{refused:?}");
    assert!(refused.err.contains("not signed"), "{}", refused.err);
}

#[test]
fn an_appimage_is_replaced_by_the_one_that_was_signed_and_that_one_runs() {
    let makers = Makers::new();
    let appimage = makers.home.path().join("Purser.AppImage");
    fs::write(&appimage, "#!/bin/sh\necho 'the old Purser'\n").unwrap();
    fs::set_permissions(&appimage, fs::Permissions::from_mode(0o755)).unwrap();
    makers.publish("7", "9.1.0");
    let asked = makers.update_mounted(&appimage, &["install"]);
    assert_eq!(asked.code, Some(5), "nobody agreed: {asked:?}");
    assert!(fs::read_to_string(&appimage).unwrap().contains("old"));
    let done = makers
        .update_mounted(&appimage, &["install", "--yes"])
        .well();
    assert!(
        done.out.contains("Purser 9.1.0 is installed"),
        "{}",
        done.out
    );
    let started = run(&mut makers.home.command(&appimage), "").well();
    assert_eq!(started.out, "the new Purser\n");
}

#[test]
fn a_spoilt_file_leaves_the_old_appimage_where_it_is() {
    let makers = Makers::new();
    let appimage = makers.home.path().join("Purser.AppImage");
    fs::write(&appimage, "the old Purser").unwrap();
    makers.publish("7", "9.1.0");
    let published = makers.published();
    fs::write(published, NEW.replace("new", "NEW")).unwrap();
    let refused = makers.update_mounted(&appimage, &["install", "--yes"]);
    assert_eq!(refused.code, Some(5), "{refused:?}");
    assert!(
        refused.err.contains("not the file that was signed"),
        "{}",
        refused.err
    );
    assert_eq!(fs::read_to_string(&appimage).unwrap(), "the old Purser");
}
