//! The vault file on disk: read, written whole and atomically, mode 0600. Knows no passphrase
//! prompt and no keychain.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use secrecy::zeroize::Zeroize;

use crate::VaultError;
use crate::crypt::{Key, NotOpened};
use crate::secrets::{self, Secrets};

const FILE: &str = "vault.bin";
const LOCK: &str = "vault.lock";
const TEMPORARY: &str = ".vault-";

/// An opened vault file: the key and what was read with it.
pub(crate) struct Opened {
    key: Key,
    pub(crate) secrets: Secrets,
}

/// Where the file is in our data folder.
pub(crate) fn path(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

/// Opens the existing file.
pub(crate) fn open(dir: &Path, passphrase: &SecretString) -> Result<Opened, VaultError> {
    let path = path(dir);
    let sealed = fs::read(&path).map_err(|source| failed(&path, source))?;
    let key = Key::open(passphrase, &sealed).map_err(|why| not_opened(why, &path))?;
    let secrets = unseal(&key, &sealed, &path)?;
    Ok(Opened { key, secrets })
}

/// Makes a new, empty file; opens the one that another process made meanwhile.
pub(crate) fn create(dir: &Path, passphrase: &SecretString) -> Result<Opened, VaultError> {
    let _lock = lock(dir)?;
    if path(dir).exists() {
        return open(dir, passphrase);
    }
    let key = Key::create(passphrase).map_err(|why| not_opened(why, &path(dir)))?;
    let opened = Opened {
        key,
        secrets: Secrets::new(),
    };
    opened.store(dir, &opened.secrets)?;
    Ok(opened)
}

impl Opened {
    /// Reads the file again, changes it, and writes it, while no other process can.
    pub(crate) fn change(
        &mut self,
        dir: &Path,
        change: impl FnOnce(&mut Secrets),
    ) -> Result<(), VaultError> {
        let _lock = lock(dir)?;
        let path = path(dir);
        let mut secrets = match fs::read(&path) {
            Ok(sealed) => unseal(&self.key, &sealed, &path)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Secrets::new(),
            Err(source) => return Err(failed(&path, source)),
        };
        change(&mut secrets);
        self.store(dir, &secrets)?;
        self.secrets = secrets;
        Ok(())
    }

    fn store(&self, dir: &Path, secrets: &Secrets) -> Result<(), VaultError> {
        let path = path(dir);
        let plain = secrets::encode(secrets).ok_or(VaultError::Crypto)?;
        let sealed = self
            .key
            .seal(&plain)
            .map_err(|why| not_opened(why, &path))?;
        replace(dir, &path, &sealed).map_err(|source| failed(&path, source))
    }
}

/// Writes a temporary file beside `path`, flushes it, renames it over `path`, flushes the folder.
/// What a crash left behind is cleared first (the lock is held, so nobody else is writing).
fn replace(dir: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            fs::remove_file(entry.path())?;
        }
    }
    // tempfile makes it with mode 0600.
    let mut temporary = tempfile::Builder::new()
        .prefix(TEMPORARY)
        .tempfile_in(dir)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    temporary.persist(path)?;
    #[cfg(unix)]
    File::open(dir)?.sync_all()?;
    Ok(())
}

/// Holds off other processes until dropped. Made for both places: the keychain has no lock.
pub(crate) fn lock(dir: &Path) -> Result<File, VaultError> {
    let path = dir.join(LOCK);
    let take = || -> io::Result<File> {
        make_dir(dir)?;
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)?;
        file.lock()?;
        Ok(file)
    };
    take().map_err(|source| failed(&path, source))
}

fn make_dir(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// The passphrase in a file, without one trailing newline.
pub(crate) fn passphrase(path: &Path) -> Result<SecretString, VaultError> {
    let read = |source| VaultError::PassphraseFile {
        path: path.to_owned(),
        source,
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if fs::metadata(path).map_err(read)?.permissions().mode() & 0o077 != 0 {
            return Err(VaultError::PassphraseFileExposed {
                path: path.to_owned(),
            });
        }
    }
    let mut text = fs::read_to_string(path).map_err(read)?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let passphrase = SecretString::from(line.strip_suffix('\r').unwrap_or(line));
    text.zeroize();
    Ok(passphrase)
}

fn unseal(key: &Key, sealed: &[u8], path: &Path) -> Result<Secrets, VaultError> {
    let plain = key.unseal(sealed).map_err(|why| not_opened(why, path))?;
    secrets::decode(&plain).ok_or_else(|| VaultError::Damaged {
        path: path.to_owned(),
    })
}

fn not_opened(why: NotOpened, path: &Path) -> VaultError {
    match why {
        NotOpened::WrongPassphrase => VaultError::WrongPassphrase,
        NotOpened::Damaged => VaultError::Damaged {
            path: path.to_owned(),
        },
        NotOpened::OtherKey => VaultError::Locked,
        NotOpened::System => VaultError::Crypto,
    }
}

fn failed(path: &Path, source: io::Error) -> VaultError {
    VaultError::File {
        path: path.to_owned(),
        source,
    }
}
