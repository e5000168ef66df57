//! Calls of an exchange's services and sponsored APIs: sponsored, refused until a task is done, or
//! paid by the caller. Must not know how a payment is checked.

use axum::{
    Json,
    http::{HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use gateway::wire::exchange::{
    ApiCall, ApiRun, Cents, NewSponsoredApi, PaymentMode, PaymentRequired, ServiceCall, ServiceRun,
    X402_VERSION,
};
use payments::protocol::header::{PAYMENT_REQUIRED, PAYMENT_SIGNATURE};
use serde_json::json;

use super::{
    Refused, Visit,
    books::{Payer, new_id},
};
use crate::merchants::{
    chain::ChainName,
    sale::{Sale, Taken, Terms},
    x402,
};

/// What it costs to sponsor an API.
const CREATE_PRICE: Cents = Cents(25);
/// Base units of a cent.
const UNITS_PER_CENT: u64 = 10_000;

/// What a call of a service costs.
pub(super) fn price(service: &str) -> Cents {
    Cents(match service {
        "design" => 8,
        "storage" => 3,
        "data-tooling" => 4,
        _ => 5,
    })
}

/// POST `/tool/:service/run`: always paid by the caller.
pub(super) fn tool(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    let call = known(visit)?;
    let service = visit.part.to_owned();
    Ok(match charge(visit, &service, price(&service)) {
        Taken::Paid(paid) => {
            let hash = paid.settlement.transaction.to_string();
            let run = run(&service, &call, PaymentMode::UserDirect, None, hash);
            x402::deliver(visit.merchants, &paid, json!(run))
        }
        Taken::Answer(response) => response,
    })
}

/// POST `/proxy/:service/run`: paid by a campaign that is for the caller and whose task is done; a
/// request that carries a payment is charged all the same.
pub(super) fn proxy(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    let call = known(visit)?;
    if visit.asked.header(PAYMENT_SIGNATURE).is_some() {
        return tool(visit);
    }
    let service = visit.part.to_owned();
    match visit.books().sponsor(&call.user_id, price(&service)) {
        Payer::Sponsor(sponsor) => {
            let hash = format!("sponsor-{}", new_id());
            let run = run(&service, &call, PaymentMode::Sponsored, Some(sponsor), hash);
            Ok(Json(run).into_response())
        }
        Payer::AfterTask { task, campaign } => Err(Refused::Task { task, campaign }),
        Payer::Caller => tool(visit),
    }
}

/// The call, of somebody who has a profile.
fn known(visit: &mut Visit<'_>) -> Result<ServiceCall, Refused> {
    let call: ServiceCall = visit.body()?;
    let profile = visit.books().profile(&call.user_id);
    profile.ok_or(Refused::NotFound("user profile not found"))?;
    Ok(call)
}

fn run(
    service: &str,
    call: &ServiceCall,
    payment_mode: PaymentMode,
    sponsored_by: Option<String>,
    tx_hash: String,
) -> ServiceRun {
    ServiceRun {
        service: service.to_owned(),
        output: format!("{service} of '{}'", call.input),
        payment_mode,
        sponsored_by,
        tx_hash: Some(tx_hash),
    }
}

/// POST `/sponsored-apis`: who sponsors an API pays for the entry.
pub(super) fn add_api(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    let new: NewSponsoredApi = visit.body()?;
    if new.budget_cents == Cents(0) {
        return Err(Refused::Invalid("budget_cents must be more than 0"));
    }
    Ok(match charge(visit, "sponsored-api-create", CREATE_PRICE) {
        Taken::Paid(paid) => {
            let now = visit.now;
            let api = visit.books().add_api(new, now);
            let mut response = x402::deliver(visit.merchants, &paid, json!(api));
            *response.status_mut() = StatusCode::CREATED;
            response
        }
        Taken::Answer(response) => response,
    })
}

/// POST `/sponsored-apis/:id/run`: free while the sponsor's budget lasts; a request that carries a
/// payment is charged all the same.
pub(super) fn api(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    let call: ApiCall = visit.body()?;
    let id = visit.part.to_owned();
    let apis = visit.books().apis.iter();
    let mut found = apis.filter(|api| api.id == id);
    let api = found.next().cloned();
    let api = api.ok_or(Refused::NotFound("sponsored api not found"))?;
    let run = |payment_mode, sponsored_by, tx_hash| ApiRun {
        api_id: id.clone(),
        payment_mode,
        sponsored_by,
        tx_hash,
        upstream_status: 200,
        upstream_body: call.input.to_string(),
    };
    let free = visit.asked.header(PAYMENT_SIGNATURE).is_none();
    let sponsor = free.then(|| visit.books().sponsor_api(&id)).flatten();
    let response = match sponsor {
        Some(sponsor) => Json(run(PaymentMode::Sponsored, Some(sponsor), None)).into_response(),
        None => match charge(visit, &api.service_key, api.price_cents) {
            Taken::Paid(paid) => {
                let hash = paid.settlement.transaction.to_string();
                let run = run(PaymentMode::UserDirect, None, Some(hash));
                x402::deliver(visit.merchants, &paid, json!(run))
            }
            Taken::Answer(response) => response,
        },
    };
    Ok(versioned(response))
}

/// Takes the caller's payment, else asks for it in the exchange's own words.
fn charge(visit: &mut Visit<'_>, service: &str, price: Cents) -> Taken {
    let terms = Terms::new(ChainName::Base, price.0.saturating_mul(UNITS_PER_CENT));
    let sale = Sale::of(visit.asked, vec![terms], visit.now);
    let dialect = visit.mode.dialect();
    match x402::charge(visit.merchants, dialect, visit.asked, &sale, visit.now) {
        Taken::Paid(paid) => Taken::Paid(paid),
        Taken::Answer(response) => Taken::Answer(match worded(visit, &response, service, price) {
            Some(body) => {
                let (mut parts, _) = response.into_parts();
                parts.headers.remove("content-length");
                versioned(Response::from_parts(parts, body.into()))
            }
            None => response,
        }),
    }
}

/// The body of a 402; none for every other answer.
fn worded(visit: &Visit<'_>, response: &Response, service: &str, price: Cents) -> Option<String> {
    if response.status() != StatusCode::PAYMENT_REQUIRED {
        return None;
    }
    let header = response.headers().get(PAYMENT_REQUIRED)?.to_str().ok()?;
    let message = match visit.asked.header(PAYMENT_SIGNATURE) {
        None => "missing PAYMENT-SIGNATURE header",
        Some(_) => "payment rejected: the payment was not accepted",
    };
    let body = PaymentRequired {
        service: service.to_owned(),
        amount_cents: price,
        accepted_header: PAYMENT_SIGNATURE.to_owned(),
        payment_required: header.to_owned(),
        message: message.to_owned(),
        next_step: "retry with PAYMENT-SIGNATURE".to_owned(),
    };
    serde_json::to_string(&body).ok()
}

fn versioned(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(X402_VERSION, HeaderValue::from_static("2"));
    response
}
