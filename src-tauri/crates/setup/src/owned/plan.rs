//! Plans giving members our values and taking others back, in one write. Writes nothing.

use secrecy::ExposeSecret;

use super::revert::{Reverts, restored};
use super::{Format, Opened, OwnedFile, above};
use crate::digest::Digest;
use crate::error::SetupError;
use crate::journal::Effect;
use crate::json::{Change, KeyPath};
use crate::plan::{Finding, Outcome, Plan, PlanKind, RecordStep};
use crate::record::{Original, OwnedKey, Record};

/// What one write does.
#[derive(Debug)]
pub(crate) struct Step {
    /// What it is for.
    pub(crate) kind: PlanKind,
    /// Members to set.
    pub(crate) sets: Vec<Change>,
    /// Members to take back.
    pub(crate) reverts: Reverts,
    /// What to know before.
    pub(crate) findings: Vec<Finding>,
    /// Whether what is set holds a secret: then the file becomes its owner's alone.
    pub(crate) holds_secret: bool,
}

impl<F: Format> OwnedFile<F> {
    /// Computes what `step` would change.
    pub(crate) fn plan(&self, opened: Opened<F>, step: Step) -> Result<Plan, SetupError> {
        self.files.check_writable(&opened.snapshot)?;
        let in_force = self.record_in_force(&opened.snapshot)?;
        let mut findings = step.findings;
        if let Some(record) = &in_force
            && step.sets.is_empty()
            && step.reverts.takes_all(record)
            && let Some(outcome) = restored(&self.records, record, &opened.snapshot)
        {
            return Ok(self.assembled(
                step.kind,
                opened,
                outcome,
                RecordStep::Drop,
                true,
                findings,
            ));
        }
        let mut changes = step.reverts.changes.clone();
        changes.extend(step.sets.iter().cloned());
        let text = opened.edited(&changes)?;
        let record =
            self.record_after(in_force.as_ref(), &opened, &step.sets, &step.reverts, &text);
        let exact = match &record {
            Some(record) => record.restorable.contains(&Digest::of(&text)),
            None => is_original(in_force.as_ref(), &text),
        };
        if !exact {
            findings.push(Finding::UndoWorksKeyByKey);
        }
        let staying = step.reverts.staying.iter();
        findings.extend(staying.map(|path| Finding::KeyStays {
            key: F::dotted(path),
        }));
        let tightened = step.holds_secret.then_some(0o600);
        let outcome = outcome(
            &opened,
            in_force.as_ref(),
            text,
            tightened,
            record.is_none(),
        );
        let unchanged = matches!(outcome, Outcome::Unchanged);
        let record = match record {
            Some(record) if unchanged && in_force.as_ref().is_none_or(|known| *known == record) => {
                RecordStep::Keep
            }
            Some(record) => RecordStep::Put(Box::new(record)),
            None => RecordStep::Drop,
        };
        Ok(self.assembled(step.kind, opened, outcome, record, exact, findings))
    }

    /// The record after a step that gives `text`; none when nothing of ours is left. The originals
    /// of the one in force are kept.
    fn record_after(
        &self,
        in_force: Option<&Record>,
        opened: &Opened<F>,
        sets: &[Change],
        reverts: &Reverts,
        text: &str,
    ) -> Option<Record> {
        let mut record = in_force.cloned().unwrap_or_else(|| self.new_record(opened));
        let now = opened.snapshot.digest();
        let untouched = now.is_some_and(|now| record.restorable.contains(now));
        let result = Digest::of(text);
        if (in_force.is_none() || untouched) && !record.restorable.contains(&result) {
            record.restorable.push(result);
        }
        record
            .keys
            .retain(|key| !reverts.forgotten.contains(&key.path));
        for change in sets {
            let Change::Set { path, value } = change else {
                continue;
            };
            own_key(
                &mut record.keys,
                opened,
                path,
                F::notation(value).map(Digest::of),
            );
            for table in above(path) {
                let known = record.created_tables.iter().any(|known| known == table);
                if !known && !F::is_table(&opened.layout, table) {
                    record.created_tables.push(table.to_vec());
                }
            }
        }
        (!record.keys.is_empty()).then_some(record)
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
        }
    }
}

/// Adds one key; one that is there already keeps its first original.
fn own_key<F: Format>(
    keys: &mut Vec<OwnedKey>,
    opened: &Opened<F>,
    path: &KeyPath,
    written: Option<Digest>,
) {
    if let Some(known) = keys.iter_mut().find(|known| known.path == *path) {
        if known.written.last() != Some(&written) {
            known.written.push(written);
        }
        return;
    }
    keys.push(OwnedKey {
        path: path.clone(),
        previous: F::written(opened.text(), &opened.layout, path),
        written: vec![written],
    });
}

fn is_original(in_force: Option<&Record>, text: &str) -> bool {
    in_force.is_none_or(|record| record.original.digest == Some(Digest::of(text)))
}

fn outcome<F: Format>(
    opened: &Opened<F>,
    in_force: Option<&Record>,
    text: String,
    tightened: Option<u32>,
    nothing_left: bool,
) -> Outcome {
    let original = in_force.map(|record| &record.original);
    let made_by_us = original.is_some_and(|original| original.digest.is_none());
    let bare = text.trim_start_matches('\u{feff}').trim();
    let empty = bare.is_empty() || bare == "{}";
    if nothing_left && made_by_us && empty {
        let folders = in_force.map(|record| record.created_folders.clone());
        return Outcome::Removed {
            folders: folders.unwrap_or_default(),
        };
    }
    let back = original.filter(|original| original.digest == Some(Digest::of(&text)));
    let mode = match (back, opened.snapshot.mode()) {
        (Some(original), _) => original.mode,
        (None, Some(now)) => Some(tightened.unwrap_or(now)),
        (None, None) => None,
    };
    if text == opened.snapshot.text() && mode == opened.snapshot.mode() {
        return Outcome::Unchanged;
    }
    let text = text.into();
    Outcome::Written { text, mode }
}

impl<F: Format> OwnedFile<F> {
    fn assembled(
        &self,
        kind: PlanKind,
        opened: Opened<F>,
        outcome: Outcome,
        record: RecordStep,
        exact: bool,
        findings: Vec<Finding>,
    ) -> Plan {
        let (after, mode) = match &outcome {
            Outcome::Unchanged => (opened.snapshot.text().to_owned(), opened.snapshot.mode()),
            Outcome::Written { text, mode } => (text.expose_secret().to_owned(), *mode),
            Outcome::Removed { .. } => (String::new(), None),
        };
        let diff = F::masked_diff(opened.snapshot.text(), &after);
        let states = (kind, &opened.snapshot.file, opened.snapshot.digest());
        let id = Digest::of(format!("{states:?} {:?} {mode:?}", Digest::of(&after)));
        Plan {
            id: id.short().to_owned(),
            kind,
            before: opened.snapshot,
            outcome,
            record,
            effect: Effect::default(),
            config: self.path().to_owned(),
            exact,
            diff,
            findings,
        }
    }
}
