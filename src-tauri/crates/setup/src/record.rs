//! What a set-up replaced, kept in our own folder so that it can be undone. Knows no TOML.
//!
//! One record per config file while a set-up is in force, and the original bytes beside it. Both
//! may hold the person's secrets: files are 0600, the folder is 0700. Of our own values only
//! digests are kept, so our token is never here.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::backups::Backups;
use crate::digest::Digest;
use crate::error::SetupError;
use crate::part::Part;
use crate::replace::{self, Batch};

/// A set-up in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The config file, before its symlinks.
    pub(crate) config: PathBuf,
    /// Key of our provider table; empty where the tool has none.
    pub(crate) provider: String,
    /// When the set-up was first applied; none in a plan.
    pub(crate) since: Option<Timestamp>,
    /// What was there before the first set-up.
    pub(crate) original: Original,
    /// Files that hold the original and nothing but our changes: undo may put the bytes back.
    pub(crate) restorable: Vec<Digest>,
    /// Every key that we changed.
    pub(crate) keys: Vec<OwnedKey>,
    /// Tables that were not there before.
    pub(crate) created_tables: Vec<Vec<String>>,
    /// Folders that were not there before, outermost first.
    pub(crate) created_folders: Vec<PathBuf>,
    /// Whether Codex was pointed back to its own provider, with ours left in place.
    #[serde(default)]
    pub(crate) turned_off: bool,
    /// Files in which nothing of it is in force: noted before a change makes such a file, so that
    /// it is true also when the record outlives the change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) ended: Vec<Option<Digest>>,
    /// What it was noted over: it is noted before the file changes, so that it is true also when it
    /// outlives a change that never came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) over: Option<Box<Noted>>,
}

/// What was in force when a record was noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Noted {
    /// The file; none when there was none.
    pub(crate) file: Option<Digest>,
    /// What was known of it.
    pub(crate) record: Option<Record>,
}

impl Record {
    /// What is known of a file that is `now`: this record, or the one that it was noted over while
    /// the file is still the one from then.
    fn of_file(self, now: Option<&Digest>) -> Option<Self> {
        match self.over {
            Some(over) if over.file.as_ref() == now => over.record,
            _ => Some(Self { over: None, ..self }),
        }
    }

    /// Whether every key of `other` is one of ours already, and so is each value that it gives it.
    pub(crate) fn has_written_all_of(&self, other: &Self) -> bool {
        other.keys.iter().all(|key| {
            let mut known = self.keys.iter().filter(|known| known.path == key.path);
            known.any(|known| {
                key.written
                    .iter()
                    .all(|value| known.written.contains(value))
            })
        })
    }

    /// Whether it says something of a file that is `now`. Not where the file is what it was before:
    /// then the change was never finished, or was taken back by other means.
    pub(crate) fn is_in_force(&self, now: Option<&Digest>) -> bool {
        self.original.digest.as_ref() != now && !self.ended.iter().any(|end| end.as_ref() == now)
    }
}

/// The file before the first set-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Original {
    /// Of its bytes; none when there was no file.
    pub(crate) digest: Option<Digest>,
    /// Its permission bits.
    pub(crate) mode: Option<u32>,
    /// Name of its backup in the records folder; none in a plan, or when there was no file.
    pub(crate) backup: Option<String>,
}

/// One key that we changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OwnedKey {
    pub(crate) path: Vec<String>,
    /// The value before the first set-up, as TOML; none when the key was not there.
    pub(crate) previous: Option<String>,
    /// Digests of all values that we gave it, newest last; none where we removed the key.
    pub(crate) written: Vec<Option<Digest>>,
}

/// The folder of records and backups.
#[derive(Debug, Clone)]
pub(crate) struct Records {
    folder: PathBuf,
    name: String,
}

impl Records {
    /// The records in `folder` for one part of what we own in one config file of `machine` (none:
    /// this one).
    pub(crate) fn of(part: Part, folder: PathBuf, machine: Option<&str>, config: &Path) -> Self {
        let mut place = config.as_os_str().as_encoded_bytes().to_vec();
        if let Some(machine) = machine {
            // No path holds this byte, so no path here is a place there.
            place.push(0);
            place.extend_from_slice(machine.as_bytes());
        }
        let name = format!("{}-{}", part.name(), Digest::of(place).short());
        Self { folder, name }
    }

