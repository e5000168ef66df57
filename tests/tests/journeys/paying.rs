//! Paying from the command line: the real program, the sandbox's merchants and chains. What the
//! merchants say they were paid is what counts.

mod outside;
mod person;

use serde_json::{Value, json};
use tests::{
    chain::{PAYER as ADDRESS, PHRASE},
    payer::Payer,
};

const USAGE: i32 = 2;
const NO_KEY: i32 = 3;
const NETWORK: i32 = 4;
const REFUSED: i32 = 5;

#[test]
fn an_allowed_origin_is_paid_once_and_its_answer_comes_byte_for_byte() {
    let payer = Payer::allowing();
    for path in ["/x402/v2/weather", "/x402/v1/weather"] {
        let url = payer.at(path);
        let named = [
            "pay",
            "--yes",
            "--intent",
            &path[1..].replace('/', "-"),
            &url,
        ];
        let first = payer.run(&named).well();
        let weather: Value = serde_json::from_str(&first.out).unwrap();
        assert!(weather.is_object(), "{}", first.out);
        assert!(first.err.contains("Paid 0.01 USDC"), "{}", first.err);
        let again = payer.run(&named).well();
        assert_eq!(again.out, first.out, "{}", again.err);
    }
    assert_eq!(payer.taken(), ["10000", "10000"]);
}

#[test]
fn a_body_is_sent_as_it_was_typed() {
    let payer = Payer::allowing();
    let url = payer.at("/x402/v2/echo");
    let body = "{\"a\" : 1}";
    let from_input = payer
        .purser()
        .run_with_input(&["pay", "--yes", "--json", "-", &url], body)
        .well();
    let echo: Value = serde_json::from_str(&from_input.out).unwrap();
    assert_eq!(echo["echo"], body, "{echo}");
    assert_eq!(payer.taken(), ["5000"]);
}

#[test]
fn an_unknown_origin_is_not_paid_when_nobody_can_be_asked() {
    let payer = Payer::new();
    let url = payer.at("/x402/v2/weather");
    let named = ["pay", "--intent", "the-weather", &url];
    for arguments in [&["pay", "--yes", &url], &named[..]] {
        let ended = payer.run(arguments);
        assert_eq!(ended.code, Some(REFUSED), "{ended:?}");
        assert!(ended.err.contains("0.01 USDC"), "{}", ended.err);
        assert!(ended.err.contains("Nothing was paid"), "{}", ended.err);
        assert_eq!(ended.out, "");
    }
    assert_eq!(payer.taken(), [""; 0]);
    // Nobody declined it: once it is allowed, the same purchase goes on.
    let origin = payer.at("");
    let _ = payer.run(&["policy", "set", "--allow", &origin]).well();
    let _ = payer.run(&named).well();
    assert_eq!(payer.taken(), ["10000"]);
}

#[test]
fn neither_the_callers_maximum_nor_a_limit_is_exceeded() {
    let payer = Payer::allowing();
    let url = payer.at("/x402/v2/weather");
    let ended = payer.run(&["pay", "--max-amount", "0.009", &url]);
    assert_eq!(ended.code, Some(REFUSED), "{ended:?}");
    let _ = payer
        .run(&["policy", "set", "--per-payment", "0.009"])
        .well();
    let ended = payer.run(&["pay", &url]);
    assert_eq!(ended.code, Some(REFUSED), "{ended:?}");
    let _ = payer
        .run(&["policy", "set", "--per-payment", "1", "--pause"])
        .well();
    let ended = payer.run(&["pay", &url]);
    assert_eq!(ended.code, Some(REFUSED), "{ended:?}");
    assert_eq!(payer.taken(), [""; 0]);
    let _ = payer.run(&["policy", "set", "--resume"]).well();
    let _ = payer.run(&["pay", &url]).well();
    assert_eq!(payer.taken(), ["10000"]);
}

#[test]
fn a_dry_run_shows_the_offers_and_pays_nothing() {
    let payer = Payer::allowing();
    let ended = payer
        .run(&["pay", "--dry-run", &payer.at("/x402/v2/weather")])
        .well();
    assert!(ended.out.contains("0.01 USDC"), "{}", ended.out);
    assert_eq!(payer.taken(), [""; 0]);
}

