//! What goes wrong from outside: each is said once, in words that help, with the right exit code,
//! and nothing is lost.

use std::{fs, net::TcpListener, os::unix::fs::symlink};

use serde_json::json;
use tests::{
    config::{LineEnds, of_a_person},
    home::Home,
    process::Ended,
    purser::Purser,
    sandbox::Sandbox,
};

const NOT_SIGNED_IN: i32 = 3;
const NETWORK: i32 = 4;
const REFUSED: i32 = 5;

/// One line, which begins with the title and goes on with what to do.
#[track_caller]
fn assert_one_problem(ended: &Ended, code: i32, title: &str, advice: &str) {
    assert_eq!(ended.code, Some(code), "{ended:?}");
    let lines: Vec<_> = ended.err.lines().collect();
    let [line] = lines.as_slice() else {
        panic!("not one line: {ended:?}");
    };
    let plain = line.replace(['\u{2068}', '\u{2069}'], "");
    assert!(plain.contains(title) && plain.contains(advice), "{line}");
}

#[test]
fn a_wrong_password_is_said_and_nobody_is_signed_in() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    let ended = purser.try_sign_in(&sandbox, "not the password");
    let title = "User name or password is wrong";
    assert_one_problem(&ended, NOT_SIGNED_IN, title, "try again");

    let token = purser.run(&["token", "codex"]);
    assert_one_problem(
        &token,
        NOT_SIGNED_IN,
        "You are not signed in",
        "purser sign-in",
    );
    assert_eq!(token.out, "");
}

#[test]
fn a_wrong_password_later_keeps_the_sign_in_that_there_was() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    purser.sign_in(&sandbox);
    let ended = purser.try_sign_in(&sandbox, "not the password");
    assert_eq!(ended.code, Some(NOT_SIGNED_IN), "{ended:?}");
    let token = purser.run(&["token", "codex"]).well();
    assert_eq!(token.out, format!("{}\n", sandbox.token));
}

#[test]
fn a_gateway_that_cannot_be_reached_is_said_with_its_name() {
    let home = Home::new();
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let gateway = format!("http://{closed}");
    let arguments = [
        "sign-in",
        "--gateway",
        &gateway,
        "--login",
        "demo",
        "--password-stdin",
    ];
    let ended = Purser::headless(&home).run_with_input(&arguments, "a password\n");
    assert_one_problem(&ended, NETWORK, "127.0.0.1", "cannot be reached");
}

#[test]
fn a_gateway_without_tls_is_refused_before_anything_is_sent() {
    let home = Home::new();
    let arguments = [
        "sign-in",
        "--gateway",
        "http://gateway.example",
        "--login",
        "demo",
        "--password-stdin",
    ];
    let ended = Purser::headless(&home).run_with_input(&arguments, "a password\n");
    assert_one_problem(&ended, 2, "gateway address cannot be used", "https://");
}

#[test]
fn a_gateway_that_went_away_leaves_the_last_balance_and_says_why_it_is_old() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    purser.sign_in(&sandbox);
    let before = purser.json(&["status", "--json"]);
    drop(sandbox);

    let ended = purser.run(&["status", "--json"]);
    assert_one_problem(&ended, NETWORK, "cannot be reached", "tries again");
    let after: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(after["wallet"]["balance"], before["wallet"]["balance"]);
    assert_eq!(after["trouble"]["code"], "unreachable");
}

#[test]
fn an_answer_that_is_no_json_leaves_the_last_balance_and_names_the_route() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    purser.sign_in(&sandbox);
    let before = purser.json(&["status", "--json"]);
    let fault = json!({"prefix": "/api/v1/", "kind": "malformed", "count": 1000});
    sandbox.control("faults", &fault);

    let ended = purser.run(&["status", "--json"]);
    assert_one_problem(&ended, NETWORK, "answer cannot be read", "/api/v1/");
    let after: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(after["wallet"]["balance"], before["wallet"]["balance"]);
}

#[test]
fn a_config_with_a_syntax_error_is_refused_with_line_and_column_and_stays() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    purser.sign_in(&sandbox);
    let broken = b"# mine\nmodel = \"gpt-5.5\"\nmodel_provider = = \"x\"\n";
    fs::write(home.codex_config(), broken).unwrap();

    let ended = purser.run(&["setup", "codex", "apply", "--yes"]);
    assert_one_problem(&ended, REFUSED, "has a syntax error", "Line 3, column 18");
    assert_eq!(fs::read(home.codex_config()).unwrap(), broken);
    assert_eq!(
        fs::read_dir(home.codex()).unwrap().count(),
        1,
        "no other file is left"
    );
}

#[test]
fn a_folder_that_nobody_may_write_to_is_said_and_nothing_is_undone_later() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    purser.sign_in(&sandbox);
    // A folder of the kernel: not even root makes a file in it.
    fs::remove_dir(home.codex()).unwrap();
    symlink("/sys/kernel", home.codex()).unwrap();

    let ended = purser.run(&["setup", "codex", "apply", "--yes"]);
    assert_one_problem(&ended, REFUSED, "cannot be used", "Purser changed nothing");
    let undo = purser.run(&["setup", "codex", "undo", "--yes"]);
    assert_one_problem(
        &undo,
        REFUSED,
        "nothing to undo",
        "has not changed this file",
    );
}

#[test]
fn a_config_behind_a_symlink_is_written_where_the_link_leads_and_the_link_stays() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    purser.sign_in(&sandbox);
    let before = of_a_person(LineEnds::Unix, &home.work());
    let dotfiles = home.work().join("dotfiles.toml");
    fs::write(&dotfiles, &before).unwrap();
    symlink(&dotfiles, home.codex_config()).unwrap();

    let _ = purser.run(&["setup", "codex", "apply", "--yes"]).well();
    assert_eq!(fs::read_link(home.codex_config()).unwrap(), dotfiles);
    assert_ne!(fs::read(&dotfiles).unwrap(), before);

    let _ = purser.run(&["setup", "codex", "undo", "--yes"]).well();
    assert_eq!(fs::read_link(home.codex_config()).unwrap(), dotfiles);
    assert_eq!(fs::read(&dotfiles).unwrap(), before);
}

#[test]
fn without_a_yes_nothing_is_written() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    purser.sign_in(&sandbox);
    let before = of_a_person(LineEnds::Windows, &home.work());
    fs::write(home.codex_config(), &before).unwrap();
    let plan = purser.json(&["setup", "codex", "plan", "--json"]);
    assert_eq!(plan["files"][0]["kind"], "setUp");
    assert_eq!(purser.run(&["setup", "codex", "apply"]).code, Some(REFUSED));
    assert_eq!(fs::read(home.codex_config()).unwrap(), before);
}
