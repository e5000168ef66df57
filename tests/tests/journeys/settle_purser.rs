//! A person pays real merchants from the command line: within the limits, at most once, and with the
//! chain's word in the ledger.

use serde_json::Value;
use tests::{
    chain::{Chain, MERCHANT, PATH_USD, PAYER, PHRASE, USDC, know},
    home::Home,
    merchant::Merchant,
    process::Ended,
    purser::Purser,
};

/// A person with a key, who knows where the chains are asked.
struct Person {
    tempo: Chain,
    base: Chain,
    home: Home,
}

impl Person {
    fn new() -> Self {
        let home = Home::new();
        let person = Self {
            tempo: Chain::tempo(&home),
            base: Chain::base(&home),
            home,
        };
        know(&person.home, &[&person.tempo, &person.base]);
        let phrase = format!("{PHRASE}\n");
        let imported = person.purser().run_with_input(&["key", "import"], &phrase);
        assert_eq!(imported.well().out.trim(), PAYER);
        person
    }

    fn purser(&self) -> Purser<'_> {
        Purser::headless(&self.home)
    }

    /// Has the limits alone decide about a merchant.
    fn allow(&self, merchant: &Merchant) {
        let origin = merchant.at("");
        let _ = self
            .purser()
            .run(&["policy", "set", "--allow", &origin])
            .well();
    }

    /// Pays what is asked for `url` within the limits, for an intent of this name.
    fn pay(&self, url: &str, intent: &str) -> Ended {
        self.purser()
            .run(&["pay", url, "--yes", "--intent", intent])
    }

    /// The transactions that the ledger names, oldest first.
    fn transactions(&self) -> Vec<String> {
        let ledger = self.purser().run(&["ledger", "--json"]).well().out;
        let payments = ledger.lines().map(serde_json::from_str::<Value>);
        payments
            .filter_map(|payment| Some(payment.unwrap()["transaction"].as_str()?.to_owned()))
            .collect()
    }
}

#[test]
fn a_charge_on_tempo_is_paid_once_and_the_ledger_names_its_transaction() {
    let person = Person::new();
    let merchant = Merchant::mpp(&person.home, &person.tempo, &person.base);
    person.allow(&merchant);
    let had = person.tempo.balance(PATH_USD, MERCHANT);
    let page = merchant.at("/charge");
    for _ in 0..2 {
        let paid = person.pay(&page, "a-page").well();
        assert_eq!(paid.out, r#"{"data":{"body":""}}"#);
    }
    let transactions = person.transactions();
    let [transaction] = &transactions[..] else {
        panic!("{transactions:?}");
    };
    assert!(person.tempo.settled(transaction).is_some());
    assert_eq!(person.tempo.balance(PATH_USD, MERCHANT), had + 10_000);
    assert_eq!(merchant.count("/charge"), 1);
}

#[test]
fn each_dialect_of_x402_is_paid_on_base_and_no_more_than_the_limits_allow() {
    let person = Person::new();
    let merchant = Merchant::x402(&person.home, &person.base);
    let had = person.base.balance(USDC, PAYER);
    let asked = person.pay(&merchant.at("/v2"), "too-early");
    assert_eq!(asked.code, Some(5), "{}", asked.err);
    person.allow(&merchant);
    for path in ["/v2", "/identified", "/v1"] {
        let _ = person
            .pay(
                &merchant.at(path),
                &format!("buy{}", path.replace('/', "-")),
            )
            .well();
        assert_eq!(merchant.count(path), 1, "{path}");
    }
    let limits = ["policy", "set", "--per-day", "0.035"];
    let _ = person.purser().run(&limits).well();
    let refused = person.pay(&merchant.at("/v2"), "too-much");
    assert_eq!(refused.code, Some(5), "{}", refused.err);
    assert_eq!(merchant.count("/v2"), 1);
    assert_eq!(person.base.balance(USDC, PAYER), had - 30_000);
    let transactions = person.transactions();
    assert_eq!(transactions.len(), 3);
    assert!(
        transactions
            .iter()
            .all(|hash| person.base.settled(hash).is_some())
    );
}
