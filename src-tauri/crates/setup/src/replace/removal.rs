//! Takes a file away only if it is what it should be. Knows nothing of what the bytes mean.
//!
//! A plain removal takes whatever is there, also what someone wrote a moment ago. So the file is
//! first moved aside and looked at; it goes back when it is not what we expected, unless someone
//! has put another one there meanwhile: then that one stays, and ours to keep is what was moved.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::exchange::left;
use super::{DISPLACED_PREFIX, NotReplaced};
use crate::digest::Digest;
use crate::place::digest_now;

/// Removes `file`, whose bytes should have the digest `expected`.
pub(super) fn take_away(file: &Path, expected: &Digest) -> Result<(), NotReplaced> {
    take_away_among(file, expected, || {}, || {})
}

/// As [`take_away`], where others write `before` the file is moved, and `after` that.
fn take_away_among(
    file: &Path,
    expected: &Digest,
    before: impl FnOnce(),
    after: impl FnOnce(),
) -> Result<(), NotReplaced> {
    if digest_now(file)?.as_ref() != Some(expected) {
        return Err(NotReplaced::Changed);
    }
    before();
    let mut aside = tempfile::Builder::new();
    let aside = aside.prefix(DISPLACED_PREFIX);
    let aside = aside.tempfile_in(file.parent().unwrap_or(Path::new(".")))?;
    let aside = aside.into_temp_path();
    match fs::rename(file, &aside) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(NotReplaced::Changed),
        Err(error) => return Err(error.into()),
    }
    after();
    if matches!(digest_now(&aside), Ok(Some(found)) if found == *expected) {
        return Ok(());
    }
    match aside.persist_noclobber(file) {
        Ok(()) => Err(NotReplaced::Changed),
        Err(error) => Err(NotReplaced::Overtaken(left(error.path))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that holds `seen`, removed while another program writes `before` and `after` it is
    /// moved. Gives back how that ended, what is there then, and what else is in the folder.
    fn removed_among(
        before: Option<&str>,
        after: Option<&str>,
    ) -> (Result<(), NotReplaced>, Option<String>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config");
        fs::write(&file, "seen").unwrap();
        let write = |text: Option<&str>| {
            if let Some(text) = text {
                fs::write(&file, text).unwrap();
            }
        };
        let seen = Digest::of("seen");
        let removed = take_away_among(&file, &seen, || write(before), || write(after));
        let there = fs::read_to_string(&file).ok();
        let entries = fs::read_dir(folder.path()).unwrap();
        let beside = entries.map(|entry| entry.unwrap().path());
        let beside = beside.filter(|path| *path != file);
        let beside = beside.map(|path| fs::read_to_string(path).unwrap());
        (removed, there, beside.collect())
    }

    #[test]
    fn a_file_that_is_as_expected_goes_and_what_comes_after_it_stays() {
        for after in [None, Some("new")] {
            let (removed, there, beside) = removed_among(None, after);
            assert!(removed.is_ok(), "{removed:?}");
            assert_eq!((there.as_deref(), beside), (after, Vec::new()));
        }
    }

    #[test]
    fn what_another_program_wrote_a_moment_before_goes_back() {
        let (removed, there, beside) = removed_among(Some("first"), None);
        assert!(matches!(removed, Err(NotReplaced::Changed)), "{removed:?}");
        assert_eq!((there.as_deref(), beside), (Some("first"), Vec::new()));
    }

    #[test]
    fn what_was_moved_is_kept_when_another_program_writes_twice() {
        let (removed, there, beside) = removed_among(Some("first"), Some("second"));
        let overtaken = matches!(removed, Err(NotReplaced::Overtaken(_)));
        assert!(overtaken, "{removed:?}");
        assert_eq!(there.as_deref(), Some("second"));
        assert_eq!(beside, ["first"]);
    }
}
