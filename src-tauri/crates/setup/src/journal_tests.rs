//! Patches in and out of the journal, crashes and caps included.

use super::*;

fn patch(id: &str, config: &str) -> Patch {
    Patch {
        id: id.to_owned(),
        at: Timestamp::UNIX_EPOCH,
        tool: Tool::Codex,
        kind: PlanKind::SetUp,
        machine: None,
        config: PathBuf::from(config),
        file: PathBuf::from(config),
        effect: Effect::default(),
        before: Original {
            digest: Some(Digest::of("before")),
            mode: None,
            backup: Some(format!("{id}.backup")),
        },
        after: Some(Digest::of("after")),
        created_folders: Vec::new(),
        records: BTreeMap::from([(Part::Codex, None)]),
    }
}

fn ids(journal: &Journal) -> Vec<String> {
    let logged = journal.read().unwrap().into_iter();
    logged.map(|logged| logged.patch.id).collect()
}

#[test]
fn patches_come_back_oldest_first_and_those_taken_back_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::of(folder.path());
    assert_eq!(ids(&journal), Vec::<String>::new());
    for id in ["a", "b", "c"] {
        journal.append(patch(id, "x"), journal.batch()).unwrap();
    }
    journal.close("b", End::TakenBack).unwrap();
    journal.close("c", End::Done).unwrap();
    assert_eq!(ids(&journal), ["a", "c"]);
    assert_eq!(journal.read().unwrap()[1].patch, patch("c", "x"));
}

#[test]
fn a_line_cut_anywhere_loses_itself_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::of(folder.path());
    journal.append(patch("a", "x"), journal.batch()).unwrap();
    let whole = fs::read(&journal.path).unwrap();
    journal.append(patch("b", "x"), journal.batch()).unwrap();
    let both = fs::read(&journal.path).unwrap();
    for cut in whole.len()..both.len() - 1 {
        fs::write(&journal.path, &both[..cut]).unwrap();
        assert_eq!(ids(&journal), ["a"], "cut at {cut}");
        journal.append(patch("c", "x"), journal.batch()).unwrap();
        assert_eq!(ids(&journal), ["a", "c"], "cut at {cut}");
    }
}

#[test]
fn a_patch_that_a_crash_left_open_is_settled_by_what_is_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::of(folder.path());
    for (now, left) in [("before", Vec::new()), ("after", vec![Some(End::Done)])] {
        let _ = fs::remove_file(&journal.path);
        journal.append(patch("a", "x"), journal.batch()).unwrap();
        journal
            .append(patch("other", "y"), journal.batch())
            .unwrap();
        let now = Digest::of(now);
        journal.settle(None, Path::new("x"), Some(&now)).unwrap();
        let ends = journal.read().unwrap().into_iter();
        let mut ends: Vec<_> = ends.map(|logged| logged.end).collect();
        assert_eq!(ends.pop(), Some(None), "another config is left alone");
        assert_eq!(ends, left);
    }
}

#[test]
fn a_patch_of_the_same_path_on_another_machine_is_another_configs() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::of(folder.path());
    let machine = Some("ada@host:22".to_owned());
    journal.append(patch("here", "x"), journal.batch()).unwrap();
    let there = Patch {
        machine: machine.clone(),
        ..patch("there", "x")
    };
    journal.append(there, journal.batch()).unwrap();
    let now = Digest::of("before");
    let settled = journal.settle(machine.as_deref(), Path::new("x"), Some(&now));
    settled.unwrap();
    assert_eq!(ids(&journal), ["here"]);
    journal.pack_to(0, 0).unwrap();
    assert_eq!(journal.read_all().unwrap().len(), 2);
    let line = fs::read_to_string(&journal.path).unwrap();
    let older = line.lines().next().unwrap();
    assert!(!older.contains("machine"), "as older versions wrote it");
}

#[test]
fn a_patch_of_an_older_version_is_one_of_codexs_provider() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::of(folder.path());
    journal.append(patch("a", "x"), journal.batch()).unwrap();
    let line = fs::read_to_string(&journal.path).unwrap();
    let older = line.replace("\"records\":{\"codex\":null}", "\"record\":null");
    assert_ne!(line, older);
    fs::write(&journal.path, older).unwrap();
    assert_eq!(journal.read().unwrap()[0].patch, patch("a", "x"));
}

#[test]
fn packing_keeps_the_newest_patches_and_the_first_of_each_config() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::of(folder.path());
    for (id, config) in [("a", "x"), ("b", "x"), ("c", "y"), ("d", "x"), ("e", "x")] {
        journal.append(patch(id, config), journal.batch()).unwrap();
        journal.close(id, End::Done).unwrap();
    }
    journal.pack_to(5, u64::MAX).unwrap();
    assert_eq!(ids(&journal).len(), 5);
    journal.pack_to(4, u64::MAX).unwrap();
    assert_eq!(ids(&journal), ["a", "c", "d", "e"]);
    let ends = journal.read().unwrap().into_iter();
    assert!(ends.into_iter().all(|logged| logged.end == Some(End::Done)));
    journal.pack_to(100, 10).unwrap();
    assert_eq!(ids(&journal), ["a", "c"]);
    let backups = ["a.backup", "c.backup"].map(str::to_owned);
    assert_eq!(journal.first_backups().unwrap(), HashSet::from(backups));
}
