//! `purser setup`: the same plans, diffs and acts as in the window, on a terminal.

mod history;
mod pack;
mod status;

use std::path::PathBuf;

use wallet::contract::{Change, Command, Place, TokenDelivery, Tool};

use crate::arguments::{ClaudeStep, Part, Step, TokenChoice, Writing};
use crate::exit::Stop;
use crate::front::{Front, home};
use crate::plan::{self, signed_in};

pub(crate) async fn run(part: Part) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let result = match part {
        Part::Codex { ssh, step } => codex(&front, ssh, step).await,
        Part::ClaudeCode { step } => claude_code(&front, step).await,
        Part::Tools { json } => status::all(&front, json).await,
        Part::Mcp { step } => pack::servers(&front, step).await,
        Part::Skills { step } => pack::skills(&front, step).await,
        Part::History { json } => history::show(&front, json).await,
        Part::UndoStep { id, writing, .. } => {
            let change = match id {
                Some(step) => Change::UndoStep { step },
                None => Change::UndoEverything,
            };
            write(&front, change, &writing, "Taken back.").await
        }
    };
    front.close().await;
    result
}

/// Shows the change, asks, and writes it.
async fn write(front: &Front, change: Change, writing: &Writing, done: &str) -> Result<(), Stop> {
    front.view().await?;
    let plan = plan::of(front, change).await?;
    plan::write(front, &plan, writing, done).await
}

/// Shows the change, and puts it away.
async fn only_show(front: &Front, change: Change, json: bool) -> Result<(), Stop> {
    let plan = plan::of(front, change).await?;
    front.perform(Command::DismissPlan).await?;
    plan::show(&plan, json)
}

async fn repair(front: &Front, tool: Tool, place: Place) -> Result<(), Stop> {
    signed_in(&front.view().await?)?;
    front.perform(Command::Repair { tool, place }).await?;
    let Some(plan) = front.view().await?.plan else {
        say!("Put back.");
        return Ok(());
    };
    front.perform(Command::DismissPlan).await?;
    plan::show(&plan, false)?;
    Err(Stop::Failed(
        "This is not what you wrote before, so nothing was written. Look at the change, then write it with `apply`."
            .to_owned(),
    ))
}

async fn codex(front: &Front, ssh: Option<String>, step: Step) -> Result<(), Stop> {
    let tool = Tool::Codex;
    let place = codex_place(ssh)?;
    let set_up = |place, token: &TokenChoice| Change::SetUp {
        tool,
        place,
        token: if token.plaintext_token {
            TokenDelivery::Plaintext
        } else {
            TokenDelivery::Command
        },
    };
    let (change, writing, done) = match step {
        Step::Status { json } => return status::of(front, tool, place, json).await,
        Step::Repair => return repair(front, tool, place).await,
        Step::Plan { token, json } => {
            signed_in(&front.view().await?)?;
            return only_show(front, set_up(place, &token), json).await;
        }
        Step::Apply { token, writing } => {
            signed_in(&front.view().await?)?;
            let change = set_up(place, &token);
            (change, writing, "Codex now uses the gateway.")
        }
        Step::Undo { writing } => {
            let change = Change::Undo { tool, place };
            (change, writing, "Codex is as it was.")
        }
        Step::Off { writing } => {
            let change = Change::TurnOff { place };
            (change, writing, "Codex uses again what it used before.")
        }
        Step::Remove { writing } => {
            let change = Change::Remove { place };
            (change, writing, "Nothing of Purser's is left in Codex.")
        }
    };
    write(front, change, &writing, done).await
}

async fn claude_code(front: &Front, step: ClaudeStep) -> Result<(), Stop> {
    let tool = Tool::ClaudeCode;
    let place = claude_place()?;
    let set_up = |place| Change::SetUp {
        tool,
        place,
        token: TokenDelivery::Command,
    };
    let (change, writing, done) = match step {
        ClaudeStep::Status { json } => return status::of(front, tool, place, json).await,
        ClaudeStep::Repair => return repair(front, tool, place).await,
        ClaudeStep::Plan { json } => {
            signed_in(&front.view().await?)?;
            return only_show(front, set_up(place), json).await;
        }
        ClaudeStep::Apply { writing } => {
            signed_in(&front.view().await?)?;
            (set_up(place), writing, "Claude Code now uses the gateway.")
        }
        ClaudeStep::Undo { writing } => {
            let change = Change::Undo { tool, place };
            (change, writing, "Claude Code is as it was.")
        }
    };
    write(front, change, &writing, done).await
}

/// The Codex home of this environment, or the other computer. Said explicitly, because the resident
/// may have been started in another environment.
pub(crate) fn codex_place(ssh: Option<String>) -> Result<Place, Stop> {
    if ssh.is_some() {
        return Ok(Place {
            host: ssh,
            home: None,
        });
    }
    let set = std::env::var_os("CODEX_HOME");
    place_at(wallet::codex_home(None, set.as_deref(), &home()?))
}

fn claude_place() -> Result<Place, Stop> {
    let set = std::env::var_os("CLAUDE_CONFIG_DIR");
    place_at(wallet::claude_config_dir(set.as_deref(), &home()?))
}

fn place_at(folder: PathBuf) -> Result<Place, Stop> {
    let home = std::path::absolute(folder)?.display().to_string();
    Ok(Place {
        host: None,
        home: Some(home),
    })
}
