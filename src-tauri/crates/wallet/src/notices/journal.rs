//! Remembers on disk what was told, before it is told: whole steps, each durable before the next.
//! Knows no desktop and decides nothing.
//!
//! News is `waiting` from the moment that it is found; it is `showing` before the desktop hears of
//! it; it is told once the desktop took it. A process that dies loses nothing that waits, and
//! leaves one notification at most in doubt.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Found;
use super::delivery::{Came, Parcel, Waiting};
use crate::store;

/// How many ids are remembered, and how many standings.
const REMEMBERED: usize = 2_000;
/// How much news waits at most; the oldest is left out.
const WAITING: usize = 200;
/// Numbers that we give to notifications begin here, far from those that desktops count up from 1.
const FIRST_NUMBER: u32 = 0x5000_0000;
/// A notification in doubt is shown once more only this soon: later, the first one may have been
/// read and be gone, and nothing would be left to replace.
const STILL_THERE: SignedDuration = SignedDuration::from_secs(10);

/// What was ever found: the durable "before" of every rule about news.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Told {
    /// Ids of what happens once, oldest first.
    ids: VecDeque<String>,
    /// How things stand that change, the latest changed last.
    standings: VecDeque<(String, String)>,
}

/// A notification that the desktop is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Showing {
    /// The number that it replaces, of our own choice: shown again, it replaces itself.
    pub(crate) number: u32,
    pub(crate) since: Timestamp,
    pub(crate) parcel: Parcel,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Kept {
    told: Told,
    waiting: Vec<Waiting>,
    showing: Option<Showing>,
    /// How many numbers were given.
    numbers: u32,
    /// Whether the desktop kept the last number that it was given.
    keeps_numbers: bool,
}

/// The journal of what is told.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    kept: Kept,
}

impl Told {
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.ids.iter().any(|known| known == id)
    }

    pub(crate) fn knows_any(&self, start: &str) -> bool {
        self.ids.iter().any(|known| known.starts_with(start))
    }

    pub(crate) fn standing(&self, subject: &str) -> Option<&str> {
        let found = self.standings.iter().find(|(known, _)| known == subject);
        found.map(|(_, standing)| standing.as_str())
    }

    pub(crate) fn learn(&mut self, found: &Found) {
        self.ids.extend(found.ids.iter().cloned());
        for (subject, standing) in &found.standings {
            self.standings.retain(|(known, _)| known != subject);
            self.standings
                .push_back((subject.clone(), (*standing).to_owned()));
        }
        let surplus = |length: usize| length.saturating_sub(REMEMBERED);
        self.ids.drain(..surplus(self.ids.len()));
        self.standings.drain(..surplus(self.standings.len()));
    }
}

impl Journal {
    pub(crate) fn in_folder(data: &Path) -> Self {
        let path = data.join("notices.json");
        let kept = store::read_json(&path).unwrap_or_default();
        Self { path, kept }
    }

    pub(crate) fn told(&self) -> &Told {
        &self.kept.told
    }

    /// Remembers what was found; its news now waits. Later news of the same takes the place of what
    /// waits.
    ///
    /// # Errors
    /// When the disk refuses; then nothing was found, and it is found again.
    pub(crate) fn note(&mut self, found: Found, came: Came) -> io::Result<()> {
        let mut next = self.kept.clone();
        next.told.learn(&found);
        for news in found.news {
            let id = news.id();
            next.waiting.retain(|waiting| waiting.news.id() != id);
            next.waiting.push(Waiting { news, came });
        }
        let surplus = next.waiting.len().saturating_sub(WAITING);
        next.waiting.drain(..surplus);
        self.keep(next)
    }

    /// Leaves out waiting news that is not worth telling any more, and takes out of the rest what
    /// `choose` says: it is durably on its way before this returns.
    ///
    /// # Errors
    /// When the disk refuses; then nothing may be shown, for it could be shown twice.
    pub(crate) fn next(
        &mut self,
        now: Timestamp,
        worth: impl Fn(&Told, &Waiting) -> bool,
        choose: impl FnOnce(&[Waiting]) -> Option<Parcel>,
    ) -> io::Result<Option<Showing>> {
        let mut next = self.kept.clone();
        next.waiting
            .retain(|waiting| worth(&self.kept.told, waiting));
        let showing = choose(&next.waiting).map(|parcel| {
            next.waiting
                .retain(|waiting| !parcel.ids.contains(&waiting.news.id()));
            next.numbers = next.numbers.wrapping_add(1) % FIRST_NUMBER;
            Showing {
                number: FIRST_NUMBER + next.numbers,
                since: now,
                parcel,
            }
        });
        next.showing.clone_from(&showing);
        self.keep(next)?;
        Ok(showing)
    }

    /// Notes that the desktop took the notification and gave it this number; none where it did not,
    /// or did not say so. It counts as told either way.
    ///
    /// # Errors
    /// When the disk refuses; then it stays in doubt.
    pub(crate) fn shown(&mut self, given: Option<u32>) -> io::Result<()> {
        let mut next = self.kept.clone();
        if let (Some(showing), Some(given)) = (&next.showing, given) {
            next.keeps_numbers = given == showing.number;
        }
        next.showing = None;
        self.keep(next)
    }

    /// The notification that the last run left in doubt, where it can be shown again without being
    /// seen twice: on a desktop that keeps the numbers that it is given, showing it again replaces
    /// what stands there. On any other it counts as told.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(crate) fn again(&mut self, now: Timestamp) -> io::Result<Option<Showing>> {
        let recent = |showing: &Showing| {
            let age = now.duration_since(showing.since);
            (SignedDuration::ZERO..STILL_THERE).contains(&age)
        };
        let doubt = self.kept.showing.clone();
        let again = doubt.filter(|showing| self.kept.keeps_numbers && recent(showing));
        if again.is_none() && self.kept.showing.is_some() {
            self.shown(None)?;
        }
        Ok(again)
    }

    fn keep(&mut self, next: Kept) -> io::Result<()> {
        if next != self.kept {
            store::write_json(&self.path, &next)?;
            self.kept = next;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
