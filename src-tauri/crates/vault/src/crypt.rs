//! The sealed form of the vault file: argon2id over the passphrase, XChaCha20-Poly1305 over the
//! secrets. Knows bytes only, no disk.
//!
//! ```text
//! {"format":"purser-vault","version":1,"memoryKib":…,"passes":…,"lanes":…,"salt":…,"check":…,"nonce":…}\n
//! <ciphertext and tag>
//! ```
//! The header line is authenticated with the ciphertext. `check` is derived beside the key: it tells
//! a wrong passphrase from an altered file.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead, Generate, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

const FORMAT: &str = "purser-vault";
const VERSION: u32 = 1;
const KEY_BYTES: usize = 32;
const CHECK_BYTES: usize = 16;
const SALT_BYTES: usize = 16;
const HEADER_LIMIT_BYTES: usize = 1024;
/// Above this a file is refused: opening it would be an attack on this machine's memory.
const MEMORY_LIMIT_KIB: u32 = 256 * 1024;
const PASSES_LIMIT: u32 = 16;
const LANES_LIMIT: u32 = 8;

/// What the file says about itself, in the clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Header {
    format: String,
    version: u32,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    check: String,
    nonce: String,
}

/// How the key is derived. The salt stays for the file's life; each sealing has a new nonce.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Derivation {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: [u8; SALT_BYTES],
}

/// A key that opens and seals one file. `Debug` is not there: it is a secret.
pub(crate) struct Key {
    derivation: Derivation,
    key: Zeroizing<[u8; KEY_BYTES]>,
    check: [u8; CHECK_BYTES],
}

/// Why bytes were not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotOpened {
    /// Not the passphrase (or an altered salt or check).
    WrongPassphrase,
    /// Not written by us, or altered.
    Damaged,
    /// Written by us with a passphrase that the given key does not stand for.
    OtherKey,
    /// The system gave no randomness or memory.
    System,
}

impl Key {
    /// A key for a new file. Parameters: OWASP's argon2id minimum (19 MiB, 2 passes, 1 lane).
    pub(crate) fn create(passphrase: &SecretString) -> Result<Self, NotOpened> {
        let salt = Generate::try_generate().map_err(|_| NotOpened::System)?;
        Self::derive(
            passphrase,
            Derivation {
                memory_kib: Params::DEFAULT_M_COST,
                passes: Params::DEFAULT_T_COST,
                lanes: Params::DEFAULT_P_COST,
                salt,
            },
        )
    }

    /// The key that the passphrase gives for these sealed bytes.
    pub(crate) fn open(passphrase: &SecretString, sealed: &[u8]) -> Result<Self, NotOpened> {
        let (header, _, _) = split(sealed)?;
        let key = Self::derive(passphrase, header.derivation()?)?;
        if key.check != header.check()? {
            return Err(NotOpened::WrongPassphrase);
        }
        Ok(key)
    }

    fn derive(passphrase: &SecretString, derivation: Derivation) -> Result<Self, NotOpened> {
        let params = Params::new(
            derivation.memory_kib,
            derivation.passes,
            derivation.lanes,
            Some(KEY_BYTES + CHECK_BYTES),
        )
        .map_err(|_| NotOpened::Damaged)?;
        let mut derived = Zeroizing::new([0_u8; KEY_BYTES + CHECK_BYTES]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(
                passphrase.expose_secret().as_bytes(),
                &derivation.salt,
                &mut *derived,
            )
            .map_err(|_| NotOpened::System)?;
        let mut key = Zeroizing::new([0_u8; KEY_BYTES]);
        let mut check = [0_u8; CHECK_BYTES];
        key.copy_from_slice(&derived[..KEY_BYTES]);
        check.copy_from_slice(&derived[KEY_BYTES..]);
        Ok(Self {
            derivation,
            key,
            check,
        })
    }

    /// Opens bytes that this key sealed.
    pub(crate) fn unseal(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        let (header, line, ciphertext) = split(sealed)?;
        if header.derivation()? != self.derivation || header.check()? != self.check {
            return Err(NotOpened::OtherKey);
        }
        let nonce: [u8; 24] = decode(&header.nonce)?;
        self.cipher()?
            .decrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: ciphertext,
                    aad: line,
                },
            )
            .map(Zeroizing::new)
            .map_err(|_| NotOpened::Damaged)
    }

    /// Seals the bytes under a new random nonce.
    pub(crate) fn seal(&self, plain: &[u8]) -> Result<Vec<u8>, NotOpened> {
        let nonce: [u8; 24] = Generate::try_generate().map_err(|_| NotOpened::System)?;
        let header = Header {
            format: FORMAT.to_owned(),
            version: VERSION,
            memory_kib: self.derivation.memory_kib,
            passes: self.derivation.passes,
            lanes: self.derivation.lanes,
            salt: STANDARD_NO_PAD.encode(self.derivation.salt),
            check: STANDARD_NO_PAD.encode(self.check),
            nonce: STANDARD_NO_PAD.encode(nonce),
        };
        let mut sealed = serde_json::to_vec(&header).map_err(|_| NotOpened::System)?;
        let ciphertext = self
            .cipher()?
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: plain,
                    aad: &sealed,
                },
            )
            .map_err(|_| NotOpened::System)?;
        sealed.push(b'\n');
        sealed.extend_from_slice(&ciphertext);
        Ok(sealed)
    }

    fn cipher(&self) -> Result<XChaCha20Poly1305, NotOpened> {
        XChaCha20Poly1305::new_from_slice(&*self.key).map_err(|_| NotOpened::System)
    }
}

