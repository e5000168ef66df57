//! Signing in to an account that asks for a second factor.

use serde_json::Value;
use tests::{
    home::Home,
    process::Ended,
    purser::Purser,
    sandbox::{Sandbox, ask},
};

struct Account {
    login: String,
    password: String,
    code: String,
}

fn account(sandbox: &Sandbox) -> Account {
    let told = ask(&sandbox.url, "two-factor");
    let text = |key: &str| told[key].as_str().expect(key).to_owned();
    Account {
        login: text("login"),
        password: text("password"),
        code: text("code"),
    }
}

fn sign_in(purser: Purser<'_>, sandbox: &Sandbox, account: &Account, code: &str) -> Ended {
    let arguments = [
        "sign-in",
        "--gateway",
        &sandbox.url,
        "--login",
        &account.login,
        "--password-stdin",
    ];
    purser.run_with_input(&arguments, &format!("{}\n{code}\n", account.password))
}

/// A code of six digits that is not this one.
fn other_than(code: &str) -> String {
    let number: u32 = code.parse().expect("six digits");
    format!("{:06}", (number + 500_000) % 1_000_000)
}

#[test]
fn a_wrong_code_is_said_and_the_right_one_signs_in() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    let account = account(&sandbox);

    let wrong = sign_in(purser, &sandbox, &account, &other_than(&account.code));
    assert_eq!(wrong.code, Some(3), "{wrong:?}");
    assert!(
        wrong.err.starts_with("The code is wrong or too old"),
        "{wrong:?}"
    );
    assert_eq!(wrong.err.lines().count(), 1, "{wrong:?}");
    assert_eq!(purser.run(&["token", "codex"]).code, Some(3));

    let account = self::account(&sandbox);
    let _ = sign_in(purser, &sandbox, &account, &account.code).well();
    let view: Value = purser.json(&["status", "--json"]);
    assert_eq!(view["session"]["account"]["twoFactor"], true);
}
