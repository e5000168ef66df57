//! Who is asked before money goes: the person at the terminal, or in the running app. And the
//! Supergraph, which the sandbox plays for the one who tries it out.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde_json::{Value, json};
use tests::{
    home::Home,
    payer::Payer,
    place,
    process::{Beside, Ended},
    purser::Purser,
    sandbox,
    terminal::Terminal,
    wait::until,
};

use super::{NETWORK, REFUSED, USAGE};
use crate::person::Person;

const WEATHER: &str = "/x402/v2/weather";

/// `purser pay` for this intent.
fn pay(home: &Home, url: &str, intent: &str) -> Command {
    let mut command = home.command(place::built().join("purser"));
    Purser::headless(home).equip(&mut command);
    command.args(["pay", "--intent", intent, url]);
    command
}

#[test]
fn the_person_at_the_terminal_sees_what_is_asked_and_only_a_yes_pays() {
    let payer = Payer::new();
    let (home, url) = (payer.home(), payer.at(WEATHER));
    let out = home.log("paid");
    for (intent, answer) in [("no", "n"), ("silence", ""), ("unsure", "yep")] {
        let mut terminal = Terminal::start(pay(home, &url, intent), &out);
        let asked = terminal.shows("? [y/N]");
        for line in [
            format!("GET {url}"),
            "asks for  0.01 USDC on Base Sepolia (x402".to_owned(),
            "to        0x".to_owned(),
            "open for ".to_owned(),
            format!("Pay 0.01 USDC to {}", url.split('/').nth(2).unwrap()),
        ] {
            assert!(asked.contains(&line), "{line}: {asked}");
        }
        assert!(
            asked
                .to_lowercase()
                .contains("0x9c2e7f41b6d05ae3384fb1dc62a8e07f915d3b64")
        );
        terminal.types(answer);
        assert_eq!(terminal.ended(), Some(REFUSED));
        let _ = terminal.shows("Nothing was paid.");
        assert_eq!(fs::read(&out).unwrap(), b"");
    }
    assert_eq!(payer.taken(), [""; 0]);

    // No is no for this purchase: it is not asked about again, wherever it comes from.
    let mut again = Terminal::start(pay(home, &url, "no"), &out);
    assert_eq!(again.ended(), Some(REFUSED));
    let shown = again.shows("You declined this payment");
    assert!(!shown.contains("[y/N]"), "{shown}");

    let mut terminal = Terminal::start(pay(home, &url, "yes"), &out);
    let _ = terminal.shows("? [y/N]");
    terminal.types("y");
    assert_eq!(terminal.ended(), Some(0));
    let _ = terminal.shows("Paid 0.01 USDC");
    let weather: Value = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
    assert!(weather.is_object(), "{weather}");
    assert_eq!(payer.taken(), ["10000"]);
    assert_eq!(payer.line("no")["state"], "declined");
}

/// A person who tries the sandbox out, with a key and play money, beside the running app.
struct Trial {
    person: Person,
    url: String,
    home: Home,
}

impl Trial {
    fn start() -> Self {
        let home = Home::new();
        let person = Person::start(&home);
        person.does(&json!({"type": "trySandbox"}));
        person.pays(&json!({"type": "createKey"}));
        let url = person.sees()["gateway"]["url"].as_str().unwrap().to_owned();
        Self { person, url, home }
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        Purser::headless(&self.home).run(arguments)
    }

    /// A `purser pay` without a terminal, and where it says what.
    fn pay(&self, intent: &str) -> (Beside, PathBuf) {
        let mut command = pay(&self.home, &format!("{}{WEATHER}", self.url), intent);
        let log = self.home.log(intent);
        (Beside::start(command.stdin(Stdio::null()), &log), log)
    }

    /// What the merchants say of payments, taken or not.
    fn log(&self) -> Value {
        sandbox::ask(&self.url, "merchants/log")
    }

    fn taken(&self) -> usize {
        self.log()["settlements"].as_array().unwrap().len()
    }
}

