//! What Purser did to config files, newest first, and plans taking it back: one step, or all.
//! Writes nothing but such plans, and keeps nothing in memory.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::codex::Codex;
use crate::error::SetupError;
use crate::files::{Files, Local};
use crate::journal::{Journal, Patch};
use crate::plan::{Plan, PlanKind, Tool};
use crate::toml::dotted;

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
    /// The keys that it changed, dotted.
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
    /// The token that stood there before is not kept. Setting up writes a fresh one.
    NeedsToken,
    /// Not while the file is as it is (broken, read-only, not to be read).
    NotNow,
}

impl History {
    /// The history of this machine in `records_dir`, the folder that [`Codex::at`] is given.
    /// Touches nothing yet.
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
        let patches = self.patches()?;
        let mut looks = HashMap::new();
        let steps = patches.iter().rev().map(|patch| {
            let look = looks.entry(&patch.config);
            let look = look.or_insert_with(|| self.tool(&patch.config).undos());
            step(patch, look.of(patch))
        });
        Ok(steps.collect())
    }

    /// Computes what taking back the step `id` would change: each key only while its value is
    /// still what that step wrote.
    pub fn plan_undo_step(&self, id: &str) -> Result<Plan, SetupError> {
        let patches = self.patches()?;
        let patch = patches.iter().find(|patch| patch.id == id);
        let patch = patch.ok_or(SetupError::NoSuchStep)?;
        self.tool(&patch.config).plan_undo_step(id)
    }

    /// For each file that Purser ever changed, and in which something of that is left: the plan
    /// taking all of it back. A file that cannot be planned does not stand in the others' way.
    pub fn plan_undo_everything(&self) -> Result<Vec<Result<Plan, SetupError>>, SetupError> {
        let patches = self.patches()?;
        let configs: BTreeSet<&Path> = patches.iter().map(|p| p.config.as_path()).collect();
        let plans = configs
            .into_iter()
            .map(|config| self.tool(config).plan_undo_everything());
        Ok(plans
            .filter(|plan| !matches!(plan, Err(SetupError::NothingToUndo { .. })))
            .collect())
    }

    /// Writes a plan of this history, as [`Codex::apply`] does.
    pub fn apply(&self, plan: &Plan, at: Timestamp) -> Result<(), SetupError> {
        self.tool(plan.config()).apply(plan, at)
    }

    /// Oldest first; without those that a crash kept from happening.
    fn patches(&self) -> Result<Vec<Patch>, SetupError> {
        let logged = Journal::of(&self.records_dir).read()?.into_iter();
        let of_machine =
            logged.filter(|logged| logged.patch.machine.as_deref() == self.files.machine());
        let happened = of_machine.filter(|logged| {
            let now = self.files.digest_now(&logged.patch.file);
            now.map_or(true, |now| logged.happened(now.as_ref()))
        });
        Ok(happened.map(|logged| logged.patch).collect())
    }

    fn tool(&self, config: &Path) -> Codex {
        let home = config.parent().unwrap_or(Path::new(".")).to_owned();
        Codex::on(self.files.clone(), home, self.records_dir.clone())
    }
}

fn step(patch: &Patch, undo: StepUndo) -> Step {
    let keys = patch.effect.keys.iter();
    Step {
        id: patch.id.clone(),
        at: patch.at,
        tool: patch.tool,
        kind: patch.kind,
        file: patch.file.clone(),
        keys: keys.map(|key| dotted(&key.path)).collect(),
        undo,
    }
}
