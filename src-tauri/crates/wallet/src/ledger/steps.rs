//! The steps of a payment after its amount was reserved. Each is on the disk when its call returns.
//! Knows no network: who calls has asked it.

use jiff::Timestamp;
use payments::{Micros, Trace};
use rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE;
use rusqlite::{OptionalExtension, params};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::answers::{self, Answer};
use super::error::LedgerError;
use super::intent::Intent;
use super::payment::{Payment, PaymentNumber, SettledBy};
use super::reserve::counted;
use super::state::{State, Step};
use super::writing::Writing;
use super::{Ledger, row};

/// A signature, ready to be sent.
#[derive(Debug, Clone, Copy)]
pub struct Credential<'a> {
    /// The header that carries it.
    pub header_name: &'a str,
    /// That header's exact value: whoever has it can take the money until it is used or ends.
    pub header: &'a SecretString,
    /// Unique for each authorization.
    pub nonce: &'a str,
    /// What to look for on the chain.
    pub trace: &'a Trace,
    /// When it ends, by the chain's clock.
    pub valid_before: Timestamp,
    /// The most that the network's fee takes beside the amount: it counts as spent, too.
    pub fee_at_most: Micros,
}

/// The exact bytes of a payment that was signed before.
#[derive(Debug, Clone)]
pub struct Resend {
    /// The payment.
    pub payment: Payment,
    /// The header that carries them.
    pub header_name: String,
    /// That header's value.
    pub header: SecretString,
}

/// The word that a payment was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Whose.
    pub by: SettledBy,
    /// The transaction that paid it, where one is named.
    pub transaction: Option<String>,
}

