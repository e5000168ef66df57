//! Every system call of an apply, failing or being its last: the file is the old one or the new
//! one, what we say of it is true, and nothing unfinished is left.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use setup::{History, State};

use crate::bench::{Bench, at, chmod, mode};

const BEFORE: &str = "model = 'mine' # why\n[projects.'/src']\ntrust_level = 'trusted'\n";

const MODE: u32 = 0o640;

/// The system calls that an apply makes on files.
const CALLS: [&str; 14] = [
    "openat",
    "read",
    "write",
    "fsync",
    "fdatasync",
    "rename",
    "renameat2",
    "unlink",
    "fchmod",
    "mkdir",
    "flock",
    "lseek",
    "statx",
    "getdents64",
];

/// No apply makes as many calls of one kind.
const MOST_CALLS: usize = 200;

/// How a call goes wrong.
const FAULTS: [&str; 4] = ["error=EIO", "error=ENOSPC", "error=EACCES", "signal=KILL"];

/// A home in which `action` is about to be applied, and what is to come of it.
struct Scene {
    action: &'static str,
    bench: Bench,
    old: String,
    new: String,
}

impl Scene {
    fn before_set_up() -> Self {
        let new = run_whole(&home(), "set-up");
        let (action, old) = ("set-up", BEFORE.to_owned());
        Self {
            action,
            bench: home(),
            old,
            new,
        }
    }

    fn before_undo() -> Self {
        let bench = home();
        let old = run_whole(&bench, "set-up");
        let (action, new) = ("undo", BEFORE.to_owned());
        Self {
            action,
            bench,
            old,
            new,
        }
    }
}

fn home() -> Bench {
    let bench = Bench::in_memory(BEFORE);
    chmod(&bench.config(), MODE);
    bench
}

/// `apply_once`, which cargo builds beside the tests.
fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let program = profile.join("examples/apply_once");
    assert!(
        program.exists(),
        "`cargo test -p setup` builds the examples"
    );
    program
}

fn arguments(bench: &Bench, action: &str) -> [PathBuf; 3] {
    [PathBuf::from(action), bench.home(), bench.records()]
}

/// The config after `action` without any fault.
fn run_whole(bench: &Bench, action: &str) -> String {
    let mut command = Command::new(program());
    let status = command.args(arguments(bench, action)).status().unwrap();
    assert!(status.success());
    bench.text()
}

/// Runs the scene's action with `fault` at the call number `when`; none when there is no such call
/// any more, else whether the action said that it succeeded.
fn run_with_fault(scene: &Scene, call: &str, fault: &str, when: usize) -> Option<bool> {
    let log = scene.bench.folder.path().join("strace.log");
    let status = Command::new("strace")
        .args(["-f", "-qq", "-o"])
        .arg(&log)
        .args(["-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:{fault}:when={when}")])
        .arg(program())
        .args(arguments(&scene.bench, scene.action))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("strace runs: `cargo xtask test` installs it");
    let log = fs::read_to_string(log).unwrap();
    let hit = log.contains("(INJECTED)") || log.contains("killed by SIGKILL");
    hit.then_some(status.success())
}

fn unfinished(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.filter(|p| name(p).contains("unfinished")).collect()
}

/// The config is whole, its state is told truly, and both ways lead on from there.
fn check_whole(scene: &Scene, succeeded: bool, what: &str) {
    let (bench, codex) = (&scene.bench, &scene.bench.codex);
    let text = bench.text();
    assert!(text == scene.old || text == scene.new, "{what}: {text}");
    assert!(
        !succeeded || text == scene.new,
        "{what}: success without it"
    );
    assert_eq!(mode(&bench.config()), MODE, "{what}");
    codex.clean_temp_files().unwrap();
    for folder in [bench.home(), bench.records()] {
        assert_eq!(unfinished(&folder), Vec::<PathBuf>::new(), "{what}");
    }
    let is_set_up = text != BEFORE;
    let status = codex.inspect(None).unwrap();
    assert_eq!(status.can_undo, is_set_up, "{what}: {status:?}");
    assert_eq!(
        matches!(status.state, State::SetUp { .. }),
        is_set_up,
        "{what}"
    );
    let steps = History::at(bench.records()).steps().unwrap();
    let expected = match (scene.action, text == scene.new) {
        ("set-up", false) => 0,
        ("undo", true) => 2,
        _ => 1,
    };
    assert_eq!(steps.len(), expected, "{what}: {steps:?}");
    if !is_set_up {
        bench.set_up();
    }
    let undo = codex.plan_undo().unwrap();
    codex.apply(&undo, at(9)).unwrap();
    assert_eq!(bench.text(), BEFORE, "{what}");
}

fn check_every_fault(scene: fn() -> Scene, fault: &str) {
    let mut hits = 0;
    for call in CALLS {
        for when in 1..MOST_CALLS {
            let scene = scene();
            let what = format!("{} with {fault} at {call} {when}", scene.action);
            let Some(succeeded) = run_with_fault(&scene, call, fault, when) else {
                break;
            };
            check_whole(&scene, succeeded, &what);
            hits += 1;
        }
    }
    assert!(hits > 50, "{fault} hit only {hits} calls");
}

#[test]
fn a_set_up_that_fails_at_any_call_leaves_the_old_file_or_the_new_one() {
    for fault in FAULTS {
        check_every_fault(Scene::before_set_up, fault);
    }
}

#[test]
fn an_undo_that_fails_at_any_call_leaves_the_old_file_or_the_new_one() {
    for fault in FAULTS {
        check_every_fault(Scene::before_undo, fault);
    }
}
