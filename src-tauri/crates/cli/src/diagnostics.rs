//! `purser diagnostics`: a report about Purser itself, printed before anything else is done with it.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use wallet::contract::{Command, DiagnosticsCommand, DiagnosticsView};

use crate::arguments::DiagnosticsStep;
use crate::exit::{Code, Stop};
use crate::front::Front;
use crate::plan::{signed_in, yes};

pub(crate) async fn run(step: DiagnosticsStep) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let done = perform(&front, step).await;
    front.close().await;
    done
}

async fn perform(front: &Front, step: DiagnosticsStep) -> Result<(), Stop> {
    match step {
        DiagnosticsStep::Show { note } => {
            let report = gathered(front, note.note).await?;
            print(&report);
            Ok(())
        }
        DiagnosticsStep::Save { file, note } => {
            let report = gathered(front, note.note).await?;
            save(&report, &file)
        }
        DiagnosticsStep::Send { note, yes } => send(front, note.note, yes).await,
    }
}

async fn gathered(front: &Front, note: String) -> Result<DiagnosticsView, Stop> {
    front.view().await?;
    ask(front, DiagnosticsCommand::Show { note }).await?;
    let shown = front.view().await?.diagnostics;
    shown.ok_or_else(|| Stop::Failed("The report was put away by another window.".to_owned()))
}

async fn ask(front: &Front, ask: DiagnosticsCommand) -> Result<(), Stop> {
    front.perform(Command::Diagnostics { ask }).await
}

fn print(report: &DiagnosticsView) {
    say!("{}\n", text(report));
}

/// All that is sent, as it is sent.
fn text(report: &DiagnosticsView) -> String {
    let DiagnosticsView {
        title,
        description,
        text,
        ..
    } = report;
    match description.as_str() {
        "" => format!("{title}\n\n{text}"),
        description => format!("{title}\n\n{description}\n\n{text}"),
    }
}

fn save(report: &DiagnosticsView, path: &Path) -> Result<(), Stop> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text(report).as_bytes())?;
    say!("Written to {}.", path.display());
    Ok(())
}

async fn send(front: &Front, note: String, agreed: bool) -> Result<(), Stop> {
    signed_in(&front.view().await?)?;
    let report = gathered(front, note).await?;
    print(&report);
    let host = front.view().await?.gateway.host;
    if !agreed && !yes(&format!("Send this to {host}?"))? {
        eprintln!("Nothing was sent.");
        return Err(Stop::Code(Code::Refused));
    }
    let digest = report.digest;
    ask(front, DiagnosticsCommand::Send { digest }).await?;
    say!("Sent to {host}.");
    Ok(())
}
