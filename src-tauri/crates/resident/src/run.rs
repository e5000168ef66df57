//! The resident's life: lease the door, start the engine, show it, stop cleanly.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use directories::BaseDirs;
use door::{DoorError, Lease, Place};
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use vault::{Known, Vault, VaultError};
use wallet::contract::{Command, PayCommand};
use wallet::notices::Act;
use wallet::ports::Moment;
use wallet::settings::Folders;
use wallet::update::ReleaseSource;
use wallet::{Clock, Engine, Handle, Options, Surroundings};

use crate::ports::{EmbeddedSandbox, VaultSecrets};
use crate::tray::{self, Choice, Tray};
use crate::{house, log, moments, notify, tray_host, window};

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// A stop takes no longer than this, whatever hangs. Whoever ends a session waits for 3 s.
const FAREWELL: Duration = Duration::from_secs(2);
const SECOND: Duration = Duration::from_secs(1);

/// Why the resident could not live.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Ended {
    /// There is no home folder.
    #[error("this user has no home folder")]
    NoHome,
    /// The door is not to be had.
    #[error("the door could not be opened")]
    Door(#[from] DoorError),
    /// The vault's settings are wrong.
    #[error("the vault's settings cannot be used")]
    Vault(#[from] VaultError),
    /// The system refused.
    #[error("the system refused to let it start")]
    Io(#[from] std::io::Error),
}

/// Lives until it is told to stop. A second resident of the same user ends at once, in peace.
pub(crate) fn resident() -> Result<(), Ended> {
    let folders = Folders::of_this_user().ok_or(Ended::NoHome)?;
    let known = Known::default();
    log::start(&folders.logs(), known.clone());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let stop = CancellationToken::new();
    let lease = {
        let _inside = runtime.enter();
        match Lease::claim(&Place::of_this_user()?) {
            Ok(lease) => lease,
            Err(DoorError::AlreadyServed) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    };
    tracing::info!(version = VERSION, "the resident starts");
    let vault = vault::Settings::from_env(folders.data.clone(), |name| std::env::var_os(name))?;
    let (act, acts) = mpsc::unbounded_channel();
    let (moments, noticed) = mpsc::unbounded_channel();
    let options = Options {
        clock: Clock::start(),
        secrets: Arc::new(VaultSecrets(Vault::open_telling(vault, known))),
        sandbox: Arc::new(EmbeddedSandbox::default()),
        surroundings: surroundings()?,
        releases: ReleaseSource::of_this_program(|name| std::env::var(name).ok()),
        observer: None,
        notifier: Some(Arc::new(notify::Desktop::new(act))),
        lead: Some(Arc::new(window::open_at)),
        moments: Some(noticed),
        stop: stop.clone(),
        folders,
    };
    let result = runtime.block_on(async {
        tokio::select! {
            result = live(options, lease, acts, moments, stop.clone()) => result,
            () = out_of_time(&stop) => {
                tracing::warn!("not everything ended in time");
                Ok(())
            }
        }
    });
    // Whatever still blocks a thread is not waited for.
    runtime.shutdown_background();
    tracing::info!("the resident ends");
    result
}

fn surroundings() -> Result<Surroundings, Ended> {
    let home: PathBuf = BaseDirs::new().ok_or(Ended::NoHome)?.home_dir().to_owned();
    Ok(Surroundings {
        home,
        environment: std::env::vars_os().collect(),
        purser: window::sibling("purser")?,
    })
}

async fn live(
    options: Options,
    lease: Lease,
    acts: mpsc::UnboundedReceiver<Act>,
    moments: mpsc::UnboundedSender<Moment>,
    stop: CancellationToken,
) -> Result<(), Ended> {
    let engine = Engine::start(options);
    let served = Arc::new(house::Engine::new(engine.handle(), stop.clone()));
    let showing = show(engine.handle(), acts, stop.clone());
    let closed = CancellationToken::new();
    let serving = door::serve(lease, served, VERSION, closed.clone());
    let telling = moments::tell(moments.clone(), stop.clone());
    let looking = tray_host::tell(moments, stop.clone());
    let ending = async {
        told_to_stop(&stop).await;
        stop.cancel();
        engine.stopped().await;
        // Not before: whoever takes the door next finds no other engine at work.
        closed.cancel();
    };
    // The tray stays to the end, so that whoever clicked *Quit* in it still gets an answer.
    let (served, _tray, (), (), ()) = tokio::join!(serving, showing, ending, telling, looking);
    Ok(served?)
}

/// Returns when a stop has taken as long as it may.
async fn out_of_time(stop: &CancellationToken) {
    stop.cancelled().await;
    sleep(FAREWELL).await;
}

/// Keeps the tray in step with the View, and gives it back at the end. Without a tray to use there
/// is nothing to show.
async fn show(
    handle: Handle,
    mut acts: mpsc::UnboundedReceiver<Act>,
    stop: CancellationToken,
) -> Option<Tray> {
    let (choose, mut chosen) = mpsc::unbounded_channel();
    let tray = Tray::new(move |choice| {
        // Nobody listens any more while the resident stops.
        let _ = choose.send(choice);
    });
    let mut tray = tray
        .inspect_err(|error| tracing::info!(%error, "there is no tray"))
        .ok();
    let mut views = handle.watch();
    let mut seconds = interval(SECOND);
    seconds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut changes = false;
    let tasks = TaskTracker::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            view = views.next() => match (view, &mut tray) {
                (Some(view), Some(tray)) => {
                    changes = tray::changes_with_time(&view);
                    tray.show(tray::shown(&view, handle.words()));
                }
                (Some(_), None) => {}
                (None, _) => break,
            },
            // The same View anew, a second older.
            _ = seconds.tick(), if changes => views = handle.watch(),
            Some(choice) = chosen.recv() => act(choice, &handle, &tasks, &stop),
            Some(told) = acts.recv() => act(Choice::Act(told), &handle, &tasks, &stop),
        }
    }
    tray
}

/// Does what was chosen. What the engine is asked for is not waited for: a slow reading must not
/// hold up a pause.
fn act(choice: Choice, handle: &Handle, tasks: &TaskTracker, stop: &CancellationToken) {
    let pay = |ask| Command::Pay { ask };
    let command = match choice {
        Choice::Open => return window::open(),
        Choice::Act(Act::Open(screen)) => return window::open_at(screen),
        Choice::Quit => return stop.cancel(),
        Choice::Refresh => Command::Refresh,
        Choice::Pause => pay(PayCommand::Pause { paused: true }),
        Choice::Resume => pay(PayCommand::Pause { paused: false }),
        Choice::Act(Act::Decline(ask)) => pay(PayCommand::Decline { ask }),
    };
    tasks.spawn(perform(handle.clone(), command));
}

/// Performs what was chosen where no answer can be shown: the next View shows what came of it.
async fn perform(handle: Handle, command: Command) {
    if let Err(problem) = handle.perform(command).await {
        tracing::info!(code = ?problem.code, "what was chosen was not done");
    }
}

#[cfg(unix)]
async fn told_to_stop(stop: &CancellationToken) {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = (
        signal(SignalKind::terminate()),
        signal(SignalKind::hangup()),
        signal(SignalKind::interrupt()),
    );
    let (Ok(mut terminate), Ok(mut hangup), Ok(mut interrupt)) = signals else {
        return stop.cancelled().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = hangup.recv() => {}
        _ = interrupt.recv() => {}
        () = stop.cancelled() => {}
    }
}

#[cfg(not(unix))]
async fn told_to_stop(stop: &CancellationToken) {
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = stop.cancelled() => {}
    }
}
