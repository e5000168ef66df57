//! The real window for people who do not use a mouse, do not see the screen, see it enlarged, read
//! longer words, or are made unwell by what moves.

use std::fs;

use tests::{
    codex::{Codex, RELEASES},
    desktop::Desktop,
    home::Home,
    job::Job,
    place,
    wait::until,
    window::Window,
};

/// Every screen of someone who is signed in, and every part of it.
const SCREENS: [(&str, &[&str]); 7] = [
    ("Set-up", &["Programs", "MCP servers", "Skills", "History"]),
    (
        "Payments",
        &["Wallet", "Approvals", "Limits", "Ledger", "Origins"],
    ),
    ("Paid APIs", &["Codex Supergraph", "PayloadExchange"]),
    ("Doctor", &[]),
    ("Inbox", &[]),
    ("Settings", &[]),
    ("Home", &[]),
];

/// Shows every part of every screen by clicks, and gives what `look` finds there.
fn found_on_every_screen(
    window: &Window,
    look: impl Fn(&Window) -> Vec<String>,
) -> Vec<(String, Vec<String>)> {
    found_on_the_way(window, Window::click, look)
}

/// The same, going from one to the next by `go`.
fn found_on_the_way(
    window: &Window,
    go: impl Fn(&Window, &str),
    look: impl Fn(&Window) -> Vec<String>,
) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    let mut note = |place: String| {
        let faults = look(window);
        if !faults.is_empty() {
            found.push((place, faults));
        }
    };
    for (screen, parts) in SCREENS {
        go(window, screen);
        note(screen.to_owned());
        for part in parts {
            go(window, part);
            note(format!("{screen}, {part}"));
        }
    }
    found
}

/// Someone with a balance, a key, a plan for Codex that waits, and a payment that was made.
struct Settled {
    window: Window,
    _desktop: Desktop,
    _home: Home,
}

impl Settled {
    fn new() -> Self {
        Self::in_a(Home::new())
    }

    fn in_a(home: Home) -> Self {
        let desktop = Desktop::start(&home);
        let window = Window::open(&desktop, &home, &place::built());
        window.click("Try the sandbox");
        let _ = window.balance();
        window.click("Payments");
        window.click("Create key");
        window.see("Write down your recovery phrase");
        window.click("Paid APIs");
        window.click("GetNetworks");
        window.click("Run");
        window.see("You have not paid this origin before");
        window.click("Pay 0.001 ");
        window.see("Status 200");
        Self {
            window,
            _desktop: desktop,
            _home: home,
        }
    }
}

#[test]
fn axe_finds_no_fault_on_any_screen_in_light_and_dark() {
    let home = Home::new();
    let desktop = Desktop::start(&home);
    let window = Window::open(&desktop, &home, &place::built());
    window.see("Try the sandbox");
    assert_eq!(window.faults(), [""; 0], "the sign-in screen");
    drop(window);
    drop(desktop);

    let person = Settled::new();
    let window = &person.window;
    let faults = found_on_every_screen(window, Window::faults);
    assert!(faults.is_empty(), "{faults:#?}");
    window.click("Settings");
    window.choose("Dark");
    let faults = found_on_every_screen(window, Window::faults);
    assert!(faults.is_empty(), "in the dark: {faults:#?}");
    window.click("Settings");
    window.choose("简体中文");
    window.see("语言");
    assert_eq!(window.faults(), [""; 0], "in Chinese");
}

