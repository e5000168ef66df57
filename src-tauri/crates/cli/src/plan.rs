//! A plan on a terminal: shown as a diff, asked about, written. Knows no tool.

use std::io::{self, BufRead, IsTerminal, Write};

use serde::Serialize;
use wallet::contract::{
    Change, Command, DiffKind, FilePlanView, FindingWeight, PlanView, SessionView, View,
};

use crate::arguments::Writing;
use crate::exit::{Code, Stop};
use crate::front::Front;

/// Has the engine compute a change, and gives back what would be written.
pub(crate) async fn of(front: &Front, change: Change) -> Result<PlanView, Stop> {
    front.perform(Command::Plan { change }).await?;
    front
        .view()
        .await?
        .plan
        .ok_or_else(|| Stop::Failed("The plan was put away by another window.".to_owned()))
}

/// Says why not, when nobody is signed in.
pub(crate) fn signed_in(view: &View) -> Result<(), Stop> {
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

pub(crate) async fn write(
    front: &Front,
    plan: &PlanView,
    writing: &Writing,
    done: &str,
) -> Result<(), Stop> {
    show(plan, writing.json)?;
    let changes = plan.files.iter().any(|file| !file.no_change);
    let files: Vec<String> = plan.files.iter().map(named).collect();
    let question = format!("Write {}?", files.join(" and "));
    if changes && !writing.yes && !yes(&question)? {
        front.perform(Command::DismissPlan).await?;
        eprintln!("Nothing was written.");
        return Err(Stop::Code(Code::Refused));
    }
    let plan = plan.id.clone();
    front.perform(Command::ApplyPlan { plan }).await?;
    if changes && !writing.json {
        say!("{done}");
    }
    Ok(())
}

/// Asks at the terminal. Without one the answer is no.
pub(crate) fn yes(question: &str) -> Result<bool, Stop> {
    if !io::stdin().is_terminal() {
        eprintln!("There is no terminal to ask at: look at what is shown, then add --yes.");
        return Ok(false);
    }
    eprint!("{question} [y/N] ");
    io::stderr().flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(matches!(line.trim(), "y" | "Y" | "yes"))
}

pub(crate) fn show(plan: &PlanView, json: bool) -> Result<(), Stop> {
    if json {
        return print_json(plan);
    }
    if plan.files.is_empty() {
        say!("There is nothing to change.");
    }
    plan.files.iter().for_each(show_file);
    Ok(())
}

/// The file, with the computer that it is on where that is another one.
fn named(plan: &FilePlanView) -> String {
    match &plan.host {
        Some(host) => format!("{host}:{}", plan.file),
        None => plan.file.clone(),
    }
}

fn show_file(plan: &FilePlanView) {
    for finding in &plan.findings {
        let mark = match finding.weight {
            FindingWeight::Note => "note",
            FindingWeight::Warning => "warning",
        };
        say!("{mark}: {}", finding.text);
    }
    if let Some(chats) = plan.chats.filter(|chats| chats.total > 0) {
        let (lost, total) = (chats.unreachable, chats.total);
        say!("note: {lost} of {total} chats become unreachable.");
    }
    if plan.no_change {
        say!("{} needs no change.", named(plan));
        return;
    }
    say!("{}", named(plan));
    for line in &plan.diff {
        let sign = match line.kind {
            DiffKind::Same => ' ',
            DiffKind::Added => '+',
            DiffKind::Removed => '-',
            DiffKind::Gap => {
                say!("  …");
                continue;
            }
        };
        say!("{sign} {}", line.text);
    }
}

pub(crate) fn print_json(value: &impl Serialize) -> Result<(), Stop> {
    let text =
        serde_json::to_string_pretty(value).map_err(|error| Stop::Failed(error.to_string()))?;
    say!("{text}");
    Ok(())
}
