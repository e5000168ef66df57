//! Plans taking a set-up back: the very bytes where nobody else wrote since, else key by key,
//! each only while its value is still ours. Writes nothing.

use std::collections::BTreeSet;

use super::{Codex, Opened, findings, wanted};
use crate::digest::Digest;
use crate::error::SetupError;
use crate::plan::{Finding, Outcome, Plan, PlanKind, RecordStep};
use crate::record::{OwnedKey, Record};
use crate::toml::{Change, KeyPath, Layout, canonical_literal, dotted};

/// What key-by-key undo does, and which keys it leaves alone.
#[derive(Debug, Default)]
pub(super) struct Reverts {
    pub(super) changes: Vec<Change>,
    staying: BTreeSet<KeyPath>,
}

/// Whose value a key has now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// One that we gave it.
    Ours,
    /// The one from before the set-up.
    Original,
    /// Someone else's.
    Theirs,
}

impl Codex {
    /// Computes what taking our change back would restore.
    pub fn plan_undo(&self) -> Result<Plan, SetupError> {
        self.plan_taking_back(PlanKind::Undo)
    }

    /// Computes what taking all of ours out of the file would leave, our provider table included.
    /// Chats that were led through it can then no longer be continued; turning off keeps them.
    pub fn plan_removal(&self) -> Result<Plan, SetupError> {
        let mut plan = self.plan_taking_back(PlanKind::Removal)?;
        let id = plan.effect.provider.clone();
        plan.findings.insert(0, Finding::ThreadsNeedProvider { id });
        Ok(plan)
    }

    fn plan_taking_back(&self, kind: PlanKind) -> Result<Plan, SetupError> {
        let opened = self.open()?;
        let Some(record) = self.record_in_force(&opened.snapshot)? else {
            let path = opened.snapshot.file;
            return Err(SetupError::NothingToUndo { path });
        };
        self.files.check_writable(&opened.snapshot)?;
        let mut notes = findings::of_form(&opened);
        let ours = self.ours(&record.provider, Some(&record))?;
        if let Some(outcome) = self.restore(&record, &opened) {
            let step = RecordStep::Drop;
            let plan = Plan::new(kind, opened, outcome, step, &ours);
            return Ok(Plan {
                findings: notes,
                ..plan
            });
        }
        let reverts = reverts(&record, &opened.layout);
        let text = opened.edited(&reverts.changes)?;
        let exact = Some(&Digest::of(&text)) == record.original.digest.as_ref();
        let outcome = key_by_key(&record, &opened, text, exact);
        if !exact {
            notes.push(Finding::UndoWorksKeyByKey);
        }
        note_staying(&reverts, &mut notes);
        let plan = Plan::new(kind, opened, outcome, RecordStep::Drop, &ours);
        Ok(Plan {
            findings: notes,
            exact,
            ..plan
        })
    }

    /// The original bytes and mode, when the file holds nothing but our change to them.
    pub(super) fn restore(&self, record: &Record, opened: &Opened) -> Option<Outcome> {
        let now = opened.snapshot.digest()?;
        if !record.restorable.contains(now) {
            return None;
        }
        if record.original.digest.is_none() {
            let folders = record.created_folders.clone();
            return Some(Outcome::Removed { folders });
        }
        let bytes = self.records.backups().bytes_of(&record.original)?;
        let text = String::from_utf8(bytes).ok()?.into();
        let mode = record.original.mode;
        Some(Outcome::Written { text, mode })
    }
}

/// Says which keys stay.
pub(super) fn note_staying(reverts: &Reverts, notes: &mut Vec<Finding>) {
    let staying = reverts.staying.iter();
    notes.extend(staying.map(|path| Finding::KeyStays { key: dotted(path) }));
}

/// The keys of ours that are not as we last wrote them.
pub(super) fn drifted(record: &Record, layout: &Layout) -> Vec<KeyPath> {
    let as_written = |key: &OwnedKey| key.written.last() == Some(&digest_now(layout, &key.path));
    let keys = record.keys.iter().filter(|key| !as_written(key));
    keys.map(|key| key.path.clone()).collect()
}

/// What becomes of the file when `text` is left of it.
pub(super) fn key_by_key(record: &Record, opened: &Opened, text: String, exact: bool) -> Outcome {
    if text == opened.snapshot.text() {
        return Outcome::Unchanged;
    }
    if record.original.digest.is_none() && text.trim_matches('\u{feff}').trim().is_empty() {
        let folders = record.created_folders.clone();
        return Outcome::Removed { folders };
    }
    let mode = if exact {
        record.original.mode
    } else {
        opened.snapshot.mode()
    };
    Outcome::Written {
        text: text.into(),
        mode,
    }
}

