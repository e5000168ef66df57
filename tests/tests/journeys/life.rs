//! The window is a guest: what of Purser ends with it, what goes on without it, and how each part
//! ends or comes back when it is closed, killed or told to stop.

mod stopped;
mod without;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::{
    codex::{Codex, RELEASES},
    desktop::Desktop,
    home::Home,
    job::Job,
    payer::Payer,
    place,
    process::{Beside, run},
    purser::Purser,
    sandbox::{Sandbox, ask, control},
    wait::until,
    window::Window,
};

use crate::person::Person;

/// The processes that WebKit starts for a window.
const WEBKIT: [&str; 2] = ["WebKitWebProcess", "WebKitNetworkProcess"];
const WEATHER: &str = "/x402/v2/weather";

/// What the engine shows to whoever asks.
fn view(home: &Home) -> Value {
    Person::beside(home).sees()
}

/// A window that nobody drives. Dropping it ends it.
fn open_alone(desktop: &Desktop, home: &Home) -> Beside {
    let mut command = desktop.command(home, place::built().join("purser-desktop"));
    Beside::start(&mut command, &home.log("window"))
}

fn wait_until_gone(home: &Home, programs: &[&str]) {
    until(format!("{programs:?} to end"), || {
        let mut left = programs.iter().filter(|program| home.runs(program));
        left.next().is_none().then_some(())
    });
}

#[test]
fn closing_the_window_ends_its_page_and_network_processes_and_the_resident_lives_on() {
    let (home, sandbox) = at_a_sandbox();
    let desktop = Desktop::start(&home);
    let window = Window::open(&desktop, &home, &place::built());
    sign_in(&window, &sandbox);
    let balance = window.balance();
    for program in WEBKIT {
        assert!(home.runs(program), "{program}");
    }
    window.close(&desktop, &home);
    wait_until_gone(&home, &WEBKIT);
    let tray = desktop.tray_item();
    until("the balance in the tray", || {
        tray.menu().first()?.contains(&balance).then_some(())
    });
    assert_eq!(view(&home)["closing"], json!({"state": "stays"}));
}

#[test]
fn a_killed_window_leaves_the_engine_to_finish_what_was_begun_in_it() {
    let job = Job::start(&place::built(), Codex::release(RELEASES[1]));
    let _ = job.try_the_sandbox();
    job.look_at_the_change();
    job.window.click("Write config.toml");
    until("the change to be begun", || {
        let view = view(&job.home);
        let begun = view["working"] == json!(["apply"]) || codex(&view)["state"] == "setUp";
        begun.then_some(())
    });
    job.home.crash("purser-desktop");
    wait_until_gone(&job.home, &["purser-desktop"]);
    until("the config to be written", || {
        (codex(&job.view())["state"] == "setUp").then_some(())
    });
    assert!(!job.complete_a_turn().is_empty(), "Codex said something");
    let undone = ["setup", "codex", "undo", "--yes"];
    let _ = Purser::beside_resident(&job.home).run(&undone).well();
    assert!(job.is_as_before());
}

fn codex(view: &Value) -> &Value {
    let tools = view["tools"].as_array().expect("tools");
    let codex = tools.iter().find(|tool| tool["tool"] == "codex");
    &codex.expect("Codex")["state"]
}

#[test]
fn a_payment_goes_on_without_the_window_that_it_was_approved_in_and_is_made_once() {
    let home = Home::new();
    let desktop = Desktop::start(&home);
    let window = Window::open(&desktop, &home, &place::built());
    window.click("Try the sandbox");
    let _ = window.balance();
    let url = view(&home)["gateway"]["url"]
        .as_str()
        .expect("a sandbox")
        .to_owned();
    window.click("Payments");
    window.click("Create key");
    window.see("Write down your recovery phrase");
    let mut buying = desktop.command(&home, place::built().join("purser"));
    buying.args(["pay", &format!("{url}{WEATHER}"), "--intent", "weather"]);
    let mut buyer = Beside::start(&mut buying, &home.log("bought"));
    window.click("Approvals");
    window.see("You have not paid this origin before");
    let slow = json!({"prefix": WEATHER, "kind": "latency", "milliseconds": 3000, "count": 1});
    let _ = control(&url, "faults", &slow);
    window.click("Pay 0.01 USDC");
    until("the payment to be under way", || {
        let faults = &ask(&url, "state")["faults"];
        faults.as_array()?.is_empty().then_some(())
    });
    home.crash("purser-desktop");
    let code = until("the buyer to end", || buyer.ended());
    let told = std::fs::read_to_string(home.log("bought")).expect("what it said");
    assert_eq!(code, Some(0), "{told}");
    let log = ask(&url, "merchants/log");
    assert_eq!(
        log["settlements"].as_array().map(Vec::len),
        Some(1),
        "{log}"
    );
}

