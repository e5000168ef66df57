//! Kills a paying process at every step of the ledger, over a thousand seeds, and holds the ledger
//! against what the chain settled: each intent at most once, and the books agree in the end.
//!
//! The program runs itself again as the buyer, because only another process can be killed.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "it is a test: it fails by panicking"
)]

mod buyer;
mod merchant;

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use buyer::{AFTERWARDS, PARKED, Purchase};
use fastrand::Rng;
use jiff::Timestamp;
use merchant::Merchant;
use rusqlite::Connection;
use wallet::ledger::{Ledger, State};

const SEEDS: u64 = 1_000;
/// Runs that are killed, at most, before the buyer is left in peace.
const KILLED_RUNS: u64 = 3;
/// No run reaches so many moments.
const MOMENTS: u64 = 16;
/// Runs within which a buyer in peace must know how its payment ended.
const PEACEFUL_RUNS: u64 = 4;
/// The moments at which a process must have been killed by some seed.
const MUST_BE_KILLED_AT: [&str; 20] = [
    "before-quote",
    "after-quote",
    "before-approve",
    "after-approve",
    "before-sign",
    "after-sign",
    "before-send",
    "after-send",
    "before-doubt",
    "after-doubt",
    "before-settle",
    "after-settle",
    "before-deliver",
    "after-deliver",
    "before-expire",
    "after-expire",
    "before-fail",
    "after-fail",
    "before-reopen",
    "after-reopen",
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [word, rest @ ..] = &arguments[..]
        && word == buyer::WORD
    {
        return Purchase::of(rest).run();
    }
    let (next, killed_at) = (AtomicU64::new(0), Mutex::new(HashSet::new()));
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let merchant = Merchant::start();
                let mut seed = next.fetch_add(1, Ordering::Relaxed);
                while seed < SEEDS {
                    let killed = one_life(seed, &merchant);
                    killed_at.lock().expect("no panic").extend(killed);
                    seed = next.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let killed_at = killed_at.into_inner().expect("no panic");
    for moment in MUST_BE_KILLED_AT {
        assert!(killed_at.contains(moment), "nobody was killed {moment}");
    }
    println!("{SEEDS} seeds, killed at {} moments", killed_at.len());
}

/// One intent, killed and started again, until it is known how it ended; where it was killed.
fn one_life(seed: u64, merchant: &Merchant) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("payments.sqlite");
    let mut random = Rng::with_seed(seed);
    merchant.become_another(random.u64(..));
    let mut killed_at = Vec::new();
    for run in 0..random.u64(1..=KILLED_RUNS) {
        let purchase = Purchase {
            ledger: path.clone(),
            merchant: merchant.address(),
            seed: seed * 100 + run,
            clock: merchant.clock(),
            dies_at: random.u64(1..=MOMENTS),
            afterwards: *random.choice(&AFTERWARDS).expect("a choice"),
        };
        killed_at.extend(run_and_kill(&purchase));
        merchant.tick();
    }
    let standing = in_peace(seed, &path, merchant);
    compare(seed, &path, merchant, standing);
    killed_at
}

/// Starts the buyer, and kills it where it waits for that.
fn run_and_kill(purchase: &Purchase) -> Option<String> {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .arg(buyer::WORD)
        .args(purchase.arguments())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a buyer");
    let mut said = String::new();
    let mut out = BufReader::new(child.stdout.take().expect("its words"));
    out.read_line(&mut said).expect("its words");
    if let Some(moment) = said.trim().strip_prefix(PARKED) {
        child.kill().expect("a killed buyer");
        child.wait().expect("its end");
        return Some(moment.to_owned());
    }
    let ended = child.wait().expect("its end");
    assert!(ended.success(), "seed {}: {ended}", purchase.seed);
    None
}

fn in_peace(seed: u64, path: &Path, merchant: &Merchant) -> State {
    for run in 0..PEACEFUL_RUNS {
        let purchase = Purchase {
            ledger: path.to_owned(),
            merchant: merchant.address(),
            seed: seed * 100 + 50 + run,
            clock: merchant.clock(),
            dies_at: 0,
            afterwards: AFTERWARDS[0],
        };
        run_and_kill(&purchase);
        merchant.tick();
    }
    let ledger = Ledger::open(path).expect("a ledger");
    let open = ledger.open_payments().expect("open payments");
    assert_eq!(open, [], "seed {seed}: its end is not known");
    let payment = ledger.payment(&buyer::intent()).expect("the ledger");
    payment.expect("a payment").state
}

/// The ledger says what the chain says.
fn compare(seed: u64, path: &Path, merchant: &Merchant, standing: State) {
    let settled = merchant.settled();
    let paid = matches!(standing, State::Settled | State::Delivered);
    assert!(settled <= 1, "seed {seed}: settled {settled} times");
    assert_eq!(paid, settled == 1, "seed {seed}: {standing}");
    let ledger = Ledger::open(path).expect("a ledger");
    let spent = ledger.spent_today(Timestamp::UNIX_EPOCH).expect("a sum");
    assert_eq!(spent, buyer::price(settled), "seed {seed}");
    let kept = ledger
        .retry(&buyer::intent())
        .expect("the ledger")
        .is_some();
    assert_eq!(kept, standing == State::Settled, "seed {seed}: {standing}");
    let file = Connection::open(path).expect("its file");
    let check = file.pragma_query_value(None, "integrity_check", |row| row.get(0));
    let check: String = check.expect("a check");
    assert_eq!(check, "ok", "seed {seed}");
}
