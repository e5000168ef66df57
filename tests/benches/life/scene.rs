//! A person on a desktop, signed in to a sandbox that is a program of its own, so that what the
//! resident does is its own. Judges no figure.

use std::time::Duration;

use criterion::measurement::{Measurement, WallTime};
use door::{Caller, Place};
use serde_json::json;
use tests::{
    desktop::Desktop,
    home::Home,
    place,
    process::{Beside, run},
    sandbox::Sandbox,
    wait::until,
};
use tokio::runtime::Runtime;

use crate::{
    paint::{Painted, still},
    tree::Tree,
};

/// All that a window needs besides the resident.
const WINDOW: [&str; 3] = ["purser-desktop", "WebKitWebProcess", "WebKitNetworkProcess"];

/// The person and what they look at. It ends in the order of its parts.
pub(crate) struct Scene {
    painted: Painted,
    caller: Caller,
    runtime: Runtime,
    _sandbox: Sandbox,
    desktop: Desktop,
    home: Home,
}

impl Scene {
    /// Signs in, and learns how the balance is painted. Nothing of Purser runs afterwards.
    pub(crate) fn start() -> Self {
        let home = Home::new();
        let desktop = Desktop::start(&home);
        let sandbox = Sandbox::start(&home);
        let mut sign_in = desktop.command(&home, place::built().join("purser"));
        sign_in.args([
            "sign-in",
            "--gateway",
            &sandbox.url,
            "--login",
            &sandbox.login,
            "--password-stdin",
        ]);
        let _ = run(&mut sign_in, &format!("{}\n", sandbox.password)).well();

        let runtime = Runtime::new().expect("a runtime");
        let folder = home.runtime().join("purser");
        let caller = Caller::new(Place::in_folder(folder), env!("CARGO_PKG_VERSION"));
        let window = window(&desktop, &home);
        until("the resident", || runtime.block_on(caller.version()).ok());
        let before = still(&desktop);
        let painted = Painted::of_a_change(&desktop, &before, || {
            sandbox.control("balance", &json!({"balanceMicroUsd": 56_780_000}));
            let refresh = json!({"type": "refresh"}).to_string();
            let read = runtime.block_on(caller.perform(&refresh));
            assert_eq!(read.expect("a resident"), Ok(()));
        });
        let scene = Self {
            painted,
            caller,
            runtime,
            _sandbox: sandbox,
            desktop,
            home,
        };
        scene.close(window);
        scene.quit();
        scene
    }

    /// Opens the window; how long it took until the balance was painted.
    pub(crate) fn open(&self) -> (Beside, Duration) {
        self.painted
            .since(&self.desktop, || window(&self.desktop, &self.home))
    }

    /// Closes the window as its button does, and waits until its processes are gone.
    pub(crate) fn close(&self, window: Beside) {
        let mut close = self.desktop.command(&self.home, "wmctrl");
        let _ = run(close.args(["-c", "Purser"]), "").well();
        until("the window's processes to end", || {
            let runs = WINDOW.iter().any(|program| self.home.runs(program));
            (!runs).then_some(())
        });
        drop(window);
    }

    /// Quits the resident from the tray.
    pub(crate) fn quit(&self) {
        let tray = self.desktop.tray_item();
        tray.click("Quit");
        self.desktop.wait_until_gone(&tray);
        until("the resident to end", || {
            (!self.home.runs("purser-resident")).then_some(())
        });
    }

    /// Kills the resident; how long it takes until the window has another one that answers.
    pub(crate) fn replace_resident(&self) -> Duration {
        let first = self.home.process("purser-resident");
        let clock = WallTime.start();
        self.home.crash("purser-resident");
        until("another resident", || {
            let process = self.home.process("purser-resident");
            process.filter(|process| Some(*process) != first)
        });
        until("its door", || {
            self.runtime.block_on(self.caller.version()).ok()
        });
        WallTime.end(clock)
    }

    /// The processes of Purser.
    pub(crate) fn tree(&self) -> Tree {
        Tree::of(&self.home)
    }

    /// Makes sure that nothing runs but the resident.
    pub(crate) fn is_alone(&self) {
        let resident = self.home.process("purser-resident").expect("a resident");
        assert_eq!(self.tree().processes(), [resident]);
    }
}

fn window(desktop: &Desktop, home: &Home) -> Beside {
    let mut command = desktop.command(home, place::built().join("purser-desktop"));
    Beside::start(&mut command, &home.log("window"))
}
