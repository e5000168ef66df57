//! What the engine does in the world: each effect takes a snapshot of State and ends in Events.
//! Knows the gateway, the vault's port and other programs' files; never who is watching.

mod autostart;
mod diagnostics;
mod examine;
mod facts;
mod hosts;
mod job;
mod jobs;
mod links;
mod looking;
mod pack;
pub(crate) mod pay;
mod places;
mod reading;
mod session;
mod setup;
pub(crate) mod update;
mod writing;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use ::setup::machine::Environment;
use gateway::{ETag, Gateway, GatewayUrl};
use secrecy::SecretString;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::closing::closed;
use crate::contract::{Command, ProblemCode};
use crate::event::Event;
use crate::notices::delivery::Quiet;
use crate::ports::{Lead, SandboxStarter, Secrets, SecretsError, token_name};
use crate::problem::Fault;
use crate::settings::Folders;
use crate::state::State;
use crate::store::Memory;
use crate::update::{Records, ReleaseSource};

pub(crate) use job::Job;

/// What effects work with.
pub(crate) struct Tools {
    pub(crate) clock: Clock,
    pub(crate) folders: Folders,
    /// The State as it is now, for what must not be decided by a snapshot.
    pub(crate) states: watch::Receiver<Arc<State>>,
    pub(crate) memory: Memory,
    pub(crate) secrets: Arc<dyn Secrets>,
    pub(crate) sandbox: Arc<dyn SandboxStarter>,
    pub(crate) surroundings: Surroundings,
    pub(crate) lead: Option<Arc<Lead>>,
    pub(crate) gateway: Mutex<Option<(String, Arc<Gateway>)>>,
    pub(crate) purse: Arc<pay::Purse>,
    pub(crate) releases: Releases,
}

/// Where releases are published, and what is remembered of them.
pub(crate) struct Releases {
    pub(crate) source: Option<ReleaseSource>,
    pub(crate) records: Records,
}

/// The machine around the engine, read once at start.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The person's home folder.
    pub home: PathBuf,
    /// The variables of this process.
    pub environment: Environment,
    /// The absolute path of the `purser` program.
    pub purser: PathBuf,
}

/// What came of a job.
pub(crate) struct Outcome {
    pub(crate) events: Vec<Event>,
    pub(crate) result: Result<(), Fault>,
    /// For a reading: the tag of what was read.
    pub(crate) etag: Option<ETag>,
}

impl Outcome {
    /// The same, where no sentence of somebody else's repeats a secret of ours.
    pub(crate) fn discreet(mut self, secrets: &dyn Secrets) -> Self {
        let events = self.events.iter_mut().filter_map(Event::fault_mut);
        for fault in events.chain(self.result.as_mut().err()) {
            for mention in fault.mentions.values_mut() {
                *mention = secrets.redact(mention);
            }
        }
        self
    }

    pub(crate) fn of(events: Vec<Event>) -> Self {
        Self {
            events,
            result: Ok(()),
            etag: None,
        }
    }
}

impl From<Fault> for Outcome {
    fn from(fault: Fault) -> Self {
        Self {
            events: Vec::new(),
            result: Err(fault),
            etag: None,
        }
    }
}

/// Does the job.
pub(crate) async fn perform(tools: &Tools, state: &State, job: &Job) -> Outcome {
    match job {
        Job::Wake => {
            writing::clean_up(tools).await;
            let mut outcome = session::wake(tools, state).await;
            outcome.events.push(autostart::look(tools).await);
            outcome
        }
        Job::Reconcile => pay::wake(tools, state).await,
        Job::Watch => looking::watch(tools, state)
            .await
            .unwrap_or_else(Outcome::from),
        Job::RecallUpdate => update::recall(tools).await.unwrap_or_else(Outcome::from),
        Job::LookForUpdate => update::check(tools).await.unwrap_or_else(Outcome::from),
        Job::Read(feed, etag) => reading::read(tools, state, *feed, etag.as_ref()).await,
        Job::Command(command) => perform_command(tools, state, command)
            .await
            .unwrap_or_else(Outcome::from),
    }
}

