//! What is really in force, and whether it works: by the person's files and environment, by the
//! free model list, and, only when asked for, by one real turn. Edits no file.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use ::setup::Step;
use ::setup::doctor::{self, Changed, Question};
use ::setup::turn;
use gateway::{Fetched, Gateway, GatewayUrl, MicroUsd};
use jiff::Timestamp;
use secrecy::SecretString;

use super::places::Places;
use super::{Outcome, Tools, blocking, facts, looking, reading};
use crate::contract::{Place, ProblemCode, Tool};
use crate::event::Event;
use crate::problem::Fault;
use crate::state::State;
use crate::tools::{Examined, ToolLook, ToolStatus, Turn};

/// Reads everything that the checks are made of. Costs nothing.
pub(super) async fn examine(
    tools: &Tools,
    state: &State,
    place: &Place,
    project: Option<&str>,
) -> Result<Outcome, Fault> {
    let places = Places::of(tools);
    let looked = looking::inspect(tools, state, Tool::Codex, place).await?;
    let mut events = looked.events;
    let mut seen = state.clone();
    events.iter().cloned().for_each(|event| seen.apply(event));
    if state.signed_in() {
        // A gateway that does not answer is one of the findings.
        events.extend(reading::refresh(tools, state).await?.events);
    }
    let (looks, history) = (seen.setup.tools, seen.setup.history);
    let project = project.map(PathBuf::from);
    let report = blocking(move || {
        let changed = |tool| changed_at(tool, &looks, &history);
        let question = Question {
            project,
            profile: None,
            changed: Changed {
                codex: changed(Tool::Codex),
                claude_code: changed(Tool::ClaudeCode),
            },
        };
        doctor::examine(&places.machine(), &question)
    })
    .await?;
    let ways = ways(tools, state).await;
    let examined = Examined { report, ways };
    events.push(Event::Examined(Arc::new(examined)));
    Ok(Outcome::of(events))
}

/// When we changed a config of `tool` last. The history names files where their symlinks led.
fn changed_at(tool: Tool, looks: &[ToolLook], history: &[Step]) -> Option<Timestamp> {
    let looks = looks.iter();
    let looks = looks.filter(|look| look.tool == tool && look.place.host.is_none());
    let configs = looks.filter_map(|look| fs::canonicalize(&look.config_path).ok());
    let configs: Vec<PathBuf> = configs.collect();
    let steps = history.iter().filter(|step| configs.contains(&step.file));
    steps.map(|step| step.at).max()
}

/// For each tool that the gateway has facts for: how many models its own address offers.
async fn ways(tools: &Tools, state: &State) -> Vec<(Tool, Result<usize, Fault>)> {
    let mut ways = Vec::new();
    let codex = facts::known_codex(state).map(|facts| facts.base_url().to_string());
    let claude_code = facts::known_claude_code(state).map(|facts| facts.base_url().to_owned());
    for (tool, base_url) in [(Tool::Codex, codex), (Tool::ClaudeCode, claude_code)] {
        if let Some(base_url) = base_url {
            ways.push((tool, models(tools, state, &base_url).await));
        }
    }
    ways
}

async fn models(tools: &Tools, state: &State, base_url: &str) -> Result<usize, Fault> {
    let (_, token) = tools.signed_in(state).await?;
    let root = base_url.trim_end_matches('/').trim_end_matches("/v1");
    let gateway = Gateway::new(GatewayUrl::parse(root)?)?;
    Ok(gateway.models(&token).await?)
}

/// Leads one short turn with the tool as it is set up. The Token Wallet pays for it; by how much is
/// told by its balance before and after.
pub(super) async fn turn(tools: &Tools, state: &State, tool: Tool) -> Result<Outcome, Fault> {
    let (gateway, token) = tools.signed_in(state).await?;
    let mut looks = state.setup.tools.iter();
    let look = looks
        .find(|look| look.tool == tool && look.place == Place::default())
        .ok_or_else(|| Fault::new(ProblemCode::ToolMissing))?;
    let is_set_up = matches!(&look.status, Ok(ToolStatus::Pointed(status))
        if matches!(status.state, ::setup::State::SetUp { .. }));
    if !is_set_up {
        return Err(Fault::new(ProblemCode::ToolMissing));
    }
    let install = look.installs.first().cloned();
    let install = install.ok_or_else(|| Fault::new(ProblemCode::ToolMissing))?;
    let config = look.config_path.clone();
    let before = balance(&gateway, &token).await;
    let turned = blocking(move || match tool {
        Tool::Codex => turn::codex(&install, &config),
        Tool::ClaudeCode | Tool::ClaudeDesktop => turn::claude_code(&install, &config),
    });
    let turned = turned.await?;
    let after = balance(&gateway, &token).await;
    let cost = before
        .zip(after)
        .map(|(before, after)| before.saturating_sub(after));
    let turn = Turn { tool, turned, cost };
    let mut events = reading::refresh(tools, state).await?.events;
    events.push(Event::TurnLed(Arc::new(turn)));
    Ok(Outcome::of(events))
}

async fn balance(gateway: &Gateway, token: &SecretString) -> Option<MicroUsd> {
    match gateway.wallet_status(token, None).await.ok()? {
        Fetched::Fresh { value, .. } => Some(value.wallet.balance_micro_usd),
        Fetched::Unchanged => None,
    }
}
