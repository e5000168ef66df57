//! Secrets stay where they belong: what a sign-in brings is looked for in everything that Purser
//! and Codex write, print and show.

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::PermissionsExt,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use tests::{
    codex::{Codex, RELEASES},
    config::{LineEnds, of_a_person},
    home::{Home, files_under, files_with},
    job::Job,
    place,
    purser::{Keeps, Purser},
    sandbox::Sandbox,
};

/// Says that it is done when it goes: also when the work failed, or the watch would never end.
struct Ending<'a>(&'a AtomicBool);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Every command line that shows up in the home while `work` is done.
pub(crate) fn command_lines_during<T>(
    home: &Home,
    work: impl FnOnce() -> T,
) -> (T, BTreeSet<String>) {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let end = Ending(&done);
        let watch = scope.spawn(|| {
            let mut seen = BTreeSet::new();
            while !done.load(Ordering::Relaxed) {
                seen.extend(home.command_lines());
            }
            seen
        });
        let result = work();
        drop(end);
        (result, watch.join().expect("a watcher"))
    })
}

#[test]
fn a_token_in_a_file_is_found_by_this_search() {
    let home = Home::new();
    fs::write(home.log("leak"), "Bearer canary-1\n").unwrap();
    assert_eq!(files_with(home.path(), &["canary-1"]).len(), 1);
    assert_eq!(files_with(home.path(), &["canary-2"]).len(), 0);
}

#[test]
fn the_token_and_the_password_are_in_no_file_argument_or_output() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    fs::write(
        home.codex_config(),
        of_a_person(LineEnds::Unix, &home.work()),
    )
    .unwrap();
    let secrets = [sandbox.token.as_str(), sandbox.password.as_str()];

    let (printed, arguments) = command_lines_during(&home, || {
        let mut printed = vec![purser.try_sign_in(&sandbox, &sandbox.password)];
        for arguments in [
            &["status", "--json"][..],
            &["doctor", "--json"],
            &["setup", "codex", "plan", "--json"],
            &["setup", "codex", "apply", "--yes"],
            &["setup", "codex", "status", "--json"],
        ] {
            printed.push(purser.run(arguments));
        }
        printed.push(Codex::release(RELEASES[1]).turn(&home, purser, "say hello"));
        // The gateway refuses what it once handed out: an error that may not repeat it.
        sandbox.control("token/revoke", &serde_json::json!({}));
        printed.push(purser.run(&["status"]));
        printed
    });

    for ended in &printed {
        for secret in secrets {
            assert!(!ended.out.contains(secret), "{ended:?}");
            assert!(!ended.err.contains(secret), "{ended:?}");
        }
    }
    let purser_ran = arguments
        .iter()
        .any(|line| line.contains("purser token codex"));
    assert!(purser_ran, "Codex asked purser: {arguments:#?}");
    for line in &arguments {
        assert!(
            !secrets.iter().any(|secret| line.contains(secret)),
            "{line}"
        );
    }
    assert_eq!(files_with(home.path(), &secrets), Vec::<String>::new());
}

#[test]
fn the_token_is_in_no_file_argument_or_view_of_the_window() {
    let job = Job::start(&place::built(), Codex::release(RELEASES[1]));
    let _ = job.try_the_sandbox();
    job.look_at_the_change();
    job.apply_the_change();
    let _ = job.complete_a_turn();
    let token = job.token();
    let secrets = [token.as_str()];

    let page = job.window.source();
    assert!(page.contains("Codex CLI"), "this is the page");
    assert!(!page.contains(&token));
    assert!(!job.view().to_string().contains(&token));
    let arguments = job.home.command_lines();
    assert!(job.home.runs("purser-resident"), "{arguments:#?}");
    assert!(!arguments.iter().any(|line| line.contains(&token)));
    assert_eq!(files_with(job.home.path(), &secrets), Vec::<String>::new());
}

#[test]
fn the_vaults_file_is_for_its_owner_alone() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let purser = Purser::headless(&home);
    assert_eq!(purser.keeps(), Keeps::InFile);
    purser.sign_in(&sandbox);
    let data = files_under(&home.path().join(".local/share"));
    let held = data.iter().map(|file| (file, fs::metadata(file).unwrap()));
    let held: Vec<_> = held.filter(|(_, about)| about.len() > 0).collect();
    assert!(!held.is_empty(), "the vault's file is somewhere there");
    for (file, about) in held {
        let mode = about.permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} is {mode:o}", file.display());
    }
}
