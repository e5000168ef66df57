//! What Purser did to config files, newest first, and plans taking it back: one step, or all.
//! Keeps nothing in memory, and knows no tool's keys.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::claude_code;
use crate::codex;
use crate::error::SetupError;
use crate::files::{Files, Local};
use crate::journal::{End, Journal, Patch};
use crate::mcp;
use crate::owned::{
    Format, Json, OwnedFile, Reverts, Rule, SharedFile, Steps, Toml, Whole, reverts,
};
use crate::part::Part;
use crate::plan::{Plan, PlanKind, Tool};
use crate::record::{self, Record};
use crate::replace;

/// The history of one machine, in one records folder.
#[derive(Debug, Clone)]
pub struct History {
    files: Arc<dyn Files>,
    records_dir: PathBuf,
}

/// One change that Purser made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Names it for [`History::plan_undo_step`].
    pub id: String,
    /// When it was made.
    pub at: Timestamp,
    /// Whose config it changed.
    pub tool: Tool,
    /// What it did.
    pub kind: PlanKind,
    /// The file that it wrote, where the symlinks led.
    pub file: PathBuf,
    /// The keys that it changed, dotted; none where the whole file is ours.
    pub keys: Vec<String>,
    /// Whether it can be taken back.
    pub undo: StepUndo,
}

/// Whether a step can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepUndo {
    /// Something of it is still in the file.
    Possible,
    /// Nothing of it is in the file any more.
    NothingLeft,
    /// A secret of ours that stood there before is not kept. Setting up writes a fresh one.
    NeedsToken,
    /// Not while the file is as it is (broken, read-only, not to be read).
    NotNow,
}

impl History {
    /// The history of this machine in `records_dir`, the folder that [`crate::Codex::at`] and its
    /// like are given. Touches nothing yet.
    #[must_use]
    pub fn at(records_dir: PathBuf) -> Self {
        Self::on(Arc::new(Local), records_dir)
    }

    /// The history of the machine of `files` in `records_dir`.
    pub(crate) fn on(files: Arc<dyn Files>, records_dir: PathBuf) -> Self {
        Self { files, records_dir }
    }

    /// Every step that is known, newest first. The journal keeps a bounded number of them.
    pub fn steps(&self) -> Result<Vec<Step>, SetupError> {
        let mut steps = Vec::new();
        let patches = self.patches()?;
        for (config, patches) in by_config(&patches) {
            let (places, patches): (Vec<usize>, Vec<&Patch>) = patches.into_iter().unzip();
            let told = self.file(config, &patches).told(&patches);
            for ((place, patch), (keys, undo)) in places.into_iter().zip(patches).zip(told) {
                steps.push((place, step(patch, keys, undo)));
            }
        }
        steps.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
        Ok(steps.into_iter().map(|(_, step)| step).collect())
    }

    /// Computes what taking back the step `id` would change: each key only while its value is
    /// still what that step wrote.
    pub fn plan_undo_step(&self, id: &str) -> Result<Plan, SetupError> {
        let patches = self.patches()?;
        let patch = patches.iter().find(|patch| patch.id == id);
        let config = &patch.ok_or(SetupError::NoSuchStep)?.config;
        let patches: Vec<&Patch> = patches.iter().filter(|it| it.config == *config).collect();
        self.file(config, &patches).plan_undo_step(&patches, id)
    }

    /// For each file that Purser ever changed, and in which something of that is left: the plan
    /// taking all of it back, the file that was first changed last comes first. A file that cannot be planned
    /// does not stand in the others' way.
    pub fn plan_undo_everything(&self) -> Result<Vec<Result<Plan, SetupError>>, SetupError> {
        let patches = self.patches()?;
        let mut files: Vec<_> = by_config(&patches).into_iter().collect();
        // What was made last goes first, so that folders of ours are empty when their turn comes.
        files.sort_by_key(|(_, patches)| {
            std::cmp::Reverse(patches.first().map(|(place, _)| *place))
        });
        let plans = files.into_iter().map(|(config, patches)| {
            let patches: Vec<&Patch> = patches.into_iter().map(|(_, patch)| patch).collect();
            self.file(config, &patches).plan_undo_everything(&patches)
        });
        Ok(plans
            .filter(|plan| !matches!(plan, Err(SetupError::NothingToUndo { .. })))
            .collect())
    }

