//! Wallets of other makers pay in our place: stand-in programs where the person's terminal would find
//! them, which write down how they were started.

use std::{fs, path::PathBuf};

use serde_json::Value;
use tests::{
    payer::Payer,
    place,
    process::{Beside, Ended, run},
    wait::until,
};

use super::{NETWORK, REFUSED};

const UNKNOWN: i32 = 6;
/// What a shell would run, or take apart.
const QUERY: &str = "?city=$(touch%20ran);`touch%20ran`&x=a b \"--json";
const SENT_QUERY: &str = "?city=$(touch%20ran);`touch%20ran`&x=a%20b%20%22--json";
/// What `tempo` writes where it is told to.
const REPORT: &str =
    r#"echo '{"status":200,"headers":{"Content-Type":"application/json"}}' > "$meta""#;

/// A person whose payer at the sandbox is another wallet.
struct Outside {
    payer: Payer,
    name: &'static str,
}

impl Outside {
    /// No key of our own is needed.
    fn new(name: &'static str, script: &str) -> Self {
        let payer = Payer::without_key();
        let outside = Self { payer, name };
        outside.install(script);
        let (origin, chosen) = (outside.payer.at(""), outside.payer.at(&format!("={name}")));
        let choose = ["policy", "set", "--allow", &origin, "--payer", &chosen];
        let _ = outside.payer.run(&choose).well();
        outside
    }

    fn program(&self) -> PathBuf {
        self.payer.home().path().join("bin").join(self.name)
    }

