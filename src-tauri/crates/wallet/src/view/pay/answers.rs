//! What came of requests → what is shown of it. Pure.

use crate::contract::{AnswerView, Language, OfferView};
use crate::ledger::{Payment, State};
use crate::pay::reasons::refusal;
use crate::pay::{Answer, OfferLook};
use crate::settings::Settings;
use crate::words::Words;

pub(super) fn answer(
    answer: &Answer,
    payments: &[Payment],
    words: &Words,
    settings: &Settings,
) -> AnswerView {
    let language = settings.language;
    let paid = payments
        .iter()
        .find(|payment| payment.intent.as_str() == answer.intent && payment.state != State::Quoted);
    AnswerView {
        intent: answer.intent.clone(),
        state: answer.state,
        status: answer.status.map(u32::from),
        content_type: answer.content_type.clone(),
        text: answer.text.clone(),
        more: answer.more,
        table: answer.table.clone(),
        offers: answer
            .offers
            .iter()
            .map(|look| offer(look, words, language))
            .collect(),
        payment: paid.map(|payment| super::book::payment(payment, words, settings)),
        sponsored: answer.sponsored.clone(),
        problem: answer
            .fault
            .as_ref()
            .map(|fault| words.problem(language, fault)),
    }
}

fn offer(look: &OfferLook, words: &Words, language: Language) -> OfferView {
    let refused = |why| Some(words.text(language, refusal(why), &[]));
    match look {
        OfferLook::Good(payable) => OfferView {
            price: Some(super::price(
                payable.offer(),
                payable.network(),
                payable.token(),
                words,
                language,
            )),
            way: super::way(payable.rail(), words, language),
            refused: None,
        },
        OfferLook::Bad(offer, why) => OfferView {
            price: super::known(offer)
                .map(|(network, token)| super::price(offer, network, token, words, language)),
            way: super::way(offer.rail(), words, language),
            refused: refused(*why),
        },
        OfferLook::Unsupported(what, why) => OfferView {
            price: None,
            way: what.clone(),
            refused: refused(*why),
        },
    }
}
