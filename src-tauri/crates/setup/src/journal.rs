//! The journal of patches: what each apply changed and how to take it back, one JSON line each,
//! only ever appended. Knows no TOML and writes no config.
//!
//! A patch is in the journal, durably, before the file is replaced; a second line says how it
//! ended. A line that a crash cut in half is not read, and the next one begins on a line of its
//! own. Of our own values only digests are kept, so our token is never here.

mod pack;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use crate::digest::Digest;
use crate::error::SetupError;
use crate::part::Part;
use crate::plan::{PlanKind, Tool};
use crate::record::{Original, Record};
use crate::replace::Batch;

const FILE_NAME: &str = "journal.jsonl";

/// One change of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Patch {
    pub(crate) id: String,
    pub(crate) at: Timestamp,
    pub(crate) tool: Tool,
    pub(crate) kind: PlanKind,
    /// Whose file it is; none for this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) machine: Option<String>,
    /// The config file, before its symlinks.
    pub(crate) config: PathBuf,
    /// Where they led.
    pub(crate) file: PathBuf,
    /// What the change was, key by key.
    pub(crate) effect: Effect,
    /// The file before.
    pub(crate) before: Original,
    /// The file after; none when it went.
    pub(crate) after: Option<Digest>,
    /// Folders that were not there before, outermost first.
    pub(crate) created_folders: Vec<PathBuf>,
    /// What was in force before, for each part of ours that it touched.
    #[serde(alias = "record", deserialize_with = "records")]
    pub(crate) records: BTreeMap<Part, Option<Record>>,
}

/// Older versions knew one part only, and kept its record alone.
fn records<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<Part, Option<Record>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Kept {
        ByPart(BTreeMap<Part, Option<Record>>),
        OfCodex(Option<Box<Record>>),
    }
    Ok(match Kept::deserialize(from)? {
        Kept::ByPart(records) => records,
        Kept::OfCodex(record) => BTreeMap::from([(Part::Codex, record.map(|record| *record))]),
    })
}

/// What a change does to the keys, so that it can be told, compared and taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Effect {
    /// Key of our provider table.
    pub(crate) provider: String,
    pub(crate) keys: Vec<PatchedKey>,
    /// Tables that were not there before.
    pub(crate) created_tables: Vec<Vec<String>>,
}

impl Effect {
    /// Whether the same keys get the same values in place of the same ones.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.provider == other.provider && self.keys == other.keys
    }
}

/// One key that got another value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PatchedKey {
    pub(crate) path: Vec<String>,
    pub(crate) before: Before,
    /// Of the value after; none where the key went.
    pub(crate) after: Option<Digest>,
}

/// The value of a key before a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Before {
    /// The key was not there.
    Absent,
    /// The value, as it was written.
    Literal(String),
    /// A secret of ours, which is kept nowhere.
    Withheld(Digest),
}

/// How a patch ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum End {
    /// The file was replaced.
    Done,
    /// The file is as it was before.
    TakenBack,
}

impl Patch {
    /// What tells its config from every other one.
    fn place(&self) -> (Option<String>, PathBuf) {
        (self.machine.clone(), self.config.clone())
    }
}

/// As much of a [`Patch`] as an apply must know of older ones; reading it takes a fraction of the
/// time.
#[derive(Debug, Deserialize)]
struct Heading {
    id: String,
    machine: Option<String>,
    config: PathBuf,
    before: Original,
}

impl Heading {
    fn id(&self) -> &str {
        &self.id
    }
}

/// A patch, and how it ended; nobody knows where a crash came between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Logged<P = Patch> {
    pub(crate) patch: P,
    pub(crate) end: Option<End>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line<P = Patch> {
    Patch(Box<P>),
    End { id: String, end: End },
}

/// The journal of one records folder.
#[derive(Debug, Clone)]
pub(crate) struct Journal {
    path: PathBuf,
}

impl Journal {
    pub(crate) fn of(folder: &Path) -> Self {
        let path = folder.join(FILE_NAME);
        Self { path }
    }

    /// The folder of every file that was ever written, also of those that were taken back.
    pub(crate) fn folders(&self, machine: Option<&str>) -> Result<BTreeSet<PathBuf>, SetupError> {
        let patches = self.read_all().map_err(|source| self.error(source))?;
        let patches = patches.into_iter().map(|logged| logged.patch);
        let of_machine = patches.filter(|patch| patch.machine.as_deref() == machine);
        Ok(of_machine
            .filter_map(|patch| patch.file.parent().map(Path::to_owned))
            .collect())
    }

