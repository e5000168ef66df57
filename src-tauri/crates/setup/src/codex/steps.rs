//! Plans taking steps of the history back: one, or all of them. Writes nothing.

use std::collections::BTreeSet;

use super::undo::{digest_now, key_by_key, note_staying, reverts};
use super::{Codex, Opened, findings, wanted};
use crate::digest::Digest;
use crate::error::{Refusal, SetupError};
use crate::history::StepUndo;
use crate::journal::{Before, Patch, PatchedKey};
use crate::plan::{Finding, Outcome, Plan, PlanKind, RecordStep};
use crate::record::{OwnedKey, Record};
use crate::text::Form;
use crate::toml::{KeyPath, Layout};

/// A file as it was at one look; none when it cannot be read or written.
#[derive(Debug)]
pub(crate) struct Undos {
    opened: Option<Opened>,
}

impl Undos {
    /// Whether a step can still be taken back.
    pub(crate) fn of(&self, patch: &Patch) -> StepUndo {
        let Some(opened) = &self.opened else {
            return StepUndo::NotNow;
        };
        if patch.needs_token() {
            return StepUndo::NeedsToken;
        }
        if is_left(&of_step(patch), &opened.layout) {
            return StepUndo::Possible;
        }
        StepUndo::NothingLeft
    }
}

impl Codex {
    /// Computes what taking one step back would change: each key only while its value is still
    /// what that step wrote.
    pub(crate) fn plan_undo_step(&self, id: &str) -> Result<Plan, SetupError> {
        let opened = self.open()?;
        let patches = self.patches(&opened)?;
        let place = patches.iter().position(|patch| patch.id == id);
        let patch = place.and_then(|place| patches.get(place));
        let patch = patch.ok_or(SetupError::NoSuchStep)?;
        if patch.needs_token() {
            let path = opened.snapshot.file;
            let refusal = Refusal::TokenNotKept;
            return Err(SetupError::Refused { path, refusal });
        }
        let taken = of_step(patch);
        let newest = patches.last().is_some_and(|newest| newest.id == id);
        let in_force = self.record_in_force(&opened.snapshot)?;
        self.plan_back(PlanKind::UndoStep, opened, &taken, |after| {
            if newest {
                let record = patch.record.clone().map(Box::new);
                return record.map_or(RecordStep::Drop, RecordStep::Put);
            }
            if in_force.is_some_and(|record| is_left(&record, after)) {
                RecordStep::Keep
            } else {
                RecordStep::Drop
            }
        })
    }

    /// Computes what is left when every step is taken back: the bytes from before us, when nobody
    /// else wrote since, else each key only as far as its values are ours.
    pub(crate) fn plan_undo_everything(&self) -> Result<Plan, SetupError> {
        let opened = self.open()?;
        let patches = self.patches(&opened)?;
        let (Some(first), Some(newest)) = (patches.first(), patches.last()) else {
            let path = opened.snapshot.file;
            return Err(SetupError::NothingToUndo { path });
        };
        let drop_record = |_: &Layout| RecordStep::Drop;
        let kind = PlanKind::UndoEverything;
        if let Some(original) = self.bytes_before(&patches, opened.snapshot.digest()) {
            let restorable = vec![newest.after.clone()];
            let taken = taking_back(original, Vec::new(), Vec::new(), restorable);
            return self.plan_back(kind, opened, &taken, drop_record);
        }
        let keys = walk_back(&patches, &opened.layout);
        let tables = patches.iter().flat_map(|p| p.effect.created_tables.clone());
        let is_free = |table: &KeyPath| {
            let mut below = keys.iter().filter(|key| key.path.starts_with(table));
            below.all(|key| key.previous.is_none())
        };
        let tables: BTreeSet<KeyPath> = tables.filter(is_free).collect();
        let taken = taking_back(first, keys, tables.into_iter().collect(), Vec::new());
        self.plan_back(kind, opened, &taken, drop_record)
    }

    /// Looks once at what is in the file, to tell of any number of steps whether they can be
    /// taken back.
    pub(crate) fn undos(&self) -> Undos {
        let opened = self.open().and_then(|opened| {
            self.files.check_writable(&opened.snapshot)?;
            Ok(opened)
        });
        Undos {
            opened: opened.ok(),
        }
    }

    /// The steps of this config that may be in force, oldest first.
    fn patches(&self, opened: &Opened) -> Result<Vec<Patch>, SetupError> {
        let now = opened.snapshot.digest();
        let logged = self.journal.read()?.into_iter();
        let own = logged.filter(|logged| logged.patch.is_of(self.files.machine(), &self.config));
        let happened = own.filter(|logged| logged.happened(now));
        Ok(happened.map(|logged| logged.patch).collect())
    }

