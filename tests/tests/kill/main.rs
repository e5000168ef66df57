//! Kills the product's own engine at every step of the ledger, over a thousand seeds, starts it
//! again, and holds its ledger against the merchant's and the chain's books: each intent at most
//! once, and all of them agree in the end.
//!
//! The program runs itself again as the buyer, because only another process can be killed.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "it is a test: it fails by panicking"
)]

mod buyer;
mod market;
mod person;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use buyer::{Errand, PARKED, Run};
use fastrand::Rng;
use market::{GOODS, Market};
use payments::Micros;
use rusqlite::Connection;
use tokio::runtime::Runtime;
use wallet::ledger::{FILE, Ledger, Payment, State};

const SEEDS: u64 = 1_000;
/// What everything costs, in base units.
const PRICE: u64 = 10_000;
/// Runs that are killed, at most, before the buyer is left in peace.
const KILLED_RUNS: u64 = 2;
/// No run takes so many steps.
const STEPS: u64 = 15;
/// Seconds between two runs: none, and longer than this or that may take.
const PAUSES: [i64; 4] = [0, 65, 130, 200];
/// Longer than any payment may be taken after it was signed, with the margin of the chain's time.
const LONG: i64 = 240;
/// The moments at which a process must have been killed by some seed.
const MUST_BE_KILLED_AT: [&str; 24] = [
    "before-quote",
    "after-quote",
    "before-ask",
    "after-ask",
    "before-approve",
    "after-approve",
    "before-decline",
    "after-decline",
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
    if let [word, run] = &arguments[..]
        && word == buyer::WORD
    {
        let run: Run = serde_json::from_str(run).expect("a run");
        return run.go();
    }
    let (next, killed_at) = (AtomicU64::new(0), Mutex::new(BTreeSet::new()));
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let runtime = Runtime::new().expect("a runtime");
                let mut seed = next.fetch_add(1, Ordering::Relaxed);
                while seed < SEEDS {
                    let killed = Life::begin(seed, &runtime).lived();
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

/// One intent of one person, from its first run until it is known how it ended.
struct Life {
    seed: u64,
    random: Rng,
    market: Market,
    folder: tempfile::TempDir,
    goods: &'static str,
    errand: Errand,
}

impl Life {
    fn begin(seed: u64, runtime: &Runtime) -> Self {
        let mut random = Rng::with_seed(seed);
        let market = Market::open(runtime);
        let folder = tempfile::tempdir().expect("a folder");
        let ways = [Errand::Buy, Errand::Buy, Errand::Approve, Errand::Decline];
        let errand = *random.choice(&ways).expect("a way");
        let limits = buyer::limits(market.url(), errand);
        person::settle_in(folder.path(), market.url(), limits);
        Self {
            seed,
            goods: random.choice(&GOODS).expect("goods"),
            errand,
            random,
            market,
            folder,
        }
    }

    /// Where it was killed.
    fn lived(mut self) -> Vec<String> {
        let mut killed_at = Vec::new();
        for number in 0..self.random.u64(1..=KILLED_RUNS) {
            let only_looks = number > 0 && self.random.u64(..3) == 0;
            let errand = if only_looks {
                Errand::Nothing
            } else {
                self.errand
            };
            let dies_at = self.random.u64(1..=STEPS);
            killed_at.extend(self.killed(&self.run(errand, dies_at)));
            if self.random.bool() {
                self.market.take();
            }
            self.market
                .pass(*self.random.choice(&PAUSES).expect("a pause"));
            self.market.take();
        }
        self.in_peace();
        if self.random.bool() {
            self.run(self.errand, 0).go();
            self.in_peace();
        }
        killed_at
    }

    fn run(&self, errand: Errand, dies_at: u64) -> Run {
        Run {
            folder: self.folder.path().to_owned(),
            url: format!("{}{}", self.market.url(), self.goods),
            errand,
            ahead: self.market.ahead(),
            dies_at,
        }
    }

    /// Starts the buyer, and kills it where it waits for that; there.
    fn killed(&self, run: &Run) -> Option<String> {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .arg(buyer::WORD)
            .arg(serde_json::to_string(run).expect("a run"))
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
        assert!(ended.success(), "{self}: {ended}");
        None
    }

    /// Time passes, the program starts once more as on every day, and all the books agree.
    fn in_peace(&mut self) {
        self.market.pass(LONG);
        self.market.take();
        self.run(Errand::Nothing, 0).go();
        let path = self.folder.path().join(FILE);
        let ledger = Ledger::open(&path).expect("a ledger");
        let open = ledger.open_payments().expect("open payments");
        assert_eq!(open, [], "{self}: its end is not known");
        let payment = ledger.payment(&buyer::intent()).expect("the ledger");
        self.compare(&ledger, payment.as_ref());
        is_whole(&path);
    }

    /// The ledger says what the merchant and the chain say.
    fn compare(&self, ledger: &Ledger, payment: Option<&Payment>) {
        let settled = self.market.settled();
        let standing = payment.map(|payment| payment.state);
        let is_paid = matches!(standing, Some(State::Settled | State::Delivered));
        assert!(settled.len() <= 1, "{self}: settled {settled:?}");
        assert_eq!(is_paid, settled.len() == 1, "{self}: {standing:?}");
        if let (Some(payment), [settled]) = (payment, &settled[..]) {
            assert_eq!(payment.amount.to_string(), settled.amount, "{self}");
            let named = payment.transaction.as_deref();
            assert_eq!(named, Some(&*settled.transaction), "{self}");
        }
        let now = buyer::now(self.market.ahead());
        let spent = ledger.spent_today(now).expect("a sum");
        assert_eq!(spent >= Micros(PRICE), is_paid, "{self}: {spent:?}");
        let kept = ledger.retry(&buyer::intent()).expect("the ledger");
        let may_be_sent = standing == Some(State::Settled);
        assert_eq!(kept.is_some(), may_be_sent, "{self}: {standing:?}");
    }
}

impl std::fmt::Display for Life {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            seed,
            goods,
            errand,
            ..
        } = self;
        write!(formatter, "seed {seed}, {errand:?} {goods}")
    }
}

fn is_whole(path: &Path) {
    let file = Connection::open(path).expect("its file");
    let check = file.pragma_query_value(None, "integrity_check", |row| row.get(0));
    let check: String = check.expect("a check");
    assert_eq!(check, "ok", "{}", path.display());
}
