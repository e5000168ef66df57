//! `watch` and `perform` forwarded, and a link opened. The JSON passes unread.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use door::DoorError;
use serde::Serialize;
use serde_json::value::{RawValue, Value};
use tauri::async_runtime::JoinHandle;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;

use crate::resident::Resident;

/// A resident that was lost is tried again after this long.
const RECONNECT: Duration = Duration::from_millis(200);

/// What the web view is sent.
#[derive(Clone, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(crate) enum Watched {
    /// A View.
    View { view: Box<RawValue> },
    /// The resident is gone; it is being started again.
    Reconnecting,
}

/// The page's watch: one at a time, so that a reloaded page leaves none behind.
#[derive(Default)]
pub(crate) struct Watching(Mutex<Option<JoinHandle<()>>>);

/// Sends the current View at once, and each later one.
#[tauri::command]
pub(crate) fn watch(
    app: AppHandle,
    channel: Channel<Watched>,
    resident: State<'_, Resident>,
    watching: State<'_, Watching>,
) {
    let resident = resident.inner().clone();
    let task = tauri::async_runtime::spawn(async move {
        loop {
            match forward(&resident, &channel).await {
                // It was quit: the window has nothing left to show.
                Ok(()) => return app.exit(0),
                Err(error) => eprintln!("purser-desktop: {error}"),
            }
            if channel.send(Watched::Reconnecting).is_err() {
                return;
            }
            tokio::time::sleep(RECONNECT).await;
        }
    });
    let mut watching = watching.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(earlier) = watching.replace(task) {
        earlier.abort();
    }
}

/// Forwards Views until the resident leaves in peace.
async fn forward(resident: &Resident, channel: &Channel<Watched>) -> Result<(), DoorError> {
    resident.ready().await?;
    let mut views = resident.caller().watch().await?;
    while let Some(view) = views.next().await? {
        let view =
            RawValue::from_string(view).map_err(|source| DoorError::FrameUnreadable { source })?;
        if channel.send(Watched::View { view }).is_err() {
            return Err(DoorError::Closed);
        }
    }
    Ok(())
}

/// Asks for a command. The rejection is a Problem, or a sentence when nobody answered.
#[tauri::command]
pub(crate) async fn perform(command: Value, resident: State<'_, Resident>) -> Result<(), Value> {
    let asked = resident.caller().perform(&command.to_string()).await;
    match asked {
        Ok(Ok(())) => Ok(()),
        Ok(Err(problem)) => Err(serde_json::from_str(&problem).unwrap_or(Value::String(problem))),
        Err(error) => Err(Value::String(error.to_string())),
    }
}

/// Opens an `https` address in the system's browser.
#[tauri::command]
pub(crate) fn open_link(url: &str, app: AppHandle) -> Result<(), String> {
    if !url.starts_with("https://") {
        return Err("only https addresses are opened".to_owned());
    }
    app.opener()
        .open_url(url, None::<&str>)
        .map_err(|error| error.to_string())
}
