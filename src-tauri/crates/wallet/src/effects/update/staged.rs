//! A file of a release on its way onto this computer: into a folder of ours, and no further before
//! it is what was signed.

use std::fs;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use gateway::release::{ReleaseUrl, Releases};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use tokio::sync::mpsc;

use super::{logged, not_installed};
use crate::effects::Tools;
use crate::problem::Fault;
use crate::store::private_folder;
use crate::update::{Artefact, UpdateFault, hexadecimal};

/// How many parts may wait for the disk.
const PARTS_WAITING: usize = 16;

/// A whole file that was signed for. Dropping it removes it.
pub(super) struct Staged(NamedTempFile);

/// Fetches a file into our own folder.
pub(super) async fn fetch(tools: &Tools, artefact: &Artefact) -> Result<Staged, Fault> {
    let url = ReleaseUrl::parse(&artefact.url).map_err(|_| logged(UpdateFault::Unreadable))?;
    let folder = tools.folders.data.join("updates");
    let releases = Releases::new().map_err(logged)?;
    let file = releases.file(&url, artefact.size.into()).await;
    let mut arriving = file.map_err(logged)?;
    let (parts, coming) = mpsc::channel(PARTS_WAITING);
    let wanted = artefact.clone();
    let writing = tokio::task::spawn_blocking(move || write(&folder, coming, &wanted));
    let arrived = loop {
        match arriving.next().await {
            Ok(Some(part)) => {
                if parts.send(part).await.is_err() {
                    // The disk refused; it says so below.
                    break Ok(());
                }
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(logged(error)),
        }
    };
    drop(parts);
    // Also of what did not arrive whole, nothing is left when this returns.
    let written = writing
        .await
        .map_err(io::Error::other)
        .and_then(|written| written);
    arrived?;
    written.map_err(disk)?.map_err(logged)
}

/// Writes what comes. What does not become the file that was signed for is gone again.
fn write(
    folder: &Path,
    mut coming: mpsc::Receiver<Vec<u8>>,
    wanted: &Artefact,
) -> io::Result<Result<Staged, UpdateFault>> {
    private_folder(folder)?;
    clear(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    let (mut length, mut digest) = (0, Sha256::new());
    while let Some(part) = coming.blocking_recv() {
        file.write_all(&part)?;
        digest.update(&part);
        length += u64::try_from(part.len()).map_err(io::Error::other)?;
    }
    file.as_file().sync_all()?;
    let accepted = wanted.accept(length, &hexadecimal(&digest.finalize()));
    Ok(accepted.map(|()| Staged(file)))
}

/// What an earlier start left behind is of no use.
fn clear(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

impl Staged {
    /// Copies it, and looks again at every byte that goes over.
    pub(super) fn copy_into(
        mut self,
        other: &mut impl Write,
        wanted: &Artefact,
    ) -> io::Result<Result<(), UpdateFault>> {
        let (mut length, mut digest) = (0, Sha256::new());
        self.0.rewind()?;
        let mut part = vec![0; 64 * 1024];
        loop {
            let count = self.0.read(&mut part)?;
            if count == 0 {
                return Ok(wanted.accept(length, &hexadecimal(&digest.finalize())));
            }
            other.write_all(&part[..count])?;
            digest.update(&part[..count]);
            length += u64::try_from(count).map_err(io::Error::other)?;
        }
    }

    /// Leaves it in our folder for another program, and says where.
    pub(super) fn kept(self) -> Result<PathBuf, Fault> {
        let (_, path) = self.0.keep().map_err(|error| disk(error.error))?;
        Ok(path)
    }
}

pub(super) fn disk(error: io::Error) -> Fault {
    tracing::error!(%error, "the update was not written");
    not_installed("reason-update-disk").with("cause", error.kind().to_string())
}
