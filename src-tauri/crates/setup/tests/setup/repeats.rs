//! What a plan says of itself: whether it only puts back what we wrote before, and which providers
//! Codex's config defines before and after it.

use std::collections::BTreeSet;

use setup::{Plan, ProviderFacts, SKILLS, TokenDelivery};

use crate::bench::{Bench, at, command, facts, facts_at, facts_with, plaintext};
use crate::claude_bench::ClaudeBench;

/// A home that was set up, and in which Codex has dropped two of our keys.
fn drifted() -> Bench {
    let bench = Bench::with("model = 'mine'\n");
    let plan = bench.codex.plan_set_up(&facts(), &command(), None).unwrap();
    assert!(!plan.only_repeats());
    bench.apply(&plan, at(1)).unwrap();
    let text = bench.text().replace("\"gpt-5.5\"", "'theirs'");
    let (kept, _) = text.split_once("base_url").unwrap();
    bench.write(&format!("{kept}env_http_headers = {{}}\n"));
    bench
}

fn repeats(bench: &Bench, facts: &ProviderFacts, token: &TokenDelivery) -> bool {
    let plan = bench.codex.plan_set_up(facts, token, None).unwrap();
    assert!(!plan.no_change());
    plan.only_repeats()
}

#[test]
fn a_repair_of_what_was_dropped_only_repeats() {
    let bench = drifted();
    assert!(repeats(&bench, &facts(), &command()));
    let claude = ClaudeBench::with("{}\n");
    assert!(!claude.set_up().only_repeats());
    claude.write("{\"model\": \"theirs\"}\n");
    assert!(claude.plan().unwrap().only_repeats());
}

#[test]
fn a_repair_with_any_value_that_is_new_does_not_only_repeat() {
    let bench = drifted();
    let elsewhere = facts_at("https://api-canada.codexapi.pro/v1");
    assert!(!repeats(&bench, &elsewhere, &command()));
    assert!(!repeats(&bench, &facts_with("gpt-6-sol"), &command()));
    assert!(!repeats(&bench, &facts(), &plaintext()));
    let path = "/home/ada/.local/share/purser/codex-token".into();
    assert!(!repeats(&bench, &facts(), &TokenDelivery::File { path }));
    let program = "/tmp/purser".into();
    assert!(!repeats(
        &bench,
        &facts(),
        &TokenDelivery::Command { program }
    ));
}

#[test]
fn a_repair_that_takes_a_key_of_someone_elses_away_does_not_only_repeat() {
    let bench = drifted();
    bench.write(&format!("{}env_key = 'THEIRS'\n", bench.text()));
    assert!(!repeats(&bench, &facts(), &command()));
}

#[test]
fn taking_back_never_counts_as_a_repetition() {
    let bench = drifted();
    let history = bench.history();
    let step = &history.steps().unwrap()[0].id;
    for plan in [
        bench.codex.plan_undo(),
        bench.codex.plan_removal(),
        bench.codex.plan_turn_off(),
        history.plan_undo_step(step),
    ] {
        assert!(!plan.unwrap().only_repeats());
    }
}

fn providers(plan: &Plan) -> (Vec<String>, Vec<String>) {
    let list = |ids: BTreeSet<String>| ids.into_iter().collect();
    let (before, after) = plan.providers().unwrap();
    (list(before), list(after))
}

#[test]
fn a_plan_tells_which_providers_codex_has_before_and_after() {
    let bench = Bench::with("\u{feff}[model_providers.theirs]\nname = 'x'\n");
    let (theirs, both) = (["theirs"], ["codexapi", "theirs"]);
    let expect = |plan: &Plan, before: &[&str], after: &[&str]| {
        let (was, is) = providers(plan);
        assert_eq!((was, is), (owned(before), owned(after)), "{plan:?}");
    };
    expect(&bench.set_up(), &theirs, &both);
    expect(&bench.plan().unwrap(), &both, &both);
    expect(&bench.codex.plan_turn_off().unwrap(), &both, &both);
    expect(&bench.codex.plan_removal().unwrap(), &both, &theirs);
    expect(&bench.undo(), &both, &theirs);
    expect(
        &bench.plan_codex_server("memory").unwrap(),
        &theirs,
        &theirs,
    );
}

#[test]
fn a_config_of_our_making_defines_no_provider_before_it_comes_and_after_it_goes() {
    let bench = Bench::empty();
    assert_eq!(
        providers(&bench.set_up()),
        (owned(&[]), owned(&["codexapi"]))
    );
    let removal = bench.codex.plan_removal().unwrap();
    assert_eq!(providers(&removal), (owned(&["codexapi"]), owned(&[])));
}

#[test]
fn only_codexs_config_tells_of_providers() {
    let bench = Bench::empty();
    let skill = bench.codex_skills().plan_add(&SKILLS[0]).unwrap();
    assert_eq!(skill.providers(), None);
    let claude = ClaudeBench::empty();
    assert_eq!(claude.plan().unwrap().providers(), None);
}

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|&id| id.to_owned()).collect()
}
