//! What a request would cost. Signs nothing and reserves nothing.

use payments::Address;

use super::answers;
use super::buy::{first, look, mark};
use super::purse;
use super::request::Prepared;
use crate::contract::{AnswerState, PaidRequest};
use crate::effects::{Outcome, Tools};
use crate::event::Event;
use crate::pay::Answer;
use crate::problem::Fault;
use crate::state::State;

/// Sends a request without paying, and shows what is asked for it.
pub(super) async fn quote(
    tools: &Tools,
    state: &State,
    request: &PaidRequest,
) -> Result<Outcome, Fault> {
    show(tools, state, &Prepared::parse(request)?).await
}

/// Sends a prepared request without paying, and shows its answer, or what is asked for it.
pub(super) async fn show(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
) -> Result<Outcome, Fault> {
    let answer = first(tools, state, prepared).await?;
    let shown = if answer.status == 402 {
        let mark = mark(tools, state, prepared).await?;
        // A price can be asked for without a Pay Wallet: no offer pays the zero address.
        let payer = purse::payer(state).unwrap_or(Address::ZERO);
        Answer {
            status: Some(answer.status),
            offers: look(tools, prepared, &answer, &mark, payer),
            ..Answer::of(prepared.intent.as_str(), AnswerState::Quoted)
        }
    } else {
        answers::free(tools, state, prepared, &answer).await?
    };
    Ok(Outcome::of(vec![Event::Answered(shown)]))
}
