//! Plans giving members our values and taking others back, in one write. Writes nothing.

use std::collections::BTreeMap;

use super::revert::{Reverts, restored};
use super::{Draft, Edited, Format, Opened, OwnedFile, above};
use crate::digest::Digest;
use crate::error::SetupError;
use crate::json::{Change, KeyPath};
use crate::plan::{Finding, Outcome, Plan, PlanKind, RecordStep};
use crate::record::{Original, OwnedKey, Record};

/// What one write does.
#[derive(Debug)]
pub(crate) struct Step {
    /// What it is for.
    pub(crate) kind: PlanKind,
    /// Key of our provider table; empty where the tool has none.
    pub(crate) provider: String,
    /// Members that get our values, or that must not be there.
    pub(crate) sets: Vec<Change>,
    /// Members to take back.
    pub(crate) reverts: Reverts,
    /// What to know before.
    pub(crate) findings: Vec<Finding>,
    /// The file's permission bits because of what is set; as they are when none.
    pub(crate) tightened: Option<u32>,
}

impl<F: Format> OwnedFile<F> {
    /// Computes what `step` would change.
    pub(crate) fn plan(&self, opened: Opened<F>, step: Step) -> Result<Plan, SetupError> {
        self.files.check_writable(&opened.snapshot)?;
        let in_force = self.record_in_force(&opened.snapshot)?;
        let draft = match self.whole_restored(&opened, in_force.as_ref(), &step) {
            Some(outcome) => Draft {
                kind: step.kind,
                provider: step.provider,
                outcome,
                layout: None,
                parts: BTreeMap::from([(self.part, RecordStep::Drop)]),
                exact: true,
                repeats: false,
                findings: step.findings,
            },
            None => self.edited(&opened, in_force, step)?,
        };
        self.assembled(opened, draft)
    }

    /// The bytes from before, when everything goes and nobody else has written since.
    fn whole_restored(
        &self,
        opened: &Opened<F>,
        in_force: Option<&Record>,
        step: &Step,
    ) -> Option<Outcome> {
        let record = in_force.filter(|record| step.reverts.takes_all(record))?;
        let only_reverts = step.sets.is_empty();
        only_reverts.then(|| restored(&self.records, record, &opened.snapshot))?
    }

    fn edited(
        &self,
        opened: &Opened<F>,
        in_force: Option<Record>,
        step: Step,
    ) -> Result<Draft<F>, SetupError> {
        let mut changes = step.reverts.changes.clone();
        changes.extend(step.sets.iter().cloned());
        let Edited { text, layout } = opened.edited(&changes)?;
        let record = self.record_after(in_force.as_ref(), opened, &step, &text)?;
        let exact = match &record {
            Some(record) => record.restorable.contains(&Digest::of(&text)),
            None => is_original(in_force.as_ref(), &text),
        };
        let mut findings = step.findings;
        findings.extend((!exact).then_some(Finding::UndoWorksKeyByKey));
        let staying = step.reverts.staying.iter();
        findings.extend(staying.map(|path| Finding::KeyStays {
            key: F::dotted(path),
        }));
        let left = record.is_none().then_some(in_force.as_ref()).flatten();
        let outcome = match left.filter(|left| is_ours_and_empty(left, &text)) {
            Some(left) => Outcome::Removed {
                folders: left.created_folders.clone(),
            },
            None => written(opened, in_force.as_ref(), text, step.tightened),
        };
        let both = in_force.as_ref().zip(record.as_ref());
        let repeats = both.is_some_and(|(known, record)| known.has_written_all_of(record));
        let unchanged = matches!(outcome, Outcome::Unchanged);
        let record = match record {
            Some(record) if unchanged && in_force.as_ref().is_none_or(|known| *known == record) => {
                RecordStep::Keep
            }
            Some(record) => RecordStep::Put(Box::new(record)),
            None => RecordStep::Drop,
        };
        Ok(Draft {
            kind: step.kind,
            provider: step.provider,
            outcome,
            layout,
            parts: BTreeMap::from([(self.part, record)]),
            exact,
            repeats,
            findings,
        })
    }

