//! `purser pay`: one request, paid for where it has to be.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::SecretString;
use wallet::contract::{AnswerState, HeaderPair, OfferView, PaidRequest, PayCommand, Sensitive};

use crate::arguments::{Consent, Pay};
use crate::body::{self, Output};
use crate::exit::Stop;
use crate::front::Front;
use crate::out::plain;
use crate::purchase::{self, Asking};

pub(crate) async fn run(pay: Pay) -> Result<(), Stop> {
    let intent = purchase::intent(&pay.paying.consent)?;
    let request = request(&pay, &intent)?;
    let output = Output::to(pay.output.as_deref())?;
    let front = Front::reach().await?;
    let result = if pay.dry_run {
        quote(&front, request).await
    } else {
        bought(&front, request, &pay.paying.consent, output).await
    };
    front.close().await;
    result
}

fn request(pay: &Pay, intent: &str) -> Result<PaidRequest, Stop> {
    let (typed, kinds): (_, &[(&str, &str)]) = match (&pay.data, &pay.json) {
        (_, Some(json)) => (
            Some(json),
            &[
                ("content-type", "application/json"),
                ("accept", "application/json"),
            ],
        ),
        (Some(data), None) => (
            Some(data),
            &[("content-type", "application/x-www-form-urlencoded")],
        ),
        (None, None) => (None, &[]),
    };
    let body = typed.map(|typed| body::typed(typed)).transpose()?;
    let mut headers = pay.headers.clone();
    for (name, value) in kinds {
        if !headers
            .iter()
            .any(|(own, _)| own.eq_ignore_ascii_case(name))
        {
            headers.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
    let usual = if body.is_some() { "POST" } else { "GET" };
    Ok(PaidRequest {
        intent: intent.to_owned(),
        method: pay.method.clone().unwrap_or_else(|| usual.to_owned()),
        url: pay.url.clone(),
        headers: headers
            .into_iter()
            .map(|(name, value)| HeaderPair {
                name,
                value: secret(value),
            })
            .collect(),
        body: body.map(|body| secret(STANDARD.encode(body))),
        max_amount: pay.paying.max_amount.clone(),
    })
}

fn secret(text: String) -> Sensitive {
    Sensitive(SecretString::from(text))
}

async fn bought(
    front: &Front,
    request: PaidRequest,
    consent: &Consent,
    output: Output,
) -> Result<(), Stop> {
    let intent = request.intent.clone();
    let asking = Asking::of(consent, front);
    let bought = purchase::buy(front, PayCommand::Pay { request }, &intent, asking).await?;
    let written = output.write(&bought);
    bought.say_receipt();
    written?;
    bought.ended()
}

async fn quote(front: &Front, request: PaidRequest) -> Result<(), Stop> {
    let intent = request.intent.clone();
    let ask = PayCommand::Quote { request };
    let quoted = purchase::buy(front, ask, &intent, Asking::Nobody).await?;
    let answer = &quoted.answer;
    if answer.state != AnswerState::Quoted {
        say!("Nothing is asked for it.");
        return quoted.ended();
    }
    answer.offers.iter().for_each(show);
    if answer.offers.is_empty() {
        say!("A payment is asked for, but no way to pay is offered.");
    }
    Ok(())
}

fn show(offer: &OfferView) {
    let way = plain(&offer.way);
    match &offer.price {
        Some(price) => {
            let play = if price.test { " of play money" } else { "" };
            let fee = if price.fee_paid {
                ", no network fee"
            } else {
                ""
            };
            say!("{}{play}  {way} on {}{fee}", price.amount, price.network);
            say!("  to {}", price.recipient);
            for split in &price.splits {
                say!("  of it {} to {}", split.amount, split.recipient);
            }
            if let Some(until) = &price.expires_at {
                say!("  until {until}");
            }
        }
        None => say!("?  {way}"),
    }
    if let Some(why) = &offer.refused {
        say!("  not taken: {}", plain(why));
    }
}
