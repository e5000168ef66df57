//! Tells news, each once: notes what was found, and has it shown when it may be. Knows the rules by
//! name only, and no desktop.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::notices::journal::{Journal, Showing};
use crate::notices::{Voice, delivery, notices, still_holds};
use crate::ports::Notifier;
use crate::problem::chain;
use crate::state::State;
use crate::words::Words;

/// News that comes within this time of other news is told together with it.
const GATHERING: Duration = Duration::from_millis(400);
/// How often it is seen whether quiet hours ended.
const QUIET_CHECK: Duration = Duration::from_secs(30);
/// A desktop that took no notification in this time is not waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the engine's loop and the telling share.
#[derive(Debug, Clone)]
pub(super) struct Herald {
    desk: Arc<Mutex<Desk>>,
    arrived: Arc<Notify>,
    words: Arc<Words>,
    clock: Clock,
}

/// The journal, with the State that it was written for: news is never judged by an older one.
#[derive(Debug)]
struct Desk {
    journal: Journal,
    heard: Arc<State>,
}

impl Herald {
    pub(super) fn new(data: &Path, words: Arc<Words>, clock: Clock, state: &State) -> Self {
        Self {
            desk: Arc::new(Mutex::new(Desk {
                journal: Journal::in_folder(data),
                heard: Arc::new(state.clone()),
            })),
            arrived: Arc::default(),
            words,
            clock,
        }
    }

    /// Notes what this State is worth telling. It is durable when this returns; where the disk
    /// refused, it is found again in the next State.
    pub(super) async fn hear(&self, state: &State) {
        let (words, local) = (self.words.clone(), self.clock.local());
        let state = Arc::new(state.clone());
        let noted = self.at_desk(move |Desk { journal, heard }| {
            // What waits may be told otherwise, or at once.
            let chosen = heard.settings.notices != state.settings.notices;
            heard.clone_from(&state);
            let voice = Voice {
                words: &words,
                language: state.settings.language,
                zone: local.time_zone(),
            };
            let mut found = notices(journal.told(), &state, voice);
            if found.is_nothing() {
                return Ok(chosen);
            }
            let (settings, time) = (&state.settings.notices, local.time());
            found
                .news
                .retain(|news| settings.fate(news.kind, time) != delivery::Fate::Drop);
            let came = settings.came(time);
            journal.note(found, came).map(|()| true)
        });
        if noted.await == Some(true) {
            self.arrived.notify_one();
        }
    }

    /// Tells until the engine stops.
    pub(super) async fn until_stopped(self, notifier: Arc<dyn Notifier>, stop: CancellationToken) {
        let notifier = notifier.as_ref();
        let now = self.clock.read().wall;
        if let Some(Some(doubtful)) = self.at_desk(move |desk| desk.journal.again(now)).await {
            self.show(notifier, doubtful).await;
        }
        // What the last run left waiting.
        self.arrived.notify_one();
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.arrived.notified() => {}
                () = sleep(QUIET_CHECK) => {}
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = sleep(GATHERING) => {}
            }
            while !stop.is_cancelled()
                && let Some(Some(showing)) = self.next().await
            {
                self.show(notifier, showing).await;
            }
        }
    }

    /// What is shown next; it is durably on its way.
    async fn next(&self) -> Option<Option<Showing>> {
        let (words, local) = (self.words.clone(), self.clock.local());
        self.at_desk(move |Desk { journal, heard }| {
            let settings = &heard.settings.notices;
            let time = local.time();
            journal.next(
                local.timestamp(),
                |told, waiting| {
                    settings.fate(waiting.news.kind, time) != delivery::Fate::Drop
                        && still_holds(told, &waiting.news, heard)
                },
                |waiting| delivery::next(waiting, settings, time, &words, heard.settings.language),
            )
        })
        .await
    }

    async fn show(&self, notifier: &dyn Notifier, showing: Showing) {
        let Showing { number, parcel, .. } = showing;
        let given = match timeout(PATIENCE, notifier.show(parcel.notice, number)).await {
            Ok(Ok(given)) => Some(given),
            Ok(Err(error)) => {
                tracing::info!(error = chain(error.as_ref()), "a notice was not shown");
                None
            }
            Err(_) => {
                tracing::info!("a notice was not taken in time");
                None
            }
        };
        self.at_desk(move |desk| desk.journal.shown(given)).await;
    }

    /// Works on the journal where blocking harms nobody; none when the disk refused.
    async fn at_desk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> io::Result<T> + Send + 'static,
    ) -> Option<T> {
        let desk = self.desk.clone();
        let worked = tokio::task::spawn_blocking(move || {
            work(&mut desk.lock().unwrap_or_else(PoisonError::into_inner))
        });
        let failed = match worked.await {
            Ok(Ok(done)) => return Some(done),
            Ok(Err(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        tracing::error!(error = failed, "nothing is told: it could not be noted");
        None
    }
}
