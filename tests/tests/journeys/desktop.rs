//! The private desktop itself: if it lies, every journey in a window does.

use tests::{desktop::Desktop, home::Home, process::run};

#[test]
fn a_desktop_has_an_unlocked_keychain() {
    let home = Home::new();
    let desktop = Desktop::start(&home);
    let ask_bus = |arguments: &[&str]| {
        let mut command = desktop.command(&home, "dbus-send");
        run(
            command.args(["--session", "--print-reply"]).args(arguments),
            "",
        )
        .well()
        .out
    };
    let alias = ask_bus(&[
        "--dest=org.freedesktop.secrets",
        "/org/freedesktop/secrets",
        "org.freedesktop.Secret.Service.ReadAlias",
        "string:default",
    ]);
    assert!(
        alias.contains("/org/freedesktop/secrets/collection/"),
        "{alias}"
    );
}
