//! A change of the ledger: one transaction, one event for each step, and whoever observes. Knows
//! no policy.

use jiff::Timestamp;
use rusqlite::{Transaction, TransactionBehavior, params};
use serde_json::Value;

use super::error::LedgerError;
use super::payment::PaymentNumber;
use super::state::{State, Step, next};
use super::{Ledger, row};
use crate::policy::Booking;

/// Told of each step twice, on the thread that takes it.
pub type Observer = dyn Fn(Moment, Step) + Send + Sync;

/// When an observer is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// All is written, and nothing is committed.
    Before,
    /// It is on the disk.
    After,
}

/// A change in the making. Dropped before its end it changes nothing.
pub(super) struct Writing<'a> {
    pub(super) transaction: Transaction<'a>,
    pub(super) now: Timestamp,
    steps: Vec<Step>,
}

impl Ledger {
    /// Makes a change whole or not at all.
    pub(super) fn write<T>(
        &self,
        now: Timestamp,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let mut connection = self.connection();
        let change = || {
            let behavior = TransactionBehavior::Immediate;
            let mut writing = Writing {
                transaction: connection.transaction_with_behavior(behavior)?,
                now,
                steps: Vec::new(),
            };
            let done = work(&mut writing)?;
            let Writing {
                transaction, steps, ..
            } = writing;
            self.tell(Moment::Before, &steps);
            transaction.commit()?;
            self.tell(Moment::After, &steps);
            Ok(done)
        };
        change().map_err(|error: LedgerError| error.about(&self.path))
    }

    /// Makes a change that is no step of a payment, whole or not at all.
    pub(super) fn change<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        self.write(Timestamp::UNIX_EPOCH, |writing| work(&writing.transaction))
    }

    fn tell(&self, moment: Moment, steps: &[Step]) {
        if let Some(observer) = &self.observer {
            steps.iter().for_each(|step| observer(moment, *step));
        }
    }
}

impl Writing<'_> {
    /// The time of the change, as it is written.
    pub(super) fn at(&self) -> i64 {
        self.now.as_millisecond()
    }

    /// Moves a payment on and writes down that it moved.
    pub(super) fn advance(
        &mut self,
        payment: PaymentNumber,
        step: Step,
        detail: &Value,
    ) -> Result<State, LedgerError> {
        let from = row::state(&self.transaction, payment)?;
        let to = next(from, step)?;
        self.transaction
            .prepare_cached(
                "UPDATE payment SET state = ?2,
                     spent_at = CASE WHEN ?3 THEN coalesce(spent_at, ?4) END WHERE id = ?1",
            )?
            .execute(params![
                payment.0,
                to.name(),
                to.booking() == Booking::Spent,
                self.at(),
            ])?;
        self.record(payment, step, Some(from), to, detail)?;
        Ok(to)
    }

    /// Writes down what happened.
    pub(super) fn record(
        &mut self,
        payment: PaymentNumber,
        step: Step,
        from: Option<State>,
        to: State,
        detail: &Value,
    ) -> Result<(), LedgerError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO event (payment, at, step, from_state, to_state, detail)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                payment.0,
                self.at(),
                step.name(),
                from.map(State::name),
                to.name(),
                detail.to_string(),
            ])?;
        self.steps.push(step);
        Ok(())
    }
}
