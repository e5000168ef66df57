//! How the window's program ends: closed by the person, or told to by the system. Decides nothing:
//! whether Purser goes on without its window is the engine's.

use std::time::Duration;

use tauri::{AppHandle, Manager, Window, WindowEvent};
use tokio::time::timeout;

use crate::commands::Watching;
use crate::resident::Resident;

/// What the engine is told when the person closes the window.
const CLOSED: &str = r#"{"type":"windowClosed"}"#;
/// A resident that does not answer is not waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// Ends the program after the engine heard that the person closed the window.
pub(crate) fn on_window_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else {
        return;
    };
    api.prevent_close();
    // For the person it is gone at once.
    if let Err(error) = window.hide() {
        eprintln!("purser-desktop: the window did not hide: {error}");
    }
    let app = window.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        // Should the resident quit now, that is no loss to mend.
        app.state::<Watching>().stop();
        let resident = app.state::<Resident>();
        match timeout(PATIENCE, resident.caller().perform(CLOSED)).await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(problem))) => eprintln!("purser-desktop: {problem}"),
            Ok(Err(error)) => eprintln!("purser-desktop: {error}"),
            Err(_) => eprintln!("purser-desktop: the resident does not answer"),
        }
        app.exit(0);
    });
}

/// Ends the program when the system tells it to: at log-out, for one. The engine goes its own way.
#[cfg(unix)]
pub(crate) fn end_when_told(app: &AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let signals = (
            signal(SignalKind::terminate()),
            signal(SignalKind::hangup()),
            signal(SignalKind::interrupt()),
        );
        let (Ok(mut terminate), Ok(mut hangup), Ok(mut interrupt)) = signals else {
            return;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
            _ = interrupt.recv() => {}
        }
        app.state::<Watching>().stop();
        app.exit(0);
    });
}

/// Windows closes the window itself, and so the program.
#[cfg(not(unix))]
pub(crate) fn end_when_told(_app: &AppHandle) {}
