//! A person whose engine runs in this very process: a key in a vault that opens at once, chosen
//! limits, and the sandbox's chains. Knows nobody's books.

use std::path::Path;
use std::sync::Arc;

use secrecy::SecretString;
use tests::chain::{KEY, PAYER};
use tokio_util::sync::CancellationToken;
use wallet::contract::{PaidRequest, SessionView, VaultView};
use wallet::policy::Policy;
use wallet::ports::{NoSandbox, Secrets, SecretsError};
use wallet::settings::{Folders, PaySettings, Settings};
use wallet::{Clock, Handle, Options, Surroundings};

/// The vault's name of the key.
const KEY_NAME: &str = "pay-key";

/// A vault with the payer's key, and nothing else.
struct OneKey;

impl Secrets for OneKey {
    fn place(&self) -> VaultView {
        VaultView::File
    }

    fn unlock(&self, _passphrase: &SecretString) -> Result<(), SecretsError> {
        Ok(())
    }

    fn read(&self, name: &str) -> Result<Option<SecretString>, SecretsError> {
        let digits = KEY.trim_start_matches("0x");
        Ok((name == KEY_NAME).then(|| SecretString::from(digits)))
    }

    fn write(&self, _name: &str, _secret: &SecretString) -> Result<(), SecretsError> {
        Err(SecretsError::Missing)
    }

    fn forget(&self, _name: &str) -> Result<(), SecretsError> {
        Err(SecretsError::Missing)
    }

    fn learn(&self, _secret: &SecretString) {}

    fn redact(&self, text: &str) -> String {
        text.to_owned()
    }
}

/// Writes the choices of a person who has a key and pays on the chains of the sandbox at `url`.
pub(crate) fn settle_in(folder: &Path, url: &str, policy: Policy) {
    let chains = [(84_532, "base"), (42_431, "tempo")];
    let settings = Settings {
        pay: PaySettings {
            policy,
            rpc: chains
                .map(|(chain, name)| (chain, format!("{url}/chain/{name}")))
                .into(),
            address: Some(PAYER.to_owned()),
            ..PaySettings::default()
        },
        ..Settings::default()
    };
    settings.write(&folders(folder)).expect("the settings");
}

/// What an engine of that person is started with.
pub(crate) fn options(folder: &Path, stop: CancellationToken) -> Options {
    Options {
        clock: Clock::start(),
        folders: folders(folder),
        secrets: Arc::new(OneKey),
        sandbox: Arc::new(NoSandbox),
        surroundings: Surroundings {
            home: folder.to_owned(),
            environment: std::iter::empty::<(&str, &str)>().collect(),
            purser: folder.join("purser"),
        },
        releases: None,
        observer: None,
        notifier: None,
        lead: None,
        moments: None,
        stop,
    }
}

/// Waits until the engine knows who is signed in.
pub(crate) async fn awake(handle: &Handle) {
    let mut views = handle.watch();
    let mut view = views.next().await.expect("a View");
    while view.session == SessionView::Starting {
        view = views.next().await.expect("a View");
    }
}

/// A request for what stands at `url`.
pub(crate) fn request(intent: &str, url: &str) -> PaidRequest {
    PaidRequest {
        intent: intent.to_owned(),
        method: "GET".to_owned(),
        url: url.to_owned(),
        headers: Vec::new(),
        body: None,
        max_amount: None,
    }
}

fn folders(folder: &Path) -> Folders {
    Folders {
        config: folder.to_owned(),
        data: folder.to_owned(),
    }
}
