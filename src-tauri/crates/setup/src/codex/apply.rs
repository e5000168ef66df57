//! Writes a plan, and only that plan: the record and the journal first, then the file, each
//! durably. Computes nothing anew.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use secrecy::ExposeSecret;

use super::Codex;
use crate::digest::Digest;
use crate::error::SetupError;
use crate::journal::{End, Patch};
use crate::plan::{Outcome, Plan, RecordStep, Tool};
use crate::record::{Original, Record};
use crate::replace::{Expect, NotReplaced};

impl Codex {
    /// Writes `plan`, if the file is still what the plan saw; else nothing, and
    /// [`SetupError::Changed`]. On an error the file is as it was, or (where the disk refused only
    /// to make the change durable) as planned; our record always tells which.
    pub fn apply(&self, plan: &Plan, at: Timestamp) -> Result<(), SetupError> {
        let _lock = self.records.lock()?;
        self.apply_locked(plan, at).map(drop)
    }

    /// Gives back the id of the step in the history; none when nothing was written.
    pub(super) fn apply_locked(
        &self,
        plan: &Plan,
        at: Timestamp,
    ) -> Result<Option<String>, SetupError> {
        let now = self.files.read(self.config_path())?;
        if now.file != plan.before.file || now.digest() != plan.before.digest() {
            let path = now.file;
            return Err(SetupError::Changed { path });
        }
        if plan.no_change() {
            self.step_record(&plan.record)?;
            return Ok(None);
        }
        self.files.check_writable(&now)?;
        let machine = self.files.machine();
        self.journal.settle(machine, &self.config, now.digest())?;
        let created = self.create_folder(plan)?;
        let earlier = self.records.load()?;
        let written = self.write(plan, earlier.as_ref(), &created, at);
        if written.is_err() && self.end_of(plan) == Some(End::TakenBack) {
            match &earlier {
                Some(earlier) => self.records.save(earlier)?,
                None => self.records.forget()?,
            }
            self.files.remove_empty(&created);
        }
        written.map(Some)
    }

    fn write(
        &self,
        plan: &Plan,
        earlier: Option<&Record>,
        created: &[PathBuf],
        at: Timestamp,
    ) -> Result<String, SetupError> {
        let step = self.completed(plan, created, at)?;
        let patch = self.patch(plan, earlier, &step, created, at);
        let id = patch.id.clone();
        if let RecordStep::Put(record) = &step {
            self.records.save(record)?;
        }
        self.journal.append(patch)?;
        let placed = self.put_in_place(plan);
        let end = match placed {
            Ok(()) => Some(End::Done),
            Err(_) => self.end_of(plan),
        };
        // How it ended is found out from the file where the disk does not take this line.
        let _ = end.map(|end| self.journal.close(&id, end));
        if let (RecordStep::Drop, Some(End::Done)) = (step, end) {
            self.records.forget()?;
        }
        placed?;
        // Old backups and steps in excess are no reason to call a finished change failed.
        let _ = self.keep_within_caps();
        Ok(id)
    }

    fn create_folder(&self, plan: &Plan) -> Result<Vec<PathBuf>, SetupError> {
        if !matches!(plan.outcome, Outcome::Written { .. }) {
            return Ok(Vec::new());
        }
        let folder = plan.before.folder();
        self.files.create_private_folder(folder).map_err(|source| {
            let path = folder.to_owned();
            SetupError::Write { path, source }
        })
    }

    /// Adds to a plan's record what is only known now.
    fn completed(
        &self,
        plan: &Plan,
        created: &[PathBuf],
        at: Timestamp,
    ) -> Result<RecordStep, SetupError> {
        let RecordStep::Put(record) = &plan.record else {
            return Ok(plan.record.clone());
        };
        let mut record = record.clone();
        record.since.get_or_insert(at);
        record.created_folders.extend_from_slice(created);
        let is_original = plan.before.digest() == record.original.digest.as_ref();
        if let (true, Some(content)) = (is_original, &plan.before.content) {
            let bytes = content.text.expose_secret().as_bytes();
            record.original.backup = Some(self.records.back_up(bytes, at)?);
        }
        Ok(RecordStep::Put(record))
    }

    fn patch(
        &self,
        plan: &Plan,
        earlier: Option<&Record>,
        step: &RecordStep,
        created: &[PathBuf],
        at: Timestamp,
    ) -> Patch {
        let digest = plan.before.digest().cloned();
        let backup = match step {
            RecordStep::Put(record) if record.original.digest == digest => {
                record.original.backup.clone()
            }
            _ => None,
        };
        let nonce = Digest::of(format!("{} {at}", plan.id));
        Patch {
            id: nonce.short().to_owned(),
            at,
            tool: Tool::Codex,
            kind: plan.kind,
            machine: self.files.machine().map(str::to_owned),
            config: self.config.clone(),
            file: plan.before.file.clone(),
            effect: plan.effect.clone(),
            before: Original {
                digest,
                mode: plan.before.mode(),
                backup,
            },
            after: plan.digest_after(),
            created_folders: created.to_vec(),
            record: earlier.cloned(),
        }
    }

    fn step_record(&self, step: &RecordStep) -> Result<(), SetupError> {
        match step {
            RecordStep::Keep => Ok(()),
            RecordStep::Put(record) => self.records.save(record),
            RecordStep::Drop => self.records.forget(),
        }
    }

    fn put_in_place(&self, plan: &Plan) -> Result<(), SetupError> {
        let file = &plan.before.file;
        let expect = Expect::Exactly(plan.before.digest());
        let done = match &plan.outcome {
            Outcome::Unchanged => Ok(()),
            Outcome::Written { text, mode } => {
                self.files
                    .replace(file, text.expose_secret().as_bytes(), *mode, expect)
            }
            Outcome::Removed { folders } => {
                let removed = self.files.remove(file, expect);
                removed.inspect(|()| self.files.remove_empty(folders))
            }
        };
        done.map_err(|error| not_replaced(file, error))
    }

    fn keep_within_caps(&self) -> Result<(), SetupError> {
        self.journal.pack()?;
        self.records.prune(self.journal.first_backups()?)
    }

    /// How it ended, by what is in the file, whatever the disk said; none while nobody can tell:
    /// then our record stays, and the journal is settled by whoever can.
    fn end_of(&self, plan: &Plan) -> Option<End> {
        let now = self.files.digest_now(&plan.before.file).ok()?;
        if now == plan.digest_after() {
            return Some(End::Done);
        }
        Some(End::TakenBack)
    }
}

pub(super) fn not_replaced(file: &Path, error: NotReplaced) -> SetupError {
    let path = file.to_owned();
    match error {
        NotReplaced::Changed => SetupError::Changed { path },
        NotReplaced::Io(source) => SetupError::Write { path, source },
    }
}
