//! Jobs that wait for a pricing mode, and what they may spend: pure rules. It must not know a
//! process, a clock, or who reads the balance.

use std::time::Duration;

use gateway::MicroUsd;
use gateway::wire::PricingMode;
use jiff::SignedDuration;

use crate::contract::When;

/// A job that was not announced for so long is gone: the program that has it died.
const LEASE: SignedDuration = SignedDuration::from_secs(15);
/// A budget whose spending could not be read for so long is no longer kept.
const BLIND: SignedDuration = SignedDuration::from_secs(120);
/// The balance is read at least so often while a job waits.
const WAITING: Duration = Duration::from_secs(30);
/// And so often while one with a budget runs.
const METERED: Duration = Duration::from_secs(2);
/// More jobs than anybody has.
const MOST: usize = 64;
/// This part of a budget is never begun, however small the requests are so far.
const KEPT_BACK: i64 = 10;

/// Names a job; made by the program that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JobId(pub(crate) String);

/// A job as its program tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Announcement {
    pub(crate) id: JobId,
    pub(crate) label: String,
    pub(crate) when: When,
    /// Above 0.
    pub(crate) budget: Option<MicroUsd>,
}

/// What the account spends while a job runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meter {
    balance: MicroUsd,
    read_at: SignedDuration,
    pub(crate) spent: MicroUsd,
    /// The most that was spent from one reading to the next.
    step: MicroUsd,
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stage {
    Waiting,
    Running(Meter),
    BudgetSpent(Meter),
    Unmetered(Meter),
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Job {
    pub(crate) told: Announcement,
    pub(crate) stage: Stage,
    announced: SignedDuration,
}

/// Every job. Times are on the engine's monotonic clock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Gate {
    jobs: Vec<Job>,
}

/// Whether a job of `when` starts in `mode`.
pub(crate) fn opens(when: When, mode: PricingMode) -> bool {
    match (when, mode) {
        (_, PricingMode::Reduced) | (When::Standard, PricingMode::Standard) => true,
        (When::Reduced, PricingMode::Standard) | (_, PricingMode::Surge) => false,
    }
}

impl Gate {
    pub(crate) fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// Whether there is no room for `id`.
    pub(crate) fn is_full_for(&self, id: &JobId) -> bool {
        self.jobs.len() >= MOST && self.jobs.iter().all(|job| job.told.id != *id)
    }

    /// There is this job, or still is. What it was first announced with holds.
    pub(crate) fn announce(&mut self, told: Announcement, now: SignedDuration) {
        match self.find(&told.id) {
            Some(job) => job.announced = now,
            None => self.jobs.push(Job {
                told,
                stage: Stage::Waiting,
                announced: now,
            }),
        }
    }

    /// Begins it if `mode` lets it; `balance` is of the same reading, made just now.
    pub(crate) fn begin(
        &mut self,
        id: &JobId,
        mode: PricingMode,
        balance: MicroUsd,
        now: SignedDuration,
    ) {
        if let Some(job) = self.find(id)
            && job.stage == Stage::Waiting
            && opens(job.told.when, mode)
        {
            job.stage = Stage::Running(Meter {
                balance,
                read_at: now,
                spent: MicroUsd(0),
                step: MicroUsd(0),
            });
        }
    }

    pub(crate) fn end(&mut self, id: &JobId) {
        self.jobs.retain(|job| job.told.id != *id);
    }

    /// The balance was read.
    pub(crate) fn read(&mut self, balance: MicroUsd, now: SignedDuration) {
        for job in &mut self.jobs {
            let budget = job.told.budget;
            if let Stage::Running(meter) = &mut job.stage {
                meter.read(balance, now);
                if budget.is_some_and(|budget| !meter.leaves_room(budget)) {
                    job.stage = Stage::BudgetSpent(meter.clone());
                }
            }
        }
    }

    /// Time passed: jobs of dead programs go, and budgets that nobody can watch end.
    pub(crate) fn pass(&mut self, now: SignedDuration) {
        self.jobs.retain(|job| now < job.announced + LEASE);
        for job in &mut self.jobs {
            if let Some(meter) = job.metered()
                && now >= meter.read_at + BLIND
            {
                job.stage = Stage::Unmetered(meter.clone());
            }
        }
    }

    /// Another account is read from now on, or none: no budget can be watched any more.
    pub(crate) fn lose_account(&mut self) {
        for job in &mut self.jobs {
            if let Some(meter) = job.metered() {
                job.stage = Stage::Unmetered(meter.clone());
            }
        }
    }

    /// When [`Self::pass`] next changes something.
    pub(crate) fn due(&self) -> Option<SignedDuration> {
        let due = |job: &Job| {
            let lease = job.announced + LEASE;
            let blind = job.metered().map(|meter| meter.read_at + BLIND);
            blind.map_or(lease, |blind| lease.min(blind))
        };
        self.jobs.iter().map(due).min()
    }

    /// The longest that the next reading of the balance may take.
    pub(crate) fn reading_within(&self) -> Option<Duration> {
        let wanted = |job: &Job| match job.stage {
            Stage::Waiting => Some(WAITING),
            Stage::Running(_) => job.told.budget.map(|_| METERED),
            Stage::BudgetSpent(_) | Stage::Unmetered(_) => None,
        };
        self.jobs.iter().filter_map(wanted).min()
    }

    fn find(&mut self, id: &JobId) -> Option<&mut Job> {
        self.jobs.iter_mut().find(|job| job.told.id == *id)
    }
}

impl Job {
    /// The meter, while a budget depends on it.
    fn metered(&self) -> Option<&Meter> {
        match &self.stage {
            Stage::Running(meter) if self.told.budget.is_some() => Some(meter),
            Stage::Running(_) | Stage::Waiting | Stage::BudgetSpent(_) | Stage::Unmetered(_) => {
                None
            }
        }
    }
}

impl Meter {
    /// What was spent around a top-up cannot be told: it counts as much as the most so far.
    fn read(&mut self, balance: MicroUsd, now: SignedDuration) {
        let step = if balance > self.balance {
            self.step
        } else {
            self.balance.saturating_sub(balance)
        };
        self.step = self.step.max(step);
        self.spent = self.spent.saturating_add(step);
        self.balance = balance;
        self.read_at = now;
    }

    /// Whether as much as the most that was spent between two readings, and at least a tenth of the
    /// budget, can be spent until the next one.
    fn leaves_room(&self, budget: MicroUsd) -> bool {
        let next = self.step.max(MicroUsd(budget.0 / KEPT_BACK));
        self.spent.saturating_add(next) <= budget
    }
}

#[cfg(test)]
mod tests;
