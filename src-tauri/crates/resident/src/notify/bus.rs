//! Notifications by the session bus, with clicks on them.

use std::collections::VecDeque;
use std::error::Error;
use std::sync::{Mutex, PoisonError};

use notify_rust::{Hint, NotificationHandle, NotificationResponse};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio_util::task::TaskTracker;
use wallet::notices::{Act, Notice};
use wallet::ports::{Answer, Notifier};

use super::{DEFAULT, drawn};

/// The name of our desktop file: desktops group by it.
const DESKTOP_ENTRY: &str = "Purser";
/// Each notification that is waited for holds a connection to the bus. Of more than this many,
/// the oldest is left: a click on it does nothing.
const FOLLOWED: usize = 24;

/// The desktop's place for notifications.
#[derive(Debug)]
pub(crate) struct Desktop {
    chosen: mpsc::UnboundedSender<Act>,
    clicks: Clicks,
}

#[derive(Debug, Default)]
struct Clicks {
    tasks: TaskTracker,
    followed: Mutex<VecDeque<AbortHandle>>,
}

impl Desktop {
    /// Hands what is chosen on notifications to `chosen`.
    pub(crate) fn new(chosen: mpsc::UnboundedSender<Act>) -> Self {
        Self {
            chosen,
            clicks: Clicks::default(),
        }
    }
}

impl Notifier for Desktop {
    fn show(
        &self,
        notice: Notice,
        number: u32,
    ) -> Answer<'_, Result<u32, Box<dyn Error + Send + Sync>>> {
        Box::pin(async move {
            let shown = drawn(&notice, number)
                .hint(Hint::DesktopEntry(DESKTOP_ENTRY.to_owned()))
                .show_async()
                .await?;
            let given = shown.id();
            let chosen = self.chosen.clone();
            self.clicks.follow(shown, move |action| {
                if let Some(act) = act(&notice, action) {
                    // Nobody acts any more while the resident stops.
                    let _ = chosen.send(act);
                }
            });
            Ok(given)
        })
    }
}

impl Clicks {
    /// Calls `chosen` with the action that is chosen on it, should one be.
    fn follow(&self, shown: NotificationHandle, chosen: impl FnOnce(&str) + Send + 'static) {
        let waiting = self.tasks.spawn(async move {
            let heard = |response: &NotificationResponse| match response {
                NotificationResponse::Default => chosen(DEFAULT),
                NotificationResponse::Action(action) => chosen(action),
                NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => {}
            };
            shown.wait_for_action_async(heard).await;
        });
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        followed.retain(|waiting| !waiting.is_finished());
        followed.push_back(waiting.abort_handle());
        if followed.len() > FOLLOWED
            && let Some(oldest) = followed.pop_front()
        {
            oldest.abort();
        }
    }
}

/// What an action of the notice does; none for one that it never had.
fn act(notice: &Notice, action: &str) -> Option<Act> {
    if action == DEFAULT {
        return Some(Act::Open(notice.screen));
    }
    let place: usize = action.parse().ok()?;
    notice.actions.get(place).map(|action| action.act.clone())
}

#[cfg(test)]
mod tests {
    use wallet::contract::Screen;
    use wallet::notices::NoticeAction;

    use super::*;

    #[test]
    fn an_action_does_what_its_button_says_and_any_other_nothing() {
        let decline = Act::Decline("0123".to_owned());
        let notice = Notice {
            title: String::new(),
            body: String::new(),
            screen: Screen::Approvals,
            actions: vec![NoticeAction {
                label: "Decline".to_owned(),
                act: decline.clone(),
            }],
        };
        assert_eq!(act(&notice, "default"), Some(Act::Open(Screen::Approvals)));
        assert_eq!(act(&notice, "0"), Some(decline));
        for other in ["1", "-1", "", "__closed", "Decline"] {
            assert_eq!(act(&notice, other), None, "{other}");
        }
    }
}
