//! Rows of the ledger read back as what they were written from. Knows no rule.

use jiff::Timestamp;
use payments::{BaseUnits, ChainId, Micros};
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, Row, ToSql};

use super::error::LedgerError;
use super::intent::Intent;
use super::payment::{Payment, PaymentNumber, SettledBy};
use super::state::State;
use crate::policy::Origin;

/// What [`payment`] reads.
pub(super) const PAYMENT: &str = "SELECT payment.id, intent, method, place, origin, rail, chain, \
    token, symbol, decimals, amount, micros, recipient, splits, state, nonce, valid_before, trace, \
    transaction_hash, settled_by, reason, created_at, approved_at, signed_at, sent_at, settled_at, \
    delivered_at FROM payment ";

/// The payment in a row of [`PAYMENT`].
pub(super) fn payment(row: &Row<'_>) -> Result<Payment, LedgerError> {
    Ok(Payment {
        number: PaymentNumber(row.get("id")?),
        intent: text(row, "intent", |text| Intent::try_from(text).ok())?,
        method: row.get("method")?,
        place: row.get("place")?,
        origin: text(row, "origin", |text| Origin::try_from(text).ok())?,
        rail: row.get("rail")?,
        chain: ChainId(row.get("chain")?),
        token: text(row, "token", |text| text.parse().ok())?,
        symbol: row.get("symbol")?,
        decimals: row.get("decimals")?,
        amount: text(row, "amount", |text| BaseUnits::parse(&text).ok())?,
        micros: Micros(row.get("micros")?),
        recipient: text(row, "recipient", |text| text.parse().ok())?,
        splits: text(row, "splits", |text| serde_json::from_str(&text).ok())?,
        state: text(row, "state", |text| State::named(&text))?,
        nonce: row.get("nonce")?,
        valid_before: instant(row, "valid_before")?,
        trace: optional(row, "trace", |text: String| {
            serde_json::from_str(&text).ok()
        })?,
        transaction: row.get("transaction_hash")?,
        settled_by: optional(row, "settled_by", |text: String| SettledBy::named(&text))?,
        reason: row.get("reason")?,
        created_at: instant(row, "created_at")?.unwrap_or_default(),
        approved_at: instant(row, "approved_at")?,
        signed_at: instant(row, "signed_at")?,
        sent_at: instant(row, "sent_at")?,
        settled_at: instant(row, "settled_at")?,
        delivered_at: instant(row, "delivered_at")?,
    })
}

/// All payments of a query that begins with [`PAYMENT`].
pub(super) fn payments(
    connection: &Connection,
    end: &str,
    parameters: &[&dyn ToSql],
) -> Result<Vec<Payment>, LedgerError> {
    let mut statement = connection.prepare_cached(&[PAYMENT, end].concat())?;
    let mut rows = statement.query(parameters)?;
    let mut payments = Vec::new();
    while let Some(row) = rows.next()? {
        payments.push(payment(row)?);
    }
    Ok(payments)
}

/// The payment of that intent.
pub(super) fn of_intent(
    connection: &Connection,
    intent: &Intent,
) -> Result<Option<Payment>, LedgerError> {
    let found = payments(connection, "WHERE intent = ?1", &[&intent.as_str()])?;
    Ok(found.into_iter().next())
}

/// The payment of that number.
pub(super) fn of_number(
    connection: &Connection,
    number: PaymentNumber,
) -> Result<Payment, LedgerError> {
    let found = payments(connection, "WHERE id = ?1", &[&number.0])?;
    found.into_iter().next().ok_or(LedgerError::NoSuchPayment)
}

/// The number of that intent's payment.
pub(super) fn number(
    connection: &Connection,
    intent: &Intent,
) -> Result<PaymentNumber, LedgerError> {
    connection
        .prepare_cached("SELECT id FROM payment WHERE intent = ?1")?
        .query_row([intent.as_str()], |row| row.get(0))
        .optional()?
        .map(PaymentNumber)
        .ok_or(LedgerError::NoSuchPayment)
}

/// Where that payment stands.
pub(super) fn state(connection: &Connection, number: PaymentNumber) -> Result<State, LedgerError> {
    let name: Option<String> = connection
        .prepare_cached("SELECT state FROM payment WHERE id = ?1")?
        .query_row([number.0], |row| row.get(0))
        .optional()?;
    let name = name.ok_or(LedgerError::NoSuchPayment)?;
    State::named(&name).ok_or(LedgerError::Unreadable { column: "state" })
}

/// A column's text as what it stands for.
pub(super) fn text<T>(
    row: &Row<'_>,
    column: &'static str,
    read: impl FnOnce(String) -> Option<T>,
) -> Result<T, LedgerError> {
    read(row.get(column)?).ok_or(LedgerError::Unreadable { column })
}

fn optional<S: FromSql, T>(
    row: &Row<'_>,
    column: &'static str,
    read: impl FnOnce(S) -> Option<T>,
) -> Result<Option<T>, LedgerError> {
    let Some(value) = row.get::<_, Option<S>>(column)? else {
        return Ok(None);
    };
    let read = read(value).ok_or(LedgerError::Unreadable { column })?;
    Ok(Some(read))
}

/// A column's milliseconds as a time.
pub(super) fn instant(
    row: &Row<'_>,
    column: &'static str,
) -> Result<Option<Timestamp>, LedgerError> {
    optional(row, column, |milliseconds: i64| {
        Timestamp::from_millisecond(milliseconds).ok()
    })
}
