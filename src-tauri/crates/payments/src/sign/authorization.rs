//! Authorizes a token transfer by EIP-3009. Must not know which protocol carries it.

use alloy::primitives::{B256, Bytes};
use alloy::signers::SignerSync;
use jiff::{SignedDuration, Timestamp};

use super::{SignError, end_of_validity, unix_seconds};
use crate::key::PayKey;
use crate::protocol::eip3009::{Authorization, TokenDomain};
use crate::{Payable, Trace};

/// How long before now an authorization begins, for chains and servers whose clocks are behind ours.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(10);

/// A signed authorization: whoever holds it can take the money.
pub(super) struct Authorized {
    /// What was signed.
    pub(super) authorization: Authorization,
    /// r, s, v (27 or 28).
    pub(super) signature: Bytes,
    /// When it ends.
    pub(super) valid_before: Timestamp,
    /// Where it shows.
    pub(super) trace: Trace,
}

/// Authorizes the whole amount to the recipient, under the name that our registry has for the token.
pub(super) fn authorize(
    payable: &Payable,
    key: &PayKey,
    now: Timestamp,
    nonce: B256,
) -> Result<Authorized, SignError> {
    let terms = payable.terms();
    let token = payable.token();
    let name = token.eip712.ok_or(SignError::NoAuthorizations)?;
    if !terms.splits.is_empty() {
        return Err(SignError::TermsDiffer);
    }
    let valid_before = end_of_validity(payable, now)?;
    let authorization = Authorization {
        from: key.address(),
        to: terms.recipient,
        value: terms.amount.0,
        valid_after: unix_seconds(now)?.saturating_sub(CLOCK_SKEW.unsigned_abs().as_secs()),
        valid_before: unix_seconds(valid_before)?,
        nonce,
    };
    let domain = TokenDomain {
        name: name.name,
        version: name.version,
        chain_id: token.chain.0,
        contract: token.address,
    };
    let signature = key
        .signer()
        .sign_hash_sync(&authorization.signing_hash(&domain))
        .map_err(|_| SignError::NotSigned)?;
    Ok(Authorized {
        signature: Bytes::from(signature.as_bytes()),
        valid_before,
        trace: Trace::Authorization {
            chain: token.chain,
            token: token.address,
            from: authorization.from,
            nonce,
        },
        authorization,
    })
}
