//! What is remembered of an origin: how the person marked it, and who was paid there. Knows no
//! caps.

use rusqlite::{OptionalExtension, params};

use super::error::LedgerError;
use super::{Ledger, row};
use crate::policy::Origin;

/// How the person marked an origin. The words are those of whoever marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OriginMark {
    /// The dialect that it speaks, where it is not to be told from its offers.
    pub dialect: Option<String>,
    /// Who pays there, where it is not the Pay Wallet.
    pub payer: Option<String>,
}

impl Ledger {
    /// How an origin is marked.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn origin_mark(&self, origin: &Origin) -> Result<OriginMark, LedgerError> {
        self.read(|connection| {
            let mark = connection
                .prepare_cached("SELECT dialect, payer FROM origin WHERE origin = ?1")?
                .query_row([origin.as_str()], |row| {
                    Ok(OriginMark {
                        dialect: row.get(0)?,
                        payer: row.get(1)?,
                    })
                });
            Ok(mark.optional()?.unwrap_or_default())
        })
    }

    /// Marks an origin.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn mark_origin(&self, origin: &Origin, mark: &OriginMark) -> Result<(), LedgerError> {
        self.change(|transaction| {
            transaction.execute(
                "REPLACE INTO origin (origin, dialect, payer) VALUES (?1, ?2, ?3)",
                params![origin.as_str(), mark.dialect, mark.payer],
            )?;
            Ok(())
        })
    }

    /// Forgets how an origin is marked and who was paid there. Its payments stay.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn forget_origin(&self, origin: &Origin) -> Result<(), LedgerError> {
        self.change(|transaction| {
            transaction.execute("DELETE FROM origin WHERE origin = ?1", [origin.as_str()])?;
            transaction.execute("DELETE FROM pin WHERE origin = ?1", [origin.as_str()])?;
            Ok(())
        })
    }

    /// The origins that are marked or had somebody paid, in the order of the alphabet. Whom an
    /// origin had paid last is the first of [`crate::policy::Spent::pinned`].
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn origins(&self) -> Result<Vec<Origin>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT origin FROM origin UNION SELECT origin FROM pin ORDER BY origin",
            )?;
            let mut rows = statement.query([])?;
            let mut origins = Vec::new();
            while let Some(found) = rows.next()? {
                let origin = row::text(found, "origin", |text| Origin::try_from(text).ok())?;
                origins.push(origin);
            }
            Ok(origins)
        })
    }
}