    fn plan_back(
        &self,
        kind: PlanKind,
        opened: Opened,
        taken: &Record,
        record: impl FnOnce(&Layout) -> RecordStep,
    ) -> Result<Plan, SetupError> {
        if opened.snapshot.digest() == taken.original.digest.as_ref() {
            let path = opened.snapshot.file;
            return Err(SetupError::NothingToUndo { path });
        }
        self.files.check_writable(&opened.snapshot)?;
        let mut notes = findings::of_form(&opened);
        let ours = self.ours(&taken.provider, None)?;
        if let Some(outcome) = self.restore(taken, &opened) {
            let step = record(&layout_after(&outcome));
            let plan = Plan::new(kind, opened, outcome, step, &ours);
            return Ok(Plan {
                findings: notes,
                ..plan
            });
        }
        let reverts = reverts(taken, &opened.layout);
        let text = opened.edited(&reverts.changes)?;
        let exact = Some(&Digest::of(&text)) == taken.original.digest.as_ref();
        let outcome = key_by_key(taken, &opened, text, exact);
        if let Outcome::Unchanged = outcome {
            let path = opened.snapshot.file;
            return Err(SetupError::NothingToUndo { path });
        }
        if !exact {
            notes.push(Finding::UndoWorksKeyByKey);
        }
        note_staying(&reverts, &mut notes);
        let step = record(&layout_after(&outcome));
        let plan = Plan::new(kind, opened, outcome, step, &ours);
        Ok(Plan {
            findings: notes,
            exact,
            ..plan
        })
    }

    /// The oldest step whose bytes before it can be put back, when from there on nobody but us has
    /// written, and nothing of older steps is in those bytes.
    fn bytes_before<'a>(&self, patches: &'a [Patch], now: Option<&Digest>) -> Option<&'a Patch> {
        let mut digest = now;
        let mut reached = None;
        for (place, patch) in patches.iter().enumerate().rev() {
            if patch.after.as_ref() != digest {
                break;
            }
            digest = patch.before.digest.as_ref();
            let bytes = match digest {
                None => Some(Vec::new()),
                Some(_) => self.records.backups().bytes_of(&patch.before),
            };
            if let Some(bytes) = bytes {
                reached = Some((place, patch, bytes));
            }
        }
        let (place, patch, bytes) = reached?;
        let text = String::from_utf8(bytes).ok()?;
        let layout = Layout::read(Form::split(&text).1).ok()?;
        let older = patches.get(..place)?;
        let nothing_of_ours = walk_back(older, &layout)
            .iter()
            .all(|key| key.written != [digest_now(&layout, &key.path)]);
        nothing_of_ours.then_some(patch)
    }
}

impl Patch {
    fn needs_token(&self) -> bool {
        let mut keys = self.effect.keys.iter();
        keys.any(|key| matches!(key.before, Before::Withheld(_)))
    }
}

impl Before {
    fn literal(&self) -> Option<String> {
        match self {
            Self::Literal(literal) => Some(literal.clone()),
            Self::Absent | Self::Withheld(_) => None,
        }
    }
}

/// For each key that a step changed: where its value of now came from, followed back through every
/// step that wrote it, as far as nobody else changed it in between.
fn walk_back(patches: &[Patch], layout: &Layout) -> Vec<OwnedKey> {
    let keys = patches.iter().flat_map(|patch| &patch.effect.keys);
    let paths: BTreeSet<&KeyPath> = keys.map(|key| &key.path).collect();
    paths
        .into_iter()
        .filter_map(|path| walk_key_back(patches, layout, path))
        .collect()
}

fn walk_key_back(patches: &[Patch], layout: &Layout, path: &KeyPath) -> Option<OwnedKey> {
    let now = digest_now(layout, path);
    let mut value = now.clone();
    let mut came_from = None;
    let steps = patches.iter().rev().flat_map(|patch| &patch.effect.keys);
    let mut steps = steps.filter(|key| key.path == *path).peekable();
    let newest = steps.peek().map(|key| owned(key))?;
    for key in steps {
        if key.after != value {
            break;
        }
        value = key.before.digest();
        came_from = Some(&key.before);
    }
    match came_from {
        Some(_) if value == now => None,
        Some(before) => Some(OwnedKey {
            path: path.clone(),
            previous: before.literal(),
            written: vec![now],
        }),
        None => Some(newest),
    }
}

fn owned(key: &PatchedKey) -> OwnedKey {
    OwnedKey {
        path: key.path.clone(),
        previous: key.before.literal(),
        written: vec![key.after.clone()],
    }
}

/// Whether something of `record` is in `layout` to be taken back.
fn is_left(record: &Record, layout: &Layout) -> bool {
    let reverts = reverts(record, layout);
    let mut changes = reverts.changes.iter();
    changes.any(|change| !wanted::is_made(change, layout))
}

/// What one step wrote, to be taken back.
fn of_step(patch: &Patch) -> Record {
    let keys = patch.effect.keys.iter().map(owned).collect();
    let tables = patch.effect.created_tables.clone();
    taking_back(patch, keys, tables, vec![patch.after.clone()])
}

/// `keys` of ours, to be taken back to what was there before `patch`.
fn taking_back(
    patch: &Patch,
    keys: Vec<OwnedKey>,
    created_tables: Vec<KeyPath>,
    restorable: Vec<Option<Digest>>,
) -> Record {
    Record {
        config: patch.config.clone(),
        provider: patch.effect.provider.clone(),
        since: None,
        original: patch.before.clone(),
        restorable: restorable.into_iter().flatten().collect(),
        keys,
        created_tables,
        created_folders: patch.created_folders.clone(),
        turned_off: false,
    }
}

fn layout_after(outcome: &Outcome) -> Layout {
    use secrecy::ExposeSecret;
    let text = match outcome {
        Outcome::Written { text, .. } => text.expose_secret(),
        Outcome::Unchanged | Outcome::Removed { .. } => "",
    };
    Layout::read(Form::split(text).1).unwrap_or_default()
}
