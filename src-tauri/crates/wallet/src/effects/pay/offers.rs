//! From a 402 answer to the one offer that would be paid. Signs nothing, reserves nothing.

use gateway::paid::PaidAnswer;
use jiff::Timestamp;
use payments::{
    Address, Answered, BaseUnits, Dialects, Means, Payable, Reading, Refused, Registry, Request,
    Token, check, rank, read,
};

use super::balances;
use super::request::Prepared;
use crate::contract::{Payer, ProblemCode};
use crate::effects::Tools;
use crate::money;
use crate::pay::reasons::refusal;
use crate::pay::{OfferLook, ways};
use crate::problem::Fault;
use crate::state::State;

/// Reads and checks every offer, in the order in which they stand.
pub(super) fn look(
    answer: &PaidAnswer,
    prepared: &Prepared,
    dialects: Dialects,
    payer: Address,
    now: Timestamp,
) -> Vec<OfferLook> {
    let request = Request {
        url: &prepared.url,
        body: prepared.request.body_bytes(),
    };
    let answered = Answered {
        headers: &answer.headers,
        body: &answer.body,
    };
    let registry = Registry::built_in();
    let judge = |reading| match reading {
        Reading::Offer(offer) => match check(&offer, &request, &registry, payer, now) {
            Ok(payable) => OfferLook::Good(Box::new(payable)),
            Err(why) => OfferLook::Bad(offer, why),
        },
        Reading::Unsupported { what, why } => OfferLook::Unsupported(what, why),
    };
    read(&answered, dialects).into_iter().map(judge).collect()
}

/// The offer to take: the cheapest that `payer` can pay, and our balances cover where they matter.
pub(super) async fn take(
    tools: &Tools,
    state: &State,
    looks: &[OfferLook],
    payer: Payer,
    host: &str,
) -> Result<Payable, Fault> {
    let mut good: Vec<Payable> = looks
        .iter()
        .filter_map(|look| match look {
            OfferLook::Good(payable) => Some(payable.as_ref().clone()),
            OfferLook::Bad(..) | OfferLook::Unsupported(..) => None,
        })
        .collect();
    if let (Some(program), false) = (ways::payer_name(payer), good.is_empty()) {
        good.retain(|payable| ways::pays(payer, payable.rail()));
        // What another wallet holds is not ours to know.
        return rank(good, |_, _| None)
            .into_iter()
            .next()
            .map(|first| first.payable)
            .ok_or_else(|| unpaid_by(program, host));
    }
    let mut held = Vec::new();
    for payable in &good {
        let token = payable.token();
        if !held.iter().any(|(known, _)| *known == token) {
            held.push((token, balances::held(tools, state, payable).await));
        }
    }
    let balance = |chain, address| {
        let known = |token: &&Token| token.chain == chain && token.address == address;
        let (_, amount) = held.iter().find(|(token, _)| known(token))?;
        *amount
    };
    match rank(good, balance).into_iter().next() {
        None => Err(refused(looks, host)),
        Some(first) if first.means == Means::TooLittle => {
            let token = first.payable.token();
            let amount = balance(token.chain, token.address).unwrap_or(BaseUnits::ZERO);
            Err(too_low(&first.payable, amount))
        }
        Some(first) => Ok(first.payable),
    }
}

fn unpaid_by(program: &str, host: &str) -> Fault {
    Fault::new(ProblemCode::OfferRefused)
        .with("host", host)
        .with("program", program)
        .because("reason-outside-offer")
}

fn too_low(payable: &Payable, held: BaseUnits) -> Fault {
    let token = payable.token();
    Fault::new(ProblemCode::BalanceTooLow)
        .with("amount", money::token(payable.amount(), token))
        .with("balance", money::token(held, token))
        .with("network", payable.network().name)
}

/// Of several refused offers the first one's reason is told.
fn refused(looks: &[OfferLook], host: &str) -> Fault {
    let first = looks.iter().find_map(|look| match look {
        OfferLook::Bad(_, why) | OfferLook::Unsupported(_, why) => Some(*why),
        OfferLook::Good(_) => None,
    });
    let reason = first.map_or("reason-no-offer", |why: Refused| refusal(why));
    Fault::new(ProblemCode::OfferRefused)
        .with("host", host)
        .because(reason)
}