    /// Of every file before and after each patch, also of those that were taken back.
    pub(crate) fn digests(&self, machine: Option<&str>) -> Result<HashSet<Digest>, SetupError> {
        let patches = self.read_all().map_err(|source| self.error(source))?;
        let patches = patches.into_iter().map(|logged| logged.patch);
        let of_machine = patches.filter(|patch| patch.machine.as_deref() == machine);
        let both = of_machine.flat_map(|patch| [patch.before.digest, patch.after]);
        Ok(both.flatten().collect())
    }

    /// Every patch that may be in force, oldest first: not those that were taken back.
    pub(crate) fn read(&self) -> Result<Vec<Logged>, SetupError> {
        self.read_in_force(|patch| &patch.id)
    }

    /// The backups that the first patch of each config needs.
    pub(crate) fn first_backups(&self) -> Result<HashSet<String>, SetupError> {
        let mut configs = HashSet::new();
        let headings = self.read_in_force(Heading::id)?.into_iter();
        let headings = headings.map(|logged| logged.patch);
        let firsts = headings.filter(|it| configs.insert((it.machine.clone(), it.config.clone())));
        Ok(firsts.filter_map(|it| it.before.backup).collect())
    }

    /// Says how those patches of `config` of `machine` ended that a crash left open, by what is
    /// there now.
    pub(crate) fn settle(
        &self,
        machine: Option<&str>,
        config: &Path,
        now: Option<&Digest>,
    ) -> Result<(), SetupError> {
        let open = self.read_in_force(Heading::id)?.into_iter();
        let open = open.filter(|it| it.end.is_none()).map(|it| it.patch);
        let of_config = |it: &Heading| it.machine.as_deref() == machine && it.config == config;
        for patch in open.filter(of_config) {
            let end = if now == patch.before.digest.as_ref() {
                End::TakenBack
            } else {
                End::Done
            };
            self.close(&patch.id, end)?;
        }
        Ok(())
    }

    /// What is to be durable together with a patch: files in the journal's folder.
    pub(crate) fn batch(&self) -> Batch {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        Batch::in_folder(folder.to_owned())
    }

    /// Adds a patch, durably, together with what is in `batch`. The caller holds the records' lock.
    pub(crate) fn append(&self, patch: Patch, mut batch: Batch) -> Result<(), SetupError> {
        let line = Line::Patch(Box::new(patch));
        let added = self.add(&line).and_then(|file| {
            batch.append(file);
            batch.commit()
        });
        added.map_err(|source| self.error(source))
    }

    /// Adds how a patch ended. Not durably: what is lost here is found out from the file itself.
    pub(crate) fn close(&self, id: &str, end: End) -> Result<(), SetupError> {
        let id = id.to_owned();
        let added = self.add(&Line::End { id, end });
        added.map(drop).map_err(|source| self.error(source))
    }

    /// Adds one whole line or nothing, as far as the disk lets us.
    fn add(&self, line: &Line) -> io::Result<File> {
        let mut text = serde_json::to_string(line)?;
        text.push('\n');
        let mut file = self.open_at_end()?;
        let end = file.metadata()?.len();
        if end > 0 && !ends_a_line(&mut file)? {
            text.insert(0, '\n');
        }
        if let Err(error) = file.write_all(text.as_bytes()) {
            file.set_len(end)?;
            return Err(error);
        }
        Ok(file)
    }

    fn open_at_end(&self) -> io::Result<File> {
        let mut options = File::options();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        options.open(&self.path)
    }

    fn read_in_force<P: DeserializeOwned>(
        &self,
        id_of: fn(&P) -> &str,
    ) -> Result<Vec<Logged<P>>, SetupError> {
        let read = self.read_as(id_of);
        let mut patches = read.map_err(|source| self.error(source))?;
        patches.retain(|logged| logged.end != Some(End::TakenBack));
        Ok(patches)
    }

    fn read_all(&self) -> io::Result<Vec<Logged>> {
        self.read_as(|patch: &Patch| &patch.id)
    }

    fn read_as<P: DeserializeOwned>(&self, id_of: fn(&P) -> &str) -> io::Result<Vec<Logged<P>>> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut patches: Vec<Logged<P>> = Vec::new();
        for line in bytes.split(|byte| *byte == b'\n') {
            match serde_json::from_slice(line) {
                Ok(Line::Patch(patch)) => patches.push(Logged {
                    patch: *patch,
                    end: None,
                }),
                Ok(Line::End { id, end }) => {
                    let ended = patches
                        .iter_mut()
                        .rfind(|logged| id_of(&logged.patch) == id);
                    if let Some(logged) = ended {
                        logged.end = Some(end);
                    }
                }
                Err(_) => {}
            }
        }
        Ok(patches)
    }

    fn error(&self, source: io::Error) -> SetupError {
        let path = self.path.clone();
        SetupError::Record { path, source }
    }
}

fn ends_a_line(file: &mut File) -> io::Result<bool> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
