//! A ledger of a million payments against one of a thousand: opened, its last fifty payments and
//! what was spent in a day. Both have the same payments in a day, so that all that differs is how
//! long the ledger has been kept.

use std::{path::Path, time::Duration};

use criterion::measurement::{Measurement, WallTime};
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use tests::place;
use wallet::{ledger::Ledger, policy::Origin};

use crate::figure::{Figure, median};

const FEW: u32 = 1_000;
const MANY: u32 = 1_000_000;
/// Payments in a day: a million are three years of them.
const A_DAY: u32 = 900;
/// As many as a window shows.
const SHOWN: u32 = 50;
const ROUNDS: usize = 60;
const GOAL: f64 = 3.0;
const ORIGIN: &str = "https://origin-7.example";

/// Writes both ledgers, then reads them in turn, so that a slow moment slows both.
pub(crate) fn measure() -> Figure {
    let folder = tempfile::tempdir_in(place::folder("bench")).expect("a folder on the disk");
    let now = Timestamp::from_second(1_800_000_000).expect("a time");
    let (few, many) = (folder.path().join("few"), folder.path().join("many"));
    for (path, count) in [(&few, FEW), (&many, MANY)] {
        write(path, count, now);
    }
    let rounds: Vec<(Duration, Duration)> = (0..ROUNDS)
        .map(|_| (timed(&few, now), timed(&many, now)))
        .collect();
    let ratio = |(few, many): &(Duration, Duration)| many.as_secs_f64() / few.as_secs_f64();
    Figure {
        what: "ledger of 1,000,000 payments, against one of 1,000".to_owned(),
        bare: median(rounds.iter().map(|round| round.0)).expect("rounds"),
        purser: median(rounds.iter().map(|round| round.1)).expect("rounds"),
        ratio: median(rounds.iter().map(ratio)).expect("rounds"),
        goal: GOAL,
    }
}

fn timed(path: &Path, now: Timestamp) -> Duration {
    let origin = Origin::try_from(ORIGIN.to_owned()).expect("an origin");
    let started = WallTime.start();
    let ledger = Ledger::open(path).expect("a ledger");
    let shown = ledger.recent(SHOWN, None).expect("payments");
    let spent = ledger.spent(&origin, now).expect("sums");
    let time = WallTime.end(started);
    assert_eq!(shown.len(), 50);
    assert_eq!(spent.today_overall.0, u64::from(A_DAY) * 100);
    assert_eq!(spent.today_origin.0, u64::from(A_DAY) / 20 * 100);
    time
}

/// Payments of twenty origins, delivered, evenly over the days up to `now`; in one transaction.
fn write(path: &Path, count: u32, now: Timestamp) {
    drop(Ledger::open(path).expect("a ledger"));
    let connection = Connection::open(path).expect("its file");
    let apart = SignedDuration::from_hours(24).as_millis() / i128::from(A_DAY);
    let apart = i64::try_from(apart).expect("milliseconds");
    let sql = "WITH RECURSIVE number (n) AS (
             SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?1)
         INSERT INTO payment (intent, request, method, place, origin, rail, chain, token, symbol,
             decimals, amount, micros, recipient, splits, state, nonce, valid_before, trace,
             transaction_hash, settled_by, created_at, approved_at, signed_at, sent_at, settled_at,
             delivered_at, spent_at)
         SELECT 'intent-' || n, printf('%064x', n), 'POST', 'origin-' || (n % 20) || '.example/graphql',
             'https://origin-' || (n % 20) || '.example', 'tempo-charge', 4217,
             '0x20C000000000000000000000b9537d11c60E8b50', 'USDC.e', 6, '100', 100,
             '0x0000000000000000000000000000000000000002', '[]', 'delivered', printf('%064x', n),
             ?2 + (n - ?1) * ?3, '{\"kind\":\"proof\",\"chain\":4217}', '0x' || printf('%064x', n),
             'chain', ?2 + (n - ?1) * ?3, ?2 + (n - ?1) * ?3, ?2 + (n - ?1) * ?3,
             ?2 + (n - ?1) * ?3, ?2 + (n - ?1) * ?3, ?2 + (n - ?1) * ?3, ?2 + (n - ?1) * ?3
         FROM number";
    let written = connection
        .execute(sql, (count, now.as_millisecond(), apart))
        .expect("payments");
    assert_eq!(written, usize::try_from(count).expect("a count"));
}
