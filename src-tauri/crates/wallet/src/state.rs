//! The truth. No clock, no disk, no await: [`State::apply`] is all that changes it.

use std::collections::BTreeSet;

use gateway::wire;
use jiff::{SignedDuration, Timestamp};

use crate::clock::Now;
use crate::closing::TrayHost;
use crate::contract::{AutostartView, VaultView, Work};
use crate::diagnostics::Diagnostics;
use crate::event::Event;
use crate::forecast::History;
use crate::gate::Gate;
use crate::pay::Pay;
use crate::problem::Fault;
use crate::reading::{Facts, Pricing, Reading};
use crate::server_clock::Answered;
use crate::settings::Settings;
use crate::tools::{Setup, ToolLook};
use crate::update::{Standing, Updates};

mod jobs;

/// A pricing mode that changes more often than this is not told each time.
const MODES_APART: SignedDuration = SignedDuration::from_mins(10);

/// Who is signed in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Session {
    Starting,
    SignedOut { reason: Option<Fault> },
    TwoFactor(Challenge),
    SignedIn { account: Option<wire::Account> },
}

/// A sign-in that waits for its six digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Challenge {
    pub(crate) gateway: String,
    pub(crate) sandbox: bool,
    pub(crate) login: String,
    pub(crate) id: String,
}

/// A sign-in that waits for the browser to come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BrowserSignIn {
    pub(crate) gateway: String,
    /// The page, which is told the state.
    pub(crate) page: String,
    /// What the page has to say when it comes back. No secret of ours: the browser shows it.
    pub(crate) state: String,
    /// Until then it counts, on the engine's monotonic clock.
    pub(crate) until: SignedDuration,
}

/// The pricing mode that the person knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KnownMode {
    pub(crate) mode: wire::PricingMode,
    /// When they were told; none while it is the first one.
    told: Option<SignedDuration>,
}

/// The truth.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) settings: Settings,
    pub(crate) session: Session,
    pub(crate) browser: Option<BrowserSignIn>,
    /// Counts sign-ins and sign-outs: an answer that was asked for in another one is dropped.
    pub(crate) era: u64,
    pub(crate) vault: VaultView,
    pub(crate) autostart: AutostartView,
    pub(crate) wallet: Option<Reading<wire::Wallet>>,
    pub(crate) pricing: Option<Reading<Pricing>>,
    /// Follows the pricing mode, but no more often than a person wants to be told.
    pub(crate) known_mode: Option<KnownMode>,
    /// What the balance readings of the last day tell about use.
    pub(crate) history: History,
    pub(crate) gate: Gate,
    pub(crate) facts: Facts,
    pub(crate) trouble: Option<Fault>,
    pub(crate) inbox: Option<wire::Messages>,
    pub(crate) setup: Setup,
    pub(crate) pay: Pay,
    pub(crate) updates: Updates,
    pub(crate) diagnostics: Diagnostics,
    pub(crate) working: BTreeSet<Work>,
    pub(crate) shown: bool,
    pub(crate) tray: TrayHost,
    /// When the person last did something or a number last moved.
    pub(crate) stirred: SignedDuration,
}

impl State {
    pub(crate) fn new(settings: Settings, vault: VaultView) -> Self {
        Self {
            settings,
            session: Session::Starting,
            browser: None,
            era: 0,
            vault,
            autostart: AutostartView::Unavailable,
            wallet: None,
            pricing: None,
            known_mode: None,
            history: History::default(),
            gate: Gate::default(),
            facts: Facts::default(),
            trouble: None,
            inbox: None,
            setup: Setup::default(),
            pay: Pay::default(),
            updates: Updates::default(),
            diagnostics: Diagnostics::default(),
            working: BTreeSet::new(),
            shown: false,
            tray: TrayHost::default(),
            stirred: SignedDuration::ZERO,
        }
    }

    pub(crate) fn signed_in(&self) -> bool {
        matches!(self.session, Session::SignedIn { .. })
    }

