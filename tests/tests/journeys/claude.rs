//! The real Claude Code, over settings that a person has had for months: set up, used, and taken
//! back.

use std::fs;

use serde_json::{Value, json};
use tests::{
    claude,
    config::settings_of_a_person,
    home::{Home, files_under, files_with},
    process::{Ended, run},
    purser::Purser,
    sandbox::{Sandbox, ask},
};

/// A person who is signed in to a sandbox.
struct Person {
    home: Home,
    sandbox: Sandbox,
}

impl Person {
    fn new() -> Self {
        let home = Home::new();
        let sandbox = Sandbox::start(&home);
        Purser::headless(&home).sign_in(&sandbox);
        Self { home, sandbox }
    }

    fn with_settings() -> Self {
        let person = Self::new();
        fs::create_dir(person.home.claude()).unwrap();
        fs::write(person.home.claude_settings(), settings_of_a_person()).unwrap();
        person
    }

    #[track_caller]
    fn setup(&self, step: &str) {
        let purser = Purser::headless(&self.home);
        let _ = purser.run(&["setup", "claude-code", step, "--yes"]).well();
    }

    /// Has Claude Code lead one turn, in a shell with these variables.
    #[track_caller]
    fn turn(&self, shell: &[(&str, &str)]) -> Ended {
        let purser = Purser::headless(&self.home);
        let mut command = claude::turn_command(&self.home, purser, "say hello");
        run(command.envs(shell.iter().copied()), "")
    }

    fn settings(&self) -> String {
        fs::read_to_string(self.home.claude_settings()).unwrap()
    }

    /// What the gateway was asked of its models since it started: path, status and token.
    fn asked(&self) -> Vec<Value> {
        let requests = ask(&self.sandbox.url, "requests");
        let requests = requests["requests"].as_array().unwrap().iter();
        let of_models = |request: &&Value| request["path"].as_str().unwrap().starts_with("/v1/");
        requests.filter(of_models).cloned().collect()
    }

    /// Whether every request to a model carried the token of the sign-in and was answered.
    fn only_the_gateways_token_was_sent(&self) -> bool {
        let asked = self.asked();
        let well = |request: &Value| request["bearer"] == "valid" && request["status"] == 200;
        !asked.is_empty() && asked.iter().all(well)
    }
}

#[test]
fn claude_code_completes_a_turn_through_the_gateway_and_undo_gives_the_file_back() {
    let person = Person::with_settings();
    person.setup("apply");
    assert_ne!(person.settings(), settings_of_a_person());

    let balance = person.sandbox.balance_micro_usd();
    let turn = person.turn(&[]).well();
    assert!(!turn.out.trim().is_empty(), "Claude said something");
    assert!(person.only_the_gateways_token_was_sent());
    let charges = person.sandbox.charges();
    assert!(!charges.is_empty(), "the turn is charged");
    let mut clients = charges.iter().map(|charge| &charge["client"]);
    assert!(
        clients.all(|client| *client == "claude-code"),
        "{charges:?}"
    );
    assert!(person.sandbox.balance_micro_usd() < balance);
    assert!(
        files_under(&person.home.claude()).len() > 1,
        "Claude left files"
    );
    let holding = files_with(person.home.path(), &[&person.sandbox.token]);
    assert_eq!(holding, Vec::<String>::new());

    person.setup("undo");
    assert_eq!(person.settings(), settings_of_a_person());
    let asked = person.asked();
    let refused = person.turn(&[]);
    assert_ne!(refused.code, Some(0), "nobody is logged in: {refused:?}");
    assert_eq!(person.asked(), asked, "Claude no longer asks the gateway");
}

#[test]
fn a_person_without_settings_gets_some_and_undo_takes_them_away() {
    let person = Person::new();
    person.setup("apply");
    let turn = person.turn(&[]).well();
    assert!(!turn.out.trim().is_empty(), "Claude said something");

    person.setup("undo");
    assert!(!person.home.claude_settings().exists(), "no file was there");
}

#[test]
fn keys_in_the_persons_shell_do_not_reach_the_gateway() {
    let person = Person::with_settings();
    person.setup("apply");
    let shell = [
        ("ANTHROPIC_API_KEY", "sk-ant-of-the-person"),
        ("ANTHROPIC_AUTH_TOKEN", "token-of-the-person"),
    ];
    let _ = person.turn(&shell).well();
    assert!(person.only_the_gateways_token_was_sent());
}

#[test]
fn what_the_person_wrote_in_the_meantime_stays_when_purser_undoes() {
    let person = Person::with_settings();
    person.setup("apply");
    let theirs = person
        .settings()
        .replace("\"plain\"", "\"plain\",\n    \"LATER\": \"1\"");
    fs::write(person.home.claude_settings(), theirs).unwrap();
    let _ = person.turn(&[]).well();

    person.setup("undo");
    let mut expected: Value = serde_json::from_str(settings_of_a_person()).unwrap();
    expected["env"]["LATER"] = json!("1");
    let left: Value = serde_json::from_str(&person.settings()).unwrap();
    assert_eq!(left, expected);
}
