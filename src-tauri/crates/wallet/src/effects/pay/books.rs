//! What the ledger says, for State. Changes nothing in it.

use std::sync::Arc;

use super::channel;
use super::limits::EXCHANGE_DIALECT;
use crate::contract::{Payer, ProblemCode};
use crate::effects::{Outcome, Tools};
use crate::event::Event;
use crate::ledger::{Ledger, LedgerError};
use crate::money;
use crate::pay::{KnownOrigin, LedgerLook, ways};
use crate::policy::{Cap, RefuseReason};
use crate::problem::Fault;
use crate::state::State;

/// So many payments are shown.
const SHOWN: u32 = 50;

/// Reads what is shown of the ledger. A ledger that cannot be read is the Pay Wallet's trouble.
pub(super) async fn look(tools: &Tools, state: &State) -> Vec<Event> {
    match tools.with_ledger(state, read).await {
        Ok(look) => vec![Event::LedgerRead(Arc::new(look)), Event::PayTrouble(None)],
        Err(fault) => vec![Event::PayTrouble(Some(fault))],
    }
}

/// Reads it and nothing else.
pub(super) async fn only_look(tools: &Tools, state: &State) -> Outcome {
    Outcome::of(look(tools, state).await)
}

fn read(ledger: &Ledger, now: jiff::Timestamp) -> Result<LedgerLook, LedgerError> {
    let known = |origin| {
        let spent = ledger.spent(&origin, now)?;
        let mark = ledger.origin_mark(&origin)?;
        Ok(KnownOrigin {
            exchange: mark.dialect.as_deref() == Some(EXCHANGE_DIALECT),
            payer: mark
                .payer
                .as_deref()
                .map_or(Payer::Purser, ways::payer_named),
            recipient: spent.pinned.first().cloned(),
            spent_today: spent.today_origin,
            origin,
        })
    };
    Ok(LedgerLook {
        payments: ledger.recent(SHOWN, None)?,
        spent_today: ledger.spent_today(now)?,
        origins: ledger
            .origins()?
            .into_iter()
            .map(known)
            .collect::<Result<_, LedgerError>>()?,
        channels: channel::looks(ledger)?,
    })
}

/// Why the limits refuse: the first reason is told.
pub(super) fn over_limit(host: &str, reasons: &[RefuseReason]) -> Fault {
    let limit = |reason, limit, amount| {
        Fault::new(ProblemCode::LimitReached)
            .with("host", host)
            .with("limit", money::decimal(limit))
            .with("amount", money::decimal(amount))
            .because(reason)
    };
    match reasons.first() {
        Some(RefuseReason::Paused) => Fault::new(ProblemCode::PaymentsPaused),
        Some(RefuseReason::AboveMaximum { maximum, amount }) => {
            limit("reason-limit-maximum", *maximum, *amount)
        }
        Some(RefuseReason::AboveCap {
            cap,
            limit: most,
            spent,
            amount,
        }) => {
            let reason = match cap {
                Cap::Payment => "reason-limit-payment",
                Cap::OriginDay => "reason-limit-origin",
                Cap::Day => "reason-limit-day",
            };
            limit(reason, *most, *amount).with("spent", money::decimal(*spent))
        }
        Some(RefuseReason::UnknownOrigin) | None => Fault::new(ProblemCode::LimitReached)
            .with("host", host)
            .because("reason-limit-unknown"),
    }
}

impl From<LedgerError> for Fault {
    fn from(error: LedgerError) -> Self {
        let reason = match &error {
            LedgerError::Damaged { .. } => "reason-ledger-damaged",
            LedgerError::Newer { .. } => "reason-ledger-newer",
            _ => "reason-ledger-failed",
        };
        tracing::error!(error = crate::problem::chain(&error), "the ledger failed");
        Self::new(ProblemCode::LedgerFailed)
            .with("file", "payments.sqlite")
            .because(reason)
    }
}
