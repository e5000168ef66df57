//! Plans taking steps of one file's history back: one, or all of them, whichever parts of ours they
//! were about. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use secrecy::ExposeSecret;

use super::plan::{is_ours_and_empty, written};
use super::revert::{Reverts, is_made, restored};
use super::{Draft, Edited, Format, Opened, OwnedFile};
use crate::digest::Digest;
use crate::error::{Refusal, SetupError};
use crate::history::StepUndo;
use crate::journal::{Before, Patch, PatchedKey};
use crate::json::KeyPath;
use crate::part::Part;
use crate::plan::{Finding, Outcome, Plan, PlanKind, RecordStep};
use crate::record::{OwnedKey, Record};
use crate::text::without_mark;

/// What takes the keys of a record back in a file of one kind.
pub(crate) type Rule<F> = fn(&Record, &<F as Format>::Layout) -> Reverts;

/// One file with all of ours in it.
#[derive(Debug)]
pub(crate) struct SharedFile<F: Format> {
    /// The file, by any part of ours in it.
    pub(crate) file: OwnedFile<F>,
    pub(crate) rule: Rule<F>,
}

/// The steps of one file, whatever its language. Patches are those of this file, oldest first.
pub(crate) trait Steps {
    /// Looks once at what is in the file: for each patch, its keys as people write them, and
    /// whether it can be taken back.
    fn told(&self, patches: &[&Patch]) -> Vec<(Vec<String>, StepUndo)>;

    /// Computes what taking one step back would change: each key only while its value is still
    /// what that step wrote.
    fn plan_undo_step(&self, patches: &[&Patch], id: &str) -> Result<Plan, SetupError>;

    /// Computes what is left when every step is taken back: the bytes from before us, when nobody
    /// else wrote since, else each key only as far as its values are ours.
    fn plan_undo_everything(&self, patches: &[&Patch]) -> Result<Plan, SetupError>;
}

/// What is taken back, and what becomes of our records.
struct Taken<'a> {
    kind: PlanKind,
    record: Record,
    /// The file from before, where it can be put back whole.
    whole: Option<Outcome>,
    /// By the text that is left.
    parts: &'a dyn Fn(&str) -> BTreeMap<Part, RecordStep>,
}

/// What becomes of the record of one part when a step is taken back.
enum Kept {
    /// It is as before the step: no later one touched that part.
    AsBefore(Option<Record>),
    /// It stays, while something of it is left.
    AsNow(Option<Record>),
}

impl Kept {
    fn step(&self, is_left: impl Fn(&Record) -> bool) -> RecordStep {
        match self {
            Self::AsBefore(Some(record)) => RecordStep::Put(Box::new(record.clone())),
            Self::AsNow(Some(record)) if is_left(record) => RecordStep::Keep,
            Self::AsBefore(None) | Self::AsNow(_) => RecordStep::Drop,
        }
    }
}

impl<F: Format> Steps for SharedFile<F> {
    fn told(&self, patches: &[&Patch]) -> Vec<(Vec<String>, StepUndo)> {
        let opened = self.file.open().and_then(|opened| {
            self.file.files.check_writable(&opened.snapshot)?;
            Ok(opened)
        });
        let layout = opened.ok().map(|opened| opened.layout);
        let undo = |patch: &Patch| match &layout {
            None => StepUndo::NotNow,
            Some(_) if needs_secret(patch) => StepUndo::NeedsToken,
            Some(layout) if self.is_left(&of_step(patch), layout) => StepUndo::Possible,
            Some(_) => StepUndo::NothingLeft,
        };
        let keys = |patch: &Patch| {
            let keys = patch.effect.keys.iter().filter(|key| !key.path.is_empty());
            keys.map(|key| F::dotted(&key.path)).collect()
        };
        patches.iter().map(|it| (keys(it), undo(it))).collect()
    }

