//! Pays x402's `exact` by EIP-3009, in all three dialects. Must not ask a chain.

use alloy::primitives::B256;
use jiff::Timestamp;

use super::authorization::{Authorized, authorize};
use super::{SignError, Signed};
use crate::key::PayKey;
use crate::protocol::x402::identifier::{PaymentIdentifier, answered};
use crate::protocol::x402::{Dialect, ExactPayload, Payment, PaymentRequired, Requirements};
use crate::{BaseUnits, Payable};

/// Signs with a nonce of its own, and echoes the terms as they were received.
pub(super) fn sign(
    payable: &Payable,
    required: &PaymentRequired,
    requirements: &Requirements,
    key: &PayKey,
    now: Timestamp,
    identifier: &str,
) -> Result<Signed, SignError> {
    let identifier = PaymentIdentifier::parse(identifier).map_err(|_| SignError::BadIdentifier)?;
    let mut nonce = B256::ZERO;
    getrandom::fill(nonce.as_mut_slice()).map_err(|_| SignError::NoRandomness)?;
    let Authorized {
        authorization,
        signature,
        valid_before,
        trace,
    } = authorize(payable, key, now, nonce)?;
    let payload = ExactPayload {
        signature,
        authorization,
    };
    let payment = match required.dialect {
        Dialect::V2 => Payment::V2 {
            resource: required.resource.clone(),
            accepted: requirements.raw().to_owned(),
            payload,
            extensions: required
                .extensions
                .as_deref()
                .map(|extensions| answered(extensions, &identifier))
                .transpose()?,
        },
        Dialect::V1 | Dialect::Array => Payment::V1 {
            scheme: requirements.scheme.clone(),
            network: requirements.network.clone(),
            payload,
        },
    };
    Ok(Signed {
        header_name: required.dialect.payment_header(),
        header_value: payment.format()?,
        nonce: alloy::hex::encode(nonce),
        trace,
        valid_before,
        fee_at_most: BaseUnits::ZERO,
    })
}
