//! Paying by clicks: the real window and its resident, the sandbox's merchants and chains. What the
//! merchants say they were paid is what counts.

use serde_json::Value;
use tests::{
    desktop::Desktop,
    home::Home,
    place,
    process::{Beside, run},
    purser::Purser,
    sandbox,
    wait::until,
    window::Window,
};

/// Someone who signed in to the sandbox by a click. Bound in this order, the window goes first.
struct Person {
    window: Window,
    desktop: Desktop,
    home: Home,
}

impl Person {
    fn new() -> Self {
        let home = Home::new();
        let desktop = Desktop::start(&home);
        let window = Window::open(&desktop, &home, &place::built());
        window.click("Try the sandbox");
        let _ = window.balance();
        Self {
            window,
            desktop,
            home,
        }
    }

    /// The same with a key.
    fn with_key() -> Self {
        let person = Self::new();
        person.window.click("Payments");
        person.window.click("Create key");
        person.window.see("Write down your recovery phrase");
        person
    }

    /// Asks the Supergraph for its networks.
    fn run_a_query(&self) {
        self.window.click("Paid APIs");
        self.window.click("GetNetworks");
        self.window.click("Run");
        self.window.see("You have not paid this origin before");
    }

    fn view(&self) -> Value {
        Purser::beside_resident(&self.home).json(&["status", "--json"])
    }

    fn url(&self, path: &str) -> String {
        let view = self.view();
        format!("{}{path}", view["gateway"]["url"].as_str().unwrap())
    }

    /// What the merchants took, in base units.
    fn taken(&self) -> Vec<String> {
        let log = sandbox::ask(&self.url(""), "merchants/log");
        let settled = log["settlements"].as_array().unwrap().iter();
        settled
            .map(|one| one["amount"].as_str().unwrap().to_owned())
            .collect()
    }

    /// `purser`, on this desktop.
    fn purser(&self) -> std::process::Command {
        self.desktop
            .command(&self.home, place::built().join("purser"))
    }

    /// `purser key phrase` at a terminal, where the person types what it asks for.
    fn phrase_at_a_terminal(&self) -> String {
        let purser = place::built().join("purser");
        let mut terminal = self.desktop.command(&self.home, "script");
        terminal
            .args(["-qec", &format!("{} key phrase", purser.display())])
            .arg("/dev/null");
        run(&mut terminal, "show\nwritten\n").well().out
    }
}

#[test]
fn a_key_is_made_by_clicks_and_its_phrase_is_left_to_a_terminal() {
    let person = Person::new();
    let window = &person.window;
    window.click("Payments");
    window.see("No Pay Wallet yet");
    let _ = window.picture("pay-no-key");
    window.click("Create key");
    window.see("Write down your recovery phrase");
    window.see("purser key phrase");
    let address = person.view()["payments"]["key"]["address"].clone();
    let address = address.as_str().unwrap();
    window.see(address);
    window.see_picture(&format!("QR code of {address}"));
    for holding in ["25 USDC", "25 pathUSD"] {
        window.see(holding);
    }
    let _ = window.picture("pay-wallet");

    let told = person.phrase_at_a_terminal();
    let words = |line: &&str| line.split_whitespace().count() >= 12 && !line.contains(':');
    let phrase = told.lines().map(str::trim).find(words).unwrap();
    window.lose("Write down your recovery phrase");
    let known = [
        window.all_text(),
        window.source(),
        person.view().to_string(),
    ];
    for text in known {
        assert!(!text.contains(phrase), "the phrase is shown: {text}");
    }
}

#[test]
fn a_query_is_asked_about_approved_and_answered_as_a_table() {
    let person = Person::with_key();
    let window = &person.window;
    window.click("Paid APIs");
    window.see("What it costs is not known yet");
    person.run_a_query();
    let _ = window.picture("pay-asked-at-the-query");
    assert_eq!(person.taken(), [""; 0], "nothing before the answer");

    let host = person.url("").replace("http://", "");
    let notice = person.desktop.notification("Approve 0.001 ");
    assert!(notice.summary.contains(&host), "{notice:?}");
    window.click("Home");
    window.see(&format!("{host} asks for 0.001 "));
    let _ = window.picture("pay-home-waits");
    window.click("Review");
    window.see("Paid to");
    let _ = window.picture("pay-approval");
    window.click("Pay 0.001 ");
    window.see("Nothing waits for you");
    window.see("Paid 0.001 ");
    assert_eq!(person.taken(), ["1000"]);

    window.click("Ledger");
    window.click(&host);
    window.see("It was paid, and the answer came.");
    let _ = window.picture("pay-ledger");
    let table = run(person.purser().args(["ledger", "--csv"]), "")
        .well()
        .out;
    assert_eq!(table.lines().count(), 2, "{table}");
    assert!(table.contains("delivered"), "{table}");

    window.click("Paid APIs");
    window.see("It pays 0.001 ");
    window.click("Run for 0.001 ");
    window.click("Pay 0.001 ");
    let networks = window.table("Answer as a table");
    assert_eq!(networks[0], ["id", "name"]);
    assert!(networks.len() > 2, "{networks:?}");
    window.see("Status 200");
    let _ = window.picture("pay-answer");
    let answer = person.view()["payments"]["answers"][0].clone();
    let intent = answer["intent"].as_str().unwrap();
    let whole = run(person.purser().args(["ledger", "--answer", intent]), "").well();
    assert_eq!(whole.out, answer["text"], "byte for byte");
    assert_eq!(person.taken(), ["1000", "1000"]);
}

