//! Another machine of the person's, connected: where Codex is there, what reads and writes its
//! config, and where the gateway's token is kept. Knows nothing of the gateway.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use super::files::RemoteFiles;
use super::request::{Answer, Link};
use super::{SshClient, SshError, SshHost};
use crate::codex::{Codex, TokenDelivery};
use crate::detect::versions::plain;
use crate::error::SetupError;
use crate::files::Files;
use crate::history::History;
use crate::home::codex_home;
use crate::replace::{Expect, NotReplaced};

/// The folder of ours below where programs keep their data.
const FOLDER: &str = "purser";

/// The file of the token that Codex uses.
const TOKEN_FILE: &str = "codex-token";

/// Another machine. Dropped, its connection is closed.
///
/// Everything that is asked of it may fail with an [`SshError`], found by [`SetupError::ssh`]. A
/// connection that was lost is made anew for whatever is asked next.
pub struct Remote {
    files: Arc<dyn Files>,
    codex_home: PathBuf,
    token_folder: PathBuf,
    codex: Option<RemoteCodex>,
}

/// The Codex that a terminal on another machine starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteCodex {
    /// The program.
    pub program: PathBuf,
    /// What it says of its version; none when it does not say within 5 s.
    pub version: Option<String>,
}

impl Remote {
    /// Connects, and finds out what a program that the person starts in a terminal there sees: the
    /// environment of their login shell, as [`crate::detect`] asks it on this machine. Where that
    /// shell does not say within 15 s, the environment that `sshd` gives counts.
    pub fn connect(host: &SshHost, client: &SshClient) -> Result<Self, SshError> {
        let link = Arc::new(Link::new(host.clone(), client.clone()));
        let mut told = link.ask(&["machine"])?;
        let unsuitable = |message: &str| SshError::Unsuitable {
            host: host.clone(),
            message: message.to_owned(),
        };
        let home = absolute(&told.text(0)?).ok_or_else(|| unsuitable("no home folder"))?;
        let set = told.text(1)?;
        let codex_home = codex_home(None, Some(OsStr::new(&set)), &home);
        if !codex_home.has_root() {
            return Err(unsuitable("CODEX_HOME is not absolute"));
        }
        let data = absolute(&told.text(2)?).unwrap_or_else(|| home.join(".local/share"));
        Ok(Self {
            codex_home,
            token_folder: data.join(FOLDER),
            codex: codex(&mut told)?,
            files: Arc::new(RemoteFiles::over(link)),
        })
    }

    /// Codex's home there.
    #[must_use]
    pub fn codex_home(&self) -> &Path {
        &self.codex_home
    }

    /// The Codex there; none when a terminal finds none.
    #[must_use]
    pub fn installed_codex(&self) -> Option<&RemoteCodex> {
        self.codex.as_ref()
    }

    /// Codex's config there, as [`Codex::at`] gives it here. The records are on this machine.
    #[must_use]
    pub fn codex(&self, records_dir: PathBuf) -> Codex {
        Codex::on(self.files.clone(), self.codex_home.clone(), records_dir)
    }

    /// What Purser did to config files there, from this machine.
    #[must_use]
    pub fn history(&self, records_dir: PathBuf) -> History {
        History::on(self.files.clone(), records_dir)
    }

    /// How Codex there gets the token that [`Remote::store_token`] keeps. Writes nothing.
    #[must_use]
    pub fn token_delivery(&self) -> TokenDelivery {
        let path = self.token_file();
        TokenDelivery::File { path }
    }

    /// Keeps the gateway's token there, in a file of its own that only the person can read (0600, in
    /// a folder of ours with 0700), in place of the one that was kept before. To be called before the set-up that needs it is applied.
    pub fn store_token(&self, token: &SecretString) -> Result<(), SetupError> {
        let path = self.token_file();
        let token = token.expose_secret();
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            let source = SshError::OddToken.into();
            return Err(SetupError::Write { path, source });
        }
        let made = self.files.create_private_folder(&self.token_folder);
        let kept = made.map_err(NotReplaced::Io).and_then(|_| {
            let bytes = token.as_bytes();
            self.files.replace(&path, bytes, None, Expect::Anything)
        });
        kept.map_err(|error| error.of(&path))
    }

    /// Removes the token that [`Remote::store_token`] keeps there, and our folder once it is empty.
    /// No token is no error. To be called after the last change that needed it was undone.
    pub fn forget_token(&self) -> Result<(), SetupError> {
        let path = self.token_file();
        let removed = self.files.remove(&path, Expect::Anything);
        removed.map_err(|error| error.of(&path))?;
        self.files
            .remove_empty(std::slice::from_ref(&self.token_folder));
        Ok(())
    }

    fn token_file(&self) -> PathBuf {
        self.token_folder.join(TOKEN_FILE)
    }
}

impl fmt::Debug for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remote")
            .field("machine", &self.files.machine())
            .field("codex_home", &self.codex_home)
            .field("codex", &self.codex)
            .finish_non_exhaustive()
    }
}

fn codex(told: &mut Answer) -> Result<Option<RemoteCodex>, SshError> {
    let Some(program) = absolute(&told.text(3)?) else {
        return Ok(None);
    };
    let said = told.text(4)?;
    let version = said.strip_prefix("codex-cli ").and_then(plain);
    Ok(Some(RemoteCodex { program, version }))
}

/// A path of another machine.
fn absolute(path: &str) -> Option<PathBuf> {
    path.starts_with('/').then(|| PathBuf::from(path))
}
