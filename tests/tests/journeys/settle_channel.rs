//! A person buys page after page from npm's `mppx` out of one deposit: through the real program,
//! with their own books, the merchant's log and the chain agreeing.

use serde_json::Value;
use tests::{
    chain::{Chain, PATH_USD, PAYER, PHRASE, RESERVE},
    home::Home,
    merchant::Merchant,
    process::Ended,
    purser::Purser,
    wait::until,
};

const REFUSED: i32 = 5;

/// A person with a key and an allowed merchant who sells by session.
struct Customer {
    merchant: Merchant,
    tempo: Chain,
    home: Home,
}

impl Customer {
    /// One who lets a channel hold so much.
    fn depositing(most: &str) -> Self {
        let home = Home::new();
        let tempo = Chain::tempo(&home);
        let customer = Self {
            merchant: Merchant::session(&home, &tempo),
            tempo,
            home,
        };
        let imported = customer
            .purser()
            .run_with_input(&["key", "import"], &format!("{PHRASE}\n"));
        assert_eq!(imported.well().out.trim(), PAYER);
        let _ = customer.run(&["key", "rpc", "42431", customer.merchant.rpc()]);
        let _ = customer.run(&["policy", "set", "--channel-deposit", most]);
        customer
    }

    /// The same, who lets the limits alone decide about the merchant.
    fn allowing(most: &str) -> Self {
        let customer = Self::depositing(most);
        let _ = customer.run(&["policy", "set", "--allow", &customer.merchant.at("")]);
        customer
    }

    fn purser(&self) -> Purser<'_> {
        Purser::headless(&self.home)
    }

    #[track_caller]
    fn run(&self, arguments: &[&str]) -> Ended {
        self.purser().run(arguments).well()
    }

    /// Buys a page within the limits.
    fn buy(&self, path: &str, intent: &str) -> Ended {
        let page = self.merchant.at(path);
        self.purser()
            .run(&["pay", &page, "--yes", "--intent", intent])
    }

    /// The ways of the ledger's lines in this state, oldest first.
    fn ways(&self, state: &str) -> Vec<String> {
        let ledger = self.run(&["ledger", "--json"]).out;
        let lines = ledger
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        let of_state = lines.filter(|line| line["state"] == state);
        of_state
            .map(|line| line["rail"].as_str().unwrap().to_owned())
            .collect()
    }

    fn channels(&self) -> Vec<Value> {
        let Value::Array(channels) = self.purser().json(&["channel", "list", "--json"]) else {
            panic!("a list");
        };
        channels
    }

    /// What counts as spent today.
    fn spent_today(&self) -> f64 {
        let policy = self.purser().json(&["policy", "show", "--json"]);
        policy["spentToday"].as_str().unwrap().parse().unwrap()
    }

    fn has(&self, owner: &str) -> u128 {
        self.tempo.balance(PATH_USD, owner)
    }
}

