//! Sets Codex up or undoes that, once: `apply_once set-up|undo <home> <records>`. The process that
//! the tests let fail at every system call.

use std::path::PathBuf;
use std::process::ExitCode;

use jiff::Timestamp;
use setup::{Codex, OfferedFacts, Plan, ProviderFacts, SetupError, TokenDelivery};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [action, home, records] = &arguments[..] else {
        return ExitCode::from(2);
    };
    let codex = Codex::at(PathBuf::from(home), PathBuf::from(records));
    let plan = match action.as_str() {
        "undo" => codex.plan_undo(),
        _ => plan_set_up(&codex),
    };
    match plan.and_then(|plan| codex.apply(&plan, Timestamp::UNIX_EPOCH)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn plan_set_up(codex: &Codex) -> Result<Plan, SetupError> {
    let offered = OfferedFacts {
        provider_id: "codexapi",
        provider_name: "CodexAPI.pro",
        base_url: "http://127.0.0.1:4000/v1",
        wire_api: "responses",
        model: "gpt-5.5",
        reasoning_effort: None,
    };
    let accepted = "http://127.0.0.1:4000"
        .parse()
        .ok()
        .and_then(|gateway| ProviderFacts::accept(&offered, &gateway).ok());
    let Some(facts) = accepted else {
        std::process::abort();
    };
    let program = PathBuf::from("/opt/purser/bin/purser");
    codex.plan_set_up(&facts, &TokenDelivery::Command { program }, None)
}