    fn plan_undo_step(&self, patches: &[&Patch], id: &str) -> Result<Plan, SetupError> {
        let opened = self.file.open()?;
        let place = patches.iter().position(|patch| patch.id == id);
        let place = place.ok_or(SetupError::NoSuchStep)?;
        let (patch, later) = match patches.get(place..) {
            Some([patch, later @ ..]) => (*patch, later),
            _ => return Err(SetupError::NoSuchStep),
        };
        if needs_secret(patch) {
            return Err(opened.refused(Refusal::TokenNotKept));
        }
        let kept = patch.records.iter().map(|(part, before)| {
            let newest = !later.iter().any(|later| later.records.contains_key(part));
            let kept = match newest {
                true => Kept::AsBefore(before.clone()),
                false => Kept::AsNow(self.in_force(*part, &opened)?),
            };
            Ok((*part, kept))
        });
        let kept: BTreeMap<Part, Kept> = kept.collect::<Result<_, SetupError>>()?;
        let parts = |after: &str| {
            let layout = F::read(without_mark(after)).ok();
            let left = |record: &Record| {
                let layout = layout.as_ref();
                layout.is_some_and(|layout| self.is_left(record, layout))
            };
            let steps = kept.iter().map(|(part, kept)| (*part, kept.step(left)));
            steps.collect()
        };
        let record = of_step(patch);
        let taken = Taken {
            kind: PlanKind::UndoStep,
            whole: restored(&self.file.records, &record, &opened.snapshot),
            record,
            parts: &parts,
        };
        self.plan_back(opened, taken)
    }

    fn plan_undo_everything(&self, patches: &[&Patch]) -> Result<Plan, SetupError> {
        let opened = self.file.open()?;
        let Some(first) = patches.first() else {
            let path = opened.snapshot.file;
            return Err(SetupError::NothingToUndo { path });
        };
        let (record, whole) = match self.bytes_before(patches, opened.snapshot.digest()) {
            Some((patch, outcome)) => {
                let record = taking_back(patch, Vec::new(), Vec::new(), Vec::new());
                (record, Some(outcome))
            }
            None => {
                let keys = walk_back::<F>(patches, &opened.layout);
                let tables = patches.iter().flat_map(|p| p.effect.created_tables.clone());
                let is_free = |table: &KeyPath| {
                    let mut below = keys.iter().filter(|key| key.path.starts_with(table));
                    below.all(|key| key.previous.is_none())
                };
                let tables: BTreeSet<KeyPath> = tables.filter(is_free).collect();
                let tables = tables.into_iter().collect();
                (taking_back(first, keys, tables, Vec::new()), None)
            }
        };
        let providers = patches.iter().rev().map(|patch| &patch.effect.provider);
        let provider = providers.into_iter().find(|provider| !provider.is_empty());
        let parts = |_: &str| {
            let parts = self.file.part.in_same_file().iter();
            parts.map(|part| (*part, RecordStep::Drop)).collect()
        };
        let taken = Taken {
            kind: PlanKind::UndoEverything,
            record: Record {
                provider: provider.cloned().unwrap_or_default(),
                ..record
            },
            whole,
            parts: &parts,
        };
        self.plan_back(opened, taken)
    }
}

impl<F: Format> SharedFile<F> {
    fn in_force(&self, part: Part, opened: &Opened<F>) -> Result<Option<Record>, SetupError> {
        let now = opened.snapshot.digest();
        let record = self.file.records_of(part).load_for(now)?;
        Ok(record.filter(|record| record.is_in_force(now)))
    }

    fn plan_back(&self, opened: Opened<F>, taken: Taken<'_>) -> Result<Plan, SetupError> {
        let record = &taken.record;
        let nothing = |opened: Opened<F>| {
            let path = opened.snapshot.file;
            Err(SetupError::NothingToUndo { path })
        };
        if opened.snapshot.digest() == record.original.digest.as_ref() {
            return nothing(opened);
        }
        self.file.files.check_writable(&opened.snapshot)?;
        let mut findings = opened.form_findings();
        let (outcome, layout, exact) = match taken.whole {
            Some(outcome) => (outcome, None, true),
            None => {
                let reverts = (self.rule)(record, &opened.layout);
                let Edited { text, layout } = opened.edited(&reverts.changes)?;
                let exact = Some(&Digest::of(&text)) == record.original.digest.as_ref();
                findings.extend((!exact).then_some(Finding::UndoWorksKeyByKey));
                let staying = reverts.staying.iter();
                findings.extend(staying.map(|path| Finding::KeyStays {
                    key: F::dotted(path),
                }));
                (outcome(&opened, record, text), layout, exact)
            }
        };
        let after = match &outcome {
            Outcome::Unchanged => return nothing(opened),
            Outcome::Written { text, .. } => text.expose_secret(),
            Outcome::Removed { .. } => "",
        };
        let draft = Draft {
            kind: taken.kind,
            provider: record.provider.clone(),
            parts: (taken.parts)(after),
            exact,
            repeats: false,
            findings,
            outcome,
            layout,
        };
        self.file.assembled(opened, draft)
    }