#[test]
fn without_a_key_a_price_is_shown_but_nothing_can_be_paid_and_the_exit_code_says_so() {
    let payer = Payer::without_key();
    let priced = payer.run(&["pay", "--dry-run", &payer.at("/x402/v2/weather")]);
    assert!(priced.well().out.starts_with("0.01 USDC of play money"));
    for arguments in [
        &["key", "address"][..],
        &["pay", &payer.at("/x402/v2/weather")],
    ] {
        let ended = payer.run(arguments);
        assert_eq!(ended.code, Some(NO_KEY), "{ended:?}");
    }
}

#[test]
fn what_cannot_be_sent_is_wrong_usage() {
    let payer = Payer::new();
    for url in [
        "http://api.example.com/",
        "api.example.com",
        "https://a:b@api.example.com/",
    ] {
        let ended = payer.run(&["pay", url]);
        assert_eq!(ended.code, Some(USAGE), "{ended:?}");
    }
    for query in [
        "mutation { a }",
        "subscription { a }",
        "query {",
        "{ a } { b }",
    ] {
        let ended = payer.run(&["graph", query]);
        assert_eq!(ended.code, Some(USAGE), "{ended:?}");
    }
}

#[test]
fn a_server_that_cannot_be_reached_is_a_matter_of_the_network() {
    let payer = Payer::new();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", closed.local_addr().unwrap());
    drop(closed);
    let ended = payer.run(&["pay", &url]);
    assert_eq!(ended.code, Some(NETWORK), "{ended:?}");
}

#[test]
fn the_ledger_tells_what_was_paid_exactly() {
    let payer = Payer::allowing();
    let url = payer.at("/x402/v2/weather");
    let _ = payer.run(&["pay", "--intent", "the-weather", &url]).well();
    let lines = payer.run(&["ledger", "--json"]).well().out;
    let line: Value = serde_json::from_str(lines.trim_end()).unwrap();
    assert_eq!(line["intent"], "the-weather");
    assert_eq!(line["amount"], "0.01");
    assert_eq!(line["base_units"], "10000");
    let table = payer.run(&["ledger", "--csv"]).well().out;
    assert!(table.starts_with("at,intent,state,"), "{table}");
    assert_eq!(table.lines().count(), 2);
    let shown = payer.run(&["ledger", "--limit", "1"]).well().out;
    assert!(
        shown.contains("0.01 USDC") && shown.contains("paid"),
        "{shown}"
    );
}

#[test]
fn a_policy_is_shown_changed_and_tried_out() {
    let payer = Payer::allowing();
    let _ = payer.run(&["pay", &payer.at("/x402/v2/weather")]).well();
    let _ = payer
        .run(&["policy", "set", "--per-day", "0.5", "--unknown", "refuse"])
        .well();
    let policy = payer.purser().json(&["policy", "show", "--json"]);
    assert_eq!(policy["limits"]["unknown"], "refuse");
    assert_eq!(policy["origins"][0]["rule"]["allowed"], true);
    let tried = payer
        .purser()
        .json(&["policy", "back-test", "--per-payment", "0.001", "--json"]);
    let counts = ["paid", "asked", "refused"].map(|count| tried[count].clone());
    assert_eq!(counts, [json!(0), json!(0), json!(1)]);
    let policy = payer.purser().json(&["policy", "show", "--json"]);
    assert_ne!(policy["limits"]["perPayment"], "0.001");
}

#[test]
fn a_key_is_told_by_its_address_and_its_secret_never() {
    let payer = Payer::new();
    let shown = payer.run(&["key", "show"]).well();
    assert!(shown.out.contains(ADDRESS), "{}", shown.out);
    let again = payer
        .purser()
        .run_with_input(&["key", "import"], &format!("{PHRASE}\n"));
    assert_eq!(again.code, Some(REFUSED), "{again:?}");
    let phrase = payer.run(&["key", "phrase"]);
    assert_eq!(phrase.code, Some(REFUSED), "{phrase:?}");
    let other = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    let kept = payer.run(&["key", "remove", other]);
    assert_eq!(kept.code, Some(REFUSED), "{kept:?}");
    let _ = payer.run(&["key", "remove", ADDRESS]).well();
    let made = payer.run(&["key", "create"]).well();
    assert!(made.out.starts_with("0x") && made.out != format!("{ADDRESS}\n"));
    let phrase = payer.run(&["key", "phrase"]);
    assert_eq!(phrase.code, Some(REFUSED), "only a terminal may see it");
    assert_eq!(phrase.out, "");
}

