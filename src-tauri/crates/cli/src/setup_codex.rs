//! `purser setup codex`: the same plan, diff and act as in the window, on a terminal.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;

use serde::Serialize;
use wallet::contract::{
    CodexState, CodexView, Command, DiffKind, FindingWeight, InstallView, PlanView, SessionView,
    TokenDelivery, View,
};

use crate::arguments::{Step, TokenChoice, Tool};
use crate::exit::{Code, Stop};
use crate::front::{Front, home};

pub(crate) async fn run(tool: Tool) -> Result<(), Stop> {
    let Tool::Codex { step } = tool;
    let front = Front::reach().await?;
    let result = take(&front, step).await;
    front.close().await;
    result
}

async fn take(front: &Front, step: Step) -> Result<(), Stop> {
    let view = front.view().await?;
    let home = Some(codex_home()?.display().to_string());
    match step {
        Step::Status { json } => {
            front.perform(Command::InspectCodex { home }).await?;
            status(&front.view().await?.codex, json)
        }
        Step::Plan { token, json } => {
            signed_in(&view)?;
            let plan = plan(front, home, &token).await?;
            front.perform(Command::DismissPlan).await?;
            show(&plan, json)
        }
        Step::Apply { token, yes, json } => {
            signed_in(&view)?;
            let plan = plan(front, home, &token).await?;
            write(front, &plan, yes, json, "Codex now uses the gateway.").await
        }
        Step::Undo { yes, json } => {
            front.perform(Command::PlanCodexUndo { home }).await?;
            let plan = shown(front).await?;
            write(front, &plan, yes, json, "Codex is as it was.").await
        }
    }
}

/// Codex's own rule: `CODEX_HOME`, else `~/.codex`. Said explicitly, because the resident may have
/// been started in another environment.
pub(crate) fn codex_home() -> Result<PathBuf, Stop> {
    match std::env::var_os("CODEX_HOME").filter(|home| !home.is_empty()) {
        Some(codex_home) => Ok(std::path::absolute(codex_home)?),
        None => Ok(home()?.join(".codex")),
    }
}

fn signed_in(view: &View) -> Result<(), Stop> {
    match &view.session {
        SessionView::SignedIn { .. } => Ok(()),
        SessionView::SignedOut {
            reason: Some(reason),
        } => Err(Stop::Problem(reason.clone())),
        SessionView::Starting
        | SessionView::SignedOut { reason: None }
        | SessionView::TwoFactor { .. } => {
            eprintln!("You are not signed in. Sign in with `purser sign-in`.");
            Err(Stop::Code(Code::NotSignedIn))
        }
    }
}

async fn plan(front: &Front, home: Option<String>, token: &TokenChoice) -> Result<PlanView, Stop> {
    let token = if token.plaintext_token {
        TokenDelivery::Plaintext
    } else {
        TokenDelivery::Command
    };
    front.perform(Command::PlanCodex { home, token }).await?;
    shown(front).await
}

async fn shown(front: &Front) -> Result<PlanView, Stop> {
    front
        .view()
        .await?
        .codex
        .plan
        .ok_or_else(|| Stop::Failed("The plan was put away by another window.".to_owned()))
}

async fn write(
    front: &Front,
    plan: &PlanView,
    yes: bool,
    json: bool,
    done: &str,
) -> Result<(), Stop> {
    show(plan, json)?;
    if !plan.no_change && !yes && !confirmed(plan)? {
        front.perform(Command::DismissPlan).await?;
        eprintln!("Nothing was written.");
        return Err(Stop::Code(Code::Refused));
    }
    let plan = plan.id.clone();
    front.perform(Command::ApplyPlan { plan }).await?;
    if !json {
        println!("{done}");
    }
    Ok(())
}

fn confirmed(plan: &PlanView) -> Result<bool, Stop> {
    if !io::stdin().is_terminal() {
        eprintln!("There is no terminal to ask at: look at the plan, then add --yes.");
        return Ok(false);
    }
    eprint!("Write {}? [y/N] ", plan.file);
    io::stderr().flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(matches!(line.trim(), "y" | "Y" | "yes"))
}

fn show(plan: &PlanView, json: bool) -> Result<(), Stop> {
    if json {
        return print_json(plan);
    }
    for finding in &plan.findings {
        let mark = match finding.weight {
            FindingWeight::Note => "note",
            FindingWeight::Warning => "warning",
        };
        println!("{mark}: {}", finding.text);
    }
    if plan.no_change {
        println!("{} needs no change.", plan.file);
        return Ok(());
    }
    println!("{}", plan.file);
    for line in &plan.diff {
        let sign = match line.kind {
            DiffKind::Same => ' ',
            DiffKind::Added => '+',
            DiffKind::Removed => '-',
            DiffKind::Gap => {
                println!("  …");
                continue;
            }
        };
        println!("{sign} {}", line.text);
    }
    Ok(())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Status<'a> {
    config_path: &'a str,
    #[serde(flatten)]
    state: &'a CodexState,
    can_undo: bool,
    installs: &'a [InstallView],
}

fn status(codex: &CodexView, json: bool) -> Result<(), Stop> {
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
            CodexState::Unknown => println!("State    unknown"),
            CodexState::NotSetUp => println!("State    not set up"),
            CodexState::SetUp { host } => println!("State    set up, requests go to {host}"),
            CodexState::Drifted { keys } => {
                println!(
                    "State    changed since by another program: {}",
                    keys.join(", ")
                );
            }
            CodexState::Unreadable { .. } => {}
        }
    }
    match &codex.state {
        CodexState::Unreadable { problem } => Err(Stop::Problem(problem.clone())),
        CodexState::Unknown
        | CodexState::NotSetUp
        | CodexState::SetUp { .. }
        | CodexState::Drifted { .. } => Ok(()),
    }
}

fn print_json(value: &impl Serialize) -> Result<(), Stop> {
    let text =
        serde_json::to_string_pretty(value).map_err(|error| Stop::Failed(error.to_string()))?;
    println!("{text}");
    Ok(())
}
