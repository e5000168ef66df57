//! `purser setup mcp` and `purser setup skills`: what is on offer, and giving or taking one entry.

use wallet::contract::{Change, Command, EntryState, EntryView, PackView, Tool};

use super::{codex_place, write};
use crate::arguments::{McpStep, ServedTool, SkillStep, SkilledTool};
use crate::exit::Stop;
use crate::front::Front;
use crate::plan::print_json;

pub(super) async fn servers(front: &Front, step: McpStep) -> Result<(), Stop> {
    match step {
        McpStep::List { json } => {
            let servers = pack(front).await?.servers;
            if json {
                return print_json(&servers);
            }
            for server in &servers {
                say!("{}{}", server.id, states(&server.entries));
                say!("    {}", server.does);
                let missing = server.variables.iter().filter(|variable| !variable.exists);
                let missing: Vec<&str> = missing.map(|variable| variable.name.as_str()).collect();
                if !missing.is_empty() {
                    say!("    needs {}", missing.join(", "));
                }
                for ask in &server.asks {
                    say!("    --answer {}=…  {}", ask.name, ask.what);
                }
            }
            Ok(())
        }
        McpStep::Add {
            id: server,
            to,
            answers,
            writing,
        } => {
            let change = Change::AddServer {
                tool: served(to),
                server,
                answers: answers.into_iter().collect(),
            };
            write(front, change, &writing, "Added.").await
        }
        McpStep::Remove {
            id: server,
            from,
            writing,
        } => {
            let tool = served(from);
            let change = Change::RemoveServer { tool, server };
            write(front, change, &writing, "Removed.").await
        }
    }
}

pub(super) async fn skills(front: &Front, step: SkillStep) -> Result<(), Stop> {
    match step {
        SkillStep::List { json } => {
            let skills = pack(front).await?.skills;
            if json {
                return print_json(&skills);
            }
            for skill in &skills {
                say!("{}{}", skill.name, states(&skill.entries));
                say!("    {}", skill.does);
            }
            Ok(())
        }
        SkillStep::Add {
            name: skill,
            to,
            writing,
        } => {
            let tool = skilled(to);
            let change = Change::AddSkill { tool, skill };
            write(front, change, &writing, "Added.").await
        }
        SkillStep::Remove {
            name: skill,
            from,
            writing,
        } => {
            let tool = skilled(from);
            let change = Change::RemoveSkill { tool, skill };
            write(front, change, &writing, "Removed.").await
        }
    }
}

async fn pack(front: &Front) -> Result<PackView, Stop> {
    front.view().await?;
    let (tool, place) = (Tool::Codex, codex_place(None)?);
    front.perform(Command::InspectTools { tool, place }).await?;
    Ok(front.view().await?.pack)
}

fn served(tool: ServedTool) -> Tool {
    match tool {
        ServedTool::Codex => Tool::Codex,
        ServedTool::ClaudeDesktop => Tool::ClaudeDesktop,
    }
}

fn skilled(tool: SkilledTool) -> Tool {
    match tool {
        SkilledTool::Codex => Tool::Codex,
        SkilledTool::ClaudeCode => Tool::ClaudeCode,
    }
}

/// `  (Codex: added)`; nothing where no program has it.
fn states(entries: &[EntryView]) -> String {
    let told = entries.iter().filter_map(|entry| {
        let state = match entry.state {
            EntryState::Absent => return None,
            EntryState::Added => "added",
            EntryState::Disabled => "added, disabled until its variables exist",
            EntryState::Changed => "changed since by someone",
            EntryState::Taken => "you have one of this name",
        };
        Some(format!("{}: {state}", entry.tool.name()))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        return String::new();
    }
    format!("  ({})", told.join("; "))
}
