//! Takes members back, each only while its value is still ours. Writes nothing.

use std::collections::BTreeSet;

use super::{Format, Opened};
use crate::digest::Digest;
use crate::json::{Change, KeyPath, Value};
use crate::place::Snapshot;
use crate::plan::Outcome;
use crate::record::{OwnedKey, Record, Records};

/// What taking members back does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reverts {
    pub(crate) changes: Vec<Change>,
    /// Members that are no longer as we wrote them.
    pub(crate) staying: BTreeSet<KeyPath>,
    /// Members that our record no longer names afterwards.
    pub(crate) forgotten: BTreeSet<KeyPath>,
}

/// Whose value a member has now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// One that we gave it.
    Ours,
    /// The one from before.
    Original,
    /// Someone else's.
    Theirs,
}

impl Reverts {
    /// Whether nothing that `record` names is kept.
    pub(super) fn takes_all(&self, record: &Record) -> bool {
        record
            .keys
            .iter()
            .all(|key| self.forgotten.contains(&key.path))
    }
}

/// Whose value `key` has in `layout`.
pub(crate) fn whose<F: Format>(key: &OwnedKey, layout: &F::Layout) -> Whose {
    let now = F::value(layout, &key.path).map(Digest::of);
    let previous = key.previous.clone().map(Value::Raw);
    if now
        == previous
            .and_then(|value| F::notation(&value))
            .map(Digest::of)
    {
        Whose::Original
    } else if key.written.contains(&now) {
        Whose::Ours
    } else {
        Whose::Theirs
    }
}

/// Whether `layout` is already as `change` makes it.
pub(crate) fn is_made<F: Format>(change: &Change, layout: &F::Layout) -> bool {
    match change {
        Change::Set { path, value } => {
            let there = F::value(layout, path);
            there.is_some() && there == F::notation(value)
        }
        Change::Remove { path } => F::value(layout, path).is_none(),
    }
}

/// The members of ours that are not as we last wrote them. Of the `choices`, which people make anew
/// in the tool itself, only those that are gone.
pub(crate) fn drifted<F: Format>(
    record: &Record,
    opened: &Opened<F>,
    choices: &[&str],
) -> Vec<KeyPath> {
    let now = |key: &OwnedKey| F::value(&opened.layout, &key.path).map(Digest::of);
    let as_written = |key: &OwnedKey| key.written.last() == Some(&now(key));
    let keys = record.keys.iter();
    keys.filter(|key| !as_written(key) && !opened.is_chosen(&key.path, choices))
        .map(|key| key.path.clone())
        .collect()
}

/// Takes back the members of `record` that `goes` names.
pub(crate) fn reverts<F: Format>(
    record: &Record,
    layout: &F::Layout,
    goes: impl Fn(&OwnedKey) -> bool,
) -> Reverts {
    let mut reverts = Reverts::default();
    for key in record.keys.iter().filter(|key| goes(key)) {
        reverts.forgotten.insert(key.path.clone());
        match whose::<F>(key, layout) {
            Whose::Original => {}
            Whose::Ours => reverts.changes.push(back(key)),
            Whose::Theirs => {
                reverts.staying.insert(key.path.clone());
            }
        }
    }
    remove_emptied::<F>(record, layout, &mut reverts);
    reverts
}

/// The original bytes and mode, when the file holds nothing but our changes to them.
pub(super) fn restored(records: &Records, record: &Record, now: &Snapshot) -> Option<Outcome> {
    if !record.restorable.contains(now.digest()?) {
        return None;
    }
    if record.original.digest.is_none() {
        let folders = record.created_folders.clone();
        return Some(Outcome::Removed { folders });
    }
    let bytes = records.backups().bytes_of(&record.original)?;
    let text = String::from_utf8(bytes).ok()?.into();
    let mode = record.original.mode;
    Some(Outcome::Written { text, mode })
}

pub(crate) fn back(key: &OwnedKey) -> Change {
    let path = key.path.clone();
    match &key.previous {
        Some(written) => Change::Set {
            path,
            value: Value::Raw(written.clone()),
        },
        None => Change::Remove { path },
    }
}

/// Removes each table of our making that nothing is left in, innermost first.
fn remove_emptied<F: Format>(record: &Record, layout: &F::Layout, reverts: &mut Reverts) {
    let mut tables = record.created_tables.clone();
    tables.sort_by_key(|table| std::cmp::Reverse(table.len()));
    for table in tables {
        let goes = |path: &KeyPath| {
            let gone = Change::Remove { path: path.clone() };
            reverts.changes.contains(&gone)
        };
        let members = F::members(layout, &table);
        if F::is_table(layout, &table) && !members.is_empty() && members.iter().all(goes) {
            reverts
                .changes
                .retain(|change| !change.path().starts_with(&table));
            reverts.changes.push(Change::Remove { path: table });
        }
    }
}
