//! Puts a file in another's place only if that other one is what it should be. Knows nothing of
//! what the bytes mean.
//!
//! A plain rename replaces whatever is there, also what someone wrote a moment ago. Where the
//! system can exchange two files at once, nothing is lost: what we displaced is looked at, and put
//! back when it is not what we expected. When someone has replaced ours by then, theirs is the
//! newest and stays, and what we displaced is kept beside it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::{NotReplaced, displaced_name};
use crate::digest::Digest;
use crate::place::digest_now;

/// When others may write: what is done between these is one call of the system, or looks only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    /// We have looked, and are about to exchange.
    Looked,
    /// Our bytes are in the place.
    Exchanged,
    /// What we displaced is in the place again, because it was not expected.
    TakenBack,
}

/// Puts `unfinished`, whose bytes have the digest `ours`, in the place of `file`, whose bytes
/// should have the digest `expected`.
pub(super) fn put(
    unfinished: NamedTempFile,
    file: &Path,
    ours: &Digest,
    expected: &Digest,
) -> Result<(), NotReplaced> {
    put_among(unfinished, file, ours, expected, |_| {})
}

/// As [`put`], where `others` do what they like meanwhile.
fn put_among(
    unfinished: NamedTempFile,
    file: &Path,
    ours: &Digest,
    expected: &Digest,
    mut others: impl FnMut(Moment),
) -> Result<(), NotReplaced> {
    let Some(seen) = identity(file)? else {
        return Err(NotReplaced::Changed);
    };
    let spare = named_as_displaced(unfinished)?;
    // The second look costs almost nothing and leaves next to no time for others in between.
    if !holds(file, expected)? || identity(file)? != Some(seen) {
        return Err(NotReplaced::Changed);
    }
    others(Moment::Looked);
    match exchange(&spare, file) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(NotReplaced::Changed),
        Err(error) if cannot_exchange(&error) => {
            spare.persist(file).map_err(|error| error.error)?;
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    }
    others(Moment::Exchanged);
    let is_same = identity(&spare).map(|found| found == Some(seen));
    let is_right = is_same.and_then(|same| Ok(same && holds(&spare, expected)?));
    if let Ok(true) = is_right {
        return Ok(());
    }
    if !taken_back(&spare, file, ours, others) {
        return Err(NotReplaced::Overtaken(left(spare)));
    }
    is_right?;
    Err(NotReplaced::Changed)
}

/// Takes our bytes out of `file` again, and says whether they are what is at `spare` then. When
/// someone has replaced them already, theirs are the newest and go back to `file`; whatever fails,
/// what is at `spare` is nobody's but theirs.
fn taken_back(spare: &Path, file: &Path, ours: &Digest, mut others: impl FnMut(Moment)) -> bool {
    if exchange(spare, file).is_err() {
        return false;
    }
    others(Moment::TakenBack);
    if holds(spare, ours).unwrap_or(false) {
        return true;
    }
    let _ = exchange(spare, file);
    false
}

/// From here on the file is whole, and may become what someone else wrote: a crash must not let it
/// pass for one that was never finished.
fn named_as_displaced(unfinished: NamedTempFile) -> io::Result<TempPath> {
    let name = displaced_name(unfinished.path());
    unfinished.persist(&name).map_err(|error| error.error)?;
    TempPath::try_from_path(name)
}

/// Where `spare` is, which is not removed any more.
pub(super) fn left(mut spare: TempPath) -> PathBuf {
    spare.disable_cleanup(true);
    spare.to_path_buf()
}

fn holds(file: &Path, expected: &Digest) -> io::Result<bool> {
    Ok(digest_now(file)?.as_ref() == Some(expected))
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

/// Windows, some file systems and older kernels cannot: there the check just before is all there
/// is, and what someone writes between it and the rename is lost.
fn cannot_exchange(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, Unsupported};
    matches!(error.kind(), InvalidInput | Unsupported)
}

#[cfg(test)]
#[cfg(any(target_os = "linux", target_os = "macos"))]
mod tests {
    use std::io::Write;

