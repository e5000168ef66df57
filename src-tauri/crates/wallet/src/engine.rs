//! The one loop that owns State: hears commands, starts effects, applies their Events, publishes.
//! Decides when, never how: effects, rules and words live in their own modules.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::SignedDuration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::{Clock, Now};
use crate::contract::{Command, Problem, ProblemCode, VaultView, View};
use crate::effects::{self, Job, Outcome, Surroundings, Tools};
use crate::feeds::Feeds;
use crate::lanes::Lanes;
use crate::notices::{Announced, Notice, notices};
use crate::ports::{SandboxStarter, Secrets};
use crate::problem::Fault;
use crate::settings::{Folders, Settings};
use crate::state::{Event, State};
use crate::store::{Dated, Memory, Remembered};
use crate::view::project;
use crate::words::Words;

/// Effects under way get this long when the engine stops.
const FAREWELL: Duration = Duration::from_secs(3);
/// How often the two clocks are compared, to notice that the machine slept.
const CLOCK_CHECK: SignedDuration = SignedDuration::from_secs(60);
/// Clocks that part by more than this did so in sleep.
const SLEPT: SignedDuration = SignedDuration::from_secs(30);

/// What the engine needs from its host.
pub struct Options {
    /// Our own folders.
    pub folders: Folders,
    /// Where secrets are kept.
    pub secrets: Arc<dyn Secrets>,
    /// How the sandbox is started.
    pub sandbox: Arc<dyn SandboxStarter>,
    /// The machine around the engine.
    pub surroundings: Surroundings,
    /// Where notices go; without it none are made, and none count as told.
    pub notices: Option<mpsc::UnboundedSender<Notice>>,
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
        let clock = Clock::start();
        let state = State::new(Settings::read(&options.folders), VaultView::Missing);
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

/// A way to watch and to ask. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Handle {
    asks: mpsc::Sender<Ask>,
    states: watch::Receiver<Arc<State>>,
    words: Arc<Words>,
    clock: Clock,
}

impl Handle {
    /// Views: the current one at once, then each later one.
    #[must_use]
    pub fn watch(&self) -> Watch {
        let mut states = self.states.clone();
        states.mark_changed();
        Watch {
            states,
            words: self.words.clone(),
            clock: self.clock,
        }
    }

    /// Does what the person asks for.
    ///
    /// # Errors
    /// A [`Problem`] in the person's language; nothing is then half done.
    pub async fn perform(&self, command: Command) -> Result<(), Problem> {
        let (reply, answer) = oneshot::channel();
        let gone = |_| Fault::new(ProblemCode::ResidentGone);
        let asked = self.asks.send(Ask { command, reply }).await;
        let result = match asked.map_err(|_| Fault::new(ProblemCode::ResidentGone)) {
            Ok(()) => answer.await.map_err(gone).and_then(|result| result),
            Err(fault) => Err(fault),
        };
        result.map_err(|fault| self.problem(&fault))
    }

    /// Says something that needs no answer. A busy or stopped engine does not hear it.
    pub fn tell(&self, command: Command) {
        let (reply, _) = oneshot::channel();
        if self.asks.try_send(Ask { command, reply }).is_err() {
            tracing::debug!("the engine did not hear");
        }
    }

    /// The catalogue.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// A fault in the person's language.
    #[must_use]
    pub fn problem(&self, fault: &Fault) -> Problem {
        self.words
            .problem(self.states.borrow().settings.language, fault)
    }
}

/// One watcher's Views.
#[derive(Debug)]
pub struct Watch {
    states: watch::Receiver<Arc<State>>,
    words: Arc<Words>,
    clock: Clock,
}

impl Watch {
    /// The next View; none when the engine is gone. Views that nobody took are skipped. Cancel-safe.
    pub async fn next(&mut self) -> Option<View> {
        self.states.changed().await.ok()?;
        let state = self.states.borrow_and_update().clone();
        Some(project(&state, self.clock.read(), &self.words))
    }
}

