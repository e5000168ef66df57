//! A pause that comes while a payment is on its way: before it was decided, before it was approved,
//! before it was signed. What the merchants say they were paid is what counts.

#[path = "../kill/person.rs"]
mod payer;

use std::{
    collections::BTreeMap,
    fs,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use serde_json::json;
use tests::{
    home::Home,
    payer::Payer,
    place,
    purser::Purser,
    sandbox::{Sandbox, ask},
    terminal::Terminal,
    wait::until,
};
use tokio_util::sync::CancellationToken;
use wallet::{
    Engine, Handle, Options,
    contract::{Command, PayCommand, ProblemCode},
    ledger::{Moment, Observer, Step},
    policy::{Allowed, Origin, Policy},
    settings::{Folders, Settings},
};

const WEATHER: &str = "/x402/v2/weather";
const REFUSED: i32 = 5;
const UNKNOWN: i32 = 6;

/// Pauses payments at the first approval, and lets it go on once they are paused.
fn pausing(engine: Arc<OnceLock<Handle>>, folders: Folders) -> Arc<Observer> {
    let done = AtomicBool::new(false);
    Arc::new(move |moment, step| {
        let approved = (moment, step) == (Moment::After, Step::Approve);
        if approved && !done.swap(true, Ordering::Relaxed) {
            let ask = PayCommand::Pause { paused: true };
            engine.get().expect("an engine").tell(Command::Pay { ask });
            until("the pause", || {
                let settings = Settings::read(&folders);
                settings.pay.policy.paused.then_some(())
            });
        }
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pause_after_the_approval_and_before_the_signature_signs_nothing() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let folder = home.path().join("engine");
    let origin = Origin::try_from(sandbox.url.clone()).expect("an origin");
    let policy = Policy {
        allow: BTreeMap::from([(origin, Allowed::default())]),
        ..Policy::default()
    };
    payer::settle_in(&folder, &sandbox.url, policy);
    let stop = CancellationToken::new();
    let options = payer::options(&folder, stop.clone());
    let handle = Arc::new(OnceLock::new());
    let engine = Engine::start(Options {
        observer: Some(pausing(handle.clone(), options.folders.clone())),
        ..options
    });
    let handle = handle.get_or_init(|| engine.handle());
    payer::awake(handle).await;
    let pay = |ask| handle.perform(Command::Pay { ask });
    let request = payer::request("weather", &format!("{}{WEATHER}", sandbox.url));
    let weather = || PayCommand::Pay {
        request: request.clone(),
    };
    let log = || ask(&sandbox.url, "merchants/log");

    let before = log();
    let refused = pay(weather()).await.expect_err("a refusal");
    assert_eq!(refused.code, ProblemCode::PaymentsPaused);
    assert_eq!(log(), before);
    let again = pay(weather()).await.expect_err("a refusal");
    assert_eq!(again.code, ProblemCode::PaymentsPaused);
    assert_eq!(log(), before);

    // What was refused is not lost: the same purchase goes on once payments are resumed.
    let resumed = pay(PayCommand::Pause { paused: false }).await;
    resumed.expect("payments again");
    pay(weather()).await.expect("a payment");
    let settlements = log()["settlements"].clone();
    assert_eq!(settlements.as_array().map(Vec::len), Some(1));
    stop.cancel();
    engine.stopped().await;
}

#[test]
fn a_yes_at_the_terminal_pays_nothing_after_another_program_paused_payments() {
    let payer = Payer::new();
    let home = payer.home();
    let mut command = home.command(place::built().join("purser"));
    Purser::headless(home).equip(&mut command);
    command.args(["pay", "--intent", "weather", &payer.at(WEATHER)]);
    let out = home.log("paid");
    let mut terminal = Terminal::start(command, &out);
    let _ = terminal.shows("? [y/N]");

    let _ = payer.run(&["policy", "set", "--pause"]).well();
    terminal.types("y");
    assert_eq!(terminal.ended(), Some(REFUSED));
    let _ = terminal.shows("Payments are paused");
    assert_eq!(fs::read(&out).unwrap(), b"");
    assert_eq!(payer.taken(), [""; 0]);

    let shown = payer.purser().json(&["policy", "show", "--json"]);
    assert_eq!(shown["paused"], json!(true), "{shown}");
    let _ = payer.run(&["policy", "set", "--resume"]).well();
    assert_eq!(payer.taken(), [""; 0]);
}

#[test]
fn bytes_of_a_payment_in_doubt_are_not_sent_again_while_payments_are_paused() {
    let payer = Payer::allowing();
    let url = payer.at("/hostile/x402/takes-later");
    let pay = ["pay", "--yes", "--intent", "later", &url];
    let sent = || {
        let told = ask(&payer.at(""), "requests");
        let requests = told["requests"].as_array().expect("requests");
        let those = requests.iter().map(ToString::to_string);
        those.filter(|one| one.contains("takes-later")).count()
    };
    assert_eq!(payer.run(&pay).code, Some(UNKNOWN));
    let before = sent();
    assert!(before > 0);

    let _ = payer.run(&["policy", "set", "--pause"]).well();
    let paused = payer.run(&pay);
    assert_eq!(paused.code, Some(UNKNOWN), "{paused:?}");
    assert!(
        paused.err.contains("while payments are paused"),
        "{paused:?}"
    );
    assert_eq!(sent(), before);

    let _ = payer.run(&["policy", "set", "--resume"]).well();
    assert_eq!(payer.run(&pay).code, Some(UNKNOWN));
    assert!(sent() > before, "the same bytes once more");
}