impl Ledger {
    /// It was signed, and may be sent from now on.
    ///
    /// # Errors
    /// [`LedgerError::NonceUsed`] when the same authorization was written before.
    pub fn signed(
        &self,
        intent: &Intent,
        credential: &Credential<'_>,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.write(now, |writing| {
            let number = row::number(&writing.transaction, intent)?;
            writing.sign(number, credential)
        })
    }

    /// Its bytes are about to leave. The first time that makes it [`State::Sent`]; each other time
    /// leaves it in doubt, because nobody knows what became of the time before.
    ///
    /// # Errors
    /// When it cannot be sent, or the ledger cannot be written; then nothing may be sent.
    pub fn sent(&self, intent: &Intent, now: Timestamp) -> Result<State, LedgerError> {
        self.write(now, |writing| {
            let number = row::number(&writing.transaction, intent)?;
            let state = writing.advance(number, Step::Send, &json!({}))?;
            writing.execute(
                "UPDATE payment SET sent_at = coalesce(sent_at, ?2) WHERE id = ?1",
                number,
            )?;
            Ok(state)
        })
    }

    /// It may have been paid; `reason` is a word of ours.
    ///
    /// # Errors
    /// When it was not sent, or the ledger cannot be written.
    pub fn unknown(
        &self,
        intent: &Intent,
        reason: &'static str,
        now: Timestamp,
    ) -> Result<State, LedgerError> {
        self.write(now, |writing| {
            let number = row::number(&writing.transaction, intent)?;
            let state = writing.advance(number, Step::Doubt, &json!({ "reason": reason }))?;
            if state == State::Unknown {
                writing.give_reason(number, reason)?;
            }
            Ok(state)
        })
    }

    /// It was paid. It is delivered, too, when its answer had arrived before.
    ///
    /// # Errors
    /// When it was not signed, or the ledger cannot be written.
    pub fn settled(
        &self,
        intent: &Intent,
        settlement: &Settlement,
        now: Timestamp,
    ) -> Result<State, LedgerError> {
        self.write(now, |writing| {
            let number = row::number(&writing.transaction, intent)?;
            let state = writing.settle(number, settlement)?;
            if state == State::Settled && answers::is_kept(&writing.transaction, number)? {
                return writing.deliver(number);
            }
            Ok(state)
        })
    }

    /// What was bought arrived, with a receipt or without. Without any word that it was paid it
    /// stays in doubt until the chain is asked; the answer is kept in any case.
    ///
    /// # Errors
    /// When it was not sent, or the ledger cannot be written.
    pub fn delivered(
        &self,
        intent: &Intent,
        answer: &Answer,
        receipt: Option<&Settlement>,
        now: Timestamp,
    ) -> Result<State, LedgerError> {
        self.write(now, |writing| {
            let number = row::number(&writing.transaction, intent)?;
            if let Some(receipt) = receipt {
                writing.settle(number, receipt)?;
            }
            writing.keep(number, answer)?;
            writing.deliver(number)
        })
    }

    /// The chain rules out that it was or will be paid. Its amount is free again.
    ///
    /// # Errors
    /// When it was not signed, or the ledger cannot be written.
    pub fn expired(&self, intent: &Intent, now: Timestamp) -> Result<State, LedgerError> {
        self.write(now, |writing| {
            let number = row::number(&writing.transaction, intent)?;
            let state = writing.advance(number, Step::Expire, &json!({}))?;
            writing.forget_header(number)?;
            Ok(state)
        })
    }

    /// The attempt in hand surely ended before anything left; `reason` is a word of ours. Its
    /// amount is free again, its bytes are forgotten and nobody is asked any more, unless an attempt
    /// before is in doubt: then it stays [`State::Unknown`].
    ///
    /// # Errors
    /// When it has ended already, or the ledger cannot be written.
    pub fn failed(
        &self,
        intent: &Intent,
        reason: &'static str,
        now: Timestamp,
    ) -> Result<State, LedgerError> {
        self.write(now, |writing| {
            let number = row::number(&writing.transaction, intent)?;
            writing.fail(number, reason)
        })
    }

    /// The person wants a payment after all that surely was not made. It is quoted anew, judged
    /// anew and signed anew; its events stay.
    ///
    /// # Errors
    /// When it may have been made, or the ledger cannot be written.
    pub fn reopen(&self, intent: &Intent, now: Timestamp) -> Result<(), LedgerError> {
        self.write(now, |writing| {
            let number = row::number(&writing.transaction, intent)?;
            writing.advance(number, Step::Reopen, &json!({}))?;
            writing.forget_answer(number)?;
            writing.transaction.execute(
                "UPDATE payment SET nonce = NULL, valid_before = NULL, trace = NULL,
                     header_name = NULL, header = NULL, transaction_hash = NULL,
                     settled_by = NULL, reason = NULL, approved_at = NULL, signed_at = NULL,
                     sent_at = NULL, settled_at = NULL, delivered_at = NULL WHERE id = ?1",
                [number.0],
            )?;
            Ok(())
        })
    }

    /// The stored bytes of a payment, to be sent again: an intent is never signed twice. `None`
    /// when there are none, or when they are not needed any more.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn retry(&self, intent: &Intent) -> Result<Option<Resend>, LedgerError> {
        self.read(|connection| {
            let kept: Option<(String, Vec<u8>)> = connection
                .prepare_cached(
                    "SELECT header_name, header FROM payment
                     WHERE intent = ?1 AND header IS NOT NULL",
                )?
                .query_row([intent.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let Some((header_name, header)) = kept else {
                return Ok(None);
            };
            let header = String::from_utf8(header);
            let header = header.map_err(|_| LedgerError::Unreadable { column: "header" })?;
            Ok(row::of_intent(connection, intent)?.map(|payment| Resend {
                payment,
                header_name,
                header: header.into(),
            }))
        })
    }

    /// Forgets the bytes of payments that are settled, were never delivered, and ended before
    /// `ended`. Until then sending them again may still bring what was bought, and cannot pay twice.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn forget_headers(&self, ended: Timestamp, now: Timestamp) -> Result<(), LedgerError> {
        self.write(now, |writing| {
            writing.transaction.execute(
                "UPDATE payment SET header = NULL
                 WHERE header IS NOT NULL AND valid_before < ?1 AND state = 'settled'",
                [ended.as_millisecond()],
            )?;
            Ok(())
        })
    }
}

