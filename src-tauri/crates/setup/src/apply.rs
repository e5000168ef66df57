//! Writes a plan, and only that plan, whatever tool it is for: the records and the journal first,
//! then the file, each durably. Computes nothing anew.

use std::path::PathBuf;

use jiff::Timestamp;
use secrecy::ExposeSecret;

use crate::digest::Digest;
use crate::error::SetupError;
use crate::history::History;
use crate::journal::{End, Journal, Patch};
use crate::overtaken;
use crate::part::Part;
use crate::plan::{Outcome, Plan, RecordStep};
use crate::record::{self, Noted, Original, Record, Records};
use crate::replace::{Batch, Expect, NotReplaced};

/// A plan that was written.
#[derive(Debug)]
pub(crate) struct Applied {
    /// Its step in the history.
    pub(crate) step: String,
    created: Vec<PathBuf>,
    parts: Vec<PartAtWork>,
}

/// One part of ours while a plan is written.
#[derive(Debug)]
struct PartAtWork {
    part: Part,
    records: Records,
    earlier: Option<Record>,
    step: RecordStep,
}

impl History {
    /// Writes `plan` on the machine that it was made for, if the file is still what the plan saw;
    /// else nothing, and [`SetupError::Changed`]. On an error the file is as it was, or (where the
    /// disk refused only to make the change durable) as planned, or, on [`SetupError::Overtaken`],
    /// what another program made of it; our record always tells which.
    pub fn apply(&self, plan: &Plan, at: Timestamp) -> Result<(), SetupError> {
        let _lock = record::lock(self.records_dir())?;
        self.apply_locked(plan, at).map(drop)
    }

    /// As [`History::apply`], for who holds the lock; none when there was nothing to write.
    pub(crate) fn apply_locked(
        &self,
        plan: &Plan,
        at: Timestamp,
    ) -> Result<Option<Applied>, SetupError> {
        let plan = &self.reached_anew(plan);
        let now = plan.files.read(plan.config())?;
        if now.file != plan.before.file || now.digest() != plan.before.digest() {
            let path = now.file;
            return Err(SetupError::Changed { path });
        }
        let mut parts = self.parts(plan)?;
        if plan.no_change() {
            parts.iter().try_for_each(PartAtWork::step_record)?;
            return Ok(None);
        }
        plan.files.check_writable(&now)?;
        let journal = Journal::of(self.records_dir());
        journal.settle(plan.files.machine(), plan.config(), now.digest())?;
        let created = create_folder(plan)?;
        match write(&journal, plan, &mut parts, &created, at) {
            Ok(step) => Ok(Some(Applied {
                step,
                created,
                parts,
            })),
            Err(error) => {
                if end_of(plan, &error) == Some(End::TakenBack) {
                    parts.iter().try_for_each(PartAtWork::take_back)?;
                    plan.files.remove_empty(&created);
                }
                Err(error)
            }
        }
    }

    /// Puts back what was there before `plan`, while the file is still as `plan` made it. The
    /// caller holds the lock.
    pub(crate) fn put_back(
        &self,
        plan: &Plan,
        applied: &Applied,
        at: Timestamp,
    ) -> Result<(), SetupError> {
        let file = &plan.before.file;
        let made = plan.digest_after();
        let expect = Expect::Exactly(made.as_ref());
        let done = match &plan.before.content {
            Some(content) => {
                let bytes = content.text.expose_secret().as_bytes();
                plan.files.replace(file, bytes, content.mode, expect)
            }
            None => plan.files.remove(file, expect),
        };
        let done = told(done, plan, &applied.parts, at);
        if done.as_ref().is_err_and(|error| !is_overtaken(error)) {
            return done;
        }
        plan.files.remove_empty(&applied.created);
        Journal::of(self.records_dir()).close(&applied.step, End::TakenBack)?;
        applied.parts.iter().try_for_each(PartAtWork::take_back)?;
        done
    }

