//! From a request to its price, and to who decides about it: the limits, or the person. Signs
//! nothing; what may be paid is `policy`'s to say.

use std::sync::Arc;

use gateway::paid::{PaidAnswer, PaidError};
use jiff::{SignedDuration, Timestamp};
use payments::{Address, BaseUnits, Dialects, Micros, Payable, Rail, accept_payment};
use secrecy::SecretString;

use super::channel::{self, Plan};
use super::limits::EXCHANGE_DIALECT;
use super::purse::Priced;
use super::request::Prepared;
use super::settle::{ended, pay, send_again};
use super::{answers, books, offers, purse};
use crate::contract::{AnswerState, Payer, ProblemCode};
use crate::effects::{Outcome, Tools};
use crate::event::Event;
use crate::ledger::{Ask, Begun, OriginMark, Payment, Quote, Reserved, State as Standing};
use crate::pay::{Answer, OfferLook, Question, ways};
use crate::policy::Wish;
use crate::problem::Fault;
use crate::state::State;

/// Says which payments can be made (MPP); the 402 stays the server's to write.
const ACCEPT_PAYMENT: &str = "accept-payment";
/// A payment that another task is at. Longer than any deadline on the way.
const UNDER_WAY: SignedDuration = SignedDuration::from_secs(60);

/// So often a price is asked for anew because the payment channel moved on in the meantime.
const ROUNDS: usize = 5;

/// What came of a request.
pub(super) enum Came {
    /// It was answered, paid or not.
    Answer(Answer),
    /// The person is asked.
    Question(Arc<Question>, Answer),
}

/// Sends a request and pays for it when it has to be, and may be.
pub(super) async fn buy(tools: &Tools, state: &State, prepared: &Prepared) -> Outcome {
    finish(tools, state, prepared, run(tools, state, prepared).await).await
}

/// What is shown in the end, whatever came.
pub(super) async fn finish(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    came: Result<Came, Fault>,
) -> Outcome {
    let mut events = books::look(tools, state).await;
    let result = match came {
        Ok(Came::Answer(answer)) => {
            events.push(Event::Answered(answer));
            Ok(())
        }
        Ok(Came::Question(question, answer)) => {
            events.push(Event::PaymentAsked(question));
            events.push(Event::Answered(answer));
            Ok(())
        }
        Err(fault) => {
            events.push(Event::Answered(Answer {
                fault: Some(fault.clone()),
                ..Answer::of(prepared.intent.as_str(), AnswerState::Failed)
            }));
            Err(fault)
        }
    };
    Outcome {
        result,
        ..Outcome::of(events)
    }
}

async fn run(tools: &Tools, state: &State, prepared: &Prepared) -> Result<Came, Fault> {
    let (intent, kept) = (prepared.intent.clone(), prepared.kept.clone());
    let begun = tools.with_ledger(state, move |ledger, _| ledger.begin(&intent, kept.digest()));
    match begun.await? {
        Begun::New => ask_price(tools, state, prepared).await,
        Begun::Same(payment) => go_on(tools, state, prepared, &payment).await,
        Begun::Conflict => Err(Fault::new(ProblemCode::IntentReused)),
    }
}

