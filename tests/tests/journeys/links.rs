//! Links that lead into the real window: cold and warm, by the desktop's own way, and back from a
//! sign-in in the browser.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use tests::{
    desktop::Desktop,
    home::{Home, files_with},
    place,
    process::{Beside, run},
    purser::Purser,
    sandbox::Sandbox,
    wait::until,
    window::Window,
};

/// A browser as far as a link sees it: it opens a page, and hands the system the address that the
/// page leads to when no browser can show it.
const BROWSER: &str = r#"#!/bin/sh
curl --silent --dump-header - --output /dev/null "$1" |
    sed -n 's/^location: //Ip' | tr -d '\r' > "$HOME/link"
exec gio open "$(cat "$HOME/link")"
"#;

/// A person whose desktop knows Purser's links, beside a gateway of their own.
struct Scene {
    window: Window,
    sandbox: Sandbox,
    desktop: Desktop,
    home: Home,
}

impl Scene {
    fn start() -> Self {
        let home = Home::new();
        let desktop = Desktop::start(&home);
        let sandbox = Sandbox::start(&home);
        install(&desktop, &home);
        let window = Window::open(&desktop, &home, &place::built());
        Self {
            window,
            sandbox,
            desktop,
            home,
        }
    }

    fn sign_in_by_the_browser(&self) {
        self.window.unfold("Gateway");
        self.window.fill("Gateway address", &self.sandbox.url);
        self.window.click("Sign in with Google");
        assert!(self.window.balance().starts_with('$'));
    }

    /// Opens a link as any program does.
    fn opens(&self, link: &str) {
        let mut open = self.desktop.command(&self.home, "gio");
        let _ = run(open.args(["open", link]), "").well();
    }

    fn token(&self) -> String {
        let mut token = self
            .desktop
            .command(&self.home, place::built().join("purser"));
        let told = run(token.args(["token", "codex"]), "").well();
        told.out.trim_end().to_owned()
    }
}

/// Puts the packed desktop file where a package does, and a browser where the desktop looks for one.
fn install(desktop: &Desktop, home: &Home) {
    let file = place::repository().join("installer/linux/purser.desktop.hbs");
    let program = place::built().join("purser-desktop");
    let text = fs::read_to_string(file)
        .unwrap()
        .replace("{{name}}", "Purser")
        .replace("{{comment}}", "Wallet and set-up client")
        .replace("{{exec}}", program.to_str().unwrap())
        .replace("{{icon}}", "purser-desktop")
        .replace("{{categories}}", "Development;");
    let folder = home.path().join(".local/share/applications");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("Purser.desktop"), text).unwrap();
    let ask = |command: &mut Command| run(command, "").well();
    let _ = ask(desktop
        .command(home, "update-desktop-database")
        .arg(&folder));
    let browser = home.path().join("bin/xdg-open");
    fs::write(&browser, BROWSER).unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_browser_leads_back_from_a_sign_in_once_and_its_token_is_seen_nowhere() {
    let scene = Scene::start();
    scene.sign_in_by_the_browser();
    assert_eq!(scene.token(), scene.sandbox.token);
    let link = fs::read_to_string(scene.home.path().join("link")).unwrap();
    assert!(link.contains(&scene.sandbox.token), "the browser had it");

    scene.opens(link.trim());
    scene.window.see("This link was not followed");
    scene.window.see("it came back already");
    assert!(scene.window.balance().starts_with('$'));
    assert!(!scene.window.source().contains(&scene.sandbox.token));
    let view = Purser::beside_resident(&scene.home).json(&["status", "--json"]);
    assert!(!view.to_string().contains(&scene.sandbox.token));
    fs::remove_file(scene.home.path().join("link")).unwrap();
    let leaks = files_with(scene.home.path(), &[&scene.sandbox.token]);
    assert_eq!(leaks, Vec::<String>::new());
}

#[test]
fn a_link_leads_the_open_window_to_a_place_and_opens_no_second_one() {
    let scene = Scene::start();
    scene.sign_in_by_the_browser();
    scene.opens("purser://open/settings");
    scene.window.see("Launch at log-in");
    scene.opens("codexapi-desktop://open/inbox");
    scene.window.lose("Launch at log-in");
    scene.window.see("Inbox");
    scene.opens("purser://open/everything");
    scene
        .window
        .see("It asks for something that no link may ask for");
    until("the second programs to end", || {
        let windows = scene.home.command_lines().into_iter();
        let is_one = |line: &String| line.split(' ').next().is_some_and(is_the_window);
        (windows.filter(is_one).count() == 1).then_some(())
    });
}

fn is_the_window(program: &str) -> bool {
    Path::new(program)
        .file_name()
        .is_some_and(|name| name == "purser-desktop")
}