    /// A plan may outlive the connection that it was made over: it is written over ours, when that
    /// leads to the same machine.
    fn reached_anew(&self, plan: &Plan) -> Plan {
        let same = plan.files.machine() == self.files().machine();
        let files = if same { self.files() } else { &plan.files };
        Plan {
            files: files.clone(),
            ..plan.clone()
        }
    }

    fn parts(&self, plan: &Plan) -> Result<Vec<PartAtWork>, SetupError> {
        let parts = plan.parts.iter().map(|(part, step)| {
            let folder = self.records_dir().to_owned();
            let records = Records::of(*part, folder, plan.files.machine(), plan.config());
            Ok(PartAtWork {
                part: *part,
                earlier: records.load_for(plan.before.digest())?,
                records,
                step: step.clone(),
            })
        });
        parts.collect()
    }
}

impl PartAtWork {
    fn step_record(&self) -> Result<(), SetupError> {
        match &self.step {
            RecordStep::Keep => Ok(()),
            RecordStep::Put(record) => self.records.save(record),
            RecordStep::Drop => self.records.forget(),
        }
    }

    /// Adds to the record what is only known now; the original bytes go into `batch`.
    fn complete(
        &mut self,
        plan: &Plan,
        created: &[PathBuf],
        at: Timestamp,
        batch: &mut Batch,
    ) -> Result<(), SetupError> {
        let RecordStep::Put(record) = &mut self.step else {
            return Ok(());
        };
        record.since.get_or_insert(at);
        let file = plan.before.digest().cloned();
        record.over = (file != plan.digest_after()).then(|| {
            let record = self.earlier.clone();
            Box::new(Noted { file, record })
        });
        record.created_folders.extend_from_slice(created);
        let is_original = plan.before.digest() == record.original.digest.as_ref();
        if let (true, true, Some(content)) = (is_original, plan.keeps_bytes, &plan.before.content) {
            let bytes = content.text.expose_secret().as_bytes();
            record.original.backup = Some(self.records.back_up(bytes, at, batch)?);
        }
        Ok(())
    }

    /// What is told of this part before the file changes. A record that goes is first told to be
    /// over in the file to come: its end may come before it is gone.
    fn note(&self, after: Option<&Digest>, batch: &mut Batch) -> Result<(), SetupError> {
        match (&self.step, &self.earlier) {
            (RecordStep::Drop, Some(earlier)) if earlier.is_in_force(after) => {
                let mut ending = earlier.clone();
                ending.ended.push(after.cloned());
                self.records.put(&ending, batch)
            }
            (RecordStep::Drop | RecordStep::Keep, _) => Ok(()),
            (RecordStep::Put(record), _) => self.records.put(record, batch),
        }
    }

    fn backup_of(&self, before: Option<&Digest>) -> Option<String> {
        let RecordStep::Put(record) = &self.step else {
            return None;
        };
        let original = &record.original;
        (original.digest.as_ref() == before).then(|| original.backup.clone())?
    }

    fn take_back(&self) -> Result<(), SetupError> {
        match &self.earlier {
            Some(earlier) => self.records.save(earlier),
            None => self.records.forget(),
        }
    }
}

/// Gives back the id of the step in the history.
fn write(
    journal: &Journal,
    plan: &Plan,
    parts: &mut [PartAtWork],
    created: &[PathBuf],
    at: Timestamp,
) -> Result<String, SetupError> {
    let id = foretell(journal, plan, parts, created, at)?;
    let placed = told(put_in_place(plan), plan, parts, at);
    let end = match &placed {
        Ok(()) => Some(End::Done),
        Err(error) => end_of(plan, error),
    };
    // How it ended is found out from the file where the disk does not take this line.
    let _ = end.map(|end| journal.close(&id, end));
    if end == Some(End::Done) {
        let gone = |part: &&PartAtWork| matches!(part.step, RecordStep::Drop);
        let mut gone = parts.iter().filter(gone);
        gone.try_for_each(PartAtWork::step_record)?;
    }
    placed?;
    // Old backups and steps in excess are no reason to call a finished change failed.
    let _ = keep_within_caps(journal, parts);
    Ok(id)
}

