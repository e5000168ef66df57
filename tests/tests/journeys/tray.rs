//! The tray as a panel sees it, over the session bus: what it shows, and what a click in its menu
//! does. What the merchants say they were paid is what counts.

use std::process::Stdio;

use serde_json::json;
use tests::{
    codex::{Codex, RELEASES},
    job::Job,
    place,
    process::Beside,
    purser::Purser,
    sandbox::{ask, control},
    tray::TrayItem,
    wait::{until, until_or},
};

use crate::{person::Person, scene::Scene};

const REFUSED: i32 = 5;

fn says(tray: &TrayItem, line: &str) -> bool {
    tray.menu().iter().any(|text| text == line)
}

#[track_caller]
fn until_it_says(tray: &TrayItem, line: &str) {
    until_or(
        || format!("“{line}” in {:?}", tray.menu()),
        || says(tray, line).then_some(()),
    );
}

impl Scene {
    /// One with a key.
    fn with_key() -> Self {
        let scene = Self::start();
        scene.person.pays(&json!({"type": "createKey"}));
        scene
    }

    fn host(&self) -> &str {
        self.url.split('/').nth(2).expect("a host")
    }
}

#[test]
fn payments_are_paused_in_the_menu_and_nothing_is_paid_until_they_are_resumed() {
    let mut scene = Scene::with_key();
    let origin = json!({
        "origin": scene.url, "allowed": true, "exchange": false, "payer": "purser",
    });
    scene
        .person
        .pays(&json!({"type": "setOrigin", "origin": origin}));
    let url = format!("{}/x402/v2/weather", scene.url);
    let pay = ["pay", "--yes", "--intent", "weather", &url];
    let tray = scene.desktop.tray_item();
    until_it_says(&tray, "Pause payments");
    tray.click("Pause payments");
    until_it_says(&tray, "Resume payments");
    assert!(!says(&tray, "Pause payments"));

    let purser = Purser::beside_resident(&scene.home);
    let refused = purser.run(&pay);
    assert_eq!(refused.code, Some(REFUSED), "{refused:?}");
    assert!(refused.err.contains("Payments are paused"), "{refused:?}");
    assert_eq!(scene.settlements(), 0);
    let policy = purser.json(&["policy", "show", "--json"]);
    assert_eq!(policy["paused"], true, "{policy}");

    tray.click("Resume payments");
    until_it_says(&tray, "Pause payments");
    let _ = purser.run(&pay).well();
    assert_eq!(scene.settlements(), 1);

    // A pause outlives the process that was told of it, however that ends.
    tray.click("Pause payments");
    until_it_says(&tray, "Resume payments");
    drop(scene.person);
    scene.person = Person::start_on(&scene.desktop, &scene.home);
    assert_eq!(scene.person.sees()["payments"]["paused"], true);
    until_it_says(&scene.desktop.tray_item_after(&tray), "Resume payments");
}

#[test]
fn declining_in_the_menu_ends_that_very_question_and_pays_nothing() {
    let scene = Scene::with_key();
    let first = scene.asks_to_pay("lunch");
    let second = scene.asks_to_pay("dinner");
    assert_ne!(first["id"], second["id"]);
    let tray = scene.desktop.tray_item();
    let question = format!("{} asks for 0.01 USDC", scene.host());
    let group = [&question, "Approve…", "Decline", ""];
    let menu = until("both questions", || {
        let menu = tray.menu();
        let told = menu.iter().filter(|line| **line == question).count();
        (told == 2).then_some(menu)
    });
    let at = menu.iter().position(|line| *line == question).expect("it");
    assert_eq!(menu[at..at + 8], [group, group].concat());

    tray.click("Decline");
    let left = until("one question to end", || {
        let left = scene.person.questions();
        (left.len() == 1).then_some(left)
    });
    assert_eq!(left[0]["id"], second["id"]);
    let approve = json!({"type": "approve", "ask": first["id"]});
    let approve = json!({"type": "pay", "ask": approve});
    assert_eq!(scene.person.is_refused(&approve), "askGone");

    until("the menu to follow", || {
        let menu = tray.menu();
        let told = menu.iter().filter(|line| **line == question).count();
        (told == 1).then_some(())
    });
    tray.click("Decline");
    scene.has_no_question();
    until("no question in the menu", || {
        (!says(&tray, "Decline")).then_some(())
    });
    assert_eq!(scene.settlements(), 0);
}

