//! Sells by x402 in its three dialects: asks with requirements, takes one EIP-3009 authorization for
//! them, and answers the same payment again when it carries an identifier. Must not know what is sold.

use std::collections::HashMap;

use alloy::primitives::{B256, keccak256};
use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use payments::protocol::{
    eip3009::Authorization,
    header::PAYMENT_REQUIRED,
    x402::{
        Dialect, ExactPayload, Payment, PaymentRequired, Resource, Settlement as Claim,
        identifier::{self, PaymentIdentifier},
    },
};
use serde::Serialize;
use serde_json::{
    Value, json,
    value::{RawValue, to_raw_value},
};

use super::{
    Merchants,
    chain::{ChainName, Reverted, Token},
    sale::{Asked, Paid, Sale, Taken, Terms, units},
    settlement::{Refused, Settlement},
};
use crate::refusal::Refusal;

/// What a server says of a payment that it does not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// There is none.
    Missing,
    /// It cannot be read.
    Payload,
    /// It answers other requirements.
    Requirements,
    /// It pays somebody else.
    Recipient,
    /// It pays another amount.
    Value,
    /// Its signature is not the payer's.
    Signature,
    /// It is too early.
    ValidAfter,
    /// It is too late.
    ValidBefore,
    /// The payer has less.
    InsufficientFunds,
    /// The chain would not take it, because it was used.
    Used,
    /// Its identifier came with another payment before.
    Identifier,
}

impl Fault {
    /// The reference implementation's code.
    const fn code(self) -> &'static str {
        match self {
            Self::Missing => "payment required",
            Self::Payload => "invalid_payload",
            Self::Requirements => "invalid_payment_requirements",
            Self::Recipient => "invalid_exact_evm_payload_recipient_mismatch",
            Self::Value => "invalid_exact_evm_payload_authorization_value_mismatch",
            Self::Signature => "invalid_exact_evm_payload_signature",
            Self::ValidAfter => "invalid_exact_evm_payload_authorization_valid_after",
            Self::ValidBefore => "invalid_exact_evm_payload_authorization_valid_before",
            Self::InsufficientFunds => "insufficient_funds",
            Self::Used => "invalid_exact_evm_transaction_simulation_failed",
            Self::Identifier => "payment_identifier_conflict",
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::Payload => StatusCode::BAD_REQUEST,
            Self::Identifier => StatusCode::CONFLICT,
            _ => StatusCode::PAYMENT_REQUIRED,
        }
    }
}

impl From<Reverted> for Fault {
    fn from(reverted: Reverted) -> Self {
        match reverted {
            Reverted::Signature | Reverted::ForeignChain => Self::Signature,
            Reverted::NotYetValid => Self::ValidAfter,
            Reverted::Expired => Self::ValidBefore,
            Reverted::Used => Self::Used,
            Reverted::InsufficientFunds => Self::InsufficientFunds,
        }
    }
}

/// Answers that were paid under an identifier.
#[derive(Debug, Default)]
pub(crate) struct Identified(HashMap<PaymentIdentifier, Known>);

#[derive(Debug, Clone)]
struct Known {
    /// Of the payment and of the request that it came with.
    fingerprint: B256,
    paid: Paid,
    content: Option<Value>,
}

/// Takes the request's payment for the sale; else asks for it.
pub(crate) fn charge(
    merchants: &mut Merchants,
    dialect: Dialect,
    asked: &Asked,
    sale: &Sale,
    now: Timestamp,
) -> Taken {
    let Some(value) = asked.header(dialect.payment_header()) else {
        return Taken::Answer(ask(dialect, sale, Fault::Missing));
    };
    match take(merchants, dialect, asked, sale, value, now) {
        Ok(taken) => taken,
        Err(fault) => {
            merchants.log.refused(Refused {
                path: asked.path().to_owned(),
                reason: fault.code().to_owned(),
                at: now,
            });
            Taken::Answer(ask(dialect, sale, fault))
        }
    }
}

/// The answer that was paid for; under an identifier it is kept for the same payment.
pub(crate) fn deliver(merchants: &mut Merchants, paid: &Paid, content: Value) -> Response {
    let identifier = paid.settlement.identifier.as_deref();
    let identifier = identifier.and_then(|text| PaymentIdentifier::parse(text).ok());
    if let Some(known) = identifier.and_then(|id| merchants.identified.0.get_mut(&id)) {
        known.content = Some(content.clone());
    }
    paid.with(Json(content))
}

