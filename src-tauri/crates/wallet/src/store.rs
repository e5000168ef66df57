//! Our own small JSON files: whole or not at all, for this user only. Knows no shapes but what was
//! last read.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use gateway::wire;
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::clock::Now;
use crate::forecast::History;
use crate::reading::Facts;
use crate::state::{Session, State};

/// A file of ours longer than this is not ours.
const LONGEST: u64 = 8 * 1024 * 1024;

pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let length = fs::metadata(path).ok()?.len();
    if length > LONGEST {
        return None;
    }
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// Replaces the file by rename, mode 0600, its folder 0700, both flushed.
pub(crate) fn write_json<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    write(path, &text)
}

/// The same for any bytes.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = staged(path, bytes)?.persist(path);
    file.map_err(|error| error.error)?;
    sync(folder_of(path))
}

/// The same, only where there is no file yet.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] when there is one.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = staged(path, bytes)?.persist_noclobber(path);
    file.map_err(|error| error.error)?;
    sync(folder_of(path))
}

/// Removes the file for good.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)?;
    sync(folder_of(path))
}

fn staged(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = folder_of(path);
    private_folder(folder)?;
    // `tempfile` makes it 0600.
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

/// Windows has no way to flush a folder.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

pub(crate) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// What was last read from the gateway, so that the window can show it before the network answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Remembered {
    pub(crate) gateway: String,
    pub(crate) account: wire::Account,
    #[serde(default)]
    pub(crate) facts: Facts,
    pub(crate) wallet: Option<Dated<wire::Wallet>>,
    pub(crate) pricing: Option<Dated<wire::Pricing>>,
    pub(crate) inbox: Option<wire::Messages>,
    #[serde(default)]
    pub(crate) history: History,
}

impl Remembered {
    /// What of the State is worth finding again at the next start. The sandbox's is not.
    pub(crate) fn of(state: &State, now: Now) -> Option<Self> {
        let Session::SignedIn {
            account: Some(account),
        } = &state.session
        else {
            return None;
        };
        if state.settings.sandbox {
            return None;
        }
        let at = |mono| now.wall.checked_sub(now.mono - mono).unwrap_or(now.wall);
        Some(Self {
            gateway: state.settings.gateway.clone(),
            account: account.clone(),
            facts: state.facts.clone(),
            wallet: state.wallet.as_ref().map(|reading| Dated {
                at: at(reading.at),
                value: reading.value.clone(),
            }),
            pricing: state.pricing.as_ref().map(|reading| Dated {
                at: at(reading.at),
                value: reading.value.wire.clone(),
            }),
            inbox: state.inbox.clone(),
            history: state.history.clone(),
        })
    }

    /// Whether the other says the same, its dates aside.
    pub(crate) fn says_the_same_as(&self, other: &Self) -> bool {
        self.undated() == other.undated()
    }

    fn undated(&self) -> Self {
        let epoch = Timestamp::UNIX_EPOCH;
        let mut same = self.clone();
        same.history = History::default();
        if let Some(wallet) = &mut same.wallet {
            wallet.at = epoch;
            wallet.value.updated_at = None;
        }
        if let Some(pricing) = &mut same.pricing {
            pricing.at = epoch;
            pricing.value.server_time = epoch;
        }
        same
    }
}

/// A value and when it was read, by the local wall clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Dated<T> {
    pub(crate) at: Timestamp,
    pub(crate) value: T,
}

impl<T> Dated<T> {
    /// How old it is; a clock that went back makes nothing younger than new.
    pub(crate) fn age(&self, now: Timestamp) -> SignedDuration {
        now.duration_since(self.at).max(SignedDuration::ZERO)
    }
}

/// Where the last readings are kept.
#[derive(Debug, Clone)]
pub(crate) struct Memory {
    path: PathBuf,
}

impl Memory {
    pub(crate) fn in_folder(data: &Path) -> Self {
        Self {
            path: data.join("last-known.json"),
        }
    }

    /// The last readings of that gateway.
    pub(crate) fn recall(&self, gateway: &str) -> Option<Remembered> {
        read_json::<Remembered>(&self.path).filter(|remembered| remembered.gateway == gateway)
    }

    pub(crate) fn keep(&self, remembered: &Remembered) -> io::Result<()> {
        write_json(&self.path, remembered)
    }

    pub(crate) fn forget(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_counts_as_none_and_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("file.json");
        assert_eq!(read_json::<Vec<u8>>(&path), None);
        write_json(&path, &vec![1_u8, 2]).unwrap();
        fs::write(&path, "[1, 2").unwrap();
        assert_eq!(read_json::<Vec<u8>>(&path), None);
        write_json(&path, &vec![3_u8]).unwrap();
        assert_eq!(read_json::<Vec<u8>>(&path), Some(vec![3]));
    }

    #[cfg(unix)]
    #[test]
    fn our_files_are_for_this_user_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ours").join("file.json");
        write_json(&path, &1_u8).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }
}
