//! Whether a release's description is believed. Pure: bytes, key, clock and memory are handed in.

use std::cmp::Ordering;

use jiff::Timestamp;
use minisign_verify::{PublicKey, Signature};
use semver::Version;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{ARTEFACT_LIMIT, Artefact, MANIFEST_FORMAT, Manifest, Origin};

/// What is remembered of the last description that was believed. The next may not go behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// Its counter.
    pub counter: u32,
    /// Its version.
    pub version: Version,
    /// When it was signed: it is later than that, whatever the clock says.
    pub issued: Timestamp,
    /// Its SHA-256: two descriptions with one counter cannot both be ours.
    pub sha256: String,
}

/// The kind of computer that this program was built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// As in [`Artefact::os`].
    pub os: &'static str,
    /// As in [`Artefact::arch`].
    pub arch: &'static str,
}

impl Target {
    /// This program's.
    pub const THIS: Self = Self {
        os: std::env::consts::OS,
        arch: std::env::consts::ARCH,
    };
}

/// What a description is judged by.
#[derive(Debug, Clone)]
pub struct Known<'a> {
    /// The public key, as [`super::ReleaseSource::key`].
    pub key: &'a str,
    /// The clock of this computer, which may be wrong.
    pub now: Timestamp,
    /// The last description that was believed.
    pub last: Option<&'a Seen>,
    /// The version that is installed.
    pub installed: &'a Version,
    /// How it was installed.
    pub origin: &'a Origin,
    /// What it runs on.
    pub target: Target,
}

/// A believed description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// To be remembered before anything is done about it.
    pub seen: Seen,
    /// The release, when it is newer than what is installed.
    pub offer: Option<Offer>,
}

/// A release that is newer than what is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its version.
    pub version: Version,
    /// What is new, in plain text.
    pub notes: String,
    /// Where a person finds it.
    pub page: Option<String>,
    /// What Purser installs itself; none where a package manager, or the person, does.
    pub artefact: Option<Artefact>,
}

/// Why a description, or a file that it names, is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UpdateFault {
    /// The key that was built in is none. A mistake of whoever built this program.
    #[error("the built-in release key cannot be read")]
    KeyUnreadable,
    /// Our key did not sign these bytes.
    #[error("the description was not signed with our key")]
    NotSigned,
    /// It ends before its end.
    #[error("the description or file was cut short")]
    Truncated,
    /// Our key signed it, and this version cannot read it.
    #[error("the description cannot be read")]
    Unreadable,
    /// A later description, or a later version, was there before.
    #[error("the description goes back to {version}")]
    RolledBack {
        /// The version that it names.
        version: Version,
    },
    /// It is stale.
    #[error("the description expired at {expires}")]
    Expired {
        /// When it expired.
        expires: Timestamp,
    },
    /// A description or a file is longer than it may be.
    #[error("the description or file is too large")]
    TooLarge,
    /// The file is not the one that was signed for.
    #[error("the file has another SHA-256 than the description says")]
    OtherBytes,
    /// The release has no file for this computer.
    #[error("{version} has no file for this computer")]
    NotForThis {
        /// Its version.
        version: Version,
    },
}

/// Judges a description by its detached signature, and by all that is known.
///
/// Time is sound where the clock is not: a description that our key signed proves that it is later
/// than its issue, so a clock that was set back makes no stale description fresh.
///
/// # Errors
/// [`UpdateFault`], one for each way to be refused.
pub fn judge(manifest: &[u8], signature: &[u8], known: &Known<'_>) -> Result<Verdict, UpdateFault> {
    let key = PublicKey::from_base64(known.key).map_err(|_| UpdateFault::KeyUnreadable)?;
    if !signed(manifest, signature, &key) {
        return Err(unsigned(manifest));
    }
    let sha256 = sha256(manifest);
    let manifest: Manifest =
        serde_json::from_slice(manifest).map_err(|_| UpdateFault::Unreadable)?;
    if manifest.format != MANIFEST_FORMAT {
        return Err(UpdateFault::Unreadable);
    }
    let seen = Seen {
        counter: manifest.counter,
        version: manifest.version.clone(),
        issued: manifest.issued,
        sha256,
    };
    if goes_back(&seen, known) {
        let version = manifest.version;
        return Err(UpdateFault::RolledBack { version });
    }
    let proven = known
        .last
        .map_or(manifest.issued, |last| last.issued.max(manifest.issued));
    if manifest.expires <= known.now.max(proven) {
        let expires = manifest.expires;
        return Err(UpdateFault::Expired { expires });
    }
    let newer = manifest.version > *known.installed;
    let offer = newer.then(|| offer(manifest, known)).transpose()?;
    Ok(Verdict { seen, offer })
}

impl Artefact {
    /// Whether a file of this length, in bytes, and this SHA-256 is the one that was signed for.
    ///
    /// # Errors
    /// [`UpdateFault::Truncated`], [`UpdateFault::TooLarge`] or [`UpdateFault::OtherBytes`].
    pub fn accept(&self, length: u64, sha256: &str) -> Result<(), UpdateFault> {
        match length.cmp(&u64::from(self.size)) {
            Ordering::Less => Err(UpdateFault::Truncated),
            Ordering::Greater => Err(UpdateFault::TooLarge),
            Ordering::Equal if sha256 == self.sha256 => Ok(()),
            Ordering::Equal => Err(UpdateFault::OtherBytes),
        }
    }
}

fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Lower-case.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn signed(manifest: &[u8], signature: &[u8], key: &PublicKey) -> bool {
    let Ok(text) = std::str::from_utf8(signature) else {
        return false;
    };
    // The older way to sign, without hashing first, is not needed by anybody.
    Signature::decode(text).is_ok_and(|signature| key.verify(manifest, &signature, false).is_ok())
}

/// Bytes that nobody vouches for are looked at only to tell a transfer that broke off from another's
/// signature.
fn unsigned(manifest: &[u8]) -> UpdateFault {
    match serde_json::from_slice::<IgnoredAny>(manifest) {
        Err(error) if error.is_eof() => UpdateFault::Truncated,
        Ok(_) | Err(_) => UpdateFault::NotSigned,
    }
}

fn goes_back(seen: &Seen, known: &Known<'_>) -> bool {
    let behind = known.last.is_some_and(|last| {
        let another = seen.counter == last.counter && seen.sha256 != last.sha256;
        seen.counter < last.counter || seen.version < last.version || another
    });
    behind || seen.version < *known.installed
}

fn offer(manifest: Manifest, known: &Known<'_>) -> Result<Offer, UpdateFault> {
    let version = manifest.version;
    let artefact = match known.origin.artefact_kind() {
        None => None,
        Some(kind) => {
            let fits = |artefact: &Artefact| {
                artefact.os == known.target.os
                    && artefact.arch == known.target.arch
                    && artefact.kind == kind
            };
            let Some(artefact) = manifest.artefacts.into_iter().find(fits) else {
                return Err(UpdateFault::NotForThis { version });
            };
            Some(artefact)
        }
    };
    if artefact
        .as_ref()
        .is_some_and(|artefact| artefact.size > ARTEFACT_LIMIT)
    {
        return Err(UpdateFault::TooLarge);
    }
    Ok(Offer {
        version,
        notes: manifest.notes,
        page: manifest.page,
        artefact,
    })
}

#[cfg(test)]
mod tests;
