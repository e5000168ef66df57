//! What is worth a notification about updates. Knows no desktop.

use super::journal::Told;
use super::{About, Found, News, Notice, Voice};
use crate::contract::{NoticeKind, Screen};
use crate::state::State;
use crate::update::Standing;

/// A newer Purser, once per version.
pub(super) fn notice(told: &Told, after: &State, voice: Voice<'_>, found: &mut Found) {
    let Standing::Offered(offered) = &after.updates.standing else {
        return;
    };
    let version = offered.offer.version.to_string();
    let mentions = [("version", version.as_str())];
    let news = News {
        kind: NoticeKind::Update,
        about: About::Fact {
            id: format!("update:{version}"),
        },
        notice: Notice {
            title: voice.say("notice-update", &mentions),
            body: voice.say("notice-update.body", &mentions),
            screen: Screen::Settings,
            actions: Vec::new(),
        },
    };
    if !told.knows(&news.id()) {
        found.once(news);
    }
}
