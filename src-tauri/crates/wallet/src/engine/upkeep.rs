//! What follows from what ended, and from time alone: what is read, watched and reconciled next.
//! Performs nothing itself.

use std::sync::Arc;

use jiff::SignedDuration;

use super::Run;
use crate::closing::closing;
use crate::contract::{ClosingView, Command, PayCommand, Place, Tool};
use crate::effects::Job;
use crate::event::{Event, JobEvent};
use crate::feeds::after;
use crate::ports::Moment;
use crate::problem::Fault;
use crate::state::State;
use crate::update::next_check;

/// How often a look is due at least, to notice by its lateness that the machine slept.
const LOOK: SignedDuration = SignedDuration::from_secs(60);
/// How often other programs' files are looked at while a window is shown, and else.
const WATCH_SHOWN: SignedDuration = SignedDuration::from_secs(10);
const WATCH_HIDDEN: SignedDuration = SignedDuration::from_secs(60);
/// How often payments in doubt are looked after.
const RECONCILE: SignedDuration = SignedDuration::from_secs(15);
/// A look that comes later than this was slept through.
const SLEPT: SignedDuration = SignedDuration::from_secs(10);

impl Run {
    /// What an ended job means for what is read next.
    pub(super) fn after(
        &mut self,
        job: &Job,
        before: &State,
        outdated: bool,
        result: &Result<(), Fault>,
        etag: Option<gateway::ETag>,
    ) {
        let now = self.tools.clock.read();
        if let Job::Read(feed, _) = job {
            self.feeds
                .ended(*feed, result.as_ref().map(|()| etag), &self.state, now);
        }
        if matches!(job, Job::Watch) {
            let every = if self.state.shown {
                WATCH_SHOWN
            } else {
                WATCH_HIDDEN
            };
            self.watch_due = Some(now.mono + every);
        }
        if job.refreshes() {
            self.feeds
                .refreshed(result.as_ref().copied(), &self.state, now);
        }
        if before.era != self.state.era || outdated {
            self.feeds.restart();
        }
        if before.era != self.state.era || matches!(job, Job::Wake) {
            self.send(Job::Reconcile, None);
        }
        let looked = matches!(job, Job::LookForUpdate | Job::Command(Command::CheckUpdate));
        if looked && self.herald.is_some() && self.state.updates.aware {
            let wait = next_check(Some(now.wall), now.wall, fastrand::f64());
            self.update_due = Some(after(now.mono, wait));
        }
        self.reconcile_due = match (self.reconcile_due, self.state.pay.in_doubt()) {
            (Some(due), true) => Some(due),
            (None, true) => Some(now.mono + RECONCILE),
            (_, false) => None,
        };
        if before.era != self.state.era && self.state.signed_in() && self.herald.is_some() {
            let (tool, place) = (Tool::Codex, Place::default());
            self.send(Job::Command(Command::InspectTools { tool, place }), None);
            self.watch_due = Some(now.mono + WATCH_SHOWN);
        }
        if self.herald.is_some() && job.moves_balances() {
            let ask = PayCommand::ReadBalances;
            self.send(Job::Command(Command::Pay { ask }), None);
        }
        if matches!(job, Job::Command(Command::ApplyPlan { .. })) {
            self.feeds.hurry(now);
        }
        if matches!(job, Job::Command(Command::WindowClosed))
            && closing(&self.state) != ClosingView::Stays
        {
            tracing::info!("the window was closed, and there is no tray to stay in");
            self.stop.cancel();
        }
    }

    /// Something happened to the machine. After a sleep, or with another network, connections are
    /// dead, and numbers aged meanwhile.
    pub(super) fn notice(&mut self, moment: Moment) {
        tracing::info!(?moment, "something happened to the machine");
        match moment {
            Moment::Woke | Moment::NetworkUp => {
                self.tools.drop_connections();
                self.feeds.distrust(self.tools.clock.read());
            }
            Moment::Tray(tray) => self.state.apply(Event::TraySeen(tray)),
        }
        self.published.send_replace(Arc::new(self.state.clone()));
    }

    /// Does what is due, and says when to look again.
    pub(super) fn look(&mut self) -> SignedDuration {
        let now = self.tools.clock.read();
        if now.mono - self.next_look > SLEPT {
            self.notice(Moment::Woke);
        }
        if self.watch_due.take_if(|due| *due <= now.mono).is_some() {
            self.send(Job::Watch, None);
        }
        if self.reconcile_due.take_if(|due| *due <= now.mono).is_some() {
            self.send(Job::Reconcile, None);
        }
        if self.update_due.take_if(|due| *due <= now.mono).is_some() {
            self.send(Job::LookForUpdate, None);
        }
        if self.state.gate.due().is_some_and(|due| due <= now.mono) {
            self.state
                .apply(Event::Job(JobEvent::TimePassed { at: now.mono }));
            self.published.send_replace(Arc::new(self.state.clone()));
        }
        let mut reading_due = None;
        if self.state.signed_in() {
            for feed in self.feeds.take_due(&self.state, now) {
                let etag = self.feeds.version(feed, now);
                self.send(Job::Read(feed, etag), None);
            }
            reading_due = self.feeds.next_due(&self.state, now);
        }
        let dues = [
            reading_due,
            self.watch_due,
            self.reconcile_due,
            self.update_due,
            self.state.gate.due(),
        ];
        let due = dues.into_iter().flatten().fold(now.mono + LOOK, Ord::min);
        self.next_look = due.max(now.mono);
        self.next_look
    }
}
