//! Notices that a config file was written, without reading it. Knows nothing of what is in it.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use jiff::Timestamp;

/// Whether a file is still the one that it was: equal fingerprints mean that nobody wrote it in
/// between, as finely as the file system's clock ticks. It is that of the file to which symlinks
/// lead.
///
/// By what the system says of the file: device and number, size, and the times of its last write
/// and last change. The last cannot be set back by a program (POSIX, `st_ctime`). On Windows std
/// tells neither that nor the number: a writer who keeps size and times is missed there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    place: Place,
    bytes: u64,
    written_at: Option<Timestamp>,
}

#[cfg(unix)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    device: u64,
    inode: u64,
    /// Seconds since 1970 and nanoseconds.
    changed_at: (i64, i64),
}

#[cfg(not(unix))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    created_at: Option<Timestamp>,
}

impl Fingerprint {
    /// That of the file at `path`; none when there is no such file. An error when the system does
    /// not let us look.
    pub fn of(path: &Path) -> io::Result<Option<Self>> {
        match fs::metadata(path) {
            Ok(found) => Ok(Some(Self {
                place: Place::of(&found),
                bytes: found.len(),
                written_at: found.modified().ok().and_then(timestamp),
            })),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// When the file was written last, by its own word. None when the system does not say.
    #[must_use]
    pub fn written_at(&self) -> Option<Timestamp> {
        self.written_at
    }
}

impl Place {
    #[cfg(unix)]
    fn of(found: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self {
            device: found.dev(),
            inode: found.ino(),
            changed_at: (found.ctime(), found.ctime_nsec()),
        }
    }

    #[cfg(not(unix))]
    fn of(found: &fs::Metadata) -> Self {
        Self {
            created_at: found.created().ok().and_then(timestamp),
        }
    }
}

fn timestamp(at: std::time::SystemTime) -> Option<Timestamp> {
    Timestamp::try_from(at).ok()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    fn of(path: &Path) -> Fingerprint {
        Fingerprint::of(path).unwrap().unwrap()
    }

    fn set_written_at(path: &Path, second: u64) {
        let file = fs::File::options().write(true).open(path).unwrap();
        let at = UNIX_EPOCH + Duration::from_secs(second);
        file.set_modified(at).unwrap();
    }

    #[test]
    fn a_file_that_nobody_wrote_keeps_its_fingerprint() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, "a = 1\n").unwrap();
        let before = of(&path);
        assert_eq!(fs::read_to_string(&path).unwrap(), "a = 1\n");
        assert_eq!(of(&path), before);
    }

    #[test]
    fn a_write_of_as_many_bytes_that_sets_the_time_back_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, "a = 1\n").unwrap();
        set_written_at(&path, 1_700_000_000);
        let before = of(&path);
        // The clock of a file system may tick as seldom as every 10 ms.
        let other = folder.path().join("other");
        fs::write(&other, "").unwrap();
        while of(&other).place.changed_at == before.place.changed_at {
            fs::write(&other, "").unwrap();
        }
        fs::write(&path, "a = 2\n").unwrap();
        set_written_at(&path, 1_700_000_000);
        let after = of(&path);
        assert_eq!(after.written_at(), before.written_at());
        assert_ne!(after, before);
    }

    #[test]
    fn a_file_that_took_the_place_of_another_is_noticed_also_behind_symlinks() {
        let folder = tempfile::tempdir().unwrap();
        let [real, other, link, outer] =
            ["real", "other", "link", "outer"].map(|name| folder.path().join(name));
        fs::write(&real, "a = 1\n").unwrap();
        symlink(&real, &link).unwrap();
        symlink(&link, &outer).unwrap();
        let before = of(&outer);
        assert_eq!(of(&real), before);
        fs::write(&other, "a = 1\n").unwrap();
        fs::rename(&other, &real).unwrap();
        assert_ne!(of(&outer), before);
    }

    #[test]
    fn it_says_when_the_file_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, "").unwrap();
        set_written_at(&path, 1_700_000_000);
        let written_at = Timestamp::from_second(1_700_000_000).unwrap();
        assert_eq!(of(&path).written_at(), Some(written_at));
    }

    #[test]
    fn a_missing_file_and_a_dangling_link_have_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        assert_eq!(Fingerprint::of(&path).unwrap(), None);
        symlink(folder.path().join("nowhere"), &path).unwrap();
        assert_eq!(Fingerprint::of(&path).unwrap(), None);
        symlink("loop", folder.path().join("loop")).unwrap();
        assert!(Fingerprint::of(&folder.path().join("loop")).is_err());
    }
}
