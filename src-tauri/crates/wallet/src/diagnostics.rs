//! A report about Purser itself: its exact bytes, out of what is known. Pure. It must not know a
//! secret, what is in a file of the person's, nor how much money there is.

mod lines;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gateway::wire::BugReport;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::clock::Now;
use crate::contract::{DiagnosticsView, ProblemCode, View};
use crate::event::DiagnosticsEvent;
use crate::problem::Fault;
use crate::state::State;
use crate::update::Origin;

/// So many things that went wrong are kept in mind.
const MET_KEPT: usize = 20;
/// What a report may mention of what went wrong: nothing that somebody else wrote.
const MENTIONED: [&str; 4] = ["route", "field", "status", "seconds"];

/// What State knows of reports.
#[derive(Debug, Clone, Default)]
pub(crate) struct Diagnostics {
    /// What went wrong, newest first.
    met: VecDeque<Met>,
    shown: Option<Arc<Report>>,
    saved: Option<PathBuf>,
    sent: bool,
}

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Met {
    at: Timestamp,
    code: ProblemCode,
    reason: Option<&'static str>,
    mentions: Vec<(&'static str, String)>,
    /// How often, one after another.
    times: u32,
}

/// A report as it is shown, and as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Report {
    /// SHA-256 of the request's body, in hexadecimal.
    pub(crate) digest: String,
    pub(crate) body: BugReport,
}

/// What a report needs to know besides the View.
pub(crate) struct Around<'a> {
    pub(crate) now: Timestamp,
    /// As `Debian GNU/Linux 12 (bookworm)`; empty when it is not known.
    pub(crate) system: &'a str,
    /// As `GNOME, wayland`; empty when it is not known.
    pub(crate) desktop: &'a str,
    pub(crate) origin: &'a Origin,
    pub(crate) purser: &'a Path,
    pub(crate) home: &'a Path,
    /// The end of the resident's log.
    pub(crate) log: &'a str,
}

impl Diagnostics {
    pub(crate) fn apply(&mut self, event: DiagnosticsEvent) {
        let shown = self.shown.as_ref().map(|report| report.digest.clone());
        let shown = shown.as_deref();
        match event {
            DiagnosticsEvent::Shown(report) => {
                self.shown = Some(report);
                self.saved = None;
                self.sent = false;
            }
            DiagnosticsEvent::Saved { digest, file } if shown == Some(&*digest) => {
                self.saved = Some(file);
            }
            DiagnosticsEvent::Sent { digest } if shown == Some(&*digest) => self.sent = true,
            // Another one is shown by now.
            DiagnosticsEvent::Saved { .. } | DiagnosticsEvent::Sent { .. } => {}
            DiagnosticsEvent::PutAway => self.shown = None,
        }
    }

    /// Keeps in mind what went wrong.
    pub(crate) fn note(&mut self, fault: &Fault, at: Timestamp) {
        let mentions = fault.mentions.iter();
        let mentions = mentions.filter(|(name, _)| MENTIONED.contains(name));
        let met = Met {
            at,
            code: fault.code,
            reason: fault.reason,
            mentions: mentions.map(|(name, is)| (*name, is.clone())).collect(),
            times: 1,
        };
        let again = self.met.front().filter(|last| last.is_like(&met));
        let times = again.map_or(1, |last| last.times.saturating_add(1));
        if again.is_some() {
            self.met.pop_front();
        }
        self.met.push_front(Met { times, ..met });
        self.met.truncate(MET_KEPT);
    }

    /// The shown report, if it is the one of this digest.
    pub(crate) fn shown(&self, digest: &str) -> Option<Arc<Report>> {
        let shown = self.shown.as_ref();
        shown.filter(|report| report.digest == digest).cloned()
    }

    pub(crate) fn view(&self) -> Option<DiagnosticsView> {
        let report = self.shown.as_ref()?;
        Some(DiagnosticsView {
            digest: report.digest.clone(),
            title: report.body.title.clone(),
            description: report.body.description.clone(),
            text: report.body.diagnostics.clone(),
            saved: self.saved.as_ref().map(|file| file.display().to_string()),
            sent: self.sent,
        })
    }

    /// Makes a report. `redact` takes out what is secret; it is asked about all of it.
    pub(crate) fn report(
        &self,
        view: &View,
        around: &Around<'_>,
        note: &str,
        redact: impl Fn(&str) -> String,
    ) -> Option<Report> {
        let shown = |text: &str| without_home(&redact(text), around.home);
        let body = BugReport {
            title: shown(&format!("Purser {}: a report", view.version)),
            description: shown(note.trim()),
            diagnostics: shown(&lines::text(view, &self.met, around)),
        };
        let bytes = serde_json::to_vec(&body).ok()?;
        let digest = Sha256::digest(bytes);
        let digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Some(Report { digest, body })
    }
}

impl State {
    /// Keeps in mind what went wrong, for a report.
    pub(crate) fn note(&mut self, before: &Self, result: &Result<(), Fault>, now: Now) {
        let trouble = self.trouble.as_ref();
        let new = trouble.filter(|trouble| before.trouble.as_ref() != Some(trouble));
        if let Some(fault) = result.as_ref().err().or(new) {
            self.diagnostics.note(fault, now.wall);
        }
    }
}

impl Met {
    fn is_like(&self, other: &Self) -> bool {
        (self.code, self.reason, &self.mentions) == (other.code, other.reason, &other.mentions)
    }
}

/// The text with `~` for the person's home folder, whose name may be theirs.
fn without_home(text: &str, home: &Path) -> String {
    let home = home.display().to_string();
    let home = home.trim_end_matches(['/', '\\']);
    if home.is_empty() {
        return text.to_owned();
    }
    let goes_on = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(home) {
        shown.push_str(before);
        let inside = before.ends_with(goes_on) || after.starts_with(goes_on);
        shown.push_str(if inside { home } else { "~" });
        rest = after;
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests;
