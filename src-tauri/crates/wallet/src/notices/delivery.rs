//! When and how news is shown: kinds that are turned off, quiet hours, several at once. Pure: knows
//! no desktop, no disk and no clock.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::{News, Notice};
use crate::contract::{Language, NoticeKind, NoticesView, ProblemCode, QuietHours, Screen};
use crate::problem::Fault;
use crate::words::Words;

/// More than this many at once are told as one.
const MOST_AT_ONCE: usize = 3;
/// A digest names this many of what it tells, and counts the rest.
const NAMED: usize = 8;

/// When the person wants to be told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NoticeSettings {
    /// Kinds that are turned off. What happens meanwhile counts as told.
    pub off: BTreeSet<NoticeKind>,
    /// The hours in which news waits.
    pub quiet: Option<Quiet>,
}

/// A part of every day by the local clock: from `from` until just before `until`, over midnight
/// where `until` is the earlier one.
///
/// Only the hands of the local clock count. Where it is put forward over `until`, the quiet ends with
/// the first minute after the gap; where it is put back into the hours, quiet begins again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// The first quiet moment.
    pub from: Time,
    /// The first moment after.
    pub until: Time,
}

/// Something to tell that was not told yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Waiting {
    pub(crate) news: News,
    pub(crate) came: Came,
}

/// When it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Came {
    Awake,
    InQuiet,
}

/// What is to be done with news now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Tell,
    Wait,
    Drop,
}

/// What is shown as one notification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Parcel {
    /// The news that it tells.
    pub(crate) ids: Vec<String>,
    pub(crate) notice: Notice,
}

impl NoticeSettings {
    /// As it is shown.
    pub(crate) fn view(&self) -> NoticesView {
        NoticesView {
            off: self.off.iter().copied().collect(),
            quiet: self.quiet.map(|quiet| QuietHours {
                from: quiet.from.strftime("%H:%M").to_string(),
                until: quiet.until.strftime("%H:%M").to_string(),
            }),
        }
    }

    /// What is to be done with news of this kind at this time of the local clock. A payment's question
    /// does not wait: it would end unheard, and a program waits for its answer.
    pub(crate) fn fate(&self, kind: NoticeKind, local: Time) -> Fate {
        if self.off.contains(&kind) {
            Fate::Drop
        } else if kind != NoticeKind::PaymentAsked && self.quiet_at(local) {
            Fate::Wait
        } else {
            Fate::Tell
        }
    }

    /// How news that comes at this time is marked.
    pub(crate) fn came(&self, local: Time) -> Came {
        if self.quiet_at(local) {
            Came::InQuiet
        } else {
            Came::Awake
        }
    }

    fn quiet_at(&self, local: Time) -> bool {
        self.quiet.is_some_and(|quiet| quiet.covers(local))
    }
}

impl Quiet {
    /// Reads both times.
    ///
    /// # Errors
    /// When a time is none, or both are the same.
    pub(crate) fn parse(hours: &QuietHours) -> Result<Self, Fault> {
        let unreadable = |text: &str, reason| {
            let fault = Fault::new(ProblemCode::InputUnreadable).because(reason);
            fault.with("value", text)
        };
        let time =
            |text: &str| Time::strptime("%H:%M", text).map_err(|_| unreadable(text, "reason-time"));
        let (from, until) = (time(&hours.from)?, time(&hours.until)?);
        if from == until {
            return Err(unreadable(&hours.until, "reason-same-time"));
        }
        Ok(Self { from, until })
    }

    fn covers(self, time: Time) -> bool {
        match self.from.cmp(&self.until) {
            Ordering::Less => self.from <= time && time < self.until,
            Ordering::Greater => self.from <= time || time < self.until,
            Ordering::Equal => false,
        }
    }
}

/// What of the waiting news is shown next; none while nothing may be shown. A question stands alone,
/// for it must name what it asks. What quiet hours held back, and more than three at once, is told
/// as one.
pub(crate) fn next(
    waiting: &[Waiting],
    settings: &NoticeSettings,
    local: Time,
    words: &Words,
    language: Language,
) -> Option<Parcel> {
    let due: Vec<&Waiting> = waiting
        .iter()
        .filter(|waiting| settings.fate(waiting.news.kind, local) == Fate::Tell)
        .collect();
    let (questions, others): (Vec<&Waiting>, Vec<&Waiting>) = due
        .iter()
        .partition(|due| due.news.kind == NoticeKind::PaymentAsked);
    if let Some(question) = questions.first() {
        return Some(alone(question));
    }
    let held: Vec<&Waiting> = others
        .iter()
        .copied()
        .filter(|due| due.came == Came::InQuiet)
        .collect();
    if held.len() > 1 {
        return Some(digest(&held, "notice-digest-quiet", words, language));
    }
    if others.len() > MOST_AT_ONCE {
        return Some(digest(&others, "notice-digest", words, language));
    }
    others.first().map(|first| alone(first))
}

fn alone(waiting: &Waiting) -> Parcel {
    Parcel {
        ids: vec![waiting.news.id()],
        notice: waiting.news.notice.clone(),
    }
}

fn digest(all: &[&Waiting], title: &str, words: &Words, language: Language) -> Parcel {
    let counted =
        |key: &str, number: usize| words.text(language, key, &[("count", &number.to_string())]);
    let mut lines: Vec<String> = all
        .iter()
        .take(NAMED)
        .map(|waiting| waiting.news.notice.title.clone())
        .collect();
    if let Some(more @ 1..) = all.len().checked_sub(NAMED) {
        lines.push(counted("notice-digest-more", more));
    }
    let mut screens = all.iter().map(|waiting| waiting.news.notice.screen);
    let first = screens.next().unwrap_or(Screen::Home);
    Parcel {
        ids: all.iter().map(|waiting| waiting.news.id()).collect(),
        notice: Notice {
            title: counted(title, all.len()),
            body: lines.join("\n"),
            screen: if screens.all(|screen| screen == first) {
                first
            } else {
                Screen::Home
            },
            actions: Vec::new(),
        },
    }
}

#[cfg(test)]
mod tests;
