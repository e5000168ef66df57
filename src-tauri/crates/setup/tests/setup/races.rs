//! Another program that writes the config as Codex does, while we set up and undo: no edit of
//! either side is lost without a word.
//!
//! What that means: a write of ours that succeeds replaces the very bytes that its plan was made
//! from, so it holds every edit that was made before it. The other program looks at nothing
//! before it writes: it may overwrite our keys (then the state says so), and even an edit of its
//! own. It sees what its own write displaced, so what is missing in the end, was not displaced by
//! itself and stands in no file that an error named was lost by us.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use rustix::fs::{CWD, RenameFlags, renameat_with};
use setup::{Finding, Plan, SetupError, State};
use toml_edit::DocumentMut;

use crate::bench::{Bench, at};
use crate::claude_bench::ClaudeBench;
use crate::home::Home;

/// Edits of the other program, each against our own writes.
const RACES: usize = 10_000;

const HOMES: usize = 3;

/// Edits that one file takes before a new one is begun, so that files stay of a usual size.
const EDITS_PER_FILE: usize = 40;

/// What became of our attempts.
#[derive(Debug, Default)]
struct Tally {
    races: AtomicUsize,
    applied: AtomicUsize,
    overtaken: AtomicUsize,
    deferred: AtomicUsize,
    not_as_shown: AtomicUsize,
}

fn count(counter: &AtomicUsize) {
    counter.fetch_add(1, Ordering::SeqCst);
}

/// A file that another program writes while we set up and undo.
pub(crate) trait Contested {
    /// The file as it is in the beginning.
    fn begin() -> Self;

    fn home(&self) -> &Home;

    fn config(&self) -> PathBuf;

    /// `text` with one more edit in it, as the other program writes it.
    fn edited(text: &str, edit: usize) -> String;

    fn state(&self) -> State;

    /// Sets up when it is off, undoes when it is on.
    fn plan(&self, state: &State) -> Result<Plan, SetupError>;

    fn text(&self) -> String {
        fs::read_to_string(self.config()).unwrap()
    }
}

impl Contested for Bench {
    fn begin() -> Self {
        Self::in_memory("model = 'mine' # why\n[theirs]\n")
    }

    fn home(&self) -> &Home {
        self
    }

    fn config(&self) -> PathBuf {
        Self::config(self)
    }

    fn edited(text: &str, edit: usize) -> String {
        let mut document: DocumentMut = text.parse().unwrap();
        document["theirs"][&format!("edit{edit}")] = toml_edit::value(true);
        document.to_string()
    }

    fn state(&self) -> State {
        self.codex.inspect(None).unwrap().state
    }

    fn plan(&self, state: &State) -> Result<Plan, SetupError> {
        match state {
            State::NotSetUp => Self::plan(self),
            State::SetUp { .. } | State::Drifted { .. } => self.codex.plan_undo(),
        }
    }
}

impl Contested for ClaudeBench {
    fn begin() -> Self {
        Self::in_memory("{\n  \"model\": \"mine\",\n  \"why\": \"# why\"\n}\n")
    }

    fn home(&self) -> &Home {
        self
    }

    fn config(&self) -> PathBuf {
        self.settings()
    }

    fn edited(text: &str, edit: usize) -> String {
        let mut settings: serde_json::Value = serde_json::from_str(text).unwrap();
        settings["theirs"][&format!("edit{edit}")] = true.into();
        format!("{settings:#}\n")
    }

    fn state(&self) -> State {
        self.claude.inspect(None).unwrap().state
    }

    fn plan(&self, state: &State) -> Result<Plan, SetupError> {
        match state {
            State::NotSetUp => Self::plan(self),
            State::SetUp { .. } | State::Drifted { .. } => self.claude.plan_undo(),
        }
    }
}

/// The edits in `text`.
pub(crate) fn edits(text: &str) -> BTreeSet<usize> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let numbers = words.filter_map(|word| word.strip_prefix("edit"));
    numbers.map(|number| number.parse().unwrap()).collect()
}

/// Reads the config, adds a key, and puts a file of its own in its place. Gives back the edits
/// that it displaced by that without having seen them.
pub(crate) fn edit_as_others_do<C: Contested>(config: &Path, edit: usize) -> BTreeSet<usize> {
    let text = C::edited(&fs::read_to_string(config).unwrap(), edit);
    let unfinished = config.with_file_name("of-the-other-program");
    fs::write(&unfinished, &text).unwrap();
    renameat_with(CWD, &unfinished, CWD, config, RenameFlags::EXCHANGE).unwrap();
    let displaced = fs::read_to_string(&unfinished).unwrap();
    // Who has opened it as the config still reads it whole.
    fs::remove_file(&unfinished).unwrap();
    edits(&displaced)
        .difference(&edits(&text))
        .copied()
        .collect()
}

