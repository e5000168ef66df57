//! Tests of the module beside it. The two lines are what Codex 0.141.0 and 0.169.0 wrote.

use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::*;
use crate::digest::Digest;

const BY_0_141: &str = r#"{"timestamp":"2026-11-21T05:45:46.104Z","type":"session_meta","payload":{"id":"01a1fca3-a718-7053-8d11-83f22c656e54","timestamp":"2026-11-21T05:45:46.009Z","cwd":"/home/ada/work","originator":"codex_exec","cli_version":"0.141.0","source":"exec","thread_source":"user","model_provider":"codexapi","base_instructions":{"text":"You are Codex."}}}"#;
const BY_0_169: &str = r#"{"timestamp":"2026-11-21T05:45:48.293Z","ordinal":0,"type":"session_meta","payload":{"account_scoped":true,"session_id":"01a1fca3-af43-7841-9527-31faaef97a13","id":"01a1fca3-af43-7841-9527-31faaef97a13","timestamp":"2026-11-21T05:45:48.222Z","cwd":"/home/ada/work","runtime_workspace_roots":["/home/ada/work"],"originator":"codex_exec","cli_version":"0.169.0","source":"exec","thread_source":"user","model_provider":"codexapi","base_instructions":{"text":"You are Codex."},"history_mode":"paginated","context_window":{"window_id":"01a1fca3-afbd-7c63-99d2-6cad294bac14"}}}"#;
const SECOND_LINE: &str = r#"{"type":"event_msg","payload":{"model_provider":"not-this-one"}}"#;

fn save(home: &Path, name: &str, text: impl AsRef<[u8]>) {
    let folder = home.join("sessions/2026/11/21");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), text).unwrap();
}

fn line_of(provider: &str) -> String {
    BY_0_169.replace(
        r#""model_provider":"codexapi""#,
        &format!(r#""model_provider":"{provider}""#),
    )
}

fn tables(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|&id| id.to_owned()).collect()
}

#[test]
fn threads_of_both_releases_are_counted_by_provider() {
    let home = tempfile::tempdir().unwrap();
    save(
        home.path(),
        "rollout-1.jsonl",
        format!("{BY_0_141}\n{SECOND_LINE}\n"),
    );
    save(
        home.path(),
        "rollout-2.jsonl",
        format!("{BY_0_169}\r\n{SECOND_LINE}\n"),
    );
    save(home.path(), "rollout-3.jsonl", line_of("openai"));
    save(home.path(), "notes.txt", "nothing of ours");
    let threads = Threads::of(home.path());
    let counted = [("codexapi".to_owned(), 2), ("openai".to_owned(), 1)];
    assert_eq!(threads.by_provider, counted.into());
    assert_eq!(
        (threads.without_provider, threads.unreadable, threads.unread),
        (0, 0, 0)
    );
}

#[test]
fn an_archived_thread_counts_too() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("archived_sessions");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("rollout-1.jsonl"), BY_0_169).unwrap();
    assert_eq!(Threads::of(home.path()).by_provider["codexapi"], 1);
}

#[test]
fn threads_are_unreachable_only_when_their_provider_is_neither_defined_nor_built_in() {
    let home = tempfile::tempdir().unwrap();
    for (index, provider) in ["codexapi", "codexapi", "custom", "openai", "ollama"]
        .iter()
        .enumerate()
    {
        save(
            home.path(),
            &format!("rollout-{index}.jsonl"),
            line_of(provider),
        );
    }
    let threads = Threads::of(home.path());
    let reach = |ids: &[&str]| threads.reachable_after(&tables(ids));
    assert_eq!(reach(&["codexapi", "custom"]).unreachable, 0);
    let one_gone = reach(&["custom"]);
    assert_eq!((one_gone.threads, one_gone.unreachable), (5, 2));
    assert_eq!(one_gone.missing, ["codexapi"]);
    assert_eq!(reach(&[]).missing, ["codexapi", "custom"]);
}

#[test]
fn only_the_removal_of_our_table_cuts_threads_off_and_only_ours() {
    let home = tempfile::tempdir().unwrap();
    for (index, provider) in ["codexapi", "codexapi", "gone", "openai"]
        .iter()
        .enumerate()
    {
        let name = format!("rollout-{index}.jsonl");
        save(home.path(), &name, line_of(provider));
    }
    save(home.path(), "rollout-9.jsonl", "not json");
    let threads = Threads::of(home.path());
    assert_eq!((threads.total(), threads.of_provider("codexapi")), (5, 2));
    let reach = |ids: &[&str]| threads.reachable_after(&tables(ids)).unreachable;
    assert_eq!(reach(&[]) - reach(&["codexapi"]), 2);
}

