//! How front ends reach the engine: watch its Views, ask for Commands. Knows no rule.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};

use crate::clock::Clock;
use crate::contract::{Command, Problem, ProblemCode, View};
use crate::problem::Fault;
use crate::state::State;
use crate::view::project;
use crate::words::Words;

/// A way to watch and to ask. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Handle {
    pub(crate) asks: mpsc::Sender<Ask>,
    pub(crate) states: watch::Receiver<Arc<State>>,
    pub(crate) words: Arc<Words>,
    pub(crate) clock: Clock,
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
pub(crate) struct Ask {
    pub(crate) command: Command,
    pub(crate) reply: oneshot::Sender<Result<(), Fault>>,
}
