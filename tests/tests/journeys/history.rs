//! What Purser did to a config is told, and any of it can be taken back, with the real Codex.

use std::fs;

use serde_json::Value;
use tests::{
    codex::{Codex, RELEASES},
    config::{LineEnds, of_a_person},
    home::Home,
    job::Job,
    place,
    process::Beside,
    purser::Purser,
    sandbox::Sandbox,
    wait::until,
};

struct SetUp {
    home: Home,
    sandbox: Sandbox,
    before: Vec<u8>,
}

impl SetUp {
    /// A person's config, set up.
    fn new() -> Self {
        let home = Home::new();
        let sandbox = Sandbox::start(&home);
        let before = of_a_person(LineEnds::Unix, &home.work());
        fs::write(home.codex_config(), &before).unwrap();
        let set_up = Self {
            home,
            sandbox,
            before,
        };
        set_up.purser().sign_in(&set_up.sandbox);
        set_up.setup(&["codex", "apply", "--yes"]);
        set_up
    }

    fn purser(&self) -> Purser<'_> {
        Purser::headless(&self.home)
    }

    #[track_caller]
    fn setup(&self, arguments: &[&str]) {
        let arguments: Vec<&str> = [&["setup"], arguments].concat();
        let _ = self.purser().run(&arguments).well();
    }

    fn config(&self) -> String {
        fs::read_to_string(self.home.codex_config()).unwrap()
    }

    fn history(&self) -> Vec<Value> {
        let steps = self.purser().json(&["setup", "history", "--json"]);
        steps.as_array().unwrap().clone()
    }
}

#[test]
fn every_step_is_told_newest_first_and_everything_can_be_taken_back() {
    let person = SetUp::new();
    person.setup(&["codex", "off", "--yes"]);
    person.setup(&["codex", "apply", "--yes"]);
    let kinds: Vec<Value> = person
        .history()
        .iter()
        .map(|step| step["kind"].clone())
        .collect();
    assert_eq!(kinds, ["setUp", "turnOff", "setUp"]);

    person.setup(&["undo-step", "--all", "--yes"]);
    assert_eq!(person.config().into_bytes(), person.before);
}

#[test]
fn one_step_is_taken_back_and_what_others_wrote_since_stays() {
    let person = SetUp::new();
    let theirs = "\n[mcp_servers.later]\ncommand = \"true\"\n";
    let config = person.config() + theirs;
    fs::write(person.home.codex_config(), config).unwrap();
    let step = person.history()[0]["id"].as_str().unwrap().to_owned();
    person.setup(&["undo-step", &step, "--yes"]);
    let expected = String::from_utf8(person.before.clone()).unwrap() + theirs;
    assert_eq!(person.config(), expected);
    assert_eq!(person.history()[1]["canUndo"], false);
}

#[test]
fn a_chat_through_the_gateway_can_go_on_after_turning_off_and_not_after_removing() {
    let person = SetUp::new();
    let codex = Codex::release(RELEASES[1]);
    let _ = codex
        .turn(&person.home, person.purser(), "say hello")
        .well();
    person.setup(&["codex", "off", "--yes"]);
    let config = person.config();
    assert!(
        !config.contains("model_provider = \"codexapi\""),
        "{config}"
    );
    assert!(config.contains("[model_providers.codexapi]"), "{config}");

    let before = person.sandbox.balance_micro_usd();
    // Codex holds a chat to its provider: it is named here, and found because its table stayed.
    let resumed = codex
        .resume(&person.home, person.purser(), "codexapi")
        .well();
    assert!(!resumed.out.trim().is_empty(), "Codex said something");
    assert!(person.sandbox.balance_micro_usd() < before);

    person.setup(&["codex", "apply", "--yes"]);
    person.setup(&["codex", "remove", "--yes"]);
    let refused = codex.resume(&person.home, person.purser(), "codexapi");
    assert_ne!(refused.code, Some(0), "{refused:?}");
}

#[test]
fn by_clicks_the_doctor_tells_what_is_in_force_and_the_history_takes_a_step_back() {
    let job = Job::start(&place::built(), Codex::release(RELEASES[1]));
    let _ = job.try_the_sandbox();
    job.look_at_the_change();
    job.apply_the_change();

    job.window.click("Doctor");
    job.window.see("Everything is in order");
    let _ = job.picture("doctor");

    job.window.click("Set-up");
    job.window.click("History");
    job.window.see("Set up Codex");
    job.window.click("Undo this step");
    job.window.see("What undo will change");
    job.window.click("Restore config.toml");
    until("the person's own bytes", || {
        job.is_as_before().then_some(())
    });
}

#[test]
fn the_doctor_names_what_is_in_order_and_what_is_not() {
    let person = SetUp::new();
    let checks = person.purser().run(&["doctor", "--json"]).well();
    let doctor: Value = serde_json::from_str(&checks.out).unwrap();
    let outcome = |id: &str| {
        let checks = doctor["checks"].as_array().unwrap();
        let check = checks.iter().find(|check| check["id"] == id).unwrap();
        check["outcome"].clone()
    };
    assert_eq!(outcome("vault"), "fine");
    assert_eq!(outcome("gateway"), "fine");
    assert_eq!(outcome("codex.config"), "fine");
}

#[test]
fn the_doctor_names_a_codex_that_runs_since_before_the_change() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    Purser::headless(&home).sign_in(&sandbox);
    // To the doctor a program is what its name says.
    let program = home.path().join("tmp/codex");
    fs::copy("/bin/sleep", &program).unwrap();
    let mut codex = home.command(&program);
    let _running = Beside::start(codex.arg("1000"), &home.log("codex"));
    let purser = Purser::headless(&home);
    let _ = purser.run(&["setup", "codex", "apply", "--yes"]).well();
    let doctor = purser.json(&["doctor", "--json"]);
    let checks = doctor["checks"].as_array().unwrap();
    let stale = checks.iter().filter(|check| check["id"] == "stale");
    let texts: Vec<&str> = stale.map(|check| check["text"].as_str().unwrap()).collect();
    assert!(
        texts.iter().any(|text| text.starts_with("codex ")),
        "{doctor:#}"
    );
}
