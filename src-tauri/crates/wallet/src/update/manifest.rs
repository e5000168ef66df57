//! The shape of a release's description. Knows no trust: [`super::judge()`] decides whether it may be
//! read at all.

use jiff::Timestamp;
use semver::Version;
use serde::{Deserialize, Serialize};

/// The format that this version reads.
pub const MANIFEST_FORMAT: u32 = 1;

/// What is published about the newest release. What it has besides is for later versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// [`MANIFEST_FORMAT`].
    pub format: u32,
    /// Grows with every description that is signed, whatever its version.
    pub counter: u32,
    /// The newest release.
    pub version: Version,
    /// When it was signed.
    pub issued: Timestamp,
    /// From then on it is stale: another one must have been signed meanwhile.
    pub expires: Timestamp,
    /// What is new, in plain text.
    #[serde(default)]
    pub notes: String,
    /// Where a person finds the release; `https`.
    #[serde(default)]
    pub page: Option<String>,
    /// The files of the release.
    #[serde(default)]
    pub artefacts: Vec<Artefact>,
}

/// A file that installs a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Artefact {
    /// `linux`, `macos`, `windows`.
    pub os: String,
    /// `x86_64`, `aarch64`.
    pub arch: String,
    /// `appimage`, `app`, `msi`, `nsis`, `deb`, `rpm`.
    pub kind: String,
    /// Where it lies.
    pub url: String,
    /// Its length, in bytes.
    pub size: u32,
    /// Its SHA-256, in lower-case hexadecimal.
    pub sha256: String,
    /// Its own signature, as Tauri's updater reads it; empty where that is not used.
    #[serde(default)]
    pub signature: String,
}
