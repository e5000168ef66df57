//! What is worth a notification about payments. Knows no desktop.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::journal::Told;
use super::{About, Act, Found, News, Notice, NoticeAction, Voice, asked_about};
use crate::contract::{NoticeKind, Screen};
use crate::ledger::{Payment, State as Standing};
use crate::money;
use crate::pay::Question;
use crate::state::State;

pub(super) fn notices(told: &Told, after: &State, voice: Voice<'_>, found: &mut Found) {
    for question in &after.pay.asks {
        let news = approval(question, voice);
        if !told.knows(&news.id()) {
            found.once(news);
        }
    }
    for payment in &after.pay.ledger.payments {
        if let Some(news) = outcome(told, payment, voice) {
            found.once(news);
        }
    }
}

/// What the person has to decide about, from our registry's words.
fn approval(question: &Question, voice: Voice<'_>) -> News {
    let payable = &question.payable;
    let amount = money::token(payable.amount(), payable.token());
    let recipient = payable.terms().recipient.to_string();
    let until = local_minute(question.until, voice.zone);
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
    let action = |key, act| NoticeAction {
        label: voice.say(key, &[]),
        act,
    };
    let ask = question.id.as_str().to_owned();
    News {
        kind: NoticeKind::PaymentAsked,
        about: About::Question {
            intent: question.intent.clone(),
            ask: ask.clone(),
        },
        notice: Notice {
            title: voice.say("notice-approval", &mentions),
            body: voice.say(body, &mentions),
            screen: Screen::Approvals,
            actions: vec![
                action("notice-approve", Act::Open(Screen::Approvals)),
                action("notice-decline", Act::Decline(ask)),
            ],
        },
    }
}

fn local_minute(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    local.strftime("%Y-%m-%d %H:%M").to_string()
}

/// A payment whose doubt began, or that was made after the person was asked or was left in doubt.
/// Those that the limits allow and that went well at once need no notice.
fn outcome(told: &Told, payment: &Payment, voice: Voice<'_>) -> Option<News> {
    let intent = payment.intent.as_str();
    let id = |state: Standing| format!("payment:{intent}:{state}");
    let (id, kind, key) = match payment.state {
        Standing::Unknown => (
            id(Standing::Unknown),
            NoticeKind::PaymentUnknown,
            "notice-payment-unknown",
        ),
        Standing::Settled | Standing::Delivered
            if told.knows(&id(Standing::Unknown)) || told.knows_any(&asked_about(intent)) =>
        {
            (
                id(Standing::Settled),
                NoticeKind::PaymentSettled,
                "notice-payment-settled",
            )
        }
        Standing::Settled
        | Standing::Delivered
        | Standing::Quoted
        | Standing::Approved
        | Standing::Signed
        | Standing::Sent
        | Standing::Expired
        | Standing::Declined
        | Standing::Refused
        | Standing::Failed => return None,
    };
    if told.knows(&id) {
        return None;
    }
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
    Some(News {
        kind,
        about: About::Fact { id },
        notice: Notice {
            title: voice.say(key, &mentions),
            body: voice.say(&format!("{key}-body"), &mentions),
            screen: Screen::Ledger,
            actions: Vec::new(),
        },
    })
}
