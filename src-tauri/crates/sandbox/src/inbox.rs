//! An account's inbox: messages in the order they came, read or not. Pure: time is passed in, and
//! it must not know who reads.

use gateway::wire::{Message, MessageKind, Messages};
use jiff::{SignedDuration, Timestamp};

/// A message to be delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Letter {
    pub(crate) kind: MessageKind,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) link: Option<String>,
}

/// No message has this id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UnknownMessage;

/// The messages of one account, oldest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inbox {
    messages: Vec<Message>,
}

impl Inbox {
    /// The inbox that a demo account starts with: two unread messages and a read one.
    pub(crate) fn with_welcome(now: Timestamp) -> Self {
        let mut inbox = Self::default();
        let before = |hours| now - SignedDuration::from_hours(hours);
        let letter = |kind, title: &str, body: &str, link: Option<&str>| Letter {
            kind,
            title: title.to_owned(),
            body: body.to_owned(),
            link: link.map(str::to_owned),
        };
        let receipt = inbox.deliver(
            letter(
                MessageKind::Email,
                "Your sandbox credit",
                "$25.00 of made-up credit was added to your Token Wallet.",
                None,
            ),
            before(26),
        );
        inbox.mark(&receipt, before(25));
        inbox.deliver(
            letter(
                MessageKind::Broadcast,
                "Pricing changes with the load",
                "Reduced hours are cheaper, surge is dearer. The chip on Home shows the mode in \
                 force and when it is reviewed.",
                None,
            ),
            before(5),
        );
        inbox.deliver(
            letter(
                MessageKind::Private,
                "Welcome to the sandbox",
                "Set up Codex, ask it something, and watch the balance move.\nNothing here costs \
                 real money.",
                Some("https://codexapi.pro/"),
            ),
            before(1),
        );
        inbox
    }

    /// Adds an unread message and returns its id.
    pub(crate) fn deliver(&mut self, letter: Letter, now: Timestamp) -> String {
        let id = format!("m-{}", self.messages.len() + 1);
        self.messages.push(Message {
            id: id.clone(),
            kind: letter.kind,
            title: letter.title,
            body: letter.body,
            created_at: now,
            read_at: None,
            link: letter.link,
        });
        id
    }

    /// Marks a message as read. Marking it again keeps the first time.
    pub(crate) fn mark_read(&mut self, id: &str, now: Timestamp) -> Result<(), UnknownMessage> {
        if self.mark(id, now) {
            Ok(())
        } else {
            Err(UnknownMessage)
        }
    }

    /// What came after the message `after`, newest first; everything when there is no such message.
    /// The unread count is always that of the whole inbox.
    pub(crate) fn list(&self, after: Option<&str>) -> Messages {
        let known = after
            .and_then(|id| self.messages.iter().position(|message| message.id == id))
            .map_or(0, |position| position + 1);
        Messages {
            messages: self.messages.iter().skip(known).rev().cloned().collect(),
            unread: self.unread(),
        }
    }

    /// How many messages are unread.
    pub(crate) fn unread(&self) -> u32 {
        let unread = self
            .messages
            .iter()
            .filter(|message| message.read_at.is_none());
        u32::try_from(unread.count()).unwrap_or(u32::MAX)
    }

    fn mark(&mut self, id: &str, now: Timestamp) -> bool {
        let message = self.messages.iter_mut().find(|message| message.id == id);
        message
            .map(|message| message.read_at.get_or_insert(now))
            .is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn inbox_of(titles: &[&str]) -> Inbox {
        let mut inbox = Inbox::default();
        for title in titles {
            let letter = Letter {
                kind: MessageKind::Private,
                title: (*title).to_owned(),
                body: String::new(),
                link: None,
            };
            inbox.deliver(letter, NOW);
        }
        inbox
    }

    fn titles(messages: &Messages) -> Vec<&str> {
        let messages = messages.messages.iter();
        messages.map(|message| message.title.as_str()).collect()
    }

    #[test]
    fn messages_come_newest_first() {
        let inbox = inbox_of(&["one", "two"]);
        assert_eq!(titles(&inbox.list(None)), ["two", "one"]);
    }

    #[test]
    fn after_gives_only_what_came_later_and_still_counts_all_unread() {
        let list = inbox_of(&["one", "two", "three"]).list(Some("m-2"));
        assert_eq!((titles(&list), list.unread), (vec!["three"], 3));
    }

    #[test]
    fn after_an_unknown_message_gives_everything() {
        assert_eq!(titles(&inbox_of(&["one"]).list(Some("m-9"))), ["one"]);
    }

    #[test]
    fn reading_twice_keeps_the_first_time() {
        let mut inbox = inbox_of(&["one"]);
        let later = NOW + SignedDuration::from_mins(5);
        assert_eq!(inbox.mark_read("m-1", NOW), Ok(()));
        assert_eq!(inbox.mark_read("m-1", later), Ok(()));
        let list = inbox.list(None);
        assert_eq!((list.messages[0].read_at, list.unread), (Some(NOW), 0));
    }

    #[test]
    fn a_message_that_does_not_exist_cannot_be_read() {
        assert_eq!(
            inbox_of(&["one"]).mark_read("m-2", NOW),
            Err(UnknownMessage)
        );
    }

    #[test]
    fn a_demo_account_starts_with_two_unread_messages() {
        let list = Inbox::with_welcome(NOW).list(None);
        assert_eq!((list.messages.len(), list.unread), (3, 2));
    }
}
