//! Where config files are read and written: this machine, or another one behind the same calls.
//! Knows nothing of what the bytes mean, and nothing of our own records, which are always here.

use std::collections::HashSet;
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::digest::Digest;
use crate::error::SetupError;
use crate::place::{self, Snapshot};
use crate::replace::{self, Expect, NotReplaced};

/// The files of one machine.
///
/// Whoever implements it keeps its promises: a file is the old one or the new one at every moment,
/// and on an error it is the old one, unless only making the change durable failed, or the error is
/// [`NotReplaced::Overtaken`]: then it is what someone else made of the new one.
pub(crate) trait Files: Debug + Send + Sync {
    /// Names the machine in our records and in the journal; none for this one. Never changes for
    /// the same machine.
    fn machine(&self) -> Option<&str>;

    /// Follows the links of `config` and reads what is there.
    fn read(&self, config: &Path) -> Result<Snapshot, SetupError>;

    /// Refuses what is marked read-only, and a link into a folder that does not exist.
    fn check_writable(&self, snapshot: &Snapshot) -> Result<(), SetupError>;

    /// The digest of what is at `file` at this moment; none when nothing is.
    fn digest_now(&self, file: &Path) -> io::Result<Option<Digest>>;

    /// What is at `file`, whatever it is.
    fn bytes(&self, file: &Path) -> io::Result<Vec<u8>>;

    /// Makes `folder` with mode 0700, and those above it that are missing. Gives back what it
    /// made, outermost first.
    fn create_private_folder(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// Replaces `file` with `bytes`, durably, while it is as expected. `mode` is the new file's;
    /// 0600 when none is given.
    fn replace(
        &self,
        file: &Path,
        bytes: &[u8],
        mode: Option<u32>,
        expect: Expect<'_>,
    ) -> Result<(), NotReplaced>;

    /// Removes `file`, durably, while it is as expected.
    fn remove(&self, file: &Path, expect: Expect<'_>) -> Result<(), NotReplaced>;

    /// Removes `folders`, given outermost first, innermost first and as far as they are empty.
    /// Whatever is in one of them keeps it, which is no error.
    fn remove_empty(&self, folders: &[PathBuf]);

    /// Removes what an interrupted [`Files::replace`] or [`Files::remove`] left in `folder`. What was
    /// displaced stays unless it is among `known`.
    fn remove_leftovers(&self, folder: &Path, known: &HashSet<Digest>) -> io::Result<()>;
}

/// The files of this machine.
#[derive(Debug)]
pub(crate) struct Local;

impl Files for Local {
    fn machine(&self) -> Option<&str> {
        None
    }

    fn read(&self, config: &Path) -> Result<Snapshot, SetupError> {
        place::read(config)
    }

    fn check_writable(&self, snapshot: &Snapshot) -> Result<(), SetupError> {
        place::check_writable(snapshot)
    }

    fn digest_now(&self, file: &Path) -> io::Result<Option<Digest>> {
        place::digest_now(file)
    }

    fn bytes(&self, file: &Path) -> io::Result<Vec<u8>> {
        fs::read(file)
    }

    fn create_private_folder(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        replace::create_private_folder(folder)
    }

    fn replace(
        &self,
        file: &Path,
        bytes: &[u8],
        mode: Option<u32>,
        expect: Expect<'_>,
    ) -> Result<(), NotReplaced> {
        replace::replace(file, bytes, mode, expect)
    }

    fn remove(&self, file: &Path, expect: Expect<'_>) -> Result<(), NotReplaced> {
        replace::remove(file, expect)
    }

    fn remove_empty(&self, folders: &[PathBuf]) {
        replace::remove_empty(folders);
    }

    fn remove_leftovers(&self, folder: &Path, known: &HashSet<Digest>) -> io::Result<()> {
        replace::remove_leftovers(folder, known)
    }
}