/// Makes its edits, and gives back those that it displaced itself.
fn other_program<C: Contested>(config: &Path, done: &AtomicBool, tally: &Tally) -> BTreeSet<usize> {
    let mut displaced = BTreeSet::new();
    for edit in 0..EDITS_PER_FILE {
        displaced.extend(edit_as_others_do::<C>(config, edit));
        count(&tally.races);
        thread::sleep(Duration::from_micros(fastrand::u64(..2000)));
    }
    done.store(true, Ordering::SeqCst);
    displaced
}

/// The edits in what an error says was kept.
pub(crate) fn kept_edits(error: &SetupError) -> BTreeSet<usize> {
    let SetupError::Overtaken { path, kept } = error else {
        panic!("{error:?}");
    };
    assert_ne!(kept.parent(), path.parent());
    edits(&fs::read_to_string(kept).unwrap())
}

/// Gives back the edits that were displaced and are kept.
fn set_up_or_undo(contested: &impl Contested, tally: &Tally) -> BTreeSet<usize> {
    let state = contested.state();
    let plan = || contested.plan(&state);
    let history = contested.home().history();
    let applied = plan().and_then(|shown| history.apply_fresh(&shown, plan, at(1)));
    match applied {
        Ok(_) => count(&tally.applied),
        Err(SetupError::Deferred { .. }) => count(&tally.deferred),
        Err(SetupError::Changed { .. } | SetupError::NothingToUndo { .. }) => {
            count(&tally.not_as_shown);
        }
        Err(error) => {
            count(&tally.overtaken);
            return kept_edits(&error);
        }
    }
    BTreeSet::new()
}

/// One file, until the other program has made its edits.
fn one_file<C: Contested + Sync>(tally: &Tally) {
    let contested = C::begin();
    let config = contested.config();
    let done = AtomicBool::new(false);
    let mut kept = BTreeSet::new();
    let displaced_by_itself = thread::scope(|scope| {
        let other = scope.spawn(|| other_program::<C>(&config, &done, tally));
        while !done.load(Ordering::SeqCst) {
            kept.extend(set_up_or_undo(&contested, tally));
        }
        other.join().unwrap()
    });
    let there = edits(&contested.text());
    let missing: BTreeSet<usize> = (0..EDITS_PER_FILE).filter(|e| !there.contains(e)).collect();
    assert!(
        missing.is_subset(&(&displaced_by_itself | &kept)),
        "{missing:?} are missing, the other program displaced {displaced_by_itself:?}, {kept:?} are kept"
    );
    assert!(contested.text().contains("# why"));
}

fn race<C: Contested + Sync>() {
    let tally = Tally::default();
    thread::scope(|scope| {
        for _ in 0..HOMES {
            scope.spawn(|| {
                while tally.races.load(Ordering::SeqCst) < RACES {
                    one_file::<C>(&tally);
                }
            });
        }
    });
    eprintln!("{tally:?}");
    for outcome in [&tally.applied, &tally.deferred] {
        assert!(outcome.load(Ordering::SeqCst) > 20, "{tally:?}");
    }
}

#[test]
fn no_edit_of_codexs_config_is_lost_in_ten_thousand_races_with_another_writer() {
    race::<Bench>();
}

#[test]
fn no_edit_of_claude_codes_settings_is_lost_in_ten_thousand_races_with_another_writer() {
    race::<ClaudeBench>();
}

#[test]
fn a_plan_is_made_anew_beside_others_and_refused_when_it_would_do_something_else() {
    let bench = Bench::with("model = 'mine'\n");
    let shown = bench.plan().unwrap();
    bench.write("model = 'mine'\n[theirs]\na = 1\n");
    let applied = bench.history().apply_fresh(&shown, || bench.plan(), at(1));
    assert_ne!(applied.unwrap().id(), shown.id());
    assert!(bench.text().contains("a = 1"));
    bench.undo();
    let shown = bench.plan().unwrap();
    let chosen = "model = 'newer'\n[theirs]\na = 1\n";
    bench.write(chosen);
    let refused = bench.history().apply_fresh(&shown, || bench.plan(), at(3));
    assert!(
        matches!(refused, Err(SetupError::Changed { .. })),
        "{refused:?}"
    );
    assert_eq!(bench.text(), chosen);
}

#[test]
fn a_file_that_never_stands_still_is_deferred_and_left_as_it_is() {
    let bench = Bench::with("model = 'mine'\n");
    let shown = bench.plan().unwrap();
    let plan_late = || {
        let plan = bench.plan();
        bench.write(&format!("{}# again\n", bench.text()));
        plan
    };
    bench.write("model = 'mine'\n# first\n");
    let deferred = bench.history().apply_fresh(&shown, plan_late, at(1));
    assert!(
        matches!(&deferred, Err(SetupError::Deferred { path }) if *path == bench.config()),
        "{deferred:?}"
    );
    assert_eq!(
        bench.text(),
        "model = 'mine'\n# first\n# again\n# again\n# again\n"
    );
    assert!(!shown.findings().contains(&Finding::UndoWorksKeyByKey));
    assert!(!bench.status().can_undo);
}