#[test]
fn declining_costs_nothing() {
    let person = Person::with_key();
    let window = &person.window;
    person.run_a_query();
    window.click("Decline");
    window.see("You declined this payment");
    let _ = window.picture("pay-declined");
    window.click("Payments");
    window.click("Ledger");
    window.see("Declined");
    assert_eq!(person.taken(), [""; 0]);
    let log = sandbox::ask(&person.url(""), "merchants/log");
    assert_eq!(log["refused"], serde_json::json!([]), "nothing was tried");
}

#[test]
fn what_cannot_be_paid_for_never_leaves_the_window() {
    let person = Person::with_key();
    let window = &person.window;
    window.click("Paid APIs");
    window.fill("Query", "mutation { drop }");
    window.click("Run");
    window.see("This query was not sent");
    window.see("It is a mutation, and only queries can be paid for");
    let _ = window.picture("pay-query-refused");
    assert_eq!(person.taken(), [""; 0]);
}

#[test]
fn limits_are_tried_on_the_past_and_then_hold() {
    let person = Person::with_key();
    let window = &person.window;
    person.run_a_query();
    window.click("Pay 0.001 ");
    window.see("Status 200");
    window.click("Payments");
    window.click("Limits");
    window.fill("Per payment", "0.0005");
    window.click("Try on the last 30 days");
    window.see("Over the last 30 days these limits would have paid 0, asked 0, refused 1.");
    let _ = window.picture("pay-limits");
    assert_eq!(person.view()["payments"]["limits"]["perPayment"], "1.00");
    window.click("Save limits");
    window.see("Limits saved");
    assert_eq!(person.view()["payments"]["limits"]["perPayment"], "0.0005");

    window.click("Paid APIs");
    window.click("Run for 0.001 ");
    window.see("Your limits refuse this payment");
    let _ = window.picture("pay-over-limit");
    window.click("Change limits");
    window.see("The most that is paid");
    assert_eq!(person.taken(), ["1000"]);
}

#[test]
fn a_terminal_waits_while_the_person_answers_a_notification() {
    let person = Person::with_key();
    let window = &person.window;
    window.click("Inbox");
    let out = person.home.log("bought");
    let url = person.url("/x402/v2/weather");
    let mut terminal = Beside::start(person.purser().args(["pay", &url]), &out);
    let notice = person.desktop.notification("Approve 0.01 USDC for ");
    assert!(notice.body.contains("/x402/v2/weather"), "{notice:?}");
    assert!(terminal.ended().is_none(), "it waits");
    until("the window to show what is asked", || {
        // Who shows a notification listens a moment later only.
        person.desktop.click(&notice);
        let text = window.all_text();
        text.contains("You have not paid this origin before")
            .then_some(())
    });
    window.click("Pay 0.01 USDC");
    window.see("Nothing waits for you");
    let code = until("the terminal's answer", || terminal.ended());
    let told = std::fs::read_to_string(out).unwrap();
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("Paid 0.01 USDC"), "{told}");
    assert_eq!(person.taken(), ["10000"]);
}

#[test]
fn at_an_exchange_sponsored_first_a_task_and_paid_are_told_apart() {
    let person = Person::with_key();
    let window = &person.window;
    window.click("Paid APIs");
    window.click("PayloadExchange");
    window.see("No PayloadExchange chosen");
    let _ = window.picture("pay-no-exchange");
    window.fill("Address of the exchange", &person.url("/exchange"));
    window.click("Use this exchange");
    window.fill("E-mail", "ada@example.org");
    window.fill("Region", "EU");
    window.fill("Roles", "developer");
    window.click("Create profile");
    window.see("Design week");
    let _ = window.picture("pay-exchange");

    window.unfold("Run Design week");
    window.fill("Input", "hello");
    window.click("Run, sponsored if possible");
    window.see("A sponsor’s task comes first");
    let _ = window.picture("pay-task-first");
    window.click("Report the task as done");
    window.see("Task done");
    window.click("Run, sponsored if possible");
    window.see("Paid by a sponsor");
    assert!(
        !window.all_text().contains("Transaction"),
        "a sponsor’s own reference"
    );
    let _ = window.picture("pay-sponsored");
    assert_eq!(person.taken(), [""; 0]);

    window.click("Run for $0.08");
    window.click("Pay 0.08 USDC");
    window.see("Paid 0.08 USDC");
    let _ = window.picture("pay-exchange-paid");
    assert_eq!(person.taken(), ["80000"]);
}

#[test]
fn paying_fits_in_420_pixels_in_the_dark_and_in_chinese() {
    let person = Person::with_key();
    let window = &person.window;
    person.run_a_query();
    window.click("Settings");
    window.choose("Dark");
    window.resize(420, 640);
    window.click("Payments");
    for part in ["Approvals", "Limits", "Ledger", "Origins", "Wallet"] {
        window.click(part);
        let _ = window.picture(&format!("pay-narrow-dark-{part}"));
        assert_eq!(window.overflow(), 0, "{part} is wider than the window");
    }
    window.click("Paid APIs");
    for part in ["Codex Supergraph", "PayloadExchange"] {
        window.click(part);
        assert_eq!(window.overflow(), 0, "{part} is wider than the window");
    }
    window.resize(960, 640);
    window.click("Settings");
    window.choose("简体中文");
    for (place, part) in [
        ("支付", "待批准"),
        ("支付", "账本"),
        ("付费 API", "Codex Supergraph"),
    ] {
        window.click(place);
        window.click(part);
        let _ = window.picture(&format!("pay-chinese-{part}"));
        assert_eq!(window.overflow(), 0, "{part} is wider than the window");
    }
}
