//! The encrypted file: argon2id (RFC 9106) makes a key of the passphrase, XChaCha20-Poly1305
//! seals the secrets with it; everything else in the file is authenticated with them.
//! Knows no keychain.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::VaultError;
use crate::items::Items;

/// OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane.
const STRENGTH: Strength = Strength {
    memory_kib: 19 * 1024,
    passes: 2,
    lanes: 1,
};
const SALT_BYTES: usize = 16;
const NONCE_BYTES: usize = 24;
/// A file of ours is some hundred bytes.
const LONGEST: u64 = 1024 * 1024;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Strength {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// What stands in the file in the clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    version: u32,
    kdf: Strength,
    salt: String,
    nonce: String,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    #[serde(flatten)]
    header: Header,
    sealed: String,
}

/// An opened file: its key, with what the key was made from.
pub(crate) struct SealedFile {
    key: Zeroizing<[u8; 32]>,
    kdf: Strength,
    salt: [u8; SALT_BYTES],
}

impl SealedFile {
    pub(crate) fn new(passphrase: &SecretString) -> Result<Self, VaultError> {
        let salt = random()?;
        Ok(Self {
            key: key(passphrase, &salt, &STRENGTH)?,
            kdf: STRENGTH,
            salt,
        })
    }

    pub(crate) fn open(
        path: &Path,
        passphrase: &SecretString,
    ) -> Result<(Self, Items), VaultError> {
        let failed = |source| VaultError::File { source };
        if fs::metadata(path).map_err(failed)?.len() > LONGEST {
            return Err(VaultError::Damaged);
        }
        let bytes = fs::read(path).map_err(failed)?;
        let Sealed { header, sealed } =
            serde_json::from_slice(&bytes).map_err(|_| VaultError::Damaged)?;
        let sealed = STANDARD.decode(sealed).map_err(|_| VaultError::Damaged)?;
        let salt = bytes_of(&header.salt)?;
        let nonce: [u8; NONCE_BYTES] = bytes_of(&header.nonce)?;
        // Another strength is not ours: it could ask for all memory, or for none.
        if header.version != 1 || header.kdf != STRENGTH {
            return Err(VaultError::Damaged);
        }
        let key = key(passphrase, &salt, &header.kdf)?;
        let aad = authenticated(&header);
        let payload = Payload {
            msg: &sealed,
            aad: &aad,
        };
        let json = cipher(&key)
            .decrypt(&XNonce::from(nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| VaultError::WrongPassphrase)?;
        let items = Items::from_json(&json).ok_or(VaultError::Damaged)?;
        let file = Self {
            key,
            kdf: header.kdf,
            salt,
        };
        Ok((file, items))
    }

    /// Replaces the file by rename, mode 0600; the old one is whole until the new one is.
    pub(crate) fn write(&self, path: &Path, items: &Items) -> Result<(), VaultError> {
        let nonce: [u8; NONCE_BYTES] = random()?;
        let header = Header {
            version: 1,
            kdf: self.kdf.clone(),
            salt: STANDARD.encode(self.salt),
            nonce: STANDARD.encode(nonce),
        };
        let json = items.to_json();
        let aad = authenticated(&header);
        let payload = Payload {
            msg: json.as_bytes(),
            aad: &aad,
        };
        let sealed = cipher(&self.key)
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| VaultError::Damaged)?;
        let sealed = Sealed {
            header,
            sealed: STANDARD.encode(sealed),
        };
        replace(path, &sealed).map_err(|source| VaultError::File { source })
    }
}

fn replace(path: &Path, sealed: &Sealed) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    // `tempfile` makes it 0600.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer(&mut file, sealed)?;
    file.write_all(b"\n")?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*key))
}

/// The header, in a form that does not depend on how JSON was written.
fn authenticated(header: &Header) -> Vec<u8> {
    format!(
        "purser-vault:{}:{}:{}:{}:{}:{}",
        header.version,
        header.kdf.memory_kib,
        header.kdf.passes,
        header.kdf.lanes,
        header.salt,
        header.nonce
    )
    .into_bytes()
}

fn key(
    passphrase: &SecretString,
    salt: &[u8; SALT_BYTES],
    strength: &Strength,
) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let Strength {
        memory_kib,
        passes,
        lanes,
    } = *strength;
    let params =
        Params::new(memory_kib, passes, lanes, Some(32)).map_err(|_| VaultError::Damaged)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.expose_secret().as_bytes(), salt, key.as_mut())
        .map_err(|_| VaultError::Damaged)?;
    Ok(key)
}

fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| VaultError::Randomness)?;
    Ok(bytes)
}

fn bytes_of<const N: usize>(text: &str) -> Result<[u8; N], VaultError> {
    STANDARD
        .decode(text)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(VaultError::Damaged)
}