    /// Has the program note its arguments and its input, then do as `script` says. Written by a process
    /// of its own: one that others could inherit while it is open cannot be run.
    fn install(&self, script: &str) {
        let log = self.payer.home().log(self.name);
        let log = log.display();
        let text = format!(
            "#!/bin/sh\necho started >> {log}.starts\nprintf '%s\\n' \"$@\" > {log}.arguments\n\
             cat > {log}.input\n\
             for word; do case $word in --write-meta=*) meta=${{word#*=}};; esac; done\n{script}\n"
        );
        let mut write = self.payer.home().command("sh");
        write.args(["-c", r#"cat > "$0" && chmod +x "$0""#]);
        let _ = run(write.arg(self.program()), &text).well();
    }

    fn noted(&self, what: &str) -> Vec<String> {
        let log = self.payer.home().log(&format!("{}.{what}", self.name));
        let text = fs::read_to_string(log).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    fn starts(&self) -> usize {
        self.noted("starts").len()
    }

    /// Buys the weather.
    fn buy(&self, intent: &str) -> Ended {
        let url = self.payer.at("/x402/v2/weather");
        self.payer.run(&["pay", "--yes", "--intent", intent, &url])
    }

    fn spent(&self) -> Value {
        let policy = self.payer.purser().json(&["policy", "show", "--json"]);
        policy["spentToday"].clone()
    }
}

#[test]
fn another_wallet_is_given_the_address_as_it_is_and_no_more_than_the_price() {
    let awal = Outside::new("awal", r#"echo '{"weather": "fair"}'"#);
    let url = awal.payer.at("/x402/v2/weather");
    let typed = format!("{url}{QUERY}");
    let paid = ["pay", "--yes", "--intent", "fair", &typed];
    let first = awal.payer.run(&paid).well();
    assert_eq!(first.out, "{\"weather\": \"fair\"}\n");
    assert!(first.err.contains("Paid 0.01 USDC"), "{}", first.err);
    let sent = format!("{url}{SENT_QUERY}");
    let arguments = [
        "x402",
        "pay",
        &sent,
        "--method=GET",
        "--max-amount=10000",
        "--json",
    ];
    assert_eq!(awal.noted("arguments"), arguments);
    assert!(!awal.payer.home().work().join("ran").exists());

    // It is in the books as paid outside, once, and the caps count it.
    let again = awal.payer.run(&paid).well();
    assert_eq!(again.out, first.out);
    let lines = awal.payer.ledger();
    let [line] = &lines[..] else {
        panic!("{lines:?}");
    };
    let told = ["state", "rail", "base_units", "settled_by"].map(|key| line[key].clone());
    assert_eq!(told, ["delivered", "awal", "10000", "receipt"], "{line}");
    assert_eq!(awal.spent(), "0.01");
    let limit = ["policy", "set", "--per-day", "0.015"];
    let _ = awal.payer.run(&limit).well();
    let refused = awal.buy("too-much");
    assert_eq!(refused.code, Some(REFUSED), "{refused:?}");
    assert_eq!(awal.starts(), 1);
    assert_eq!(awal.payer.taken(), [""; 0], "nothing was signed here");
}

#[test]
fn tempo_is_given_the_body_as_its_input_and_its_answer_is_the_apis() {
    let script = format!(r#"{REPORT}; printf '{{"data": 1}}'"#);
    let tempo = Outside::new("tempo", &script);
    let url = tempo.payer.at("/graphql");
    let query = r#"{"query": "{ getNetworks { id } }"}"#;
    let request = ["-H", "x-codex-payment: mpp", "--json", query, &url];
    let paid = tempo.payer.run(&[&["pay", "--yes"], &request[..]].concat());
    let paid = paid.well();
    assert_eq!(paid.out, r#"{"data": 1}"#);
    assert!(paid.err.contains("Paid 0.001 pathUSD"), "{}", paid.err);
    let mut arguments = tempo.noted("arguments");
    let report = arguments.remove(7);
    assert!(report.starts_with("--write-meta=/"), "{report}");
    assert_eq!(
        arguments,
        [
            "request",
            "--request=POST",
            "--header=x-codex-payment: mpp",
            "--header=content-type: application/json",
            "--header=accept: application/json",
            "--data=@-",
            "--max-spend=0.001",
            &url,
        ]
    );
    assert_eq!(tempo.noted("input"), [query]);
}

#[test]
fn what_another_wallet_leaves_open_is_unknown_counts_and_is_not_tried_again() {
    let awal = Outside::new("awal", "");
    let scripts = ["echo '{}'; exit 1", "echo I paid 5 USDC", "echo '{\"a\":'"];
    for (number, script) in scripts.into_iter().enumerate() {
        awal.install(script);
        let intent = format!("open-{number}");
        for _ in 0..2 {
            let ended = awal.buy(&intent);
            assert_eq!(ended.code, Some(UNKNOWN), "{script}: {ended:?}");
            assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
        }
        assert_eq!(awal.starts(), number + 1, "{script}");
    }
    // The one that paid more than it may could not be told from the others.
    assert!(
        awal.payer
            .ledger()
            .iter()
            .all(|line| line["state"] == "unknown")
    );
    assert_eq!(awal.spent(), "0.03");
    let told = awal.payer.run(&["ledger"]).well().out;
    assert!(told.contains("The program awal did not say"), "{told}");
}

#[test]
fn a_wallet_that_is_still_at_it_when_purser_is_killed_is_not_started_again() {
    let awal = Outside::new("awal", "sleep 1000");
    let url = awal.payer.at("/x402/v2/weather");
    let mut command = awal.payer.home().command(place::built().join("purser"));
    awal.payer.purser().equip(&mut command);
    command.args(["pay", "--yes", "--intent", "hung", &url]);
    let killed = Beside::start(&mut command, &awal.payer.home().log("killed"));
    until("the program to start", || {
        (awal.starts() == 1).then_some(())
    });
    drop(killed);
    let ended = awal.buy("hung");
    assert_eq!(ended.code, Some(UNKNOWN), "{ended:?}");
    assert_eq!(awal.starts(), 1);
    assert_eq!(awal.spent(), "0.01");
}

#[test]
fn a_wallet_that_is_gone_or_cannot_pay_such_an_offer_paid_nothing() {
    let awal = Outside::new("awal", "echo 1");
    let query = ["--data", r#"{"query": "{ getNetworks { id } }"}"#];
    let header = ["-H", "x-codex-payment: mpp"];
    let graphql = awal.payer.at("/graphql");
    let arguments = [&["pay", "--yes", &graphql], &query[..], &header].concat();
    let ended = awal.payer.run(&arguments);
    assert_eq!(ended.code, Some(REFUSED), "{ended:?}");
    assert!(ended.err.contains("awal can pay none"), "{}", ended.err);
    assert_eq!(awal.starts(), 0);

    fs::remove_file(awal.program()).unwrap();
    let ended = awal.buy("gone");
    assert_eq!(ended.code, Some(NETWORK), "{ended:?}");
    assert!(ended.err.contains("awal is not on this"), "{}", ended.err);
    assert_eq!(awal.payer.ledger()[0]["state"], "failed");
    assert_eq!(awal.spent(), "0.00");
    awal.install("echo 1");
    assert_eq!(awal.buy("gone").well().out, "1\n");
    assert_eq!(awal.starts(), 1);
}
