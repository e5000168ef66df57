//! Puts a file in another's place only if that other one is what it should be. Knows nothing of
//! what the bytes mean.
//!
//! A plain rename replaces whatever is there, also what someone wrote a moment ago. Where the
//! system can exchange two files at once, nothing is lost: what we displaced is looked at, and put
//! back when it is not what we expected.

use std::fs;
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

use super::NotReplaced;
use crate::digest::Digest;
use crate::place::digest_now;

/// Puts `unfinished`, whose bytes have the digest `ours`, in the place of `file`, whose bytes
/// should have the digest `expected`.
pub(super) fn put(
    unfinished: NamedTempFile,
    file: &Path,
    ours: &Digest,
    expected: &Digest,
) -> Result<(), NotReplaced> {
    let Some(seen) = identity(file)? else {
        return Err(NotReplaced::Changed);
    };
    let is_expected =
        |path: &Path| Ok::<_, io::Error>(digest_now(path)?.as_ref() == Some(expected));
    // The second look costs almost nothing and leaves next to no time for others in between.
    if !is_expected(file)? || identity(file)? != Some(seen) {
        return Err(NotReplaced::Changed);
    }
    match exchange(unfinished.path(), file) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(NotReplaced::Changed),
        Err(error) if cannot_exchange(&error) => {
            unfinished.persist(file).map_err(|error| error.error)?;
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    }
    let displaced = unfinished.path();
    let is_right = match identity(displaced) {
        Ok(found) if found == Some(seen) => is_expected(displaced),
        Ok(_) => Ok(false),
        Err(error) => Err(error),
    };
    if let Ok(true) = is_right {
        return Ok(());
    }
    put_back(displaced, file, ours)?;
    is_right?;
    Err(NotReplaced::Changed)
}

/// Which file stands at `path`, whatever is in it; none when there is none.
fn identity(path: &Path) -> io::Result<Option<u64>> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(number(&found))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn number(found: &fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    found.ino()
}

/// There the bytes are all that is compared.
#[cfg(not(unix))]
fn number(_found: &fs::Metadata) -> u64 {
    0
}

/// Takes our bytes out of the place again. When someone has replaced them already, theirs are the
/// newest and stay.
fn put_back(displaced: &Path, file: &Path, ours: &Digest) -> io::Result<()> {
    exchange(displaced, file)?;
    if digest_now(displaced)?.as_ref() != Some(ours) {
        exchange(displaced, file)?;
    }
    Ok(())
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?;
    Ok(())
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Some file systems and older kernels cannot: there the check just before is all there is.
fn cannot_exchange(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, Unsupported};
    matches!(error.kind(), InvalidInput | Unsupported)
}
