//! What is worth a notification: a pure function of the State before and after. Knows no desktop.

mod pay;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use gateway::wire;

use crate::contract::{Language, Screen};
use crate::state::State;
use crate::words::Words;
use crate::{money, store};

/// How many announced ids are remembered.
const REMEMBERED: usize = 2_000;

/// Something to tell the person once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Names what is told; the same id is told once, across restarts.
    pub id: String,
    /// One line.
    pub title: String,
    /// Plain text, never markup.
    pub body: String,
    /// Where a click on it leads.
    pub leads_to: Screen,
}

/// What the change from `before` to `after` is worth telling.
pub(crate) fn notices(before: &State, after: &State, words: &Words) -> Vec<Notice> {
    let mut notices = Vec::new();
    let language = after.settings.language;
    notices.extend(pay::notices(before, after, words, language));
    if before.era != after.era {
        return notices;
    }
    notices.extend(new_messages(before, after));
    notices.extend(low_balance(before, after, words, language));
    notices.extend(mode_change(before, after, words, language));
    notices
}

fn new_messages(before: &State, after: &State) -> Vec<Notice> {
    // Without an earlier inbox there is nothing to be newer than.
    let (Some(before), Some(after)) = (&before.inbox, &after.inbox) else {
        return Vec::new();
    };
    let known: BTreeSet<&str> = before.messages.iter().map(|m| m.id.as_str()).collect();
    after
        .messages
        .iter()
        .filter(|message| message.read_at.is_none() && !known.contains(message.id.as_str()))
        .map(|message| Notice {
            id: format!("message:{}", message.id),
            title: message.title.clone(),
            body: message.body.clone(),
            leads_to: Screen::Inbox,
        })
        .collect()
}

fn low_balance(before: &State, after: &State, words: &Words, language: Language) -> Option<Notice> {
    let low = |state: &State| state.wallet.as_ref().map(|wallet| is_low(&wallet.value));
    if low(before) != Some(false) || low(after) != Some(true) {
        return None;
    }
    let wallet = &after.wallet.as_ref()?.value;
    let balance = money::text(wallet.balance_micro_usd);
    let changed = wallet
        .updated_at
        .map_or_else(String::new, |at| at.to_string());
    Some(Notice {
        id: format!("low:{changed}:{}", wallet.balance_micro_usd.0),
        title: words.text(language, "notice-low-balance", &[("balance", &balance)]),
        body: words.text(
            language,
            "notice-low-balance.body",
            &[("balance", &balance)],
        ),
        leads_to: Screen::Home,
    })
}

pub(crate) fn is_low(wallet: &wire::Wallet) -> bool {
    wallet
        .low_balance_micro_usd
        .is_some_and(|mark| wallet.balance_micro_usd < mark)
}

fn mode_change(before: &State, after: &State, words: &Words, language: Language) -> Option<Notice> {
    let before = &before.pricing.as_ref()?.value.wire;
    let after = &after.pricing.as_ref()?.value.wire;
    if before.mode == after.mode {
        return None;
    }
    let key = match after.mode {
        wire::PricingMode::Surge => "notice-mode-surge",
        wire::PricingMode::Standard => "notice-mode-standard",
        wire::PricingMode::Reduced => "notice-mode-reduced",
    };
    let input = money::text(after.input_micro_usd_per_million);
    let output = money::text(after.output_micro_usd_per_million);
    Some(Notice {
        id: format!("mode:{:?}:{}", after.mode, after.server_time),
        title: words.text(language, key, &[]),
        body: words.text(
            language,
            "notice-mode-body",
            &[("input", &input), ("output", &output)],
        ),
        leads_to: Screen::Home,
    })
}

/// Remembers on disk what was told, before it is told.
#[derive(Debug)]
pub(crate) struct Announced {
    path: PathBuf,
    ids: Vec<String>,
}