/// The 402, 400 or 409: every way to pay, and what was wrong with the last try.
pub(super) fn ask(dialect: Dialect, sale: &Sale, fault: Fault) -> Response {
    written(dialect, sale, fault).unwrap_or_else(|| Refusal::internal().into_response())
}

fn written(dialect: Dialect, sale: &Sale, fault: Fault) -> Option<Response> {
    let required = required(dialect, sale, fault)?;
    let mut response = match dialect {
        Dialect::V1 => {
            let body = required.to_json().ok()?;
            let json = [("content-type", "application/json")];
            (fault.status(), json, body).into_response()
        }
        Dialect::V2 | Dialect::Array => (fault.status(), Json(json!({}))).into_response(),
    };
    let headers = response.headers_mut();
    headers.insert("cache-control", HeaderValue::from_static("no-store"));
    if dialect != Dialect::V1 {
        let value = HeaderValue::from_str(&required.to_header().ok()?).ok()?;
        headers.insert(HeaderName::from_static(PAYMENT_REQUIRED), value);
    }
    if fault != Fault::Missing {
        let failed = Claim {
            success: false,
            transaction: String::new(),
            network: None,
            payer: None,
            amount: None,
            error_reason: Some(fault.code().to_owned()),
        };
        let value = HeaderValue::from_str(&failed.format().ok()?).ok()?;
        headers.insert(HeaderName::from_static(dialect.response_header()), value);
    }
    Some(response)
}

fn required(dialect: Dialect, sale: &Sale, fault: Fault) -> Option<PaymentRequired> {
    let terms = sale.terms.iter();
    let resource = Resource {
        url: sale.resource.clone(),
        description: Some(sale.description.to_owned()),
        mime_type: Some("application/json".to_owned()),
    };
    let of_v2 = |value: Value| (dialect == Dialect::V2).then(|| raw(&value)).flatten();
    Some(PaymentRequired {
        dialect,
        error: Some(fault.code().to_owned()),
        resource: of_v2(json!(resource)),
        accepts: terms
            .map(|terms| raw(&requirements(dialect, sale, terms)))
            .collect::<Option<_>>()?,
        extensions: of_v2(extensions()),
    })
}

fn extensions() -> Value {
    json!({
        identifier::NAME: {
            "info": {"required": false},
            "schema": {
                "type": "object",
                "properties": {
                    "required": {"type": "boolean"},
                    "id": {"type": "string", "minLength": 16, "maxLength": 128,
                           "pattern": "^[a-zA-Z0-9_-]+$"},
                },
            },
        },
    })
}

fn raw(value: &impl Serialize) -> Option<Box<RawValue>> {
    to_raw_value(value).ok()
}

/// One way to pay as the dialect writes it. The array of PayloadExchange leaves the domain out.
fn requirements(dialect: Dialect, sale: &Sale, terms: &Terms) -> Value {
    let mut requirements = json!({
        "scheme": "exact",
        "network": network(dialect, terms),
        "asset": terms.token.to_string(),
        "payTo": terms.recipient.to_string(),
        "maxTimeoutSeconds": sale.max_timeout_seconds,
    });
    let amount = terms.amount.to_string();
    if dialect == Dialect::V2 {
        requirements["amount"] = amount.into();
    } else {
        requirements["maxAmountRequired"] = amount.into();
        requirements["resource"] = sale.resource.as_str().into();
        requirements["description"] = sale.description.into();
        requirements["mimeType"] = "application/json".into();
    }
    if dialect != Dialect::Array {
        requirements["extra"] = json!({"name": terms.token_name, "version": Token::VERSION});
    }
    requirements
}

fn network(dialect: Dialect, terms: &Terms) -> String {
    match (dialect, terms.chain_id) {
        (Dialect::V2, id) => format!("eip155:{id}"),
        (_, 84_532) => "base-sepolia".to_owned(),
        (_, 8_453) => "base".to_owned(),
        (_, id) => format!("chain-{id}"),
    }
}

