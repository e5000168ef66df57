//! The real Codex as the judge of a change: what it loads stays, what it refuses is put back.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use setup::{
    Codex, History, OfferedFacts, Plan, ProviderFacts, SetupError, State, TokenDelivery,
    detect::{Install, Product},
    verify::{Verdict, codex_loads},
};
use tests::{
    codex::{self, RELEASES},
    config::{LineEnds, of_a_person},
    home::Home,
};
use url::Url;

fn install(release: &'static str) -> Install {
    Install {
        product: Product::Codex,
        path: codex::Codex::release(release).program(),
        version: Some(release.to_owned()),
        on_path: false,
    }
}

fn of(home: &Home) -> Codex {
    Codex::at(home.codex(), records(home))
}

fn records(home: &Home) -> PathBuf {
    home.path().join("records")
}

/// Writes the plan, and lets `install` judge it.
fn apply(home: &Home, plan: &Plan, second: i64, install: &Install) -> Result<Verdict, SetupError> {
    let history = History::at(records(home));
    let at = Timestamp::from_second(second).unwrap();
    history.apply_verified(plan, || Ok(plan.clone()), at, install)
}

fn plan_set_up(codex: &Codex) -> Plan {
    let offered = OfferedFacts {
        provider_id: "codexapi",
        provider_name: "CodexAPI.pro",
        base_url: "https://api-chicago.codexapi.pro/v1",
        wire_api: "responses",
        model: "gpt-5.5",
        reasoning_effort: Some("high"),
    };
    let gateway = Url::parse("https://codexapi.pro").unwrap();
    let facts = ProviderFacts::accept(&offered, &gateway).unwrap();
    let program = Path::new("/usr/bin/true").to_owned();
    let token = TokenDelivery::Command { program };
    codex.plan_set_up(&facts, &token, None).unwrap()
}

#[test]
fn every_release_loads_what_we_write_turn_off_and_undo() {
    for release in RELEASES {
        let home = Home::new();
        let before = of_a_person(LineEnds::Unix, &home.work());
        fs::write(home.codex_config(), &before).unwrap();
        let (codex, install) = (of(&home), install(release));
        let mut second = 0;
        let mut applied = |plan: &Plan| {
            second += 1;
            apply(&home, plan, second, &install).unwrap()
        };
        assert_eq!(applied(&plan_set_up(&codex)), Verdict::Loads, "{release}");
        let turn_off = codex.plan_turn_off().unwrap();
        assert_eq!(applied(&turn_off), Verdict::Loads, "{release}");
        let removal = codex.plan_removal().unwrap();
        assert_eq!(applied(&removal), Verdict::Loads, "{release}");
        let left = fs::read(home.codex_config()).unwrap();
        assert_eq!(left, before, "{release}");
    }
}

#[test]
fn every_release_says_that_it_refuses_a_broken_config_and_shows_nothing_of_it() {
    for (release, place) in [
        (RELEASES[0], (None, None)),
        (RELEASES[1], (Some(2), Some(23))),
    ] {
        let home = Home::new();
        let broken = "model = 'gpt-5.5'\nsecret_key = \"sk-abc\" broken\n";
        fs::write(home.codex_config(), broken).unwrap();
        let verdict = codex_loads(&install(release), &home.codex());
        let Verdict::Refuses {
            line,
            column,
            message,
        } = &verdict
        else {
            panic!("{release}: {verdict:?}");
        };
        assert_eq!((*line, *column), place, "{release}");
        assert!(
            message.starts_with("config could not be loaded"),
            "{message}"
        );
        assert!(!message.contains("sk-abc"));
    }
}

#[test]
fn an_undo_that_every_release_would_refuse_is_put_back() {
    for release in RELEASES {
        let home = Home::new();
        let old = "[model_providers.old]\nname = 'Old'\nbase_url = 'https://127.0.0.1:9/v1'\n";
        fs::write(
            home.codex_config(),
            format!("model_provider = 'old'\n{old}"),
        )
        .unwrap();
        let (codex, install) = (of(&home), install(release));
        let verdict = apply(&home, &plan_set_up(&codex), 1, &install);
        assert_eq!(verdict.unwrap(), Verdict::Loads, "{release}");
        let text = fs::read_to_string(home.codex_config()).unwrap();
        let without_old = text.replace(old, "");
        assert_ne!(without_old, text);
        fs::write(home.codex_config(), &without_old).unwrap();

        let undo = codex.plan_undo().unwrap();
        let refused = apply(&home, &undo, 2, &install);
        assert!(
            matches!(refused, Err(SetupError::CodexRefuses { .. })),
            "{release}: {refused:?}"
        );
        let left = fs::read_to_string(home.codex_config()).unwrap();
        assert_eq!(left, without_old, "{release}");
        let state = codex.inspect(None).unwrap().state;
        assert!(matches!(state, State::SetUp { .. }), "{release}: {state:?}");
    }
}

#[test]
fn a_config_that_a_release_refused_before_is_set_up_all_the_same() {
    for release in RELEASES {
        let home = Home::new();
        fs::write(home.codex_config(), "profile = 'old'\n").unwrap();
        let (codex, install) = (of(&home), install(release));
        let verdict = apply(&home, &plan_set_up(&codex), 1, &install);
        assert!(
            matches!(verdict, Ok(Verdict::Refuses { .. })),
            "{release}: {verdict:?}"
        );
        assert!(codex.inspect(None).unwrap().can_undo);
    }
}
