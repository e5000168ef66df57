//! The engine behind the door: JSON in, JSON out. Knows no command's meaning.

use std::sync::Arc;

use door::{House, ViewSource};
use tokio_util::sync::CancellationToken;
use wallet::contract::{Command, Problem, ProblemCode};
use wallet::{Fault, Handle, Watch};

/// What callers at the door reach.
#[derive(Debug)]
pub(crate) struct Engine {
    handle: Handle,
    stop: CancellationToken,
    watchers: Arc<()>,
}

impl Engine {
    pub(crate) fn new(handle: Handle, stop: CancellationToken) -> Self {
        Self {
            handle,
            stop,
            watchers: Arc::new(()),
        }
    }
}

/// Views as JSON. When the last watcher at the door goes, however it ended, no window is shown.
#[derive(Debug)]
pub(crate) struct Views {
    watch: Watch,
    handle: Handle,
    watchers: Arc<()>,
}

impl Drop for Views {
    fn drop(&mut self) {
        // The house holds one, this holds one.
        if Arc::strong_count(&self.watchers) <= 2 {
            self.handle.tell(Command::WindowShown { shown: false });
        }
    }
}

impl House for Engine {
    type Views = Views;

    fn watch(&self) -> Views {
        Views {
            watch: self.handle.watch(),
            handle: self.handle.clone(),
            watchers: self.watchers.clone(),
        }
    }

    async fn perform(&self, command: String) -> Result<(), String> {
        let problem = match serde_json::from_str::<Command>(&command) {
            Ok(command) => match self.handle.perform(command).await {
                Ok(()) => return Ok(()),
                Err(problem) => problem,
            },
            Err(_) => self
                .handle
                .problem(&Fault::new(ProblemCode::CommandUnknown)),
        };
        Err(json(&problem))
    }

    fn leave(&self) {
        tracing::info!("a newer version takes over");
        self.stop.cancel();
    }
}

fn json(problem: &Problem) -> String {
    serde_json::to_string(problem).unwrap_or_else(|_| "null".to_owned())
}

impl ViewSource for Views {
    async fn next(&mut self) -> Option<String> {
        let view = self.watch.next().await?;
        serde_json::to_string(&view).ok()
    }
}