#[test]
fn without_a_terminal_the_running_app_is_asked_and_what_it_says_is_done() {
    let trial = Trial::start();
    for (intent, verdict, code, told) in [
        ("approved", "approve", 0, "Paid 0.01 USDC"),
        ("declined", "decline", REFUSED, "You declined this payment"),
    ] {
        let (mut paying, log) = trial.pay(intent);
        let question = trial.person.question();
        assert_eq!(question["intent"], intent, "{question}");
        let shown = ["host", "path"].map(|key| question[key].clone());
        let host = trial.url.split('/').nth(2).unwrap();
        assert_eq!(shown, [host, WEATHER], "{question}");
        let price = &question["price"];
        let shown = ["amount", "network"].map(|key| price[key].clone());
        assert_eq!(shown, ["0.01 USDC", "Base Sepolia"], "{question}");
        assert!(price["recipient"].as_str().unwrap().starts_with("0x"));
        assert!(question["expiresInSeconds"].as_u64().unwrap() > 0);
        trial
            .person
            .pays(&json!({"type": verdict, "ask": question["id"]}));
        let ended = until("purser pay to end", || paying.ended());
        let said = fs::read_to_string(log).unwrap();
        assert_eq!(ended, Some(code), "{said}");
        assert!(said.contains("waiting for your answer in Purser"), "{said}");
        assert!(said.contains(told), "{said}");
    }
    assert_eq!(trial.taken(), 1);
}

#[test]
fn a_query_is_paid_and_shown_as_a_table_and_with_an_api_key_nothing_is_offered() {
    let trial = Trial::start();
    let origin = json!({
        "origin": trial.url, "allowed": true, "exchange": false, "payer": "purser",
    });
    trial
        .person
        .pays(&json!({"type": "setOrigin", "origin": origin}));
    let before = trial.log();
    for query in ["mutation { createWebhooks { id } }", "subscription { a }"] {
        let refused = trial.run(&["graph", query]);
        assert_eq!(refused.code, Some(USAGE), "{refused:?}");
    }
    assert_eq!(trial.log(), before);

    let query = "{ getNetworks { id name } }";
    let dear = trial.run(&["graph", "--max-amount", "0.0009", query]);
    assert_eq!(dear.code, Some(REFUSED), "{dear:?}");
    assert!(dear.err.contains("0.001"), "its price: {}", dear.err);
    assert_eq!(trial.taken(), 0);

    let table = trial.run(&["graph", "--table", query]).well();
    let mut rows = table.out.lines().map(str::split_whitespace);
    let heading: Vec<&str> = rows.next().unwrap().collect();
    assert_eq!(heading, ["id", "name"], "{}", table.out);
    assert!(rows.count() > 0, "{}", table.out);
    assert!(table.err.contains("Paid 0.001 "), "{}", table.err);
    assert!(table.err.contains("Transaction 0x"), "{}", table.err);
    assert_eq!(trial.taken(), 1);
    let price = &trial.person.sees()["payments"]["graph"]["price"];
    assert_eq!(price["amount"], "0.001", "{price}");

    let key = ::sandbox::SUPERGRAPH_API_KEY;
    trial
        .person
        .pays(&json!({"type": "setGraphKey", "key": key}));
    let with_key = trial.run(&["graph", query]).well();
    let answer: Value = serde_json::from_str(&with_key.out).unwrap();
    assert!(answer["data"]["getNetworks"].is_array(), "{answer}");
    assert!(
        with_key.err.contains("Nothing was paid"),
        "{}",
        with_key.err
    );
    // A key that is not taken is an answer, too: nothing is paid in its place.
    trial
        .person
        .pays(&json!({"type": "setGraphKey", "key": "another"}));
    let refused = trial.run(&["graph", query]);
    assert_eq!(refused.code, Some(NETWORK), "{refused:?}");
    assert_eq!(trial.taken(), 1);
}
