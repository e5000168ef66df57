//! Following links with an engine that runs.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::contract::{BrowserView, Command, Problem, ProblemCode, Sensitive, VaultView};
use crate::ports::{NoSandbox, Secrets, SecretsError};
use crate::settings::Folders;
use crate::{Clock, Engine, Options, Surroundings};

/// Nobody listens there.
const GATEWAY: &str = "http://127.0.0.1:9";

/// A place for secrets into which none comes.
struct Empty;

impl Secrets for Empty {
    fn place(&self) -> VaultView {
        VaultView::Keychain
    }

    fn unlock(&self, _passphrase: &SecretString) -> Result<(), SecretsError> {
        Ok(())
    }

    fn read(&self, _name: &str) -> Result<Option<SecretString>, SecretsError> {
        Ok(None)
    }

    fn write(&self, name: &str, _secret: &SecretString) -> Result<(), SecretsError> {
        unreachable!("{name} is kept")
    }

    fn forget(&self, _name: &str) -> Result<(), SecretsError> {
        Ok(())
    }

    fn learn(&self, _secret: &SecretString) {}

    fn redact(&self, text: &str) -> String {
        text.to_owned()
    }
}

struct Purser {
    _folder: TempDir,
    engine: Engine,
}

impl Purser {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let engine = Engine::start(Options {
            clock: Clock::simulated(),
            folders: Folders {
                config: path.join("config"),
                data: path.join("data"),
            },
            secrets: Arc::new(Empty),
            sandbox: Arc::new(NoSandbox),
            surroundings: Surroundings {
                home: path.to_owned(),
                environment: std::iter::empty::<(&str, &str)>().collect(),
                purser: path.join("bin/purser"),
            },
            releases: None,
            observer: None,
            notifier: None,
            lead: None,
            moments: None,
            stop: CancellationToken::new(),
        });
        Self {
            _folder: folder,
            engine,
        }
    }

    async fn asked(&self, command: Command) -> Result<(), ProblemCode> {
        let done = self.engine.handle().perform(command).await;
        done.map_err(|Problem { code, .. }| code)
    }

    /// Begins a sign-in by the browser, and gives its state.
    async fn awaits(&self) -> String {
        let gateway = GATEWAY.to_owned();
        self.asked(Command::SignInWithBrowser { gateway })
            .await
            .unwrap();
        let page = self.browser().await.unwrap().url;
        let (before, state) = page.split_once("&state=").unwrap();
        assert_eq!(
            before,
            format!("{GATEWAY}/api/v1/auth/google/start?return=codexapi-desktop%3A%2F%2Fauth")
        );
        state.to_owned()
    }

    async fn browser(&self) -> Option<BrowserView> {
        let view = self.engine.handle().watch().next().await;
        view.unwrap().browser
    }

    async fn returns(&self, state: &str) -> ProblemCode {
        let url = format!("codexapi-desktop://auth?token=g2g-canary&state={state}");
        let url = Sensitive(SecretString::from(url));
        self.asked(Command::FollowLink { url }).await.unwrap_err()
    }
}

#[tokio::test(start_paused = true)]
async fn a_state_counts_once_whatever_comes_of_it() {
    let purser = Purser::start();
    let state = purser.awaits().await;
    // The gateway is asked about the token, and cannot be reached.
    assert_eq!(purser.returns(&state).await, ProblemCode::Unreachable);
    assert_eq!(purser.browser().await, None);
    assert_eq!(purser.returns(&state).await, ProblemCode::LinkRefused);
}

#[tokio::test(start_paused = true)]
async fn a_return_with_another_state_changes_nothing() {
    let purser = Purser::start();
    assert_eq!(purser.returns("").await, ProblemCode::LinkRefused);
    assert_eq!(purser.returns("0").await, ProblemCode::LinkRefused);
    let state = purser.awaits().await;
    assert_eq!(state.len(), 64);
    for other in [&state[1..], &state.to_uppercase(), &format!("{state}0")] {
        assert_eq!(purser.returns(other).await, ProblemCode::LinkRefused);
    }
    assert!(purser.browser().await.is_some());
    assert_eq!(purser.returns(&state).await, ProblemCode::Unreachable);
}

#[tokio::test(start_paused = true)]
async fn a_return_after_ten_minutes_is_too_late() {
    let purser = Purser::start();
    let state = purser.awaits().await;
    assert_eq!(purser.browser().await.unwrap().ends_in_seconds, 600);
    tokio::time::advance(Duration::from_secs(600)).await;
    assert_eq!(purser.browser().await, None);
    assert_eq!(purser.returns(&state).await, ProblemCode::LinkRefused);
}

#[tokio::test(start_paused = true)]
async fn only_the_last_sign_in_is_waited_for_and_it_can_be_left() {
    let purser = Purser::start();
    let first = purser.awaits().await;
    let second = purser.awaits().await;
    assert_ne!(first, second);
    assert_eq!(purser.returns(&first).await, ProblemCode::LinkRefused);
    purser.asked(Command::CancelSignIn).await.unwrap();
    assert_eq!(purser.browser().await, None);
    assert_eq!(purser.returns(&second).await, ProblemCode::LinkRefused);
}

#[tokio::test(start_paused = true)]
async fn who_is_not_signed_in_has_nothing_to_read_after_a_payment() {
    let purser = Purser::start();
    let url = Sensitive(SecretString::from("purser://topup"));
    let read = purser.asked(Command::FollowLink { url }).await;
    assert_eq!(read, Err(ProblemCode::NotSignedIn));
}
