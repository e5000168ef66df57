//! The vault: decides on a place once and answers by name. Knows neither bytes nor buses.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::{ExposeSecret, SecretString};

use crate::file::{self, Opened};
use crate::keychain::{Failure, Keychain};
use crate::secrets::Secrets;
use crate::{Known, Place, Settings, VaultError};

/// Whether secrets can be kept, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Secrets can be read and written.
    Ready(Place),
    /// The file exists and its passphrase is not known.
    Locked,
    /// There is no keychain, and no file yet.
    Missing,
}

/// Secrets by name. Every call blocks; see the crate's documentation.
pub struct Vault {
    settings: Settings,
    known: Known,
    inner: Mutex<Inner>,
}

enum Inner {
    Keychain(Keychain),
    File(Opened),
    Locked,
    Missing,
}

impl Vault {
    /// Opens the vault: the file where one exists or is demanded, else the keychain, which is asked
    /// once, for at most two seconds. A passphrase file, where given, unlocks (or makes) the file.
    #[must_use]
    pub fn open(settings: Settings) -> Self {
        Self::open_telling(settings, Known::default())
    }

    /// The same; every secret that passes the vault is then in `known`.
    #[must_use]
    pub fn open_telling(settings: Settings, known: Known) -> Self {
        let file_exists = file::path(&settings.dir).exists();
        let inner = match (settings.forced, file_exists) {
            (Some(Place::File), _) | (None, true) => open_file(&settings, &known),
            (Some(Place::Keychain), _) | (None, false) => {
                let keychain = Keychain::open();
                if keychain.is_absent() {
                    Inner::Missing
                } else {
                    Inner::Keychain(keychain)
                }
            }
        };
        Self {
            settings,
            known,
            inner: Mutex::new(inner),
        }
    }

    /// The secrets that passed this vault. Never waits.
    #[must_use]
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Whether secrets can be kept, and where. Asks nothing, but waits for a call under way.
    #[must_use]
    pub fn state(&self) -> State {
        match &*self.lock() {
            Inner::Keychain(_) => State::Ready(Place::Keychain),
            Inner::File(_) => State::Ready(Place::File),
            Inner::Locked => State::Locked,
            Inner::Missing => State::Missing,
        }
    }

    /// Opens the existing file, or makes one where there is none.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`], [`VaultError::EmptyPassphrase`], [`VaultError::Damaged`],
    /// [`VaultError::AlreadyOpen`], [`VaultError::Forced`] where the keychain was demanded, or what
    /// the disk said.
    pub fn unlock(&self, passphrase: &SecretString) -> Result<(), VaultError> {
        self.known.learn(passphrase);
        let mut inner = self.lock();
        match &*inner {
            Inner::Keychain(_) | Inner::File(_) => return Err(VaultError::AlreadyOpen),
            Inner::Missing if self.settings.forced == Some(Place::Keychain) => {
                return Err(VaultError::Forced);
            }
            Inner::Missing | Inner::Locked => {}
        }
        *inner = Inner::File(unlocked(&self.settings, passphrase)?);
        Ok(())
    }

    /// The secret of this name, as it was when the vault opened or was last written here.
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::Locked`], [`VaultError::KeychainSilent`], or why the
    /// keychain, the file or the passphrase file could not be read.
    pub fn read(&self, name: &str) -> Result<Option<SecretString>, VaultError> {
        let mut inner = self.ready()?;
        let secrets = match &mut *inner {
            Inner::Keychain(keychain) => keychain.secrets()?,
            Inner::File(opened) => &opened.secrets,
            Inner::Locked => return Err(VaultError::Locked),
            Inner::Missing => return Err(VaultError::Missing),
        };
        // All of them: whoever reads one may next put any other into a text.
        secrets.values().for_each(|secret| self.known.learn(secret));
        Ok(secrets.get(name).cloned())
    }

    /// Keeps the secret under this name. May wait a minute for a person to unlock the keychain.
    ///
    /// # Errors
    /// As [`Vault::read`], or why it could not be written. A keychain that holds nothing of ours and
    /// refuses even this counts as missing from then on, so that a file can be chosen instead.
    pub fn write(&self, name: &str, secret: &SecretString) -> Result<(), VaultError> {
        self.known.learn(secret);
        let (name, secret) = (name.to_owned(), secret.clone());
        self.change(move |secrets| {
            secrets.insert(name, secret);
        })
    }

    /// Forgets the secret of this name; nothing happens where there is none.
    ///
    /// # Errors
    /// As [`Vault::write`].
    pub fn forget(&self, name: &str) -> Result<(), VaultError> {
        if self.read(name)?.is_none() {
            return Ok(());
        }
        let name = name.to_owned();
        self.change(move |secrets| {
            secrets.remove(&name);
        })
    }

    fn change(&self, change: impl FnOnce(&mut Secrets) + Send + 'static) -> Result<(), VaultError> {
        let mut inner = self.ready()?;
        match &mut *inner {
            Inner::Keychain(keychain) => {
                let _lock = file::lock(&self.settings.dir)?;
                let unused = keychain.secrets().is_ok_and(Secrets::is_empty);
                let changed = keychain.change(change);
                if unused && matches!(changed, Err(Failure::Refused(_) | Failure::Absent)) {
                    *inner = Inner::Missing;
                }
                Ok(changed?)
            }
            Inner::File(opened) => opened.change(&self.settings.dir, change),
            Inner::Locked => Err(VaultError::Locked),
            Inner::Missing => Err(VaultError::Missing),
        }
    }

    /// The inner state, after a locked file was given to the passphrase file once more: its failure
    /// is then the answer, instead of a bare "locked".
    fn ready(&self) -> Result<MutexGuard<'_, Inner>, VaultError> {
        let mut inner = self.lock();
        let wants_file = match &*inner {
            Inner::Locked => true,
            Inner::Missing => self.settings.forced == Some(Place::File),
            Inner::Keychain(_) | Inner::File(_) => false,
        };
        if let (true, Some(path)) = (wants_file, &self.settings.passphrase_file) {
            let passphrase = file::passphrase(path)?;
            self.known.learn(&passphrase);
            *inner = Inner::File(unlocked(&self.settings, &passphrase)?);
        }
        Ok(inner)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // No invariant spans a panic: each arm is replaced whole.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Vault")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

fn open_file(settings: &Settings, known: &Known) -> Inner {
    let closed = if file::path(&settings.dir).exists() {
        Inner::Locked
    } else {
        Inner::Missing
    };
    settings
        .passphrase_file
        .as_deref()
        .and_then(|path| file::passphrase(path).ok())
        .inspect(|passphrase| known.learn(passphrase))
        .and_then(|passphrase| unlocked(settings, &passphrase).ok())
        .map_or(closed, Inner::File)
}

fn unlocked(settings: &Settings, passphrase: &SecretString) -> Result<Opened, VaultError> {
    if passphrase.expose_secret().is_empty() {
        return Err(VaultError::EmptyPassphrase);
    }
    if file::path(&settings.dir).exists() {
        file::open(&settings.dir, passphrase)
    } else {
        file::create(&settings.dir, passphrase)
    }
}
