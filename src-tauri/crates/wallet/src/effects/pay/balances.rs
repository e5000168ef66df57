//! What the key holds, by the chains' own word. Pays nothing.

use std::time::Duration;

use jiff::SignedDuration;
use payments::{BaseUnits, Network, Payable, Registry, Token};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::purse;
use crate::contract::ProblemCode;
use crate::effects::{Outcome, Tools};
use crate::event::Event;
use crate::pay::Balance;
use crate::problem::Fault;
use crate::state::State;

/// A chain that has not answered by then is shown with what was last known.
const PATIENCE: Duration = Duration::from_secs(10);
/// A balance that was read this long ago still says whether a payment can be made.
const YOUNG: SignedDuration = SignedDuration::from_mins(1);

/// Reads every balance of the profile's networks, all at once.
pub(super) async fn read(tools: &Tools, state: &State) -> Result<Outcome, Fault> {
    let owner = purse::payer(state)?;
    let mut readings = JoinSet::new();
    for (at, (network, token)) in tokens(state).enumerate() {
        let rpc = tools.rpc(state, network);
        readings.spawn(async move {
            let read = async {
                let amount = rpc?.balance(token.address, owner).await;
                amount.map_err(|error| purse::off(network, error))
            };
            (at, timeout(PATIENCE, read).await)
        });
    }
    let mut results = readings.join_all().await;
    results.sort_by_key(|(at, _)| *at);
    let now = tools.clock.read().mono;
    let balances = tokens(state)
        .zip(results)
        .map(|((network, token), (_, result))| {
            let read = result.unwrap_or_else(|_| Err(silent(network)));
            let known = state.pay.balances.iter().find(|known| known.token == token);
            match read {
                Ok(amount) => Balance {
                    token,
                    amount: Some((amount, now)),
                    trouble: None,
                },
                Err(fault) => Balance {
                    token,
                    amount: known.and_then(|known| known.amount),
                    trouble: Some(fault),
                },
            }
        });
    Ok(Outcome::of(vec![Event::BalancesRead(balances.collect())]))
}

/// What the key holds of an offer's token: as it was read last when that is young and enough, else
/// by the chain's word now; none when the chain does not say.
pub(super) async fn held(tools: &Tools, state: &State, payable: &Payable) -> Option<BaseUnits> {
    let (token, now) = (payable.token(), tools.clock.read().mono);
    let known = state.pay.balances.iter().find(|known| known.token == token);
    if let Some((amount, at)) = known.and_then(|known| known.amount)
        && now - at < YOUNG
        && amount >= payable.amount()
    {
        return Some(amount);
    }
    let (rpc, owner) = (tools.rpc(state, payable.network()), purse::payer(state));
    let read = async { rpc.ok()?.balance(token.address, owner.ok()?).await.ok() };
    timeout(PATIENCE, read).await.ok().flatten()
}

/// The tokens of the profile in use, each with its network.
pub(crate) fn tokens(
    state: &State,
) -> impl Iterator<Item = (&'static Network, &'static Token)> + use<> {
    let registry = Registry::built_in();
    purse::networks(state.settings.sandbox).flat_map(move |network| {
        let of_network = move |token: &&'static Token| token.chain == network.chain;
        let tokens = registry.tokens().iter().filter(of_network);
        tokens.map(move |token| (network, token))
    })
}

fn silent(network: &Network) -> Fault {
    Fault::new(ProblemCode::ChainUnreachable)
        .with("network", network.name)
        .because("reason-rpc-unreachable")
}
