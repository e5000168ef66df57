//! Another program that writes the config on another machine as Codex does, while we set up and undo
//! from here: no edit of either side is lost without a word.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use setup::{SetupError, State};

use crate::bench::{Bench, at, command, facts};
use crate::races::{edit_as_others_do, edits};
use crate::ssh_bench::Machine;

const EDITS: usize = 400;

/// Longer than a set-up over there takes, so that some get through and some do not.
const LONGEST_PAUSE_MS: u64 = 150;

/// Makes its edits, and gives back those that it displaced itself.
fn other_program(machine: &Machine, done: &AtomicBool) -> BTreeSet<usize> {
    let mut displaced = BTreeSet::new();
    for edit in 0..EDITS {
        displaced.extend(edit_as_others_do::<Bench>(&machine.config(), edit));
        thread::sleep(Duration::from_millis(fastrand::u64(..LONGEST_PAUSE_MS)));
    }
    done.store(true, Ordering::SeqCst);
    displaced
}

/// Sets up and undoes until the other one is done, and gives back how often that was done and how
/// often it was outdated.
fn set_up_and_undo(machine: &Machine, done: &AtomicBool) -> (usize, usize) {
    let remote = machine.connect();
    let codex = remote.codex(machine.records());
    let (mut applied, mut outdated) = (0, 0);
    while !done.load(Ordering::SeqCst) {
        let off = codex.inspect(None).unwrap().state == State::NotSetUp;
        let plan = match off {
            true => codex.plan_set_up(&facts(), &command(), None),
            false => codex.plan_undo(),
        };
        let history = remote.history(machine.records());
        match plan.and_then(|plan| history.apply(&plan, at(1))) {
            Ok(()) => applied += 1,
            Err(SetupError::Changed { .. } | SetupError::NothingToUndo { .. }) => outdated += 1,
            Err(error) => panic!("{error:?}"),
        }
    }
    (applied, outdated)
}

#[test]
fn no_edit_over_there_is_lost_in_races_with_another_writer() {
    let machine = Machine::start();
    machine.write("model = 'mine' # why\n[theirs]\n");
    let done = AtomicBool::new(false);
    let (displaced_by_itself, (applied, outdated)) = thread::scope(|scope| {
        let other = scope.spawn(|| other_program(&machine, &done));
        let ours = set_up_and_undo(&machine, &done);
        (other.join().unwrap(), ours)
    });
    let there = edits(&machine.text());
    let missing: BTreeSet<usize> = (0..EDITS).filter(|edit| !there.contains(edit)).collect();
    assert!(
        missing.is_subset(&displaced_by_itself),
        "{missing:?} are missing, the other program displaced {displaced_by_itself:?}"
    );
    assert!(machine.text().contains("# why"));
    assert!(applied > 10 && outdated > 10, "{applied} {outdated}");
}
