//! Where each system keeps what it starts at log-in: a file, or a value of Windows' registry. Knows
//! nothing of what stands there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::store;

/// An entry longer than this is not ours.
const LONGEST: u64 = 16 * 1024;

/// Where the entry is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A file.
    File(PathBuf),
    /// Purser's value of the person's `Run` key.
    #[cfg(windows)]
    RunKey,
}

/// What stands in a place.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum There {
    /// Nothing.
    Nothing,
    /// This text.
    Text(String),
    /// Something that Purser does not write.
    Else,
}

impl Place {
    /// What a person knows it by.
    pub(super) fn name(&self) -> PathBuf {
        match self {
            Self::File(file) => file.clone(),
            #[cfg(windows)]
            Self::RunKey => registry::name(),
        }
    }

    pub(super) fn read(&self) -> io::Result<There> {
        match self {
            Self::File(file) => read(file),
            #[cfg(windows)]
            Self::RunKey => registry::read(),
        }
    }

    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] when somebody was quicker.
    pub(super) fn write_new(&self, text: &str) -> io::Result<()> {
        match self {
            Self::File(file) => store::write_new(file, text.as_bytes()),
            #[cfg(windows)]
            Self::RunKey => registry::write(text),
        }
    }

    pub(super) fn write(&self, text: &str) -> io::Result<()> {
        match self {
            Self::File(file) => store::write(file, text.as_bytes()),
            #[cfg(windows)]
            Self::RunKey => registry::write(text),
        }
    }

    pub(super) fn remove(&self) -> io::Result<()> {
        match self {
            Self::File(file) => store::remove(file),
            #[cfg(windows)]
            Self::RunKey => registry::remove(),
        }
    }
}

fn read(file: &Path) -> io::Result<There> {
    match fs::symlink_metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(There::Nothing),
        Err(error) => return Err(error),
        Ok(there) if !there.is_file() || there.len() > LONGEST => return Ok(There::Else),
        Ok(_) => {}
    }
    Ok(String::from_utf8(fs::read(file)?).map_or(There::Else, There::Text))
}

#[cfg(windows)]
mod registry {
    use std::io;
    use std::path::PathBuf;

    use windows_registry::{CURRENT_USER, Key};

    use super::There;

    const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
    /// Where the Task Manager keeps what the person turned off.
    const APPROVED: &str =
        r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";
    const VALUE: &str = "Purser";

    pub(super) fn name() -> PathBuf {
        PathBuf::from(format!(r"HKEY_CURRENT_USER\{RUN}\{VALUE}"))
    }

    pub(super) fn read() -> io::Result<There> {
        let key = CURRENT_USER.open(RUN)?;
        if !has_value(&key)? {
            return Ok(There::Nothing);
        }
        if turned_off()? {
            return Ok(There::Else);
        }
        // A value of another type is nobody's text.
        Ok(key.get_string(VALUE).map_or(There::Else, There::Text))
    }

    pub(super) fn write(text: &str) -> io::Result<()> {
        Ok(CURRENT_USER.create(RUN)?.set_string(VALUE, text)?)
    }

    pub(super) fn remove() -> io::Result<()> {
        Ok(CURRENT_USER.create(RUN)?.remove_value(VALUE)?)
    }

    /// The first byte of a choice is odd when the person turned the entry off.
    fn turned_off() -> io::Result<bool> {
        // There is no such key before the first choice.
        let Ok(key) = CURRENT_USER.open(APPROVED) else {
            return Ok(false);
        };
        if !has_value(&key)? {
            return Ok(false);
        }
        let choice = key.get_value(VALUE)?;
        Ok(choice.first().is_some_and(|byte| byte & 1 == 1))
    }

    fn has_value(key: &Key) -> io::Result<bool> {
        Ok(key.values()?.any(|(name, _)| name == VALUE))
    }
}
