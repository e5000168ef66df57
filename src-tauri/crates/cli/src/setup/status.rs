//! `purser setup … status` and `purser setup tools`: what was found, and what state it is in.

use wallet::contract::{Command, Place, Tool, ToolState, ToolView};

use super::codex_place;
use crate::exit::Stop;
use crate::front::Front;
use crate::plan::print_json;

/// Every tool in every place that is known.
pub(super) async fn all(front: &Front, json: bool) -> Result<(), Stop> {
    let tools = looked_at(front, Tool::Codex, codex_place(None)?).await?;
    if json {
        return print_json(&tools);
    }
    for (at, tool) in tools.iter().enumerate() {
        if at > 0 {
            say!("");
        }
        show(tool);
    }
    Ok(())
}

/// One tool in one place.
pub(super) async fn of(front: &Front, tool: Tool, place: Place, json: bool) -> Result<(), Stop> {
    let tools = looked_at(front, tool, place.clone()).await?;
    let mut candidates = tools.iter().filter(|found| found.tool == tool);
    // A default folder is not named in a View.
    let found = candidates
        .clone()
        .find(|found| found.place == place)
        .or_else(|| candidates.find(|found| found.place == Place::default()))
        .ok_or_else(|| Stop::Failed("It was not looked at.".to_owned()))?;
    if json {
        print_json(found)?;
    } else {
        show(found);
    }
    match &found.state {
        ToolState::Unreadable { problem } => Err(Stop::Problem(problem.clone())),
        ToolState::Unknown
        | ToolState::NotSetUp
        | ToolState::SetUp { .. }
        | ToolState::ServersOnly { .. }
        | ToolState::Drifted { .. } => Ok(()),
    }
}

async fn looked_at(front: &Front, tool: Tool, place: Place) -> Result<Vec<ToolView>, Stop> {
    front.view().await?;
    front.perform(Command::InspectTools { tool, place }).await?;
    Ok(front.view().await?.tools)
}

fn show(tool: &ToolView) {
    let name = tool.tool.name();
    let host = tool.place.host.as_deref();
    say!(
        "{name}{}",
        host.map(|host| format!(" on {host}")).unwrap_or_default()
    );
    for install in &tool.installs {
        let version = install.version.as_deref().unwrap_or("unknown version");
        let picked = if install.on_path {
            " (PATH picks it)"
        } else {
            ""
        };
        say!(
            "Install  {} {version}  {}{picked}",
            install.label,
            install.path
        );
    }
    if tool.installs.is_empty() {
        say!("Install  not found");
    }
    say!("Config   {}", tool.config_path);
    match &tool.state {
        ToolState::Unknown => say!("State    unknown"),
        ToolState::NotSetUp => say!("State    not set up"),
        ToolState::SetUp { host } => say!("State    set up, requests go to {host}"),
        ToolState::ServersOnly { count } => {
            say!("State    has {count} MCP servers of Purser's")
        }
        ToolState::Drifted { keys, since } => {
            let since = since
                .as_ref()
                .map(|at| format!(" ({at})"))
                .unwrap_or_default();
            let keys = keys.join(", ");
            say!("State    changed since by another program{since}: {keys}");
        }
        ToolState::Unreadable { problem } => say!("State    {}", problem.title),
    }
}
