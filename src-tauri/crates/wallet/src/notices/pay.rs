//! What is worth a notification about payments. Knows no desktop.

use crate::contract::{Language, Screen};
use crate::ledger::{Payment, State as Standing};
use crate::money;
use crate::notices::Notice;
use crate::pay::Question;
use crate::state::State;
use crate::words::Words;

pub(super) fn notices(
    before: &State,
    after: &State,
    words: &Words,
    language: Language,
) -> Vec<Notice> {
    let known = |id: &Question| before.pay.asks.iter().any(|asked| asked.id == id.id);
    let asked = after.pay.asks.iter().filter(|asked| !known(asked));
    let asked = asked.map(|question| approval(question, words, language));
    let moved = after.pay.ledger.payments.iter().filter_map(|payment| {
        let number = payment.number;
        let same = before
            .pay
            .ledger
            .payments
            .iter()
            .find(|old| old.number == number)?;
        (same.state != payment.state).then(|| outcome(payment, words, language))?
    });
    asked.chain(moved).collect()
}

/// What the person has to decide about, from our registry's words.
fn approval(question: &Question, words: &Words, language: Language) -> Notice {
    let payable = &question.payable;
    let amount = money::token(payable.amount(), payable.token());
    let recipient = payable.terms().recipient.to_string();
    let until = question.until.to_string();
    let deposit = question
        .deposit
        .map(|deposit| money::token(deposit, payable.token()));
    let mentions = [
        ("amount", amount.as_str()),
        ("deposit", deposit.as_deref().unwrap_or_default()),
        ("host", &question.host),
        ("path", &question.path),
        ("network", payable.network().name),
        ("recipient", &recipient),
        ("expires", &until),
    ];
    let body = match deposit {
        Some(_) => "notice-approval-deposit",
        None => "notice-approval-body",
    };
    Notice {
        id: format!("approval:{}", question.id.as_str()),
        title: words.text(language, "notice-approval", &mentions),
        body: words.text(language, body, &mentions),
        leads_to: Screen::Approvals,
    }
}

/// A payment whose doubt began or ended. Those that went well at once need no notice.
fn outcome(payment: &Payment, words: &Words, language: Language) -> Option<Notice> {
    let key = match payment.state {
        Standing::Unknown => "notice-payment-unknown",
        Standing::Settled => "notice-payment-settled",
        Standing::Quoted
        | Standing::Approved
        | Standing::Signed
        | Standing::Sent
        | Standing::Delivered
        | Standing::Expired
        | Standing::Declined
        | Standing::Refused
        | Standing::Failed => return None,
    };
    let (host, path) = payment
        .place
        .split_once('/')
        .unwrap_or((&payment.place, ""));
    let (amount, path) = (money::paid(payment), format!("/{path}"));
    let network = payments::Registry::built_in().network(payment.chain);
    let mentions = [
        ("amount", amount.as_str()),
        ("host", host),
        ("path", &path),
        ("network", network.map_or("", |known| known.name)),
    ];
    Some(Notice {
        id: format!("payment:{}:{}", payment.intent, payment.state),
        title: words.text(language, key, &mentions),
        body: words.text(language, &format!("{key}-body"), &mentions),
        leads_to: Screen::Ledger,
    })
}
