//! Notifications on a real bus: what they say, where a click leads, when they stay silent, and that
//! each is told once, whenever the resident is killed.

use std::{collections::BTreeMap, thread::sleep, time::Duration};

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use tests::{
    codex::{Codex, RELEASES},
    desktop::Desktop,
    home::Home,
    job::Job,
    place,
    sandbox::{Sandbox, control},
    wait::until,
};

use crate::{person::Person, scene::Scene};

/// How often the resident is killed.
const KILLS: u32 = 200;
/// After so many kills it is let finish what it has to tell: no more than that waits at once, so
/// that a digest names it all.
const CALM_EVERY: u32 = 5;

fn sends(scene: &Scene, titles: &[&str]) {
    for title in titles {
        let _ = control(&scene.url, "messages", &message(title));
    }
    scene.person.does(&json!({"type": "refresh"}));
}

fn told(scene: &Scene) -> Vec<String> {
    let shown = scene.desktop.notifications().into_iter();
    shown.map(|shown| shown.summary).collect()
}

fn message(title: &str) -> Value {
    json!({"kind": "private", "title": title, "body": ""})
}

#[test]
fn a_question_names_all_that_is_paid_and_declining_it_on_the_notification_costs_nothing() {
    let scene = Scene::start();
    scene.person.pays(&json!({"type": "createKey"}));
    let question = scene.asks_to_pay("lunch");
    let host = question["host"].as_str().expect("a host");
    let notice = scene
        .desktop
        .notification(&format!("Approve 0.01 USDC for {host}?"));
    let price = &question["price"];
    for part in [
        &format!("{host}/x402/v2/weather"),
        "0.01 USDC",
        price["network"].as_str().expect("a network"),
        price["recipient"].as_str().expect("a recipient"),
        "Ends 20",
    ] {
        assert!(notice.body.contains(part), "{part} in {}", notice.body);
    }
    let buttons = ["default", "Purser", "0", "Approve…", "1", "Decline"];
    assert_eq!(notice.actions, buttons);

    until("the question to be declined", || {
        scene.desktop.choose(&notice, "1");
        scene.person.questions().is_empty().then_some(())
    });
    assert_eq!(scene.settlements(), 0);
}

#[test]
fn approving_on_the_notification_pays_nothing_and_opens_the_window_at_the_question() {
    let scene = Scene::start();
    scene.person.pays(&json!({"type": "createKey"}));
    let question = scene.asks_to_pay("dinner");
    let host = question["host"].as_str().expect("a host");
    let notice = scene
        .desktop
        .notification(&format!("Approve 0.01 USDC for {host}?"));
    until("the window", || {
        scene.desktop.choose(&notice, "0");
        scene.opens_a_window_at("approvals").then_some(())
    });
    assert_eq!(scene.person.questions().len(), 1);
    assert_eq!(scene.settlements(), 0);
    scene
        .person
        .pays(&json!({"type": "approve", "ask": question["id"]}));
    scene.has_no_question();
    let made = scene
        .desktop
        .notification(&format!("Paid 0.01 USDC to {host}"));
    assert_eq!(made.actions, ["default", "Purser"]);
    assert_eq!(scene.settlements(), 1);
}

#[test]
fn a_click_on_a_message_leads_the_open_window_to_the_inbox() {
    let job = Job::start(&place::built(), Codex::release(RELEASES[1]));
    let _ = job.try_the_sandbox();
    until("the inbox", || {
        (job.view()["inbox"]["known"] == true).then_some(())
    });
    let notice = job.receive("Maintenance on Sunday", "From 2 to 3");
    until("the inbox in the window", || {
        job.desktop.choose(&notice, "default");
        let text = job.window.all_text();
        text.contains("unread message").then_some(())
    });
    job.window.see("Maintenance on Sunday");
    until("the second start to end", || {
        let lines = job.home.command_lines();
        let windows = lines
            .iter()
            .filter(|line| line.contains("purser-desktop --show"));
        (windows.count() == 0).then_some(())
    });
    job.window.click("Settings");
    job.window.see("Quiet hours");
    let _ = job.picture("settings-notifications");
}

