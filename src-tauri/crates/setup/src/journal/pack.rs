//! Keeps the journal small: the oldest patches go first. Decides nothing about configs.

use std::collections::HashSet;
use std::fs;
use std::io::{self, ErrorKind};

use super::{FILE_NAME, Journal, Line, Logged};
use crate::error::SetupError;

/// Patches kept, each on two lines. Half of them go at once, so that this is seldom done.
const MOST_PATCHES: usize = 100;

/// Bytes kept.
const MOST_BYTES: u64 = 1024 * 1024;

impl Journal {
    /// Writes the journal anew without its oldest patches, when it has grown beyond its caps. The
    /// first patch of each config always stays: it knows what was there before us. The caller
    /// holds the records' lock.
    pub(crate) fn pack(&self) -> Result<(), SetupError> {
        self.pack_to(MOST_PATCHES, MOST_BYTES)
            .map_err(|source| self.error(source))
    }

    pub(super) fn pack_to(&self, most_patches: usize, most_bytes: u64) -> io::Result<()> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        let within = u64::try_from(bytes.len()).is_ok_and(|bytes| bytes <= most_bytes);
        if lines <= 2 * most_patches && within {
            return Ok(());
        }
        let patches = self.read_all()?;
        let text = newest(&patches, most_patches / 2, most_bytes / 2)?;
        let mut batch = self.batch();
        batch.put(FILE_NAME, text.as_bytes())?;
        batch.commit()
    }
}

/// The lines of the first patch of each config and of the newest ones within the caps.
fn newest(patches: &[Logged], most: usize, most_bytes: u64) -> io::Result<String> {
    let mut configs = HashSet::new();
    let mut lines = Vec::new();
    for logged in patches {
        let first = configs.insert(logged.patch.place());
        lines.push((first, lines_of(logged)?));
    }
    let mut kept: Vec<String> = Vec::new();
    let mut bytes = 0;
    for (place, (first, text)) in lines.into_iter().rev().enumerate() {
        bytes += u64::try_from(text.len()).unwrap_or(u64::MAX);
        if first || (place < most && bytes <= most_bytes) {
            kept.push(text);
        }
    }
    kept.reverse();
    Ok(kept.concat())
}

fn lines_of(logged: &Logged) -> io::Result<String> {
    let patch = Line::Patch(Box::new(logged.patch.clone()));
    let mut text = serde_json::to_string(&patch)?;
    text.push('\n');
    if let Some(end) = logged.end {
        let id = logged.patch.id.clone();
        let line: Line = Line::End { id, end };
        text += &serde_json::to_string(&line)?;
        text.push('\n');
    }
    Ok(text)
}
