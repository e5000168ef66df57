//! Completes a plan: what follows from the texts before and after. Decides nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use secrecy::ExposeSecret;

use super::effect::OurSecrets;
use super::{Format, Opened, OwnedFile};
use crate::digest::Digest;
use crate::error::SetupError;
use crate::journal::{Effect, Journal, Patch};
use crate::part::Part;
use crate::plan::{Finding, Outcome, Plan, PlanKind, RecordStep};
use crate::text::without_mark;

/// A plan before its id, its diff and its effect are known.
#[derive(Debug)]
pub(crate) struct Draft<F: Format> {
    pub(crate) kind: PlanKind,
    /// Key of our provider table; empty where the tool has none.
    pub(crate) provider: String,
    pub(crate) outcome: Outcome,
    /// Of the text that is written, where it was read already.
    pub(crate) layout: Option<F::Layout>,
    pub(crate) parts: BTreeMap<Part, RecordStep>,
    pub(crate) exact: bool,
    pub(crate) repeats: bool,
    pub(crate) findings: Vec<Finding>,
}

impl<F: Format> OwnedFile<F> {
    /// The plan that `draft` makes of `opened`.
    pub(crate) fn assembled(&self, opened: Opened<F>, draft: Draft<F>) -> Result<Plan, SetupError> {
        let patches = self.patches_here()?;
        let secrets = self.secrets(&patches)?;
        let mut outcome = draft.outcome;
        let (after, mode) = match &mut outcome {
            Outcome::Unchanged => (opened.snapshot.text().to_owned(), opened.snapshot.mode()),
            Outcome::Written { text, mode } => (text.expose_secret().to_owned(), *mode),
            Outcome::Removed { folders } => {
                *folders = folders_of_ours(&opened.snapshot.file, folders, &patches);
                (String::new(), None)
            }
        };
        let bare = without_mark(&after);
        let layout = match (&outcome, draft.layout) {
            (Outcome::Written { .. }, Some(layout)) => Some(layout),
            _ => F::read(bare).ok(),
        };
        let layout = layout.as_ref();
        let before = (opened.text(), &opened.layout);
        // A text that cannot be read is no result of ours: those who made it have made sure of it.
        let effect = layout.map(|layout| secrets.effect::<F>(before, (bare, layout)));
        let diff = F::masked_diff(before, (bare, layout));
        let states = (draft.kind, &opened.snapshot.file, opened.snapshot.digest());
        let id = Digest::of(format!("{states:?} {:?} {mode:?}", Digest::of(&after)));
        Ok(Plan {
            id: id.short().to_owned(),
            tool: self.part.tool(),
            kind: draft.kind,
            files: self.files.clone(),
            outcome,
            parts: draft.parts,
            effect: Effect {
                provider: draft.provider,
                ..effect.unwrap_or_default()
            },
            exact: draft.exact,
            repeats: draft.repeats,
            keeps_bytes: !secrets.are_in::<F>(&opened.layout),
            diff,
            findings: draft.findings,
            before: opened.snapshot,
        })
    }

    /// Whether what is there now may be backed up: it holds no secret of ours.
    pub(super) fn keeps_bytes(&self, opened: &Opened<F>) -> Result<bool, SetupError> {
        let secrets = self.secrets(&self.patches_here()?)?;
        Ok(!secrets.are_in::<F>(&opened.layout))
    }

    /// What the journal tells of this machine, oldest first.
    fn patches_here(&self) -> Result<Vec<Patch>, SetupError> {
        let logged = Journal::of(&self.records_dir).read()?.into_iter();
        let patches = logged.map(|logged| logged.patch);
        let machine = self.files.machine();
        Ok(patches
            .filter(|patch| patch.machine.as_deref() == machine)
            .collect())
    }

    fn secrets(&self, patches: &[Patch]) -> Result<OurSecrets, SetupError> {
        let own = patches.iter().filter(|patch| patch.config == self.config);
        let own: Vec<&Patch> = own.collect();
        let mut records = Vec::new();
        for part in self.part.in_same_file() {
            records.extend(self.records_of(*part).load()?);
        }
        Ok(OurSecrets::of::<F>(&own, &records))
    }
}

/// `folders`, and those around `file` that a step of ours made, for whatever file it was.
fn folders_of_ours(file: &Path, folders: &[PathBuf], patches: &[Patch]) -> Vec<PathBuf> {
    let made = patches.iter().flat_map(|patch| &patch.created_folders);
    let around = made.filter(|folder| file.starts_with(folder));
    let mut all: Vec<PathBuf> = folders.iter().chain(around).cloned().collect();
    all.sort_by_key(|folder| folder.components().count());
    all.dedup();
    all
}
