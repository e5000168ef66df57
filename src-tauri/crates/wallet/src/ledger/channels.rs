//! Payment channels as they stand after the last promise. Knows no promise and no key: an entry is
//! JSON of whoever promises.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use super::error::LedgerError;
use super::intent::Intent;
use super::quote::Quote;
use super::reserve::counted;
use super::steps::Credential;
use super::writing::Writing;
use super::{Ledger, row};

/// A channel in the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelEntry {
    /// Its name, as whoever promises gives it.
    pub key: String,
    /// How it stands.
    pub entry: Value,
    /// How often it was written: 0 for one that never was.
    pub revision: u64,
}

impl Ledger {
    /// A channel, as it was written last.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn channel(&self, key: &str) -> Result<Option<ChannelEntry>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT key, entry, revision FROM channel WHERE key = ?1")?;
            let mut rows = statement.query([key])?;
            rows.next()?.map(entry).transpose()
        })
    }

    /// All channels, by name.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn channels(&self) -> Result<Vec<ChannelEntry>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT key, entry, revision FROM channel ORDER BY key")?;
            let mut rows = statement.query([])?;
            let mut channels = Vec::new();
            while let Some(row) = rows.next()? {
                channels.push(entry(row)?);
            }
            Ok(channels)
        })
    }

    /// As [`Ledger::signed`], together with the channel as it stands then: both are on the disk, or
    /// neither is. A promise that was forgotten would be made again for something else.
    ///
    /// # Errors
    /// [`LedgerError::ChannelMoved`] when the channel was written by somebody else since it was
    /// read: what was signed is then void and must not be sent.
    pub fn signed_in_channel(
        &self,
        intent: &Intent,
        credential: &Credential<'_>,
        channel: &ChannelEntry,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.write(now, |writing| {
            let number = row::number(&writing.transaction, intent)?;
            writing.sign(number, credential)?;
            writing.move_channel(channel)
        })
    }

    /// What was signed beside a payment, for the channel itself: no limit judges it, and it is on
    /// the disk together with the channel as it stands then. A deposit is `out_of` what was
    /// reserved for a payment: its amount counts from now on in a line of its own, and no longer
    /// there.
    ///
    /// # Errors
    /// As of [`Ledger::signed_in_channel`].
    pub fn signed_beside(
        &self,
        quote: &Quote,
        out_of: Option<&Intent>,
        credential: &Credential<'_>,
        channel: &ChannelEntry,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.write(now, |writing| {
            if let Some(payment) = out_of {
                let number = row::number(&writing.transaction, payment)?;
                writing.transaction.execute(
                    "UPDATE payment SET micros = max(micros - ?2, 0) WHERE id = ?1",
                    params![number.0, counted(quote.wish.counted())?],
                )?;
            }
            let number = writing.quote(quote)?;
            writing.approve(number)?;
            writing.sign(number, credential)?;
            writing.move_channel(channel)
        })
    }

    /// Writes a channel that was read at `channel.revision`, for what is no payment: a close, or
    /// what the chain says of it.
    ///
    /// # Errors
    /// [`LedgerError::ChannelMoved`] when it was written by somebody else since.
    pub fn keep_channel(&self, channel: &ChannelEntry) -> Result<(), LedgerError> {
        self.write(Timestamp::UNIX_EPOCH, |writing| {
            writing.move_channel(channel)
        })
    }
}

impl Writing<'_> {
    fn move_channel(&self, channel: &ChannelEntry) -> Result<(), LedgerError> {
        let found: Option<u64> = self
            .transaction
            .prepare_cached("SELECT revision FROM channel WHERE key = ?1")?
            .query_row([&channel.key], |row| row.get(0))
            .optional()?;
        if found.unwrap_or_default() != channel.revision {
            return Err(LedgerError::ChannelMoved);
        }
        self.transaction
            .prepare_cached("REPLACE INTO channel (key, entry, revision) VALUES (?1, ?2, ?3)")?
            .execute(params![
                channel.key,
                channel.entry.to_string(),
                channel.revision + 1,
            ])?;
        Ok(())
    }
}

fn entry(row: &Row<'_>) -> Result<ChannelEntry, LedgerError> {
    Ok(ChannelEntry {
        key: row.get("key")?,
        entry: row::text(row, "entry", |text| serde_json::from_str(&text).ok())?,
        revision: row.get("revision")?,
    })
}
