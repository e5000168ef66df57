//! Every system call of an apply, failing or being its last: the file is the old one or the new
//! one, what we say of it is true, and nothing unfinished is left.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::bench::{at, chmod, mode};
use crate::home::{Home, write_file};

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
const FAULTS: [&str; 4] = ["error=EIO", "signal=KILL", "error=ENOSPC", "error=EACCES"];

/// The first two of them: one that is told of, and one that is not.
const TOLD_AND_UNTOLD: &[&str] = FAULTS.split_at(2).0;

const MODE: u32 = 0o640;

/// A change that is made to fail, after what is done before it.
struct Change {
    /// The file that it changes, below the home folder.
    file: &'static str,
    /// What is in that file before everything; no file when none.
    original: Option<&'static str>,
    before: &'static [&'static str],
    action: &'static str,
}

const CODEX: Change = Change {
    file: ".codex/config.toml",
    original: Some("model = 'mine' # why\n[projects.'/src']\ntrust_level = 'trusted'\n"),
    before: &[],
    action: "codex-set-up",
};

const CLAUDE: Change = Change {
    file: ".claude/settings.json",
    original: Some("{\n    \"model\": \"sonnet\",\n    \"env\": {\"MINE\": \"1\"}\n}\n"),
    before: &[],
    action: "claude-set-up",
};

const SKILL: Change = Change {
    file: ".codex/skills/change-review/SKILL.md",
    original: None,
    before: &[],
    action: "add-skill",
};

impl Change {
    fn path(&self, home: &Home) -> PathBuf {
        home.folder.path().join("home").join(self.file)
    }

    fn text(&self, home: &Home) -> Option<String> {
        fs::read_to_string(self.path(home)).ok()
    }

    /// A home in which the change is about to be made.
    fn scene(&self) -> Home {
        let home = Home::in_memory();
        if let Some(original) = self.original {
            write_file(&self.path(&home), original);
            chmod(&self.path(&home), MODE);
        }
        for action in self.before {
            run(&home, action);
        }
        home
    }
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

fn arguments(home: &Home, action: &str) -> [PathBuf; 3] {
    let folder = home.folder.path().join("home");
    [PathBuf::from(action), folder, home.records()]
}

/// Does `action` without any fault.
fn run(home: &Home, action: &str) {
    let mut command = Command::new(program());
    let status = command.args(arguments(home, action)).status().unwrap();
    assert!(status.success(), "{action}");
}

/// Runs `action` with `fault` at the call number `when`; none when there is no such call any more,
/// else whether the action said that it succeeded.
fn run_with_fault(home: &Home, action: &str, call: &str, fault: &str, when: usize) -> Option<bool> {
    let log = home.folder.path().join("strace.log");
    let status = Command::new("strace")
        .args(["-f", "-qq", "-o"])
        .arg(&log)
        .args(["-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:{fault}:when={when}")])
        .arg(program())
        .args(arguments(home, action))
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
    paths.filter(|p| name(p).contains(".purser-")).collect()
}

/// The file is whole, its history is told truly, and everything can be taken back from there.
fn check_whole(
    change: &Change,
    home: &Home,
    (old, new): (&Option<String>, &Option<String>),
    succeeded: bool,
    what: &str,
) {
    let history = home.history();
    let text = change.text(home);
    assert!(text == *old || text == *new, "{what}: {text:?}");
    assert!(!succeeded || text == *new, "{what}: success without it");
    if text.is_some() && change.original.is_some() {
        assert_eq!(mode(&change.path(home)), MODE, "{what}");
    }
    history.clean_temp_files().unwrap();
    for folder in [change.path(home).parent().unwrap(), &home.records()] {
        assert_eq!(unfinished(folder), Vec::<PathBuf>::new(), "{what}");
    }
    let happened = usize::from(text != *old);
    let steps = history.steps().unwrap();
    assert_eq!(steps.len(), change.before.len() + happened, "{what}");
    if text == *old {
        run(home, change.action);
        assert_eq!(change.text(home), *new, "{what}");
    }
    for plan in history.plan_undo_everything().unwrap() {
        home.apply(&plan.unwrap(), at(9)).unwrap();
    }
    assert_eq!(change.text(home).as_deref(), change.original, "{what}");
    assert!(!home.codex().inspect(None).unwrap().can_undo, "{what}");
    assert!(!home.claude().inspect(None).unwrap().can_undo, "{what}");
    assert_eq!(home.codex_mcp().installed().unwrap(), [], "{what}");
}

