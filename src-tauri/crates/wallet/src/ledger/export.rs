//! The whole ledger as a table or as lines of JSON, with exact amounts. Exports no signature and
//! no answer.

use std::io::{self, Write};

use serde::Serialize;

use super::Ledger;
use super::error::LedgerError;
use super::payment::{Payment, PaymentNumber, SettledBy};
use crate::money;

/// Read at once.
const PAGE: u32 = 1000;

/// A line of an export. In a table the names are its heading.
#[derive(Serialize)]
struct Line {
    at: String,
    intent: String,
    state: &'static str,
    method: String,
    origin: String,
    place: String,
    rail: String,
    chain: u64,
    symbol: String,
    token: String,
    amount: String,
    base_units: String,
    recipient: String,
    /// With a space between two.
    split_recipients: String,
    transaction: Option<String>,
    settled_by: Option<&'static str>,
    settled_at: Option<String>,
    delivered_at: Option<String>,
    reason: Option<String>,
}

impl Ledger {
    /// Writes all payments as CSV, oldest first. A cell that a spreadsheet would run as a formula
    /// begins with an apostrophe.
    ///
    /// # Errors
    /// When the ledger cannot be read or `out` cannot be written.
    pub fn export_csv(&self, out: impl Write) -> Result<(), LedgerError> {
        let mut table = csv::Writer::from_writer(out);
        self.each(|payment| {
            let line = Line::of(payment).without_formulas();
            table.serialize(line).map_err(io::Error::from)
        })?;
        table.flush().map_err(LedgerError::Export)
    }

    /// Writes all payments as lines of JSON, oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read or `out` cannot be written.
    pub fn export_json_lines(&self, mut out: impl Write) -> Result<(), LedgerError> {
        self.each(|payment| {
            serde_json::to_writer(&mut out, &Line::of(payment))?;
            out.write_all(b"\n")
        })?;
        out.flush().map_err(LedgerError::Export)
    }

    /// Page by page: the ledger is not held while `out` is slow.
    fn each(&self, mut write: impl FnMut(Payment) -> io::Result<()>) -> Result<(), LedgerError> {
        let mut last = PaymentNumber(0);
        loop {
            let page = self.later(PAGE, last)?;
            let Some(end) = page.last() else {
                return Ok(());
            };
            last = end.number;
            for payment in page {
                write(payment).map_err(LedgerError::Export)?;
            }
        }
    }
}

impl Line {
    fn of(payment: Payment) -> Self {
        let splits: Vec<String> = payment.splits.iter().map(ToString::to_string).collect();
        Self {
            at: payment.created_at.to_string(),
            intent: payment.intent.to_string(),
            state: payment.state.name(),
            method: payment.method,
            origin: payment.origin.to_string(),
            place: payment.place,
            rail: payment.rail,
            chain: payment.chain.0,
            symbol: payment.symbol,
            token: payment.token.to_string(),
            amount: money::whole(payment.amount, payment.decimals),
            base_units: payment.amount.to_string(),
            recipient: payment.recipient.to_string(),
            split_recipients: splits.join(" "),
            transaction: payment.transaction,
            settled_by: payment.settled_by.map(SettledBy::name),
            settled_at: payment.settled_at.map(|at| at.to_string()),
            delivered_at: payment.delivered_at.map(|at| at.to_string()),
            reason: payment.reason,
        }
    }

    fn without_formulas(mut self) -> Self {
        let cells = [
            &mut self.intent,
            &mut self.method,
            &mut self.origin,
            &mut self.place,
            &mut self.rail,
            &mut self.symbol,
            &mut self.token,
            &mut self.recipient,
        ];
        let optional = [&mut self.transaction, &mut self.reason];
        for cell in cells.into_iter().chain(optional.into_iter().flatten()) {
            if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                cell.insert(0, '\'');
            }
        }
        self
    }
}
