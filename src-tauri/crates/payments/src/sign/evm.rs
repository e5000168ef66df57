//! Pays MPP's evm/charge by EIP-3009. Must not ask a chain.

use alloy::primitives::Bytes;
use jiff::Timestamp;
use serde::Serialize;

use super::authorization::{Authorized, authorize};
use super::{SignError, Signed, challenge_nonce, credential};
use crate::key::PayKey;
use crate::protocol::challenge::Challenge;
use crate::protocol::eip3009::Authorization;
use crate::{BaseUnits, Payable};

/// What a credential of evm/charge carries (draft-evm-charge).
#[derive(Serialize)]
struct Payload {
    r#type: &'static str,
    #[serde(flatten)]
    authorization: Authorization,
    signature: Bytes,
}

/// Signs with the nonce that binds the authorization to the challenge.
pub(super) fn sign(
    payable: &Payable,
    challenge: &Challenge,
    key: &PayKey,
    now: Timestamp,
) -> Result<Signed, SignError> {
    let nonce = challenge_nonce(challenge);
    let Authorized {
        authorization,
        signature,
        valid_before,
        trace,
    } = authorize(payable, key, now, nonce)?;
    let payload = Payload {
        r#type: "authorization",
        authorization,
        signature,
    };
    let (header_name, header_value) = credential(payable, challenge, key, &payload)?;
    Ok(Signed {
        header_name,
        header_value,
        nonce: alloy::hex::encode(nonce),
        trace,
        valid_before,
        fee_at_most: BaseUnits::ZERO,
    })
}