impl Header {
    fn derivation(&self) -> Result<Derivation, NotOpened> {
        let sane = self.format == FORMAT
            && self.version == VERSION
            && self.memory_kib <= MEMORY_LIMIT_KIB
            && (1..=PASSES_LIMIT).contains(&self.passes)
            && (1..=LANES_LIMIT).contains(&self.lanes);
        if !sane {
            return Err(NotOpened::Damaged);
        }
        Ok(Derivation {
            memory_kib: self.memory_kib,
            passes: self.passes,
            lanes: self.lanes,
            salt: decode(&self.salt)?,
        })
    }

    fn check(&self) -> Result<[u8; CHECK_BYTES], NotOpened> {
        decode(&self.check)
    }
}

/// The header, its exact line, and the ciphertext.
fn split(sealed: &[u8]) -> Result<(Header, &[u8], &[u8]), NotOpened> {
    let end = sealed
        .iter()
        .take(HEADER_LIMIT_BYTES)
        .position(|byte| *byte == b'\n')
        .ok_or(NotOpened::Damaged)?;
    let (line, rest) = sealed.split_at(end);
    let header = serde_json::from_slice(line).map_err(|_| NotOpened::Damaged)?;
    Ok((header, line, &rest[1..]))
}

fn decode<const N: usize>(text: &str) -> Result<[u8; N], NotOpened> {
    STANDARD_NO_PAD
        .decode(text)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(NotOpened::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed() -> (SecretString, Vec<u8>) {
        let passphrase = SecretString::from("correct horse");
        let key = Key::create(&passphrase).unwrap();
        (passphrase, key.seal(b"canary-secret").unwrap())
    }

    fn opened(passphrase: &SecretString, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        Key::open(passphrase, sealed)?.unseal(sealed)
    }

    #[test]
    fn what_was_sealed_opens_with_the_passphrase_and_with_no_other() {
        let (passphrase, bytes) = sealed();
        assert_eq!(*opened(&passphrase, &bytes).unwrap(), b"canary-secret");
        assert_eq!(
            opened(&SecretString::from("wrong horse"), &bytes).unwrap_err(),
            NotOpened::WrongPassphrase
        );
    }

    #[test]
    fn two_sealings_share_no_nonce() {
        let passphrase = SecretString::from("correct horse");
        let key = Key::create(&passphrase).unwrap();
        assert_ne!(key.seal(b"same").unwrap(), key.seal(b"same").unwrap());
    }

    #[test]
    fn a_file_altered_at_any_byte_is_refused() {
        let (passphrase, bytes) = sealed();
        let key = Key::open(&passphrase, &bytes).unwrap();
        for at in 0..bytes.len() {
            for flip in [0x01, 0x20, 0x80] {
                let mut altered = bytes.clone();
                altered[at] ^= flip;
                assert!(key.unseal(&altered).is_err(), "byte {at} ^ {flip:#x}");
            }
        }
    }

    #[test]
    fn a_file_cut_short_is_refused() {
        let (passphrase, bytes) = sealed();
        let key = Key::open(&passphrase, &bytes).unwrap();
        for length in 0..bytes.len() {
            assert!(key.unseal(&bytes[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn a_file_with_absurd_parameters_is_refused_without_deriving() {
        let (passphrase, bytes) = sealed();
        let text =
            String::from_utf8_lossy(&bytes[..bytes.iter().position(|b| *b == b'\n').unwrap()])
                .into_owned();
        for (sane, absurd) in [
            ("\"memoryKib\":19456", "\"memoryKib\":4000000000"),
            ("\"passes\":2", "\"passes\":4000000000"),
            ("\"passes\":2", "\"passes\":0"),
            ("\"lanes\":1", "\"lanes\":1000000"),
            ("\"version\":1", "\"version\":2"),
        ] {
            let altered = format!("{}\nrest", text.replace(sane, absurd));
            assert_ne!(altered, format!("{text}\nrest"));
            assert_eq!(
                Key::open(&passphrase, altered.as_bytes()).err(),
                Some(NotOpened::Damaged),
                "{absurd}"
            );
        }
    }
}
