//! Turning off keeps our provider for the chats that need it; removal takes it out and says so.

use setup::{Finding, PlanKind, SetupError, State};

use crate::bench::{Bench, at, command, facts};

const MINE: &str = "model = 'mine' # why\nmodel_provider = 'a'\nmodel_reasoning_effort = 'low'\n[notice]\nhide = true\n";

fn turn_off(bench: &Bench) -> setup::Plan {
    let plan = bench.codex.plan_turn_off().unwrap();
    bench.apply(&plan, at(2)).unwrap();
    plan
}

#[test]
fn turning_off_gives_back_the_root_keys_and_keeps_the_provider_with_its_credentials() {
    let bench = Bench::with(MINE);
    bench.set_up();
    let plan = turn_off(&bench);
    assert!(plan.exact() && plan.kind() == PlanKind::TurnOff);
    insta::assert_snapshot!(bench.text(), @r#"
    model = 'mine' # why
    model_provider = 'a'
    model_reasoning_effort = 'low'
    [notice]
    hide = true

    [model_providers.codexapi]
    name = "CodexAPI.pro"
    base_url = "https://api-chicago.codexapi.pro/v1"
    wire_api = "responses"
    supports_websockets = false

    [model_providers.codexapi.auth]
    command = "/opt/purser/bin/purser"
    args = ["token", "codex"]
    timeout_ms = 10000
    refresh_interval_ms = 300000
    "#);
    let status = bench.status();
    assert_eq!((status.state, status.can_undo), (State::NotSetUp, true));
    assert!(matches!(
        bench.codex.plan_turn_off(),
        Err(SetupError::NothingToUndo { .. })
    ));
}

#[test]
fn undo_after_turning_off_still_gives_back_the_very_bytes() {
    let bench = Bench::with(MINE);
    bench.set_up();
    turn_off(&bench);
    assert!(bench.undo().exact());
    assert_eq!(bench.text(), MINE);
}

#[test]
fn turning_on_again_and_undoing_gives_back_the_very_bytes() {
    let bench = Bench::with(MINE);
    bench.set_up();
    let set_up = bench.text();
    turn_off(&bench);
    let again = bench.set_up();
    assert!(again.exact());
    assert!(matches!(bench.status().state, State::SetUp { .. }));
    for key in ["base_url", "gpt-6-sol", "model_provider = \"codexapi\""] {
        assert!(set_up.contains(key) && bench.text().contains(key), "{key}");
    }
    assert!(bench.undo().exact());
    assert_eq!(bench.text(), MINE);
}

#[test]
fn what_the_person_chose_while_it_was_off_is_what_undo_gives_back() {
    let bench = Bench::with(MINE);
    bench.set_up();
    turn_off(&bench);
    bench.write(&bench.text().replace("'mine'", "'newer'"));
    let again = bench.set_up();
    assert_eq!(again.findings().last(), Some(&Finding::UndoWorksKeyByKey));
    bench.undo();
    assert_eq!(bench.text(), MINE.replace("'mine'", "'newer'"));
}

#[test]
fn turning_off_leaves_a_key_that_the_person_changed() {
    let bench = Bench::with(MINE);
    bench.set_up();
    bench.write(&bench.text().replace("\"gpt-5.5\" # why", "'newer' # why"));
    let plan = turn_off(&bench);
    let stays = Finding::KeyStays {
        key: "model".into(),
    };
    assert_eq!(plan.findings(), [Finding::UndoWorksKeyByKey, stays]);
    assert!(
        bench
            .text()
            .starts_with("model = 'newer' # why\nmodel_provider = 'a'\n")
    );
    assert!(bench.text().contains("[model_providers.codexapi.auth]"));
}

#[test]
fn a_config_that_the_person_turned_on_by_hand_counts_as_set_up() {
    let bench = Bench::with(MINE);
    bench.set_up();
    turn_off(&bench);
    bench.write(
        &bench
            .text()
            .replace("model_provider = 'a'", "model_provider = 'codexapi'"),
    );
    assert!(matches!(bench.status().state, State::SetUp { .. }));
}

#[test]
fn a_config_of_our_making_is_turned_off_without_being_taken_away() {
    let bench = Bench::empty();
    bench.set_up();
    turn_off(&bench);
    let text = bench.text();
    assert!(text.contains("[model_providers.codexapi]"), "{text}");
    assert!(!text.contains("model_provider ="), "{text}");
    bench.undo();
    assert!(!bench.folder.path().join("home").exists());
}

#[test]
fn removal_takes_the_provider_out_too_and_says_what_that_costs() {
    let bench = Bench::with(MINE);
    bench.set_up();
    turn_off(&bench);
    let plan = bench.codex.plan_removal().unwrap();
    assert_eq!(plan.kind(), PlanKind::Removal);
    let id = "codexapi".to_owned();
    assert_eq!(plan.findings(), [Finding::ThreadsNeedProvider { id }]);
    bench.apply(&plan, at(3)).unwrap();
    assert_eq!(bench.text(), MINE);
    assert!(!bench.status().can_undo);
}

#[test]
fn turning_off_keeps_a_provider_table_that_the_person_had_before() {
    let own =
        "model_provider = 'codexapi'\n[model_providers.codexapi]\nname = 'mine'\nenv_key = 'KEY'\n";
    let bench = Bench::with(own);
    let plan = bench.codex.plan_set_up(&facts(), &command(), None).unwrap();
    bench.apply(&plan, at(1)).unwrap();
    turn_off(&bench);
    assert!(bench.text().contains("[model_providers.codexapi.auth]"));
    bench.undo();
    assert_eq!(bench.text(), own);
}
