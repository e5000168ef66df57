//! A signed Tempo transaction as a merchant receives it: who pays whom, how much, until when; and the proof of a key
//! that a charge of zero asks for. Must not know any chain's state, nor which tokens exist.

use alloy::primitives::{Address, B256, TxKind, U256};
use alloy::sol;
use alloy::sol_types::{SolCall, SolStruct, eip712_domain};
use mpp::protocol::methods::tempo::{FeePayerEnvelope78, TEMPO_FEE_PAYER_ENVELOPE_TYPE_ID};
use mpp::tempo::attribution;
use tempo_alloy::contracts::precompiles::ITIP20;
use tempo_alloy::primitives::AASigned;
use tempo_alloy::primitives::transaction::{Call, TEMPO_TX_TYPE_ID, TempoSignature};

/// The longest transaction that is read, in bytes: twelve calls and a signature take under 4 KiB.
pub const MAX_TRANSACTION_BYTES: usize = 16 * 1024;

/// One transfer of a TIP-20 token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    /// The token's contract.
    pub token: Address,
    /// Who is paid.
    pub to: Address,
    /// Base units of the token.
    pub amount: U256,
    /// The memo, for `transferWithMemo`.
    pub memo: Option<B256>,
}

/// A signed transaction (type 0x76, or its 0x78 envelope for a sponsor) that transfers tokens and does nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedTransaction {
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// Who signed it, and pays.
    pub payer: Address,
    /// Its hash on the chain; none while the sponsor's signature is missing.
    pub hash: Option<B256>,
    /// What the chain takes only once: the same for every signature and sponsor of this content.
    pub replay_id: B256,
    /// Unix seconds; the chain takes it from then on.
    pub valid_after: Option<u64>,
    /// Unix seconds; the chain takes it strictly before.
    pub valid_before: u64,
    /// What it transfers, in order; at least one.
    pub transfers: Vec<Transfer>,
}

/// Why bytes are no payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTransaction {
    /// They are no 0x76 transaction and no 0x78 envelope, or too long.
    #[error("the bytes are no Tempo transaction")]
    Encoding,
    /// The signature is not the account's own: it names no signer, or an access key, which only the chain can judge.
    #[error("the transaction is not signed by its account")]
    Signature,
    /// It has no expiring nonce, or no end: it could be kept for later.
    #[error("the transaction does not expire")]
    Lasting,
    /// It does something else than to transfer tokens.
    #[error("the transaction does more than to transfer tokens")]
    OtherCall,
}

impl SignedTransaction {
    /// Reads the bytes of a `transaction` payload.
    ///
    /// # Errors
    /// [`BadTransaction`] for anything but token transfers with an expiring nonce, signed by the account itself.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadTransaction> {
        let (signed, claimed) = signed(bytes)?;
        let transaction = signed.tx();
        let only_transfers = transaction.key_authorization.is_none()
            && transaction.tempo_authorization_list.is_empty()
            && !transaction.calls.is_empty();
        if !only_transfers {
            return Err(BadTransaction::OtherCall);
        }
        let valid_before = transaction.valid_before.ok_or(BadTransaction::Lasting)?;
        let TempoSignature::Primitive(_) = signed.signature() else {
            return Err(BadTransaction::Signature);
        };
        let (payer, replay_id) = signed
            .recover_signer_with_expiring_nonce_hash()
            .map_err(|_| BadTransaction::Signature)?;
        if claimed.is_some_and(|claimed| claimed != payer) {
            return Err(BadTransaction::Signature);
        }
        let sponsored = transaction
            .fee_payer_signature
            .is_some_and(|signature| signature.r().is_zero());
        Ok(Self {
            chain_id: transaction.chain_id,
            payer,
            hash: (!sponsored).then(|| *signed.hash()),
            replay_id: replay_id.ok_or(BadTransaction::Lasting)?,
            valid_after: transaction.valid_after.map(std::num::NonZeroU64::get),
            valid_before: valid_before.get(),
            transfers: transaction
                .calls
                .iter()
                .map(transfer)
                .collect::<Option<_>>()
                .ok_or(BadTransaction::OtherCall)?,
        })
    }
}

/// The transaction, and who sent it as far as an envelope for a sponsor says so.
fn signed(bytes: &[u8]) -> Result<(AASigned, Option<Address>), BadTransaction> {
    if bytes.len() > MAX_TRANSACTION_BYTES {
        return Err(BadTransaction::Encoding);
    }
    match bytes.split_first() {
        Some((&TEMPO_TX_TYPE_ID, mut fields)) => AASigned::rlp_decode(&mut fields)
            .ok()
            .filter(|_| fields.is_empty())
            .map(|signed| (signed, None)),
        Some((&TEMPO_FEE_PAYER_ENVELOPE_TYPE_ID, _)) => FeePayerEnvelope78::decode_envelope(bytes)
            .ok()
            .map(|envelope| (envelope.to_recoverable_signed(), Some(envelope.sender))),
        _ => None,
    }
    .ok_or(BadTransaction::Encoding)
}

/// The transfer that a call makes; none for any other call, and for one with bytes to spare.
fn transfer(call: &Call) -> Option<Transfer> {
    let TxKind::Call(token) = call.to else {
        return None;
    };
    if !call.value.is_zero() {
        return None;
    }
    let plain = ITIP20::transferCall::abi_decode(&call.input)
        .ok()
        .filter(|plain| plain.abi_encode() == call.input)
        .map(|plain| (plain.to, plain.amount, None));
    let with_memo = || {
        let call_with_memo = ITIP20::transferWithMemoCall::abi_decode(&call.input).ok()?;
        (call_with_memo.abi_encode() == call.input).then_some((
            call_with_memo.to,
            call_with_memo.amount,
            Some(call_with_memo.memo),
        ))
    };
    let (to, amount, memo) = plain.or_else(with_memo)?;
    Some(Transfer {
        token,
        to,
        amount,
        memo,
    })
}

/// Whether a memo says that the transfer answers this challenge of this realm (MPP attribution memo, version 1).
#[must_use]
pub fn memo_answers(memo: B256, realm: &str, challenge_id: &str) -> bool {
    attribution::verify_server(&memo.0, realm)
        && attribution::verify_challenge_binding(&memo.0, challenge_id)
}

sol! {
    struct Proof {
        address account;
        string challengeId;
        string realm;
    }
}

/// The digest that is signed to answer a charge of zero (EIP-712; domain `MPP`, version `3`).
#[must_use]
pub fn proof_hash(account: Address, chain_id: u64, realm: &str, challenge_id: &str) -> B256 {
    let domain = eip712_domain! { name: "MPP", version: "3", chain_id: chain_id, };
    Proof {
        account,
        challengeId: challenge_id.to_owned(),
        realm: realm.to_owned(),
    }
    .eip712_signing_hash(&domain)
}

#[cfg(test)]
mod tests;
