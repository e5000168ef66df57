//! Shows notices as desktop notifications. What is worth one is the engine's.

use std::thread;

use notify_rust::Notification;
use tokio::sync::mpsc;
use wallet::contract::Screen;
use wallet::notices::Notice;

use crate::window;

/// Shows notices on a thread of its own until the engine ends: the notification service may be
/// slow, and its calls block.
pub(crate) fn start(mut notices: mpsc::UnboundedReceiver<Notice>) {
    thread::spawn(move || {
        while let Some(notice) = notices.blocking_recv() {
            show(&notice);
        }
    });
}

fn show(notice: &Notice) {
    let shown = Notification::new()
        .appname("Purser")
        .icon("purser-desktop")
        .summary(&escaped(&notice.title))
        .body(&escaped(&notice.body))
        .action("default", "Purser")
        .show();
    match shown {
        Ok(handle) => on_click(handle, notice.leads_to),
        Err(error) => tracing::info!(%error, "no notification service took the notice"),
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn on_click(handle: notify_rust::NotificationHandle, screen: Screen) {
    thread::spawn(move || {
        handle.wait_for_action(|action| {
            if action == "default" {
                window::open_at(screen);
            }
        });
    });
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn on_click(_handle: notify_rust::NotificationHandle, _screen: Screen) {}

/// Services read the text as markup (Desktop Notifications Specification 1.2, "Markup"); what a
/// gateway sends is text.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_gateway_sends_is_shown_as_text() {
        assert_eq!(
            escaped("<b>5 & more</b>"),
            "&lt;b&gt;5 &amp; more&lt;/b&gt;"
        );
    }
}
