//! Skills come and go as files of their own, and nothing that is there is written over.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use setup::{PlanKind, SKILLS, SetupError, SkillState, Skills, Tool};

use crate::bench::at;
use crate::home::{Home, write_file};

const FIRST: &str = SKILLS[0].name;

/// Leaves exactly `chosen`, and gives back how many files that changed.
fn choose(home: &Home, chosen: &[&str]) -> usize {
    let plans = home.codex_skills().plan(chosen).unwrap();
    for plan in &plans {
        assert_eq!((plan.tool(), plan.kind()), (Tool::Codex, PlanKind::Skills));
        home.apply(plan, at(1)).unwrap();
    }
    plans.len()
}

fn path(home: &Home) -> PathBuf {
    home.codex_skills().path_of(&SKILLS[0])
}

fn state(home: &Home) -> SkillState {
    home.codex_skills().state_of(&SKILLS[0]).unwrap()
}

#[test]
fn a_skill_comes_once_and_goes_with_every_folder_that_came_with_it() {
    let home = Home::new();
    assert_eq!(state(&home), SkillState::Absent);
    assert_eq!(choose(&home, &[FIRST]), 1);
    assert_eq!(choose(&home, &[FIRST]), 0);
    assert_eq!(state(&home), SkillState::Installed);
    assert_eq!(fs::read_to_string(path(&home)).unwrap(), SKILLS[0].text);
    assert_eq!(choose(&home, &[]), 1);
    assert_eq!(state(&home), SkillState::Absent);
    assert!(!home.folder.path().join("home").exists());
}

#[test]
fn every_skill_has_a_plan_and_a_step_of_its_own() {
    let home = Home::new();
    let all = SKILLS.map(|skill| skill.name);
    let plans = home.codex_skills().plan(&all).unwrap();
    assert!(plans.iter().all(|plan| plan.creates_file()));
    let shown: Vec<&str> = plans[0]
        .diff()
        .iter()
        .map(|line| line.text.as_str())
        .collect();
    assert_eq!(shown, SKILLS[0].text.lines().collect::<Vec<_>>());
    assert_eq!(choose(&home, &all), SKILLS.len());
    let steps = home.history().steps().unwrap();
    assert_eq!(steps.len(), SKILLS.len());
    let undo = home.history().plan_undo_step(&steps[2].id).unwrap();
    home.apply(&undo, at(2)).unwrap();
    assert!(!path(&home).exists());
    for plan in home.history().plan_undo_everything().unwrap() {
        home.apply(&plan.unwrap(), at(3)).unwrap();
    }
    assert!(!home.folder.path().join("home").exists());
}

#[test]
fn a_skill_that_the_person_changed_stays() {
    let home = Home::new();
    choose(&home, &[FIRST]);
    fs::write(path(&home), "mine now").unwrap();
    assert_eq!(state(&home), SkillState::Changed);
    assert_eq!(choose(&home, &[]), 0);
    assert_eq!(choose(&home, &[FIRST]), 0);
    assert!(home.history().plan_undo_everything().unwrap().is_empty());
    assert_eq!(fs::read_to_string(path(&home)).unwrap(), "mine now");
}

#[test]
fn a_skill_of_the_persons_own_is_never_written_over() {
    let home = Home::new();
    write_file(&path(&home), "theirs");
    assert_eq!(state(&home), SkillState::Taken);
    assert_eq!(choose(&home, &[FIRST]) + choose(&home, &[]), 0);
    fs::remove_file(path(&home)).unwrap();
    let beside = path(&home).with_file_name("notes.md");
    fs::write(&beside, "theirs").unwrap();
    assert_eq!(state(&home), SkillState::Taken);
    fs::remove_dir_all(path(&home).parent().unwrap()).unwrap();
    symlink("/nowhere", path(&home).parent().unwrap()).unwrap();
    assert_eq!(state(&home), SkillState::Taken);
    assert_eq!(choose(&home, &[FIRST]), 0);
}

#[test]
fn a_skill_that_someone_puts_there_after_the_plan_stays() {
    let home = Home::new();
    let plans = home.codex_skills().plan(&[FIRST]).unwrap();
    write_file(&path(&home), "theirs");
    let refused = home.apply(&plans[0], at(1));
    assert!(matches!(refused, Err(SetupError::Changed { .. })));
    assert_eq!(fs::read_to_string(path(&home)).unwrap(), "theirs");
}

#[test]
fn what_the_person_put_beside_a_skill_stays() {
    let home = Home::new();
    choose(&home, &[FIRST]);
    let beside = path(&home).with_file_name("notes.md");
    fs::write(&beside, "theirs").unwrap();
    choose(&home, &[]);
    assert!(beside.exists() && !path(&home).exists());
    assert_eq!(state(&home), SkillState::Taken);
}

#[test]
fn a_removed_skill_comes_back_by_taking_its_removal_back() {
    let home = Home::new();
    let skills = Skills::of_claude_code(&home.claude_config_dir(), home.records());
    for chosen in [&[FIRST][..], &[]] {
        let plans = skills.plan(chosen).unwrap();
        home.apply(&plans[0], at(1)).unwrap();
    }
    let steps = home.history().steps().unwrap();
    assert_eq!((steps[0].tool, steps[0].keys.len()), (Tool::ClaudeCode, 0));
    let undo = home.history().plan_undo_step(&steps[0].id).unwrap();
    home.apply(&undo, at(3)).unwrap();
    assert_eq!(skills.state_of(&SKILLS[0]).unwrap(), SkillState::Installed);
}