#[test]
fn an_exchange_tells_sponsored_first_a_task_and_paid_apart() {
    let payer = Payer::allowing();
    let _ = payer
        .run(&["exchange", "use", &payer.at("/exchange")])
        .well();
    let profile = [
        "exchange",
        "profile",
        "--email",
        "a@example.com",
        "--region",
        "eu",
    ];
    let roles = ["--role", "developer"];
    let _ = payer.run(&[&profile[..], &roles].concat()).well();

    let sponsored = ["exchange", "run", "--sponsored", "design", "hello"];
    let first = payer.run(&sponsored);
    assert_eq!(first.code, Some(REFUSED), "{first:?}");
    assert!(first.err.contains("survey"), "{}", first.err);
    let campaigns = payer.purser().json(&["exchange", "campaigns", "--json"]);
    let campaign = campaigns[0]["id"].as_str().unwrap().to_owned();
    let _ = payer.run(&["exchange", "task", &campaign, "survey"]).well();
    let free = payer.run(&sponsored).well();
    assert!(free.err.contains("Acme paid for it"), "{}", free.err);
    assert!(!free.err.contains("Transaction"), "{}", free.err);
    assert_eq!(payer.taken(), [""; 0]);

    let paid = ["exchange", "run", "--paid", "design", "hello"];
    let paid = payer.run(&paid).well();
    assert!(paid.err.contains("Paid 0.08 USDC"), "{}", paid.err);
    assert!(paid.err.contains("Transaction 0x"), "{}", paid.err);
    assert_eq!(payer.taken(), ["80000"]);
}

#[test]
fn the_dialect_of_an_exchange_is_understood_where_the_person_chose_one_and_nowhere_else() {
    let payer = Payer::allowing();
    let exchange = payer.at("/exchange-legacy");
    let choose = ["exchange", "use", &exchange];
    let _ = payer.run(&choose).well();
    let profile = ["exchange", "profile", "--email", "a@example.com"];
    let role = ["--region", "eu", "--role", "developer", "--json"];
    let profile = payer.purser().json(&[&profile[..], &role].concat());
    let user = profile[0]["id"].as_str().unwrap();

    // An origin that was forgotten is one like any other.
    let origin = payer.at("");
    for step in ["--forget", "--allow"] {
        let _ = payer.run(&["policy", "set", step, &origin]).well();
    }
    let url = payer.at("/exchange-legacy/tool/design/run");
    let body = json!({"user_id": user, "input": "hello"}).to_string();
    let unmarked = payer.run(&["pay", "--yes", "--json", &body, &url]);
    assert_eq!(unmarked.code, Some(REFUSED), "{unmarked:?}");
    assert_eq!(payer.taken(), [""; 0]);

    let _ = payer.run(&choose).well();
    let paid = ["exchange", "run", "--paid", "design", "hello"];
    let paid = payer.run(&paid).well();
    assert!(paid.err.contains("Paid 0.08 USDC"), "{}", paid.err);
    assert_eq!(payer.taken(), ["80000"]);

    let campaigns = payer.purser().json(&["exchange", "campaigns", "--json"]);
    let campaign = campaigns[0]["id"].as_str().unwrap().to_owned();
    let _ = payer.run(&["exchange", "task", &campaign, "survey"]).well();
    let sponsored = ["exchange", "run", "--sponsored", "design", "hello"];
    let free = payer.run(&sponsored).well();
    assert!(free.err.contains("calls it sponsor-"), "{}", free.err);
    assert!(!free.err.contains("Transaction"), "{}", free.err);
    let lines = payer.ledger();
    let [line] = &lines[..] else {
        panic!("what a sponsor pays is no payment of ours: {lines:?}");
    };
    assert_eq!(line["rail"], "x402-array", "{line}");
    let transaction = line["transaction"].as_str().unwrap();
    assert!(transaction.starts_with("0x"), "{line}");
    assert_eq!(payer.taken(), ["80000"]);
}
