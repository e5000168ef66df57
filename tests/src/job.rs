//! Purser's main job, done by clicks: sign in to the sandbox, see the balance, let Purser set up
//! Codex, have the real Codex complete a turn, see the balance drop, and take it all back.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::{
    codex::Codex,
    config::{LineEnds, of_a_person},
    desktop::{Desktop, Notification},
    home::Home,
    place,
    process::run,
    purser::Purser,
    sandbox::control,
    tray::TrayItem,
    wait::until,
    window::Window,
};

/// The job in a home, on a desktop, in a window. It goes step by step, in the order of its methods.
#[derive(Debug)]
pub struct Job {
    /// The window that is driven.
    pub window: Window,
    /// The desktop that it stands on.
    pub desktop: Desktop,
    /// The home of the person.
    pub home: Home,
    codex: Codex,
    config: Vec<u8>,
}

impl Job {
    /// Opens the window that lies in `folder`, for a person who has used `codex` for a while.
    ///
    /// # Panics
    /// When the window does not open.
    #[must_use]
    pub fn start(folder: &Path, codex: Codex) -> Self {
        Self::start_in(Home::new(), folder, codex)
    }

    /// The same in a home that was furnished before.
    ///
    /// # Panics
    /// When the window does not open.
    #[must_use]
    pub fn start_in(home: Home, folder: &Path, codex: Codex) -> Self {
        home.install(&codex.program());
        let config = of_a_person(LineEnds::Unix, &home.work());
        fs::write(home.codex_config(), &config).expect("a config to start with");
        let desktop = Desktop::start(&home);
        let window = Window::open(&desktop, &home, folder);
        Self {
            window,
            desktop,
            home,
            codex,
            config,
        }
    }

    /// Signs in with *Try the sandbox*, and gives the balance that Home then shows.
    #[must_use]
    pub fn try_the_sandbox(&self) -> String {
        self.window.click("Try the sandbox");
        self.window.balance()
    }

    /// Asks for the set-up and waits for the diff; writes nothing.
    ///
    /// # Panics
    /// When the file changes.
    pub fn look_at_the_change(&self) {
        self.window.click("Set-up");
        self.window.click("Set up Codex");
        self.window.see("What will change");
        self.window.see("[model_providers.codexapi");
        assert_eq!(self.config_now(), self.config, "looking writes nothing");
    }

    /// Writes what the diff shows.
    ///
    /// # Panics
    /// When the file does not change.
    pub fn apply_the_change(&self) {
        self.window.click("Write config.toml");
        self.window.see("Codex now uses");
        assert_ne!(self.config_now(), self.config, "the file was written");
    }

    /// Has the real Codex complete a turn, and gives what it said.
    ///
    /// # Panics
    /// When the turn fails.
    #[must_use]
    pub fn complete_a_turn(&self) -> String {
        let purser = Purser::beside_resident(&self.home);
        let mut command = self.codex.turn_command(&self.home, purser, "say hello");
        self.desktop.seat(&mut command);
        let turn = run(&mut command, "").well();
        turn.out.trim().to_owned()
    }

    /// Waits until Home shows another balance than `before`, and gives it.
    #[must_use]
    pub fn balance_after(&self, before: &str) -> String {
        self.window.click("Home");
        self.window.click("Refresh");
        until(format!("another balance than {before}"), || {
            let balance = self.window.balance();
            (balance != before).then_some(balance)
        })
    }

    /// Has the gateway send a message, and waits for its notification.
    #[must_use]
    pub fn receive(&self, title: &str, body: &str) -> Notification {
        let message = json!({"kind": "private", "title": title, "body": body});
        let _ = control(&self.gateway(), "messages", &message);
        self.window.click("Home");
        self.window.click("Refresh");
        until(format!("the notification “{title}”"), || {
            let shown = self.desktop.notifications();
            shown
                .into_iter()
                .find(|shown| shown.summary.contains(title))
        })
    }

    /// Takes the set-up back by clicks; the file is again what it was, byte for byte.
    ///
    /// # Panics
    /// When it is not.
    pub fn undo(&self) {
        self.window.click("Set-up");
        self.window.click("Undo");
        self.window.click("Restore config.toml");
        self.window.see("Purser’s change is undone");
        assert_eq!(self.config_now(), self.config, "the person's own bytes");
    }

    /// Whether the config is what it was before Purser came.
    #[must_use]
    pub fn is_as_before(&self) -> bool {
        self.config_now() == self.config
    }

    /// Purser's item in the tray.
    #[must_use]
    pub fn tray(&self) -> TrayItem {
        self.desktop.tray_item()
    }

    /// Keeps a picture of the window.
    #[must_use]
    pub fn picture(&self, name: &str) -> PathBuf {
        self.window.picture(name)
    }

    /// What the resident shows to every front end, as the command line prints it.
    #[must_use]
    pub fn view(&self) -> Value {
        Purser::beside_resident(&self.home).json(&["status", "--json"])
    }

    /// The token that the sign-in brought, as programs are given it.
    #[must_use]
    pub fn token(&self) -> String {
        let mut command = self.home.command(place::built().join("purser"));
        self.desktop.seat(&mut command);
        let ended = run(command.args(["token", "codex"]), "").well();
        ended.out.trim_end().to_owned()
    }

    /// The address of the sandbox that the resident runs.
    ///
    /// # Panics
    /// When the view names none.
    #[must_use]
    pub fn gateway(&self) -> String {
        let view = self.view();
        let url = view["gateway"]["url"].as_str();
        url.expect("the gateway's address").to_owned()
    }

    fn config_now(&self) -> Vec<u8> {
        fs::read(self.home.codex_config()).expect("the config")
    }
}
