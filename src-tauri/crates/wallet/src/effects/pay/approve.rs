//! The person's answer to a question. An id counts once; declining costs nothing.

use super::books;
use super::buy::{Came, ask_price, finish};
use super::purse::Waiting;
use super::settle::pay;
use crate::contract::{AnswerState, ProblemCode};
use crate::effects::{Outcome, Tools};
use crate::event::Event;
use crate::ledger::{Approval, AskId};
use crate::pay::Answer;
use crate::problem::Fault;
use crate::state::State;

/// Pays what is asked.
pub(super) async fn approve(tools: &Tools, state: &State, id: &str) -> Result<Outcome, Fault> {
    let (ask, waiting) = waiting(tools, id)?;
    let came = approved(tools, state, &ask, &waiting).await;
    let mut outcome = finish(tools, state, &waiting.prepared, came).await;
    outcome.events.push(Event::AskEnded(ask));
    Ok(outcome)
}

async fn approved(
    tools: &Tools,
    state: &State,
    ask: &AskId,
    waiting: &Waiting,
) -> Result<Came, Fault> {
    let prepared = &waiting.prepared;
    let (policy, id) = (state.settings.paying().policy.clone(), ask.clone());
    let approval = tools.with_ledger(state, move |ledger, now| ledger.approve(&id, &policy, now));
    match approval.await? {
        Approval::Approved(_) => {
            let offers = waiting.offers.clone();
            pay(
                tools,
                state,
                prepared,
                &waiting.payable,
                offers,
                waiting.payer,
            )
            .await
        }
        Approval::Refused(_, reasons) => Err(books::over_limit(&prepared.host(), &reasons)),
        Approval::Lapsed(_) => {
            // The price held no longer: it is asked for anew, and so is the person.
            let intent = prepared.intent.clone();
            tools
                .with_ledger(state, move |ledger, now| ledger.reopen(&intent, now))
                .await?;
            ask_price(tools, state, prepared).await
        }
        Approval::Gone => Err(Fault::new(ProblemCode::AskGone)),
    }
}

/// Does not pay what is asked.
pub(super) async fn decline(tools: &Tools, state: &State, id: &str) -> Result<Outcome, Fault> {
    let (ask, waiting) = waiting(tools, id)?;
    let declined = ask.clone();
    let ended = tools.with_ledger(state, move |ledger, now| ledger.decline(&declined, now));
    ended
        .await?
        .ok_or_else(|| Fault::new(ProblemCode::AskGone))?;
    let mut events = books::look(tools, state).await;
    events.push(Event::AskEnded(ask));
    events.push(Event::Answered(Answer {
        fault: Some(Fault::new(ProblemCode::PaymentDeclined)),
        ..Answer::of(waiting.prepared.intent.as_str(), AnswerState::Failed)
    }));
    Ok(Outcome::of(events))
}

fn waiting(tools: &Tools, id: &str) -> Result<(AskId, std::sync::Arc<Waiting>), Fault> {
    let gone = || Fault::new(ProblemCode::AskGone);
    let ask = AskId::from(id.to_owned());
    let waiting = tools.take_waiting(&ask).ok_or_else(gone)?;
    Ok((ask, waiting))
}
