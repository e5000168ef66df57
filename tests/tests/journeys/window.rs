//! The real window with its resident: tray, notifications, keychain, and the real Codex.

use tests::{
    codex::{Codex, RELEASES},
    desktop::Desktop,
    home::Home,
    job::Job,
    place,
    sandbox::Sandbox,
    wait::until,
    window::Window,
};

fn job() -> Job {
    Job::start(&place::built(), Codex::release(RELEASES[1]))
}

#[test]
fn by_clicks_alone_codex_is_set_up_used_paid_for_and_taken_back() {
    let job = job();
    job.window.see("Sign in to your gateway");
    let _ = job.picture("sign-in");
    let before = job.try_the_sandbox();
    job.window.see("Nothing here costs money");
    let _ = job.picture("home");
    job.look_at_the_change();
    let _ = job.picture("set-up");
    job.apply_the_change();
    assert!(!job.complete_a_turn().is_empty(), "Codex said something");
    let after = job.balance_after(&before);
    assert_ne!(after, before);
    assert_eq!(job.view()["wallet"]["balance"], after.as_str());
    job.undo();
}

#[test]
fn a_message_is_announced_as_text_and_read_in_the_inbox() {
    let job = job();
    let _ = job.try_the_sandbox();
    until("the inbox", || {
        (job.view()["inbox"]["known"] == true).then_some(())
    });
    let notice = job.receive("Maintenance on Sunday", "From <b>2</b> to 3 & not longer");
    assert_eq!(notice.app, "Purser");
    assert_eq!(
        notice.body,
        "From &lt;b&gt;2&lt;/b&gt; to 3 &amp; not longer"
    );

    job.window.click("Inbox");
    job.window.click("Maintenance on Sunday");
    job.window.see("From <b>2</b> to 3 & not longer");
    let _ = job.picture("inbox");
    until("the message to be read", || {
        let view = job.view();
        let message = &view["inbox"]["messages"][0];
        (message["title"] == "Maintenance on Sunday" && message["read"] == true).then_some(())
    });
}

#[test]
fn the_tray_says_the_balance_and_quits_everything() {
    let job = job();
    let balance = job.try_the_sandbox();
    let tray = job.tray();
    assert_eq!(tray.title(), "Purser");
    let menu = until("the balance in the tray", || {
        let menu = tray.menu();
        let looked = menu.contains(&"Set up Codex".to_owned());
        (looked && menu[0].contains(&balance)).then_some(menu)
    });
    let plain: Vec<_> = menu
        .iter()
        .map(|text| text.replace(['\u{2068}', '\u{2069}'], ""))
        .collect();
    assert_eq!(plain[0], format!("Token Wallet: {balance}"));
    assert!(plain[1].starts_with("Pricing: "), "{plain:?}");
    let offers = [
        "",
        "Open Purser",
        "Refresh",
        "Set up Codex",
        "Pause payments",
        "",
        "Quit",
    ];
    assert_eq!(plain[2..], offers);

    tray.click("Quit");
    job.desktop.wait_until_gone(&tray);
    until("window and resident to end", || {
        let runs = |program| job.home.runs(program);
        (!runs("purser-desktop") && !runs("purser-resident")).then_some(())
    });
}

#[test]
fn closing_the_window_leaves_the_resident_and_the_next_window_shows_the_balance() {
    let (home, desktop, sandbox, window) = at_the_window();
    sign_in(&window, &sandbox);
    let balance = window.balance();
    let tray = desktop.tray_item();
    window.close(&desktop, &home);
    assert!(tray.menu()[0].contains(&balance), "{:?}", tray.menu());

    let again = Window::open(&desktop, &home, &place::built());
    assert_eq!(again.balance(), balance);
}

#[test]
fn a_resident_that_crashed_is_started_again_and_the_window_goes_on() {
    let (home, _desktop, sandbox, window) = at_the_window();
    sign_in(&window, &sandbox);
    let _ = window.balance();
    home.crash("purser-resident");
    sandbox.control(
        "balance",
        &serde_json::json!({"balanceMicroUsd": 7_250_000}),
    );
    until("the new resident's balance", || {
        (window.balance() == "$7.25").then_some(())
    });
}

#[test]
fn a_new_start_without_the_gateway_shows_the_last_balance_and_why_it_is_old() {
    let (home, desktop, sandbox, window) = at_the_window();
    sign_in(&window, &sandbox);
    let balance = window.balance();
    window.close(&desktop, &home);
    let tray = desktop.tray_item();
    tray.click("Quit");
    desktop.wait_until_gone(&tray);
    drop(sandbox);

    let again = Window::open(&desktop, &home, &place::built());
    assert_eq!(again.balance(), balance);
    again.see("cannot be reached");
    let _ = again.picture("home-offline");
}

#[test]
fn wrong_words_on_the_sign_in_screen_are_told_beside_the_field() {
    let (_home, _desktop, sandbox, window) = at_the_window();
    window.unfold("Gateway");
    window.fill("Gateway address", &sandbox.url);
    window.fill("User name or e-mail", &sandbox.login);
    window.fill("Password", "not the password");
    window.click("Sign in");
    window.see("User name or password is wrong");
    let _ = window.picture("wrong-password");
    window.fill("Password", &sandbox.password);
    window.click("Sign in");
    assert!(window.balance().starts_with('$'));
}

#[test]
fn the_window_fits_in_480_pixels_in_the_dark_and_in_chinese() {
    let job = job();
    let _ = job.try_the_sandbox();
    job.window.click("Settings");
    job.window.choose("Dark");
    job.window.resize(480, 640);
    for place in ["Settings", "Inbox", "Set-up", "Home"] {
        job.window.click(place);
        assert_eq!(job.window.overflow(), 0, "{place} is wider than the window");
    }
    let _ = job.picture("home-narrow-dark");
    job.window.click("Set-up");
    for part in ["History", "Skills", "MCP servers", "Programs"] {
        job.window.click(part);
        assert_eq!(job.window.overflow(), 0, "{part} is wider than the window");
    }
    job.window.click("Home");
    job.window.resize(960, 640);
    let _ = job.picture("home-dark");
    job.window.click("Settings");
    job.window.choose("简体中文");
    job.window.see("语言");
    let _ = job.picture("settings-chinese");
}

/// The window beside a sandbox of its own. Bound in this order, the window goes first.
fn at_the_window() -> (Home, Desktop, Sandbox, Window) {
    let home = Home::new();
    let desktop = Desktop::start(&home);
    let sandbox = Sandbox::start(&home);
    let window = Window::open(&desktop, &home, &place::built());
    (home, desktop, sandbox, window)
}

fn sign_in(window: &Window, sandbox: &Sandbox) {
    window.unfold("Gateway");
    window.fill("Gateway address", &sandbox.url);
    window.fill("User name or e-mail", &sandbox.login);
    window.fill("Password", &sandbox.password);
    window.click("Sign in");
}
