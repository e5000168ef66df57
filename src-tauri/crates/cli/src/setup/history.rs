//! `purser setup history`: what Purser did to other programs' files, newest first.

use wallet::contract::{Command, PlanKind, StepView, Tool};

use super::codex_place;
use crate::exit::Stop;
use crate::front::Front;
use crate::plan::print_json;

pub(super) async fn show(front: &Front, json: bool) -> Result<(), Stop> {
    front.view().await?;
    let (tool, place) = (Tool::Codex, codex_place(None)?);
    front.perform(Command::InspectTools { tool, place }).await?;
    let steps = front.view().await?.history;
    if json {
        return print_json(&steps);
    }
    if steps.is_empty() {
        say!("Purser has not changed any other program's file.");
    }
    steps.iter().for_each(show_step);
    Ok(())
}

fn show_step(step: &StepView) {
    let what = match step.kind {
        PlanKind::SetUp => "set up",
        PlanKind::Undo => "undone",
        PlanKind::TurnOff => "turned off",
        PlanKind::Remove => "removed",
        PlanKind::Servers => "MCP servers",
        PlanKind::Skills => "skill",
    };
    let mark = if step.can_undo {
        ""
    } else {
        "  (nothing left to undo)"
    };
    let on = step.host.as_ref().map(|host| format!("{host}:"));
    say!("{}  {}  {what}{mark}", step.id, step.at);
    say!("    {}{}", on.unwrap_or_default(), step.file);
    if !step.keys.is_empty() {
        say!("    {}", step.keys.join(", "));
    }
}
