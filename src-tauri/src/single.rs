//! One window: a second start shows the first one's. Knows nothing of what is shown.

use tauri::{AppHandle, Manager};

/// What the first program does when a second one was started.
pub(crate) fn second_start(app: &AppHandle, _arguments: Vec<String>, _folder: String) {
    let Some(window) = app.get_webview_window("main") else {
        return;
    };
    for result in [window.show(), window.unminimize(), window.set_focus()] {
        if let Err(error) = result {
            eprintln!("purser-desktop: the window did not come to the front: {error}");
        }
    }
}
