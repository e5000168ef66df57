//! Where the vault is and what was demanded of it. Reads no environment by itself.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::VaultError;

const PLACE: &str = "PURSER_VAULT";
const PASSPHRASE_FILE: &str = "PURSER_VAULT_PASSPHRASE_FILE";

/// Where secrets are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The operating system's keychain.
    Keychain,
    /// A file that a passphrase encrypts.
    File,
}

/// What [`crate::Vault::open`] needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Our data folder; made with mode 0700 when first written to.
    pub dir: PathBuf,
    /// The place demanded by `PURSER_VAULT`, against what would be chosen.
    pub forced: Option<Place>,
    /// A file with the passphrase (`PURSER_VAULT_PASSPHRASE_FILE`): one trailing newline is not part
    /// of it; it may not be empty, nor (on Unix) readable by group or others.
    pub passphrase_file: Option<PathBuf>,
}

impl Settings {
    /// Reads `PURSER_VAULT` (`keychain` or `file`) and `PURSER_VAULT_PASSPHRASE_FILE` through `get`;
    /// empty counts as unset.
    ///
    /// # Errors
    /// [`VaultError::Setting`] for any other value of `PURSER_VAULT`.
    pub fn from_env(
        dir: PathBuf,
        get: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, VaultError> {
        let set = |name: &str| get(name).filter(|value| !value.is_empty());
        let forced = match set(PLACE) {
            None => None,
            Some(value) if value == "keychain" => Some(Place::Keychain),
            Some(value) if value == "file" => Some(Place::File),
            Some(_) => return Err(VaultError::Setting { name: PLACE }),
        };
        Ok(Self {
            dir,
            forced,
            passphrase_file: set(PASSPHRASE_FILE).map(PathBuf::from),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(place: Option<&'static str>) -> Result<Settings, VaultError> {
        Settings::from_env(PathBuf::from("/data"), move |name| match name {
            PLACE => place.map(OsString::from),
            _ => None,
        })
    }

    #[test]
    fn the_place_is_what_the_environment_says() {
        assert_eq!(read(None).unwrap().forced, None);
        assert_eq!(read(Some("")).unwrap().forced, None);
        assert_eq!(read(Some("file")).unwrap().forced, Some(Place::File));
        assert_eq!(
            read(Some("keychain")).unwrap().forced,
            Some(Place::Keychain)
        );
    }

    #[test]
    fn an_unknown_place_is_an_error_and_not_a_default() {
        assert!(matches!(
            read(Some("keyring")),
            Err(VaultError::Setting {
                name: "PURSER_VAULT"
            })
        ));
    }
}
