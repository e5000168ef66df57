//! One window: a second start shows the first one's, at the place that it was started for, and hands
//! its link over. Knows no place's name.

use tauri::{AppHandle, Manager};

use crate::commands::{Watched, Watching};
use crate::links;

/// What comes before the place to show, among a start's arguments.
const SHOW: &str = "--show";

/// What the first program does when a second one was started.
pub(crate) fn second_start(app: &AppHandle, arguments: Vec<String>, _folder: String) {
    let Some(window) = app.get_webview_window("main") else {
        return;
    };
    for result in [window.show(), window.unminimize(), window.set_focus()] {
        if let Err(error) = result {
            eprintln!("purser-desktop: the window did not come to the front: {error}");
        }
    }
    if let Some(url) = links::link_in(arguments.iter().cloned()) {
        links::follow(app, url);
    }
    if let Some(screen) = screen_in(arguments.into_iter()) {
        app.state::<Watching>().tell(Watched::Show { screen });
    }
}

/// The place that a start is for.
pub(crate) fn screen_in(mut arguments: impl Iterator<Item = String>) -> Option<String> {
    arguments.find(|argument| argument == SHOW)?;
    arguments.next()
}
