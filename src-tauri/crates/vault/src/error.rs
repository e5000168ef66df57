//! What can fail. No error carries a secret or a passphrase.

use std::io;

/// Why the vault could not be used.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no keychain, and no encrypted file.
    #[error("there is no keychain, and no encrypted file was chosen")]
    Missing,
    /// The encrypted file is there, its passphrase is not known.
    #[error("the encrypted file is locked")]
    Locked,
    /// The passphrase does not open the encrypted file.
    #[error("the passphrase does not open the encrypted file")]
    WrongPassphrase,
    /// The encrypted file is not one of ours any more.
    #[error("the encrypted file is damaged")]
    Damaged,
    /// The passphrase file cannot be used: unreadable, empty, or readable to others.
    #[error("PURSER_VAULT_PASSPHRASE_FILE must name a file that only its owner can read")]
    PassphraseFile,
    /// `PURSER_VAULT` is neither `keychain` nor `file`.
    #[error("PURSER_VAULT is neither `keychain` nor `file`")]
    UnknownPlace,
    /// The keychain did not answer in time; it may be asking for its password.
    #[error("the keychain does not answer; it may be locked")]
    KeychainSilent,
    /// The keychain refused.
    #[error("the keychain refused")]
    Keychain {
        /// Why.
        source: keyring::Error,
    },
    /// The keychain's item is not ours any more.
    #[error("the keychain's item cannot be read")]
    KeychainItem,
    /// The encrypted file could not be read or written.
    #[error("the encrypted file could not be read or written")]
    File {
        /// Why.
        source: io::Error,
    },
    /// The system gives no randomness.
    #[error("the system gives no randomness")]
    Randomness,
}
