//! Proves who asks, for a tempo/charge of nothing. Must not ask a chain, nor move anything.

use alloy::signers::SignerSync;
use jiff::Timestamp;
use mpp::protocol::core::PaymentPayload;

use super::{SignError, Signed, challenge_nonce, credential, end_of_validity};
use crate::key::PayKey;
use crate::protocol::challenge::Challenge;
use crate::protocol::tempo::proof_hash;
use crate::{BaseUnits, Payable, Trace};

/// Signs the account, the challenge and its realm.
pub(super) fn sign(
    payable: &Payable,
    challenge: &Challenge,
    key: &PayKey,
    now: Timestamp,
) -> Result<Signed, SignError> {
    let chain = payable.terms().chain;
    let valid_before = end_of_validity(payable, now)?;
    let hash = proof_hash(key.address(), chain.0, &challenge.realm, &challenge.id);
    let signature = key
        .signer()
        .sign_hash_sync(&hash)
        .map_err(|_| SignError::NotSigned)?;
    let payload = PaymentPayload::proof(alloy::hex::encode_prefixed(signature.as_bytes()));
    let (header_name, header_value) = credential(payable, challenge, key, &payload)?;
    Ok(Signed {
        header_name,
        header_value,
        nonce: alloy::hex::encode(challenge_nonce(challenge)),
        trace: Trace::Proof { chain },
        valid_before,
        fee_at_most: BaseUnits::ZERO,
    })
}
