//! On a desktop that shows no tray icons, a program without a window could not be found.

use serde_json::json;
use tests::{desktop::Desktop, home::Home, place, wait::until, window::Window};

use super::{close, open_alone, view, wait_until_gone};

const TOLD: &str = "Closing this window quits Purser";

#[test]
fn closing_the_window_quits_both_and_that_is_said_once() {
    let home = Home::new();
    let desktop = Desktop::start_without_tray(&home);
    let window = Window::open(&desktop, &home, &place::built());
    window.see(TOLD);
    window.see("Understood");
    let _ = window.picture("closing-quits");
    assert_eq!(
        view(&home)["closing"],
        json!({"state": "quits", "told": false})
    );
    window.close(&desktop, &home);
    wait_until_gone(&home, &["purser-resident"]);

    let window = Window::open(&desktop, &home, &place::built());
    window.see("Sign in to your gateway");
    until("the desktop to be known", || {
        (view(&home)["closing"] == json!({"state": "quits", "told": true})).then_some(())
    });
    assert!(!window.all_text().contains(TOLD));
}

#[test]
fn what_was_understood_is_not_said_again_and_closing_still_quits_both() {
    let home = Home::new();
    let desktop = Desktop::start_without_tray(&home);
    let window = Window::open(&desktop, &home, &place::built());
    window.click("Understood");
    window.lose(TOLD);
    window.close(&desktop, &home);
    wait_until_gone(&home, &["purser-resident"]);
}

#[test]
fn a_tray_that_comes_later_is_stayed_in_and_one_that_goes_is_missed() {
    let home = Home::new();
    let desktop = Desktop::start_without_tray(&home);
    let window = Window::open(&desktop, &home, &place::built());
    window.see(TOLD);
    desktop.show_tray();
    window.lose(TOLD);
    window.close(&desktop, &home);
    let tray = desktop.tray_item();
    assert!(tray.menu().contains(&"Open Purser".to_owned()));
    assert!(home.runs("purser-resident"));

    desktop.hide_tray();
    until("the desktop to be known", || {
        (view(&home)["closing"]["state"] == "quits").then_some(())
    });
    assert!(home.runs("purser-resident"), "nobody closed a window");
    let _window = open_alone(&desktop, &home);
    close(&desktop, &home);
    wait_until_gone(&home, &["purser-resident"]);
}

#[test]
fn a_window_that_dies_is_not_closed_and_the_resident_goes_on() {
    let home = Home::new();
    let desktop = Desktop::start_without_tray(&home);
    let window = Window::open(&desktop, &home, &place::built());
    window.see(TOLD);
    home.crash("purser-desktop");
    wait_until_gone(&home, &["purser-desktop"]);
    assert_eq!(
        view(&home)["closing"],
        json!({"state": "quits", "told": false})
    );
    assert!(home.runs("purser-resident"));
}
