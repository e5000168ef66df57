//! Plans pointing Codex at the gateway. Writes nothing.

use secrecy::ExposeSecret;

use super::effect::Ours;
use super::secrets::masked_diff;
use super::{Codex, Opened, TokenDelivery, findings, wanted};
use crate::digest::Digest;
use crate::error::{Refusal, SetupError};
use crate::facts::ProviderFacts;
use crate::place::Snapshot;
use crate::plan::{Finding, Outcome, Plan, PlanKind, RecordStep};
use crate::record::{Original, OwnedKey, Record};
use crate::text::Form;
use crate::toml::{Change, KeyPath, Layout, canonical_literal, dotted, edit, only_these_changed};

/// Readable and writable for the owner only.
const OWNER_ONLY: u32 = 0o600;

impl Codex {
    /// Computes what pointing Codex at the gateway would change. `migration` is the model that the
    /// installed Codex would offer instead of the facts' (see [`crate::detect::migration_target`]);
    /// given, that offer is marked as seen.
    pub fn plan_set_up(
        &self,
        facts: &ProviderFacts,
        token: &TokenDelivery,
        migration: Option<&str>,
    ) -> Result<Plan, SetupError> {
        let opened = self.open()?;
        self.files.check_writable(&opened.snapshot)?;
        let changes = wanted::changes(facts, token, migration)
            .map_err(|refusal| refused(&opened.snapshot, refusal))?;
        let text = opened.edited(&changes)?;
        let mode = mode_after(&opened.snapshot, token);
        let mut findings = findings::of_set_up(&opened, facts, token);
        let in_force = self.record_in_force(&opened.snapshot)?;
        let record = self.record_after(in_force.clone(), &opened, facts, &changes, &text);
        let exact = record.restorable.contains(&Digest::of(&text));
        if !exact {
            findings.push(Finding::UndoWorksKeyByKey);
        }
        let unchanged = text == opened.snapshot.text() && mode == opened.snapshot.mode();
        let step = if unchanged && in_force.as_ref().is_none_or(|known| *known == record) {
            RecordStep::Keep
        } else {
            RecordStep::Put(Box::new(record))
        };
        let outcome = if unchanged {
            Outcome::Unchanged
        } else {
            let text = text.into();
            Outcome::Written { text, mode }
        };
        let ours = self.ours(facts.provider_id(), in_force.as_ref())?;
        let plan = Plan::new(PlanKind::SetUp, opened, outcome, step, &ours);
        Ok(Plan {
            findings,
            exact,
            ..plan
        })
    }

    /// The record of a set-up that gives `text`; the originals of the one in force are kept.
    fn record_after(
        &self,
        in_force: Option<Record>,
        opened: &Opened,
        facts: &ProviderFacts,
        changes: &[Change],
        text: &str,
    ) -> Record {
        let again = in_force.is_some();
        let mut record = in_force.unwrap_or_else(|| Record {
            config: self.config_path().to_owned(),
            provider: facts.provider_id().to_owned(),
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
        });
        let untouched = opened
            .snapshot
            .digest()
            .is_some_and(|now| record.restorable.contains(now));
        let others_wrote = record.turned_off && !untouched;
        if others_wrote {
            // What they chose while it was off is what undo goes back to, not the older bytes.
            record.restorable.clear();
        }
        record.turned_off = false;
        let result = Digest::of(text);
        let known = others_wrote || record.restorable.contains(&result);
        if !known && (!again || untouched || self.leads_from_original(&record, changes, text)) {
            record.restorable.push(result);
        }
        facts.provider_id().clone_into(&mut record.provider);
        own_keys(&mut record.keys, opened, changes);
        own_tables(&mut record.created_tables, &opened.layout, changes);
        record
    }

    /// Whether setting up the original gives exactly `text`: then nobody else's edit is in it.
    fn leads_from_original(&self, record: &Record, changes: &[Change], text: &str) -> bool {
        let bytes = match record.original.digest {
            None => Vec::new(),
            Some(_) => match self.records.backups().bytes_of(&record.original) {
                Some(bytes) => bytes,
                None => return false,
            },
        };
        let Ok(original) = String::from_utf8(bytes) else {
            return false;
        };
        let (form, bare) = Form::split(&original);
        Layout::read(bare)
            .is_ok_and(|layout| form.join(&edit(bare, &layout, changes, form)) == text)
    }
}

