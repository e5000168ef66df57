//! What the Pay Wallet does in the world. Decides nothing about money: that is `policy`.

mod answers;
mod approve;
mod balances;
mod books;
mod buy;
mod channel;
mod exchange;
mod graph;
mod in_force;
mod keys;
mod limits;
mod offers;
mod outside;
mod purpose;
mod purse;
mod quote;
mod reconcile;
mod request;
mod settle;

pub(crate) use balances::tokens;
pub(crate) use graph::graph_url;
pub(crate) use limits::BACK_TEST_DAYS;
pub(crate) use purse::{Purse, networks, rpc_url};

use super::{Outcome, Tools};
use crate::contract::{PayCommand, Work};
use crate::event::{Event, PayChoice};
use crate::lanes::Lane;
use crate::problem::Fault;
use crate::state::State;
use request::Prepared;

/// What changes one thing waits for the change before it; payments wait for none, nor does a pause.
pub(super) fn lane(ask: &PayCommand) -> Option<Lane> {
    match ask {
        PayCommand::CreateKey
        | PayCommand::ImportKey { .. }
        | PayCommand::RemoveKey { .. }
        | PayCommand::PhraseSeen
        | PayCommand::SetLimits { .. }
        | PayCommand::SetOrigin { .. }
        | PayCommand::ForgetOrigin { .. }
        | PayCommand::SetRpc { .. }
        | PayCommand::SetGraphKey { .. }
        | PayCommand::SetExchange { .. } => Some(Lane::Purse),
        PayCommand::ReadBalances
        | PayCommand::ReadLedger
        | PayCommand::Pause { .. }
        | PayCommand::BackTest { .. }
        | PayCommand::Quote { .. }
        | PayCommand::Pay { .. }
        | PayCommand::Approve { .. }
        | PayCommand::Decline { .. }
        | PayCommand::Withdraw { .. }
        | PayCommand::DismissAnswer { .. }
        | PayCommand::CloseChannel { .. }
        | PayCommand::Graph { .. }
        | PayCommand::Exchange { .. } => None,
    }
}

/// What a button says while this is under way.
pub(super) fn work(ask: &PayCommand) -> Option<Work> {
    match ask {
        PayCommand::CreateKey | PayCommand::ImportKey { .. } | PayCommand::RemoveKey { .. } => {
            Some(Work::Key)
        }
        PayCommand::ReadBalances => Some(Work::Balances),
        PayCommand::Quote { .. }
        | PayCommand::Pay { .. }
        | PayCommand::Approve { .. }
        | PayCommand::CloseChannel { .. }
        | PayCommand::Graph { .. } => Some(Work::Pay),
        PayCommand::Exchange { .. } => Some(Work::Exchange),
        PayCommand::PhraseSeen
        | PayCommand::ReadLedger
        | PayCommand::Pause { .. }
        | PayCommand::SetLimits { .. }
        | PayCommand::BackTest { .. }
        | PayCommand::SetOrigin { .. }
        | PayCommand::ForgetOrigin { .. }
        | PayCommand::SetRpc { .. }
        | PayCommand::Decline { .. }
        | PayCommand::Withdraw { .. }
        | PayCommand::DismissAnswer { .. }
        | PayCommand::SetGraphKey { .. }
        | PayCommand::SetExchange { .. } => None,
    }
}

/// What became of payments that were in doubt, and what else is known of the purse.
pub(super) async fn wake(tools: &Tools, state: &State) -> Outcome {
    let mut events = match reconcile::all(tools, state).await {
        Ok(outcome) => outcome.events,
        Err(fault) => vec![Event::PayTrouble(Some(fault))],
    };
    events.push(Event::OutsideSeen(outside::found(tools).await));
    events.push(Event::GraphKeyKept(graph::has_key(tools, state).await));
    Outcome::of(events)
}

pub(super) async fn perform(
    tools: &Tools,
    state: &State,
    ask: &PayCommand,
) -> Result<Outcome, Fault> {
    match ask {
        PayCommand::CreateKey => keys::create(tools, state).await,
        PayCommand::ImportKey { secret } => keys::import(tools, state, &secret.0).await,
        PayCommand::RemoveKey { address } => keys::remove(tools, state, address).await,
        PayCommand::PhraseSeen => keys::phrase_seen(tools, state).await,
        PayCommand::ReadBalances => balances::read(tools, state).await,
        PayCommand::ReadLedger => Ok(books::only_look(tools, state).await),
        PayCommand::Pause { paused: true } => Ok(limits::chosen(PayChoice::Pause)),
        PayCommand::Pause { paused: false } => Ok(limits::chosen(PayChoice::Resume)),
        PayCommand::SetLimits { limits } => limits::set(state, limits),
        PayCommand::BackTest { limits } => limits::try_on(tools, state, limits).await,
        PayCommand::SetOrigin { origin } => limits::set_origin(tools, state, origin).await,
        PayCommand::ForgetOrigin { origin } => limits::forget_origin(tools, state, origin).await,
        PayCommand::SetRpc { chain, url } => limits::set_rpc(*chain, url.as_deref()),
        PayCommand::Quote { request } => quote::quote(tools, state, request).await,
        PayCommand::Pay { request } => Ok(buy::buy(tools, state, &Prepared::parse(request)?).await),
        PayCommand::Approve { ask } => approve::approve(tools, state, ask).await,
        PayCommand::Decline { ask } => approve::decline(tools, state, ask).await,
        PayCommand::Withdraw { ask } => approve::withdraw(tools, state, ask).await,
        PayCommand::DismissAnswer { intent } => answers::dismiss(tools, state, intent).await,
        PayCommand::CloseChannel { channel } => channel::close(tools, state, channel).await,
        PayCommand::Graph {
            intent,
            query,
            variables,
            max_amount,
        } => {
            let asked = (query.as_str(), variables.as_str());
            graph::query(tools, state, intent, asked, max_amount.as_deref()).await
        }
        PayCommand::SetGraphKey { key } => graph::set_key(tools, state, &key.0).await,
        PayCommand::Exchange { intent, ask } => exchange::ask(tools, state, intent, ask).await,
        PayCommand::SetExchange { url } => limits::set_exchange(tools, state, url).await,
    }
}
