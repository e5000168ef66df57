//! A person pays real merchants from the command line: within the limits, at most once, and with the
//! chain's word in the ledger.

use std::fs;

use serde_json::Value;
use tests::{
    chain::{AUTHOR, Chain, MERCHANT, PATH_USD, PAYER, PHRASE, USDC, know},
    home::Home,
    merchant::Merchant,
    place,
    process::{Ended, run},
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

    /// The same, whoever was paid there before.
    fn allow_anew(&self, merchant: &Merchant) {
        let forget = ["policy", "set", "--forget", &merchant.at("")];
        let _ = self.purser().run(&forget).well();
        self.allow(merchant);
    }

    /// Pays what is asked for `url` within the limits, for an intent of this name.
    fn pay(&self, url: &str, intent: &str) -> Ended {
        self.purser()
            .run(&["pay", url, "--yes", "--intent", intent])
    }

    /// The ledger's lines of an intent.
    fn lines(&self, intent: &str) -> Vec<Value> {
        let ledger = self.purser().run(&["ledger", "--json"]).well().out;
        let lines = ledger
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        lines
            .filter(|line: &Value| line["intent"] == intent)
            .collect()
    }

    /// The one line of an intent that was paid and delivered, for so much and in this way.
    #[track_caller]
    fn line(&self, intent: &str, rail: &str, base_units: &str) -> Value {
        let mut lines = self.lines(intent);
        let line = lines.pop().expect("a line of the ledger");
        assert!(lines.is_empty(), "{lines:?}");
        let told = ["state", "rail", "base_units"].map(|key| line[key].clone());
        assert_eq!(told, ["delivered", rail, base_units], "{line}");
        line
    }

    /// The same, of which the ledger names the transaction that settled on `chain`.
    #[track_caller]
    fn settled(&self, chain: &Chain, intent: &str, rail: &str, base_units: &str) -> Value {
        let line = self.line(intent, rail, base_units);
        let transaction = line["transaction"].as_str().expect("a transaction");
        assert!(chain.settled(transaction).is_some(), "{line}");
        line
    }

    fn on_tempo(&self, owner: &str) -> u128 {
        self.tempo.balance(PATH_USD, owner)
    }

    fn on_base(&self, owner: &str) -> u128 {
        self.base.balance(USDC, owner)
    }
}

