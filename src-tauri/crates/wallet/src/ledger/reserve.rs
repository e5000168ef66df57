//! Judges a price by the policy and reserves its amount, in one transaction: two processes cannot
//! both take the last dollar of a day. Knows no key and no network.

use jiff::Timestamp;
use payments::{ChainId, Micros};
use rusqlite::{Connection, params};
use serde_json::json;

use super::ask::Ask;
use super::error::LedgerError;
use super::payment::{Payment, PaymentNumber};
use super::quote::Quote;
use super::read::Begun;
use super::state::{State, Step};
use super::writing::Writing;
use super::{Ledger, ask, read, row};
use crate::policy::{DAY, Decision, Origin, Policy, Recipient, RefuseReason, Spent, decide};

/// What came of a price.
#[derive(Debug, Clone, PartialEq)]
pub enum Reserved {
    /// It may be signed; its amount counts as spent from now on.
    Approved(Payment),
    /// The person is asked.
    Asked(Ask),
    /// It is not paid, for these reasons.
    Refused(Payment, Vec<RefuseReason>),
    /// The intent has a payment already, which goes its own way.
    Same(Payment),
    /// The intent stands for another request.
    Conflict,
}

impl Ledger {
    /// Reads what is spent, judges the price, and writes down what is to happen.
    ///
    /// # Errors
    /// When the ledger cannot be written; nothing is reserved then.
    pub fn reserve(
        &self,
        quote: &Quote,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Reserved, LedgerError> {
        self.write(now, |writing| {
            let begun = read::begun(&writing.transaction, &quote.intent, &quote.request.digest)?;
            let number = match begun {
                Begun::Conflict => return Ok(Reserved::Conflict),
                Begun::New => writing.quote(quote)?,
                Begun::Same(payment) => {
                    let asked = ask::is_open(&writing.transaction, payment.number)?;
                    if payment.state != State::Quoted || asked {
                        return Ok(Reserved::Same(*payment));
                    }
                    writing.quote_again(payment.number, quote)?;
                    payment.number
                }
            };
            let spent = spent(&writing.transaction, &quote.wish.origin, now)?;
            match decide(policy, &quote.wish, &spent) {
                Decision::Pay => writing.approve(number).map(Reserved::Approved),
                Decision::Ask(reasons) => {
                    let ask = writing.ask(number, &reasons, quote.good_until)?;
                    Ok(Reserved::Asked(ask))
                }
                Decision::Refuse(reasons) => {
                    let payment = writing.refuse(number, &reasons)?;
                    Ok(Reserved::Refused(payment, reasons))
                }
            }
        })
    }

    /// What counts as spent for an origin's next wish.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn spent(&self, origin: &Origin, now: Timestamp) -> Result<Spent, LedgerError> {
        self.read(|connection| spent(connection, origin, now))
    }

    /// What all origins together got in the last day, all that may still be taken included.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn spent_today(&self, now: Timestamp) -> Result<Micros, LedgerError> {
        self.read(|connection| overall(connection, now))
    }
}

pub(super) const SPENT_OVERALL: &str =
    "SELECT coalesce(sum(micros), 0) FROM payment WHERE spent_at > ?1";
pub(super) const SPENT_BY_ORIGIN: &str =
    "SELECT coalesce(sum(micros), 0) FROM payment WHERE origin = ?2 AND spent_at > ?1";

/// What is dated after `now` counts too: a clock that was set back frees nothing.
pub(super) fn spent(
    connection: &Connection,
    origin: &Origin,
    now: Timestamp,
) -> Result<Spent, LedgerError> {
    let by_origin = connection
        .prepare_cached(SPENT_BY_ORIGIN)?
        .query_row(params![a_day_before(now), origin.as_str()], |row| {
            row.get(0)
        })?;
    Ok(Spent {
        today_overall: overall(connection, now)?,
        today_origin: Micros(by_origin),
        pinned: pinned(connection, origin)?,
    })
}

fn overall(connection: &Connection, now: Timestamp) -> Result<Micros, LedgerError> {
    let mut statement = connection.prepare_cached(SPENT_OVERALL)?;
    let sum = statement.query_row([a_day_before(now)], |row| row.get(0))?;
    Ok(Micros(sum))
}

fn a_day_before(now: Timestamp) -> i64 {
    now.checked_sub(DAY)
        .unwrap_or(Timestamp::MIN)
        .as_millisecond()
}

