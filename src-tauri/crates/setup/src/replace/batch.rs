//! Makes files of one folder of ours durable together, in the time of one. Knows nothing of what
//! the bytes mean.

use std::fs::File;
use std::io;
use std::panic;
use std::path::PathBuf;
use std::thread;

use tempfile::NamedTempFile;

use super::{sync_folder, unfinished};

/// Files that are written, and neither durable nor all in their places before
/// [`Batch::commit`]. Dropped before, what was put is gone, and what was appended may stay.
#[derive(Debug)]
pub(crate) struct Batch {
    folder: PathBuf,
    put: Vec<(NamedTempFile, PathBuf)>,
    appended: Vec<File>,
}

impl Batch {
    /// Of files in `folder`, which exists.
    pub(crate) fn in_folder(folder: PathBuf) -> Self {
        Self {
            folder,
            put: Vec::new(),
            appended: Vec::new(),
        }
    }

    /// Gives the file `name` these bytes and the mode 0600, whatever it is now.
    pub(crate) fn put(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let file = self.folder.join(name);
        self.put.push((unfinished(&file, bytes, None)?, file));
        Ok(())
    }

    /// Adds a file that is in its place already and was written to.
    pub(crate) fn append(&mut self, file: File) {
        self.appended.push(file);
    }

    /// Makes all of it durable: every file's bytes first, then their names, in the order in which
    /// they were put. On an error some of the names may be there, each with all of its bytes.
    pub(crate) fn commit(self) -> io::Result<()> {
        let put = self.put.iter().map(|(unfinished, _)| unfinished.as_file());
        sync_side_by_side(&put.chain(&self.appended).collect::<Vec<_>>())?;
        for (unfinished, file) in self.put {
            unfinished.persist(file).map_err(|error| error.error)?;
        }
        sync_folder(&self.folder)
    }
}

/// The disk does in one go what it is asked for at the same time.
fn sync_side_by_side(files: &[&File]) -> io::Result<()> {
    let Some((last, others)) = files.split_last() else {
        return Ok(());
    };
    thread::scope(|scope| {
        let beside = others.iter().map(|file| {
            let sync = || file.sync_all();
            thread::Builder::new().spawn_scoped(scope, sync)
        });
        let beside = beside.collect::<io::Result<Vec<_>>>()?;
        let synced = last.sync_all();
        for one in beside {
            let ended = one.join();
            ended.unwrap_or_else(|panicked| panic::resume_unwind(panicked))?;
        }
        synced
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn what_was_put_is_in_its_place_after_the_commit_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("two"), "old").unwrap();
        for (commits, found) in [(false, "old"), (true, "new")] {
            let mut batch = Batch::in_folder(folder.path().to_owned());
            for name in ["one", "two", "three"] {
                batch.put(name, b"new").unwrap();
            }
            assert_eq!(fs::read(folder.path().join("two")).unwrap(), b"old");
            if commits {
                batch.commit().unwrap();
            } else {
                drop(batch);
                assert_eq!(names(folder.path()), ["two"]);
            }
            assert_eq!(
                fs::read_to_string(folder.path().join("two")).unwrap(),
                found
            );
        }
        assert_eq!(names(folder.path()), ["one", "three", "two"]);
    }

    #[test]
    fn a_commit_that_fails_halfway_leaves_whole_files_and_no_unfinished_ones() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("two")).unwrap();
        let mut batch = Batch::in_folder(folder.path().to_owned());
        for name in ["one", "two", "three"] {
            batch.put(name, b"new").unwrap();
        }
        assert!(batch.commit().is_err());
        assert_eq!(names(folder.path()), ["one", "two"]);
        assert_eq!(fs::read(folder.path().join("one")).unwrap(), b"new");
    }
}