impl Announced {
    pub(crate) fn in_folder(data: &Path) -> Self {
        let path = data.join("announced.json");
        let ids = store::read_json(&path).unwrap_or_default();
        Self { path, ids }
    }

    /// Keeps those notices that were never told and remembers them.
    ///
    /// # Errors
    /// When the disk refuses; then nothing may be told, for it could be told twice.
    pub(crate) fn first_time(&mut self, notices: Vec<Notice>) -> io::Result<Vec<Notice>> {
        let new: Vec<Notice> = notices
            .into_iter()
            .filter(|notice| !self.ids.contains(&notice.id))
            .collect();
        if new.is_empty() {
            return Ok(new);
        }
        let mut ids = self.ids.clone();
        ids.extend(new.iter().map(|notice| notice.id.clone()));
        let surplus = ids.len().saturating_sub(REMEMBERED);
        ids.drain(..surplus);
        store::write_json(&self.path, &ids)?;
        self.ids = ids;
        Ok(new)
    }
}

#[cfg(test)]
mod tests {
    use gateway::wire::PricingMode::{Standard, Surge};

    use super::*;
    use crate::event::Event;
    use crate::state::tests::{at, read, signed_in};

    fn told(before: &State, after: &State) -> Vec<String> {
        notices(before, after, &Words::load())
            .into_iter()
            .map(|notice| notice.title)
            .collect()
    }

    fn message(id: &str, title: &str) -> wire::Message {
        wire::Message {
            id: id.to_owned(),
            kind: wire::MessageKind::Broadcast,
            title: title.to_owned(),
            body: String::new(),
            created_at: at(0).wall,
            read_at: None,
            link: None,
        }
    }

    fn inbox(messages: &[wire::Message]) -> Event {
        Event::InboxRead(wire::Messages {
            messages: messages.to_vec(),
            unread: 0,
        })
    }

    #[test]
    fn only_messages_that_came_since_are_told() {
        let mut before = signed_in();
        let mut first = before.clone();
        first.apply(inbox(&[message("1", "Old")]));
        assert_eq!(told(&before, &first), Vec::<String>::new());
        before = first.clone();
        let mut after = first;
        after.apply(inbox(&[message("2", "New"), message("1", "Old")]));
        assert_eq!(told(&before, &after), ["New"]);
    }

    #[test]
    fn a_balance_that_falls_below_its_mark_is_told_and_one_that_stays_low_is_not() {
        let mut high = signed_in();
        read(&mut high, 2_000_000, Standard, at(1));
        let mut low = high.clone();
        read(&mut low, 1_990_000, Standard, at(2));
        assert_eq!(told(&high, &low).len(), 1);
        assert!(told(&high, &low)[0].contains("$1.99"));
        let mut lower = low.clone();
        read(&mut lower, 1_000_000, Standard, at(3));
        assert_eq!(told(&low, &lower), Vec::<String>::new());
    }

    #[test]
    fn a_new_pricing_mode_is_told_with_its_rates() {
        let mut before = signed_in();
        read(&mut before, 9_000_000, Standard, at(1));
        let mut after = before.clone();
        read(&mut after, 9_000_000, Surge, at(2));
        assert_eq!(told(&before, &after).len(), 1);
    }

    #[test]
    fn the_next_account_does_not_hear_of_the_last_ones_changes() {
        let mut before = signed_in();
        read(&mut before, 9_000_000, Standard, at(1));
        let mut after = before.clone();
        after.apply(Event::SignedOut { reason: None });
        assert_eq!(told(&before, &after), Vec::<String>::new());
    }

    #[test]
    fn nothing_is_told_twice_not_even_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let notice = Notice {
            id: "message:1".to_owned(),
            title: "One".to_owned(),
            body: String::new(),
            leads_to: Screen::Inbox,
        };
        let tell = || {
            Announced::in_folder(folder.path())
                .first_time(vec![notice.clone()])
                .unwrap()
        };
        assert_eq!(tell().len(), 1);
        assert_eq!(tell().len(), 0);
    }
}
