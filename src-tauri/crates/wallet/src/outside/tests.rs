//! Stand-in programs that a test writes into a folder of its own.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use gateway::paid::{Method, PaidUrl};
use setup::machine::Environment;
use tempfile::TempDir;

use super::*;

const PATIENCE: Duration = Duration::from_secs(20);
const URL: &str = "https://api.example.com/v1?q=a b&x='$(touch /tmp/x)';--json";
const SENT_URL: &str = "https://api.example.com/v1?q=a%20b&x=%27$(touch%20/tmp/x)%27;--json";

/// A program of this name that writes down its arguments, one a line, then does as `script` says.
struct StandIn {
    folder: TempDir,
    outside: OutsideProgram,
}

impl StandIn {
    fn new(wallet: OutsideWallet, script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("wallet");
        let log = folder.path().join("arguments");
        let text = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{}'\n\
             for word; do case $word in --write-meta=*) meta=${{word#*=}};; esac; done\n{script}\n",
            log.display()
        );
        fs::write(&program, text).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let outside = OutsideProgram { wallet, program };
        Self { folder, outside }
    }

    fn tempo(script: &str) -> Self {
        Self::new(OutsideWallet::Tempo, script)
    }

    fn awal(script: &str) -> Self {
        Self::new(OutsideWallet::Awal, script)
    }

    fn pay(&self, request: &PaidRequest) -> Result<OutsideAnswer, OutsideError> {
        self.pay_within(request, PATIENCE)
    }

    fn pay_within(
        &self,
        request: &PaidRequest,
        deadline: Duration,
    ) -> Result<OutsideAnswer, OutsideError> {
        let path = std::env::var_os("PATH").unwrap();
        loop {
            let limit = Micros(1_020_003);
            match self.outside.pay(request, limit, &path, deadline) {
                // Another test forked while this program was being written.
                Err(OutsideError::NotStarted { source })
                    if source.kind() == io::ErrorKind::ExecutableFileBusy => {}
                ended => return ended,
            }
        }
    }

    fn arguments(&self) -> Vec<String> {
        let log = fs::read_to_string(self.folder.path().join("arguments")).unwrap();
        log.lines().map(str::to_owned).collect()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn get() -> PaidRequest {
    PaidRequest::new(Method::Get, PaidUrl::parse(URL).unwrap())
}

fn post(body: &[u8]) -> PaidRequest {
    PaidRequest::new(Method::Post, PaidUrl::parse(URL).unwrap())
        .header("content-type", b"application/json")
        .unwrap()
        .body(body.to_vec())
}

const REPORT: &str =
    r#"echo '{"status":200,"url":"u","bytes":2,"headers":{"Payment-Receipt":"r-1"}}' > "$meta""#;

#[test]
fn tempo_is_given_exactly_these_arguments_and_the_body_as_its_input() {
    let body = b"{\"query\": \"--x\"}\n\x00\xff";
    let stand_in = StandIn::tempo(&format!("cat; {REPORT}"));
    let answer = stand_in.pay(&post(body)).unwrap();
    let mut arguments = stand_in.arguments();
    let report = arguments.remove(5);
    assert!(report.starts_with("--write-meta=/"), "{report}");
    assert_eq!(
        arguments,
        [
            "request",
            "--request=POST",
            "--header=content-type: application/json",
            "--data=@-",
            "--max-spend=1.020003",
            SENT_URL,
        ]
    );
    assert_eq!(answer.status, Some(200));
    assert_eq!(answer.body, body);
    let receipt = ("payment-receipt".to_owned(), "r-1".to_owned());
    assert_eq!(answer.headers, [receipt]);
    assert!(!format!("{answer:?}").contains("r-1"));
}

#[test]
fn awal_is_given_exactly_these_arguments_and_no_input() {
    let stand_in = StandIn::awal("printf '{\"input\": \"%s\"}' \"$(cat)\"");
    let answer = stand_in
        .pay(&post(b"{\"text\": \"it's -1; $HOME\"}"))
        .unwrap();
    assert_eq!(
        stand_in.arguments(),
        [
            "x402",
            "pay",
            SENT_URL,
            "--method=POST",
            "--data={\"text\": \"it's -1; $HOME\"}",
            "--headers={\"content-type\":\"application/json\"}",
            "--max-amount=1020003",
            "--json",
        ]
    );
    assert_eq!(answer.body, b"{\"input\": \"\"}");
    assert_eq!(answer.status, None);
}

#[test]
fn a_request_without_body_and_headers_is_given_without() {
    let stand_in = StandIn::tempo(REPORT);
    stand_in.pay(&get()).unwrap();
    assert_eq!(stand_in.arguments().len(), 5);
    let stand_in = StandIn::awal("echo 1");
    stand_in.pay(&get()).unwrap();
    assert_eq!(stand_in.arguments().len(), 6);
}

#[test]
fn what_others_could_read_or_the_program_could_not_take_is_not_given() {
    let stand_in = StandIn::awal("echo 1");
    let refused = |request: &PaidRequest| {
        let error = stand_in.pay(request).unwrap_err();
        assert_eq!(error.arrival(), Arrival::NotSent);
        error
    };
    for (name, value) in [
        ("authorization", &b"Bearer key"[..]),
        ("x-api-key", b"key"),
        ("cookie", b"key"),
        ("accept", b"\xff"),
    ] {
        let request = get().header(name, value).unwrap();
        assert!(matches!(refused(&request), OutsideError::HeaderWithheld));
    }
    let long = format!("\"{}\"", "x".repeat(64 * 1024));
    for body in [&b"text"[..], b"{} {}", b"\xff", long.as_bytes()] {
        assert!(matches!(refused(&post(body)), OutsideError::BodyUnsuited));
    }
    let path = OsStr::new("");
    let nothing = stand_in.outside.pay(&get(), Micros::ZERO, path, PATIENCE);
    assert!(matches!(nothing, Err(OutsideError::NothingAllowed)));
    assert!(!stand_in.file("arguments").exists(), "it was started");
}

#[test]
fn a_program_that_is_not_there_paid_nothing() {
    let mut stand_in = StandIn::awal("echo 1");
    stand_in.outside.program = stand_in.file("no-such-program");
    let error = stand_in.pay(&get()).unwrap_err();
    assert!(
        matches!(error, OutsideError::NotStarted { .. }),
        "{error:?}"
    );
    assert_eq!(error.arrival(), Arrival::NotSent);
}

#[test]
fn an_exit_code_is_told_and_leaves_it_unknown() {
    for code in [1, 2, 3, 4, 127] {
        let stand_in = StandIn::tempo(&format!("{REPORT}; exit {code}"));
        let error = stand_in.pay(&get()).unwrap_err();
        assert!(matches!(error, OutsideError::Failed { code: Some(told) } if told == code));
        assert_eq!(error.arrival(), Arrival::Unknown);
    }
    let error = StandIn::awal("kill -9 $$").pay(&get()).unwrap_err();
    assert!(
        matches!(error, OutsideError::Failed { code: None }),
        "{error:?}"
    );
}

#[test]
fn what_is_no_answer_leaves_it_unknown() {
    for script in [
        "",
        "echo",
        "echo '{'",
        "echo '1 2'",
        "printf '\\377'",
        "echo Paid 1 USDC",
    ] {
        let error = StandIn::awal(script).pay(&get()).unwrap_err();
        assert!(matches!(error, OutsideError::Unreadable), "{script}");
        assert_eq!(error.arrival(), Arrival::Unknown);
    }
    let long = r#"{ printf '{"status":200,"headers":{"x":"'; head -c 300000 /dev/zero | tr '\0' x; echo '"}}'; } > "$meta""#;
    for script in [
        "echo body",
        "echo > \"$meta\"",
        "echo '{\"status\": 99999, \"headers\": {}}' > \"$meta\"",
        "echo '{\"status\": 200}' > \"$meta\"",
        "echo '{\"status\": 200, \"headers\": {\"a\": 1}}' > \"$meta\"",
        long,
    ] {
        let error = StandIn::tempo(script).pay(&get()).unwrap_err();
        assert!(matches!(error, OutsideError::Unreadable), "{script}");
    }
}

#[test]
fn a_program_that_floods_is_ended() {
    let stand_in = StandIn::awal("while :; do echo 0123456789012345678901234567890123456789; done");
    let error = stand_in.pay(&get()).unwrap_err();
    assert!(matches!(error, OutsideError::TooMuch), "{error:?}");
    assert_eq!(error.arrival(), Arrival::Unknown);
}

#[test]
fn a_program_that_does_not_read_a_long_body_is_heard_all_the_same() {
    let stand_in = StandIn::tempo(REPORT);
    let answer = stand_in.pay(&post(&vec![b'x'; 1024 * 1024])).unwrap();
    assert_eq!(answer.status, Some(200));
}

/// Waits until the process that wrote its id into this file is gone. It was killed already; the
/// system may take a moment.
#[cfg(target_os = "linux")]
fn await_end_of(pid: &std::path::Path) {
    let pid = fs::read_to_string(pid).unwrap();
    let status = format!("/proc/{}/stat", pid.trim());
    // A zombie waits only for its new parent.
    let is_gone = || fs::read_to_string(&status).map_or(true, |status| status.contains(") Z "));
    let looks = 2000;
    assert!(
        (0..looks).any(|_| is_gone() || {
            std::thread::sleep(Duration::from_millis(10));
            false
        }),
        "{pid} goes on"
    );
}

/// A program that starts another one and then hangs.
#[cfg(target_os = "linux")]
fn assert_killed_with_what_it_started(hang: &str) {
    let stand_in = StandIn::awal(&format!(
        "cd \"$(dirname \"$0\")\"; sleep 1000 & echo $! > other; echo $$ > own; {hang}"
    ));
    // Long enough for a shell to start on a busy computer; it then waits for the rest of it.
    let error = stand_in.pay_within(&get(), Duration::from_secs(4));
    let error = error.unwrap_err();
    assert!(matches!(error, OutsideError::TooLate), "{error:?}");
    assert_eq!(error.arrival(), Arrival::Unknown);
    await_end_of(&stand_in.file("own"));
    await_end_of(&stand_in.file("other"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_program_that_hangs_is_killed_at_the_deadline_with_what_it_started() {
    assert_killed_with_what_it_started("wait");
}

#[test]
#[cfg(target_os = "linux")]
fn a_program_that_hangs_after_its_answer_is_killed_with_what_it_started() {
    assert_killed_with_what_it_started("echo 1; exec 1>&-; wait");
}

#[test]
fn wallets_are_found_where_the_terminal_finds_them() {
    let home = tempfile::tempdir().unwrap();
    let place = |folder: &str, name: &str, mode: u32| {
        let folder = home.path().join(folder);
        fs::create_dir_all(&folder).unwrap();
        let program = folder.join(name);
        fs::write(&program, "").unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(mode)).unwrap();
        program
    };
    place("a", "tempo", 0o644);
    let tempo = place("b", "tempo", 0o755);
    place("c", "tempo", 0o755);
    place("elsewhere", "awal", 0o755);
    let folders = ["a", "b", "c"].map(|folder| home.path().join(folder));
    let path = std::env::join_paths(folders).unwrap();
    let environment = Environment::from_iter([("PATH", path)]);
    let machine = Machine::unasked(home.path().to_owned(), environment);
    let found = OutsideProgram {
        wallet: OutsideWallet::Tempo,
        program: tempo,
    };
    assert_eq!(wallets(&machine), [found]);
}
