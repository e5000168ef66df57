//! Gathers what a report about Purser itself tells, saves it, and sends exactly what was shown.
//! What is in it is `diagnostics`' to say.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use directories::UserDirs;
use gateway::wire::BugReport;

use super::update::traces;
use super::{Outcome, Tools, blocking, looking};
use crate::contract::{DiagnosticsCommand, Place, ProblemCode, Tool};
use crate::diagnostics::{Around, Report};
use crate::event::{DiagnosticsEvent, Event};
use crate::problem::{Fault, chain};
use crate::state::State;
use crate::view::project;
use crate::words::Words;

/// Of the log no more is read than this from its end, in bytes.
const LOG_TAIL: u64 = 64 * 1024;
/// Where a Linux system tells its name (os-release(5)).
const OS_RELEASE: &str = "/etc/os-release";
/// So many reports may be saved within one second.
const FILES_TRIED: u32 = 100;

pub(super) async fn perform(
    tools: &Tools,
    state: &State,
    ask: &DiagnosticsCommand,
) -> Result<Outcome, Fault> {
    match ask {
        DiagnosticsCommand::Show { note } => show(tools, state, note).await,
        DiagnosticsCommand::Save { digest } => save(tools, state, digest).await,
        DiagnosticsCommand::Send { digest } => send(tools, state, digest).await,
        DiagnosticsCommand::PutAway => Ok(Outcome::of(vec![Event::Diagnostics(
            DiagnosticsEvent::PutAway,
        )])),
    }
}

async fn show(tools: &Tools, state: &State, note: &str) -> Result<Outcome, Fault> {
    let mut events = Vec::new();
    let mut seen = state.clone();
    if seen.setup.tools.is_empty() {
        let looked = looking::inspect(tools, state, Tool::Codex, &Place::default()).await?;
        events = looked.events;
        events.iter().cloned().for_each(|event| seen.apply(event));
    }
    let (log, system) = gathered(tools).await?;
    let now = tools.clock.read();
    let surroundings = &tools.surroundings;
    let around = Around {
        now: now.wall,
        system: &system,
        desktop: &desktop(tools),
        origin: &traces::origin(tools).await?,
        purser: &surroundings.purser,
        home: &surroundings.home,
        log: &log,
    };
    let view = project(&seen, now, &Words::load());
    let redact = |text: &str| tools.secrets.redact(text);
    let report = seen.diagnostics.report(&view, &around, note, redact);
    let report = report.ok_or_else(|| Fault::new(ProblemCode::StorageFailed))?;
    events.push(Event::Diagnostics(DiagnosticsEvent::Shown(Arc::new(
        report,
    ))));
    Ok(Outcome::of(events))
}

/// The end of the log, and the system's name; each empty where it cannot be read.
async fn gathered(tools: &Tools) -> Result<(String, String), Fault> {
    // Whoever keeps a secret is asked once, so that all that it keeps is known before it is looked for.
    let known = tools.with_secrets(|secrets| secrets.read("")).await;
    if let Err(fault) = known {
        tracing::info!(code = ?fault.code, "a report is made without the vault");
    }
    let log = tools.folders.logs().join("resident.log");
    blocking(move || {
        let log = tail(&log).unwrap_or_default();
        (log, system_name().unwrap_or_default())
    })
    .await
}

fn tail(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let begins = file.metadata()?.len().saturating_sub(LOG_TAIL);
    file.seek(SeekFrom::Start(begins))?;
    let mut bytes = Vec::new();
    file.take(LOG_TAIL).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let whole = match begins {
        0 => &text,
        _ => text.split_once('\n').map_or("", |(_, rest)| rest),
    };
    Ok(whole.to_owned())
}

fn system_name() -> Option<String> {
    let text = fs::read_to_string(OS_RELEASE).ok()?;
    let mut names = text
        .lines()
        .filter_map(|line| line.strip_prefix("PRETTY_NAME="));
    Some(names.next()?.trim_matches('"').to_owned())
}

fn desktop(tools: &Tools) -> String {
    let told = ["XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE"];
    let told = told.map(|name| tools.surroundings.environment.get(name));
    let told = told
        .into_iter()
        .flatten()
        .map(|value| value.to_string_lossy());
    told.collect::<Vec<_>>().join(", ")
}

async fn save(tools: &Tools, state: &State, digest: &str) -> Result<Outcome, Fault> {
    let report = shown(state, digest)?;
    let now = tools
        .clock
        .read()
        .wall
        .strftime("%Y%m%d-%H%M%S")
        .to_string();
    let folder = downloads(&tools.surroundings.home);
    let file = blocking(move || write(&folder, &now, &report.body)).await?;
    let file = file.map_err(|error| {
        tracing::warn!(error = chain(&error), "a report was not saved");
        Fault::new(ProblemCode::StorageFailed)
    })?;
    let digest = digest.to_owned();
    Ok(Outcome::of(vec![Event::Diagnostics(
        DiagnosticsEvent::Saved { digest, file },
    )]))
}

/// Where browsers put files, or else the home folder itself.
fn downloads(home: &Path) -> PathBuf {
    let dirs = UserDirs::new();
    let folder = dirs.as_ref().and_then(UserDirs::download_dir);
    let folder = folder.filter(|folder| folder.is_dir());
    folder.unwrap_or(home).to_owned()
}

/// A new file, for its owner alone; what is there already stays.
fn write(folder: &Path, now: &str, body: &BugReport) -> io::Result<PathBuf> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    for number in 0..FILES_TRIED {
        let more = if number == 0 {
            String::new()
        } else {
            format!("-{number}")
        };
        let path = folder.join(format!("purser-report-{now}{more}.txt"));
        let mut file = match options.open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            opened => opened?,
        };
        for part in [&body.title, &body.description] {
            if !part.is_empty() {
                write!(file, "{part}\n\n")?;
            }
        }
        file.write_all(body.diagnostics.as_bytes())?;
        file.sync_all()?;
        return Ok(path);
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

async fn send(tools: &Tools, state: &State, digest: &str) -> Result<Outcome, Fault> {
    let report = shown(state, digest)?;
    let (gateway, token) = tools.signed_in(state).await?;
    let sent = gateway.report_bug(&token, &report.body).await;
    sent.map_err(|error| {
        tracing::info!(error = chain(&error), "a report was not sent");
        Fault::from(error)
    })?;
    let digest = digest.to_owned();
    Ok(Outcome::of(vec![Event::Diagnostics(
        DiagnosticsEvent::Sent { digest },
    )]))
}

/// The report that the person saw: none but that one leaves their hands.
fn shown(state: &State, digest: &str) -> Result<Arc<Report>, Fault> {
    let shown = state.diagnostics.shown(digest);
    shown.ok_or_else(|| Fault::new(ProblemCode::DiagnosticsChanged))
}