/// Checks the payment from the outside in, and settles it.
fn take(
    merchants: &mut Merchants,
    dialect: Dialect,
    asked: &Asked,
    sale: &Sale,
    value: &str,
    now: Timestamp,
) -> Result<Taken, Fault> {
    let payment = Payment::<ExactPayload<Authorization>>::parse(value.as_bytes())
        .map_err(|_| Fault::Payload)?;
    let identifier = match &payment {
        Payment::V2 { extensions, .. } => extensions.as_deref().and_then(identifier::sent),
        Payment::V1 { .. } => None,
    };
    let fingerprint = fingerprint(asked, value);
    let known = identifier
        .as_ref()
        .and_then(|id| merchants.identified.0.get(id));
    if let Some(known) = known {
        return again(known, fingerprint);
    }
    let terms = sale
        .terms
        .iter()
        .find(|terms| answers(&payment, dialect, sale, terms));
    let terms = terms.ok_or(Fault::Requirements)?;
    let (Payment::V2 { payload, .. } | Payment::V1 { payload, .. }) = &payment;
    let transaction = settle(merchants, terms, payload, now)?;
    let settlement = Settlement {
        identifier: identifier.as_ref().map(|id| id.as_str().to_owned()),
        payer: payload.authorization.from,
        chain: terms.chain,
        amount: units(terms.amount),
        nonce: payload.authorization.nonce,
        transaction,
        path: asked.path().to_owned(),
        at: now,
    };
    merchants.log.settled(settlement.clone());
    let paid = Paid {
        receipt: receipt(dialect, terms, &settlement).ok_or(Fault::Payload)?,
        settlement,
    };
    if let Some(id) = identifier {
        let known = Known {
            fingerprint,
            paid: paid.clone(),
            content: None,
        };
        merchants.identified.0.insert(id, known);
    }
    Ok(Taken::Paid(paid))
}

/// The same for the same payment with the same request only.
fn fingerprint(asked: &Asked, value: &str) -> B256 {
    let request = format!("{} {}\n{value}\n", asked.method, asked.uri);
    keccak256([request.as_bytes(), &asked.body].concat())
}

fn again(known: &Known, fingerprint: B256) -> Result<Taken, Fault> {
    if known.fingerprint != fingerprint {
        return Err(Fault::Identifier);
    }
    Ok(match &known.content {
        Some(content) => Taken::Answer(known.paid.with(Json(content.clone()))),
        None => Taken::Paid(known.paid.clone()),
    })
}

/// Whether a payment answers these terms: version 2 echoes them as they were sent.
fn answers<P>(payment: &Payment<P>, dialect: Dialect, sale: &Sale, terms: &Terms) -> bool {
    match payment {
        Payment::V2 { accepted, .. } => {
            dialect == Dialect::V2
                && serde_json::from_str(accepted.get())
                    .is_ok_and(|accepted: Value| accepted == requirements(dialect, sale, terms))
        }
        Payment::V1 {
            scheme, network, ..
        } => {
            dialect != Dialect::V2 && scheme == "exact" && *network == self::network(dialect, terms)
        }
    }
}

fn settle(
    merchants: &mut Merchants,
    terms: &Terms,
    payload: &ExactPayload<Authorization>,
    now: Timestamp,
) -> Result<B256, Fault> {
    let authorization = &payload.authorization;
    if authorization.to != terms.recipient {
        return Err(Fault::Recipient);
    }
    if authorization.value != units(terms.amount) {
        return Err(Fault::Value);
    }
    let foreign = terms.chain_id != terms.chain.id() || terms.chain != ChainName::Base;
    if foreign {
        return Err(Fault::Signature);
    }
    let chain = merchants.chain(terms.chain);
    let settled = chain.transfer_with_authorization(authorization, &payload.signature, now);
    settled.map_err(Fault::from)
}

/// Tells the payer of the settlement.
pub(super) fn receipt(
    dialect: Dialect,
    terms: &Terms,
    settlement: &Settlement,
) -> Option<(&'static str, String)> {
    let claim = Claim {
        success: true,
        transaction: settlement.transaction.to_string(),
        network: (dialect != Dialect::Array).then(|| network(dialect, terms)),
        payer: Some(settlement.payer.to_string()),
        amount: None,
        error_reason: None,
    };
    Some((dialect.response_header(), claim.format().ok()?))
}
