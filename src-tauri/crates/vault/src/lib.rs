//! Keeps secrets: in the operating system's keychain, or in a passphrase-encrypted file where there
//! is none. It knows names and secrets; it must not know what they are for, nor any network.
//!
//! Every call **blocks** (on a disk, a key derivation, or a keychain that may ask the person
//! something): from async code, call it inside `spawn_blocking`.
//!
//! All secrets of one install live together: one keychain item (service `pro.codexapi.purser`, user
//! `vault`) or one file (`vault.bin`). They are read once, when the vault opens, and kept in memory;
//! a write reads the place again under a lock file first, so that two processes keep each other's
//! secrets. Where a vault file exists, it *is* the choice of place.
//!
//! What was read, written or typed is [`Known`] from then on: a text passes it on its way to a log.

mod crypt;
mod error;
mod file;
mod keychain;
mod known;
mod secrets;
mod settings;
mod vault;

pub use error::VaultError;
pub use known::Known;
pub use settings::{Place, Settings};
pub use vault::{State, Vault};

#[cfg(test)]
mod tests;
