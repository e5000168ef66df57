//! Holds the repository to its layout: what stands at the root, which crate may know which, how
//! source files begin and how long they are. Runs no product code.

mod arrows;
mod layout;
mod sources;

use std::{
    fs,
    process::{Command, Stdio},
};

use tests::place::repository;

/// A tracked file.
struct File {
    path: String,
    /// Empty for a file that is not text.
    text: String,
}

#[test]
fn only_the_agreed_entries_stand_at_the_root() {
    let paths: Vec<_> = tracked();
    assert_none(layout::breaches(&paths));
}

#[test]
fn crates_know_only_whom_the_design_lets_them_know() {
    let metadata = output(Command::new(env!("CARGO")).args([
        "metadata",
        "--no-deps",
        "--offline",
        "--format-version=1",
    ]));
    let metadata = serde_json::from_str(&metadata).expect("cargo's metadata");
    assert_none(arrows::breaches(&metadata));
}

#[test]
fn source_files_say_what_they_are_and_stay_short() {
    let files: Vec<_> = tracked().into_iter().map(read).collect();
    let here = repository().display().to_string();
    assert_none(sources::breaches(&files, &here));
}

fn tracked() -> Vec<String> {
    let listed = output(Command::new("git").args(["ls-files", "-z"]));
    let paths = listed.split_terminator('\0').map(str::to_owned);
    // What was deleted and not yet committed is listed too.
    paths
        .filter(|path| repository().join(path).exists())
        .collect()
}

fn read(path: String) -> File {
    let bytes = fs::read(repository().join(&path)).expect("a tracked file");
    let text = String::from_utf8(bytes).unwrap_or_default();
    File { path, text }
}

fn output(command: &mut Command) -> String {
    let output = command
        .current_dir(repository())
        .stderr(Stdio::inherit())
        .output()
        .expect("a program that answers");
    assert!(output.status.success(), "{command:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[track_caller]
fn assert_none(breaches: Vec<String>) {
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}
