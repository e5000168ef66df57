//! Reports as a person would read them.

use std::time::Duration;

use gateway::wire::PricingMode;

use super::*;
use crate::state::tests::{at, read, signed_in};
use crate::view::project;
use crate::words::Words;

const SECRET: &str = "canary-4711";

fn around(log: &str) -> Around<'_> {
    Around {
        now: at(60).wall,
        system: "Debian GNU/Linux 12 (bookworm)",
        desktop: "GNOME, wayland",
        origin: &Origin::Other,
        purser: Path::new("/home/ada/bin/purser"),
        home: Path::new("/home/ada"),
        log,
    }
}

fn report_of(diagnostics: &Diagnostics, log: &str, note: &str) -> Report {
    let mut state = signed_in();
    read(&mut state, 7_654_321, PricingMode::Reduced, at(10));
    let view = project(&state, at(60), &Words::load());
    let redact = |text: &str| text.replace(SECRET, "[redacted]");
    let report = diagnostics.report(&view, &around(log), note, redact);
    report.expect("a report")
}

fn section<'a>(report: &'a Report, title: &str) -> Vec<&'a str> {
    let mut lines = report.body.diagnostics.lines();
    lines.find(|line| *line == title).expect("the section");
    lines.take_while(|line| !line.is_empty()).collect()
}

#[test]
fn a_report_tells_of_purser_and_neither_a_balance_nor_the_home_folder() {
    let report = report_of(&Diagnostics::default(), "", "");
    let system = section(&report, "System");
    assert!(system.contains(&"  program: ~/bin/purser"), "{system:?}");
    assert!(system.contains(&"  installed: from source or by hand"));
    let state = section(&report, "State");
    assert!(
        state.contains(&"  Token Wallet: read 50 s ago"),
        "{state:?}"
    );
    assert!(state.contains(&"  pricing mode: reduced"), "{state:?}");
    assert_eq!(section(&report, "Log, newest last"), ["  none"]);
    for told in ["7.65", "7654321", "/home/ada"] {
        assert!(!report.body.diagnostics.contains(told), "{told}");
    }
}

#[test]
fn no_part_of_a_report_shows_a_secret() {
    let log = format!("one\ntwo {SECRET} in /home/ada/x\n");
    let report = report_of(
        &Diagnostics::default(),
        &log,
        &format!(" I typed {SECRET}\n"),
    );
    assert_eq!(report.body.description, "I typed [redacted]");
    let log = section(&report, "Log, newest last");
    assert_eq!(log, ["  one", "  two [redacted] in ~/x"]);
}

#[test]
fn of_a_long_log_the_last_lines_are_told() {
    let log: String = (0..1_000)
        .map(|number| format!("line {number}\n"))
        .collect();
    let report = report_of(&Diagnostics::default(), &log, "");
    let told = section(&report, "Log, newest last");
    assert_eq!((told.len(), told.last()), (200, Some(&"  line 999")));
}

#[test]
fn what_went_wrong_is_told_newest_first_without_what_others_wrote() {
    let refused = Fault::new(ProblemCode::GatewayRefused)
        .with("status", "422")
        .with("message", SECRET);
    let mut diagnostics = Diagnostics::default();
    let waits = Fault {
        retry_after: Some(Duration::from_secs(3)),
        ..Fault::new(ProblemCode::RateLimited)
    };
    diagnostics.note(&waits, at(1).wall);
    diagnostics.note(&refused, at(2).wall);
    diagnostics.note(&refused, at(3).wall);
    let report = report_of(&diagnostics, "", "");
    let problems = section(&report, "Problems, newest first");
    assert_eq!(
        problems,
        [
            format!("  {}  gatewayRefused, status: 422, 2 times", at(3).wall),
            format!("  {}  rateLimited", at(1).wall),
        ]
    );
}

#[test]
fn so_much_that_went_wrong_is_kept_in_mind() {
    let mut diagnostics = Diagnostics::default();
    for status in 0..3 * MET_KEPT {
        let fault = Fault::new(ProblemCode::GatewayFailed).with("status", status.to_string());
        diagnostics.note(&fault, at(1).wall);
    }
    assert_eq!(diagnostics.met.len(), MET_KEPT);
}

#[test]
fn only_the_report_of_that_digest_counts_as_saved_or_sent() {
    let mut diagnostics = Diagnostics::default();
    let first = Arc::new(report_of(&diagnostics, "first", ""));
    let second = Arc::new(report_of(&diagnostics, "second", ""));
    assert_ne!(first.digest, second.digest);
    diagnostics.apply(DiagnosticsEvent::Shown(first.clone()));
    diagnostics.apply(DiagnosticsEvent::Shown(second.clone()));
    assert_eq!(diagnostics.shown(&first.digest), None);
    let sent = |report: &Report| DiagnosticsEvent::Sent {
        digest: report.digest.clone(),
    };
    diagnostics.apply(sent(&first));
    assert!(!diagnostics.view().expect("a report").sent);
    diagnostics.apply(sent(&second));
    assert!(diagnostics.view().expect("a report").sent);
    diagnostics.apply(DiagnosticsEvent::PutAway);
    assert_eq!(diagnostics.view(), None);
}

#[test]
fn the_home_folder_is_shortened_and_no_folder_that_is_only_named_like_it() {
    let shown = |text| without_home(text, Path::new("/root"));
    assert_eq!(shown("/root/x, /root: /rootfs"), "~/x, ~: /rootfs");
    assert_eq!(shown("/mnt/root/x"), "/mnt/root/x");
    assert_eq!(without_home("/a/b", Path::new("/")), "/a/b");
}