/// Keeps what is there now, and tells our records and the journal of what comes, all of it durably.
fn foretell(
    journal: &Journal,
    plan: &Plan,
    parts: &mut [PartAtWork],
    created: &[PathBuf],
    at: Timestamp,
) -> Result<String, SetupError> {
    let mut batch = journal.batch();
    for part in parts.iter_mut() {
        part.complete(plan, created, at, &mut batch)?;
    }
    let patch = patch(plan, parts, created, at);
    let id = patch.id.clone();
    for part in parts {
        part.note(patch.after.as_ref(), &mut batch)?;
    }
    journal.append(patch, batch)?;
    Ok(id)
}

fn create_folder(plan: &Plan) -> Result<Vec<PathBuf>, SetupError> {
    if !matches!(plan.outcome, Outcome::Written { .. }) {
        return Ok(Vec::new());
    }
    let folder = plan.before.folder();
    let created = plan.files.create_private_folder(folder);
    created.map_err(|source| {
        let path = folder.to_owned();
        SetupError::Write { path, source }
    })
}

fn patch(plan: &Plan, parts: &[PartAtWork], created: &[PathBuf], at: Timestamp) -> Patch {
    let digest = plan.before.digest();
    let nonce = Digest::of(format!("{} {at}", plan.id));
    let records = parts.iter().map(|it| (it.part, it.earlier.clone()));
    Patch {
        id: nonce.short().to_owned(),
        at,
        tool: plan.tool,
        kind: plan.kind,
        machine: plan.files.machine().map(str::to_owned),
        config: plan.config().to_owned(),
        file: plan.before.file.clone(),
        effect: plan.effect.clone(),
        before: Original {
            digest: digest.cloned(),
            mode: plan.before.mode(),
            backup: parts.iter().find_map(|part| part.backup_of(digest)),
        },
        after: plan.digest_after(),
        created_folders: created.to_vec(),
        records: records.collect(),
    }
}

fn put_in_place(plan: &Plan) -> Result<(), NotReplaced> {
    let file = &plan.before.file;
    let expect = Expect::Exactly(plan.before.digest());
    match &plan.outcome {
        Outcome::Unchanged => Ok(()),
        Outcome::Written { text, mode } => {
            let bytes = text.expose_secret().as_bytes();
            plan.files.replace(file, bytes, *mode, expect)
        }
        Outcome::Removed { folders } => {
            let removed = plan.files.remove(file, expect);
            removed.inspect(|()| plan.files.remove_empty(folders))
        }
    }
}

/// What was displaced goes with the records of the first of `parts`.
fn told(
    placed: Result<(), NotReplaced>,
    plan: &Plan,
    parts: &[PartAtWork],
    at: Timestamp,
) -> Result<(), SetupError> {
    let file = &plan.before.file;
    placed.map_err(|error| match parts.first() {
        Some(part) => overtaken::told(error, file, (&*plan.files, &part.records), at),
        None => error.of(file),
    })
}

fn is_overtaken(error: &SetupError) -> bool {
    matches!(error, SetupError::Overtaken { .. })
}

/// How it ended, by what is in the file, whatever the disk said; none while nobody can tell: then
/// our records stay, and the journal is settled by whoever can. What was made and overtaken is done.
fn end_of(plan: &Plan, error: &SetupError) -> Option<End> {
    if is_overtaken(error) {
        return Some(End::Done);
    }
    let now = plan.files.digest_now(&plan.before.file).ok()?;
    if now == plan.digest_after() {
        return Some(End::Done);
    }
    Some(End::TakenBack)
}

fn keep_within_caps(journal: &Journal, parts: &[PartAtWork]) -> Result<(), SetupError> {
    journal.pack()?;
    let needed = journal.first_backups()?;
    let mut parts = parts.iter();
    parts.try_for_each(|part| part.records.prune(needed.clone()))
}
