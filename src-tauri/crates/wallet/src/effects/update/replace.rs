//! Puts a new AppImage in the place of the old one: whole or not at all, also when the power fails.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

use super::logged;
use super::staged::{Staged, disk};
use crate::problem::Fault;
use crate::update::{Artefact, UpdateFault};

/// Replaces `file`, or what it links to. It keeps its name and its rights; a Purser that runs from
/// the old one goes on doing so until it ends.
pub(super) fn replace(file: &Path, staged: Staged, wanted: &Artefact) -> Result<(), Fault> {
    renamed(file, staged, wanted).map_err(disk)?.map_err(logged)
}

fn renamed(file: &Path, staged: Staged, wanted: &Artefact) -> io::Result<Result<(), UpdateFault>> {
    let file = fs::canonicalize(file)?;
    let rights = fs::metadata(&file)?.permissions();
    let folder = file.parent().unwrap_or(Path::new("/"));
    let mut next = NamedTempFile::new_in(folder)?;
    if let Err(fault) = staged.copy_into(&mut next, wanted)? {
        return Ok(Err(fault));
    }
    next.as_file().set_permissions(rights)?;
    next.as_file().sync_all()?;
    next.persist(&file).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()?;
    Ok(Ok(()))
}
