//! The history: every change is a step of it, each can be taken back, and all of them together.

use std::fs;

use setup::{Finding, Plan, PlanKind, Refusal, SetupError, State, Step, StepUndo, Tool};

use crate::bench::{Bench, TOKEN, at, command, facts_at, plaintext};

const MINE: &str = "model = 'mine' # why\nmodel_provider = 'a'\n";

fn steps(bench: &Bench) -> Vec<Step> {
    bench.history().steps().unwrap()
}

fn kinds(bench: &Bench) -> Vec<(PlanKind, StepUndo)> {
    let steps = steps(bench).into_iter();
    steps.map(|step| (step.kind, step.undo)).collect()
}

/// Takes back the step at `place`, newest first.
fn undo_step(bench: &Bench, place: usize, second: i64) -> Plan {
    let id = steps(bench)[place].id.clone();
    let plan = bench.history().plan_undo_step(&id).unwrap();
    bench.history().apply(&plan, at(second)).unwrap();
    plan
}

fn undo_everything(bench: &Bench, second: i64) -> Plan {
    let mut plans = bench.history().plan_undo_everything().unwrap();
    assert_eq!(plans.len(), 1);
    let plan = plans.pop().unwrap().unwrap();
    bench.history().apply(&plan, at(second)).unwrap();
    plan
}

#[test]
fn every_change_is_a_step_with_its_time_its_file_and_its_keys() {
    let bench = Bench::with(MINE);
    bench.set_up();
    bench.set_up();
    let [step] = &steps(&bench)[..] else {
        panic!("applying what is applied is no step");
    };
    assert_eq!((step.at, step.kind), (at(1), PlanKind::SetUp));
    assert_eq!(step.tool, Tool::Codex);
    assert_eq!(
        (&step.file, step.undo),
        (&bench.config(), StepUndo::Possible)
    );
    let keys: Vec<&str> = step.keys.iter().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "model",
            "model_provider",
            "model_providers.codexapi.auth.args",
            "model_providers.codexapi.auth.command",
            "model_providers.codexapi.auth.refresh_interval_ms",
            "model_providers.codexapi.auth.timeout_ms",
            "model_providers.codexapi.base_url",
            "model_providers.codexapi.name",
            "model_providers.codexapi.supports_websockets",
            "model_providers.codexapi.wire_api",
            "model_reasoning_effort",
            "notice.model_migrations.\"gpt-5.5\"",
        ]
    );
    bench.undo();
    assert_eq!(
        kinds(&bench),
        [
            (PlanKind::Undo, StepUndo::Possible),
            (PlanKind::SetUp, StepUndo::NothingLeft)
        ]
    );
}

#[test]
fn a_step_is_taken_back_byte_for_byte_when_nobody_wrote_since() {
    let bench = Bench::with(MINE);
    bench.set_up();
    let plan = undo_step(&bench, 0, 2);
    assert!(plan.exact() && plan.kind() == PlanKind::UndoStep);
    assert_eq!(bench.text(), MINE);
    assert_eq!(bench.status().state, State::NotSetUp);
    assert!(!bench.status().can_undo);
}

#[test]
fn taking_an_undo_back_sets_up_again_and_can_itself_be_undone() {
    let bench = Bench::with(MINE);
    bench.set_up();
    bench.undo();
    undo_step(&bench, 0, 3);
    assert!(matches!(bench.status().state, State::SetUp { .. }));
    let undo = bench.undo();
    assert_eq!(undo.kind(), PlanKind::Undo);
    assert_eq!(bench.text(), MINE);
}

#[test]
fn a_step_leaves_what_others_wrote_since() {
    let bench = Bench::with(MINE);
    bench.set_up();
    let theirs = "\n[projects.\"/src\"]\ntrust_level = 'trusted' # mine\n";
    bench.write(&bench.text().replace("\"gpt-5.5\" # why", "'newer' # why"));
    bench.write(&format!("{}{theirs}", bench.text()));
    let plan = undo_step(&bench, 0, 2);
    assert!(!plan.exact());
    let stays = Finding::KeyStays {
        key: "model".into(),
    };
    assert_eq!(plan.findings(), [Finding::UndoWorksKeyByKey, stays]);
    let left = format!("model = 'newer' # why\nmodel_provider = 'a'\n{theirs}");
    assert_eq!(bench.text(), left);
    assert!(!bench.status().can_undo);
}

#[test]
fn an_older_step_takes_back_only_what_it_wrote_itself() {
    let bench = Bench::with(MINE);
    bench.set_up();
    let moved = facts_at("https://api-canada.codexapi.pro/v1");
    let plan = bench.codex.plan_set_up(&moved, &command(), None).unwrap();
    bench.apply(&plan, at(2)).unwrap();
    assert_eq!(steps(&bench)[0].keys, ["model_providers.codexapi.base_url"]);
    undo_step(&bench, 1, 3);
    let text = bench.text();
    assert!(text.starts_with(MINE), "{text}");
    assert!(
        text.contains("api-canada") && text.contains("name = "),
        "{text}"
    );
    assert!(bench.status().can_undo);
    undo_step(&bench, 1, 4);
    assert!(bench.text().contains("api-chicago"));
    bench.undo();
    assert_eq!(bench.text(), MINE);
}

#[test]
fn undo_everything_gives_back_the_bytes_from_before_the_first_step() {
    let bench = Bench::with(MINE);
    bench.set_up();
    let moved = facts_at("https://api-canada.codexapi.pro/v1");
    let plan = bench.codex.plan_set_up(&moved, &command(), None).unwrap();
    bench.apply(&plan, at(2)).unwrap();
    let turn_off = bench.codex.plan_turn_off().unwrap();
    bench.apply(&turn_off, at(3)).unwrap();
    let plan = undo_everything(&bench, 4);
    assert!(plan.exact() && plan.kind() == PlanKind::UndoEverything);
    assert_eq!(bench.text(), MINE);
    assert!(bench.history().plan_undo_everything().unwrap().is_empty());
}