    /// Whether something of `record` is in `layout` to be taken back.
    fn is_left(&self, record: &Record, layout: &F::Layout) -> bool {
        let reverts = (self.rule)(record, layout);
        let mut changes = reverts.changes.iter();
        changes.any(|change| !is_made::<F>(change, layout))
    }

    /// The oldest step whose bytes before it can be put back, and these, when from there on nobody
    /// but us has written, and nothing of older steps is in those bytes.
    fn bytes_before<'a>(
        &self,
        patches: &[&'a Patch],
        now: Option<&Digest>,
    ) -> Option<(&'a Patch, Outcome)> {
        let mut digest = now.cloned();
        let mut reached = None;
        for (place, patch) in patches.iter().enumerate().rev() {
            if patch.after != digest {
                break;
            }
            digest.clone_from(&patch.before.digest);
            let bytes = match digest {
                None => Some(Vec::new()),
                Some(_) => self.file.records.backups().bytes_of(&patch.before),
            };
            if let Some(bytes) = bytes {
                reached = Some((place, *patch, bytes));
            }
        }
        let (place, patch, bytes) = reached?;
        let text = String::from_utf8(bytes).ok()?;
        let layout = F::read(without_mark(&text)).ok()?;
        let older = patches.get(..place)?;
        let nothing_of_ours = walk_back::<F>(older, &layout)
            .iter()
            .all(|key| key.written != [F::value(&layout, &key.path).map(Digest::of)]);
        let outcome = match patch.before.digest {
            None => Outcome::Removed {
                folders: patch.created_folders.clone(),
            },
            Some(_) => Outcome::Written {
                text: text.into(),
                mode: patch.before.mode,
            },
        };
        nothing_of_ours.then_some((patch, outcome))
    }
}

fn outcome<F: Format>(opened: &Opened<F>, record: &Record, text: String) -> Outcome {
    if text == opened.snapshot.text() {
        return Outcome::Unchanged;
    }
    if is_ours_and_empty(record, &text) {
        let folders = record.created_folders.clone();
        return Outcome::Removed { folders };
    }
    written(opened, Some(record), text, None)
}

fn needs_secret(patch: &Patch) -> bool {
    let mut keys = patch.effect.keys.iter();
    keys.any(|key| matches!(key.before, Before::Withheld(_)))
}

/// For each key that a step changed: where its value of now came from, followed back through every
/// step that wrote it, as far as nobody else changed it in between.
fn walk_back<F: Format>(patches: &[&Patch], layout: &F::Layout) -> Vec<OwnedKey> {
    let keys = patches.iter().flat_map(|patch| &patch.effect.keys);
    let paths: BTreeSet<&KeyPath> = keys.map(|key| &key.path).collect();
    let walked = paths.into_iter();
    walked
        .filter_map(|path| walk_key_back::<F>(patches, layout, path))
        .collect()
}

fn walk_key_back<F: Format>(
    patches: &[&Patch],
    layout: &F::Layout,
    path: &KeyPath,
) -> Option<OwnedKey> {
    let now = F::value(layout, path).map(Digest::of);
    let mut value = now.clone();
    let mut came_from = None;
    let steps = patches.iter().rev().flat_map(|patch| &patch.effect.keys);
    let mut steps = steps.filter(|key| key.path == *path).peekable();
    let newest = steps.peek().map(|key| owned(key))?;
    for key in steps {
        if key.after != value {
            break;
        }
        value = key.before.digest::<F>();
        came_from = Some(&key.before);
    }
    match came_from {
        Some(_) if value == now => None,
        Some(before) => Some(OwnedKey {
            path: path.clone(),
            previous: literal(before),
            written: vec![now],
        }),
        None => Some(newest),
    }
}

fn owned(key: &PatchedKey) -> OwnedKey {
    OwnedKey {
        path: key.path.clone(),
        previous: literal(&key.before),
        written: vec![key.after.clone()],
    }
}

fn literal(before: &Before) -> Option<String> {
    match before {
        Before::Literal(literal) => Some(literal.clone()),
        Before::Absent | Before::Withheld(_) => None,
    }
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
        ended: Vec::new(),
        over: None,
    }
}
