//! The checks on each tool's way to the gateway: its install, its config, its door there, and a
//! real turn. Looks at nothing but the View and what was examined.

use gateway::MicroUsd;
use setup::turn::Turned;

use super::{Say, check, problem};
use crate::contract::{
    CheckOutcome as Outcome, CheckView, Tool, ToolState, ToolView, TurnResult, TurnView, View,
};
use crate::money;
use crate::state::State;
use crate::tools::{Examined, Turn};

/// Tokens that one short turn sends, rather too many than too few: most of it are the tool's own
/// instructions, of which a gateway may count less.
const CODEX_TURN_TOKENS: i64 = 7_000;
const CLAUDE_CODE_TURN_TOKENS: i64 = 25_000;

/// A tool's name in the ids of its checks.
fn id_of(tool: Tool) -> &'static str {
    match tool {
        Tool::Codex => "codex",
        Tool::ClaudeCode => "claudeCode",
        Tool::ClaudeDesktop => "claudeDesktop",
    }
}

/// Install, config, and the door at the gateway. A tool that is neither installed nor set up is
/// not spoken of, Codex excepted.
pub(super) fn of(tool: &ToolView, examined: &Examined, say: Say<'_>) -> Vec<CheckView> {
    let unused = tool.installs.is_empty() && tool.state == ToolState::NotSetUp;
    if unused && tool.tool != Tool::Codex {
        return Vec::new();
    }
    let mut checks = vec![install(tool, say), config(tool, say)];
    if matches!(tool.state, ToolState::SetUp { .. }) {
        checks.extend(door(tool.tool, examined, say));
    }
    checks
}

fn install(tool: &ToolView, say: Say<'_>) -> CheckView {
    let id = format!("{}.install", id_of(tool.tool));
    let name = tool.tool.name();
    let Some(install) = tool.installs.first() else {
        let key = format!("doctor-no-{}", id_of(tool.tool));
        return check(&id, Outcome::Warning, say.text(&key, &[]));
    };
    let version = install.version.as_deref().unwrap_or("?");
    let mentions = [
        ("tool", name),
        ("version", version),
        ("path", install.path.as_str()),
    ];
    check(&id, Outcome::Fine, say.text("doctor-install", &mentions))
}

fn config(tool: &ToolView, say: Say<'_>) -> CheckView {
    let id = format!("{}.config", id_of(tool.tool));
    let (name, command) = (tool.tool.name(), command_of(tool.tool));
    let mentions = [("tool", name), ("command", command)];
    match &tool.state {
        ToolState::SetUp { host } => {
            let mentions = [("tool", name), ("host", host)];
            check(&id, Outcome::Fine, say.text("doctor-config", &mentions))
        }
        ToolState::Unknown | ToolState::NotSetUp | ToolState::ServersOnly { .. } => check(
            &id,
            Outcome::Warning,
            say.text("doctor-config-not-set-up", &mentions),
        ),
        ToolState::Drifted { keys, .. } => {
            let keys = keys.join(", ");
            let mentions = [("tool", name), ("keys", &keys), ("command", command)];
            check(
                &id,
                Outcome::Warning,
                say.text("doctor-config-drifted", &mentions),
            )
        }
        ToolState::Unreadable { problem: why } => problem(&id, why),
    }
}

fn command_of(tool: Tool) -> &'static str {
    match tool {
        Tool::Codex => "codex",
        Tool::ClaudeCode | Tool::ClaudeDesktop => "claude-code",
    }
}

/// Whether the gateway's model list answers at the tool's own address.
fn door(tool: Tool, examined: &Examined, say: Say<'_>) -> Option<CheckView> {
    let id = format!("{}.models", id_of(tool));
    let (_, way) = examined.ways.iter().find(|(of, _)| *of == tool)?;
    Some(match way {
        Ok(count) => {
            let mentions = [("tool", tool.name()), ("count", &count.to_string())];
            check(&id, Outcome::Fine, say.text("doctor-models", &mentions))
        }
        Err(fault) => {
            let mentions = [("tool", tool.name()), ("why", &say.problem(fault).title)];
            check(
                &id,
                Outcome::Failed,
                say.text("doctor-models-failed", &mentions),
            )
        }
    })
}

/// A real turn for each tool that is installed and set up.
pub(super) fn turns(view: &View, state: &State, say: Say<'_>) -> Vec<TurnView> {
    let ready = |tool: &&ToolView| {
        let here = tool.place.host.is_none() && tool.place.home.is_none();
        here && !tool.installs.is_empty() && matches!(tool.state, ToolState::SetUp { .. })
    };
    let offered = view.tools.iter().filter(ready).map(|tool| {
        let mut turns = state.setup.turns.iter();
        let last = turns.find(|turn| turn.tool == tool.tool);
        TurnView {
            tool: tool.tool,
            estimate: estimate(tool.tool, state),
            last: last.map(|turn| result(turn, say)),
        }
    });
    offered.collect()
}

fn estimate(tool: Tool, state: &State) -> Option<String> {
    let tokens = match tool {
        Tool::Codex => CODEX_TURN_TOKENS,
        Tool::ClaudeCode | Tool::ClaudeDesktop => CLAUDE_CODE_TURN_TOKENS,
    };
    let MicroUsd(per_million) = state
        .pricing
        .as_ref()?
        .value
        .wire
        .input_micro_usd_per_million;
    let micros = per_million.saturating_mul(tokens) / 1_000_000;
    Some(money::text(MicroUsd(micros)))
}

fn result(turn: &Turn, say: Say<'_>) -> TurnResult {
    let name = turn.tool.name();
    let (outcome, text) = match &turn.turned {
        Turned::Answered { text } => {
            let mentions = [("tool", name), ("answer", text.as_str())];
            (Outcome::Fine, say.text("doctor-turn", &mentions))
        }
        Turned::Failed => (
            Outcome::Failed,
            say.text("doctor-turn-failed", &[("tool", name)]),
        ),
    };
    let cost = turn.cost.map(money::exact);
    TurnResult {
        outcome,
        text,
        cost,
    }
}
