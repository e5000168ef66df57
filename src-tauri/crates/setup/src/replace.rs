//! Puts bytes in a file's place: it is the old file or the new one at every moment, also after a
//! power cut. Knows nothing of what the bytes mean.

mod batch;
mod exchange;
mod removal;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

pub(crate) use batch::Batch;

use crate::digest::Digest;
use crate::error::SetupError;
use crate::place::digest_now;

/// How the name of an unfinished file begins, so that a leftover is recognised.
const TEMP_PREFIX: &str = ".purser-unfinished-";

/// How the name of a whole file begins that was or may have been displaced. It is what someone else
/// wrote unless its bytes are known.
const DISPLACED_PREFIX: &str = ".purser-displaced-";

/// What is expected at a place just before it is replaced.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Expect<'a> {
    /// These bytes, or no file.
    Exactly(Option<&'a Digest>),
    /// Whatever is there: the file is ours alone.
    Anything,
}

/// Why a file was not replaced.
#[derive(Debug)]
pub(crate) enum NotReplaced {
    /// Something else is there now.
    Changed,
    /// It was, but someone wrote just before us and again just after us: the newest stays in place.
    /// What we displaced without having seen it stands here, whole, and is not cleaned away.
    Overtaken(PathBuf),
    /// The disk refused.
    Io(io::Error),
}

impl NotReplaced {
    /// What it means for whoever wanted `file` replaced.
    pub(crate) fn of(self, file: &Path) -> SetupError {
        let path = file.to_owned();
        match self {
            Self::Changed => SetupError::Changed { path },
            Self::Overtaken(kept) => SetupError::Overtaken { path, kept },
            Self::Io(source) => SetupError::Write { path, source },
        }
    }
}

impl From<io::Error> for NotReplaced {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Replaces `file` with `bytes`. `mode` is the new file's; 0600 when none is given.
pub(crate) fn replace(
    file: &Path,
    bytes: &[u8],
    mode: Option<u32>,
    expect: Expect<'_>,
) -> Result<(), NotReplaced> {
    let unfinished = unfinished(file, bytes, mode)?;
    unfinished.as_file().sync_all()?;
    match expect {
        Expect::Anything => drop(unfinished.persist(file).map_err(|error| error.error)?),
        Expect::Exactly(None) => match unfinished.persist_noclobber(file) {
            Ok(_) => {}
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(NotReplaced::Changed);
            }
            Err(error) => return Err(error.error.into()),
        },
        Expect::Exactly(Some(expected)) => {
            exchange::put(unfinished, file, &Digest::of(bytes), expected)?;
        }
    }
    sync_folder(file.parent().unwrap_or(Path::new(".")))?;
    Ok(())
}

/// Removes `file`.
pub(crate) fn remove(file: &Path, expect: Expect<'_>) -> Result<(), NotReplaced> {
    match expect {
        Expect::Exactly(Some(expected)) => removal::take_away(file, expected)?,
        Expect::Exactly(None) if digest_now(file)?.is_some() => return Err(NotReplaced::Changed),
        Expect::Exactly(None) | Expect::Anything => fs::remove_file(file)?,
    }
    sync_folder(file.parent().unwrap_or(Path::new(".")))?;
    Ok(())
}

/// Makes `folder` with mode 0700, and those above it that are missing. Gives back what it made,
/// outermost first.
pub(crate) fn create_private_folder(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut missing: Vec<PathBuf> = folder
        .ancestors()
        .take_while(|one| !one.as_os_str().is_empty() && !one.exists())
        .map(Path::to_owned)
        .collect();
    missing.reverse();
    missing.iter().try_for_each(create_folder)?;
    Ok(missing)
}

#[cfg(unix)]
fn create_folder(folder: &PathBuf) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(folder)
}

/// The folders around it decide who may read it.
#[cfg(not(unix))]
fn create_folder(folder: &PathBuf) -> io::Result<()> {
    fs::create_dir(folder)
}

/// Removes folders, innermost first, as far as they are empty. Whatever is in one of them keeps it,
/// which is no error.
pub(crate) fn remove_empty(folders: &[PathBuf]) {
    for folder in folders.iter().rev() {
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

/// Removes what an interrupted write left in `folder`: what is unfinished, and what was displaced
/// as far as it is empty or among `known`. Anything else may be the only one of what someone wrote.
pub(crate) fn remove_leftovers(folder: &Path, known: &HashSet<Digest>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        if !entry.file_type()?.is_file() {
            continue;
        }
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let displaced = name.starts_with(DISPLACED_PREFIX);
        if name.starts_with(TEMP_PREFIX) || displaced && is_known(&entry.path(), known)? {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// `bytes` beside `file`, to be put in its place; not durable yet. `mode` as for [`replace`].
fn unfinished(file: &Path, bytes: &[u8], mode: Option<u32>) -> io::Result<NamedTempFile> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut unfinished = tempfile::Builder::new()
        .prefix(TEMP_PREFIX)
        .tempfile_in(folder)?;
    unfinished.write_all(bytes)?;
    keep_owner(file, unfinished.as_file())?;
    set_mode(unfinished.as_file(), mode)?;
    Ok(unfinished)
}

fn is_known(displaced: &Path, known: &HashSet<Digest>) -> io::Result<bool> {
    let digest = digest_now(displaced)?;
    Ok(digest.is_some_and(|digest| known.contains(&digest) || digest == Digest::of("")))
}

/// Of the file that was `unfinished`.
fn displaced_name(unfinished: &Path) -> PathBuf {
    let name = unfinished.file_name().unwrap_or_default();
    let name = name.to_string_lossy();
    let own = name.strip_prefix(TEMP_PREFIX).unwrap_or(&name);
    unfinished.with_file_name(format!("{DISPLACED_PREFIX}{own}"))
}

/// Under sudo the file stays its owner's.
#[cfg(unix)]
fn keep_owner(file: &Path, unfinished: &File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let folder = file.parent().unwrap_or(Path::new("."));
    let found = fs::metadata(file).or_else(|_| fs::metadata(folder))?;
    let fresh = unfinished.metadata()?;
    if found.is_dir() && found.uid() == fresh.uid() {
        return Ok(());
    }
    if (found.uid(), found.gid()) == (fresh.uid(), fresh.gid()) {
        return Ok(());
    }
    fchown(unfinished, Some(found.uid()), Some(found.gid()))
}

#[cfg(not(unix))]
fn keep_owner(_file: &Path, _unfinished: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn set_mode(unfinished: &File, mode: Option<u32>) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    unfinished.set_permissions(fs::Permissions::from_mode(mode.unwrap_or(0o600)))
}

#[cfg(not(unix))]
fn set_mode(_unfinished: &File, _mode: Option<u32>) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows keeps folders in order by itself, and does not open them as files.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_meanwhile_is_kept_and_no_unfinished_one_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config");
        fs::write(&file, "theirs").unwrap();
        let seen = Digest::of("seen");
        for expect in [Expect::Exactly(Some(&seen)), Expect::Exactly(None)] {
            let replaced = replace(&file, b"ours", None, expect);
            assert!(matches!(replaced, Err(NotReplaced::Changed)));
            assert!(matches!(remove(&file, expect), Err(NotReplaced::Changed)));
        }
        assert_eq!(fs::read(&file).unwrap(), b"theirs");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_rename_that_fails_leaves_no_unfinished_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config");
        fs::create_dir(&file).unwrap();
        let replaced = replace(&file, b"ours", None, Expect::Anything);
        assert!(matches!(replaced, Err(NotReplaced::Io(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
