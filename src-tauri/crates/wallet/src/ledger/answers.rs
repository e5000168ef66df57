//! What was bought: the newest answers are kept, so that a repeated intent gets its answer again.
//! What cost nothing is kept until it is taken. Knows no price.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::Ledger;
use super::error::LedgerError;
use super::intent::Intent;
use super::payment::PaymentNumber;
use super::writing::Writing;

/// So many answers are kept.
const KEPT: u32 = 200;
/// And so many bytes of them in all; the newest is kept whatever its length.
const KEPT_BYTES: u32 = 64 * 1024 * 1024;

/// So long an answer that cost nothing waits for who asked for it.
const FREE_KEPT: SignedDuration = SignedDuration::from_hours(1);

/// What came back for a request.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Its media type.
    pub content_type: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Answer {
    /// Without the body: it was bought, and may be private.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("Answer");
        shown.field("status", &self.status);
        shown.field("content_type", &self.content_type);
        shown.field("length", &self.body.len()).finish()
    }
}

impl Ledger {
    /// The answer that an intent got, while it is kept.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn answer(&self, intent: &Intent) -> Result<Option<Answer>, LedgerError> {
        self.read(|connection| {
            let bought = "SELECT status, content_type, body FROM answer
                 WHERE payment = (SELECT id FROM payment WHERE intent = ?1)";
            let free = "SELECT status, content_type, body FROM free_answer WHERE intent = ?1";
            Ok(match read(connection, bought, intent)? {
                Some(answer) => Some(answer),
                None => read(connection, free, intent)?,
            })
        })
    }

    /// Keeps an answer that cost nothing, in place of an earlier one of its intent, and forgets
    /// those that nobody took.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn keep_free(
        &self,
        intent: &Intent,
        answer: &Answer,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.write(now, |writing| {
            writing.transaction.execute(
                "DELETE FROM free_answer WHERE at < ?1",
                [(now - FREE_KEPT).as_millisecond()],
            )?;
            writing.transaction.execute(
                "REPLACE INTO free_answer (intent, status, content_type, body, at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    intent.as_str(),
                    answer.status,
                    answer.content_type,
                    answer.body,
                    writing.at(),
                ],
            )?;
            Ok(())
        })
    }

    /// Forgets an answer that cost nothing; one that was bought stays.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn forget_free(&self, intent: &Intent, now: Timestamp) -> Result<(), LedgerError> {
        self.write(now, |writing| {
            let named = [intent.as_str()];
            let sql = "DELETE FROM free_answer WHERE intent = ?1";
            writing.transaction.execute(sql, named)?;
            Ok(())
        })
    }
}

fn read(connection: &Connection, sql: &str, intent: &Intent) -> rusqlite::Result<Option<Answer>> {
    let mut statement = connection.prepare_cached(sql)?;
    let answer = statement.query_row([intent.as_str()], |row| {
        Ok(Answer {
            status: row.get(0)?,
            content_type: row.get(1)?,
            body: row.get(2)?,
        })
    });
    answer.optional()
}

pub(super) fn is_kept(connection: &Connection, number: PaymentNumber) -> Result<bool, LedgerError> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM answer WHERE payment = ?1")?
        .exists([number.0])?)
}

impl Writing<'_> {
    /// Keeps an answer in place of an earlier one, and forgets the oldest ones.
    pub(super) fn keep(&self, number: PaymentNumber, answer: &Answer) -> Result<(), LedgerError> {
        self.transaction
            .prepare_cached(
                "REPLACE INTO answer (payment, status, content_type, body, at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                number.0,
                answer.status,
                answer.content_type,
                answer.body,
                self.at(),
            ])?;
        self.transaction
            .prepare_cached(
                "DELETE FROM answer WHERE id IN (SELECT id FROM (
                     SELECT id, row_number() OVER newest AS place,
                         sum(length(body)) OVER newest AS bytes
                     FROM answer WINDOW newest AS (ORDER BY id DESC))
                 WHERE place > ?1 OR (place > 1 AND bytes > ?2))",
            )?
            .execute([KEPT, KEPT_BYTES])?;
        Ok(())
    }

    pub(super) fn forget_answer(&self, number: PaymentNumber) -> Result<(), LedgerError> {
        self.transaction
            .execute("DELETE FROM answer WHERE payment = ?1", [number.0])?;
        Ok(())
    }
}