    /// The record after a step that gives `text`; none when nothing of ours is left. The originals
    /// of the one in force are kept.
    fn record_after(
        &self,
        in_force: Option<&Record>,
        opened: &Opened<F>,
        step: &Step,
        text: &str,
    ) -> Result<Option<Record>, SetupError> {
        let mut record = in_force.cloned().unwrap_or_else(|| self.new_record(opened));
        let now = opened.snapshot.digest();
        let untouched = now.is_some_and(|now| record.restorable.contains(now));
        let others_wrote = record.turned_off && !untouched;
        if others_wrote {
            // What they chose while it was off is what undo goes back to, not the older bytes.
            record.restorable.clear();
        }
        record.turned_off = false;
        record.ended.clear();
        let result = Digest::of(text);
        let known = others_wrote || record.restorable.contains(&result);
        let nothing_else = match in_force {
            None => self.keeps_bytes(opened)?,
            Some(_) => untouched || self.leads_from_original(&record, &step.sets, text),
        };
        if !known && nothing_else {
            record.restorable.push(result);
        }
        step.provider.clone_into(&mut record.provider);
        let forgotten = &step.reverts.forgotten;
        record.keys.retain(|key| !forgotten.contains(&key.path));
        own_keys(&mut record.keys, opened, &step.sets);
        own_tables(&mut record.created_tables, opened, &step.sets);
        Ok((!record.keys.is_empty()).then_some(record))
    }

    /// Whether setting the original up gives exactly `text`: then nobody else's edit is in it.
    fn leads_from_original(&self, record: &Record, sets: &[Change], text: &str) -> bool {
        let bytes = match record.original.digest {
            None => Some(Vec::new()),
            Some(_) => self.records.backups().bytes_of(&record.original),
        };
        let original = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        original
            .is_some_and(|original| super::edited::<F>(&original, sets).as_deref() == Some(text))
    }

    fn new_record(&self, opened: &Opened<F>) -> Record {
        Record {
            config: self.path().to_owned(),
            provider: String::new(),
            since: None,
            original: Original {
                digest: opened.snapshot.digest().cloned(),
                mode: opened.snapshot.mode(),
                backup: None,
            },
            restorable: Vec::new(),
            keys: Vec::new(),
            created_tables: Vec::new(),
            created_folders: Vec::new(),
            turned_off: false,
            ended: Vec::new(),
            over: None,
        }
    }
}

/// Adds what `sets` do to `keys`; a key that is there already keeps its first original.
fn own_keys<F: Format>(keys: &mut Vec<OwnedKey>, opened: &Opened<F>, sets: &[Change]) {
    for change in sets {
        match change {
            Change::Set { path, value } => {
                own_key(keys, opened, path, F::notation(value).map(Digest::of));
            }
            Change::Remove { path } => {
                let leaves = F::leaves(opened.text(), &opened.layout).into_iter();
                for leaf in leaves.filter(|leaf| leaf.path.starts_with(path)) {
                    own_key(keys, opened, leaf.path, None);
                }
            }
        }
    }
}

fn own_key<F: Format>(
    keys: &mut Vec<OwnedKey>,
    opened: &Opened<F>,
    path: &[String],
    written: Option<Digest>,
) {
    if let Some(known) = keys.iter_mut().find(|known| known.path == path) {
        known.written.retain(|earlier| *earlier != written);
        known.written.push(written);
        return;
    }
    keys.push(OwnedKey {
        path: path.to_vec(),
        previous: F::written(opened.text(), &opened.layout, path),
        written: vec![written],
    });
}

/// Adds the tables that `sets` bring into being.
fn own_tables<F: Format>(tables: &mut Vec<KeyPath>, opened: &Opened<F>, sets: &[Change]) {
    let sets = sets.iter().filter(|set| matches!(set, Change::Set { .. }));
    for table in sets.flat_map(|set| above(set.path())) {
        let known = tables.iter().any(|known| known == table);
        if !known && !F::is_table(&opened.layout, table) {
            tables.push(table.to_vec());
        }
    }
}

fn is_original(in_force: Option<&Record>, text: &str) -> bool {
    in_force.is_none_or(|record| record.original.digest == Some(Digest::of(text)))
}

/// Whether the file is of our making, and `text` says nothing.
pub(super) fn is_ours_and_empty(record: &Record, text: &str) -> bool {
    let bare = text.trim_start_matches('\u{feff}').trim();
    record.original.digest.is_none() && (bare.is_empty() || bare == "{}")
}

/// The file with `text` in it; the original text gets its original permission bits back.
pub(super) fn written<F: Format>(
    opened: &Opened<F>,
    in_force: Option<&Record>,
    text: String,
    tightened: Option<u32>,
) -> Outcome {
    let now = opened.snapshot.mode();
    let original = in_force.map(|record| &record.original);
    let back = original.filter(|original| original.digest == Some(Digest::of(&text)));
    let mode = match (now.and(tightened), back) {
        (Some(tightened), _) => Some(tightened),
        (None, Some(original)) => original.mode,
        (None, None) => now,
    };
    if text == opened.snapshot.text() && mode == now {
        return Outcome::Unchanged;
    }
    let text = text.into();
    Outcome::Written { text, mode }
}
