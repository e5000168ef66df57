//! The ledger read: what an intent has come to, what is open, what was last, what was wished.
//! Changes nothing.

use jiff::Timestamp;
use rusqlite::Connection;

use super::error::LedgerError;
use super::intent::{Intent, RequestDigest};
use super::payment::{Event, Payment, PaymentNumber};
use super::state::{State, Step};
use super::{Ledger, row};
use crate::policy::{DAY, Past};

/// What an intent has come to.
#[derive(Debug, Clone, PartialEq)]
pub enum Begun {
    /// Nothing yet.
    New,
    /// It has a payment, for the same request.
    Same(Box<Payment>),
    /// It stands for another request.
    Conflict,
}

pub(super) const RECENT: &str = "WHERE id < ?1 ORDER BY id DESC LIMIT ?2";
pub(super) const OPEN: &str =
    "WHERE state IN ('approved', 'signed', 'sent', 'unknown') ORDER BY id";
/// Of a voucher the chain knows nothing until its channel is closed.
pub(super) const UNCONFIRMED: &str = "WHERE settled_by = 'receipt' \
    AND json_extract(trace, '$.kind') <> 'voucher' ORDER BY id DESC LIMIT ?1";
pub(super) const WISHED: &str = "WHERE created_at >= ?1 ORDER BY created_at, id";
pub(super) const LATER: &str = "WHERE id > ?1 ORDER BY id LIMIT ?2";

impl Ledger {
    /// What an intent has come to. A new one leaves no line: that is for [`Ledger::reserve`],
    /// which looks again.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn begin(&self, intent: &Intent, request: &RequestDigest) -> Result<Begun, LedgerError> {
        self.read(|connection| begun(connection, intent, request))
    }

    /// An intent's payment.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn payment(&self, intent: &Intent) -> Result<Option<Payment>, LedgerError> {
        self.read(|connection| row::of_intent(connection, intent))
    }

    /// The payments whose end is not known, oldest first: for the chain to be asked about.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn open_payments(&self) -> Result<Vec<Payment>, LedgerError> {
        self.read(|connection| row::payments(connection, OPEN, &[]))
    }

    /// The newest payments of which only a receipt says that they were made.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unconfirmed(&self, limit: u32) -> Result<Vec<Payment>, LedgerError> {
        self.read(|connection| row::payments(connection, UNCONFIRMED, &[&limit]))
    }

    /// The last payments, newest first; with `before`, those older than that one.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn recent(
        &self,
        limit: u32,
        before: Option<PaymentNumber>,
    ) -> Result<Vec<Payment>, LedgerError> {
        let before = before.map_or(i64::MAX, |number| number.0);
        self.read(|connection| row::payments(connection, RECENT, &[&before, &limit]))
    }

    /// The first payments after that one, oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn later(
        &self,
        limit: u32,
        after: PaymentNumber,
    ) -> Result<Vec<Payment>, LedgerError> {
        self.read(|connection| row::payments(connection, LATER, &[&after.0, &limit]))
    }

    /// What was wished since then, and in the day before that, for [`crate::policy::back_test`].
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn past(&self, since: Timestamp) -> Result<Vec<Past>, LedgerError> {
        let since = since.checked_sub(DAY).unwrap_or(Timestamp::MIN);
        let wished =
            self.read(|connection| row::payments(connection, WISHED, &[&since.as_millisecond()]))?;
        let past = wished.into_iter().map(|payment| Past {
            at: payment.created_at,
            wish: payment.wish(),
            booking: payment.state.booking(),
        });
        Ok(past.collect())
    }

    /// What happened to an intent's payment, in order.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn events(&self, intent: &Intent) -> Result<Vec<Event>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT at, step, from_state, to_state, detail FROM event
                 WHERE payment = (SELECT id FROM payment WHERE intent = ?1) ORDER BY id",
            )?;
            let mut rows = statement.query([intent.as_str()])?;
            let mut events = Vec::new();
            while let Some(found) = rows.next()? {
                let from: Option<String> = found.get("from_state")?;
                events.push(Event {
                    at: row::instant(found, "at")?.unwrap_or_default(),
                    step: row::text(found, "step", |text| Step::named(&text))?,
                    from: from.and_then(|name| State::named(&name)),
                    to: row::text(found, "to_state", |text| State::named(&text))?,
                    detail: row::text(found, "detail", |text| serde_json::from_str(&text).ok())?,
                });
            }
            Ok(events)
        })
    }
}

pub(super) fn begun(
    connection: &Connection,
    intent: &Intent,
    request: &RequestDigest,
) -> Result<Begun, LedgerError> {
    let Some(payment) = row::of_intent(connection, intent)? else {
        return Ok(Begun::New);
    };
    let same: bool = connection
        .prepare_cached("SELECT request = ?2 FROM payment WHERE id = ?1")?
        .query_row((payment.number.0, request.as_str()), |row| row.get(0))?;
    Ok(if same {
        Begun::Same(Box::new(payment))
    } else {
        Begun::Conflict
    })
}
