//! Pays what was approved, at most once, and finds out what came of it. Decides nothing about money:
//! every step is in the ledger before it is taken.

use std::sync::Arc;

use gateway::paid::{Arrival, PaidAnswer, PaidError};
use payments::{Answered, Micros, Payable, Said, Sent, Signed, Token, read_answer, sign};
use secrecy::SecretString;

use super::buy::Came;
use super::purse::{Priced, payer};
use super::request::Prepared;
use super::{answers, channel, outside, reconcile};
use crate::contract::{Payer, ProblemCode};
use crate::effects::Tools;
use crate::ledger::{Credential, Resend, SettledBy, Settlement, State as Standing};
use crate::pay::OfferLook;
use crate::problem::Fault;
use crate::problem::pay::not_signed;
use crate::state::State;

/// Pays what is approved; `None` when its payment channel is another by now than when the price was
/// asked for. From here on every way out is in the ledger.
pub(super) async fn pay(
    tools: &Tools,
    state: &State,
    priced: &Priced,
) -> Result<Option<Came>, Fault> {
    let (prepared, payable) = (&priced.prepared, &priced.payable);
    if priced.payer != Payer::Purser {
        let paid = outside::pay(tools, state, prepared, payable, priced.payer);
        return paid.await.map(Some);
    }
    if let Some(plan) = &priced.plan {
        return channel::pay(tools, state, priced, plan).await;
    }
    let signed = match signed(tools, state, prepared, payable).await {
        Ok(signed) => signed,
        Err(fault) => {
            give_up(tools, state, prepared, "not signed").await?;
            return Err(fault);
        }
    };
    let signed = Arc::new(signed);
    let (intent, token, noted) = (prepared.intent.clone(), payable.token(), signed.clone());
    let noted = tools.with_ledger(state, move |ledger, now| {
        ledger.signed(&intent, &credential(&noted, token), now)?;
        ledger.sent(&intent, now)
    });
    noted.await?;
    let paid = Sent {
        payable,
        payer: payer(state)?,
        transaction: signed.trace.transaction(),
        channel: None,
    };
    let offers = priced.offers.clone();
    let came = send(tools, state, prepared, &paid, &signed, offers).await;
    came.map(Some)
}

/// Sends what was signed and is noted as sent, once.
pub(super) async fn send(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    paid: &Sent<'_>,
    signed: &Signed,
    looks: Vec<OfferLook>,
) -> Result<Came, Fault> {
    tools.secrets.learn(&signed.header_value);
    let header = (signed.header_name, &signed.header_value);
    let sent = tools.apis()?.send(&prepared.request, Some(header)).await;
    conclude(tools, state, prepared, Some(paid), looks, sent).await
}

/// What the ledger keeps of a signature.
pub(super) fn credential<'a>(signed: &'a Signed, token: &Token) -> Credential<'a> {
    let fee_at_most = signed.fee_at_most.micros(token.decimals);
    Credential {
        header_name: signed.header_name,
        header: &signed.header_value,
        nonce: &signed.nonce,
        trace: &signed.trace,
        valid_before: signed.valid_before,
        fee_at_most: fee_at_most.unwrap_or(Micros(u64::MAX)),
    }
}

async fn signed(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    payable: &Payable,
) -> Result<Signed, Fault> {
    let key = tools.paying_key(state).await?;
    let rpc = tools.rpc(state, payable.network())?;
    let signed = sign(payable, &key, &rpc, tools.wall(), &prepared.identifier()).await;
    signed.map_err(|error| {
        not_signed(error, &prepared.host()).with("network", payable.network().name)
    })
}

/// The stored bytes once more: nothing is signed.
pub(super) async fn send_again(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
) -> Result<Came, Fault> {
    let intent = prepared.intent.clone();
    let stored = tools.with_ledger(state, move |ledger, now| {
        let stored = ledger.retry(&intent)?;
        if stored.is_some() {
            ledger.sent(&intent, now)?;
        }
        Ok(stored)
    });
    let Some(Resend {
        header_name,
        header,
        ..
    }) = stored.await?.filter(|stored| !outside::carried(stored))
    else {
        return Err(ended(tools, state, prepared, "reason-unknown-crash").await?);
    };
    tools.secrets.learn(&header);
    let credential: (&str, &SecretString) = (&header_name, &header);
    let sent = tools
        .apis()?
        .send(&prepared.request, Some(credential))
        .await;
    conclude(tools, state, prepared, None, Vec::new(), sent).await
}

