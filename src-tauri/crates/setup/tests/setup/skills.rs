//! Skills come and go as files of their own, and nothing that is there is written over.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use setup::{Plan, PlanKind, SKILLS, SetupError, Skill, SkillState, Skills, Tool};

use crate::bench::at;
use crate::home::{Home, write_file};

const FIRST: Skill = SKILLS[0];

/// What leaves exactly `chosen`, one plan for each file that changes.
fn plans(home: &Home, chosen: &[Skill]) -> Vec<Plan> {
    let skills = home.codex_skills();
    let plan = |skill: &Skill| match chosen.contains(skill) {
        true => skills.plan_add(skill).unwrap(),
        false => skills.plan_remove(skill).unwrap(),
    };
    let plans = SKILLS.iter().map(plan);
    plans.filter(|plan| !plan.no_change()).collect()
}

/// Leaves exactly `chosen`, and gives back how many files that changed.
fn choose(home: &Home, chosen: &[Skill]) -> usize {
    let plans = plans(home, chosen);
    for plan in &plans {
        assert_eq!((plan.tool(), plan.kind()), (Tool::Codex, PlanKind::Skills));
        home.apply(plan, at(1)).unwrap();
    }
    plans.len()
}

fn path(home: &Home) -> PathBuf {
    home.codex_skills().path_of(&FIRST)
}

fn state(home: &Home) -> SkillState {
    home.codex_skills().state_of(&FIRST).unwrap()
}

#[test]
fn a_skill_comes_once_and_goes_with_every_folder_that_came_with_it() {
    let home = Home::new();
    assert_eq!(state(&home), SkillState::Absent);
    assert_eq!(choose(&home, &[FIRST]), 1);
    assert_eq!(choose(&home, &[FIRST]), 0);
    assert_eq!(state(&home), SkillState::Installed);
    assert_eq!(fs::read_to_string(path(&home)).unwrap(), FIRST.text);
    assert_eq!(choose(&home, &[]), 1);
    assert_eq!(state(&home), SkillState::Absent);
    assert!(!home.folder.path().join("home").exists());
}

#[test]
fn every_skill_has_a_plan_and_a_step_of_its_own() {
    let home = Home::new();
    let plans = plans(&home, &SKILLS);
    assert!(plans.iter().all(|plan| plan.creates_file()));
    let shown: Vec<&str> = plans[0]
        .diff()
        .iter()
        .map(|line| line.text.as_str())
        .collect();
    assert_eq!(shown, FIRST.text.lines().collect::<Vec<_>>());
    assert_eq!(choose(&home, &SKILLS), SKILLS.len());
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
    let plan = home.codex_skills().plan_add(&FIRST).unwrap();
    write_file(&path(&home), "theirs");
    let refused = home.apply(&plan, at(1));
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
    home.apply(&skills.plan_add(&FIRST).unwrap(), at(1))
        .unwrap();
    home.apply(&skills.plan_remove(&FIRST).unwrap(), at(2))
        .unwrap();
    let steps = home.history().steps().unwrap();
    assert_eq!((steps[0].tool, steps[0].keys.len()), (Tool::ClaudeCode, 0));
    let undo = home.history().plan_undo_step(&steps[0].id).unwrap();
    home.apply(&undo, at(3)).unwrap();
    assert_eq!(skills.state_of(&FIRST).unwrap(), SkillState::Installed);
}
