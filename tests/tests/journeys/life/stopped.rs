//! Told to stop by a signal, by the end of the session, or by a newer Purser: everything ends well,
//! and soon, whatever it is at.

use std::sync::Arc;

use door::{Caller, House, Lease, Place, ViewSource, serve};
use jiff::Timestamp;
use rustix::process::Signal;
use serde_json::json;
use tests::{
    desktop::Desktop, home::Home, place, process::Beside, purser::Purser, sandbox::Sandbox,
    wait::until, window::Window,
};
use tokio::{runtime::Runtime, sync::watch};
use tokio_util::sync::CancellationToken;

use super::{open_alone, view, wait_until_gone};
use crate::person::Person;

/// Waits until a program ends well, and says how long that took: whoever ends a session waits 3 s.
#[track_caller]
fn ends(program: &mut Beside) {
    let told = Timestamp::now();
    let code = until("the program to end", || program.ended());
    let took = Timestamp::now().duration_since(told);
    assert_eq!(code, Some(0));
    eprintln!("it ended after {took:#}; goal: within 3 s");
}

fn resident(home: &Home) -> Beside {
    let mut command = home.command(place::built().join("purser-resident"));
    Purser::headless(home).equip(&mut command);
    Beside::start(&mut command, &home.log("resident"))
}

#[test]
fn a_resident_that_is_told_to_stop_ends_well_also_while_an_effect_hangs() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let home = Home::new();
        let sandbox = Sandbox::start(&home);
        Purser::headless(&home).sign_in(&sandbox);
        let mut resident = resident(&home);
        let person = Person::beside(&home);
        let hangs =
            json!({"prefix": "/api/v1/", "kind": "latency", "milliseconds": 60_000, "count": 9});
        sandbox.control("faults", &hangs);
        let mut refresh = Purser::headless(&home).start(&["status"]);
        person.asks_in_passing(&json!({"type": "refresh"}));
        until("the refresh to hang", || {
            (person.sees()["working"] == json!(["refresh"])).then_some(())
        });
        home.signal("purser-resident", signal);
        ends(&mut resident);
        assert!(!home.runtime().join("purser/door.sock").exists());
        let _ = until("the command line to end", || refresh.ended());
    }
}

#[test]
fn a_window_that_is_told_to_stop_ends_well_and_leaves_the_resident() {
    for signal in [Signal::TERM, Signal::HUP] {
        let home = Home::new();
        let desktop = Desktop::start_without_tray(&home);
        let mut window = open_alone(&desktop, &home);
        until("the page's process", || home.process("WebKitWebProcess"));
        until("the resident's door", || {
            home.runtime()
                .join("purser/door.sock")
                .exists()
                .then_some(())
        });
        home.signal("purser-desktop", signal);
        ends(&mut window);
        wait_until_gone(&home, &super::WEBKIT);
        assert!(home.runs("purser-resident"), "nobody closed the window");
    }
}

#[test]
fn with_the_session_all_of_purser_ends() {
    let home = Home::new();
    let desktop = Desktop::start(&home);
    let _window = open_alone(&desktop, &home);
    until("the page's process", || home.process("WebKitWebProcess"));
    let _tray = desktop.tray_item();
    drop(desktop);
    wait_until_gone(&home, &["purser-desktop", "purser-resident"]);
    wait_until_gone(&home, &super::WEBKIT);
}

#[test]
fn the_resident_hands_over_to_a_newer_one_only_when_its_engine_stands_still() {
    let home = Home::new();
    let mut resident = resident(&home);
    let _person = Person::beside(&home);
    let runtime = Runtime::new().expect("a runtime");
    let newer = Caller::new(door(&home), "99.0.0");
    runtime.block_on(newer.leave()).expect("an old resident");
    ends(&mut resident);
    let _inside = runtime.enter();
    assert!(Lease::claim(&door(&home)).is_ok(), "the door is free");
    let log = home.path().join(".local/share/purser/logs/resident.log");
    let log = std::fs::read_to_string(log).expect("a log");
    assert!(log.contains("a newer version takes over"), "{log}");
    assert!(log.contains("the resident ends"), "{log}");
    assert!(!log.contains("not everything ended in time"), "{log}");
}

/// A resident of before the update: it shows nothing, and leaves when it is asked to.
struct Older {
    views: watch::Sender<()>,
    leaving: CancellationToken,
}

struct NoViews(watch::Receiver<()>);

impl ViewSource for NoViews {
    async fn next(&mut self) -> Option<String> {
        self.0.changed().await.ok()?;
        None
    }
}

impl House for Older {
    type Views = NoViews;

    fn watch(&self) -> NoViews {
        NoViews(self.views.subscribe())
    }

    async fn perform(&self, _command: String) -> Result<(), String> {
        Ok(())
    }

    fn leave(&self) {
        self.leaving.cancel();
    }
}

#[test]
fn a_window_that_was_updated_has_the_old_resident_leave_and_starts_its_own() {
    let home = Home::new();
    let desktop = Desktop::start(&home);
    let runtime = Runtime::new().expect("a runtime");
    let leaving = CancellationToken::new();
    let older = Arc::new(Older {
        views: watch::Sender::new(()),
        leaving: leaving.clone(),
    });
    let lease = {
        let _inside = runtime.enter();
        Lease::claim(&door(&home)).expect("a door")
    };
    let serving = runtime.spawn(serve(lease, older, "0.0.1", leaving.clone()));
    let window = Window::open(&desktop, &home, &place::built());
    window.see("Sign in to your gateway");
    assert!(leaving.is_cancelled());
    let served = runtime.block_on(serving).expect("a door");
    assert!(served.is_ok());
    assert!(home.runs("purser-resident"));
    assert_eq!(view(&home)["version"], env!("CARGO_PKG_VERSION"));
}

fn door(home: &Home) -> Place {
    Place::in_folder(home.runtime().join("purser"))
}
