//! x402 terms as offers. Must not know MPP.

use super::{Dialects, Offer, PaidBy, Rail, Reading, Source, Terms, untrusted};
use crate::protocol::Unreadable;
use crate::protocol::x402::{Dialect, Extra, PaymentRequired, Requirements, Resource};
use crate::{ChainId, Refused, Registry};

/// Reads the values of `PAYMENT-REQUIRED`: the first; a second is refused.
pub(super) fn read_headers<'a>(
    mut values: impl Iterator<Item = &'a [u8]>,
    dialects: Dialects,
) -> Vec<Reading> {
    let Some(first) = values.next() else {
        return Vec::new();
    };
    let mut readings = match PaymentRequired::from_header(first) {
        Ok(required) if required.dialect == Dialect::Array && dialects != Dialects::WithArray => {
            vec![unsupported("x402", Refused::OriginUnmarked)]
        }
        read => read_terms(read),
    };
    readings.extend(values.map(|_| unsupported("x402", Refused::Repeated)));
    readings
}

/// Reads the terms in a body, if there are any.
pub(super) fn read_body(body: &[u8]) -> Vec<Reading> {
    PaymentRequired::from_body(body).map_or_else(Vec::new, read_terms)
}

fn read_terms(read: Result<PaymentRequired, Unreadable>) -> Vec<Reading> {
    let required = match read {
        Ok(required) => required,
        Err(unreadable) => return vec![unsupported("x402", unreadable.into())],
    };
    required
        .accepts
        .iter()
        .map(
            |raw| match Requirements::parse(required.dialect, raw.clone()) {
                Ok(requirements) => {
                    let what = format!("{} on {}", requirements.scheme, requirements.network);
                    offer(&required, requirements).map_or_else(
                        |why| unsupported(&what, why),
                        |offer| Reading::Offer(Box::new(offer)),
                    )
                }
                Err(unreadable) => unsupported("x402", unreadable.into()),
            },
        )
        .collect()
}

fn unsupported(what: &str, why: Refused) -> Reading {
    Reading::Unsupported {
        what: untrusted::text(what),
        why,
    }
}

fn offer(required: &PaymentRequired, requirements: Requirements) -> Result<Offer, Refused> {
    is_transfer_by_authorization(&requirements)?;
    let rail = match required.dialect {
        Dialect::V2 => Rail::X402V2,
        Dialect::V1 => Rail::X402V1,
        Dialect::Array => Rail::X402Array,
    };
    let resource = resource(required, &requirements)?;
    Ok(Offer {
        rail,
        terms: Terms {
            chain: chain(required.dialect, &requirements.network)?,
            token: untrusted::address(&requirements.asset)?,
            amount: untrusted::amount(&requirements.amount)?,
            recipient: untrusted::address(&requirements.pay_to)?,
            splits: Vec::new(),
            gas: PaidBy::Server,
            expires_at: None,
            realm: None,
            description: resource.description.as_deref().map(untrusted::text),
            resource: Some(untrusted::text(&resource.url)),
            deposit: None,
        },
        source: Source::X402 {
            required: Box::new(required.clone()),
            requirements: Box::new(requirements),
            resource,
        },
    })
}

/// Only `exact` by EIP-3009, paid at once: Permit2 would need an unlimited allowance.
fn is_transfer_by_authorization(requirements: &Requirements) -> Result<(), Refused> {
    if requirements.scheme != "exact" {
        return Err(Refused::SchemeUnsupported);
    }
    let Extra {
        asset_transfer_method,
        payment_flow,
        ..
    } = &requirements.extra;
    if asset_transfer_method
        .as_deref()
        .is_some_and(|method| method != "eip3009")
    {
        return Err(Refused::TransferUnsupported);
    }
    if payment_flow
        .as_deref()
        .is_some_and(|flow| flow != "authorization")
    {
        return Err(Refused::FlowUnsupported);
    }
    Ok(())
}

fn chain(dialect: Dialect, network: &str) -> Result<ChainId, Refused> {
    let chain = match dialect {
        Dialect::V2 => network
            .strip_prefix("eip155:")
            .and_then(|id| id.parse().ok())
            .map(ChainId),
        Dialect::V1 | Dialect::Array => Registry::built_in()
            .network_of_x402_v1(network)
            .map(|network| network.chain),
    };
    chain.ok_or(Refused::UnknownNetwork)
}

/// What is paid for: beside the requirements in version 2, within them before.
fn resource(required: &PaymentRequired, requirements: &Requirements) -> Result<Resource, Refused> {
    let resource = match (required.dialect, &required.resource) {
        (Dialect::V2, Some(raw)) => Resource::parse(raw)?,
        (Dialect::V2, None) => return Err(Unreadable::NotAsSpecified.into()),
        (Dialect::V1 | Dialect::Array, _) => Resource {
            url: requirements
                .resource
                .clone()
                .ok_or(Unreadable::NotAsSpecified)?,
            description: requirements.description.clone(),
            mime_type: None,
        },
    };
    Ok(resource)
}
