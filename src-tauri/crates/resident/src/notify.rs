//! Shows notices as desktop notifications and hands on what is chosen on them. What is worth one,
//! and when it is shown, is the engine's.

#[cfg(all(unix, not(target_os = "macos")))]
mod bus;
#[cfg(not(all(unix, not(target_os = "macos"))))]
mod plain;

#[cfg(all(unix, not(target_os = "macos")))]
pub(crate) use bus::Desktop;
#[cfg(not(all(unix, not(target_os = "macos"))))]
pub(crate) use plain::Desktop;

use notify_rust::Notification;
use wallet::notices::Notice;

/// The action that a click beside all buttons invokes (Desktop Notifications Specification 1.2).
const DEFAULT: &str = "default";

fn drawn(notice: &Notice, number: u32) -> Notification {
    let mut drawn = Notification::new();
    drawn
        .id(number)
        .appname("Purser")
        .icon("purser-desktop")
        .summary(&escaped(&notice.title))
        .body(&escaped(&notice.body))
        .action(DEFAULT, "Purser");
    for (place, action) in notice.actions.iter().enumerate() {
        drawn.action(&place.to_string(), &action.label);
    }
    drawn
}

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
