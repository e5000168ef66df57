//! The real Codex, over a config that a person has had for months: set up, used, and taken back.

use std::fs;

use tests::{
    codex::{Codex, RELEASES},
    config::{LineEnds, of_a_person},
    home::{Home, files_under, files_with},
    purser::Purser,
    sandbox::Sandbox,
};

const OLDER: &str = RELEASES[0];
const NEWER: &str = RELEASES[1];

#[test]
fn codex_0_141_0_completes_a_turn_through_the_gateway_and_undo_gives_the_file_back() {
    completes_a_turn(OLDER, LineEnds::Unix);
}

#[test]
fn codex_0_141_0_does_so_over_a_config_with_windows_line_ends() {
    completes_a_turn(OLDER, LineEnds::Windows);
}

#[test]
fn codex_0_169_0_completes_a_turn_through_the_gateway_and_undo_gives_the_file_back() {
    completes_a_turn(NEWER, LineEnds::Unix);
}

#[test]
fn codex_0_169_0_does_so_over_a_config_with_windows_line_ends() {
    completes_a_turn(NEWER, LineEnds::Windows);
}

#[test]
fn a_person_without_a_config_gets_one_and_undo_takes_it_away() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    purser.sign_in(&sandbox);

    let _ = purser.run(&["setup", "codex", "apply", "--yes"]).well();
    let turn = Codex::release(NEWER).turn(&home, purser, "say hello");
    assert!(!turn.well().out.trim().is_empty(), "Codex said something");

    let _ = purser.run(&["setup", "codex", "undo", "--yes"]).well();
    assert!(!home.codex_config().exists(), "no file was there before");
}

#[test]
fn what_codex_wrote_itself_in_the_meantime_stays_when_purser_undoes() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    let elsewhere = home.path().join("bin");
    let before = String::from_utf8(of_a_person(LineEnds::Unix, &elsewhere)).unwrap();
    fs::write(home.codex_config(), &before).unwrap();
    purser.sign_in(&sandbox);
    let _ = purser.run(&["setup", "codex", "apply", "--yes"]).well();

    // This release trusts the folder that it works in, and writes that down.
    let _ = Codex::release(OLDER)
        .turn(&home, purser, "say hello")
        .well();
    let folder = home.work().display().to_string();
    let own = format!("[projects.\"{folder}\"]\ntrust_level = \"trusted\"\n\n");
    let written = fs::read_to_string(home.codex_config()).unwrap();
    assert!(written.contains(&own), "{written}");

    let _ = purser.run(&["setup", "codex", "undo", "--yes"]).well();
    let after = fs::read_to_string(home.codex_config()).unwrap();
    assert_eq!(
        after.replacen(&own, "", 1),
        before,
        "only Purser's keys went"
    );
}

fn completes_a_turn(release: &'static str, ends: LineEnds) {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    let before = of_a_person(ends, &home.work());
    fs::write(home.codex_config(), &before).unwrap();
    purser.sign_in(&sandbox);
    let _ = purser.run(&["setup", "codex", "apply", "--yes"]).well();
    assert_ne!(fs::read(home.codex_config()).unwrap(), before);

    let balance = sandbox.balance_micro_usd();
    let turn = Codex::release(release)
        .turn(&home, purser, "say hello")
        .well();
    assert!(
        !turn.out.trim().is_empty(),
        "Codex said something: {turn:?}"
    );
    let charged = balance - sandbox.balance_micro_usd();
    assert!(charged > 0, "the turn is charged, not {charged}");
    assert!(files_under(&home.codex()).len() > 1, "Codex left files");
    let holding = files_with(&home.codex(), &[&sandbox.token]);
    assert_eq!(holding, Vec::<String>::new());

    let _ = purser.run(&["setup", "codex", "undo", "--yes"]).well();
    let after = fs::read(home.codex_config()).unwrap();
    assert_eq!(
        String::from_utf8_lossy(&after),
        String::from_utf8_lossy(&before),
        "undo gives the person's own bytes"
    );
}
