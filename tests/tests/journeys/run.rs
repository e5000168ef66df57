//! Jobs that wait for a pricing mode: the real `purser run`, with the real resident and its tray, or
//! alone, and the sandbox's prices and bills.

use std::{
    fs,
    path::Path,
    process::{Command, ExitStatus, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tests::{
    codex::{Codex, RELEASES},
    desktop::Desktop,
    home::Home,
    place,
    process::Beside,
    purser::Purser,
    sandbox::Sandbox,
    wait::{until, until_or},
};

/// A person who is signed in to a sandbox, headless.
struct Person {
    home: Home,
    sandbox: Sandbox,
}

/// A `purser run` beside the test.
struct Run {
    child: std::process::Child,
}

impl Person {
    fn new() -> Self {
        let home = Home::new();
        let sandbox = Sandbox::start(&home);
        let person = Self { home, sandbox };
        person.purser().sign_in(&person.sandbox);
        person
    }

    fn purser(&self) -> Purser<'_> {
        Purser::headless(&self.home)
    }

    fn pricing(&self, mode: &str, ends_in_seconds: Option<u32>) {
        let wish = json!({"mode": mode, "endsInSeconds": ends_in_seconds});
        self.sandbox.control("pricing", &wish);
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let mut command = self.home.command(place::built().join("purser"));
        self.purser().equip(&mut command);
        Run::start(command.arg("run").args(arguments), &self.home)
    }

    /// A script that the person could have written.
    fn script(&self, text: &str) -> String {
        let path = self.home.work().join("script.sh");
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Calls the model without end, each call for `bytes` of input; its children too have no end.
    fn spender(&self, bytes: usize) -> String {
        let body = json!({"model": "gpt-5.5", "input": "x".repeat(bytes)});
        let file = self.home.work().join("body.json");
        fs::write(&file, body.to_string()).unwrap();
        self.script(&format!(
            "trap 'exit 0' TERM\nsleep 1000 &\nwhile :; do\n  curl -s -o /dev/null {}/v1/responses \
             -H 'authorization: Bearer {}' -H 'content-type: application/json' -d @{}\n  sleep 0.2\n\
             done\n",
            self.sandbox.url,
            self.sandbox.token,
            file.display()
        ))
    }
}

impl Run {
    fn start(command: &mut Command, home: &Home) -> Self {
        let log = fs::File::create(home.log("run")).unwrap();
        let child = command
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        Self { child }
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    #[track_caller]
    fn ended(&mut self, home: &Home) -> ExitStatus {
        let tell = || format!("purser run to end: {}", said(home));
        until_or(tell, || self.child.try_wait().unwrap())
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn said(home: &Home) -> String {
    fs::read_to_string(home.log("run")).unwrap_or_default()
}

#[track_caller]
fn until_said(home: &Home, what: &str) {
    let tell = || format!("“{what}” in {}", said(home));
    until_or(tell, || said(home).contains(what).then_some(()));
}

fn exists(path: &Path) -> Option<()> {
    path.exists().then_some(())
}

#[test]
fn a_command_waits_for_its_mode_and_its_exit_code_is_passed_on() {
    let person = Person::new();
    person.pricing("surge", Some(6));
    let mark = person.home.work().join("ran");
    let script = person.script("cat > ran; echo \"$1\"; exit 7\n");
    let mut run = person.run(&["--when", "standard", "--", "sh", &script, "a b"]);
    until_said(&person.home, "surge now");
    assert!(!mark.exists(), "it runs in surge");
    assert_eq!(run.ended(&person.home).code(), Some(7));
    assert!(mark.exists());
    assert!(
        said(&person.home).ends_with("\na b\n"),
        "{}",
        said(&person.home)
    );
}

#[test]
fn what_cannot_be_run_is_told_with_its_exit_code() {
    let person = Person::new();
    let run = |arguments: &[&str]| person.purser().run(&[&["run"], arguments].concat());
    assert_eq!(
        run(&["--when", "standard", "--", "no-such-program"]).code,
        Some(5)
    );
    assert_eq!(run(&["--when", "surge", "--", "true"]).code, Some(2));
    let zero = run(&["--when", "standard", "--budget", "0", "--", "true"]);
    assert_eq!(
        (zero.code, zero.out.as_str()),
        (Some(2), ""),
        "{}",
        zero.err
    );
    let _ = person.purser().run(&["sign-out"]).well();
    assert_eq!(run(&["--when", "standard", "--", "true"]).code, Some(3));
}

#[test]
fn a_signal_reaches_the_command_and_what_it_started() {
    let person = Person::new();
    let script =
        person.script("sleep 1000 &\ntrap 'echo interrupted; exit 9' INT\ntouch ran\nwait\n");
    let mut run = person.run(&["--when", "standard", "--", "sh", &script]);
    until("the command", || exists(&person.home.work().join("ran")));
    run.signal(Signal::INT);
    assert_eq!(run.ended(&person.home).code(), Some(9));
    assert!(said(&person.home).contains("interrupted"));
}

#[test]
fn a_signal_ends_the_wait_and_nothing_is_run() {
    let person = Person::new();
    person.pricing("surge", None);
    let script = person.script("touch ran\n");
    let mut run = person.run(&["--when", "reduced", "--", "sh", &script]);
    until_said(&person.home, "Waiting for reduced pricing; surge now");
    run.signal(Signal::TERM);
    assert_eq!(run.ended(&person.home).code(), Some(143));
    assert!(!person.home.work().join("ran").exists());
}

#[test]
fn a_command_that_spends_is_ended_with_all_its_group_before_its_budget_is_exceeded() {
    let person = Person::new();
    let before = person.sandbox.balance_micro_usd();
    // Some $0.025 for each call, at most ten calls between two readings.
    let script = person.spender(20_000);
    let mut run = person.run(&["--when", "standard", "--budget", "1", "--", "sh", &script]);
    assert_eq!(
        run.ended(&person.home).code(),
        Some(5),
        "{}",
        said(&person.home)
    );
    let spent = before - person.sandbox.balance_micro_usd();
    assert!(spent > 250_000, "it was ended at once: {spent}");
    assert!(spent <= 1_000_000, "{spent} of 1000000");
    assert!(
        said(&person.home).contains("of $1.00 meanwhile"),
        "{}",
        said(&person.home)
    );
    until("the whole group to end", || {
        let lines = person.home.command_lines();
        let left = |line: &String| line.contains("sleep 1000") || line.contains("script.sh");
        (!lines.iter().any(left)).then_some(())
    });
}

#[test]
fn a_budget_that_suffices_disturbs_nothing() {
    let person = Person::new();
    let arguments = [
        "run", "--when", "standard", "--budget", "0.50", "--", "sh", "-c", "exit 3",
    ];
    let ended = person.purser().run(&arguments);
    assert_eq!(
        (ended.code, ended.out.as_str()),
        (Some(3), ""),
        "{}",
        ended.err
    );
}

#[test]
fn the_real_codex_waits_for_reduced_hours_and_completes_its_turn() {
    let person = Person::new();
    let purser = person.purser();
    let _ = purser.run(&["setup", "codex", "apply", "--yes"]).well();
    // After standard hours come the reduced ones.
    person.pricing("standard", Some(5));
    let codex = Codex::release(RELEASES[1]);
    let turn = codex.turn_command(&person.home, purser, "say hello");
    let before = person.sandbox.balance_micro_usd();
    let mut command = person.home.offline_command(place::built().join("purser"));
    purser.equip(&mut command);
    command.args(["run", "--when", "reduced", "--budget", "5", "--"]);
    command.arg(turn.get_program()).args(turn.get_args());
    let mut run = Run::start(&mut command, &person.home);
    until_said(&person.home, "Waiting for reduced pricing; standard now");
    assert_eq!(
        run.ended(&person.home).code(),
        Some(0),
        "{}",
        said(&person.home)
    );
    assert!(
        person.sandbox.balance_micro_usd() < before,
        "the turn is charged"
    );
}

/// The same person with a desktop and its resident. Bound in this order, the resident goes first.
fn beside_the_resident() -> (Home, Desktop, Sandbox, Beside) {
    let home = Home::new();
    let desktop = Desktop::start(&home);
    let sandbox = Sandbox::start(&home);
    let mut resident = desktop.command(&home, place::built().join("purser-resident"));
    let resident = Beside::start(&mut resident, &home.log("resident"));
    let _ = desktop.tray_item();
    Purser::beside_resident(&home).sign_in(&sandbox);
    (home, desktop, sandbox, resident)
}

fn jobs(home: &Home) -> Value {
    Purser::beside_resident(home).json(&["status", "--json"])["jobs"].clone()
}

#[test]
fn the_tray_counts_down_while_a_job_waits_and_forgets_it_when_it_starts() {
    let (home, desktop, sandbox, _resident) = beside_the_resident();
    sandbox.control("pricing", &json!({"mode": "surge", "endsInSeconds": 2467}));
    let purser = Purser::beside_resident(&home);
    let _ = purser.run(&["status"]).well();
    let mut command = home.command(place::built().join("purser"));
    command.args(["run", "--when", "reduced", "--", "sh", "-c", "exit 4"]);
    let mut run = Run::start(&mut command, &home);

    let tray = desktop.tray_item();
    let line = |menu: Vec<String>| menu.into_iter().find(|line| line.contains("waits for"));
    let first = until("the job in the tray", || line(tray.menu()));
    let left = first.strip_prefix("1 job waits for Reduced, ").unwrap();
    assert!(
        left.starts_with("40:") || left.starts_with("41:"),
        "{first}"
    );
    until("the next second", || {
        line(tray.menu()).filter(|next| *next != first)
    });
    let shown = jobs(&home);
    assert_eq!(shown[0]["label"], "sh");
    assert_eq!(shown[0]["stage"], "waiting");
    assert!(!shown.to_string().contains("exit 4"), "{shown}");

    sandbox.control("pricing", &json!({"mode": "reduced"}));
    tray.click("Refresh");
    assert_eq!(run.ended(&home).code(), Some(4), "{}", said(&home));
    until("no job in the tray", || {
        line(tray.menu()).is_none().then_some(())
    });
    assert_eq!(jobs(&home), json!([]));
}

#[test]
fn a_mode_that_changed_since_it_was_read_starts_nothing() {
    let (home, _desktop, sandbox, _resident) = beside_the_resident();
    sandbox.control("pricing", &json!({"mode": "reduced"}));
    let purser = Purser::beside_resident(&home);
    let _ = purser.run(&["status"]).well();
    sandbox.control("pricing", &json!({"mode": "surge"}));
    let mut command = home.command(place::built().join("purser"));
    command.args(["run", "--when", "reduced", "--", "touch", "ran"]);
    let _run = Run::start(&mut command, &home);
    until_said(&home, "Waiting for reduced pricing; surge now");
    assert_eq!(jobs(&home)[0]["stage"], "waiting");
    assert!(!home.work().join("ran").exists());
}

#[test]
fn a_killed_purser_run_leaves_no_job_behind() {
    let (home, _desktop, sandbox, _resident) = beside_the_resident();
    sandbox.control("pricing", &json!({"mode": "surge"}));
    let mut command = home.command(place::built().join("purser"));
    command.args(["run", "--when", "standard", "--", "touch", "ran"]);
    let run = Run::start(&mut command, &home);
    until("the job", || (jobs(&home) != json!([])).then_some(()));
    run.signal(Signal::KILL);
    until("no job", || (jobs(&home) == json!([])).then_some(()));
    assert!(!home.work().join("ran").exists());
}

#[test]
fn a_command_whose_budget_nobody_watches_any_more_is_ended() {
    let (home, _desktop, sandbox, _resident) = beside_the_resident();
    let mut command = home.command(place::built().join("purser"));
    command.args(["run", "--when", "standard", "--budget", "2", "--"]);
    command.args(["sh", "-c", "touch ran; sleep 1000"]);
    let mut run = Run::start(&mut command, &home);
    until("the command", || exists(&home.work().join("ran")));
    assert_eq!(jobs(&home)[0]["budget"], "$2.00");
    home.crash("purser-resident");
    assert_eq!(run.ended(&home).code(), Some(4), "{}", said(&home));
    drop(sandbox);
}