/// What takes `record`'s keys back in `layout`.
pub(super) fn reverts(record: &Record, layout: &Layout) -> Reverts {
    let mut reverts = Reverts::default();
    let provider = wanted::provider_table(&record.provider);
    let created = record.created_tables.contains(&provider);
    let credentials_stay = !created && foreign_credentials(record, layout, &provider);
    if created {
        revert_provider(record, layout, &provider, &mut reverts);
    }
    for key in &record.keys {
        let in_provider = key.path.starts_with(&provider);
        if in_provider && created {
            continue;
        }
        let grouped = credentials_stay && is_credential(&key.path, &provider);
        match whose(key, layout) {
            Whose::Original => {}
            Whose::Ours if !grouped => reverts.changes.push(back(key)),
            Whose::Ours | Whose::Theirs => {
                reverts.staying.insert(key.path.clone());
            }
        }
    }
    remove_emptied_tables(record, layout, &mut reverts);
    reverts
}

/// A provider table of our making goes as a whole or stays as a whole: half of one, without a
/// name or with two kinds of credentials, would stop Codex from starting.
fn revert_provider(record: &Record, layout: &Layout, provider: &[String], into: &mut Reverts) {
    let theirs: Vec<KeyPath> = layout
        .leaves_under(provider)
        .filter(|leaf| !is_ours(record, layout, &leaf.path))
        .map(|leaf| leaf.path.clone())
        .collect();
    if theirs.is_empty() {
        let path = provider.to_vec();
        into.changes.push(Change::Remove { path });
    } else {
        into.staying.extend(theirs);
    }
}

/// Removes each table of our making that nothing but our own keys is left in.
fn remove_emptied_tables(record: &Record, layout: &Layout, reverts: &mut Reverts) {
    let mut tables = record.created_tables.clone();
    tables.sort_by_key(Vec::len);
    for table in tables {
        let goes = |path: &[String]| {
            let mut changes = reverts.changes.iter();
            changes.any(|c| matches!(c, Change::Remove { .. }) && path.starts_with(c.path()))
        };
        let all_go = layout.leaves_under(&table).all(|leaf| goes(&leaf.path));
        let foreign_header = layout.sections.iter().any(|section| {
            let below = section.path.len() > table.len() && section.path.starts_with(&table);
            below && !record.created_tables.contains(&section.path)
        });
        if all_go && !foreign_header && layout.has_table(&table) && !goes(&table) {
            reverts
                .changes
                .retain(|change| !change.path().starts_with(&table));
            reverts.changes.push(Change::Remove { path: table });
        }
    }
}

/// Whether someone has changed how Codex authenticates at our provider: then all of it stays.
fn foreign_credentials(record: &Record, layout: &Layout, provider: &[String]) -> bool {
    record
        .keys
        .iter()
        .filter(|key| is_credential(&key.path, provider))
        .any(|key| whose(key, layout) == Whose::Theirs && layout.leaf(&key.path).is_some())
}

fn is_credential(path: &[String], provider: &[String]) -> bool {
    let below = path.strip_prefix(provider);
    let first = below.and_then(<[String]>::first);
    first.is_some_and(|key| wanted::CREDENTIAL_KEYS.contains(&key.as_str()))
}

fn is_ours(record: &Record, layout: &Layout, path: &[String]) -> bool {
    let mut keys = record.keys.iter();
    keys.any(|key| key.path == path && whose(key, layout) == Whose::Ours)
}

fn whose(key: &OwnedKey, layout: &Layout) -> Whose {
    let now = digest_now(layout, &key.path);
    let previous = key.previous.as_deref().and_then(canonical_literal);
    if now == previous.map(Digest::of) {
        Whose::Original
    } else if key.written.contains(&now) {
        Whose::Ours
    } else {
        Whose::Theirs
    }
}

/// Of the value at `path`; none when there is none.
pub(super) fn digest_now(layout: &Layout, path: &[String]) -> Option<Digest> {
    layout.leaf(path).map(|leaf| Digest::of(&leaf.canonical))
}

fn back(key: &OwnedKey) -> Change {
    let path = key.path.clone();
    match &key.previous {
        Some(literal) => Change::Set {
            path,
            literal: literal.clone(),
        },
        None => Change::Remove { path },
    }
}
