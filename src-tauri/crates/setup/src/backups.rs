//! The person's own bytes from before a set-up, kept in the records folder: 0600, capped in count
//! and in bytes. Knows not what the bytes mean.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::digest::Digest;
use crate::record::Original;
use crate::replace::Batch;

/// Backups kept per config file.
const MOST_PER_CONFIG: usize = 20;

/// Bytes of backups kept for all config files.
const MOST_BYTES: u64 = 20 * 1024 * 1024;

const EXTENSION: &str = "backup";

/// The backups of one config in a folder of many.
#[derive(Debug, Clone)]
pub(crate) struct Backups {
    folder: PathBuf,
    config_name: String,
}

struct Kept {
    name: String,
    bytes: u64,
}

impl Backups {
    /// The backups in `folder` whose names begin with `config_name`.
    pub(crate) fn of(folder: PathBuf, config_name: String) -> Self {
        Self {
            folder,
            config_name,
        }
    }

    /// Keeps `bytes`, durably with the rest of `batch`, and gives back the backup's name.
    pub(crate) fn keep(
        &self,
        bytes: &[u8],
        at: Timestamp,
        batch: &mut Batch,
    ) -> io::Result<String> {
        let when = at.as_microsecond();
        let name = format!("{}-{when:020}.{EXTENSION}", self.config_name);
        batch.put(&name, bytes)?;
        Ok(name)
    }

    /// Keeps `bytes` that may be nowhere else, durably, and gives back where. The caps do not reach
    /// them: only the person can tell that they are of no use.
    pub(crate) fn keep_displaced(&self, bytes: &[u8], at: Timestamp) -> io::Result<PathBuf> {
        let (when, digest) = (at.as_microsecond(), Digest::of(bytes));
        let own = format!("{}-{when:020}", self.config_name);
        let name = format!("{own}-{}.displaced", digest.short());
        let mut batch = Batch::in_folder(self.folder.clone());
        batch.put(&name, bytes)?;
        batch.commit()?;
        Ok(self.folder.join(name))
    }

    /// The bytes of `original`, when its backup is there and unharmed.
    pub(crate) fn bytes_of(&self, original: &Original) -> Option<Vec<u8>> {
        let name = original.backup.as_deref()?;
        let bytes = fs::read(self.folder.join(name)).ok()?;
        (Some(Digest::of(&bytes)) == original.digest).then_some(bytes)
    }

    /// Removes the oldest backups beyond the caps, never one that is `needed`.
    pub(crate) fn prune(&self, needed: &HashSet<String>) -> io::Result<()> {
        self.prune_to(MOST_PER_CONFIG, MOST_BYTES, needed)
    }

    fn prune_to(&self, most: usize, most_bytes: u64, needed: &HashSet<String>) -> io::Result<()> {
        let mut kept = self.all()?;
        kept.sort_by(|one, other| when(&one.name).cmp(when(&other.name)));
        let mut count = kept.iter().filter(|one| self.is_own(one)).count();
        let mut bytes: u64 = kept.iter().map(|one| one.bytes).sum();
        for one in kept.iter().filter(|one| !needed.contains(&one.name)) {
            let surplus = count > most && self.is_own(one);
            if surplus || bytes > most_bytes {
                fs::remove_file(self.folder.join(&one.name))?;
                bytes -= one.bytes;
                count -= usize::from(self.is_own(one));
            }
        }
        Ok(())
    }

    fn all(&self) -> io::Result<Vec<Kept>> {
        let mut kept = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if Path::new(&name).extension().is_some_and(|e| e == EXTENSION) {
                let bytes = entry.metadata()?.len();
                kept.push(Kept { name, bytes });
            }
        }
        Ok(kept)
    }

    fn is_own(&self, one: &Kept) -> bool {
        one.name.starts_with(&self.config_name)
    }
}

/// The part of a backup's name that says when it was made.
fn when(name: &str) -> &str {
    name.rsplit('-').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keep(backups: &Backups, bytes: &[u8], second: i64) -> String {
        let at = Timestamp::from_second(second).unwrap();
        let mut batch = Batch::in_folder(backups.folder.clone());
        let name = backups.keep(bytes, at, &mut batch).unwrap();
        batch.commit().unwrap();
        name
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn the_oldest_backups_go_by_count_and_the_needed_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let backups = Backups::of(folder.path().to_owned(), "codex-a".to_owned());
        let others = Backups::of(folder.path().to_owned(), "codex-b".to_owned());
        let other = keep(&others, b"theirs", 0);
        let kept: Vec<String> = (1..=5).map(|n| keep(&backups, b"mine", n)).collect();
        let needed = HashSet::from([kept[0].clone()]);
        backups.prune_to(3, 1000, &needed).unwrap();
        let left = [&kept[0], &kept[3], &kept[4], &other].map(String::clone);
        assert_eq!(names(folder.path()), left);
    }

    #[test]
    fn the_oldest_backups_of_all_configs_go_by_bytes_and_the_needed_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let backups = Backups::of(folder.path().to_owned(), "codex-a".to_owned());
        let others = Backups::of(folder.path().to_owned(), "codex-b".to_owned());
        let oldest = keep(&others, &[1; 60], 1);
        let needed = keep(&others, &[1; 60], 2);
        let newest = keep(&backups, &[1; 60], 3);
        backups
            .prune_to(20, 120, &HashSet::from([needed.clone()]))
            .unwrap();
        assert_eq!(names(folder.path()), [newest, needed]);
        assert!(!folder.path().join(oldest).exists());
    }
}
