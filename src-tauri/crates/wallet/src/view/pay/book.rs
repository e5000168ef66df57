//! The ledger → what is shown of it. Pure.

use payments::Registry;
use url::Url;

use super::is_test;
use crate::contract::{ChannelView, OriginRule, OriginView, PaymentStateView, PaymentView};
use crate::ledger::{Payment, State};
use crate::money;
use crate::pay::{ChannelLook, KnownOrigin, ways};
use crate::policy::Policy;
use crate::settings::Settings;
use crate::view::link;
use crate::words::Words;

pub(super) fn payment(payment: &Payment, words: &Words, settings: &Settings) -> PaymentView {
    let language = settings.language;
    let registry = Registry::built_in();
    let network = registry.network(payment.chain);
    let host_and_path = payment.place.split_once('/');
    let (host, path) = host_and_path.unwrap_or((&payment.place, ""));
    let transaction = payment.transaction.clone();
    // No explorer knows the sandbox's own chains.
    let explorer = ways::explorer(payment.chain)
        .filter(|_| !settings.sandbox)
        .zip(transaction.as_deref())
        .and_then(|(explorer, hash)| link(&format!("{explorer}/tx/{hash}")));
    PaymentView {
        intent: payment.intent.to_string(),
        at: payment.created_at.to_string(),
        method: payment.method.clone(),
        origin: payment.origin.to_string(),
        host: host.to_owned(),
        path: format!("/{path}"),
        amount: money::paid(payment),
        network: network.map_or_else(
            || payment.chain.0.to_string(),
            |known| known.name.to_owned(),
        ),
        test: network.is_some_and(is_test),
        way: words.text(language, ways::words(&payment.rail), &[]),
        recipient: payment.recipient.to_string(),
        state: standing(payment),
        reason: payment
            .reason
            .as_deref()
            .filter(|reason| reason.starts_with("reason-"))
            .map(|key| {
                // What another wallet did is told with its name, by which the ledger knows the way.
                let mentions = [("status", ""), ("program", &payment.rail)];
                words.text(language, key, &mentions)
            }),
        explorer,
        transaction,
        payer: ways::payer_named(&payment.rail),
    }
}

fn standing(payment: &Payment) -> PaymentStateView {
    match payment.state {
        State::Quoted => PaymentStateView::Asked,
        State::Approved | State::Signed | State::Sent => PaymentStateView::Underway,
        State::Unknown => PaymentStateView::Unknown,
        State::Settled => PaymentStateView::PaidNotDelivered,
        State::Delivered => PaymentStateView::Delivered,
        State::Expired => PaymentStateView::Expired,
        State::Declined => PaymentStateView::Declined,
        State::Refused => PaymentStateView::Refused,
        State::Failed => PaymentStateView::Failed,
    }
}

/// Origins that were paid, marked or allowed.
pub(super) fn origins(known: &[KnownOrigin], policy: &Policy) -> Vec<OriginView> {
    let view = |origin: &KnownOrigin| OriginView {
        rule: OriginRule {
            origin: origin.origin.to_string(),
            allowed: policy.allow.contains_key(&origin.origin),
            exchange: origin.exchange,
            payer: origin.payer,
        },
        host: host(origin.origin.as_str()),
        recipient: origin
            .recipient
            .as_ref()
            .map(|recipient| recipient.account.to_string()),
        spent_today: money::decimal(origin.spent_today),
    };
    known.iter().map(view).collect()
}

fn host(origin: &str) -> String {
    let url = Url::parse(origin).ok();
    let host = url.as_ref().and_then(|url| {
        let host = url.host_str()?;
        Some(match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        })
    });
    host.unwrap_or_default()
}

pub(super) fn channels(known: &[ChannelLook]) -> Vec<ChannelView> {
    let view = |channel: &ChannelLook| ChannelView {
        id: channel.id.clone(),
        origin: channel.origin.to_string(),
        network: channel.network.name.to_owned(),
        deposit: money::token(channel.deposit, channel.token),
        spent: money::token(channel.spent, channel.token),
        refund: money::token(channel.refund(), channel.token),
        open: channel.open,
    };
    known.iter().map(view).collect()
}
