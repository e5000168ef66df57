//! Writes a plan, and only that plan: the record first, then the file, each durably.
//! Computes nothing anew.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use secrecy::ExposeSecret;

use super::{Format, OwnedFile};
use crate::error::SetupError;
use crate::plan::{Outcome, Plan, RecordStep};
use crate::record::Record;
use crate::replace::{Expect, NotReplaced};

impl<F: Format> OwnedFile<F> {
    /// Writes `plan`, if the file is still what the plan saw; else nothing, and
    /// [`SetupError::Changed`]. On any error the file is as it was.
    pub(crate) fn apply(&self, plan: &Plan, at: Timestamp) -> Result<(), SetupError> {
        let _lock = self.records.lock()?;
        let now = self.files.read(&self.config)?;
        if now.file != plan.before.file || now.digest() != plan.before.digest() {
            let path = now.file;
            return Err(SetupError::Changed { path });
        }
        if !plan.no_change() {
            self.files.check_writable(&now)?;
        }
        match &plan.record {
            RecordStep::Keep => self.put_in_place(plan),
            RecordStep::Drop => {
                self.put_in_place(plan)?;
                self.records.forget()
            }
            RecordStep::Put(record) => self.apply_recorded(plan, record, at),
        }
    }

    /// The record is durable before the file changes, and goes again when the file could not be
    /// written.
    fn apply_recorded(
        &self,
        plan: &Plan,
        record: &Record,
        at: Timestamp,
    ) -> Result<(), SetupError> {
        let earlier = self.records.load()?;
        let mut record = record.clone();
        let folder = plan.before.folder();
        let created = self.files.create_private_folder(folder).map_err(|source| {
            let path = folder.to_owned();
            SetupError::Write { path, source }
        })?;
        let written = self
            .complete(&mut record, plan, &created, at)
            .and_then(|()| self.records.save(&record))
            .and_then(|()| self.put_in_place(plan));
        if written.is_err() {
            match &earlier {
                Some(earlier) => self.records.save(earlier)?,
                None => self.records.forget()?,
            }
            self.files.remove_empty(&created);
        }
        written
    }

    /// Adds to a plan's record what is only known now.
    fn complete(
        &self,
        record: &mut Record,
        plan: &Plan,
        created: &[PathBuf],
        at: Timestamp,
    ) -> Result<(), SetupError> {
        record.since.get_or_insert(at);
        record.created_folders.extend_from_slice(created);
        let is_original = plan.before.digest() == record.original.digest.as_ref();
        if let (true, Some(content)) = (is_original, &plan.before.content) {
            let bytes = content.text.expose_secret().as_bytes();
            record.original.backup = Some(self.records.back_up(bytes, at)?);
        }
        Ok(())
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
}

fn not_replaced(file: &Path, error: NotReplaced) -> SetupError {
    let path = file.to_owned();
    match error {
        NotReplaced::Changed => SetupError::Changed { path },
        NotReplaced::Io(source) => SetupError::Write { path, source },
    }
}