impl Opened {
    /// The whole text with `changes` made, checked to have changed nothing else.
    pub(super) fn edited(&self, changes: &[Change]) -> Result<String, SetupError> {
        let refused = |refusal| refused(&self.snapshot, refusal);
        check_shapes(&self.layout, changes).map_err(refused)?;
        let text = edit(self.text(), &self.layout, changes, self.form);
        let layout = Layout::read(&text).map_err(|_| refused(Refusal::OutsideWouldChange))?;
        let before = (self.text(), &self.layout);
        if !only_these_changed(before, (&text, &layout), changes) {
            return Err(refused(Refusal::OutsideWouldChange));
        }
        Ok(self.form.join(&text))
    }
}

fn refused(snapshot: &Snapshot, refusal: Refusal) -> SetupError {
    let path = snapshot.file.clone();
    SetupError::Refused { path, refusal }
}

fn mode_after(snapshot: &Snapshot, token: &TokenDelivery) -> Option<u32> {
    let tightened = |mode: u32| match token {
        TokenDelivery::Plaintext(_) => OWNER_ONLY,
        TokenDelivery::Command { .. } | TokenDelivery::File { .. } => mode,
    };
    snapshot.mode().map(tightened)
}

/// Refuses to write a value over a table, or into something that is no table.
fn check_shapes(layout: &Layout, changes: &[Change]) -> Result<(), Refusal> {
    for change in changes {
        let Change::Set { path, .. } = change else {
            continue;
        };
        let shape = |key: &[String]| Err(Refusal::Shape { key: dotted(key) });
        if layout.has_table(path) {
            return shape(path);
        }
        for depth in 1..path.len() {
            let table = path.get(..depth).unwrap_or_default();
            let value = layout
                .leaf(table)
                .is_some_and(|leaf| leaf.canonical != "{}");
            if value || layout.is_array_of_tables(table) {
                return shape(table);
            }
        }
    }
    Ok(())
}

/// Adds what `changes` do to `keys`; a key that is there already keeps its first original.
fn own_keys(keys: &mut Vec<OwnedKey>, opened: &Opened, changes: &[Change]) {
    for change in changes {
        match change {
            Change::Set { path, literal } => {
                let written = canonical_literal(literal).map(Digest::of);
                own_key(keys, opened, path, written);
            }
            Change::Remove { path } => {
                for leaf in opened.layout.leaves_under(path) {
                    own_key(keys, opened, &leaf.path, None);
                }
            }
        }
    }
}

fn own_key(keys: &mut Vec<OwnedKey>, opened: &Opened, path: &[String], written: Option<Digest>) {
    if let Some(known) = keys.iter_mut().find(|known| known.path == path) {
        known.written.retain(|earlier| *earlier != written);
        known.written.push(written);
        return;
    }
    let leaf = opened.layout.leaf(path);
    let previous = leaf.and_then(|leaf| opened.text().get(leaf.value.clone()));
    keys.push(OwnedKey {
        path: path.to_vec(),
        previous: previous.map(str::to_owned),
        written: vec![written],
    });
}

/// Adds the tables that `changes` bring into being.
fn own_tables(tables: &mut Vec<KeyPath>, layout: &Layout, changes: &[Change]) {
    for change in changes {
        let Change::Set { path, .. } = change else {
            continue;
        };
        for depth in 1..path.len() {
            let table = path.get(..depth).unwrap_or_default().to_vec();
            if !layout.has_table(&table) && !tables.contains(&table) {
                tables.push(table);
            }
        }
    }
}

impl Plan {
    /// A plan without findings, exact unless said otherwise; its id, diff and effect follow from
    /// the rest.
    pub(super) fn new(
        kind: PlanKind,
        opened: Opened,
        outcome: Outcome,
        record: RecordStep,
        ours: &Ours,
    ) -> Self {
        let (after, mode) = match &outcome {
            Outcome::Unchanged => (opened.snapshot.text().to_owned(), opened.snapshot.mode()),
            Outcome::Written { text, mode } => (text.expose_secret().to_owned(), *mode),
            Outcome::Removed { .. } => (String::new(), None),
        };
        let (_, bare) = Form::split(&after);
        let layout = Layout::read(bare).ok();
        let before = (opened.text(), &opened.layout);
        let diff = masked_diff((before.0, Some(before.1)), (bare, layout.as_ref()));
        let effect = ours.effect(before, layout.as_ref());
        let states = (kind, &opened.snapshot.file, opened.snapshot.digest());
        let id = Digest::of(format!("{states:?} {:?} {mode:?}", Digest::of(&after)));
        Self {
            id: id.short().to_owned(),
            kind,
            config: opened.snapshot.config.clone(),
            effect,
            before: opened.snapshot,
            outcome,
            record,
            exact: true,
            diff,
            findings: Vec::new(),
        }
    }
}