fn pinned(connection: &Connection, origin: &Origin) -> Result<Vec<Recipient>, LedgerError> {
    let mut statement = connection
        .prepare_cached("SELECT chain, recipient FROM pin WHERE origin = ?1 ORDER BY since DESC")?;
    let mut rows = statement.query([origin.as_str()])?;
    let mut pinned = Vec::new();
    while let Some(found) = rows.next()? {
        pinned.push(Recipient {
            chain: ChainId(found.get("chain")?),
            account: row::text(found, "recipient", |text| text.parse().ok())?,
        });
    }
    Ok(pinned)
}

impl Writing<'_> {
    /// A new payment.
    pub(super) fn quote(&mut self, quote: &Quote) -> Result<PaymentNumber, LedgerError> {
        let (request, wish) = (&quote.request, &quote.wish);
        self.transaction
            .prepare_cached(
                "INSERT INTO payment (intent, request, method, place, origin, rail, chain, token,
                     symbol, decimals, amount, micros, recipient, splits, state, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 'quoted',
                     ?15)",
            )?
            .execute(params![
                quote.intent.as_str(),
                request.digest.as_str(),
                request.method,
                request.place,
                wish.origin.as_str(),
                quote.rail,
                wish.chain.0,
                wish.token.to_string(),
                quote.symbol,
                quote.decimals,
                quote.amount.to_string(),
                counted(wish.counted())?,
                wish.recipient.to_string(),
                json!(wish.splits).to_string(),
                self.at(),
            ])?;
        let number = PaymentNumber(self.transaction.last_insert_rowid());
        self.record(number, Step::Quote, None, State::Quoted, &terms(quote))?;
        Ok(number)
    }

    /// The price of a reopened payment, which may be another one by now.
    fn quote_again(&mut self, number: PaymentNumber, quote: &Quote) -> Result<(), LedgerError> {
        let wish = &quote.wish;
        self.transaction
            .prepare_cached(
                "UPDATE payment SET rail = ?2, chain = ?3, token = ?4, symbol = ?5, decimals = ?6,
                     amount = ?7, micros = ?8, recipient = ?9, splits = ?10 WHERE id = ?1",
            )?
            .execute(params![
                number.0,
                quote.rail,
                wish.chain.0,
                wish.token.to_string(),
                quote.symbol,
                quote.decimals,
                quote.amount.to_string(),
                counted(wish.counted())?,
                wish.recipient.to_string(),
                json!(wish.splits).to_string(),
            ])?;
        self.advance(number, Step::Quote, &terms(quote))?;
        Ok(())
    }

    /// Reserves the amount, and pins who is paid.
    pub(super) fn approve(&mut self, number: PaymentNumber) -> Result<Payment, LedgerError> {
        self.advance(number, Step::Approve, &json!({}))?;
        self.execute("UPDATE payment SET approved_at = ?2 WHERE id = ?1", number)?;
        let payment = row::of_number(&self.transaction, number)?;
        let mut pin = self.transaction.prepare_cached(
            "INSERT INTO pin (origin, chain, recipient, since) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET since = excluded.since",
        )?;
        for account in std::iter::once(&payment.recipient).chain(&payment.splits) {
            let origin = payment.origin.as_str();
            pin.execute(params![
                origin,
                payment.chain.0,
                account.to_string(),
                self.at(),
            ])?;
        }
        Ok(payment)
    }

    pub(super) fn refuse(
        &mut self,
        number: PaymentNumber,
        reasons: &[RefuseReason],
    ) -> Result<Payment, LedgerError> {
        self.advance(number, Step::Refuse, &json!({ "reasons": reasons }))?;
        self.give_reason(number, "policy")?;
        row::of_number(&self.transaction, number)
    }
}

/// An amount as the ledger counts it.
pub(super) fn counted(amount: Micros) -> Result<i64, LedgerError> {
    i64::try_from(amount.0).map_err(|_| LedgerError::TooMuch)
}

fn terms(quote: &Quote) -> serde_json::Value {
    json!({
        "rail": quote.rail,
        "chain": quote.wish.chain,
        "token": quote.wish.token,
        "amount": quote.amount.to_string(),
        "recipient": quote.wish.recipient,
        "splits": quote.wish.splits,
    })
}
