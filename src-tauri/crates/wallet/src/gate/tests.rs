//! What the gate must hold, by example and by property.

use proptest::prelude::*;

use super::*;
use PricingMode::{Reduced, Standard, Surge};

fn at(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

fn id(name: &str) -> JobId {
    JobId(name.to_owned())
}

fn job(name: &str, when: When, budget: Option<i64>) -> Announcement {
    Announcement {
        id: id(name),
        label: "codex".to_owned(),
        when,
        budget: budget.map(MicroUsd),
    }
}

fn announced(when: When, budget: Option<i64>) -> Gate {
    let mut gate = Gate::default();
    gate.announce(job("a", when, budget), at(0));
    gate
}

/// One that runs, with a budget of ten dollars, from a balance of a hundred.
fn running() -> Gate {
    let mut gate = announced(When::Standard, Some(10_000_000));
    gate.begin(&id("a"), Standard, MicroUsd(100_000_000), at(0));
    gate
}

fn stage(gate: &Gate) -> &'static str {
    match gate.jobs() {
        [] => "gone",
        [job, ..] => match job.stage {
            Stage::Waiting => "waiting",
            Stage::Running(_) => "running",
            Stage::BudgetSpent(_) => "budget spent",
            Stage::Unmetered(_) => "unmetered",
        },
    }
}

#[test]
fn a_job_starts_in_its_mode_and_in_every_cheaper_one() {
    for (when, mode, opened) in [
        (When::Reduced, Reduced, true),
        (When::Reduced, Standard, false),
        (When::Reduced, Surge, false),
        (When::Standard, Reduced, true),
        (When::Standard, Standard, true),
        (When::Standard, Surge, false),
    ] {
        let mut gate = announced(when, None);
        gate.begin(&id("a"), mode, MicroUsd(1), at(1));
        let expected = if opened { "running" } else { "waiting" };
        assert_eq!(stage(&gate), expected, "{when:?} in {mode:?}");
    }
}

#[test]
fn a_job_that_is_no_longer_announced_goes() {
    let mut gate = announced(When::Reduced, None);
    assert_eq!(gate.due(), Some(at(15)));
    gate.announce(job("a", When::Reduced, None), at(10));
    gate.pass(at(24));
    assert_eq!(stage(&gate), "waiting");
    gate.pass(at(25));
    assert_eq!((stage(&gate), gate.due()), ("gone", None));
}

#[test]
fn a_job_that_ended_goes_and_the_others_stay() {
    let mut gate = announced(When::Reduced, None);
    gate.announce(job("b", When::Standard, None), at(0));
    gate.end(&id("a"));
    assert_eq!(gate.jobs().len(), 1);
    assert_eq!(gate.jobs()[0].told.id, id("b"));
}

#[test]
fn a_budget_cannot_be_raised_by_announcing_it_anew() {
    let mut gate = running();
    gate.announce(job("a", When::Standard, Some(99_000_000)), at(1));
    gate.read(MicroUsd(90_000_001), at(2));
    assert_eq!(stage(&gate), "budget spent");
}

#[test]
fn a_job_ends_before_what_it_spends_next_would_be_too_much() {
    let mut gate = running();
    for (balance, expected) in [
        (98_000_000, "running"),
        (95_000_000, "running"),
        (93_000_000, "running"),
        (92_999_999, "budget spent"),
    ] {
        gate.read(MicroUsd(balance), at(2));
        assert_eq!(stage(&gate), expected, "{balance}");
    }
}

#[test]
fn the_last_tenth_of_a_budget_is_not_begun() {
    let mut gate = running();
    let mut balance = 100_000_000;
    while stage(&gate) == "running" {
        balance -= 1_000;
        gate.read(MicroUsd(balance), at(2));
    }
    assert_eq!(balance, 100_000_000 - 9_001_000);
}

#[test]
fn a_top_up_hides_nothing_that_was_spent_before_and_gives_no_room() {
    let mut gate = running();
    gate.read(MicroUsd(96_000_000), at(2));
    gate.read(MicroUsd(1_096_000_000), at(4));
    assert_eq!(stage(&gate), "budget spent");
}

#[test]
fn a_budget_that_nobody_can_watch_ends_the_job_and_no_budget_does_not() {
    let mut gate = running();
    gate.read(MicroUsd(100_000_000), at(30));
    for seconds in (10..150).step_by(10) {
        gate.announce(job("a", When::Standard, None), at(seconds));
        gate.pass(at(seconds));
        assert_eq!(stage(&gate), "running", "{seconds}");
    }
    assert_eq!(gate.due(), Some(at(150)));
    gate.pass(at(150));
    assert_eq!(stage(&gate), "unmetered");

    let mut free = announced(When::Standard, None);
    free.begin(&id("a"), Standard, MicroUsd(1), at(0));
    free.announce(job("a", When::Standard, None), at(990));
    free.pass(at(1_000));
    assert_eq!(stage(&free), "running");
}

#[test]
fn another_accounts_balance_is_never_taken_for_spending() {
    let mut gate = running();
    gate.lose_account();
    assert_eq!(stage(&gate), "unmetered");
    let mut waiting = announced(When::Standard, Some(1));
    waiting.lose_account();
    assert_eq!(stage(&waiting), "waiting");
}

#[test]
fn the_balance_is_read_quicker_while_a_budget_is_watched() {
    assert_eq!(Gate::default().reading_within(), None);
    let waiting = announced(When::Standard, Some(1));
    assert_eq!(waiting.reading_within(), Some(WAITING));
    assert_eq!(running().reading_within(), Some(METERED));
    let mut free = announced(When::Standard, None);
    free.begin(&id("a"), Standard, MicroUsd(1), at(0));
    assert_eq!(free.reading_within(), None);
}

#[test]
fn there_is_room_for_so_many_jobs_and_no_more() {
    let mut gate = Gate::default();
    for number in 0..MOST {
        let name = number.to_string();
        assert!(!gate.is_full_for(&id(&name)));
        gate.announce(job(&name, When::Reduced, None), at(0));
    }
    assert!(gate.is_full_for(&id("one more")));
    assert!(!gate.is_full_for(&id("0")));
}

proptest! {
    #[test]
    fn while_no_step_is_larger_than_all_before_a_budget_is_never_overspent(
        budget in 10_i64..1_000_000_000, steps in prop::collection::vec(0_i64..1_000_000, 1..200),
    ) {
        let mut gate = announced(When::Standard, Some(budget));
        gate.begin(&id("a"), Standard, MicroUsd(i64::MAX), at(0));
        let (mut spent, mut largest) = (0, budget / 10);
        for step in steps {
            // A step of the size that was seen, or of the tenth that is kept back.
            let step = step.min(largest);
            if stage(&gate) != "running" {
                break;
            }
            spent += step;
            largest = largest.max(step);
            gate.read(MicroUsd(i64::MAX - spent), at(1));
        }
        prop_assert!(spent <= budget, "{spent} of {budget}");
    }

    #[test]
    fn a_job_whose_budget_is_spent_never_runs_again(
        balances in prop::collection::vec(0_i64..200_000_000, 1..50),
    ) {
        let mut gate = running();
        let mut ended = false;
        for balance in balances {
            gate.read(MicroUsd(balance), at(1));
            gate.begin(&id("a"), Reduced, MicroUsd(balance), at(1));
            prop_assert!(!ended || stage(&gate) == "budget spent");
            ended = stage(&gate) == "budget spent";
        }
    }
}