/// What the paid request's outcome means.
async fn conclude(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    paid: Option<&Sent<'_>>,
    looks: Vec<OfferLook>,
    sent: Result<PaidAnswer, PaidError>,
) -> Result<Came, Fault> {
    let answer = match sent {
        Ok(answer) => answer,
        Err(error) if error.arrival() == Arrival::NotSent => {
            give_up(tools, state, prepared, "not sent").await?;
            return Err(Fault::new(ProblemCode::PaidApiFailed)
                .with("host", prepared.host())
                .because("reason-not-sent"));
        }
        Err(error) => {
            tracing::warn!(%error, "a paid request was not answered");
            let reason = match error {
                PaidError::TimedOut { .. } => "reason-unknown-timeout",
                _ => "reason-unknown-broken",
            };
            return in_doubt(tools, state, prepared, reason, None).await;
        }
    };
    let answered = Answered {
        headers: &answer.headers,
        body: &answer.body,
    };
    // Of bytes that were sent again it is not known any more what they paid: the chain decides.
    let said = match paid {
        Some(paid) => read_answer(paid, answer.status, &answered),
        None if (200..300).contains(&answer.status) => Said::Missing,
        None => Said::Failed { reason: None },
    };
    let settlement = match said {
        Said::Receipt(receipt) => {
            let channel = paid.and_then(|paid| paid.channel);
            if let Some((channel, spent)) = channel.zip(receipt.spent) {
                channel::heard(tools, state, &prepared.origin, channel, spent).await?;
            }
            Some(Settlement {
                by: SettledBy::Receipt,
                transaction: receipt.transaction.map(|hash| hash.to_string()),
            })
        }
        Said::Missing => None,
        Said::Forged(forgery) => {
            tracing::warn!(%forgery, "a receipt contradicts its payment");
            None
        }
        Said::NextAsked { .. } => {
            return in_doubt(tools, state, prepared, "reason-unknown-again", Some(402)).await;
        }
        Said::Failed { .. } => {
            let status = Some(answer.status);
            return in_doubt(tools, state, prepared, "reason-unknown-status", status).await;
        }
    };
    let (intent, kept) = (prepared.intent.clone(), answers::kept(&answer));
    let delivered = tools.with_ledger(state, move |ledger, now| {
        ledger.delivered(&intent, &kept, settlement.as_ref(), now)
    });
    if delivered.await? == Standing::Unknown {
        reconcile::one(tools, state, &prepared.intent).await?;
    }
    Ok(Came::Answer(answers::answered(prepared, &answer, looks)))
}

/// Nobody knows whether it was paid: the chain is asked once now, and later again.
async fn in_doubt(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    reason: &'static str,
    status: Option<u16>,
) -> Result<Came, Fault> {
    let intent = prepared.intent.clone();
    tools
        .with_ledger(state, move |ledger, now| {
            ledger.unknown(&intent, reason, now)
        })
        .await?;
    let fault = ended(tools, state, prepared, reason).await?;
    Err(match status {
        Some(status) => fault.with("status", status.to_string()),
        None => fault,
    })
}

/// What is told of a payment that brought nothing: paid, when the chain says so.
pub(super) async fn ended(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    reason: &'static str,
) -> Result<Fault, Fault> {
    let standing = reconcile::one(tools, state, &prepared.intent).await?;
    Ok(match standing {
        Standing::Settled | Standing::Delivered => Fault::new(ProblemCode::PaidApiFailed)
            .with("host", prepared.host())
            .because("reason-paid-no-answer"),
        _ => doubt(prepared, reason),
    })
}

pub(super) fn doubt(prepared: &Prepared, reason: &'static str) -> Fault {
    Fault::new(ProblemCode::PaymentUnknown)
        .with("host", prepared.host())
        .because(reason)
}

pub(super) async fn give_up(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    reason: &'static str,
) -> Result<(), Fault> {
    let intent = prepared.intent.clone();
    let failed = tools.with_ledger(state, move |ledger, now| {
        ledger.failed(&intent, reason, now)
    });
    failed.await.map(|_| ())
}
