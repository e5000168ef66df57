//! Questions to the person. Each is answered once, and an approval is judged again by the policy
//! and the sums of that moment. Knows no words.

use std::fmt;

use jiff::Timestamp;
use rusqlite::{Connection, ToSql, params};
use serde_json::json;

use super::error::LedgerError;
use super::payment::{Payment, PaymentNumber};
use super::reserve::spent;
use super::state::Step;
use super::writing::Writing;
use super::{Ledger, row};
use crate::policy::{AskReason, Decision, Policy, RefuseReason, decide};

/// The id of a question: 32 random hexadecimal digits. It counts once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AskId(String);

impl AskId {
    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AskId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<String> for AskId {
    /// Any text: one that is no question's id finds no question.
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// A question that waits for the person.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Its id.
    pub id: AskId,
    /// What is to be paid.
    pub payment: Payment,
    /// Why it is asked.
    pub reasons: Vec<AskReason>,
    /// Since when.
    pub asked_at: Timestamp,
    /// Until when it can be approved.
    pub until: Timestamp,
}

/// What came of an approval.
#[derive(Debug, Clone, PartialEq)]
pub enum Approval {
    /// It may be signed; its amount counts as spent from now on.
    Approved(Payment),
    /// By now a cap is in the way.
    Refused(Payment, Vec<RefuseReason>),
    /// The price holds no longer.
    Lapsed(Payment),
    /// The question was answered before, or never was.
    Gone,
}

impl Ledger {
    /// The person says yes. Caps are judged again: what was spent since the question counts.
    ///
    /// # Errors
    /// When the ledger cannot be written; the question is then still open.
    pub fn approve(
        &self,
        ask: &AskId,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Approval, LedgerError> {
        self.write(now, |writing| {
            let Some(ask) = writing.answer_ask(ask)? else {
                return Ok(Approval::Gone);
            };
            let number = ask.payment.number;
            if ask.until <= now {
                return writing.give_up(number, "lapsed").map(Approval::Lapsed);
            }
            let wish = ask.payment.wish();
            let spent = spent(&writing.transaction, &wish.origin, now)?;
            match decide(policy, &wish, &spent) {
                Decision::Pay | Decision::Ask(_) => writing.approve(number).map(Approval::Approved),
                Decision::Refuse(reasons) => {
                    let payment = writing.refuse(number, &reasons)?;
                    Ok(Approval::Refused(payment, reasons))
                }
            }
        })
    }

    /// The person says no; the payment that is not made, or `None` when the question was answered
    /// before, or never was.
    ///
    /// # Errors
    /// When the ledger cannot be written; the question is then still open.
    pub fn decline(&self, ask: &AskId, now: Timestamp) -> Result<Option<Payment>, LedgerError> {
        self.write(now, |writing| {
            let Some(ask) = writing.answer_ask(ask)? else {
                return Ok(None);
            };
            writing.advance(ask.payment.number, Step::Decline, &json!({}))?;
            row::of_number(&writing.transaction, ask.payment.number).map(Some)
        })
    }

    /// Who wanted it does not want it any more, or nobody is there to be asked: the question ends
    /// without an answer, and may be asked anew. The payment that is not made, or `None` when the
    /// question was answered before, or never was.
    ///
    /// # Errors
    /// When the ledger cannot be written; the question is then still open.
    pub fn withdraw(&self, ask: &AskId, now: Timestamp) -> Result<Option<Payment>, LedgerError> {
        self.write(now, |writing| {
            let Some(ask) = writing.answer_ask(ask)? else {
                return Ok(None);
            };
            writing.give_up(ask.payment.number, "withdrawn").map(Some)
        })
    }

    /// The questions that wait, oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn open_asks(&self) -> Result<Vec<Ask>, LedgerError> {
        self.read(|connection| asks(connection, "answered_at IS NULL", &[]))
    }

    /// Ends the questions whose price holds no longer.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn lapse_asks(&self, now: Timestamp) -> Result<(), LedgerError> {
        self.write(now, |writing| {
            for ask in asks(&writing.transaction, "answered_at IS NULL", &[])? {
                if ask.until <= now {
                    writing.give_up(ask.payment.number, "lapsed")?;
                }
            }
            Ok(())
        })
    }
}

impl Writing<'_> {
    pub(super) fn ask(
        &mut self,
        number: PaymentNumber,
        reasons: &[AskReason],
        until: Timestamp,
    ) -> Result<Ask, LedgerError> {
        let reasons_text = json!(reasons).to_string();
        let id: String = self
            .transaction
            .prepare_cached(
                "INSERT INTO ask (id, payment, reasons, asked_at, until)
                 VALUES (lower(hex(randomblob(16))), ?1, ?2, ?3, ?4) RETURNING id",
            )?
            .query_row(
                params![number.0, reasons_text, self.at(), until.as_millisecond()],
                |row| row.get(0),
            )?;
        self.advance(number, Step::Ask, &json!({ "reasons": reasons }))?;
        let found = asks(&self.transaction, "id = ?1", &[&id])?;
        found.into_iter().next().ok_or(LedgerError::NoSuchPayment)
    }

    /// Takes a question off the table; `None` when it is not there any more.
    fn answer_ask(&self, id: &AskId) -> Result<Option<Ask>, LedgerError> {
        let open = "id = ?1 AND answered_at IS NULL";
        let found = asks(&self.transaction, open, &[&id.as_str()])?;
        self.transaction
            .prepare_cached(
                "UPDATE ask SET answered_at = ?2 WHERE id = ?1 AND answered_at IS NULL",
            )?
            .execute(params![id.as_str(), self.at()])?;
        Ok(found.into_iter().next())
    }

    /// Nobody can answer any more.
    pub(super) fn close_ask(&self, number: PaymentNumber) -> Result<(), LedgerError> {
        self.execute(
            "UPDATE ask SET answered_at = ?2 WHERE payment = ?1 AND answered_at IS NULL",
            number,
        )
    }

    fn give_up(
        &mut self,
        number: PaymentNumber,
        reason: &'static str,
    ) -> Result<Payment, LedgerError> {
        self.fail(number, reason)?;
        row::of_number(&self.transaction, number)
    }
}

/// Whether the person is being asked about that payment.
pub(super) fn is_open(connection: &Connection, number: PaymentNumber) -> Result<bool, LedgerError> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM ask WHERE payment = ?1 AND answered_at IS NULL")?
        .exists([number.0])?)
}

fn asks(
    connection: &Connection,
    condition: &str,
    parameters: &[&dyn ToSql],
) -> Result<Vec<Ask>, LedgerError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT id, payment, reasons, asked_at, until FROM ask WHERE {condition} ORDER BY asked_at"
    ))?;
    let mut rows = statement.query(parameters)?;
    let mut asks = Vec::new();
    while let Some(row) = rows.next()? {
        asks.push(Ask {
            id: AskId(row.get("id")?),
            payment: row::of_number(connection, PaymentNumber(row.get("payment")?))?,
            reasons: row::text(row, "reasons", |text| serde_json::from_str(&text).ok())?,
            asked_at: row::instant(row, "asked_at")?.unwrap_or_default(),
            until: row::instant(row, "until")?.unwrap_or_default(),
        });
    }
    Ok(asks)
}
