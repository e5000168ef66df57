//! The person's answer to a question. An id counts once; declining costs nothing.

use jiff::Timestamp;

use super::books;
use super::buy::{Came, ask_price, finish};
use super::purse::Priced;
use super::settle::pay;
use crate::contract::{AnswerState, ProblemCode};
use crate::effects::{Outcome, Tools};
use crate::event::Event;
use crate::ledger::{Approval, AskId, Ledger, LedgerError, Payment};
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
    waiting: &Priced,
) -> Result<Came, Fault> {
    let prepared = &waiting.prepared;
    let id = ask.clone();
    let approval = tools.decide(state, move |ledger, policy, now| {
        ledger.approve(&id, policy, now)
    });
    match approval.await? {
        Approval::Approved(_) => match pay(tools, state, waiting).await? {
            Some(came) => Ok(came),
            None => ask_price(tools, state, prepared).await,
        },
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

/// Does not pay what is asked: the person says so, and is not asked about this intent again.
pub(super) async fn decline(tools: &Tools, state: &State, id: &str) -> Result<Outcome, Fault> {
    end(tools, state, id, Ledger::decline, |intent| {
        Event::Answered(Answer {
            fault: Some(Fault::new(ProblemCode::PaymentDeclined)),
            ..Answer::of(intent, AnswerState::Failed)
        })
    })
    .await
}

/// Takes the question back: who asked for the payment has gone, or nobody is there to be asked.
pub(super) async fn withdraw(tools: &Tools, state: &State, id: &str) -> Result<Outcome, Fault> {
    end(tools, state, id, Ledger::withdraw, |intent| {
        Event::AnswerDismissed(intent.to_owned())
    })
    .await
}

async fn end(
    tools: &Tools,
    state: &State,
    id: &str,
    step: fn(&Ledger, &AskId, Timestamp) -> Result<Option<Payment>, LedgerError>,
    told: fn(&str) -> Event,
) -> Result<Outcome, Fault> {
    let (ask, waiting) = waiting(tools, id)?;
    let ended = ask.clone();
    let ended = tools.with_ledger(state, move |ledger, now| step(ledger, &ended, now));
    ended
        .await?
        .ok_or_else(|| Fault::new(ProblemCode::AskGone))?;
    let mut events = books::look(tools, state).await;
    events.push(Event::AskEnded(ask));
    events.push(told(waiting.prepared.intent.as_str()));
    Ok(Outcome::of(events))
}

fn waiting(tools: &Tools, id: &str) -> Result<(AskId, std::sync::Arc<Priced>), Fault> {
    let gone = || Fault::new(ProblemCode::AskGone);
    let ask = AskId::from(id.to_owned());
    let waiting = tools.take_waiting(&ask).ok_or_else(gone)?;
    Ok((ask, waiting))
}
