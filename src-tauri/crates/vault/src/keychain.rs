//! The system's keychain: one item. Knows no file.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use keyring::{Entry, Error};
use zeroize::Zeroizing;

use crate::VaultError;
use crate::items::Items;

const SERVICE: &str = "pro.codexapi.purser";
const USER: &str = "vault";

/// A keychain that answered when it was opened.
#[derive(Debug)]
pub(crate) struct Keychain {
    patience: Duration,
}

impl Keychain {
    /// None where the system has none, or where it does not answer.
    pub(crate) fn open(patience: Duration) -> Option<Self> {
        let available = within(patience, || Entry::store_status().is_ok()).ok()?;
        available.then_some(Self { patience })
    }

    /// All secrets; none where the item was never written.
    pub(crate) fn read(&self) -> Result<Items, VaultError> {
        let read = within(self.patience, || {
            let json = entry()?.get_password().map(Zeroizing::new);
            match json {
                Ok(json) => Ok(Some(json)),
                Err(Error::NoEntry) => Ok(None),
                Err(source) => Err(VaultError::Keychain { source }),
            }
        })??;
        match read {
            None => Ok(Items::default()),
            Some(json) => Items::from_json(json.as_bytes()).ok_or(VaultError::KeychainItem),
        }
    }

    pub(crate) fn write(&self, items: &Items) -> Result<(), VaultError> {
        let json = items.to_json();
        within(self.patience, move || {
            entry()?
                .set_password(&json)
                .map_err(|source| VaultError::Keychain { source })
        })?
    }
}

fn entry() -> Result<Entry, VaultError> {
    Entry::new(SERVICE, USER).map_err(|source| VaultError::Keychain { source })
}

/// Runs `call` on a thread of its own: D-Bus calls must not run on an async worker, and a keychain
/// that waits for a person must not hold up whoever asks for longer than they can wait.
fn within<T: Send + 'static>(
    patience: Duration,
    call: impl FnOnce() -> T + Send + 'static,
) -> Result<T, VaultError> {
    let (done, answer) = mpsc::sync_channel(1);
    thread::spawn(move || {
        // Who asked may have lost patience.
        let _ = done.send(call());
    });
    answer
        .recv_timeout(patience)
        .map_err(|_| VaultError::KeychainSilent)
}
