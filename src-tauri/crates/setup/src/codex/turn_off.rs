//! Plans pointing Codex back to what it used before, with our provider left in place: chats that
//! were led through it need it to be continued. Writes nothing.

use std::collections::BTreeMap;

use super::Codex;
use super::undo::reverts;
use super::wanted;
use crate::digest::Digest;
use crate::error::SetupError;
use crate::owned::{Draft, Edited, Format, Toml};
use crate::part::Part;
use crate::plan::{Finding, Outcome, Plan, PlanKind, RecordStep};
use crate::record::Record;

impl Codex {
    /// Computes what turning off would restore: the provider, model and effort from before, each
    /// only while its value is still ours. Setting up again turns on again.
    pub fn plan_turn_off(&self) -> Result<Plan, SetupError> {
        let opened = self.config.open()?;
        let in_force = self.config.record_in_force(&opened.snapshot)?;
        let Some(record) = in_force.filter(|record| !record.turned_off) else {
            let path = opened.snapshot.file;
            return Err(SetupError::NothingToUndo { path });
        };
        self.config.files.check_writable(&opened.snapshot)?;
        let (goes, stays) = split(record);
        let reverts = reverts(&goes, &opened.layout);
        let Edited { text, layout } = opened.edited(&reverts.changes)?;
        let now = opened.snapshot.digest();
        let exact = now.is_some_and(|now| stays.restorable.contains(now));
        let record = after(stays, exact, &text);
        let mut findings = opened.form_findings();
        findings.extend((!exact).then_some(Finding::UndoWorksKeyByKey));
        let staying = reverts.staying.iter();
        findings.extend(staying.map(|path| Finding::KeyStays {
            key: Toml::dotted(path),
        }));
        let outcome = if text == opened.snapshot.text() {
            Outcome::Unchanged
        } else {
            Outcome::Written {
                text: text.into(),
                mode: opened.snapshot.mode(),
            }
        };
        let draft = Draft {
            kind: PlanKind::TurnOff,
            provider: record.provider.clone(),
            outcome,
            layout,
            parts: BTreeMap::from([(Part::Codex, RecordStep::Put(Box::new(record)))]),
            exact,
            repeats: false,
            findings,
        };
        self.config.assembled(opened, draft)
    }
}

/// What turning off takes back, and what stays ours.
fn split(record: Record) -> (Record, Record) {
    let provider = wanted::provider_table(&record.provider);
    let of_provider = |path: &[String]| provider.starts_with(path) || path.starts_with(&provider);
    let (mut goes, mut stays) = (record.clone(), record);
    goes.keys.retain(|key| !of_provider(&key.path));
    stays.keys.retain(|key| of_provider(&key.path));
    goes.created_tables.retain(|table| !of_provider(table));
    stays.created_tables.retain(|table| of_provider(table));
    (goes, stays)
}

/// The record once `text` is there; `exact` when nobody else's edit is in it.
fn after(mut record: Record, exact: bool, text: &str) -> Record {
    record.turned_off = true;
    let result = Digest::of(text);
    if exact && !record.restorable.contains(&result) {
        record.restorable.push(result);
    }
    record
}
