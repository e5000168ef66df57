//! The `purser` program, as a person or a script uses it. Knows its command line only.

use std::{fs, os::unix::fs::OpenOptionsExt, process::Command};

use serde_json::Value;

use crate::{
    home::Home,
    place,
    process::{Beside, Ended, run},
    sandbox::Sandbox,
};

/// Where a purser keeps the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeps {
    /// In the encrypted file, with its passphrase in another file: the way of headless machines.
    InFile,
    /// In the keychain of the desktop that the command runs on.
    InKeychain,
}

/// The program in a home.
#[derive(Debug, Clone, Copy)]
pub struct Purser<'a> {
    home: &'a Home,
    keeps: Keeps,
}

impl<'a> Purser<'a> {
    /// A headless one, with the encrypted file.
    ///
    /// # Panics
    /// When the passphrase file cannot be written.
    #[must_use]
    pub fn headless(home: &'a Home) -> Self {
        let mut options = fs::OpenOptions::new();
        let mut file = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(home.path().join("passphrase"))
            .expect("a passphrase file");
        std::io::Write::write_all(&mut file, b"correct horse battery staple\n")
            .expect("a passphrase file");
        Self {
            home,
            keeps: Keeps::InFile,
        }
    }

    /// One that talks to the resident of this home.
    #[must_use]
    pub fn beside_resident(home: &'a Home) -> Self {
        Self {
            home,
            keeps: Keeps::InKeychain,
        }
    }

    /// Where it keeps the token.
    #[must_use]
    pub fn keeps(&self) -> Keeps {
        self.keeps
    }

    /// Gives a command the environment that purser reads, for the programs that start purser.
    pub fn equip(&self, command: &mut Command) {
        if self.keeps == Keeps::InFile {
            command.env("PURSER_VAULT", "file").env(
                "PURSER_VAULT_PASSPHRASE_FILE",
                self.home.path().join("passphrase"),
            );
        }
    }

    /// Runs it to its end.
    #[track_caller]
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with_input(arguments, "")
    }

    /// Runs it to its end, with something to read.
    #[track_caller]
    #[must_use]
    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Ended {
        let mut command = self.home.command(place::built().join("purser"));
        self.equip(&mut command);
        run(command.args(arguments), input)
    }

    /// Starts it beside the test, to be ended at any moment.
    #[must_use]
    pub fn start(&self, arguments: &[&str]) -> Beside {
        let mut command = self.home.command(place::built().join("purser"));
        self.equip(&mut command);
        Beside::start(command.args(arguments), &self.home.log("purser"))
    }

    /// Runs it and reads the JSON that it prints.
    ///
    /// # Panics
    /// When it fails, or prints anything else.
    #[track_caller]
    #[must_use]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let ended = self.run(arguments).well();
        serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}: {}", ended.out))
    }

    /// Signs in to a sandbox's demo account.
    #[track_caller]
    pub fn sign_in(&self, sandbox: &Sandbox) {
        let _ = self.try_sign_in(sandbox, &sandbox.password).well();
    }

    /// Signs in with a password that may be wrong.
    #[track_caller]
    #[must_use]
    pub fn try_sign_in(&self, sandbox: &Sandbox, password: &str) -> Ended {
        let arguments = [
            "sign-in",
            "--gateway",
            &sandbox.url,
            "--login",
            &sandbox.login,
            "--password-stdin",
        ];
        self.run_with_input(&arguments, &format!("{password}\n"))
    }
}