    /// Removes what an interrupted write of ours left beside every file that was ever written, and
    /// in the records folder. What it displaced and nobody knows stays. Writes nothing else.
    pub fn clean_temp_files(&self) -> Result<(), SetupError> {
        if !self.records_dir.exists() {
            return Ok(());
        }
        let _lock = record::lock(&self.records_dir)?;
        let journal = Journal::of(&self.records_dir);
        let folders = journal.folders(self.files.machine())?;
        let known = journal.digests(self.files.machine())?;
        let removed = replace::remove_leftovers(&self.records_dir, &known);
        removed.map_err(|source| SetupError::Record {
            path: self.records_dir.clone(),
            source,
        })?;
        for path in folders {
            let removed = self.files.remove_leftovers(&path, &known);
            removed.map_err(|source| SetupError::Write { path, source })?;
        }
        Ok(())
    }

    pub(crate) fn files(&self) -> &Arc<dyn Files> {
        &self.files
    }

    pub(crate) fn records_dir(&self) -> &Path {
        &self.records_dir
    }

    /// Oldest first; without those that a crash kept from happening.
    fn patches(&self) -> Result<Vec<Patch>, SetupError> {
        let machine = self.files.machine();
        let logged = Journal::of(&self.records_dir).read()?.into_iter();
        let here = logged.filter(|logged| logged.patch.machine.as_deref() == machine);
        let happened = here.filter(|logged| match logged.end {
            Some(end) => end == End::Done,
            None => {
                let now = self.files.digest_now(&logged.patch.file);
                now.map_or(true, |now| now != logged.patch.before.digest)
            }
        });
        Ok(happened.map(|logged| logged.patch).collect())
    }

    /// The file that `patches` changed.
    fn file(&self, config: &Path, patches: &[&Patch]) -> Box<dyn Steps> {
        let mut parts = patches.iter().flat_map(|patch| patch.records.keys());
        let part = parts.next().copied().unwrap_or(Part::Codex);
        match part {
            Part::Codex | Part::CodexMcp => self.shared::<Toml>(part, config, codex::reverts),
            Part::ClaudeCode => self.shared::<Json>(part, config, claude_code::reverts),
            Part::ClaudeDesktopMcp => self.shared::<Json>(part, config, mcp::desktop_reverts),
            Part::CodexSkill | Part::ClaudeSkill => {
                self.shared::<Whole>(part, config, reverts_whole)
            }
        }
    }

    fn shared<F: Format + 'static>(
        &self,
        part: Part,
        config: &Path,
        rule: Rule<F>,
    ) -> Box<dyn Steps> {
        let file = OwnedFile::<F>::on(self.files.clone(), part, config, self.records_dir.clone());
        Box::new(SharedFile { file, rule })
    }
}

/// The patches of each config with their places in the journal, oldest first.
fn by_config(patches: &[Patch]) -> BTreeMap<&Path, Vec<(usize, &Patch)>> {
    let mut configs: BTreeMap<&Path, Vec<(usize, &Patch)>> = BTreeMap::new();
    for (place, patch) in patches.iter().enumerate() {
        let of_config = configs.entry(&patch.config).or_default();
        of_config.push((place, patch));
    }
    configs
}

fn step(patch: &Patch, keys: Vec<String>, undo: StepUndo) -> Step {
    Step {
        id: patch.id.clone(),
        at: patch.at,
        tool: patch.tool,
        kind: patch.kind,
        file: patch.file.clone(),
        keys,
        undo,
    }
}

/// A file that is ours as a whole goes while it is as we wrote it.
fn reverts_whole(record: &Record, layout: &String) -> Reverts {
    reverts::<Whole>(record, layout, |_| true)
}