#[test]
fn a_payment_that_was_sent_when_the_resident_died_is_found_on_the_chain_and_not_made_again() {
    let payer = Payer::allowing();
    let person = Person::start(payer.home());
    let url = payer.at("/hostile/x402/slow-body");
    let bought = ["pay", &url, "--yes", "--intent", "slow"];
    let buyer = payer.purser().start(&bought);
    until("the merchant to be paid", || {
        (payer.taken().len() == 1).then_some(())
    });
    payer.home().crash("purser-resident");
    drop((buyer, person));

    let _person = Person::start(payer.home());
    until("the chain's word", || {
        (payer.line("slow")["state"] == "settled").then_some(())
    });
    let again = payer.run(&bought);
    assert_eq!(payer.taken().len(), 1, "{again:?}");
    assert_eq!(payer.moved(), 10_000, "{again:?}");
}

#[test]
fn a_page_whose_process_was_killed_comes_back_and_shows_what_is_true_now() {
    let home = Home::new();
    let desktop = Desktop::start(&home);
    let _window = open_alone(&desktop, &home);
    let page = |before| {
        until("the page's process", || {
            let process = home.process("WebKitWebProcess");
            process.filter(|process| Some(*process) != before)
        })
    };
    let first = page(None);
    let before = still(&desktop, "something to read", |_| true);
    home.crash("WebKitWebProcess");
    let _second = page(Some(first));
    let speak = |language: &str| {
        let command = json!({"type": "chooseLanguage", "language": language});
        Person::beside(&home).does(&command);
    };
    // It follows the engine again, from one picture to the next.
    speak("zh-CN");
    let chinese = still(&desktop, "it in Chinese", |seen| *seen != before);
    speak("en");
    let english = still(&desktop, "it in English", |seen| *seen != chinese);
    speak("zh-CN");
    let _chinese = still(&desktop, "it in Chinese again", |seen| *seen != english);
    assert!(home.runs("purser-resident"));
}

/// What the screen shows once it stands still and is as it should be.
fn still(desktop: &Desktop, what: &str, right: impl Fn(&Vec<u8>) -> bool) -> Vec<u8> {
    let mut last = Vec::new();
    let mut same = 0;
    until(what, || {
        let now = desktop.pixels();
        same = if now == last { same + 1 } else { 0 };
        last = now;
        // More than a second in which nothing moved: what opens shows something else for a moment.
        (same >= 50 && has_text(&last) && right(&last)).then(|| last.clone())
    })
}

/// Text has edges of many shades; a pointer over an empty window has few.
fn has_text(seen: &[u8]) -> bool {
    let mut shades = BTreeSet::new();
    seen.chunks_exact(4).any(|pixel| {
        shades.insert(pixel);
        shades.len() > 100
    })
}

#[test]
fn without_its_resident_the_window_keeps_what_it_showed_and_says_that_it_reconnects() {
    let folder = tempfile::tempdir_in(place::folder("guests")).expect("a folder");
    let link = |program: &str| {
        let beside = folder.path().join(program);
        std::fs::hard_link(place::built().join(program), &beside).expect("a program");
        beside
    };
    let _ = (link("purser"), link("purser-desktop"));
    let resident = link("purser-resident");

    let (home, sandbox) = at_a_sandbox();
    let desktop = Desktop::start(&home);
    let window = Window::open(&desktop, &home, folder.path());
    sign_in(&window, &sandbox);
    let balance = window.balance();
    std::fs::remove_file(resident).expect("no resident to start");
    home.crash("purser-resident");
    window.see("Reconnecting…");
    assert_eq!(window.balance(), balance);

    let _ = link("purser-resident");
    window.lose("Reconnecting…");
    sandbox.control("balance", &json!({"balanceMicroUsd": 7_250_000}));
    until("the new resident's balance", || {
        (window.balance() == "$7.25").then_some(())
    });
}

fn at_a_sandbox() -> (Home, Sandbox) {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    (home, sandbox)
}

fn sign_in(window: &Window, sandbox: &Sandbox) {
    window.unfold("Gateway");
    window.fill("Gateway address", &sandbox.url);
    window.fill("User name or e-mail", &sandbox.login);
    window.fill("Password", &sandbox.password);
    window.click("Sign in");
}

/// Closes whatever window of Purser there is, as the window manager's button does.
fn close(desktop: &Desktop, home: &Home) {
    until("a window to close", || {
        let mut closing = desktop.command(home, "wmctrl");
        (run(closing.args(["-c", "Purser"]), "").code == Some(0)).then_some(())
    });
    wait_until_gone(home, &["purser-desktop"]);
}
