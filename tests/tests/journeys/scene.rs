//! A person on a desktop of their own, whose Purser plays the sandbox. Knows no journey.

use serde_json::{Value, json};
use tests::{desktop::Desktop, home::Home, sandbox::ask, wait::until};

use crate::person::Person;

/// A person whose Purser runs on a desktop and plays the sandbox. It ends in the order of its parts.
pub(crate) struct Scene {
    pub(crate) person: Person,
    pub(crate) desktop: Desktop,
    pub(crate) home: Home,
    pub(crate) url: String,
}

impl Scene {
    /// Starts it.
    pub(crate) fn start() -> Self {
        let home = Home::new();
        let desktop = Desktop::start(&home);
        let person = Person::start_on(&desktop, &home);
        person.does(&json!({"type": "trySandbox"}));
        person.knows_the_inbox();
        let view = person.sees();
        let url = view["gateway"]["url"].as_str().expect("a sandbox");
        Self {
            url: url.to_owned(),
            person,
            desktop,
            home,
        }
    }

    /// Asks for something that costs 0.01 USDC, and waits for the question about it.
    pub(crate) fn asks_to_pay(&self, intent: &str) -> Value {
        let request = json!({
            "intent": intent,
            "url": format!("{}/x402/v2/weather", self.url),
            "method": "GET",
            "headers": [],
            "body": null,
            "maxAmount": null,
        });
        self.person
            .pays(&json!({"type": "pay", "request": request}));
        self.person.question()
    }

    /// How often the merchants were paid, by their own books.
    pub(crate) fn settlements(&self) -> usize {
        let log = ask(&self.url, "merchants/log");
        log["settlements"].as_array().expect("a log").len()
    }

    /// Waits until nothing is asked any more.
    pub(crate) fn has_no_question(&self) {
        until("no question", || {
            self.person.questions().is_empty().then_some(())
        });
    }

    /// Whether a window was opened on that screen.
    pub(crate) fn opens_a_window_at(&self, screen: &str) -> bool {
        let wanted = format!("purser-desktop --show {screen}");
        let lines = self.home.command_lines();
        lines.iter().any(|line| line.contains(&wanted))
    }
}