/// Whoever looks at what a window asks, refuses and confirms, while it does.
fn looked_at_what_is_asked(look: impl Fn(&Window) -> Vec<String>) {
    let home = Home::new();
    let desktop = Desktop::start(&home);
    let window = Window::open(&desktop, &home, &place::built());
    let seen = |text: &str| {
        window.see(text);
        assert_eq!(look(&window), [""; 0], "at “{text}”");
    };
    window.see("Try the sandbox");
    window.unfold("Gateway");
    window.fill("Gateway address", "https://127.0.0.1:9");
    window.click("Sign in with Google");
    seen("Go on in your browser");
    window.click("Cancel");
    window.fill("User name or e-mail", "ada");
    window.fill("Password", "a password");
    window.click("Sign in");
    seen("cannot be reached");
    window.click("Try the sandbox");
    let _ = window.balance();
    window.click("Set-up");
    window.click("Set up Codex");
    seen("What will change");
    window.click("Write config.toml");
    seen("Codex now uses");
    window.click("Payments");
    window.click("Create key");
    seen("Write down your recovery phrase");
    window.click("Limits");
    window.fill("Per payment", "a lot");
    seen("Write it like 0.10");
    window.fill("Per payment", "4");
    window.click("Save limits");
    seen("Limits saved");
    window.click("Paid APIs");
    window.click("GetNetworks");
    window.click("Run");
    seen("You have not paid this origin before");
    window.click("Payments");
    window.click("Approvals");
    seen("Decline");
    window.click("Settings");
    window.click("Show the report");
    seen("This is all that is sent, word for word");
}

#[test]
fn axe_finds_no_fault_with_what_is_asked_refused_or_confirmed() {
    looked_at_what_is_asked(Window::faults);
}

#[test]
fn longer_words_lose_nothing_of_what_is_asked_refused_or_confirmed() {
    looked_at_what_is_asked(Window::clipped_by_longer_words);
}

#[test]
fn at_200_percent_no_screen_is_wider_than_the_window() {
    let person = Settled::new();
    person.window.zoom_to_double();
    let too_wide = |window: &Window| match window.overflow() {
        0 => Vec::new(),
        pixels => vec![format!("{pixels} pixels too wide")],
    };
    // A driver's clicks miss what is zoomed.
    let found = found_on_the_way(&person.window, Window::press, too_wide);
    let _ = person.window.picture("home-200-percent");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn words_that_are_half_as_long_again_lose_nothing_on_any_screen() {
    let person = Settled::new();
    let found = found_on_every_screen(&person.window, Window::clipped_by_longer_words);
    assert!(found.is_empty(), "{found:#?}");
    person.window.resize(480, 640);
    let found = found_on_every_screen(&person.window, Window::clipped_by_longer_words);
    assert!(found.is_empty(), "at 480 pixels: {found:#?}");
}

#[test]
fn nothing_moves_for_someone_who_asked_their_desktop_for_no_motion() {
    let home = Home::new();
    let settings = home.path().join(".config/gtk-3.0/settings.ini");
    fs::create_dir_all(settings.parent().unwrap()).unwrap();
    fs::write(&settings, "[Settings]\ngtk-enable-animations=0\n").unwrap();
    let person = Settled::in_a(home);
    let found = found_on_every_screen(&person.window, Window::motions);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn by_keys_alone_codex_is_set_up_and_taken_back_byte_for_byte() {
    let job = Job::start(&place::built(), Codex::release(RELEASES[1]));
    let window = &job.window;
    window.see("Try the sandbox");
    window.press("Try the sandbox");
    let _ = window.balance();
    let before = fs::read(job.home.codex_config()).unwrap();
    window.press("Set-up");
    window.press("Set up Codex");
    window.see("What will change");
    window.press("Write config.toml");
    window.see("Codex now uses");
    assert_ne!(fs::read(job.home.codex_config()).unwrap(), before);
    window.press("Undo");
    window.see("What undo will change");
    window.press("Restore config.toml");
    until("the file as it was", || {
        (fs::read(job.home.codex_config()).unwrap() == before).then_some(())
    });
}

#[test]
fn by_keys_alone_limits_are_set_and_a_query_is_paid() {
    let home = Home::new();
    let desktop = Desktop::start(&home);
    let window = Window::open(&desktop, &home, &place::built());
    window.see("Try the sandbox");
    window.press("Try the sandbox");
    let _ = window.balance();
    window.press("Payments");
    window.press("Create key");
    window.see("Write down your recovery phrase");
    window.press("Limits");
    window.type_into("Per payment", "5");
    window.press("Save limits");
    window.see("Limits saved");
    window.press("Paid APIs");
    window.press("GetNetworks");
    window.press("Run");
    window.see("You have not paid this origin before");
    window.press("Pay 0.001 ");
    window.see("Status 200");
}
