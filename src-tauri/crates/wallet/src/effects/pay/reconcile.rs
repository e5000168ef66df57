//! Finds out by the chain's own word what became of payments in doubt. Pays and signs nothing.

use std::time::Duration;

use jiff::SignedDuration;
use payments::{Registry, chain};
use tokio::time::timeout;

use super::{books, channel, purse};
use crate::effects::{Outcome, Tools};
use crate::ledger::{Intent, Payment, SettledBy, Settlement, State as Standing};
use crate::problem::Fault;
use crate::state::State;

/// A chain that has not answered by then is asked again later.
const PATIENCE: Duration = Duration::from_secs(10);
/// A payment that was approved this long ago and never signed will not be.
const ABANDONED: SignedDuration = SignedDuration::from_mins(2);
/// Bytes of a paid and never delivered payment may bring what was bought for so long.
const RESEND: SignedDuration = SignedDuration::from_hours(1);
/// So many payments, of which only a receipt says that they were made, are confirmed at once.
const CONFIRMED_AT_ONCE: u32 = 20;

/// Looks after every payment whose end is not known.
pub(super) async fn all(tools: &Tools, state: &State) -> Result<Outcome, Fault> {
    let open = tools.with_ledger(state, |ledger, now| {
        ledger.lapse_asks(now)?;
        ledger.forget_headers(now - RESEND, now)?;
        let mut open = ledger.open_payments()?;
        open.extend(ledger.unconfirmed(CONFIRMED_AT_ONCE)?);
        Ok(open)
    });
    for payment in open.await? {
        let intent = payment.intent.clone();
        if let Err(fault) = look_after(tools, state, &payment).await {
            tracing::info!(code = ?fault.code, %intent, "a payment is still in doubt");
        }
    }
    channel::all(tools, state).await?;
    Ok(books::only_look(tools, state).await)
}

/// Asks about one payment, and says how it stands then. A chain that gives no answer leaves it.
pub(super) async fn one(tools: &Tools, state: &State, intent: &Intent) -> Result<Standing, Fault> {
    let payment = read(tools, state, intent).await?;
    if let Err(fault) = look_after(tools, state, &payment).await {
        tracing::info!(code = ?fault.code, %intent, "a payment is still in doubt");
    }
    Ok(read(tools, state, intent).await?.state)
}

async fn read(tools: &Tools, state: &State, intent: &Intent) -> Result<Payment, Fault> {
    let named = intent.clone();
    let payment = tools.with_ledger(state, move |ledger, _| ledger.payment(&named));
    payment
        .await?
        .ok_or_else(|| Fault::new(crate::contract::ProblemCode::LedgerFailed))
}

async fn look_after(tools: &Tools, state: &State, payment: &Payment) -> Result<(), Fault> {
    let intent = payment.intent.clone();
    let (Some(trace), Some(valid_before)) = (&payment.trace, payment.valid_before) else {
        let abandoned = payment.state == Standing::Approved
            && payment
                .approved_at
                .is_some_and(|at| tools.wall().duration_since(at) > ABANDONED);
        if abandoned {
            let failed =
                move |ledger: &crate::ledger::Ledger, now| ledger.failed(&intent, "abandoned", now);
            tools.with_ledger(state, failed).await?;
        }
        return Ok(());
    };
    let Some(network) = Registry::built_in().network(payment.chain) else {
        return Ok(());
    };
    let rpc = tools.rpc(state, network)?;
    let outcome = timeout(PATIENCE, rpc.outcome(trace, valid_before)).await;
    let Ok(outcome) = outcome else {
        return Ok(());
    };
    match outcome.map_err(|error| purse::off(network, error))? {
        chain::Outcome::Settled { transaction } => {
            let settlement = Settlement {
                by: SettledBy::Chain,
                transaction,
            };
            let settled = tools.with_ledger(state, move |ledger, now| {
                ledger.settled(&intent, &settlement, now)
            });
            settled.await.map(|_| ())
        }
        // The goods came for a receipt that the chain does not bear out: that is the seller's loss.
        chain::Outcome::Expired
            if matches!(payment.state, Standing::Settled | Standing::Delivered) =>
        {
            tracing::warn!(%intent, "a receipt's payment is not on the chain");
            Ok(())
        }
        chain::Outcome::Expired => {
            let expired = tools.with_ledger(state, move |ledger, now| ledger.expired(&intent, now));
            expired.await.map(|_| ())
        }
        chain::Outcome::Pending => Ok(()),
    }
}
