//! `watch` and `perform` forwarded, and a page opened in the browser. The JSON passes unread.

use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use door::DoorError;
use serde::Serialize;
use serde_json::value::{RawValue, Value};
use tauri::async_runtime::JoinHandle;
use tauri::ipc::Channel;
use tauri::{AppHandle, State, Url};
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
    /// The person is to see this place.
    Show { screen: String },
    /// A link that the system handed over was not followed: a Problem.
    Refused { problem: Value },
}

/// The page's watch: one at a time, so that a reloaded page leaves none behind.
pub(crate) struct Watching(Mutex<Page>);

/// Who watches.
enum Page {
    /// Nobody yet; the page that comes is to be told this.
    Awaited(Vec<Watched>),
    /// The page behind this channel.
    Watching {
        channel: Channel<Watched>,
        task: JoinHandle<()>,
    },
}

impl Watching {
    /// A watch that nobody began; the page is to show this place first.
    pub(crate) fn wanting(screen: Option<String>) -> Self {
        let told = screen.map(|screen| Watched::Show { screen });
        Self(Mutex::new(Page::Awaited(told.into_iter().collect())))
    }

    /// Tells the page something besides Views.
    pub(crate) fn tell(&self, told: Watched) {
        match &mut *self.page() {
            Page::Awaited(waiting) => waiting.push(told),
            Page::Watching { channel, .. } => send(channel, told),
        }
    }

    /// Ends the watch: what the resident does next is no business of the page.
    pub(crate) fn stop(&self) {
        if let Page::Watching { task, .. } = &*self.page() {
            task.abort();
        }
    }

    fn page(&self) -> MutexGuard<'_, Page> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn send(channel: &Channel<Watched>, told: Watched) {
    if channel.send(told).is_err() {
        eprintln!("purser-desktop: the page is gone");
    }
}

/// Sends the current View at once, and each later one.
#[tauri::command]
pub(crate) fn watch(
    app: AppHandle,
    channel: Channel<Watched>,
    resident: State<'_, Resident>,
    watching: State<'_, Watching>,
) {
    let (resident, page) = (resident.inner().clone(), channel.clone());
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
    let watched = Page::Watching {
        channel: page.clone(),
        task,
    };
    match mem::replace(&mut *watching.page(), watched) {
        Page::Awaited(waiting) => {
            for told in waiting {
                send(&page, told);
            }
        }
        Page::Watching { task, .. } => task.abort(),
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

/// Opens an `https` address in the system's browser, or an `http` one on this computer.
#[tauri::command]
pub(crate) fn open_link(url: Url, app: AppHandle) -> Result<(), String> {
    let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    if url.scheme() != "https" && !(url.scheme() == "http" && here) {
        return Err("only https addresses are opened".to_owned());
    }
    app.opener()
        .open_url(url, None::<&str>)
        .map_err(|error| error.to_string())
}
