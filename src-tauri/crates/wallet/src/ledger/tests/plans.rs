//! How SQLite would find what is asked for: never by reading the whole table.

use super::*;
use crate::ledger::read::{LATER, OPEN, RECENT, UNCONFIRMED, WISHED};
use crate::ledger::reserve::{SPENT_BY_ORIGIN, SPENT_OVERALL};
use crate::ledger::row::PAYMENT;

fn plan(fixture: &Fixture, sql: &str) -> Vec<String> {
    let connection = fixture.ledger.connection();
    let mut statement = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap();
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get("detail").unwrap());
    }
    steps
}

#[test]
fn the_sums_of_a_day_are_read_from_an_index_alone() {
    let fixture = Fixture::new();
    assert_eq!(
        plan(&fixture, SPENT_OVERALL),
        ["SEARCH payment USING COVERING INDEX payment_spent (spent_at>?)"]
    );
    assert_eq!(
        plan(&fixture, SPENT_BY_ORIGIN),
        ["SEARCH payment USING COVERING INDEX payment_spent_by_origin (origin=? AND spent_at>?)"]
    );
}

#[test]
fn no_list_reads_the_whole_table_or_sorts_it() {
    let fixture = Fixture::new();
    for (end, found) in [
        (RECENT, "SEARCH payment USING INTEGER PRIMARY KEY (rowid<?)"),
        (LATER, "SEARCH payment USING INTEGER PRIMARY KEY (rowid>?)"),
        (OPEN, "SCAN payment USING INDEX payment_open"),
        (UNCONFIRMED, "SCAN payment USING INDEX payment_unconfirmed"),
        (
            WISHED,
            "SEARCH payment USING INDEX payment_created (created_at>?)",
        ),
    ] {
        assert_eq!(plan(&fixture, &[PAYMENT, end].concat()), [found]);
    }
}
