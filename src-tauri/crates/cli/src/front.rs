//! The engine as this program reaches it: the resident's through the door, or where none runs one
//! of its own. Both are asked the same way.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use directories::BaseDirs;
use door::{Caller, DoorError, Place};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use vault::Vault;
use wallet::contract::{Command, SessionView, View};
use wallet::ports::NoSandbox;
use wallet::settings::Folders;
use wallet::update::ReleaseSource;
use wallet::{Clock, Engine, Options, Surroundings, Watch};

use crate::exit::Stop;
use crate::ports::VaultSecrets;

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// An engine that has not made up its mind by then is shown as it is.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs `task` on a small runtime.
pub(crate) fn on_runtime(task: impl Future<Output = Result<(), Stop>>) -> Result<(), Stop> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let result = runtime.block_on(task);
    // A keychain that never answers must not hold up the end.
    runtime.shutdown_timeout(Duration::from_secs(1));
    result
}

/// The engine.
pub(crate) enum Front {
    /// The resident's.
    Door(Caller),
    /// One of our own.
    Alone {
        engine: Engine,
        stop: CancellationToken,
    },
}

/// One source of Views.
pub(crate) enum Views {
    Door(door::Views),
    Alone(Watch),
}

impl Front {
    /// Reaches the resident, or starts an engine.
    pub(crate) async fn reach() -> Result<Self, Stop> {
        let caller = Caller::new(Place::of_this_user()?, VERSION);
        match caller.version().await {
            Ok(_) => Ok(Self::Door(caller)),
            Err(DoorError::Nobody) => Self::alone(),
            Err(error) => Err(error.into()),
        }
    }

    fn alone() -> Result<Self, Stop> {
        let folders = Folders::of_this_user().ok_or_else(no_home)?;
        let settings =
            vault::Settings::from_env(folders.data.clone(), |name| std::env::var_os(name))?;
        let stop = CancellationToken::new();
        let engine = Engine::start(Options {
            clock: Clock::start(),
            folders,
            secrets: Arc::new(VaultSecrets(Vault::open(settings))),
            sandbox: Arc::new(NoSandbox),
            surroundings: Surroundings {
                home: home()?,
                environment: std::env::vars_os().collect(),
                purser: std::env::current_exe()?,
            },
            releases: ReleaseSource::of_this_program(|name| std::env::var(name).ok()),
            observer: None,
            notifier: None,
            lead: None,
            moments: None,
            stop: stop.clone(),
        });
        Ok(Self::Alone { engine, stop })
    }

    /// Asks for a command.
    pub(crate) async fn perform(&self, command: Command) -> Result<(), Stop> {
        match self {
            Self::Door(caller) => {
                let command = serde_json::to_string(&command).map_err(unreadable)?;
                match caller.perform(&command).await? {
                    Ok(()) => Ok(()),
                    Err(problem) => Err(Stop::Problem(
                        serde_json::from_str(&problem).map_err(unreadable)?,
                    )),
                }
            }
            Self::Alone { engine, .. } => Ok(engine.handle().perform(command).await?),
        }
    }

    /// Views, the current one first.
    pub(crate) async fn watch(&self) -> Result<Views, Stop> {
        Ok(match self {
            Self::Door(caller) => Views::Door(caller.watch().await?),
            Self::Alone { engine, .. } => Views::Alone(engine.handle().watch()),
        })
    }

    /// The View once it is known whether somebody is signed in, or the last before patience ends.
    pub(crate) async fn view(&self) -> Result<View, Stop> {
        let mut views = self.watch().await?;
        let mut view = views.next().await?;
        let waited = timeout(PATIENCE, async {
            while view.session == SessionView::Starting {
                view = views.next().await?;
            }
            Ok::<(), Stop>(())
        });
        if let Ok(result) = waited.await {
            result?;
        }
        Ok(view)
    }

    /// Ends an engine of our own; the resident's goes on.
    pub(crate) async fn close(self) {
        match self {
            Self::Door(_) => {}
            Self::Alone { engine, stop } => {
                stop.cancel();
                engine.stopped().await;
            }
        }
    }
}

impl Views {
    pub(crate) async fn next(&mut self) -> Result<View, Stop> {
        match self {
            Self::Door(views) => match views.next().await? {
                Some(view) => serde_json::from_str(&view).map_err(unreadable),
                None => Err(ended()),
            },
            Self::Alone(watch) => watch.next().await.ok_or_else(ended),
        }
    }
}

fn ended() -> Stop {
    Stop::Failed("Purser was quit in the meantime.".to_owned())
}

/// The person's home folder.
pub(crate) fn home() -> Result<PathBuf, Stop> {
    Ok(BaseDirs::new().ok_or_else(no_home)?.home_dir().to_owned())
}

pub(crate) fn no_home() -> Stop {
    Stop::Failed("This user has no home folder.".to_owned())
}

fn unreadable(_: serde_json::Error) -> Stop {
    Stop::Failed(
        "Purser's background program is of another version. Quit Purser and open it again."
            .to_owned(),
    )
}
