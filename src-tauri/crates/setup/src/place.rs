//! Where a config file really stands, and what is in it now. Writes nothing.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use crate::digest::Digest;
use crate::error::SetupError;

/// As many links as Linux follows.
const MOST_LINKS: usize = 40;

/// A file's place after its symlinks, and its content at one moment.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    /// Where the links begin.
    pub(crate) config: PathBuf,
    /// Where the bytes are (or would be).
    pub(crate) file: PathBuf,
    /// Whether a symlink led there.
    pub(crate) linked: bool,
    /// What is there; none when there is no file.
    pub(crate) content: Option<Content>,
}

/// A file's content.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    /// UTF-8, byte order mark included.
    pub(crate) text: SecretString,
    /// Of exactly these bytes.
    pub(crate) digest: Digest,
    /// Permission bits; none where the system has none.
    pub(crate) mode: Option<u32>,
}

impl Snapshot {
    /// The text, empty when there is no file.
    pub(crate) fn text(&self) -> &str {
        self.content
            .as_ref()
            .map_or("", |content| content.text.expose_secret())
    }

    /// The digest; none when there is no file.
    pub(crate) fn digest(&self) -> Option<&Digest> {
        self.content.as_ref().map(|content| &content.digest)
    }

    /// The permission bits; none when there is no file.
    pub(crate) fn mode(&self) -> Option<u32> {
        self.content.as_ref().and_then(|content| content.mode)
    }

    /// The folder of the file.
    pub(crate) fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("."))
    }
}

/// Follows the links of `config` and reads what is there.
pub(crate) fn read(config: &Path) -> Result<Snapshot, SetupError> {
    let (file, linked) = follow(config)?;
    let content = match fs::symlink_metadata(&file) {
        Ok(found) => Some(read_content(&file, &found)?),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(source) => return Err(read_error(&file, source)),
    };
    Ok(Snapshot {
        config: config.to_owned(),
        file,
        linked,
        content,
    })
}

/// Refuses what is marked read-only. The administrator could write there all the same; a mark is a
/// wish, so it is honoured.
pub(crate) fn check_writable(snapshot: &Snapshot) -> Result<(), SetupError> {
    let folder = snapshot.folder();
    for path in [&snapshot.file, folder] {
        match fs::metadata(path) {
            Ok(found) if is_read_only(&found) => {
                let path = path.to_owned();
                return Err(SetupError::ReadOnly { path });
            }
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(source) => return Err(read_error(path, source)),
        }
    }
    if snapshot.linked && !folder.is_dir() {
        let path = folder.to_owned();
        return Err(SetupError::LinkLeadsNowhere { path });
    }
    Ok(())
}

/// The digest of what is at `file` at this moment; none when nothing is.
pub(crate) fn digest_now(file: &Path) -> io::Result<Option<Digest>> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(Digest::of(bytes))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether nothing is at `path` (not even a link), or a folder with nothing in it.
pub(crate) fn is_free(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => Ok(fs::read_dir(path)?.next().is_none()),
        Ok(_) => Ok(false),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// The permission bits of a file.
#[cfg(unix)]
pub(crate) fn mode_of(found: &Metadata) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    Some(found.mode() & 0o7777)
}

/// The permission bits of a file.
#[cfg(not(unix))]
pub(crate) fn mode_of(_found: &Metadata) -> Option<u32> {
    None
}

/// On Windows the mark means nothing on a folder.
fn is_read_only(found: &Metadata) -> bool {
    let means_something = cfg!(unix) || found.is_file();
    means_something && found.permissions().readonly()
}

fn follow(path: &Path) -> Result<(PathBuf, bool), SetupError> {
    let mut place = path.to_owned();
    for followed in 0..=MOST_LINKS {
        let target = match fs::symlink_metadata(&place) {
            Ok(found) if found.is_symlink() => {
                fs::read_link(&place).map_err(|source| read_error(&place, source))?
            }
            Ok(_) => return Ok((place, followed > 0)),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok((place, followed > 0)),
            Err(source) => return Err(read_error(&place, source)),
        };
        place = match place.parent() {
            Some(folder) => folder.join(target),
            None => target,
        };
    }
    let path = path.to_owned();
    Err(SetupError::LinkLoop { path })
}

fn read_content(file: &Path, found: &Metadata) -> Result<Content, SetupError> {
    let path = file.to_owned();
    if !found.is_file() {
        return Err(SetupError::NotAFile { path });
    }
    let bytes = fs::read(file).map_err(|source| read_error(file, source))?;
    let digest = Digest::of(&bytes);
    let text = String::from_utf8(bytes).map_err(|error| SetupError::NotUtf8 {
        path,
        valid_up_to: error.utf8_error().valid_up_to(),
    })?;
    Ok(Content {
        text: text.into(),
        digest,
        mode: mode_of(found),
    })
}

fn read_error(path: &Path, source: io::Error) -> SetupError {
    let path = path.to_owned();
    SetupError::Read { path, source }
}
