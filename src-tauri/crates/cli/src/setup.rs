//! `purser setup`: the same plans, diffs and acts as in the window, on a terminal.

use std::path::PathBuf;

use serde::Serialize;
use wallet::contract::{
    Change, Command, InstallView, PlanKind, StepView, TokenDelivery, Tool, ToolState, ToolView,
};

use crate::arguments::{Part, Step, TokenChoice};
use crate::exit::Stop;
use crate::front::{Front, home};
use crate::plan::{self, print_json, signed_in};

pub(crate) async fn run(part: Part) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let result = match part {
        Part::Codex { step } => codex(&front, step).await,
        Part::History { json } => history(&front, json).await,
        Part::UndoStep { id, writing, .. } => {
            let change = match id {
                Some(step) => Change::UndoStep { step },
                None => Change::UndoEverything,
            };
            take_back(&front, change, &writing).await
        }
    };
    front.close().await;
    result
}

async fn take_back(
    front: &Front,
    change: Change,
    writing: &crate::arguments::Writing,
) -> Result<(), Stop> {
    front.view().await?;
    let plan = plan::of(front, change).await?;
    plan::write(front, &plan, writing, "Taken back.").await
}

async fn codex(front: &Front, step: Step) -> Result<(), Stop> {
    let view = front.view().await?;
    let home = Some(codex_home()?.display().to_string());
    let set_up = |home, token: &TokenChoice| Change::SetUp {
        tool: Tool::Codex,
        home,
        token: if token.plaintext_token {
            TokenDelivery::Plaintext
        } else {
            TokenDelivery::Command
        },
    };
    let (change, writing, done) = match step {
        Step::Status { json } => {
            let codex_home = home;
            front.perform(Command::InspectTools { codex_home }).await?;
            return status(&front.view().await?.tools, json);
        }
        Step::Plan { token, json } => {
            signed_in(&view)?;
            let plan = plan::of(front, set_up(home, &token)).await?;
            front.perform(Command::DismissPlan).await?;
            return plan::show(&plan, json);
        }
        Step::Apply { token, writing } => {
            signed_in(&view)?;
            let change = set_up(home, &token);
            (change, writing, "Codex now uses the gateway.")
        }
        Step::Undo { writing } => {
            let tool = Tool::Codex;
            (Change::Undo { tool, home }, writing, "Codex is as it was.")
        }
        Step::Off { writing } => (
            Change::TurnOff { home },
            writing,
            "Codex uses again what it used before.",
        ),
        Step::Remove { writing } => (
            Change::Remove { home },
            writing,
            "Nothing of Purser's is left in Codex.",
        ),
    };
    let plan = plan::of(front, change).await?;
    plan::write(front, &plan, &writing, done).await
}

/// The Codex home of this environment. Said explicitly, because the resident may have been started
/// in another one.
fn codex_home() -> Result<PathBuf, Stop> {
    let set = std::env::var_os("CODEX_HOME");
    let codex_home = wallet::codex_home(None, set.as_deref(), &home()?);
    Ok(std::path::absolute(codex_home)?)
}

async fn history(front: &Front, json: bool) -> Result<(), Stop> {
    front.view().await?;
    let codex_home = Some(codex_home()?.display().to_string());
    front.perform(Command::InspectTools { codex_home }).await?;
    let steps = front.view().await?.history;
    if json {
        return print_json(&steps);
    }
    if steps.is_empty() {
        println!("Purser has not changed any other program's file.");
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
    };
    let mark = if step.can_undo {
        ""
    } else {
        "  (nothing left to undo)"
    };
    println!("{}  {}  {what}{mark}", step.id, step.at);
    println!("    {}", step.file);
    println!("    {}", step.keys.join(", "));
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Status<'a> {
    config_path: &'a str,
    #[serde(flatten)]
    state: &'a ToolState,
    can_undo: bool,
    installs: &'a [InstallView],
}

fn status(tools: &[ToolView], json: bool) -> Result<(), Stop> {
    let Some(codex) = tools.iter().find(|tool| tool.tool == Tool::Codex) else {
        return Err(Stop::Failed("Codex was not looked at.".to_owned()));
    };
    if json {
        print_json(&Status {
            config_path: &codex.config_path,
            state: &codex.state,
            can_undo: codex.can_undo,
            installs: &codex.installs,
        })?;
    } else {
        for install in &codex.installs {
            let version = install.version.as_deref().unwrap_or("unknown version");
            let picked = if install.on_path {
                " (PATH picks it)"
            } else {
                ""
            };
            println!("Codex    {version}  {}{picked}", install.path);
        }
        if codex.installs.is_empty() {
            println!("Codex    not found");
        }
        println!("Config   {}", codex.config_path);
        match &codex.state {
            ToolState::Unknown => println!("State    unknown"),
            ToolState::NotSetUp => println!("State    not set up"),
            ToolState::SetUp { host } => println!("State    set up, requests go to {host}"),
            ToolState::Drifted { keys } => {
                println!(
                    "State    changed since by another program: {}",
                    keys.join(", ")
                );
            }
            ToolState::Unreadable { .. } => {}
        }
    }
    match &codex.state {
        ToolState::Unreadable { problem } => Err(Stop::Problem(problem.clone())),
        ToolState::Unknown
        | ToolState::NotSetUp
        | ToolState::SetUp { .. }
        | ToolState::Drifted { .. } => Ok(()),
    }
}
