//! Keeps secrets: in the system's keychain, or where there is none in a file that a passphrase
//! encrypts. Knows nothing of what a secret is for, and nothing of who asks.
//!
//! All secrets of an install are one item, read once per launch. An encrypted file that exists is
//! the choice made; otherwise the keychain is tried once, and never in a loop. Every call may
//! block, on a disk or on a person who is asked to unlock the keychain: call it where that harms
//! nobody.

mod error;
mod file;
mod items;
mod keychain;
mod settings;

use std::fmt;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use secrecy::SecretString;

pub use error::VaultError;
pub use settings::Settings;

use file::SealedFile;
use items::Items;
use keychain::Keychain;

/// Where secrets are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The system's keychain.
    Keychain,
    /// The encrypted file.
    File,
}

/// Whether secrets can be kept and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// They can.
    Ready(Place),
    /// The file is there, its passphrase is not known.
    Locked,
    /// There is no keychain, and no file.
    Missing,
}

/// The vault of one install.
pub struct Vault {
    file: PathBuf,
    inner: Mutex<Inner>,
}

enum Inner {
    Keychain {
        keychain: Keychain,
        items: Option<Items>,
    },
    File {
        sealed: SealedFile,
        items: Items,
    },
    Locked,
    Missing,
    Broken(fn() -> VaultError),
}

impl Vault {
    /// Finds out where secrets are. Fails never: what is wrong is said by the first use.
    #[must_use]
    pub fn open(settings: Settings) -> Self {
        let file = settings.dir.join("vault.json");
        let inner = match settings.forced {
            Some(Place::Keychain) => keychain(&settings),
            Some(Place::File) => from_file(&file, &settings),
            None if file.exists() => from_file(&file, &settings),
            None => keychain(&settings),
        };
        Self {
            file,
            inner: Mutex::new(inner),
        }
    }

    /// Whether secrets can be kept and read.
    #[must_use]
    pub fn state(&self) -> State {
        match &*self.lock() {
            Inner::Keychain { .. } => State::Ready(Place::Keychain),
            Inner::File { .. } => State::Ready(Place::File),
            Inner::Locked | Inner::Broken(_) => State::Locked,
            Inner::Missing => State::Missing,
        }
    }

    /// Opens the encrypted file, or makes one where there is neither file nor keychain.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`], or what the disk says. A usable vault stays as it is.
    pub fn unlock(&self, passphrase: &SecretString) -> Result<(), VaultError> {
        let mut inner = self.lock();
        match &*inner {
            Inner::Keychain { .. } | Inner::File { .. } => return Ok(()),
            Inner::Locked | Inner::Missing | Inner::Broken(_) => {}
        }
        *inner = open_or_make(&self.file, passphrase)?;
        Ok(())
    }

    /// The secret of that name.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub fn read(&self, name: &str) -> Result<Option<SecretString>, VaultError> {
        self.with_items(|items| items.get(name))
    }

    /// Keeps a secret.
    ///
    /// # Errors
    /// When it could not be kept; the old one is then still there.
    pub fn write(&self, name: &str, secret: &SecretString) -> Result<(), VaultError> {
        self.change(|items| items.with(name, secret))
    }

    /// Forgets a secret; it need not be there.
    ///
    /// # Errors
    /// When it could not be removed.
    pub fn forget(&self, name: &str) -> Result<(), VaultError> {
        if self.with_items(|items| items.get(name))?.is_none() {
            return Ok(());
        }
        self.change(|items| items.without(name))
    }

    fn change(&self, change: impl FnOnce(&Items) -> Items) -> Result<(), VaultError> {
        let changed = self.with_items(change)?;
        match &mut *self.lock() {
            Inner::Keychain { keychain, items } => {
                keychain.write(&changed)?;
                *items = Some(changed);
            }
            Inner::File { sealed, items } => {
                sealed.write(&self.file, &changed)?;
                *items = changed;
            }
            Inner::Locked => return Err(VaultError::Locked),
            Inner::Missing => return Err(VaultError::Missing),
            Inner::Broken(why) => return Err(why()),
        }
        Ok(())
    }

    fn with_items<T>(&self, use_them: impl FnOnce(&Items) -> T) -> Result<T, VaultError> {
        match &mut *self.lock() {
            Inner::Keychain { keychain, items } => {
                let items = match items {
                    Some(items) => items,
                    None => items.insert(keychain.read()?),
                };
                Ok(use_them(items))
            }
            Inner::File { items, .. } => Ok(use_them(items)),
            Inner::Locked => Err(VaultError::Locked),
            Inner::Missing => Err(VaultError::Missing),
            Inner::Broken(why) => Err(why()),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Vault")
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}

fn keychain(settings: &Settings) -> Inner {
    match Keychain::open(settings.patience) {
        Some(keychain) => Inner::Keychain {
            keychain,
            items: None,
        },
        None => Inner::Missing,
    }
}

fn from_file(file: &std::path::Path, settings: &Settings) -> Inner {
    let Some(passphrase_file) = &settings.passphrase_file else {
        return if file.exists() {
            Inner::Locked
        } else {
            Inner::Missing
        };
    };
    let opened = settings::passphrase(passphrase_file)
        .and_then(|passphrase| open_or_make(file, &passphrase));
    match opened {
        Ok(inner) => inner,
        Err(VaultError::WrongPassphrase) => Inner::Broken(|| VaultError::WrongPassphrase),
        Err(VaultError::Damaged) => Inner::Broken(|| VaultError::Damaged),
        Err(_) => Inner::Broken(|| VaultError::PassphraseFile),
    }
}

fn open_or_make(file: &std::path::Path, passphrase: &SecretString) -> Result<Inner, VaultError> {
    let (sealed, items) = if file.exists() {
        SealedFile::open(file, passphrase)?
    } else {
        let (sealed, items) = (SealedFile::new(passphrase)?, Items::default());
        sealed.write(file, &items)?;
        (sealed, items)
    };
    Ok(Inner::File { sealed, items })
}

#[cfg(test)]
mod tests;
