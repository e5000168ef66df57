//! An engine in a folder of its own, that was or was not installed as an AppImage.

use std::error::Error;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;
use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use wallet::contract::{Command, Problem, ProblemCode, UpdateView, VaultView};
use wallet::notices::Notice;
use wallet::ports::{Answer, NoSandbox, Notifier, Secrets, SecretsError};
use wallet::settings::Folders;
use wallet::update::ReleaseSource;
use wallet::{Clock, Engine, Options, Surroundings};

/// A computer that keeps no secrets.
struct NoSecrets;

impl Secrets for NoSecrets {
    fn place(&self) -> VaultView {
        VaultView::Missing
    }

    fn unlock(&self, _passphrase: &SecretString) -> Result<(), SecretsError> {
        Err(SecretsError::Missing)
    }

    fn read(&self, _name: &str) -> Result<Option<SecretString>, SecretsError> {
        Ok(None)
    }

    fn write(&self, _name: &str, _secret: &SecretString) -> Result<(), SecretsError> {
        Err(SecretsError::Missing)
    }

    fn forget(&self, _name: &str) -> Result<(), SecretsError> {
        Ok(())
    }

    fn learn(&self, _secret: &SecretString) {}

    fn redact(&self, text: &str) -> String {
        text.to_owned()
    }
}

/// A desktop whose notifications the test reads.
struct Listener(mpsc::UnboundedSender<Notice>);

impl Notifier for Listener {
    fn show(
        &self,
        notice: Notice,
        number: u32,
    ) -> Answer<'_, Result<u32, Box<dyn Error + Send + Sync>>> {
        Box::pin(async move {
            self.0.send(notice)?;
            Ok(number)
        })
    }
}

/// A computer; programs come and go on it.
pub(crate) struct Computer {
    pub(crate) folder: TempDir,
}

/// A running engine.
pub(crate) struct Purser {
    engine: Engine,
    stop: CancellationToken,
    notices: mpsc::UnboundedReceiver<Notice>,
}

impl Computer {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    /// The file that an AppImage of Purser is on it.
    pub(crate) fn appimage(&self) -> PathBuf {
        self.folder.path().join("Purser.AppImage")
    }

    /// Purser, built from source.
    pub(crate) fn built(&self, source: Option<ReleaseSource>) -> Purser {
        self.started(source, Vec::new())
    }

    /// Purser, started from its AppImage.
    pub(crate) fn mounted(&self, source: ReleaseSource) -> Purser {
        let variables = vec![
            ("APPIMAGE".into(), self.appimage().into_os_string()),
            ("APPDIR".into(), self.programs().into_os_string()),
        ];
        self.started(Some(source), variables)
    }

    fn programs(&self) -> PathBuf {
        self.folder.path().join("programs")
    }

    fn started(
        &self,
        releases: Option<ReleaseSource>,
        variables: Vec<(OsString, OsString)>,
    ) -> Purser {
        let stop = CancellationToken::new();
        let (tell, notices) = mpsc::unbounded_channel();
        let engine = Engine::start(Options {
            clock: Clock::simulated(),
            folders: Folders {
                config: self.folder.path().join("config"),
                data: self.folder.path().join("data"),
            },
            secrets: Arc::new(NoSecrets),
            sandbox: Arc::new(NoSandbox),
            surroundings: Surroundings {
                home: self.folder.path().to_owned(),
                environment: variables.into_iter().collect(),
                purser: self.programs().join("purser"),
            },
            releases,
            observer: None,
            notifier: Some(Arc::new(Listener(tell))),
            lead: None,
            moments: None,
            stop: stop.clone(),
        });
        Purser {
            engine,
            stop,
            notices,
        }
    }
}

impl Purser {
    pub(crate) async fn check(&self) -> Result<UpdateView, ProblemCode> {
        self.performed(Command::CheckUpdate).await
    }

    pub(crate) async fn install(&self, version: &str) -> Result<UpdateView, ProblemCode> {
        let version = version.to_owned();
        self.performed(Command::InstallUpdate { version }).await
    }

    async fn performed(&self, command: Command) -> Result<UpdateView, ProblemCode> {
        let done = self.engine.handle().perform(command).await;
        done.map_err(|Problem { code, .. }| code)?;
        Ok(self.update().await)
    }

    /// What is shown now.
    pub(crate) async fn update(&self) -> UpdateView {
        let view = self.engine.handle().watch().next().await;
        view.unwrap().update
    }

    /// The first that is shown of which something is known.
    pub(crate) async fn recalled(&self) -> UpdateView {
        let mut views = self.engine.handle().watch();
        loop {
            let update = views.next().await.unwrap().update;
            if update != UpdateView::Unknown {
                return update;
            }
        }
    }

    /// The title of what is told next.
    pub(crate) async fn told(&mut self) -> String {
        self.notices.recv().await.unwrap().title
    }

    /// Whether something was told since the last time.
    pub(crate) fn told_more(&mut self) -> bool {
        self.notices.try_recv().is_ok()
    }

    pub(crate) async fn quit(self) {
        self.stop.cancel();
        self.engine.stopped().await;
    }
}