fn check_every_fault(change: &Change, faults: &[&str]) {
    let whole = change.scene();
    let old = change.text(&whole);
    run(&whole, change.action);
    let new = change.text(&whole);
    for fault in faults {
        let mut hits = 0;
        for call in CALLS {
            for when in 1..MOST_CALLS {
                let home = change.scene();
                let what = format!("{} with {fault} at {call} {when}", change.action);
                let Some(succeeded) = run_with_fault(&home, change.action, call, fault, when)
                else {
                    break;
                };
                check_whole(change, &home, (&old, &new), succeeded, &what);
                hits += 1;
            }
        }
        assert!(hits > 50, "{fault} hit only {hits} calls");
    }
}

#[test]
fn a_set_up_of_codex_that_fails_at_any_call_leaves_the_old_file_or_the_new_one() {
    check_every_fault(&CODEX, &FAULTS);
}

#[test]
fn an_undo_of_codex_that_fails_at_any_call_leaves_the_old_file_or_the_new_one() {
    let change = Change {
        before: &["codex-set-up"],
        action: "codex-undo",
        ..CODEX
    };
    check_every_fault(&change, &FAULTS);
}

#[test]
fn a_set_up_of_claude_code_that_fails_at_any_call_leaves_the_old_file_or_the_new_one() {
    check_every_fault(&CLAUDE, TOLD_AND_UNTOLD);
}

#[test]
fn an_undo_of_claude_code_that_fails_at_any_call_leaves_the_old_file_or_the_new_one() {
    let change = Change {
        before: &["claude-set-up"],
        action: "claude-undo",
        ..CLAUDE
    };
    check_every_fault(&change, TOLD_AND_UNTOLD);
}

#[test]
fn a_server_that_fails_to_come_at_any_call_leaves_the_old_file_or_the_new_one() {
    let change = Change {
        before: &["codex-set-up", "add-github"],
        action: "add-memory",
        ..CODEX
    };
    check_every_fault(&change, TOLD_AND_UNTOLD);
}

#[test]
fn a_server_that_fails_to_go_at_any_call_leaves_the_old_file_or_the_new_one() {
    let change = Change {
        before: &["add-github", "add-memory"],
        action: "remove-memory",
        ..CODEX
    };
    check_every_fault(&change, TOLD_AND_UNTOLD);
}

#[test]
fn turning_codex_off_that_fails_at_any_call_leaves_the_old_file_or_the_new_one() {
    let change = Change {
        before: &["codex-set-up"],
        action: "codex-turn-off",
        ..CODEX
    };
    check_every_fault(&change, TOLD_AND_UNTOLD);
}

#[test]
fn a_skill_that_fails_to_come_at_any_call_is_whole_or_not_there() {
    check_every_fault(&SKILL, TOLD_AND_UNTOLD);
}

#[test]
fn a_skill_that_fails_to_go_at_any_call_is_whole_or_not_there() {
    let change = Change {
        before: &["add-skill"],
        action: "remove-skill",
        ..SKILL
    };
    check_every_fault(&change, TOLD_AND_UNTOLD);
}

#[test]
fn taking_all_of_it_back_that_fails_at_any_call_leaves_the_old_file_or_the_new_one() {
    let change = Change {
        before: &["codex-set-up", "add-github", "add-memory"],
        action: "undo-everything",
        ..CODEX
    };
    check_every_fault(&change, &FAULTS);
}
