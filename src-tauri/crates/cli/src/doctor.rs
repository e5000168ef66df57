//! `purser doctor`: the engine's checks, printed.

use wallet::contract::{CheckOutcome, Command, DoctorView, Tool, TurnView};

use crate::arguments::{Doctor, TurnWith};
use crate::exit::{Code, Stop};
use crate::front::Front;
use crate::plan::print_json;
use crate::setup::codex_place;

pub(crate) async fn run(asked: Doctor) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let examined = examine(&front, &asked).await;
    front.close().await;
    let doctor = examined?;
    if asked.json {
        print_json(&doctor)?;
    } else {
        show(&doctor);
    }
    let checks = doctor.checks.iter().map(|check| check.outcome);
    let turns = doctor.turns.iter().filter_map(|turn| turn.last.as_ref());
    let mut outcomes = checks.chain(turns.map(|last| last.outcome));
    if outcomes.any(|outcome| outcome == CheckOutcome::Failed) {
        return Err(Stop::Code(Code::Refused));
    }
    Ok(())
}

async fn examine(front: &Front, asked: &Doctor) -> Result<DoctorView, Stop> {
    front.view().await?;
    let project = asked
        .project
        .as_ref()
        .map(std::path::absolute)
        .transpose()?;
    let place = codex_place(None)?;
    let project = project.map(|project| project.display().to_string());
    front.perform(Command::Examine { place, project }).await?;
    if let Some(tool) = asked.turn {
        let tool = match tool {
            TurnWith::Codex => Tool::Codex,
            TurnWith::ClaudeCode => Tool::ClaudeCode,
        };
        front.perform(Command::TryTurn { tool }).await?;
    }
    front
        .view()
        .await?
        .doctor
        .ok_or_else(|| Stop::Failed("Nothing was examined.".to_owned()))
}

fn show(doctor: &DoctorView) {
    for check in &doctor.checks {
        say!("{}  {}", mark(check.outcome), check.text);
    }
    doctor.turns.iter().for_each(show_turn);
    for value in &doctor.values {
        let (tool, name) = (value.tool.name(), &value.name);
        say!("\n{tool}  {name} = {}", value.value);
        say!("    from {}", value.layer);
        if !value.beaten.is_empty() {
            say!("    beats {}", value.beaten.join(", "));
        }
    }
}

fn show_turn(turn: &TurnView) {
    match &turn.last {
        Some(last) => {
            let cost = last.cost.as_ref().map(|cost| format!(" It cost {cost}."));
            say!(
                "{}  {}{}",
                mark(last.outcome),
                last.text,
                cost.unwrap_or_default()
            );
        }
        None => {
            let option = match turn.tool {
                Tool::Codex => "codex",
                Tool::ClaudeCode | Tool::ClaudeDesktop => "claude-code",
            };
            let estimate = turn.estimate.as_ref();
            let about = estimate.map(|cost| format!(" (about {cost})"));
            say!(
                "         A real turn with {}{}: purser doctor --turn {option}",
                turn.tool.name(),
                about.unwrap_or_default()
            );
        }
    }
}

fn mark(outcome: CheckOutcome) -> &'static str {
    match outcome {
        CheckOutcome::Fine => "ok     ",
        CheckOutcome::Warning => "warning",
        CheckOutcome::Failed => "failed ",
    }
}
