//! What the tray says and offers for a View, in words. Draws nothing, decides nothing.

use serde::{Deserialize, Serialize};
use wallet::contract::{
    ApprovalView, Glance, JobStage, JobView, ModeView, Place, Problem, Screen, SessionView, Tool,
    ToolState, View, When,
};
use wallet::notices::Act;
use wallet::words::{Words, countdown};

/// So many questions stand in the menu themselves; the others are counted.
const QUESTIONS: usize = 3;

/// What a menu line asks for. None of it pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Choice {
    /// Show the window.
    Open,
    /// Read from the gateway now.
    Refresh,
    /// Stop all payments.
    Pause,
    /// Let payments be made again.
    Resume,
    /// What a notification offers, too.
    Act(Act),
    /// End window and resident.
    Quit,
}

/// A line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    /// Says something.
    Told(String),
    /// Offers something.
    Offer(String, Choice),
    /// Stands between two groups.
    Divider,
}

/// All that the tray shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) icon: Glance,
    /// Says in words what the icon says.
    pub(crate) tooltip: String,
    pub(crate) menu: Vec<Line>,
}

impl Shown {
    /// What can be chosen, top to bottom.
    pub(crate) fn choices(&self) -> impl Iterator<Item = &Choice> {
        self.menu.iter().filter_map(|line| match line {
            Line::Offer(_, choice) => Some(choice),
            Line::Told(_) | Line::Divider => None,
        })
    }
}

/// What the tray shows of this View.
pub(crate) fn shown(view: &View, words: &Words) -> Shown {
    let speech = Speech { view, words };
    let (balance, mode) = (speech.balance(), speech.mode());
    let trouble = trouble(view).map(|problem| problem.title.clone());
    let first = view.payments.asks.first().map(|ask| speech.question(ask));
    let matters = match view.glance {
        Glance::ApprovalWaiting => first,
        Glance::Offline => trouble.clone(),
        Glance::Surge => mode.clone(),
        Glance::LowBalance | Glance::Fine => None,
    };
    let tooltip = matters.unwrap_or_else(|| balance.clone());
    let told = [Some(balance), mode, trouble].into_iter().flatten();
    let told = told.chain(speech.jobs()).map(Line::Told).collect();
    let mut groups = vec![told];
    groups.extend(speech.questions());
    groups.push(speech.offers());
    groups.push(vec![speech.offer("tray-quit", Choice::Quit)]);
    Shown {
        icon: view.glance,
        tooltip,
        menu: groups.join(&Line::Divider),
    }
}

/// Whether the lines change with time alone: jobs count down, and questions end.
pub(crate) fn changes_with_time(view: &View) -> bool {
    view.jobs.iter().any(waits) || !view.payments.asks.is_empty()
}

fn waits(job: &JobView) -> bool {
    matches!(job.stage, JobStage::Waiting | JobStage::Ready)
}

/// Why the numbers are old, or why nobody is signed in any more.
fn trouble(view: &View) -> Option<&Problem> {
    match &view.session {
        SessionView::SignedOut { reason } => reason.as_ref(),
        SessionView::Starting | SessionView::TwoFactor { .. } | SessionView::SignedIn { .. } => {
            view.trouble.as_ref()
        }
    }
}

/// A View, in words.
struct Speech<'a> {
    view: &'a View,
    words: &'a Words,
}

impl Speech<'_> {
    fn say(&self, key: &str, mentions: &[(&str, &str)]) -> String {
        self.words.text(self.view.language, key, mentions)
    }

    fn offer(&self, key: &str, choice: Choice) -> Line {
        Line::Offer(self.say(key, &[]), choice)
    }

    fn balance(&self) -> String {
        let (SessionView::SignedIn { .. }, wallet) = (&self.view.session, &self.view.wallet) else {
            return self.say("tray-signed-out", &[]);
        };
        let Some(wallet) = wallet else {
            return self.say("tray-balance-unknown", &[]);
        };
        let key = match (wallet.stale, wallet.low) {
            (true, _) => "tray-balance-stale",
            (false, true) => "tray-balance-low",
            (false, false) => "tray-balance",
        };
        self.say(key, &[("balance", &wallet.balance)])
    }

    fn mode(&self) -> Option<String> {
        let pricing = self.view.pricing.as_ref()?;
        let mode = match pricing.mode {
            ModeView::Surge => "mode-surge",
            ModeView::Standard => "mode-standard",
            ModeView::Reduced => "mode-reduced",
        };
        Some(self.say("tray-mode", &[("mode", &self.say(mode, &[]))]))
    }

    /// One line for each mode that jobs wait for.
    fn jobs(&self) -> impl Iterator<Item = String> {
        let now = self.view.pricing.as_ref();
        let left = now.and_then(|now| now.ends_in_milliseconds);
        let left = left.map_or_else(|| "none".to_owned(), |left| countdown(left / 1000));
        let modes = [
            (When::Reduced, "mode-reduced"),
            (When::Standard, "mode-standard"),
        ];
        modes.into_iter().filter_map(move |(when, mode)| {
            let of_mode = |job: &&JobView| waits(job) && job.when == when;
            let count = self.view.jobs.iter().filter(of_mode).count();
            let mentions = [
                ("count", &*count.to_string()),
                ("mode", &self.say(mode, &[])),
                ("left", &left),
            ];
            (count > 0).then(|| self.say("tray-jobs", &mentions))
        })
    }

    fn question(&self, ask: &ApprovalView) -> String {
        let mentions = [("host", &*ask.host), ("amount", &*ask.price.amount)];
        self.say("tray-ask", &mentions)
    }

    /// A group for each question, and one for those that are only counted.
    fn questions(&self) -> Vec<Vec<Line>> {
        let asks = &self.view.payments.asks;
        let look = || Choice::Act(Act::Open(Screen::Approvals));
        let group = |ask: &ApprovalView| {
            let decline = Choice::Act(Act::Decline(ask.id.clone()));
            vec![
                Line::Told(self.question(ask)),
                self.offer("notice-approve", look()),
                self.offer("notice-decline", decline),
            ]
        };
        let mut groups: Vec<_> = asks.iter().take(QUESTIONS).map(group).collect();
        let others = asks.len().saturating_sub(QUESTIONS);
        if others > 0 {
            let text = self.say("tray-asks-more", &[("count", &others.to_string())]);
            groups.push(vec![Line::Offer(text, look())]);
        }
        groups
    }

    fn offers(&self) -> Vec<Line> {
        let payments = if self.view.payments.paused {
            self.offer("tray-resume", Choice::Resume)
        } else {
            self.offer("tray-pause", Choice::Pause)
        };
        let mut offers = vec![
            self.offer("tray-open", Choice::Open),
            self.offer("tray-refresh", Choice::Refresh),
        ];
        offers.extend(self.set_up());
        offers.push(payments);
        offers
    }

    /// What is still to be done about Codex on this computer; nothing once it is set up.
    fn set_up(&self) -> Option<Line> {
        let here = Place::default();
        let mut tools = self.view.tools.iter();
        let codex = tools.find(|tool| tool.tool == Tool::Codex && tool.place == here)?;
        let key = match codex.state {
            ToolState::NotSetUp | ToolState::Unreadable { .. } => "tray-set-up",
            ToolState::Drifted { .. } => "tray-repair",
            ToolState::Unknown | ToolState::SetUp { .. } | ToolState::ServersOnly { .. } => {
                return None;
            }
        };
        let text = self.say(key, &[("tool", codex.tool.name())]);
        Some(Line::Offer(text, Choice::Act(Act::Open(Screen::SetUp))))
    }
}

#[cfg(test)]
mod tests;
