//! The one loop that owns State: hears commands, starts effects, applies their Events, publishes.
//! Decides when, never how: effects, rules and words live in their own modules.

mod herald;
mod upkeep;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateway::ETag;
use jiff::SignedDuration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::contract::{ProblemCode, VaultView};
use crate::effects::pay::Purse;
use crate::effects::{self, Job, Outcome, Releases, Surroundings, Tools};
use crate::event::Event;
use crate::feeds::{Feeds, after};
use crate::handle::{Ask, Handle};
use crate::lanes::Lanes;
use crate::ledger::Observer;
use crate::ports::{Lead, Moment, Notifier, SandboxStarter, Secrets};
use crate::problem::Fault;
use crate::settings::{Folders, Settings};
use crate::state::State;
use crate::store::{Memory, Remembered};
use crate::update::{Records, ReleaseSource, next_check};
use crate::words::Words;
use herald::Herald;

/// Effects under way get this long when the engine stops.
const FAREWELL: Duration = Duration::from_millis(1_500);

/// What the engine needs from its host.
pub struct Options {
    /// What time it is.
    pub clock: Clock,
    /// Our own folders.
    pub folders: Folders,
    /// Where secrets are kept.
    pub secrets: Arc<dyn Secrets>,
    /// How the sandbox is started.
    pub sandbox: Arc<dyn SandboxStarter>,
    /// The machine around the engine.
    pub surroundings: Surroundings,
    /// Where releases are published; without it nobody looks for updates.
    pub releases: Option<ReleaseSource>,
    /// Told of every durable step of a payment, before and after it is on the disk.
    pub observer: Option<Arc<Observer>>,
    /// Who shows notifications; without it none are made, and nothing counts as told.
    pub notifier: Option<Arc<dyn Notifier>>,
    /// Who shows a place in the window; without it no link leads to one.
    pub lead: Option<Arc<Lead>>,
    /// Tells what happens to the machine; without it, sleep is noticed by its length alone.
    pub moments: Option<mpsc::UnboundedReceiver<Moment>>,
    /// Cancelling it stops the engine.
    pub stop: CancellationToken,
}

/// The engine, started.
#[derive(Debug)]
pub struct Engine {
    handle: Handle,
    tasks: TaskTracker,
}

impl Engine {
    /// Starts the engine on the current tokio runtime.
    #[must_use]
    pub fn start(options: Options) -> Self {
        let (asks, heard) = mpsc::channel(64);
        let words = Arc::new(Words::load());
        let clock = options.clock;
        let mut state = State::new(Settings::read(&options.folders), VaultView::Missing);
        state.updates.aware = options.releases.is_some();
        let (published, states) = watch::channel(Arc::new(state.clone()));
        let handle = Handle {
            asks,
            states,
            words: words.clone(),
            clock,
        };
        let tasks = TaskTracker::new();
        let run = Run::new(options, state, published, words, clock, tasks.clone());
        tasks.spawn(run.until_stopped(heard));
        Self { handle, tasks }
    }

