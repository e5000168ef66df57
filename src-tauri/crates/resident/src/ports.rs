//! Lends the engine the vault and the embedded sandbox. Knows both, decides nothing.

use std::error::Error;
use std::sync::Arc;

use sandbox::Sandbox;
use secrecy::SecretString;
use tokio::sync::Mutex;
use vault::{Place, State, Vault, VaultError};
use wallet::contract::VaultView;
use wallet::ports::{Answer, SandboxAccess, SandboxStarter, Secrets, SecretsError};

/// The vault as the engine sees it.
#[derive(Debug)]
pub(crate) struct VaultSecrets(pub(crate) Vault);

impl Secrets for VaultSecrets {
    fn place(&self) -> VaultView {
        match self.0.state() {
            State::Ready(Place::Keychain) => VaultView::Keychain,
            State::Ready(Place::File) => VaultView::File,
            State::Locked => VaultView::Locked,
            State::Missing => VaultView::Missing,
        }
    }

    fn unlock(&self, passphrase: &SecretString) -> Result<(), SecretsError> {
        match self.0.unlock(passphrase) {
            // Another way in was quicker.
            Err(VaultError::AlreadyOpen) => Ok(()),
            unlocked => unlocked.map_err(failed),
        }
    }

    fn read(&self, name: &str) -> Result<Option<SecretString>, SecretsError> {
        self.0.read(name).map_err(failed)
    }

    fn write(&self, name: &str, secret: &SecretString) -> Result<(), SecretsError> {
        self.0.write(name, secret).map_err(failed)
    }

    fn forget(&self, name: &str) -> Result<(), SecretsError> {
        self.0.forget(name).map_err(failed)
    }

    fn learn(&self, secret: &SecretString) {
        self.0.known().learn(secret);
    }

    fn redact(&self, text: &str) -> String {
        self.0.known().redact(text).into_owned()
    }
}

fn failed(error: VaultError) -> SecretsError {
    match error {
        VaultError::Missing | VaultError::Forced => SecretsError::Missing,
        VaultError::Locked | VaultError::WrongPassphrase | VaultError::EmptyPassphrase => {
            SecretsError::Locked
        }
        error => SecretsError::Failed {
            source: Box::new(error),
        },
    }
}

/// The embedded sandbox: started once, alive until this is dropped.
#[derive(Default)]
pub(crate) struct EmbeddedSandbox(Arc<Mutex<Option<Sandbox>>>);

impl SandboxStarter for EmbeddedSandbox {
    fn start(&self) -> Answer<'_, Result<SandboxAccess, Box<dyn Error + Send + Sync>>> {
        let running = self.0.clone();
        Box::pin(async move {
            let mut running = running.lock().await;
            let sandbox = match running.take() {
                Some(sandbox) => sandbox,
                None => Sandbox::start(sandbox::Options { port: 0 }).await?,
            };
            let access = SandboxAccess {
                url: sandbox.url().to_owned(),
                login: sandbox.login().to_owned(),
                password: SecretString::from(sandbox.password().to_owned()),
            };
            *running = Some(sandbox);
            Ok(access)
        })
    }
}