    /// What is known of the file while it is `now`.
    pub(crate) fn load_for(&self, now: Option<&Digest>) -> Result<Option<Record>, SetupError> {
        let record = self.load()?;
        Ok(record.and_then(|record| record.of_file(now)))
    }

    /// What was noted last, whether or not the file became what it says.
    pub(crate) fn load(&self) -> Result<Option<Record>, SetupError> {
        let path = self.record_path();
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(SetupError::Record { path, source }),
        };
        serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|error| SetupError::Record {
                path,
                source: error.into(),
            })
    }

    /// Writes the record, durably. The caller holds the folder's lock.
    pub(crate) fn save(&self, record: &Record) -> Result<(), SetupError> {
        let mut batch = Batch::in_folder(self.folder.clone());
        self.put(record, &mut batch)?;
        let saved = batch.commit();
        saved.map_err(|source| self.error(source))
    }

    /// Writes the record, durably with the rest of `batch`.
    pub(crate) fn put(&self, record: &Record, batch: &mut Batch) -> Result<(), SetupError> {
        let json = serde_json::to_vec_pretty(record).map_err(io::Error::from);
        let put = json.and_then(|json| batch.put(&self.file_name(), &json));
        put.map_err(|source| self.error(source))
    }

    /// Forgets the record; its backup stays until newer ones push it out.
    pub(crate) fn forget(&self) -> Result<(), SetupError> {
        let path = self.record_path();
        match fs::remove_file(&path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(source) => Err(SetupError::Record { path, source }),
        }
    }

    /// The person's own bytes.
    pub(crate) fn backups(&self) -> Backups {
        Backups::of(self.folder.clone(), self.name.clone())
    }

    /// Keeps `bytes`, durably with the rest of `batch`, and gives back the backup's name.
    pub(crate) fn back_up(
        &self,
        bytes: &[u8],
        at: Timestamp,
        batch: &mut Batch,
    ) -> Result<String, SetupError> {
        let kept = self.backups().keep(bytes, at, batch);
        kept.map_err(|source| self.error(source))
    }

    /// Keeps `bytes` that were displaced, durably, and gives back where.
    pub(crate) fn keep_displaced(&self, bytes: &[u8], at: Timestamp) -> io::Result<PathBuf> {
        self.backups().keep_displaced(bytes, at)
    }

    /// Removes backups that nothing needs, beyond their caps. `also_needed` names some that no
    /// record names.
    pub(crate) fn prune(&self, mut also_needed: HashSet<String>) -> Result<(), SetupError> {
        let pruned = self.needed_by_records().and_then(|names| {
            also_needed.extend(names);
            self.backups().prune(&also_needed)
        });
        pruned.map_err(|source| self.error(source))
    }

    fn record_path(&self) -> PathBuf {
        self.folder.join(self.file_name())
    }

    fn file_name(&self) -> String {
        format!("{}.json", self.name)
    }

    fn error(&self, source: io::Error) -> SetupError {
        let path = self.folder.clone();
        SetupError::Record { path, source }
    }

    /// The backups that the records of all configs name.
    fn needed_by_records(&self) -> io::Result<HashSet<String>> {
        let mut needed = HashSet::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                let record: Value = serde_json::from_slice(&fs::read(path)?)?;
                let name = record.pointer("/original/backup").and_then(Value::as_str);
                needed.extend(name.map(str::to_owned));
            }
        }
        Ok(needed)
    }
}

/// Keeps others of our own processes out of `folder` until the guard is dropped.
pub(crate) fn lock(folder: &Path) -> Result<Lock, SetupError> {
    let path = folder.join("lock");
    let locked = replace::create_private_folder(folder).and_then(|_| {
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let file = options.open(&path)?;
        file.lock()?;
        Ok(Lock { _file: file })
    });
    locked.map_err(|source| SetupError::Record { path, source })
}

/// While it lives, no other process of ours writes.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_path_on_another_machine_has_a_record_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let config = Path::new("/home/ada/.codex/config.toml");
        let machines = [None, Some("ada@one:22"), Some("ada@two:22")];
        let paths = machines.map(|machine| {
            Records::of(Part::Codex, folder.path().to_owned(), machine, config).record_path()
        });
        assert_eq!(HashSet::from(paths).len(), 3);
    }
}