#[test]
fn a_compressed_thread_counts_once_also_while_its_plain_file_is_there() {
    let home = tempfile::tempdir().unwrap();
    let pack = |text: &str| compress_to_vec(text.as_bytes(), CompressionLevel::Fastest);
    let whole = format!("{BY_0_169}\n{}", SECOND_LINE.repeat(5_000));
    save(home.path(), "rollout-1.jsonl.zst", pack(&whole));
    save(home.path(), "rollout-2.jsonl.zst", pack(&line_of("old")));
    save(home.path(), "rollout-2.jsonl", line_of("new"));
    save(home.path(), "rollout-3.jsonl.zst", "no zstd");
    let threads = Threads::of(home.path());
    let counted = [("codexapi".to_owned(), 1), ("new".to_owned(), 1)];
    assert_eq!(threads.by_provider, counted.into());
    assert_eq!(threads.unreadable, 1);
}

#[test]
fn a_thread_that_names_no_provider_stays_reachable() {
    let home = tempfile::tempdir().unwrap();
    let line = BY_0_141.replace(r#""model_provider":"codexapi","#, "");
    save(home.path(), "rollout-1.jsonl", &line);
    save(
        home.path(),
        "rollout-2.jsonl",
        BY_0_141.replace(r#""codexapi""#, "null"),
    );
    let threads = Threads::of(home.path());
    assert_eq!(threads.without_provider, 2);
    assert_eq!(threads.reachable_after(&tables(&[])).unreachable, 0);
}

#[test]
fn a_first_line_longer_than_what_is_read_still_says_its_provider() {
    let home = tempfile::tempdir().unwrap();
    let long = BY_0_141.replace("You are Codex.", &"Go on. \\n".repeat(20_000));
    save(home.path(), "rollout-1.jsonl", &long);
    assert_eq!(Threads::of(home.path()).by_provider["codexapi"], 1);
}

#[test]
fn what_is_no_history_is_counted_as_unreadable_and_hides_nothing() {
    let home = tempfile::tempdir().unwrap();
    for (index, text) in [
        "",
        "not json",
        "[]",
        SECOND_LINE,
        "{\"type\":\"session_meta\"",
        "\u{0}\u{1}",
    ]
    .iter()
    .enumerate()
    {
        save(home.path(), &format!("rollout-{index}.jsonl"), text);
    }
    save(home.path(), "rollout-9.jsonl", BY_0_141);
    let threads = Threads::of(home.path());
    assert_eq!(
        (threads.unreadable, threads.by_provider["codexapi"]),
        (6, 1)
    );
}

#[test]
fn beyond_the_limit_the_newest_are_read_and_the_rest_is_only_counted() {
    let home = tempfile::tempdir().unwrap();
    save(home.path(), "rollout-2026-01.jsonl", line_of("old"));
    save(home.path(), "rollout-2026-02.jsonl", line_of("new"));
    let threads = Threads::of_at_most(home.path(), 1);
    assert_eq!(threads.by_provider, [("new".to_owned(), 1)].into());
    assert_eq!(threads.unread, 1);
}

#[test]
fn a_home_without_history_has_no_threads() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(Threads::of(home.path()), Threads::default());
}

#[cfg(unix)]
#[test]
fn reading_a_home_that_may_not_be_written_works_and_leaves_everything_as_it_was() {
    use std::os::unix::fs::PermissionsExt;

    let home = tempfile::tempdir().unwrap();
    for index in 0..50 {
        let name = format!("rollout-{index}.jsonl");
        save(home.path(), &name, line_of("custom"));
    }
    let set = |mode: u32, folder_mode: u32| {
        for (path, _) in everything(home.path()) {
            let mode = if path.is_dir() { folder_mode } else { mode };
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    set(0o400, 0o500);
    let before = everything(home.path());
    let threads = Threads::of(home.path());
    assert_eq!(threads.reachable_after(&tables(&[])).unreachable, 50);
    assert_eq!(everything(home.path()), before);
    set(0o600, 0o700);
}

/// Every path below `folder`, with what stands in the files.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Option<Digest>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(everything(&path));
            found.insert(path, None);
        } else {
            found.insert(path.clone(), Some(Digest::of(fs::read(&path).unwrap())));
        }
    }
    found
}
