//! The served end. Knows who calls and which call it is, never what is in it.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio::io::AsyncReadExt;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::frame::{self, FRAME_CAP};
use crate::socket::{Listener, Stream};
use crate::{DoorError, Hello, PROTOCOL, Place};

/// A caller that has not said what it wants by then is turned away.
const GREETING_LIMIT: Duration = Duration::from_secs(5);
/// Longest command, in bytes.
const CALL_CAP: u32 = 256 * 1024;

/// The last frame of a watch that ends in peace. A watch without it was cut off.
pub(crate) const FAREWELL: &str = "null";

/// What stands behind the door.
pub trait House: Send + Sync + 'static {
    /// One watcher's Views.
    type Views: ViewSource;

    /// A new watcher came.
    fn watch(&self) -> Self::Views;

    /// Somebody asks for a command (JSON). Ends in `Err` with a problem (JSON).
    fn perform(&self, command: String) -> impl Future<Output = Result<(), String>> + Send;

    /// A newer version of this program asks for the door.
    fn leave(&self);
}

/// Views for one watcher, as JSON.
pub trait ViewSource: Send {
    /// The current View on the first call, afterwards each later one; `None` when there will be no
    /// more. Cancel-safe.
    fn next(&mut self) -> impl Future<Output = Option<String>> + Send;
}

/// A call.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Call {
    Watch,
    Perform(Box<RawValue>),
    Leave,
}

/// The answer to `perform` and `leave`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Answer {
    pub(crate) problem: Option<Box<RawValue>>,
}

/// The right to serve a door. Held by one process at a time; dropping it gives it up.
#[derive(Debug)]
pub struct Lease {
    listener: Listener,
}

impl Lease {
    /// Takes the door, removing what a dead process left behind. Needs a tokio runtime.
    ///
    /// # Errors
    /// [`DoorError::AlreadyServed`] while another process serves it.
    pub fn claim(place: &Place) -> Result<Self, DoorError> {
        Ok(Self {
            listener: Listener::claim(place)?,
        })
    }
}

/// Serves until `stop`; then waits for the calls under way. `version` is told to every caller.
///
/// # Errors
/// When the socket itself fails.
pub async fn serve<H: House>(
    mut lease: Lease,
    house: Arc<H>,
    version: &str,
    stop: CancellationToken,
) -> Result<(), DoorError> {
    let calls = TaskTracker::new();
    let result = loop {
        let stream = tokio::select! {
            () = stop.cancelled() => break Ok(()),
            accepted = lease.listener.accept() => match accepted {
                Ok(stream) => stream,
                Err(error) => break Err(error),
            },
        };
        let (house, stop, hello) = (house.clone(), stop.clone(), Hello::new(version));
        calls.spawn(async move {
            if let Err(error) = answer(stream, house, hello, stop).await {
                tracing::debug!(%error, "a call through the door ended");
            }
        });
    };
    calls.close();
    calls.wait().await;
    result
}

async fn answer<H: House>(
    mut stream: Stream,
    house: Arc<H>,
    hello: Hello,
    stop: CancellationToken,
) -> Result<(), DoorError> {
    let call = timeout(GREETING_LIMIT, greet(&mut stream, &hello))
        .await
        .map_err(|_| DoorError::Silent)??;
    match call {
        Call::Watch => watch(stream, house.watch(), stop).await,
        Call::Perform(command) => {
            let problem = match house.perform(command.get().to_owned()).await {
                Ok(()) => None,
                Err(problem) => Some(
                    RawValue::from_string(problem)
                        .map_err(|source| DoorError::FrameUnreadable { source })?,
                ),
            };
            frame::write(&mut stream, &Answer { problem }).await
        }
        Call::Leave => {
            frame::write(&mut stream, &Answer { problem: None }).await?;
            house.leave();
            Ok(())
        }
    }
}

async fn greet(stream: &mut Stream, hello: &Hello) -> Result<Call, DoorError> {
    frame::write(stream, hello).await?;
    let theirs: Hello = frame::read(stream, CALL_CAP).await?;
    if theirs.protocol != PROTOCOL {
        return Err(DoorError::Protocol {
            theirs: theirs.protocol,
        });
    }
    frame::read(stream, CALL_CAP).await
}

async fn watch(
    mut stream: Stream,
    mut views: impl ViewSource,
    stop: CancellationToken,
) -> Result<(), DoorError> {
    let mut nothing = [0_u8; 1];
    loop {
        let view = tokio::select! {
            () = stop.cancelled() => None,
            // A watcher says nothing more: whatever arrives means that it is gone.
            _ = stream.read(&mut nothing) => return Ok(()),
            view = views.next() => view,
        };
        let Some(view) = view else {
            return frame::write_text(&mut stream, FAREWELL).await;
        };
        debug_assert!(view.len() < usize::try_from(FRAME_CAP).unwrap_or(usize::MAX));
        frame::write_text(&mut stream, &view).await?;
    }
}
