//! What the engine needs from its host: a place for secrets, a sandbox to start, a desktop to show
//! notifications, word of the machine's sleep and network. Knows no host.

use std::error::Error;
use std::pin::Pin;

use secrecy::SecretString;

use crate::closing::TrayHost;
use crate::contract::{Screen, VaultView};
use crate::notices::Notice;

/// A place for secrets. Every call blocks unless it says otherwise; the engine makes it on a
/// blocking thread.
pub trait Secrets: Send + Sync + 'static {
    /// Where secrets are kept.
    fn place(&self) -> VaultView;
    /// Opens the encrypted file, or makes one where there is none.
    ///
    /// # Errors
    /// [`SecretsError::Locked`] when the passphrase is wrong.
    fn unlock(&self, passphrase: &SecretString) -> Result<(), SecretsError>;
    /// The secret of that name.
    ///
    /// # Errors
    /// When secrets cannot be read.
    fn read(&self, name: &str) -> Result<Option<SecretString>, SecretsError>;
    /// Keeps a secret.
    ///
    /// # Errors
    /// When it cannot be kept; the old one is then still there.
    fn write(&self, name: &str, secret: &SecretString) -> Result<(), SecretsError>;
    /// Forgets a secret; it need not be there.
    ///
    /// # Errors
    /// When it could not be removed.
    fn forget(&self, name: &str) -> Result<(), SecretsError>;
    /// From now on no text shows this secret, which is used without being kept. Never blocks.
    fn learn(&self, secret: &SecretString);
    /// The text without any secret that passed here. Never blocks.
    fn redact(&self, text: &str) -> String;
}

/// Why secrets could not be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// There is no keychain, and no file was chosen.
    #[error("there is no place for secrets")]
    Missing,
    /// The file is locked, or the passphrase is wrong.
    #[error("the place for secrets is locked")]
    Locked,
    /// Another secret stands there, and is not overwritten.
    #[error("another secret stands there")]
    Taken,
    /// It failed.
    #[error("the place for secrets failed")]
    Failed {
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

/// The vault's name of the recovery phrase that still waits to be seen. It leaves the vault by a
/// terminal only, and by no View.
pub const PHRASE: &str = "pay-phrase";
/// The same for the sandbox's play money.
pub const SANDBOX_PHRASE: &str = "pay-phrase@sandbox";

/// A running sandbox's demo account.
#[derive(Debug, Clone)]
pub struct SandboxAccess {
    /// Its base URL, on loopback.
    pub url: String,
    /// The demo account's name.
    pub login: String,
    /// Its password.
    pub password: SecretString,
}

/// A future that a port answers with.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Starts the embedded sandbox. It lives as long as the host.
pub trait SandboxStarter: Send + Sync + 'static {
    /// Starts it, or answers with the one that runs already.
    fn start(&self) -> Answer<'_, Result<SandboxAccess, Box<dyn Error + Send + Sync>>>;
}

/// Shows notifications.
pub trait Notifier: Send + Sync + 'static {
    /// Shows one in the place of the one that has this number, should there be one, and answers with
    /// the number that the desktop gave it. An error says that it surely is not shown.
    fn show(
        &self,
        notice: Notice,
        number: u32,
    ) -> Answer<'_, Result<u32, Box<dyn Error + Send + Sync>>>;
}

/// Shows the person a place in the window, opening one where none is open. May block for a moment.
pub type Lead = dyn Fn(Screen) + Send + Sync;

/// A host without a sandbox.
#[derive(Debug, Clone, Copy)]
pub struct NoSandbox;

impl SandboxStarter for NoSandbox {
    fn start(&self) -> Answer<'_, Result<SandboxAccess, Box<dyn Error + Send + Sync>>> {
        Box::pin(async { Err("this program starts no sandbox".into()) })
    }
}

/// Something that happened to the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// It woke from sleep.
    Woke,
    /// It has a network, or another one.
    NetworkUp,
    /// Its desktop shows tray icons from now on, or no longer.
    Tray(TrayHost),
}

/// The name under which a gateway's token is kept. It is bound to the gateway, so that a changed
/// address can never be sent another gateway's token.
#[must_use]
pub fn token_name(gateway: &str) -> String {
    format!("token@{}", gateway.trim_end_matches('/'))
}