#[test]
fn a_payment_page_that_leads_back_has_the_balance_read_at_once() {
    let scene = Scene::start();
    scene.sign_in_by_the_browser();
    let before = scene.window.balance();
    let more = serde_json::json!({"balanceMicroUsd": 99_500_000});
    scene.sandbox.control("balance", &more);
    assert_eq!(scene.window.balance(), before);
    scene.opens("purser://topup");
    until("the new balance", || {
        (scene.window.balance() == "$99.50").then_some(())
    });
}

#[test]
fn a_link_opens_a_window_where_none_is_and_leads_it_to_the_place() {
    let scene = Scene::start();
    scene.sign_in_by_the_browser();
    let Scene {
        window,
        sandbox: _sandbox,
        desktop,
        home,
    } = scene;
    let link = "purser://open/settings";
    window.close(&desktop, &home);
    let beside_resident = Window::open_for(&desktop, &home, &place::built(), link);
    beside_resident.see("Launch at log-in");
    beside_resident.close(&desktop, &home);

    let tray = desktop.tray_item();
    tray.click("Quit");
    desktop.wait_until_gone(&tray);
    let alone = Window::open_for(&desktop, &home, &place::built(), link);
    alone.see("Launch at log-in");
}

#[test]
fn a_terminal_prints_the_page_and_waits_until_the_browser_led_back() {
    let scene = Scene::start();
    scene.window.see("Sign in to your gateway");
    let mut purser = scene
        .desktop
        .command(&scene.home, place::built().join("purser"));
    purser.args(["sign-in", "--browser", "--gateway", &scene.sandbox.url]);
    let log = scene.home.log("sign-in");
    let mut waiting = Beside::start(&mut purser, &log);
    let page = until("the page", || {
        let said = fs::read_to_string(&log).ok()?;
        let page = said
            .lines()
            .find_map(|line| line.trim().strip_prefix("http"))?;
        Some(format!("http{page}"))
    });
    let mut browser = scene.desktop.command(&scene.home, "xdg-open");
    let _ = run(browser.arg(&page), "").well();
    assert_eq!(until("its end", || waiting.ended()), Some(0));
    let said = fs::read_to_string(&log).unwrap();
    assert!(said.contains("Signed in to 127.0.0.1"), "{said}");
    assert_eq!(scene.token(), scene.sandbox.token);
}

/// Where the session looks for what to start.
fn entry(home: &Home) -> PathBuf {
    let folder = home.path().join(".config/autostart");
    folder.join("pro.codexapi.purser.desktop")
}

#[test]
fn the_session_starts_the_resident_hidden_from_the_entry_that_a_click_wrote() {
    let scene = Scene::start();
    scene.sign_in_by_the_browser();
    assert!(!entry(&scene.home).exists());
    scene.window.click("Settings");
    scene.window.tick("Launch at log-in");
    until("the entry", || entry(&scene.home).exists().then_some(()));
    let Scene {
        window,
        sandbox: _sandbox,
        desktop,
        home,
    } = scene;
    let ask = |command: &mut Command| run(command, "");
    let mut validate = desktop.command(&home, "desktop-file-validate");
    let _ = ask(validate.arg(entry(&home))).well();
    window.close(&desktop, &home);
    let tray = desktop.tray_item();
    tray.click("Quit");
    desktop.wait_until_gone(&tray);

    let mut session = desktop.command(&home, "gio");
    // What it starts holds on to its output.
    let _session = Beside::start(
        session.arg("launch").arg(entry(&home)),
        &home.log("session"),
    );
    let hidden = desktop.tray_item_after(&tray);
    until("the balance in the tray", || {
        let menu = hidden.menu();
        menu.first()?.contains('$').then_some(())
    });
    assert!(!home.runs("purser-desktop"));

    let purser = Purser::beside_resident(&home);
    let said = purser.run(&["autostart", "status"]).well().out;
    assert_eq!(said, "Purser is started at log-in.\n");
    let _ = purser.run(&["autostart", "off"]).well();
    assert!(!entry(&home).exists());
}

#[test]
fn an_entry_that_a_person_edited_is_neither_overwritten_nor_removed() {
    let home = Home::new();
    let purser = Purser::headless(&home);
    let _ = purser.run(&["autostart", "on"]).well();
    let edited = fs::read_to_string(entry(&home)).unwrap() + "X-GNOME-Autostart-Delay=30\n";
    fs::write(entry(&home), &edited).unwrap();
    for step in ["on", "off"] {
        let refused = purser.run(&["autostart", step]);
        assert_eq!(refused.code, Some(5), "{}", refused.err);
        assert!(refused.err.contains("written or changed by someone else"));
    }
    assert_eq!(fs::read_to_string(entry(&home)).unwrap(), edited);
    assert_eq!(purser.run(&["autostart", "status"]).code, Some(5));
}
