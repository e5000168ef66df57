//! What is worth a notification: a pure function of what was told before and the State after. Knows
//! no desktop.
//!
//! "Before" is what the journal remembers, not the State before: a State is lost when the process
//! dies, and what was told must not be told again.

pub mod delivery;
pub(crate) mod journal;
mod pay;
mod standings;
mod update;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::contract::{Language, NoticeKind, Screen};
use crate::state::{Session, State};
use crate::words::Words;
use journal::Told;
pub(crate) use standings::is_low;

/// What is shown as a notification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// One line.
    pub title: String,
    /// Plain text, never markup.
    pub body: String,
    /// Where a click leads.
    pub screen: Screen,
    /// What else can be chosen on it.
    pub actions: Vec<NoticeAction>,
}

/// A button on a notification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeAction {
    /// What it says.
    pub label: String,
    /// What it does.
    pub act: Act,
}

/// All that a notification can do. Paying is not among it: a desktop may run an action by a stray
/// key, so approving leads to the screen that shows the whole question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Act {
    /// Open the window there.
    Open(Screen),
    /// Decline the payment question of this id, which costs nothing.
    Decline(String),
}

/// Something to tell the person once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct News {
    pub(crate) kind: NoticeKind,
    pub(crate) about: About,
    pub(crate) notice: Notice,
}

/// What news is about: enough to name it, and to see whether it still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum About {
    /// A message to an account.
    Message { account: String, message: String },
    /// How something stands with an account.
    Account { account: String, subject: String },
    /// A config file of a tool.
    Config { subject: String },
    /// A question about a payment.
    Question { intent: String, ask: String },
    /// What happened once and stays so: a payment that reached a state.
    Fact { id: String },
}

/// What a State adds to what was told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) news: Vec<News>,
    /// Ids that count as told from now on.
    pub(crate) ids: Vec<String>,
    /// How things stand now, where they stood otherwise.
    pub(crate) standings: Vec<(String, &'static str)>,
}

/// What speaks to the person, and by which clock.
#[derive(Clone, Copy)]
pub(crate) struct Voice<'a> {
    pub(crate) words: &'a Words,
    pub(crate) language: Language,
    pub(crate) zone: &'a TimeZone,
}

impl Voice<'_> {
    fn say(&self, key: &str, mentions: &[(&str, &str)]) -> String {
        self.words.text(self.language, key, mentions)
    }
}

impl News {
    /// The same is told once, across restarts.
    pub(crate) fn id(&self) -> String {
        match &self.about {
            About::Message { account, message } => message_id(account, message),
            About::Account { subject, .. } | About::Config { subject } => subject.clone(),
            About::Question { intent, ask } => format!("{}{ask}", asked_about(intent)),
            About::Fact { id } => id.clone(),
        }
    }
}

impl Found {
    pub(crate) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// News that happens once.
    fn once(&mut self, news: News) {
        self.ids.push(news.id());
        self.news.push(news);
    }
}

/// What `after` is worth telling, given what was told.
pub(crate) fn notices(told: &Told, after: &State, voice: Voice<'_>) -> Found {
    let mut found = Found::default();
    pay::notices(told, after, voice, &mut found);
    standings::configs(told, after, voice, &mut found);
    update::notice(told, after, voice, &mut found);
    if let Some(account) = account(after) {
        new_messages(told, after, &account, &mut found);
        standings::low_balance(told, after, &account, voice, &mut found);
        standings::pricing_mode(told, after, &account, voice, &mut found);
    }
    found
}

/// Whether news that waited is still worth telling.
pub(crate) fn still_holds(told: &Told, news: &News, now: &State) -> bool {
    match &news.about {
        About::Message { account, message } => {
            let unread = |inbox: &gateway::wire::Messages| {
                let mut messages = inbox.messages.iter();
                messages.all(|known| known.id != *message || known.read_at.is_none())
            };
            may_be_of(now, account) && now.inbox.as_ref().is_none_or(unread)
        }
        About::Account { account, subject } => {
            may_be_of(now, account) && told.standing(subject) != Some(standings::FINE)
        }
        About::Config { subject } => told.standing(subject) != Some(standings::FINE),
        About::Question { ask, .. } => now.pay.asks.iter().any(|asked| asked.id.as_str() == ask),
        About::Fact { .. } => true,
    }
}

/// Whose inbox and wallet it is; none until the account is known.
fn account(state: &State) -> Option<String> {
    match &state.session {
        Session::SignedIn {
            account: Some(account),
        } => Some(format!("{}#{}", state.settings.gateway, account.user_id)),
        Session::SignedIn { account: None }
        | Session::Starting
        | Session::SignedOut { .. }
        | Session::TwoFactor(_) => None,
    }
}

fn may_be_of(state: &State, known: &str) -> bool {
    match &state.session {
        Session::SignedOut { .. } | Session::TwoFactor(_) => false,
        Session::Starting | Session::SignedIn { .. } => {
            account(state).is_none_or(|account| account == known)
        }
    }
}

/// The first inbox of an account has nothing to be newer than.
fn new_messages(told: &Told, after: &State, account: &str, found: &mut Found) {
    let Some(inbox) = &after.inbox else { return };
    let subject = format!("inbox:{account}");
    let first = told.standing(&subject).is_none();
    if first {
        found.standings.push((subject, "read"));
    }
    for message in &inbox.messages {
        let id = message_id(account, &message.id);
        if message.read_at.is_some() || told.knows(&id) {
            continue;
        }
        if first {
            found.ids.push(id);
            continue;
        }
        found.once(News {
            kind: NoticeKind::Message,
            about: About::Message {
                account: account.to_owned(),
                message: message.id.clone(),
            },
            notice: Notice {
                title: message.title.clone(),
                body: message.body.clone(),
                screen: Screen::Inbox,
                actions: Vec::new(),
            },
        });
    }
}

fn message_id(account: &str, message: &str) -> String {
    format!("message:{account}:{message}")
}

/// How the ids of all questions about an intent begin.
fn asked_about(intent: &str) -> String {
    format!("approval:{intent}:")
}

#[cfg(test)]
mod tests;