#[test]
fn undo_everything_takes_a_file_away_that_was_not_there() {
    let bench = Bench::empty();
    bench.set_up();
    bench.undo();
    bench.set_up();
    assert!(undo_everything(&bench, 4).exact());
    assert!(!bench.folder.path().join("home").exists());
}

#[test]
fn undo_everything_keeps_what_the_person_chose_between_two_set_ups() {
    let bench = Bench::with(MINE);
    bench.set_up();
    bench.undo();
    let chosen = MINE.replace("'mine'", "'newer'");
    bench.write(&chosen);
    let plan = bench.plan().unwrap();
    bench.apply(&plan, at(3)).unwrap();
    assert!(undo_everything(&bench, 4).exact());
    assert_eq!(bench.text(), chosen);
}

#[test]
fn undo_everything_works_key_by_key_beside_others() {
    let bench = Bench::with(MINE);
    bench.set_up();
    bench.write(&format!("{}\n[theirs]\na = 1\n", bench.text()));
    let moved = facts_at("https://api-canada.codexapi.pro/v1");
    let plan = bench.codex.plan_set_up(&moved, &plaintext(), None).unwrap();
    bench.apply(&plan, at(2)).unwrap();
    let plan = undo_everything(&bench, 3);
    assert!(!plan.exact());
    assert_eq!(bench.text(), format!("{MINE}\n[theirs]\na = 1\n"));
}

#[test]
fn undo_everything_leaves_a_table_that_the_person_made_their_own() {
    let bench = Bench::with("");
    bench.set_up();
    bench.undo();
    let own = "[model_providers.codexapi]\nname = 'my own'\nenv_key = 'KEY'\n";
    bench.write(own);
    let plan = bench.plan().unwrap();
    bench.apply(&plan, at(3)).unwrap();
    bench.write(&format!("{}\n[theirs]\na = 1\n", bench.text()));
    undo_everything(&bench, 4);
    assert_eq!(
        bench.text().trim_start(),
        format!("{own}\n[theirs]\na = 1\n")
    );
}

#[test]
fn a_step_from_our_own_token_is_told_but_cannot_be_taken_back() {
    let bench = Bench::with(MINE);
    let plan = bench
        .codex
        .plan_set_up(&facts_at("https://codexapi.pro/v1"), &plaintext(), None);
    bench.apply(&plan.unwrap(), at(1)).unwrap();
    bench.set_up();
    let newest = steps(&bench)[0].clone();
    assert_eq!(newest.undo, StepUndo::NeedsToken);
    let refused = bench.history().plan_undo_step(&newest.id).unwrap_err();
    let SetupError::Refused { refusal, .. } = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(refusal, Refusal::TokenNotKept);
    for entry in fs::read_dir(bench.records()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains(TOKEN));
    }
    assert!(undo_everything(&bench, 3).exact());
    assert_eq!(bench.text(), MINE);
}

#[test]
fn a_step_that_never_came_to_be_is_not_told() {
    let bench = Bench::with(MINE);
    let plan = bench.plan().unwrap();
    bench.write("model = 'theirs'\n");
    assert!(bench.apply(&plan, at(1)).is_err());
    assert_eq!(steps(&bench), []);
    let unknown = bench.history().plan_undo_step("no-such-step");
    assert!(matches!(unknown, Err(SetupError::NoSuchStep)));
}

#[test]
fn a_config_that_cannot_be_read_keeps_its_history() {
    let bench = Bench::with(MINE);
    bench.set_up();
    bench.write("broken =\n");
    assert_eq!(kinds(&bench), [(PlanKind::SetUp, StepUndo::NotNow)]);
    let plans = bench.history().plan_undo_everything().unwrap();
    assert!(matches!(plans[..], [Err(SetupError::Unparsable { .. })]));
}

#[test]
fn the_history_forgets_its_oldest_steps_and_still_knows_the_first_bytes() {
    let bench = Bench::with(MINE);
    bench.set_up();
    let delivery = [plaintext(), command()];
    for round in 0..110 {
        let facts = facts_at("https://api-chicago.codexapi.pro/v1");
        let plan = bench
            .codex
            .plan_set_up(&facts, &delivery[round % 2], None)
            .unwrap();
        let second = 2 + i64::try_from(round).unwrap();
        bench.apply(&plan, at(second)).unwrap();
    }
    let told = steps(&bench);
    assert!((50..=100).contains(&told.len()), "{}", told.len());
    assert_eq!((told[0].at, told[told.len() - 1].at), (at(111), at(1)));
    undo_everything(&bench, 300);
    assert_eq!(bench.text(), MINE);
}

#[test]
fn turning_off_is_not_taken_back_once_the_provider_is_gone() {
    let bench = Bench::with(MINE);
    bench.set_up();
    let off = bench.codex.plan_turn_off().unwrap();
    bench.apply(&off, at(2)).unwrap();
    undo_everything(&bench, 3);
    assert_eq!(bench.text(), MINE);
    let undos = kinds(&bench);
    let turned_off = undos.iter().find(|(kind, _)| *kind == PlanKind::TurnOff);
    assert_eq!(turned_off.unwrap().1, StepUndo::NothingLeft);
    let place = undos
        .iter()
        .position(|(kind, _)| *kind == PlanKind::TurnOff);
    let id = steps(&bench)[place.unwrap()].id.clone();
    let refused = bench.history().plan_undo_step(&id);
    assert!(matches!(refused, Err(SetupError::NothingToUndo { .. })));
}
