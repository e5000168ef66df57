//! What became of channels, by the chain's own word. Signs and pays nothing.

use std::time::Duration;

use jiff::SignedDuration;
use payments::chain::Outcome;
use payments::{BaseUnits, Channel, Registry, Rpc};
use tokio::time::timeout;

use super::book::{self, Kept, Place, Standing};
use crate::contract::ProblemCode;
use crate::effects::Tools;
use crate::effects::pay::purse;
use crate::policy::Origin;
use crate::problem::Fault;
use crate::state::State;

/// A chain that has not answered by then leaves a channel as it stands.
const PATIENCE: Duration = Duration::from_secs(10);
/// The end of a channel is looked for so long after it could be closed by the agreement.
const CLOSED_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// Looks after every channel of which the chain has something to tell.
pub(in crate::effects::pay) async fn all(tools: &Tools, state: &State) -> Result<(), Fault> {
    let every = tools.with_ledger(state, |ledger, _| book::every(ledger));
    for (place, kept) in every.await? {
        let channel = kept.channel.id;
        if let Err(fault) = checked(tools, state, place, kept).await {
            tracing::info!(code = ?fault.code, %channel, "it is not known how a channel stands");
        }
    }
    Ok(())
}

/// A channel as the chain has it, where it has something to tell.
pub(super) async fn checked(
    tools: &Tools,
    state: &State,
    place: Place,
    kept: Kept,
) -> Result<(Place, Kept), Fault> {
    if !matches!(
        kept.standing,
        Standing::Funding { .. } | Standing::Closing { .. }
    ) {
        return Ok((place, kept));
    }
    let Some(now) = moved(tools, state, &kept).await? else {
        return Ok((place, kept));
    };
    written(tools, state, place, now).await
}

/// A channel that its merchant refused: it may have closed it by itself.
pub(super) async fn refused(
    tools: &Tools,
    state: &State,
    place: Place,
    kept: Kept,
) -> Result<(), Fault> {
    let network = network(&kept.channel)?;
    let rpc = tools.rpc(state, network)?;
    let there = timeout(PATIENCE, rpc.channel(&kept.channel)).await;
    let Ok(there) = there else {
        return Ok(());
    };
    let there = there.map_err(|error| purse::off(network, error))?;
    if kept.standing == Standing::Open && !there.is_open() {
        let standing = Standing::Closed;
        written(tools, state, place, Kept { standing, ..kept }).await?;
    }
    Ok(())
}

async fn written(
    tools: &Tools,
    state: &State,
    place: Place,
    kept: Kept,
) -> Result<(Place, Kept), Fault> {
    match book::keep(tools, state, place.clone(), &kept).await? {
        Some(place) => Ok((place, kept)),
        // Somebody else looked, or promised, at the same time: what they wrote counts.
        None => {
            let (place, newer) = book::read(tools, state, place.key).await?;
            Ok((place, newer.unwrap_or(kept)))
        }
    }
}

/// How a channel stands by the chain's word; `None` while it has none.
async fn moved(tools: &Tools, state: &State, kept: &Kept) -> Result<Option<Kept>, Fault> {
    let network = network(&kept.channel)?;
    let rpc = tools.rpc(state, network)?;
    let asked = timeout(PATIENCE, ask(&rpc, kept)).await;
    let Ok(told) = asked else {
        return Ok(None);
    };
    told.map_err(|error| purse::off(network, error))
}

async fn ask(rpc: &Rpc, kept: &Kept) -> Result<Option<Kept>, payments::ChainError> {
    match &kept.standing {
        Standing::Funding {
            before,
            trace,
            valid_before,
        } => Ok(match rpc.outcome(trace, *valid_before).await? {
            Outcome::Settled { .. } => Some(kept.standing_as(Standing::Open)),
            Outcome::Expired => Some(kept.unfunded(*before)),
            Outcome::Pending => None,
        }),
        Standing::Closing {
            trace,
            valid_before,
        } => {
            if rpc.channel(&kept.channel).await?.is_open() {
                return Ok(None);
            }
            let until = *valid_before + CLOSED_WITHIN;
            let paid = rpc.closing(trace, until).await?.map(|closing| closing.paid);
            let spent = paid.unwrap_or(kept.spent);
            let closed = kept.standing_as(Standing::Closed);
            Ok(Some(Kept { spent, ..closed }))
        }
        Standing::Open | Standing::Closed | Standing::Void => Ok(None),
    }
}

impl Kept {
    fn standing_as(&self, standing: Standing) -> Self {
        Self {
            standing,
            ..self.clone()
        }
    }

    /// The same without a deposit that never arrived.
    pub(super) fn unfunded(&self, before: BaseUnits) -> Self {
        let standing = if before.is_zero() {
            Standing::Void
        } else {
            Standing::Open
        };
        let mut channel = self.channel.clone();
        channel.deposit = before;
        Self {
            channel,
            ..self.standing_as(standing)
        }
    }
}

/// A receipt tells what was used of a channel. It is a claim, and only believed for the voucher that
/// it answers.
pub(in crate::effects::pay) async fn heard(
    tools: &Tools,
    state: &State,
    origin: &Origin,
    channel: &Channel,
    spent: BaseUnits,
) -> Result<(), Fault> {
    let key = format!("{origin} {} {}", purse::payer(state)?, channel.key());
    let (place, kept) = book::read(tools, state, key).await?;
    let newest = kept.filter(|kept| kept.channel == *channel && spent <= channel.promised);
    if let Some(kept) = newest {
        book::keep(tools, state, place, &Kept { spent, ..kept }).await?;
    }
    Ok(())
}

fn network(channel: &Channel) -> Result<&'static payments::Network, Fault> {
    let network = Registry::built_in().network(channel.chain);
    network.ok_or_else(|| Fault::new(ProblemCode::ChainUnreachable).with("network", "RPC"))
}