#[test]
fn a_session_is_bought_from_deposit_to_refund_and_all_books_agree() {
    let customer = Customer::allowing("0.03");
    let reserve = customer.has(RESERVE);
    let mut counted = Vec::new();
    for page in ["one", "two", "three"] {
        let bought = customer.buy("/page", page).well();
        assert_eq!(bought.out, r#"{"data":{"page":1}}"#, "{}", bought.err);
        counted.push(customer.spent_today());
    }
    assert_eq!(
        customer.has(RESERVE),
        reserve + 30_000,
        "the server would have liked 50000"
    );
    assert!(counted[0] > 0.03, "the whole deposit counts, and its fee");
    assert!(counted.iter().all(|sum| *sum == counted[0]), "{counted:?}");
    let _ = customer.buy("/page", "two").well();
    assert_eq!(
        customer.merchant.count("/page"),
        3,
        "no page was paid twice"
    );

    let _ = customer.buy("/page", "four").well();
    assert_eq!(customer.has(RESERVE), reserve + 60_000);
    let [channel] = &customer.channels()[..] else {
        panic!("one channel");
    };
    assert_eq!(channel["deposit"], "0.06 pathUSD");
    assert_eq!(channel["spent"], "0.04 pathUSD");
    assert_eq!(channel["open"], true);

    let payer = customer.has(PAYER);
    let id = channel["id"].as_str().unwrap();
    let closed = customer.purser().json(&["channel", "close", id, "--json"]);
    assert_eq!(closed["open"], false, "{closed}");
    assert_eq!(closed["refund"], "0.02 pathUSD");
    assert_eq!(customer.has(PAYER), payer + 20_000, "it came back");
    assert_eq!(customer.has(RESERVE), reserve);

    let taken = customer.merchant.taken();
    assert_eq!(
        taken,
        ["open", "voucher", "voucher", "topUp", "voucher", "close"]
    );
    let session = "tempo-session";
    let mut ways = customer.ways("delivered");
    ways.sort();
    assert_eq!(
        ways,
        [
            "tempo-close",
            session,
            session,
            session,
            session,
            "tempo-top-up"
        ]
    );
    assert_eq!(customer.ways("unknown"), [""; 0]);
    let again = customer.purser().run(&["channel", "close", id]);
    assert_ne!(again.code, Some(0), "it is closed");
}

#[test]
fn a_greedy_merchant_gets_the_persons_own_deposit_and_none_that_the_limits_leave_no_room_for() {
    let customer = Customer::allowing("0.05");
    let reserve = customer.has(RESERVE);
    let _ = customer.buy("/greedy", "greedy").well();
    assert_eq!(customer.has(RESERVE), reserve + 50_000);
    let [channel] = &customer.channels()[..] else {
        panic!("one channel");
    };
    let id = channel["id"].as_str().unwrap().to_owned();
    let _ = customer.run(&["channel", "close", &id]);

    let _ = customer.run(&["policy", "set", "--per-payment", "0.02"]);
    let _ = customer.buy("/greedy", "capped").well();
    assert_eq!(customer.has(RESERVE), reserve + 20_000);
    let closed: Vec<_> = customer
        .channels()
        .iter()
        .map(|channel| channel["open"].as_bool().unwrap())
        .collect();
    assert_eq!(closed, [true, false], "the former one is shown, too");
    let _ = customer.run(&["policy", "set", "--channel-deposit", "0"]);
    let _ = customer.buy("/page", "rest").well();
    let refused = customer.buy("/page", "no-more");
    assert_eq!(refused.code, Some(REFUSED), "{}", refused.err);
    assert!(refused.err.contains("deposit above your limit"));
    assert_eq!(customer.has(RESERVE), reserve + 20_000);
}

#[test]
fn a_deposit_that_nobody_approves_costs_nothing() {
    let customer = Customer::depositing("0.05");
    let (reserve, payer) = (customer.has(RESERVE), customer.has(PAYER));
    let asked = customer.buy("/page", "one");
    assert_eq!(asked.code, Some(REFUSED), "{}", asked.err);
    assert_eq!(
        (customer.has(RESERVE), customer.has(PAYER)),
        (reserve, payer)
    );
    assert_eq!(customer.merchant.taken(), [""; 0]);
    assert_eq!(customer.channels(), [Value::Null; 0]);
    assert_eq!(customer.spent_today(), 0.0);
}

#[test]
fn purser_killed_after_its_deposit_left_opens_no_second_channel() {
    let customer = Customer::allowing("0.05");
    let reserve = customer.has(RESERVE);
    let page = customer.merchant.at("/mute");
    let killed = customer
        .purser()
        .start(&["pay", &page, "--yes", "--intent", "mute"]);
    until("the deposit to arrive", || {
        (!customer.merchant.taken().is_empty()).then_some(())
    });
    drop(killed);
    let again = customer.buy("/mute", "mute");
    assert_ne!(again.code, Some(0), "the same bytes bring no page");
    let bought = customer.buy("/page", "page").well();
    assert_eq!(bought.out, r#"{"data":{"page":1}}"#);
    assert_eq!(customer.has(RESERVE), reserve + 50_000);
    assert_eq!(customer.merchant.taken(), ["open", "voucher"]);
    let [channel] = &customer.channels()[..] else {
        panic!("one channel");
    };
    assert_eq!(channel["spent"], "0.02 pathUSD");
    let id = channel["id"].as_str().unwrap();
    let payer = customer.has(PAYER);
    let _ = customer.run(&["channel", "close", id]);
    assert_eq!(customer.has(PAYER), payer + 30_000);
}
