//! How long Purser's own work takes against a bare equal, measured in the same run. Judges each
//! figure by its goal, tells it also when it is missed, and fails for none.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a measurement fails by panicking, and nobody calls it"
)]

mod apply;
mod figure;
mod ledger;
mod paid;
mod pay;
#[path = "../../tests/kill/person.rs"]
mod person;
mod token;
mod tool;

use criterion::Criterion;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let mut figures = apply::measure(&mut criterion);
    criterion.final_summary();
    figures.push(ledger::measure());
    figures.push(token::measure());
    figures.extend(paid::measure());
    figures.push(pay::measure());
    figure::print(&figures);
}