async fn perform_command(
    tools: &Tools,
    state: &State,
    command: &Command,
) -> Result<Outcome, Fault> {
    match command {
        Command::SignIn {
            gateway,
            login,
            password,
        } => session::sign_in(tools, gateway, login, &password.0).await,
        Command::AnswerTwoFactor { code } => {
            session::answer_two_factor(tools, state, &code.0).await
        }
        Command::SignInWithBrowser { gateway } => links::sign_in_with_browser(tools, gateway).await,
        Command::FollowLink { url } => links::follow(tools, state, &url.0).await,
        Command::TrySandbox => session::try_sandbox(tools).await,
        Command::SignOut => session::sign_out(tools, state).await,
        Command::UnlockVault { passphrase } => session::unlock(tools, state, &passphrase.0).await,
        Command::Refresh => reading::refresh(tools, state).await,
        Command::MarkRead { message } => reading::mark_read(tools, state, message).await,
        Command::Plan { change } => setup::plan(tools, state, change).await,
        Command::ApplyPlan { plan } => writing::apply(tools, state, plan).await,
        Command::InspectTools { tool, place } => looking::inspect(tools, state, *tool, place).await,
        Command::Repair { tool, place } => writing::repair(tools, state, *tool, place).await,
        Command::ForgetHost { host } => Ok(Outcome::of(vec![Event::HostForgotten(host.clone())])),
        Command::Examine { place, project } => {
            examine::examine(tools, state, place, project.as_deref()).await
        }
        Command::TryTurn { tool } => examine::turn(tools, state, *tool).await,
        Command::Job { ask } => jobs::perform(tools, state, ask).await,
        Command::Pay { ask } => pay::perform(tools, state, ask).await,
        Command::CheckUpdate => update::check(tools).await,
        Command::InstallUpdate { version } => update::install(tools, version).await,
        Command::Diagnostics { ask } => diagnostics::perform(tools, state, ask).await,
        Command::CancelSignIn => Ok(Outcome::of(vec![Event::TwoFactorLeft, Event::BrowserLeft])),
        Command::DismissPlan => Ok(Outcome::of(vec![Event::PlanGone])),
        Command::ChooseLanguage { language } => {
            Ok(Outcome::of(vec![Event::LanguageChosen(*language)]))
        }
        Command::ChooseTheme { theme } => Ok(Outcome::of(vec![Event::ThemeChosen(*theme)])),
        Command::ChooseNotice { kind, on } => Ok(Outcome::of(vec![Event::NoticeChosen {
            kind: *kind,
            on: *on,
        }])),
        Command::ChooseQuietHours { hours } => {
            let quiet = hours.as_ref().map(Quiet::parse).transpose()?;
            Ok(Outcome::of(vec![Event::QuietHoursChosen(quiet)]))
        }
        Command::ChooseAutostart { on } => autostart::choose(tools, *on).await,
        Command::WindowShown { shown } => Ok(Outcome::of(vec![
            Event::WindowShown {
                shown: *shown,
                at: tools.clock.read(),
            },
            // The person may have changed it in the session's own settings.
            autostart::look(tools).await,
        ])),
        Command::WindowClosed => Ok(Outcome::of(closed(state, tools.clock.read()))),
        Command::AcceptClosing => Ok(Outcome::of(vec![Event::ClosingTold])),
    }
}

impl Tools {
    /// The client of that gateway; made once.
    fn gateway(&self, url: &str) -> Result<Arc<Gateway>, Fault> {
        let mut cached = self.gateway.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, gateway)) = cached.as_ref()
            && known == url
        {
            return Ok(gateway.clone());
        }
        let parsed = GatewayUrl::parse(url)?;
        let gateway = Arc::new(Gateway::new(parsed)?);
        *cached = Some((url.to_owned(), gateway.clone()));
        Ok(gateway)
    }

    /// Connections that a sleep or another network has cut are used no more. Requests under way keep
    /// theirs.
    pub(crate) fn drop_connections(&self) {
        *self.gateway.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The client and the token of who is signed in.
    async fn signed_in(&self, state: &State) -> Result<(Arc<Gateway>, SecretString), Fault> {
        if !state.signed_in() {
            return Err(Fault::new(ProblemCode::NotSignedIn));
        }
        let token = self.token(state).await?;
        Ok((self.gateway(&state.settings.gateway)?, token))
    }

    /// The token of who is signed in.
    async fn token(&self, state: &State) -> Result<SecretString, Fault> {
        let name = token_name(&state.settings.gateway);
        let token = self.with_secrets(move |secrets| secrets.read(&name));
        token
            .await?
            .ok_or_else(|| Fault::new(ProblemCode::NotSignedIn))
    }

    async fn with_secrets<T: Send + 'static>(
        &self,
        use_them: impl FnOnce(&dyn Secrets) -> Result<T, SecretsError> + Send + 'static,
    ) -> Result<T, Fault> {
        let secrets = self.secrets.clone();
        let used = blocking(move || use_them(secrets.as_ref())).await?;
        used.map_err(Fault::from)
    }
}

/// Runs what blocks on a thread where that harms nobody.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "a blocking effect was lost");
        Fault::new(ProblemCode::StorageFailed)
    })
}