    use super::*;

    const OURS: &str = "seen\nours\n";

    /// What another program puts in the place at a moment; nothing when it removes the file.
    type Theirs = (Moment, Option<&'static str>);

    /// A file that holds `seen`, replaced by ours while another program makes its `writes`. Gives
    /// back how that ended, what the file holds then, and what else is in its folder.
    fn replaced_among(writes: &[Theirs]) -> (Result<(), NotReplaced>, Option<String>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config");
        fs::write(&file, "seen\n").unwrap();
        let mut unfinished = NamedTempFile::new_in(folder.path()).unwrap();
        unfinished.write_all(OURS.as_bytes()).unwrap();
        let others = |now| {
            for (_, text) in writes.iter().filter(|(moment, _)| *moment == now) {
                match text {
                    Some(text) => {
                        let theirs = folder.path().join("theirs");
                        fs::write(&theirs, text).unwrap();
                        fs::rename(&theirs, &file).unwrap();
                    }
                    None => fs::remove_file(&file).unwrap(),
                }
            }
        };
        let (ours, seen) = (Digest::of(OURS), Digest::of("seen\n"));
        let put = put_among(unfinished, &file, &ours, &seen, others);
        let there = fs::read_to_string(&file).ok();
        let entries = fs::read_dir(folder.path()).unwrap();
        let beside = entries.map(|entry| entry.unwrap().path());
        let beside = beside.filter(|path| *path != file);
        let beside = beside.map(|path| fs::read_to_string(path).unwrap());
        (put, there, beside.collect())
    }

    fn assert_overtaken(writes: &[Theirs], stays: Option<&str>, kept: &str) {
        let (put, there, beside) = replaced_among(writes);
        assert!(matches!(put, Err(NotReplaced::Overtaken(_))), "{put:?}");
        assert_eq!(there.as_deref(), stays);
        assert_eq!(beside, [kept]);
    }

    #[test]
    fn what_was_displaced_is_kept_when_another_program_writes_again_before_it_goes_back() {
        let writes = [
            (Moment::Looked, Some("seen\nfirst\n")),
            (Moment::Exchanged, Some("seen\nours\nsecond\n")),
        ];
        assert_overtaken(&writes, Some("seen\nours\nsecond\n"), "seen\nfirst\n");
    }

    #[test]
    fn the_newest_is_kept_when_another_program_writes_a_third_time() {
        let writes = [
            (Moment::Looked, Some("seen\nfirst\n")),
            (Moment::Exchanged, Some("seen\nours\nsecond\n")),
            (Moment::TakenBack, Some("seen\nfirst\nthird\n")),
        ];
        let third = "seen\nfirst\nthird\n";
        assert_overtaken(&writes, Some("seen\nours\nsecond\n"), third);
    }

    #[test]
    fn what_was_displaced_is_kept_when_another_program_takes_the_file_away() {
        let writes = [
            (Moment::Looked, Some("seen\nfirst\n")),
            (Moment::Exchanged, None),
        ];
        assert_overtaken(&writes, None, "seen\nfirst\n");
    }

    #[test]
    fn what_another_program_wrote_a_moment_before_goes_back() {
        let first = Some("seen\nfirst\n");
        let (put, there, beside) = replaced_among(&[(Moment::Looked, first)]);
        assert!(matches!(put, Err(NotReplaced::Changed)), "{put:?}");
        assert_eq!((there.as_deref(), beside), (first, Vec::new()));
    }

    #[test]
    fn what_another_program_writes_after_us_stays_and_nothing_else_does() {
        for writes in [&[][..], &[(Moment::Exchanged, Some("seen\nours\nmore\n"))]] {
            let newest = writes.first().map_or(Some(OURS), |(_, text)| *text);
            let (put, there, beside) = replaced_among(writes);
            assert!(put.is_ok(), "{put:?}");
            assert_eq!((there.as_deref(), beside), (newest, Vec::new()));
        }
    }
}
