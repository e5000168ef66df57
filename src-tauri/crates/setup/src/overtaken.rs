//! Keeps what a write of ours displaced although no plan had seen it: among our own backups, 0600,
//! not in the person's folder. Knows not what the bytes mean.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::error::SetupError;
use crate::files::Files;
use crate::record::Records;
use crate::replace::{Expect, NotReplaced};

/// What `error` means for whoever wanted `file` replaced; what was displaced by that is kept with
/// `records`.
///
/// As everything that others write, it may hold a token of ours that stands in the file.
pub(crate) fn told(
    error: NotReplaced,
    file: &Path,
    (files, records): (&dyn Files, &Records),
    at: Timestamp,
) -> SetupError {
    match error.of(file) {
        SetupError::Overtaken { path, kept } => {
            let kept = keep(kept, (files, records), at);
            SetupError::Overtaken { path, kept }
        }
        other => other,
    }
}

/// Where that fails it stays where it is, under a name that is never cleaned away.
fn keep(displaced: PathBuf, (files, records): (&dyn Files, &Records), at: Timestamp) -> PathBuf {
    let Ok(bytes) = files.bytes(&displaced) else {
        return displaced;
    };
    let Ok(kept) = records.keep_displaced(&bytes, at) else {
        return displaced;
    };
    // Beside the one that is kept, another one is no loss.
    let _ = files.remove(&displaced, Expect::Anything);
    kept
}
