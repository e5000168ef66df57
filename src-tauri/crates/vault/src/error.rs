//! What can fail in the vault. Holds no secret in any text, not even in `Debug`.

use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Why a secret could not be kept or given.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// A setting has a value that is not one of those documented.
    #[error("{name} has an unknown value; use `keychain` or `file`")]
    Setting {
        /// The environment variable.
        name: &'static str,
    },
    /// There is no keychain, and no encrypted file was made.
    #[error("this machine has no keychain, and no encrypted file was chosen instead")]
    Missing,
    /// The keychain was demanded by a setting, so no file is made in its place.
    #[error("the keychain was demanded, but this machine offers none")]
    Forced,
    /// The file's passphrase is not known yet.
    #[error("the encrypted file is locked")]
    Locked,
    /// The vault is open already: there is nothing to unlock.
    #[error("the vault is open already")]
    AlreadyOpen,
    /// The passphrase does not open the file.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// An empty passphrase protects nothing.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
    /// The passphrase file cannot be read.
    #[error("the passphrase file {} cannot be read", path.display())]
    PassphraseFile {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The passphrase file can be read by others than its owner.
    #[error("the passphrase file {} is open to other users; give it mode 0600", path.display())]
    PassphraseFileExposed {
        /// Which file.
        path: PathBuf,
    },
    /// The keychain refused.
    #[error("the keychain refused")]
    Keychain {
        /// Why.
        #[source]
        source: Arc<dyn Error + Send + Sync>,
    },
    /// The keychain did not answer in time; it may be showing a prompt.
    #[error("the keychain does not answer; it may be waiting to be unlocked")]
    KeychainSilent,
    /// The keychain item is not one that we wrote.
    #[error("the keychain item is damaged")]
    KeychainDamaged,
    /// The disk refused.
    #[error("{} cannot be read or written", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file was altered, cut short, or not written by us.
    #[error("{} is damaged", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
    },
    /// The operating system gave no random bytes, or too little memory to derive a key.
    #[error("the system could not provide what encryption needs")]
    Crypto,
}
