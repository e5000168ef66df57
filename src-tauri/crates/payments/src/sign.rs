//! Signs, once, for an offer that passed every check. Must not know budgets, nor how a payment is sent.

mod authorization;
mod evm;
mod proof;
mod tempo;
pub(crate) mod transaction;
mod x402;

use alloy::primitives::{B256, keccak256};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use serde::Serialize;

use crate::chain::{ChainError, Rpc};
use crate::key::PayKey;
use crate::offer::Source;
use crate::protocol::Unwritable;
use crate::protocol::challenge::{Challenge, credential_header};
use crate::protocol::credential::{self, Credential};
use crate::{BaseUnits, Payable, Rail, Trace};

/// Longest time in which a signed payment may still be taken, whoever computed its end.
const LONGEST_WINDOW: SignedDuration = SignedDuration::from_secs(120);

/// A payment, ready to be sent. Whoever holds it can take the money until `valid_before`: write it down before it is
/// sent, send it once, and never log it.
#[derive(Debug)]
pub struct Signed {
    /// The header that carries it, in lower case.
    pub header_name: &'static str,
    /// That header's value.
    pub header_value: SecretString,
    /// 64 lower-case hexadecimal digits that no other payment has. All payments for one MPP challenge have the same, as
    /// a server honours a challenge once.
    pub nonce: String,
    /// Where the chain will show it.
    pub trace: Trace,
    /// When it can no longer be taken: whole seconds, by the chain's time.
    pub valid_before: Timestamp,
    /// The most that the network's fee can take from the payer beside the amount, in base units of the same token.
    pub fee_at_most: BaseUnits,
}

/// Why nothing was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The offer's time is over, or what is left of it is too short for the server to act.
    #[error("the offer's time is over")]
    TooLate,
    /// A session is paid through a channel.
    #[error("a session is paid through a channel")]
    NeedsChannel,
    /// The offer's rail and what it was read from do not fit together, or it reads differently now than when it was
    /// checked.
    #[error("the offer is not what was checked")]
    TermsDiffer,
    /// The token has no EIP-712 name in our registry.
    #[error("the token cannot be paid by authorization")]
    NoAuthorizations,
    /// The identifier is not 16 to 128 of `A-Z a-z 0-9 _ -`.
    #[error("the payment identifier is not as specified")]
    BadIdentifier,
    /// The account holds too little for the amount and the network's fee.
    #[error("the balance is too low")]
    BalanceTooLow,
    /// The chain says that the transaction would fail.
    #[error("the transaction would fail")]
    WouldFail,
    /// The chain asks more gas than any payment takes.
    #[error("the network's fee is too high")]
    FeeTooHigh,
    /// The system gave no random bytes.
    #[error("the system gave no randomness")]
    NoRandomness,
    /// The key did not sign.
    #[error("the key did not sign")]
    NotSigned,
    /// The payment cannot be written as a header.
    #[error("the payment cannot be written")]
    Unwritable,
    /// The chain could not be asked.
    #[error("the chain could not be asked")]
    Chain(#[from] ChainError),
}

impl From<Unwritable> for SignError {
    fn from(_: Unwritable) -> Self {
        Self::Unwritable
    }
}

/// Signs for an offer. Called again, it makes another payment for the same thing: what it returned has to be stored and
/// sent again instead.
///
/// `identifier` names the payment towards x402 servers that ask for a name (16 to 128 of `A-Z a-z 0-9 _ -`). The chain is
/// asked for Tempo's transactions only.
///
/// # Errors
/// [`SignError`]: then nothing was signed.
pub async fn sign(
    payable: &Payable,
    key: &PayKey,
    rpc: &Rpc,
    now: Timestamp,
    identifier: &str,
) -> Result<Signed, SignError> {
    match (payable.rail(), payable.offer().source()) {
        (Rail::TempoCharge, Source::Mpp(challenge)) => {
            tempo::sign(payable, challenge, key, rpc, now).await
        }
        (Rail::TempoProof, Source::Mpp(challenge)) => proof::sign(payable, challenge, key, now),
        (Rail::EvmCharge, Source::Mpp(challenge)) => evm::sign(payable, challenge, key, now),
        (
            Rail::X402V2 | Rail::X402V1 | Rail::X402Array,
            Source::X402 {
                required,
                requirements,
                ..
            },
        ) => x402::sign(payable, required, requirements, key, now, identifier),
        (Rail::TempoSession, Source::Mpp(_)) => Err(SignError::NeedsChannel),
        (_, Source::Mpp(_) | Source::X402 { .. }) => Err(SignError::TermsDiffer),
    }
}

/// Until when a payment may be taken: no later than what was checked, nor than our longest window, in whole seconds.
pub(crate) fn end_of_validity(payable: &Payable, now: Timestamp) -> Result<Timestamp, SignError> {
    let ours = now
        .saturating_add(LONGEST_WINDOW)
        .map_err(|_| SignError::TooLate)?;
    let end = ours.min(payable.fixed_until());
    let end = Timestamp::from_second(end.as_second()).map_err(|_| SignError::TooLate)?;
    if end > now {
        Ok(end)
    } else {
        Err(SignError::TooLate)
    }
}

/// What binds a payment to its challenge: draft-evm-charge's nonce, and ours for every charge.
fn challenge_nonce(challenge: &Challenge) -> B256 {
    keccak256([challenge.id.as_bytes(), challenge.realm.as_bytes()].concat())
}

/// The header of an MPP payment: the challenge as it was received, the payer, and what the method sends.
pub(crate) fn credential<P: Serialize>(
    payable: &Payable,
    challenge: &Challenge,
    key: &PayKey,
    payload: &P,
) -> Result<(&'static str, SecretString), SignError> {
    let payload = serde_json::to_value(payload).map_err(|_| SignError::Unwritable)?;
    let source = Credential::evm_did(payable.terms().chain.0, &key.address().to_string());
    let credential = Credential::with_source(challenge.to_echo(), source, payload);
    Ok((
        credential_header(challenge),
        credential::format(&credential)?,
    ))
}

/// Seconds as chains count them; there are none before 1970.
fn unix_seconds(time: Timestamp) -> Result<u64, SignError> {
    u64::try_from(time.as_second()).map_err(|_| SignError::TooLate)
}

#[cfg(test)]
mod tests;
