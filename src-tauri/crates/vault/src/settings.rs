//! How the vault is chosen from outside. Knows no secret but the passphrase that it reads.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::{Place, VaultError};

/// A person may have to unlock the keychain.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the vault is and how long it may wait.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Our data folder; the encrypted file is in it.
    pub dir: PathBuf,
    /// `PURSER_VAULT`.
    pub forced: Option<Place>,
    /// `PURSER_VAULT_PASSPHRASE_FILE`.
    pub passphrase_file: Option<PathBuf>,
    /// How long the keychain may take.
    pub patience: Duration,
}

impl Settings {
    /// Reads `PURSER_VAULT` and `PURSER_VAULT_PASSPHRASE_FILE` by `get`.
    ///
    /// # Errors
    /// [`VaultError::UnknownPlace`] when `PURSER_VAULT` is neither `keychain` nor `file`.
    pub fn from_env(
        dir: PathBuf,
        get: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, VaultError> {
        let forced = match get("PURSER_VAULT") {
            None => None,
            Some(place) if place.is_empty() => None,
            Some(place) if place == "keychain" => Some(Place::Keychain),
            Some(place) if place == "file" => Some(Place::File),
            Some(_) => return Err(VaultError::UnknownPlace),
        };
        Ok(Self {
            dir,
            forced,
            passphrase_file: get("PURSER_VAULT_PASSPHRASE_FILE")
                .filter(|path| !path.is_empty())
                .map(PathBuf::from),
            patience: PATIENCE,
        })
    }
}

/// The passphrase in that file, without one line ending. Refused when others could read it too.
pub(crate) fn passphrase(path: &Path) -> Result<SecretString, VaultError> {
    let refused = |_| VaultError::PassphraseFile;
    let metadata = fs::metadata(path).map_err(refused)?;
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077 != 0 {
        return Err(VaultError::PassphraseFile);
    }
    if !metadata.is_file() || metadata.len() > 64 * 1024 {
        return Err(VaultError::PassphraseFile);
    }
    let text = Zeroizing::new(fs::read_to_string(path).map_err(refused)?);
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() {
        return Err(VaultError::PassphraseFile);
    }
    Ok(SecretString::from(line.to_owned()))
}
