//! What follows from what ended, and from time alone: what is read, watched and reconciled next.
//! Performs nothing itself.

use jiff::SignedDuration;

use super::Run;
use crate::contract::{Command, PayCommand, Place, Tool};
use crate::effects::Job;
use crate::event::{Event, JobEvent};
use crate::feeds::after;
use crate::problem::Fault;
use crate::state::State;
use crate::update::next_check;

/// How often the two clocks are compared, to notice that the machine slept.
const CLOCK_CHECK: SignedDuration = SignedDuration::from_secs(60);
/// How often other programs' files are looked at while a window is shown, and else.
const WATCH_SHOWN: SignedDuration = SignedDuration::from_secs(10);
const WATCH_HIDDEN: SignedDuration = SignedDuration::from_secs(60);
/// How often payments in doubt are looked after.
const RECONCILE: SignedDuration = SignedDuration::from_secs(15);
/// Clocks that part by more than this did so in sleep.
const SLEPT: SignedDuration = SignedDuration::from_secs(30);

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
        if before.era != self.state.era || outdated {
            self.feeds.restart(now);
        }
        if before.era != self.state.era || matches!(job, Job::Wake) {
            self.send(Job::Reconcile, None);
        }
        let looked = matches!(job, Job::LookForUpdate | Job::Command(Command::CheckUpdate));
        if looked && self.announced.is_some() && self.state.updates.aware {
            let wait = next_check(Some(now.wall), now.wall, fastrand::f64());
            self.update_due = Some(after(now, wait));
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
        self.feeds.reconsider(&self.state, now);
        if let Some(delay) = self.state.gate.reading_within() {
            self.feeds.status_within(delay, now);
        }
    }

    pub(super) fn next_look(&self) -> SignedDuration {
        let check = self.last_look.mono + CLOCK_CHECK;
        let due = match self.feeds.next_due() {
            Some(due) if self.state.signed_in() => due.min(check),
            _ => check,
        };
        let due = self.watch_due.map_or(due, |watch| due.min(watch));
        let due = self.reconcile_due.map_or(due, |doubt| due.min(doubt));
        let due = self.update_due.map_or(due, |update| due.min(update));
        let jobs = self.state.gate.due();
        jobs.map_or(due, |jobs| due.min(jobs))
    }

    pub(super) fn look(&mut self) {
        let now = self.tools.clock.read();
        let wall = now.wall.duration_since(self.last_look.wall);
        let mono = now.mono - self.last_look.mono;
        if (wall - mono).abs() > SLEPT {
            tracing::info!("the clocks parted: the machine slept, or its clock was set");
            self.feeds.hurry(now);
            // Time asleep counts.
            let asleep = (wall - mono).max(SignedDuration::ZERO);
            self.update_due = self.update_due.map(|due| due.saturating_sub(asleep));
        }
        self.last_look = now;
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
            let before = self.state.clone();
            self.state
                .apply(Event::Job(JobEvent::TimePassed { at: now.mono }));
            self.publish(&before);
        }
        if !self.state.signed_in() {
            return;
        }
        for feed in self.feeds.take_due(now) {
            let etag = self.feeds.etag(feed);
            self.send(Job::Read(feed, etag), None);
        }
    }
}
