//! The one keychain item, asked on a thread of its own so that a silent keychain holds nobody up.
//! Knows no file.
//!
//! A plain thread, not an async worker: the Secret Service client starts a runtime inside the call.

use std::error::Error;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError};
use std::thread;
use std::time::Duration;

use keyring::Entry;
use secrecy::zeroize::Zeroizing;

use crate::VaultError;
use crate::secrets::{self, Secrets};

const SERVICE: &str = "pro.codexapi.purser";
const USER: &str = "vault";
/// A token helper must answer within two seconds in all.
const READ_LIMIT: Duration = Duration::from_millis(1800);
/// A write is a person's act; the keychain may ask them to unlock it.
const WRITE_LIMIT: Duration = Duration::from_secs(60);

/// Why the keychain gave nothing.
#[derive(Clone)]
pub(crate) enum Failure {
    /// There is no keychain on this machine.
    Absent,
    /// It refused.
    Refused(Arc<dyn Error + Send + Sync>),
    /// What it holds is not ours.
    Damaged,
    /// It did not answer in time.
    Silent,
}

type Outcome = Result<Secrets, Failure>;

/// What is known of the item.
pub(crate) struct Keychain {
    item: Item,
}

enum Item {
    Known(Outcome),
    /// A call is still out, perhaps behind a prompt.
    Awaited(Receiver<Outcome>),
}

impl Keychain {
    /// Looks for a keychain and reads the item, once.
    pub(crate) fn open() -> Self {
        let mut keychain = Self {
            item: ask(|| read(&entry()?)),
        };
        keychain.wait(READ_LIMIT);
        keychain
    }

    /// Whether there certainly is no keychain. Silence is not absence.
    pub(crate) fn is_absent(&self) -> bool {
        matches!(self.item, Item::Known(Err(Failure::Absent)))
    }

    /// What was read at opening; asks nothing again.
    pub(crate) fn secrets(&mut self) -> Result<&Secrets, Failure> {
        self.wait(Duration::ZERO);
        match &self.item {
            Item::Known(Ok(secrets)) => Ok(secrets),
            Item::Known(Err(failure)) => Err(failure.clone()),
            Item::Awaited(_) => Err(Failure::Silent),
        }
    }

    /// Reads the item again, changes it, and writes it.
    pub(crate) fn change(
        &mut self,
        change: impl FnOnce(&mut Secrets) + Send + 'static,
    ) -> Result<(), Failure> {
        self.wait(WRITE_LIMIT);
        if matches!(self.item, Item::Awaited(_)) {
            return Err(Failure::Silent);
        }
        let mut written = Self {
            item: ask(move || {
                let entry = entry()?;
                let mut secrets = read(&entry)?;
                change(&mut secrets);
                let json = secrets::encode(&secrets).ok_or(Failure::Damaged)?;
                entry.set_secret(&json).map_err(failure)?;
                Ok(secrets)
            }),
        };
        written.wait(WRITE_LIMIT);
        match written.item {
            Item::Known(Err(failure)) => Err(failure),
            Item::Known(Ok(_)) => {
                self.item = written.item;
                Ok(())
            }
            Item::Awaited(_) => {
                self.item = written.item;
                Err(Failure::Silent)
            }
        }
    }

    fn wait(&mut self, limit: Duration) {
        let Item::Awaited(answer) = &self.item else {
            return;
        };
        let outcome = if limit.is_zero() {
            match answer.try_recv() {
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => Err(lost()),
                Ok(outcome) => outcome,
            }
        } else {
            match answer.recv_timeout(limit) {
                Err(RecvTimeoutError::Timeout) => return,
                Err(RecvTimeoutError::Disconnected) => Err(lost()),
                Ok(outcome) => outcome,
            }
        };
        self.item = Item::Known(outcome);
    }
}

fn ask(call: impl FnOnce() -> Outcome + Send + 'static) -> Item {
    let (answer, answered) = mpsc::channel();
    let started = thread::Builder::new()
        .name("keychain".to_owned())
        .spawn(move || {
            // Nobody may be waiting any more; then the answer is not wanted.
            drop(answer.send(call()));
        });
    match started {
        Ok(_) => Item::Awaited(answered),
        Err(error) => Item::Known(Err(Failure::Refused(Arc::new(error)))),
    }
}

fn entry() -> Result<Entry, Failure> {
    Entry::new(SERVICE, USER).map_err(failure)
}

fn read(entry: &Entry) -> Outcome {
    match entry.get_secret() {
        Ok(json) => secrets::decode(&Zeroizing::new(json)).ok_or(Failure::Damaged),
        Err(keyring::Error::NoEntry) => Ok(Secrets::new()),
        Err(error) => Err(failure(error)),
    }
}

fn failure(error: keyring::Error) -> Failure {
    match error {
        keyring::Error::NoDefaultStore => Failure::Absent,
        // These carry the item's bytes: they are wiped, and never become part of an error.
        keyring::Error::BadEncoding(bytes) | keyring::Error::BadDataFormat(bytes, _) => {
            drop(Zeroizing::new(bytes));
            Failure::Damaged
        }
        other => Failure::Refused(Arc::new(other)),
    }
}

fn lost() -> Failure {
    Failure::Refused(Arc::new(std::io::Error::other(
        "the keychain call ended early",
    )))
}

impl From<Failure> for VaultError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Absent => Self::Missing,
            Failure::Refused(source) => Self::Keychain { source },
            Failure::Damaged => Self::KeychainDamaged,
            Failure::Silent => Self::KeychainSilent,
        }
    }
}