impl Writing<'_> {
    pub(super) fn sign(
        &mut self,
        number: PaymentNumber,
        credential: &Credential<'_>,
    ) -> Result<(), LedgerError> {
        let valid_before = credential.valid_before.as_millisecond();
        let detail = json!({
            "nonce": credential.nonce,
            "trace": credential.trace,
            "validBefore": valid_before,
        });
        self.advance(number, Step::Sign, &detail)?;
        let trace = json!(credential.trace).to_string();
        let written = self
            .transaction
            .prepare_cached(
                "UPDATE payment SET nonce = ?2, valid_before = ?3, trace = ?4,
                         header_name = ?5, header = ?6, signed_at = ?7, micros = micros + ?8
                     WHERE id = ?1",
            )?
            .execute(params![
                number.0,
                credential.nonce,
                valid_before,
                trace,
                credential.header_name,
                credential.header.expose_secret().as_bytes(),
                self.at(),
                counted(credential.fee_at_most)?,
            ]);
        written.map(drop).map_err(|error| {
            let code = error.sqlite_error().map(|error| error.extended_code);
            if code == Some(SQLITE_CONSTRAINT_UNIQUE) {
                LedgerError::NonceUsed
            } else {
                error.into()
            }
        })
    }

    fn settle(
        &mut self,
        number: PaymentNumber,
        settlement: &Settlement,
    ) -> Result<State, LedgerError> {
        let (by, transaction) = (settlement.by.name(), settlement.transaction.as_deref());
        let detail = json!({ "by": by, "transaction": transaction });
        let state = self.advance(number, Step::Settle, &detail)?;
        // The chain's word outweighs a receipt's, whichever comes first.
        self.transaction
            .prepare_cached(
                "UPDATE payment SET
                     transaction_hash = CASE WHEN ?2 = 'chain'
                         THEN coalesce(?3, transaction_hash)
                         ELSE coalesce(transaction_hash, ?3) END,
                     settled_by = CASE WHEN settled_by = 'chain' THEN 'chain' ELSE ?2 END,
                     settled_at = coalesce(settled_at, ?4),
                     reason = NULL
                 WHERE id = ?1",
            )?
            .execute(params![number.0, by, transaction, self.at()])?;
        Ok(state)
    }

    fn deliver(&mut self, number: PaymentNumber) -> Result<State, LedgerError> {
        let state = self.advance(number, Step::Deliver, &json!({}))?;
        if state == State::Delivered {
            self.execute("UPDATE payment SET delivered_at = ?2 WHERE id = ?1", number)?;
            self.forget_header(number)?;
        } else {
            self.give_reason(number, "no-receipt")?;
        }
        Ok(state)
    }

    pub(super) fn fail(
        &mut self,
        number: PaymentNumber,
        reason: &'static str,
    ) -> Result<State, LedgerError> {
        let state = self.advance(number, Step::Fail, &json!({ "reason": reason }))?;
        if state == State::Failed {
            self.close_ask(number)?;
            self.give_reason(number, reason)?;
            self.forget_header(number)?;
        }
        Ok(state)
    }

    pub(super) fn give_reason(
        &self,
        number: PaymentNumber,
        reason: &'static str,
    ) -> Result<(), LedgerError> {
        self.transaction
            .prepare_cached("UPDATE payment SET reason = ?2 WHERE id = ?1")?
            .execute(params![number.0, reason])?;
        Ok(())
    }

    fn forget_header(&self, number: PaymentNumber) -> Result<(), LedgerError> {
        self.transaction
            .prepare_cached("UPDATE payment SET header = NULL WHERE id = ?1")?
            .execute([number.0])?;
        Ok(())
    }

    /// Runs a statement whose `?1` is the payment and whose `?2` is the time.
    pub(super) fn execute(&self, sql: &str, number: PaymentNumber) -> Result<(), LedgerError> {
        self.transaction
            .prepare_cached(sql)?
            .execute(params![number.0, self.at()])?;
        Ok(())
    }
}