    /// A way to watch and to ask.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Waits until the engine has stopped; cancel [`Options::stop`] first.
    pub async fn stopped(self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// A job on its way, with who waits for it.
struct Errand {
    job: Job,
    reply: Option<oneshot::Sender<Result<(), Fault>>>,
}

struct Done {
    errand: Errand,
    era: u64,
    outcome: Outcome,
}

struct Run {
    state: State,
    published: watch::Sender<Arc<State>>,
    tools: Arc<Tools>,
    lanes: Lanes<Errand>,
    feeds: Feeds<ETag>,
    herald: Option<Herald>,
    remembered: Option<Remembered>,
    tasks: TaskTracker,
    stop: CancellationToken,
    done: mpsc::UnboundedSender<Done>,
    ended: mpsc::UnboundedReceiver<Done>,
    moments: mpsc::UnboundedReceiver<Moment>,
    /// When a look is due.
    next_look: SignedDuration,
    /// When other programs' files are looked at again; never where nobody would be told.
    watch_due: Option<SignedDuration>,
    /// When payments in doubt are looked after again; never while there is none.
    reconcile_due: Option<SignedDuration>,
    /// When a newer Purser is looked for again; never where nobody would be told.
    update_due: Option<SignedDuration>,
}

impl Run {
    fn new(
        options: Options,
        state: State,
        published: watch::Sender<Arc<State>>,
        words: Arc<Words>,
        clock: Clock,
        tasks: TaskTracker,
    ) -> Self {
        let (done, ended) = mpsc::unbounded_channel();
        let data = options.folders.data.clone();
        let releases = Releases {
            source: options.releases,
            records: Records::in_folder(&data),
        };
        let update_due = options.notifier.as_ref().and(releases.source.as_ref());
        let update_due = update_due.map(|_| {
            let asked = releases.records.read().asked;
            let now = clock.read();
            after(now.mono, next_check(asked, now.wall, fastrand::f64()))
        });
        let tools = Tools {
            clock,
            memory: Memory::in_folder(&data),
            folders: options.folders,
            states: published.subscribe(),
            secrets: options.secrets,
            sandbox: options.sandbox,
            surroundings: options.surroundings,
            lead: options.lead,
            gateway: Mutex::new(None),
            purse: Arc::new(Purse::new(data.clone(), options.observer)),
            releases,
        };
        let herald = options.notifier.map(|notifier| {
            let herald = Herald::new(&data, words, clock, &state);
            tasks.spawn(herald.clone().until_stopped(notifier, options.stop.clone()));
            herald
        });
        Self {
            state,
            published,
            tools: Arc::new(tools),
            lanes: Lanes::default(),
            feeds: Feeds::default(),
            herald,
            remembered: None,
            tasks,
            stop: options.stop,
            done,
            ended,
            moments: options
                .moments
                .unwrap_or_else(|| mpsc::unbounded_channel().1),
            next_look: clock.read().mono,
            watch_due: None,
            reconcile_due: None,
            update_due,
        }
    }

    async fn until_stopped(mut self, mut heard: mpsc::Receiver<Ask>) {
        self.send(Job::Wake, None);
        if self.update_due.is_some() {
            self.send(Job::RecallUpdate, None);
        }
        loop {
            let next = self.look();
            tokio::select! {
                () = self.stop.cancelled() => break,
                ask = heard.recv() => match ask {
                    Some(ask) => self.hear(ask),
                    None => break,
                },
                Some(done) = self.ended.recv() => self.finish(done).await,
                Some(moment) = self.moments.recv() => self.notice(moment),
                () = sleep_until(self.tools.clock.instant(next)) => {}
            }
        }
        self.farewell().await;
    }

    /// An effect under way is let finish for a while: nothing is left half done.
    async fn farewell(&mut self) {
        let all_ended = async {
            while !self.lanes.idle() {
                match self.ended.recv().await {
                    Some(done) => self.finish(done).await,
                    None => break,
                }
            }
        };
        if timeout(FAREWELL, all_ended).await.is_err() {
            tracing::warn!("an effect did not end in time");
        }
    }

    fn hear(&mut self, ask: Ask) {
        self.send(Job::Command(ask.command), Some(ask.reply));
    }

    fn send(&mut self, job: Job, reply: Option<oneshot::Sender<Result<(), Fault>>>) {
        let lane = job.lane();
        let errand = Errand { job, reply };
        let ready = match lane {
            Some(lane) => self.lanes.enter(lane, errand),
            None => Some(errand),
        };
        if let Some(errand) = ready {
            self.begin(errand);
        }
    }

    fn begin(&mut self, errand: Errand) {
        if let Some(work) = errand.job.work() {
            self.state.apply(Event::WorkBegan(work));
            self.published.send_replace(Arc::new(self.state.clone()));
        }
        let (tools, state, done) = (self.tools.clone(), self.state.clone(), self.done.clone());
        self.tasks.spawn(async move {
            let era = state.era;
            let outcome = effects::perform(&tools, &state, &errand.job).await;
            let outcome = outcome.discreet(tools.secrets.as_ref());
            // The loop is gone only when the engine stops; then nobody waits for this.
            let _ = done.send(Done {
                errand,
                era,
                outcome,
            });
        });
    }

    async fn finish(&mut self, done: Done) {
        let Done {
            errand: Errand { job, reply },
            era,
            outcome,
        } = done;
        let before = self.state.clone();
        if let Some(work) = job.work() {
            self.state.apply(Event::WorkEnded(work));
        }
        let outdated = job.belongs_to_era() && era != self.state.era;
        if !outdated {
            for event in outcome.events {
                self.state.apply(event);
            }
        }
        // First of all: what is kept below must not make news look old after a crash.
        if let Some(herald) = &self.herald {
            herald.hear(&self.state).await;
        }
        self.state
            .note(&before, &outcome.result, self.tools.clock.read());
        let mut result = outcome.result;
        if let Err(fault) = self.keep(&before).await {
            result = result.and(Err(fault));
        }
        self.after(&job, &before, outdated, &result, outcome.etag);
        self.published.send_replace(Arc::new(self.state.clone()));
        if let Some(reply) = reply {
            // Who asked may have gone.
            let _ = reply.send(result);
        }
        if let Some(next) = job.lane().and_then(|lane| self.lanes.leave(lane)) {
            self.begin(next);
        }
    }

    /// Writes what must survive before anybody hears that it happened.
    async fn keep(&mut self, before: &State) -> Result<(), Fault> {
        if before.settings != self.state.settings {
            let (settings, folders) = (self.state.settings.clone(), self.tools.folders.clone());
            self.write(move || settings.write(&folders)).await?;
        }
        let remembered = Remembered::of(&self.state, self.tools.clock.read());
        let known = match (&remembered, &self.remembered) {
            (Some(now), Some(before)) => now.says_the_same_as(before),
            (now, before) => now.is_none() && before.is_none(),
        };
        if known {
            return Ok(());
        }
        self.remembered.clone_from(&remembered);
        match remembered {
            Some(remembered) => {
                let memory = self.tools.memory.clone();
                self.write(move || memory.keep(&remembered)).await
            }
            None => Ok(()),
        }
    }

    async fn write(
        &self,
        write: impl FnOnce() -> std::io::Result<()> + Send + 'static,
    ) -> Result<(), Fault> {
        let written = self.tasks.spawn_blocking(write).await;
        let failed = match written {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        tracing::error!(error = failed, "our own file was not written");
        Err(Fault::new(ProblemCode::StorageFailed))
    }
}