#[test]
fn kinds_that_are_off_stay_silent_and_more_than_three_at_once_are_told_as_one() {
    let scene = Scene::start();
    let turn = |on: bool| json!({"type": "chooseNotice", "kind": "message", "on": on});
    scene.person.does(&turn(false));
    sends(&scene, &["Silent"]);
    scene.person.does(&turn(true));
    sends(&scene, &["Heard"]);
    let _ = scene.desktop.notification("Heard");
    let _ = control(
        &scene.url,
        "pricing",
        &json!({"mode": "surge", "endsInSeconds": 3600}),
    );
    scene.person.does(&json!({"type": "refresh"}));
    let _ = scene.desktop.notification("Surge pricing now");
    sends(&scene, &["One", "Two", "Three", "Four"]);
    let digest = scene.desktop.notification("4 pieces of news");
    let mut lines: Vec<&str> = digest.body.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["Four", "One", "Three", "Two"]);
    assert_eq!(
        told(&scene),
        ["Heard", "Surge pricing now", "4 pieces of news"]
    );
}

#[test]
fn what_comes_in_quiet_hours_is_told_together_when_they_end_but_a_question_is_told() {
    let scene = Scene::start();
    scene.person.pays(&json!({"type": "createKey"}));
    let quiet = |hours: Value| json!({"type": "chooseQuietHours", "hours": hours});
    let minute = Timestamp::now().to_zoned(TimeZone::UTC).minute();
    // Whichever zone this computer is in, by quarters of an hour: the one minute that is not quiet
    // is not now.
    let gap = |after: i8| format!("00:{:02}", (minute + after) % 60);
    scene
        .person
        .does(&quiet(json!({"from": gap(8), "until": gap(7)})));
    sends(&scene, &["One", "Two"]);
    let question = scene.asks_to_pay("night");
    let host = question["host"].as_str().expect("a host");
    let asked = format!("Approve 0.01 USDC for {host}?");
    let _ = scene.desktop.notification(&asked);
    assert_eq!(told(&scene), [asked.as_str()]);
    scene.person.does(&quiet(Value::Null));
    let digest = "While it was quiet: 2 pieces of news";
    let _ = scene.desktop.notification(digest);
    assert_eq!(told(&scene), [asked.as_str(), digest]);
}

/// How often each message stands on the desktop, alone or in a digest.
fn sightings(desktop: &Desktop) -> BTreeMap<String, usize> {
    let mut seen = BTreeMap::new();
    for shown in desktop.notifications() {
        let titles: Vec<String> = if shown.summary.starts_with("Message ") {
            vec![shown.summary]
        } else {
            shown.body.lines().map(str::to_owned).collect()
        };
        for title in titles {
            *seen.entry(title).or_default() += 1;
        }
    }
    seen
}

#[test]
fn each_message_is_told_once_however_often_the_resident_is_killed() {
    let home = Home::new();
    let desktop = Desktop::start(&home);
    let sandbox = Sandbox::start(&home);
    let mut person = Person::start_on(&desktop, &home);
    person.does(&json!({
        "type": "signIn",
        "gateway": sandbox.url,
        "login": sandbox.login,
        "password": sandbox.password,
    }));
    person.knows_the_inbox();
    let mut random = fastrand::Rng::with_seed(5);
    let mut telling = Duration::from_millis(500);
    for number in 1..=KILLS {
        sandbox.control("messages", &message(&format!("Message {number}")));
        drop(person);
        let started = Timestamp::now();
        person = Person::start_on(&desktop, &home);
        if number % CALM_EVERY == 0 || number == KILLS {
            until(format!("{number} messages"), || {
                let seen = sightings(&desktop);
                (seen.len() >= usize::try_from(number).expect("a count")).then_some(())
            });
            telling = Timestamp::now().duration_since(started).unsigned_abs();
        } else {
            // Anywhere between its start and a little after all is told.
            sleep(telling.mul_f64(random.f64() * 1.2));
        }
    }
    let seen = sightings(&desktop);
    let wanted = (1..=KILLS).map(|number| (format!("Message {number}"), 1));
    assert_eq!(seen, wanted.collect());
}