#[derive(Debug)]
struct Ask {
    command: Command,
    reply: oneshot::Sender<Result<(), Fault>>,
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
    words: Arc<Words>,
    tools: Arc<Tools>,
    lanes: Lanes<Errand>,
    feeds: Feeds,
    announced: Option<(Announced, mpsc::UnboundedSender<Notice>)>,
    remembered: Option<Remembered>,
    tasks: TaskTracker,
    stop: CancellationToken,
    done: mpsc::UnboundedSender<Done>,
    ended: mpsc::UnboundedReceiver<Done>,
    last_look: Now,
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
        let tools = Tools {
            clock,
            memory: Memory::in_folder(&data),
            folders: options.folders,
            secrets: options.secrets,
            sandbox: options.sandbox,
            surroundings: options.surroundings,
            gateway: Mutex::new(None),
        };
        Self {
            state,
            published,
            words,
            tools: Arc::new(tools),
            lanes: Lanes::default(),
            feeds: Feeds::default(),
            announced: options
                .notices
                .map(|notices| (Announced::in_folder(&data), notices)),
            remembered: None,
            tasks,
            stop: options.stop,
            done,
            ended,
            last_look: clock.read(),
        }
    }

    async fn until_stopped(mut self, mut heard: mpsc::Receiver<Ask>) {
        self.send(Job::Wake, None);
        loop {
            let next = self.next_look();
            tokio::select! {
                () = self.stop.cancelled() => break,
                ask = heard.recv() => match ask {
                    Some(ask) => self.hear(ask),
                    None => break,
                },
                Some(done) = self.ended.recv() => self.finish(done).await,
                () = sleep_until(self.tools.clock.instant(next)) => self.look(),
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
        let mut result = outcome.result;
        if let Err(fault) = self.keep(&before).await {
            result = result.and(Err(fault));
        }
        self.after(&job, &before, outdated, &result, outcome.etag);
        self.publish(&before);
        if let Some(reply) = reply {
            // Who asked may have gone.
            let _ = reply.send(result);
        }
        if let Some(next) = job.lane().and_then(|lane| self.lanes.leave(lane)) {
            self.begin(next);
        }
    }

    /// What an ended job means for what is read next.
    fn after(
        &mut self,
        job: &Job,
        before: &State,
        outdated: bool,
        result: &Result<(), Fault>,
        etag: Option<gateway::ETag>,
    ) {
        let now = self.tools.clock.read();
        if let Job::Read(feed, _) = job {
            self.feeds
                .ended(*feed, result.as_ref().map(|()| etag), &self.state, now);
        }
        if before.era != self.state.era || outdated {
            self.feeds.restart(now);
        }
        if before.era != self.state.era && self.state.signed_in() {
            self.send(Job::Command(Command::InspectCodex { home: None }), None);
        }
        if matches!(job, Job::Command(Command::ApplyPlan { .. })) {
            self.feeds.hurry(now);
        }
        self.feeds.reconsider(&self.state, now);
    }

    fn next_look(&self) -> SignedDuration {
        let check = self.last_look.mono + CLOCK_CHECK;
        match self.feeds.next_due() {
            Some(due) if self.state.signed_in() => due.min(check),
            _ => check,
        }
    }

    fn look(&mut self) {
        let now = self.tools.clock.read();
        let wall = now.wall.duration_since(self.last_look.wall);
        let mono = now.mono - self.last_look.mono;
        if (wall - mono).abs() > SLEPT {
            tracing::info!("the clocks parted: the machine slept, or its clock was set");
            self.feeds.hurry(now);
        }
        self.last_look = now;
        if !self.state.signed_in() {
            return;
        }
        for feed in self.feeds.take_due(now) {
            let etag = self.feeds.etag(feed);
            self.send(Job::Read(feed, etag), None);
        }
    }

    /// Writes what must survive before anybody hears that it happened.
    async fn keep(&mut self, before: &State) -> Result<(), Fault> {
        if before.settings != self.state.settings {
            let (settings, folders) = (self.state.settings.clone(), self.tools.folders.clone());
            self.write(move || settings.write(&folders)).await?;
        }
        let remembered = remembered(&self.state, self.tools.clock.read());
        if remembered.as_ref().map(undated) != self.remembered.as_ref().map(undated) {
            self.remembered.clone_from(&remembered);
            if let Some(remembered) = remembered {
                let memory = self.tools.memory.clone();
                self.write(move || memory.keep(&remembered)).await?;
            }
        }
        Ok(())
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

    fn publish(&mut self, before: &State) {
        if let Some((announced, to)) = &mut self.announced {
            match announced.first_time(notices(before, &self.state, &self.words)) {
                Ok(notices) => {
                    for notice in notices {
                        // Without a listener there is nobody to tell.
                        let _ = to.send(notice);
                    }
                }
                Err(error) => tracing::error!(%error, "nothing is told: it could not be noted"),
            }
        }
        self.published.send_replace(Arc::new(self.state.clone()));
    }
}

/// What of the State is worth finding again at the next start.
fn remembered(state: &State, now: Now) -> Option<Remembered> {
    let crate::state::Session::SignedIn {
        account: Some(account),
    } = &state.session
    else {
        return None;
    };
    if state.settings.sandbox {
        return None;
    }
    let at = |mono| now.wall.checked_sub(now.mono - mono).unwrap_or(now.wall);
    Some(Remembered {
        gateway: state.settings.gateway.clone(),
        account: account.clone(),
        facts: state.facts.clone(),
        wallet: state.wallet.as_ref().map(|reading| Dated {
            at: at(reading.at),
            value: reading.value.clone(),
        }),
        pricing: state.pricing.as_ref().map(|reading| Dated {
            at: at(reading.at),
            value: reading.value.wire.clone(),
        }),
        inbox: state.inbox.clone(),
    })
}

/// The same without its dates, to see whether anything else changed.
fn undated(remembered: &Remembered) -> Remembered {
    let epoch = jiff::Timestamp::UNIX_EPOCH;
    let mut same = remembered.clone();
    if let Some(wallet) = &mut same.wallet {
        wallet.at = epoch;
        wallet.value.updated_at = None;
    }
    if let Some(pricing) = &mut same.pricing {
        pricing.at = epoch;
        pricing.value.server_time = epoch;
    }
    same
}