    /// The one place where State changes.
    pub(crate) fn apply(&mut self, event: Event) {
        match event {
            Event::WorkBegan(work) => {
                self.working.insert(work);
            }
            Event::WorkEnded(work) => {
                self.working.remove(&work);
            }
            Event::VaultSeen(vault) => self.vault = vault,
            Event::TwoFactorAsked(challenge) => self.session = Session::TwoFactor(challenge),
            Event::TwoFactorLeft => {
                if matches!(self.session, Session::TwoFactor(_)) {
                    self.session = Session::SignedOut { reason: None };
                }
            }
            Event::SignedIn {
                gateway,
                sandbox,
                account,
                facts,
            } => {
                self.forget_readings();
                self.browser = None;
                if self.settings.sandbox != sandbox {
                    self.pay.forget_readings();
                }
                self.settings.gateway = gateway;
                self.settings.sandbox = sandbox;
                self.facts = facts;
                self.session = Session::SignedIn {
                    account: account.map(without_token),
                };
            }
            Event::Recalled {
                wallet,
                pricing,
                inbox,
                history,
            } => {
                self.wallet = wallet;
                self.pricing = pricing;
                self.inbox = inbox;
                self.history = history;
                self.follow_mode(SignedDuration::ZERO);
            }
            Event::SignedOut { reason } => self.sign_out(reason),
            Event::AccountRead { account, facts } => {
                self.session = Session::SignedIn {
                    account: Some(without_token(account)),
                };
                self.facts = facts.or(std::mem::take(&mut self.facts));
            }
            Event::StatusRead {
                status,
                answered,
                wall,
            } => self.read_status(status, answered, wall),
            Event::StatusUnchanged { at } => {
                self.trouble = None;
                if let Some(wallet) = &mut self.wallet {
                    wallet.at = at.mono;
                }
                self.follow_mode(at.mono);
                self.note_use(at);
            }
            Event::InboxRead(messages) => self.inbox = Some(messages),
            Event::MessageRead(id) => self.mark_read(&id),
            Event::ReadingFailed(fault) => self.trouble = Some(fault),
            Event::ToolsLookedAt {
                survey,
                tools,
                pack,
                history,
                there,
            } => {
                self.setup.survey = survey;
                self.setup.look(tools);
                self.setup.pack = pack;
                self.setup.history = history;
                self.setup.history_there.extend(there);
            }
            Event::HostKnown(host) => {
                if !self.settings.hosts.contains(&host) {
                    self.settings.hosts.push(host);
                }
            }
            Event::HostForgotten(host) => {
                self.settings.hosts.retain(|known| *known != host);
                let elsewhere = |look: &ToolLook| look.place.host.as_ref() != Some(&host);
                self.setup.tools.retain(elsewhere);
                self.setup.history_there.remove(&host);
            }
            Event::Examined(examined) => self.setup.examined = Some(examined),
            Event::TurnLed(turn) => {
                self.setup.turns.retain(|known| known.tool != turn.tool);
                self.setup.turns.push(turn);
            }
            Event::PlanMade(plan) => self.setup.plan = Some(plan),
            Event::PlanGone => self.setup.plan = None,
            Event::LanguageChosen(language) => self.settings.language = language,
            Event::ThemeChosen(theme) => self.settings.theme = theme,
            Event::NoticeChosen { kind, on: true } => {
                self.settings.notices.off.remove(&kind);
            }
            Event::NoticeChosen { kind, on: false } => {
                self.settings.notices.off.insert(kind);
            }
            Event::QuietHoursChosen(quiet) => self.settings.notices.quiet = quiet,
            Event::PayChosen(choice) => self.settings.choose(choice),
            Event::BalancesRead(balances) => self.pay.balances = balances,
            Event::LedgerRead(look) => self.pay.ledger = look,
            Event::PayTrouble(trouble) => self.pay.trouble = trouble,
            Event::PaymentAsked(question) => self.pay.asks.push(question),
            Event::AskEnded(id) => self.pay.asks.retain(|asked| asked.id != id),
            Event::Answered(answer) => self.pay.show(answer),
            Event::AnswerDismissed(intent) => {
                self.pay.answers.retain(|shown| shown.intent != intent);
            }
            Event::BackTested(result) => self.pay.back_test = Some(result),
            Event::OutsideSeen(outside) => self.pay.outside = outside,
            Event::GraphKeyKept(kept) => self.pay.graph_key = kept,
            Event::ExchangeRead(look) => self.pay.exchange = look,
            Event::ReleaseJudged(standing) => self.updates.judged(standing),
            Event::UpdateFetched(fetched) => self.updates.standing = Standing::Fetched(fetched),
            Event::UpdateInstalled(version) => {
                self.updates.standing = Standing::Installed(version);
            }
            Event::Job(event) => self.apply_job(event),
            Event::Diagnostics(event) => self.diagnostics.apply(event),
            Event::AutostartSeen(autostart) => self.autostart = autostart,
            Event::BrowserAwaited(browser) => self.browser = Some(browser),
            Event::BrowserLeft => self.browser = None,
            Event::WindowShown { shown, at } => {
                self.shown = shown;
                self.stirred = at.mono;
            }
            Event::TraySeen(tray) => self.tray = tray,
            Event::ClosingTold => self.settings.told_closing = true,
        }
    }