#[test]
fn approving_in_the_menu_pays_nothing_and_leads_the_window_to_the_question() {
    let job = Job::start(&place::built(), Codex::release(RELEASES[1]));
    let _ = job.try_the_sandbox();
    let purser = Purser::beside_resident(&job.home);
    let _ = purser.run(&["key", "create"]).well();
    let gateway = job.gateway();
    let url = format!("{gateway}/x402/v2/weather");
    let mut command = job.home.command(place::built().join("purser"));
    command.args(["pay", &url]).stdin(Stdio::null());
    let mut paying = Beside::start(&mut command, &job.home.log("paying"));
    let tray = job.tray();
    until_it_says(&tray, "Approve…");

    let text = job.window.all_text();
    assert!(!text.contains("Pay 0.01 USDC"), "{text}");
    tray.click("Approve…");
    job.window.see("Pay 0.01 USDC");
    let _ = job.picture("approval-from-the-tray");
    let log = ask(&gateway, "merchants/log");
    assert_eq!(log["settlements"], json!([]), "looking pays nothing");

    job.window.click("Pay 0.01 USDC");
    let ended = until("purser pay to end", || paying.ended());
    assert_eq!(ended, Some(0));
    until("no question in the menu", || {
        (!says(&tray, "Approve…")).then_some(())
    });
}

#[test]
fn set_up_codex_leads_to_the_set_up_and_is_not_offered_once_it_is_done() {
    let job = Job::start(&place::built(), Codex::release(RELEASES[1]));
    let _ = job.try_the_sandbox();
    let tray = job.tray();
    until_it_says(&tray, "Set up Codex");
    tray.click("Set up Codex");
    job.window.see("MCP servers");
    assert!(job.is_as_before(), "looking writes nothing");
    job.look_at_the_change();
    job.apply_the_change();
    until("the menu to follow", || {
        (!says(&tray, "Set up Codex")).then_some(())
    });
}

#[test]
fn the_icon_shows_what_matters_most_and_its_tooltip_says_it() {
    let scene = Scene::with_key();
    let tray = scene.desktop.tray_item();
    let set = |path: &str, value| drop(control(&scene.url, path, &value));
    let refresh = json!({"type": "refresh"});
    let icon_that_says = |words: &str| {
        until_or(
            || format!("“{words}”, not “{}”", tray.tooltip()),
            || tray.tooltip().starts_with(words).then(|| tray.icon()),
        )
    };
    let fine = icon_that_says("Token Wallet: $");

    set("pricing", json!({"mode": "surge", "endsInSeconds": 3600}));
    scene.person.does(&refresh);
    let surge = icon_that_says("Pricing: Surge");

    set("balance", json!({"balanceMicroUsd": 100_000}));
    scene.person.does(&refresh);
    let low = icon_that_says("Token Wallet: $0.10 (low)");

    let fault = json!({"prefix": "/api/v1/", "kind": "serverError", "count": 1000});
    set("faults", fault);
    let _ = scene.person.is_refused(&refresh);
    let offline = icon_that_says("The gateway has a fault");

    let question = scene.asks_to_pay("lunch");
    let approval = icon_that_says(&format!("{} asks for", scene.host()));
    let icons = [&fine, &surge, &low, &offline, &approval];
    for (place, icon) in icons.iter().enumerate() {
        assert!(!icon.is_empty());
        assert!(!icons[..place].contains(icon), "icon {place}");
    }

    scene
        .person
        .pays(&json!({"type": "decline", "ask": question["id"]}));
    assert_eq!(icon_that_says("The gateway has a fault"), offline);
}

#[test]
fn the_menu_speaks_the_language_of_the_window() {
    let scene = Scene::with_key();
    let _ = scene.asks_to_pay("lunch");
    let tray = scene.desktop.tray_item();
    until_it_says(&tray, "Approve…");
    scene
        .person
        .does(&json!({"type": "chooseLanguage", "language": "zh-CN"}));
    for line in ["批准…", "拒绝", "暂停付款", "退出"] {
        until_it_says(&tray, line);
    }
    tray.click("暂停付款");
    until_it_says(&tray, "恢复付款");
    assert_eq!(scene.person.sees()["payments"]["paused"], true);
}
