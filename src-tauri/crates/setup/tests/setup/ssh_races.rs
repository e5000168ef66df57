//! Another program that writes the config on another machine as Codex does, while we set up and undo
//! from here: no edit of either side is lost without a word.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use setup::{SetupError, State};

use crate::bench::{Bench, at, command, facts};
use crate::races::{edit_as_others_do, edits, kept_edits};
use crate::ssh_bench::Machine;

/// How often we get through, and how often we do not, before it is enough.
const OF_EACH: usize = 60;

/// Some shorter than a set-up over there takes, some longer, however busy this machine is.
const LONGEST_PAUSES_MS: [u64; 3] = [20, 100, 1000];

/// Edits until `done`, and gives back how often, and which edits it displaced itself.
fn other_program(machine: &Machine, done: &AtomicBool) -> (usize, BTreeSet<usize>) {
    let (mut made, mut displaced) = (0, BTreeSet::new());
    while !done.load(Ordering::SeqCst) {
        displaced.extend(edit_as_others_do::<Bench>(&machine.config(), made));
        made += 1;
        let longest = fastrand::choice(LONGEST_PAUSES_MS).unwrap();
        thread::sleep(Duration::from_millis(fastrand::u64(..longest)));
    }
    (made, displaced)
}

/// Sets up and undoes until each outcome was seen often, and gives back the edits that were displaced
/// and are kept.
fn set_up_and_undo(machine: &Machine) -> BTreeSet<usize> {
    let remote = machine.connect();
    let codex = remote.codex(machine.records());
    let history = remote.history(machine.records());
    let (mut applied, mut outdated, mut kept) = (0, 0, BTreeSet::new());
    while applied < OF_EACH || outdated < OF_EACH {
        let off = codex.inspect(None).unwrap().state == State::NotSetUp;
        let plan = match off {
            true => codex.plan_set_up(&facts(), &command(), None),
            false => codex.plan_undo(),
        };
        match plan.and_then(|plan| history.apply(&plan, at(1))) {
            Ok(()) => applied += 1,
            Err(SetupError::Changed { .. } | SetupError::NothingToUndo { .. }) => outdated += 1,
            Err(error) => kept.extend(kept_edits(&error)),
        }
    }
    kept
}

/// Ends the other program also when ours fails.
struct Done<'a>(&'a AtomicBool);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn no_edit_over_there_is_lost_in_races_with_another_writer() {
    let machine = Machine::start();
    machine.write("model = 'mine' # why\n[theirs]\n");
    let done = AtomicBool::new(false);
    let (made, displaced_by_itself, kept) = thread::scope(|scope| {
        let other = scope.spawn(|| other_program(&machine, &done));
        let until_here = Done(&done);
        let kept = set_up_and_undo(&machine);
        drop(until_here);
        let (made, displaced_by_itself) = other.join().unwrap();
        (made, displaced_by_itself, kept)
    });
    let there = edits(&machine.text());
    let missing: BTreeSet<usize> = (0..made).filter(|edit| !there.contains(edit)).collect();
    assert!(
        missing.is_subset(&(&displaced_by_itself | &kept)),
        "{missing:?} are missing, the other program displaced {displaced_by_itself:?}, {kept:?} are kept"
    );
    assert!(machine.text().contains("# why"));
}