    fn forget_readings(&mut self) {
        self.era += 1;
        self.wallet = None;
        self.pricing = None;
        self.known_mode = None;
        self.history = History::default();
        self.gate.lose_account();
        self.inbox = None;
        self.trouble = None;
        self.facts = Facts::default();
        self.setup.plan = None;
    }

    fn sign_out(&mut self, reason: Option<Fault>) {
        self.forget_readings();
        if self.settings.sandbox {
            self.settings.sandbox = false;
            self.pay.forget_readings();
            crate::settings::DEFAULT_GATEWAY.clone_into(&mut self.settings.gateway);
        }
        self.session = Session::SignedOut { reason };
    }

    fn read_status(&mut self, status: wire::WalletStatus, answered: Answered, wall: Timestamp) {
        let at = answered.at;
        let moved = self
            .wallet
            .as_ref()
            .is_none_or(|known| known.value.balance_micro_usd != status.wallet.balance_micro_usd);
        if moved {
            self.stirred = at;
        }
        self.wallet = Some(Reading {
            value: status.wallet,
            at,
        });
        let known = self.pricing.take();
        let known = known.as_ref().map(|known| &known.value);
        self.pricing = Some(Reading {
            value: Pricing::new(status.pricing, answered, known),
            at,
        });
        self.follow_mode(at);
        self.trouble = None;
        self.note_use(Now { wall, mono: at });
    }

    fn follow_mode(&mut self, now: SignedDuration) {
        let Some(pricing) = &self.pricing else { return };
        let mode = pricing.value.wire.mode;
        let lately = |told: SignedDuration| now - told < MODES_APART;
        self.known_mode = Some(match self.known_mode {
            None => KnownMode { mode, told: None },
            Some(known) if known.mode == mode || known.told.is_some_and(lately) => known,
            Some(_) => KnownMode {
                mode,
                told: Some(now),
            },
        });
    }

    fn mark_read(&mut self, id: &str) {
        let Some(inbox) = &mut self.inbox else { return };
        for message in &mut inbox.messages {
            if message.id == id && message.read_at.is_none() {
                message.read_at = Some(message.created_at);
                inbox.unread = inbox.unread.saturating_sub(1);
            }
        }
    }
}

/// On the real service the user name is the System Token: it is a secret, and no part of State.
fn without_token(account: wire::Account) -> wire::Account {
    wire::Account {
        username: String::new(),
        ..account
    }
}

#[cfg(test)]
pub(crate) mod tests;
