//! A paid API's answer → what is shown of it. Pays nothing; reads nothing but the answer.

use gateway::paid::PaidAnswer;

use super::exchange;
use super::purpose::Purpose;
use super::request::Prepared;
use crate::contract::AnswerState;
use crate::effects::{Outcome, Tools};
use crate::event::Event;
use crate::graph;
use crate::ledger::{self, Intent};
use crate::pay::{Answer, OfferLook};
use crate::problem::Fault;
use crate::state::State;

/// Longest text that is shown, in bytes. The whole is in the ledger.
const SHOWN: usize = 64 * 1024;

/// What is shown of an answer.
pub(super) fn answered(prepared: &Prepared, answer: &PaidAnswer, offers: Vec<OfferLook>) -> Answer {
    let kept = kept(answer);
    let mut shown = of_kept(prepared, &kept);
    shown.offers = offers;
    shown
}

/// What is shown of an answer that cost nothing. What does not fit there is kept whole until it is
/// dismissed.
pub(super) async fn free(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    answer: &PaidAnswer,
) -> Result<Answer, Fault> {
    let kept = kept(answer);
    let shown = of_kept(prepared, &kept);
    if shown.more || shown.text.is_none() {
        let intent = prepared.intent.clone();
        let keep = tools.with_ledger(state, move |ledger, now| {
            ledger.keep_free(&intent, &kept, now)
        });
        keep.await?;
    }
    Ok(shown)
}

/// Shows an answer no longer.
pub(super) async fn dismiss(tools: &Tools, state: &State, intent: &str) -> Result<Outcome, Fault> {
    if let Ok(named) = Intent::try_from(intent.to_owned()) {
        let forget = tools.with_ledger(state, move |ledger, now| ledger.forget_free(&named, now));
        forget.await?;
    }
    Ok(Outcome::of(vec![Event::AnswerDismissed(intent.to_owned())]))
}

/// What is shown of an answer that was kept.
pub(super) fn of_kept(prepared: &Prepared, kept: &ledger::Answer) -> Answer {
    let (text, more) = beginning(&kept.body);
    let mut shown = Answer {
        status: Some(kept.status),
        content_type: kept.content_type.clone().unwrap_or_default(),
        text,
        more,
        ..Answer::of(prepared.intent.as_str(), AnswerState::Answered)
    };
    match &prepared.purpose {
        Purpose::Plain => {}
        Purpose::Graph => shown.table = graph::table(&kept.body),
        Purpose::Exchange(ask) => shown.sponsored = exchange::who_paid(ask, kept),
    }
    shown
}

/// What the ledger keeps of an answer.
pub(super) fn kept(answer: &PaidAnswer) -> ledger::Answer {
    let content_type = answer.values("content-type").next();
    ledger::Answer {
        status: answer.status,
        content_type: content_type.map(|value| String::from_utf8_lossy(value).into_owned()),
        body: answer.body.clone(),
    }
}

/// The beginning of a text, cut between two characters; none when it is no text.
fn beginning(body: &[u8]) -> (Option<String>, bool) {
    let more = body.len() > SHOWN;
    let cut = &body[..body.len().min(SHOWN)];
    let text = match std::str::from_utf8(cut) {
        Ok(text) => Some(text.to_owned()),
        Err(error) if more && error.error_len().is_none() => {
            let whole = &cut[..error.valid_up_to()];
            std::str::from_utf8(whole).ok().map(str::to_owned)
        }
        Err(_) => None,
    };
    (text, more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_two_characters_and_bytes_are_no_text() {
        let long = "é".repeat(SHOWN);
        let (text, more) = beginning(long.as_bytes());
        assert!(more && text.unwrap().chars().all(|c| c == 'é'));
        let odd = format!("a{long}");
        assert!(beginning(odd.as_bytes()).0.unwrap().len() < SHOWN);
        assert_eq!(beginning(&[0xff, 0xfe, 0x00]), (None, false));
        assert_eq!(beginning(b""), (Some(String::new()), false));
        assert_eq!(beginning(b"ok"), (Some("ok".to_owned()), false));
    }
}