#[test]
fn a_charge_on_tempo_is_paid_once_and_the_ledger_names_its_transaction() {
    let person = Person::new();
    let merchant = Merchant::mpp(&person.home, &person.tempo, &person.base);
    person.allow(&merchant);
    let had = person.on_tempo(MERCHANT);
    let page = merchant.at("/charge");
    for _ in 0..2 {
        let paid = person.pay(&page, "a-page").well();
        assert_eq!(paid.out, r#"{"data":{"body":""}}"#);
    }
    let line = person.settled(&person.tempo, "a-page", "tempo-charge", "10000");
    assert_eq!(line["recipient"], MERCHANT, "{line}");
    assert_eq!(person.on_tempo(MERCHANT), had + 10_000);
    assert_eq!(merchant.count("/charge"), 1);
}

#[test]
fn what_is_sponsored_split_or_free_costs_what_was_shown_and_reaches_who_was_named() {
    let person = Person::new();
    let merchant = Merchant::mpp(&person.home, &person.tempo, &person.base);
    person.allow(&merchant);

    let [payer, seller] = [PAYER, MERCHANT].map(|owner| person.on_tempo(owner));
    let _ = person.pay(&merchant.at("/sponsored"), "sponsored").well();
    let _ = person.settled(&person.tempo, "sponsored", "tempo-charge", "10000");
    assert_eq!(person.on_tempo(PAYER), payer - 10_000, "its fee was paid");
    assert_eq!(person.on_tempo(MERCHANT), seller + 10_000);

    let page = merchant.at("/split");
    let shown = person.purser().run(&["pay", "--dry-run", &page]).well();
    for part in [
        "0.01 pathUSD of play money",
        &format!("to {MERCHANT}"),
        &format!("of it 0.003 pathUSD to {AUTHOR}"),
    ] {
        assert!(shown.out.contains(part), "{part}: {}", shown.out);
    }
    let asked = person.pay(&page, "split");
    assert_eq!(asked.code, Some(5), "a new recipient: {}", asked.err);
    assert_eq!(merchant.count("/split"), 0);
    person.allow_anew(&merchant);
    let [seller, author] = [MERCHANT, AUTHOR].map(|owner| person.on_tempo(owner));
    let _ = person.pay(&page, "split").well();
    let line = person.settled(&person.tempo, "split", "tempo-charge", "10000");
    assert_eq!(line["split_recipients"], AUTHOR, "{line}");
    assert_eq!(person.on_tempo(MERCHANT), seller + 7_000);
    assert_eq!(person.on_tempo(AUTHOR), author + 3_000);

    let payer = person.on_tempo(PAYER);
    let _ = person.pay(&merchant.at("/proof"), "proof").well();
    let line = person.line("proof", "tempo-proof", "0");
    assert!(line["transaction"].is_null(), "{line}");
    assert_eq!(person.on_tempo(PAYER), payer);
    assert_eq!(merchant.count("/proof"), 1);
}

#[test]
fn of_two_offers_the_cheaper_is_paid_and_the_other_one_when_its_purse_is_empty() {
    let person = Person::new();
    let merchant = Merchant::mpp(&person.home, &person.tempo, &person.base);
    person.allow(&merchant);
    let page = merchant.at("/cheaper");
    let seller = person.on_tempo(MERCHANT);
    let _ = person.pay(&page, "cheaper").well();
    let _ = person.settled(&person.base, "cheaper", "evm-charge", "1000");
    assert_eq!(person.on_base(MERCHANT), 1_000);
    assert_eq!(person.on_tempo(MERCHANT), seller);

    person.base.empty(USDC, PAYER);
    person.allow_anew(&merchant);
    let _ = person.pay(&page, "affordable").well();
    let _ = person.settled(&person.tempo, "affordable", "tempo-charge", "2000");
    assert_eq!(person.on_base(MERCHANT), 1_000);
    assert_eq!(person.on_tempo(MERCHANT), seller + 2_000);

    let poor = person.pay(&merchant.at("/base"), "too-poor");
    assert_eq!(poor.code, Some(5), "{}", poor.err);
    assert!(poor.err.contains("0.01 USDC"), "{}", poor.err);
    assert_eq!(merchant.count("/base"), 0);
    assert_eq!(person.lines("too-poor"), [Value::Null; 0]);
}

#[test]
fn each_dialect_of_x402_is_paid_on_base_and_no_more_than_the_limits_allow() {
    let person = Person::new();
    let merchant = Merchant::x402(&person.home, &person.base);
    let had = person.on_base(PAYER);
    let asked = person.pay(&merchant.at("/v2"), "too-early");
    assert_eq!(asked.code, Some(5), "{}", asked.err);
    person.allow(&merchant);
    for (path, rail) in [
        ("/v2", "x402-v2"),
        ("/identified", "x402-v2"),
        ("/v1", "x402-v1"),
    ] {
        let intent = format!("buy{}", path.replace('/', "-"));
        // A second time it is answered from the ledger.
        for _ in 0..2 {
            let _ = person.pay(&merchant.at(path), &intent).well();
        }
        assert_eq!(merchant.count(path), 1, "{path}");
        let _ = person.settled(&person.base, &intent, rail, "10000");
    }
    let limits = ["policy", "set", "--per-day", "0.035"];
    let _ = person.purser().run(&limits).well();
    let refused = person.pay(&merchant.at("/v2"), "too-much");
    assert_eq!(refused.code, Some(5), "{}", refused.err);
    assert_eq!(merchant.count("/v2"), 1);
    assert_eq!(person.on_base(PAYER), had - 30_000);
    assert_eq!(person.on_base(MERCHANT), 30_000);
}

#[test]
fn an_answer_of_any_length_and_kind_arrives_whole_whether_it_was_paid_or_not() {
    let person = Person::new();
    let merchant = Merchant::x402(&person.home, &person.base);
    person.allow(&merchant);
    let picture: Vec<u8> = (0..=u8::MAX).cycle().take(70_000).collect();
    let text = "é".repeat(70_000);
    let file = person.home.work().join("answer");
    for (path, expected) in [
        ("/picture", &picture[..]),
        ("/free/picture", &picture),
        ("/free/text", text.as_bytes()),
    ] {
        let url = merchant.at(path);
        let mut printing = person.home.command("sh");
        person.purser().equip(&mut printing);
        let program = place::built().join("purser");
        printing.args(["-c", r#"exec "$0" pay --yes "$1" > answer"#]);
        let _ = run(printing.arg(program).arg(&url), "").well();
        assert!(fs::read(&file).unwrap() == expected, "{path}");

        fs::write(&file, "longer than what comes ".repeat(10_000)).unwrap();
        let to_file = ["pay", "--yes", "-o", "answer", &url];
        assert_eq!(person.purser().run(&to_file).well().out, "");
        assert!(fs::read(&file).unwrap() == expected, "{path}");
    }
    assert_eq!(merchant.count("/picture"), 2);

    let paid_page = merchant.at("/picture");
    for more in [
        ["-o", "answer", "--max-amount", "0.009"],
        ["-o", "no/such/folder", "--max-amount", "1"],
    ] {
        let ended = person
            .purser()
            .run(&[&["pay", "--yes", &paid_page], &more[..]].concat());
        assert_eq!(ended.code, Some(5), "{}", ended.err);
    }
    assert!(fs::read(&file).unwrap() == text.as_bytes(), "it stays");
    assert_eq!(merchant.count("/picture"), 2);
}