/// The intent has a payment already: it goes its way, and a second one is never begun beside it.
async fn go_on(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    payment: &Payment,
) -> Result<Came, Fault> {
    let now = tools.wall();
    let recent = |at: Option<Timestamp>| at.is_some_and(|at| now.duration_since(at) < UNDER_WAY);
    let intent = prepared.intent.clone();
    match payment.state {
        Standing::Quoted if tools.is_asked(&prepared.intent) => {
            let shown = state.pay.answer(prepared.intent.as_str());
            Ok(Came::Answer(shown.unwrap_or_else(|| {
                Answer::of(prepared.intent.as_str(), AnswerState::Asked)
            })))
        }
        Standing::Approved if recent(payment.approved_at) => Err(under_way(prepared)),
        Standing::Quoted | Standing::Approved => {
            // Nobody can answer or sign it any more: the run that could is gone.
            let given_up = tools.with_ledger(state, move |ledger, now| {
                ledger.failed(&intent, "abandoned", now)?;
                ledger.reopen(&intent, now)
            });
            given_up.await?;
            ask_price(tools, state, prepared).await
        }
        Standing::Signed if recent(payment.signed_at) => Err(under_way(prepared)),
        Standing::Sent if recent(payment.sent_at) => Err(under_way(prepared)),
        Standing::Settled => send_again(tools, state, prepared).await,
        Standing::Signed | Standing::Sent | Standing::Unknown => {
            match tools.unpaused(state).await {
                Ok(()) => send_again(tools, state, prepared).await,
                // It may be paid already, so that it is not told to be refused.
                Err(_) => Err(ended(tools, state, prepared, "reason-unknown-paused").await?),
            }
        }
        Standing::Delivered => {
            let answer = tools.with_ledger(state, move |ledger, _| ledger.answer(&intent));
            let answer = answer.await?.ok_or_else(|| {
                Fault::new(ProblemCode::PaidApiFailed)
                    .with("host", prepared.host())
                    .because("reason-answer-gone")
            })?;
            Ok(Came::Answer(answers::of_kept(prepared, &answer)))
        }
        Standing::Declined => Err(Fault::new(ProblemCode::PaymentDeclined)),
        Standing::Expired | Standing::Refused | Standing::Failed => {
            let reopened = tools.with_ledger(state, move |ledger, now| ledger.reopen(&intent, now));
            reopened.await?;
            ask_price(tools, state, prepared).await
        }
    }
}

fn under_way(prepared: &Prepared) -> Fault {
    Fault::new(ProblemCode::PaymentUnknown)
        .with("host", prepared.host())
        .because("reason-underway")
}

/// The first request: it carries no payment.
pub(super) async fn ask_price(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
) -> Result<Came, Fault> {
    for _ in 0..ROUNDS {
        if let Some(came) = ask_once(tools, state, prepared).await? {
            return Ok(came);
        }
    }
    Err(under_way(prepared))
}

/// `None` when the payment channel moved on before it could be used.
async fn ask_once(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
) -> Result<Option<Came>, Fault> {
    let answer = first(tools, state, prepared).await?;
    if answer.status != 402 {
        let shown = answers::free(tools, state, prepared, &answer).await?;
        return Ok(Some(Came::Answer(shown)));
    }
    let mark = mark(tools, state, prepared).await?;
    let payer = mark
        .payer
        .as_deref()
        .map_or(Payer::Purser, ways::payer_named);
    let address = match payer {
        Payer::Purser => purse::payer(state)?,
        // Theirs is not known; no offer pays the zero address.
        Payer::Tempo | Payer::Awal => Address::ZERO,
    };
    let offers = look(tools, prepared, &answer, &mark, address);
    let payable = offers::take(tools, state, &offers, payer, &prepared.host()).await?;
    let plan = match payable.rail() {
        Rail::TempoSession => Some(channel::plan(tools, state, prepared, &payable).await?),
        _ => None,
    };
    let counted = plan.as_ref().map_or(payable.amount(), Plan::deposit);
    let rail = ways::payer_name(payer).unwrap_or(ways::name(payable.rail()));
    let quote = quote(prepared, &payable, rail, (payable.amount(), counted));
    let reserved = tools.decide(state, move |ledger, policy, now| {
        ledger.reserve(&quote, policy, now)
    });
    let priced = Priced {
        prepared: prepared.clone(),
        payable,
        offers,
        payer,
        plan,
    };
    match reserved.await? {
        Reserved::Approved(_) => pay(tools, state, &priced).await,
        Reserved::Asked(ask) => {
            // Whoever has the id can approve the payment.
            tools.secrets.learn(&SecretString::from(ask.id.as_str()));
            let question = question(&priced, &ask);
            let mut shown = Answer::of(prepared.intent.as_str(), AnswerState::Asked);
            shown.offers.clone_from(&priced.offers);
            tools.wait_for(ask.id, priced);
            Ok(Some(Came::Question(Arc::new(question), shown)))
        }
        Reserved::Refused(_, reasons) => Err(books::over_limit(&prepared.host(), &reasons)),
        Reserved::Same(_) => Err(under_way(prepared)),
        Reserved::Conflict => Err(Fault::new(ProblemCode::IntentReused)),
    }
}

