//! Codex on another computer, set up from here over a real sshd, used there, and taken back.

use std::{fs, path::PathBuf};

use serde_json::Value;
use tests::{
    codex::Codex,
    config::{LineEnds, of_a_person},
    home::{Home, files_with},
    host::Host,
    process::run,
    purser::Purser,
    sandbox::Sandbox,
};

struct Person {
    home: Home,
    sandbox: Sandbox,
    host: Host,
    before: Vec<u8>,
}

impl Person {
    fn new() -> Self {
        let home = Home::new();
        let sandbox = Sandbox::start(&home);
        Purser::headless(&home).sign_in(&sandbox);
        let host = Host::start(&home);
        let before = of_a_person(LineEnds::Unix, &home.work());
        fs::create_dir(host.home().join(".codex")).unwrap();
        fs::write(host.home().join(".codex/config.toml"), &before).unwrap();
        Self {
            home,
            sandbox,
            host,
            before,
        }
    }

    fn setup(&self, step: &[&str]) -> tests::process::Ended {
        let name = self.host.name();
        let arguments = [&["setup", "codex", "--ssh", &name], step].concat();
        Purser::headless(&self.home).run(&arguments)
    }

    fn config(&self) -> PathBuf {
        self.host.home().join(".codex/config.toml")
    }

    fn token_file(&self) -> PathBuf {
        self.host.home().join(".local/share/purser/codex-token")
    }
}

#[test]
fn codex_on_another_computer_is_set_up_used_and_taken_back_byte_for_byte() {
    let person = Person::new();
    let shown = person.setup(&["plan"]).well().out;
    assert!(shown.contains("+ model_provider = \"codexapi\""), "{shown}");
    assert!(shown.contains(&person.host.name()), "{shown}");
    assert_eq!(fs::read(person.config()).unwrap(), person.before);
    assert!(!person.token_file().exists(), "looking sends no token");

    let _ = person.setup(&["apply", "--yes"]).well();
    let text = fs::read_to_string(person.config()).unwrap();
    assert!(text.contains("/bin/cat") && !text.contains(&person.sandbox.token));
    let kept = fs::read_to_string(person.token_file()).unwrap();
    assert_eq!(kept, person.sandbox.token);

    // Codex runs there as a program of that computer: its home, and the token file beside it.
    let codex = Codex::release("0.169.0").program();
    let mut turn = person.home.offline_command(codex);
    turn.env("HOME", person.host.home())
        .env("CODEX_HOME", person.host.home().join(".codex"))
        .args(["exec", "--skip-git-repo-check", "say hello"]);
    let said = run(&mut turn, "").well().out;
    assert!(said.contains("Sandbox here"), "{said}");
    assert_eq!(person.sandbox.charges().len(), 1);

    let _ = person.setup(&["undo", "--yes"]).well();
    assert_eq!(fs::read(person.config()).unwrap(), person.before);
    assert!(!person.token_file().exists(), "undo takes the token away");
}

#[test]
fn what_was_done_on_another_computer_is_told_and_no_file_here_holds_the_token() {
    let person = Person::new();
    let _ = person.setup(&["apply", "--yes"]).well();
    let status = person.setup(&["status", "--json"]).well().out;
    let status: Value = serde_json::from_str(&status).unwrap();
    assert_eq!(status["state"]["state"], "setUp");
    assert_eq!(status["place"]["host"], person.host.name().as_str());
    assert_eq!(
        files_with(person.home.path(), &[&person.sandbox.token]),
        Vec::<String>::new()
    );
}

#[test]
fn another_computer_that_cannot_be_reached_is_said_with_its_name() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    purser.sign_in(&sandbox);
    for (host, says) in [
        ("127.0.0.1:1", "127.0.0.1:1 cannot be used over SSH"),
        ("-oProxyCommand=id", "Write it as user@host"),
    ] {
        let option = format!("--ssh={host}");
        let refused = purser.run(&["setup", "codex", &option, "plan"]);
        assert!(refused.err.contains(says), "{}", refused.err);
        assert_eq!(refused.code, Some(4), "{}", refused.err);
    }
}
