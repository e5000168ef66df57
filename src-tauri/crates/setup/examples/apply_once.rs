//! Makes one change, once: `apply_once <change> <home> <records>`, with `home` as the person's home
//! folder. The process that the tests let fail at every system call.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::Timestamp;
use setup::{
    Catalogue, Choice, ClaudeCode, ClaudeFacts, Codex, CodexMcp, History, OfferedFacts, Plan,
    ProviderFacts, SKILLS, SetupError, Skills, TokenDelivery,
};
use url::Url;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [change, home, records] = &arguments[..] else {
        return ExitCode::from(2);
    };
    let records = PathBuf::from(records);
    let plans = plans(change, Path::new(home), records.clone());
    let history = History::at(records);
    let apply = |plan: Plan| history.apply(&plan, Timestamp::UNIX_EPOCH);
    match plans.and_then(|plans| plans.into_iter().try_for_each(apply)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn plans(change: &str, home: &Path, records: PathBuf) -> Result<Vec<Plan>, SetupError> {
    let codex = || Codex::at(home.join(".codex"), records.clone());
    let claude = || ClaudeCode::at(&home.join(".claude"), records.clone());
    let mcp = || CodexMcp::at(home.join(".codex"), records.clone());
    let skills = || Skills::of_codex(&home.join(".codex"), records.clone());
    let program = PathBuf::from("/opt/purser/bin/purser");
    let delivery = || TokenDelivery::Command {
        program: program.clone(),
    };
    let plan = match change {
        "codex-set-up" => codex().plan_set_up(&codex_facts(), &delivery(), None),
        "codex-turn-off" => codex().plan_turn_off(),
        "codex-undo" => codex().plan_undo(),
        "claude-set-up" => claude().plan_set_up(&claude_facts(), &program),
        "claude-undo" => claude().plan_undo(),
        "add-memory" => mcp().plan_add(&choice("memory"), &BTreeSet::new()),
        "add-github" => mcp().plan_add(&choice("github"), &BTreeSet::new()),
        "remove-memory" => mcp().plan_remove("memory"),
        "add-skill" => skills().plan_add(&SKILLS[2]),
        "remove-skill" => skills().plan_remove(&SKILLS[2]),
        "undo-everything" => {
            let plans = History::at(records).plan_undo_everything()?;
            return plans.into_iter().collect();
        }
        _ => std::process::abort(),
    };
    Ok(vec![plan?])
}

fn choice(id: &str) -> Choice {
    let Some(server) = Catalogue::bundled().server(id).cloned() else {
        std::process::abort();
    };
    let answers = BTreeMap::new();
    Choice { server, answers }
}

fn gateway() -> Url {
    let Ok(gateway) = "http://127.0.0.1:4000".parse() else {
        std::process::abort();
    };
    gateway
}

fn codex_facts() -> ProviderFacts {
    let offered = OfferedFacts {
        provider_id: "codexapi",
        provider_name: "CodexAPI.pro",
        base_url: "http://127.0.0.1:4000/v1",
        wire_api: "responses",
        model: "gpt-5.5",
        reasoning_effort: None,
    };
    let Ok(facts) = ProviderFacts::accept(&offered, &gateway()) else {
        std::process::abort();
    };
    facts
}

fn claude_facts() -> ClaudeFacts {
    let accepted = ClaudeFacts::accept("http://127.0.0.1:4000", "claude-opus-4-8", &gateway());
    let Ok(facts) = accepted else {
        std::process::abort();
    };
    facts
}
