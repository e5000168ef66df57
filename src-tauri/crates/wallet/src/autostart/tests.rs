//! What stands in the autostart entry, and whose entries are left alone.

use std::os::unix::fs::{PermissionsExt, symlink};

use tempfile::TempDir;

use super::*;

/// A person with a Purser in a folder of this name.
fn person(folder: &str) -> (TempDir, Entry) {
    let home = tempfile::tempdir().unwrap();
    let entry = entry_in(&home, folder);
    install(&entry.program);
    (home, entry)
}

fn entry_in(home: &TempDir, folder: &str) -> Entry {
    Entry::of(&surroundings(home, folder, &[])).unwrap()
}

fn surroundings(home: &TempDir, folder: &str, variables: &[(&str, &str)]) -> Surroundings {
    Surroundings {
        home: home.path().to_owned(),
        environment: variables.iter().copied().collect(),
        purser: home.path().join(folder).join("purser"),
    }
}

fn file(entry: &Entry) -> &Path {
    let Place::File(file) = &entry.place;
    file
}

fn install(program: &Path) {
    fs::create_dir_all(program.parent().unwrap()).unwrap();
    fs::write(program, "#!/bin/sh\n").unwrap();
    fs::set_permissions(program, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn an_entry_is_written_verified_and_removed_without_a_trace_of_itself() {
    let (home, entry) = person("bin");
    assert_eq!(entry.look().unwrap(), AutostartView::Off);
    entry.put().unwrap();
    assert_eq!(entry.look().unwrap(), AutostartView::On);
    let folder = home.path().join(".config/autostart");
    let names = || fs::read_dir(&folder).unwrap().count();
    assert_eq!(names(), 1);
    entry.put().unwrap();
    entry.remove().unwrap();
    entry.remove().unwrap();
    assert_eq!(entry.look().unwrap(), AutostartView::Off);
    assert_eq!(names(), 0);
}

#[test]
fn an_entry_that_someone_else_wrote_or_changed_is_left_alone() {
    let (_home, entry) = person("bin");
    entry.put().unwrap();
    let ours = fs::read_to_string(file(&entry)).unwrap();
    let turned_off = ours.replace("enabled=true", "enabled=false");
    let other_program = ours.replace("Exec=\"", "Exec=sh -c \"");
    for text in [
        turned_off,
        other_program,
        format!("{ours}Hidden=true\n"),
        String::new(),
    ] {
        fs::write(file(&entry), &text).unwrap();
        assert_eq!(entry.look().unwrap(), AutostartView::Foreign, "{text}");
        for refused in [entry.put(), entry.remove()] {
            assert!(matches!(refused, Err(AutostartRefused::Foreign { .. })));
        }
        assert_eq!(fs::read_to_string(file(&entry)).unwrap(), text);
    }
}

#[test]
fn a_link_in_the_place_of_the_entry_is_not_followed() {
    let (home, entry) = person("bin");
    let elsewhere = home.path().join("dotfile");
    fs::create_dir_all(file(&entry).parent().unwrap()).unwrap();
    symlink(&elsewhere, file(&entry)).unwrap();
    let refused = entry.put();
    assert!(matches!(refused, Err(AutostartRefused::Foreign { .. })));
    assert!(!elsewhere.exists());
}

#[test]
fn an_entry_for_a_purser_that_moved_is_broken_and_can_be_written_anew() {
    let (home, old) = person("old");
    old.put().unwrap();
    let new = entry_in(&home, "new");
    assert_eq!(new.look().unwrap(), AutostartView::Broken);
    assert!(matches!(new.put(), Err(AutostartRefused::NoProgram { .. })));
    install(&new.program);
    new.put().unwrap();
    assert_eq!(new.look().unwrap(), AutostartView::On);
    fs::set_permissions(&new.program, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(new.look().unwrap(), AutostartView::Broken);
    new.remove().unwrap();
    assert_eq!(new.look().unwrap(), AutostartView::Off);
}

#[test]
fn the_entry_lies_where_the_session_looks_and_an_appimage_has_none() {
    let home = tempfile::tempdir().unwrap();
    let config = [("XDG_CONFIG_HOME", "/etc/of-ada")];
    let entry = Entry::of(&surroundings(&home, "bin", &config)).unwrap();
    assert_eq!(
        file(&entry),
        Path::new("/etc/of-ada/autostart/pro.codexapi.purser.desktop")
    );
    let mounted = surroundings(&home, "bin", &[("APPIMAGE", "/home/ada/Purser.AppImage")]);
    let refused = Entry::of(&mounted);
    assert!(matches!(refused, Err(AutostartRefused::Unavailable)));
}

#[test]
fn a_launch_agent_is_written_verified_and_removed_where_launchd_looks() {
    let home = tempfile::tempdir().unwrap();
    let entry = Entry::in_form(Form::LaunchAgent, &surroundings(&home, "MacOS", &[])).unwrap();
    install(&entry.program);
    entry.put().unwrap();
    assert_eq!(entry.look().unwrap(), AutostartView::On);
    let agents = home.path().join("Library/LaunchAgents");
    assert_eq!(file(&entry), agents.join("pro.codexapi.purser.plist"));
    let theirs = fs::read_to_string(file(&entry))
        .unwrap()
        .replace("<true/>", "<false/>");
    fs::write(file(&entry), &theirs).unwrap();
    assert!(matches!(
        entry.remove(),
        Err(AutostartRefused::Foreign { .. })
    ));
    fs::write(file(&entry), &entry.text).unwrap();
    entry.remove().unwrap();
    assert_eq!(entry.look().unwrap(), AutostartView::Off);
}