fn question(priced: &Priced, ask: &Ask) -> Question {
    let prepared = &priced.prepared;
    let deposit = priced.plan.as_ref().map(Plan::deposit);
    Question {
        id: ask.id.clone(),
        intent: prepared.intent.to_string(),
        method: prepared.request.method().as_str(),
        origin: prepared.origin.clone(),
        host: prepared.host(),
        path: prepared.request.url().path().to_owned(),
        payable: priced.payable.clone(),
        deposit: deposit.filter(|deposit| !deposit.is_zero()),
        reasons: ask.reasons.clone(),
        until: ask.until,
    }
}

/// Sends the request without a payment; what fails then costs nothing.
pub(super) async fn first(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
) -> Result<PaidAnswer, Fault> {
    first_with(tools, state, prepared, None).await
}

/// As [`first`], with a header that is no payment, such as an API key.
pub(super) async fn first_with(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    header: Option<(&str, &SecretString)>,
) -> Result<PaidAnswer, Fault> {
    let mut request = prepared.request.clone();
    if header.is_none() && !request.has_header(ACCEPT_PAYMENT) {
        let mut rails = vec![Rail::TempoCharge, Rail::EvmCharge];
        if state.settings.paying().channel_deposit > Micros::ZERO {
            rails.push(Rail::TempoSession);
        }
        let value = accept_payment(&rails).unwrap_or_default();
        request = request.header(ACCEPT_PAYMENT, value.as_bytes())?;
    }
    tools.apis()?.send(&request, header).await.map_err(|error| {
        let reason = match &error {
            PaidError::TimedOut { .. } => "reason-no-answer",
            PaidError::BodyLost { .. } | PaidError::HeadUnreadable { .. } => "reason-too-large",
            PaidError::Broken { .. } => "reason-lost",
            PaidError::Unreachable { .. }
            | PaidError::CredentialTwice
            | PaidError::CredentialUnusable => "reason-not-sent",
        };
        tracing::info!(%error, "a request was not answered");
        Fault::new(ProblemCode::PaidApiFailed)
            .with("host", prepared.host())
            .because(reason)
    })
}

pub(super) async fn mark(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
) -> Result<OriginMark, Fault> {
    let origin = prepared.origin.clone();
    let mark = tools.with_ledger(state, move |ledger, _| ledger.origin_mark(&origin));
    mark.await
}

/// Reads and checks what is offered.
pub(super) fn look(
    tools: &Tools,
    prepared: &Prepared,
    answer: &PaidAnswer,
    mark: &OriginMark,
    payer: Address,
) -> Vec<OfferLook> {
    let dialects = match mark.dialect.as_deref() {
        Some(EXCHANGE_DIALECT) => Dialects::WithArray,
        _ => Dialects::Specified,
    };
    offers::look(answer, prepared, dialects, payer, tools.wall())
}

/// How a price is written down: its amount, and what of it leaves the person's hands now. Of a
/// voucher that is nothing, and where a payment channel is opened or topped up the deposit.
pub(super) fn quote(
    prepared: &Prepared,
    payable: &Payable,
    rail: &str,
    (amount, counted): (BaseUnits, BaseUnits),
) -> Quote {
    let (terms, token) = (payable.terms(), payable.token());
    let micros = |units: BaseUnits| units.micros(token.decimals).unwrap_or(Micros(u64::MAX));
    let at_stake = micros(amount).max(micros(counted));
    Quote {
        intent: prepared.intent.clone(),
        request: prepared.kept.clone(),
        wish: Wish {
            origin: prepared.origin.clone(),
            chain: terms.chain,
            token: terms.token,
            recipient: terms.recipient,
            splits: terms.splits.iter().map(|split| split.recipient).collect(),
            amount: at_stake,
            deposited: at_stake.saturating_sub(micros(counted)),
            max_amount: prepared.max_amount,
        },
        rail: rail.to_owned(),
        symbol: token.symbol.to_owned(),
        decimals: token.decimals,
        amount,
        good_until: payable.fixed_until(),
    }
}
