//! Builds and signs Tempo transactions: one batch of calls, an expiring nonce, fixed gas prices. Must not know what the
//! calls are for.

use std::num::NonZeroU64;

use alloy::primitives::{B256, U256, keccak256};
use alloy::providers::RootProvider;
use jiff::{SignedDuration, Timestamp};
use mpp::MppError;
use mpp::client::TempoClientError;
use mpp::client::tempo::charge::tx_builder::{TempoTxOptions, build_tempo_tx, estimate_gas};
use mpp::client::tempo::signing::{
    TempoSigningMode, sign_and_encode, sign_and_encode_fee_payer_envelope,
};
use mpp::client::tempo::{MAX_FEE_PER_GAS, MAX_PRIORITY_FEE_PER_GAS};
use mpp::protocol::methods::tempo::FEE_PAYER_MIN_REMAINING_VALIDITY_SECS;
use tempo_alloy::TempoNetwork;
use tempo_alloy::primitives::TempoTransaction;
use tempo_alloy::primitives::transaction::{Call, calc_gas_balance_spending};
use tempo_alloy::rpc::TempoTransactionRequest;

use super::{SignError, end_of_validity, unix_seconds};
use crate::chain::{ChainError, Head, Rpc};
use crate::key::PayKey;
use crate::{BaseUnits, PaidBy, Payable, Token};

/// How long a transaction may be included, by the chain's time. The chain takes an expiring nonce for 30 s at most
/// (TIP-1009); what is left is for the block's time to move on until it gets there.
const VALIDITY: SignedDuration = SignedDuration::from_secs(25);

/// The gas of a sponsored transaction: its payer may hold nothing to estimate with.
const SPONSORED_GAS: u64 = 1_000_000;

/// The most gas that is signed for: eleven transfers to new accounts take less.
const MOST_GAS: u64 = 3_005_000;

/// A batch of calls, to be signed.
pub(crate) struct Draft {
    /// What is called, in order, all or none.
    pub(crate) calls: Vec<Call>,
    /// Its chain is where, and it pays the fee.
    pub(crate) token: &'static Token,
    /// Who pays the fee.
    pub(crate) gas: PaidBy,
    /// The chain takes it strictly before.
    pub(crate) valid_before: Timestamp,
    /// The chain takes it from then on; tells equal batches apart.
    pub(crate) valid_after: Option<NonZeroU64>,
}

/// A signed transaction.
pub(crate) struct SignedBytes {
    /// Type 0x76, or the 0x78 envelope that a sponsor completes.
    pub(crate) bytes: Vec<u8>,
    /// Its hash on the chain; none while the sponsor's signature is missing.
    pub(crate) hash: Option<B256>,
}

impl Draft {
    /// The transaction, with the gas that the chain estimates. Prices are fixed here: an endpoint has no say in them.
    pub(crate) async fn unsigned(
        self,
        key: &PayKey,
        rpc: &Rpc,
    ) -> Result<TempoTransaction, SignError> {
        let mut transaction = build_tempo_tx(TempoTxOptions {
            calls: self.calls,
            chain_id: self.token.chain.0,
            fee_token: self.token.address,
            nonce: 0,
            nonce_key: U256::MAX,
            gas_limit: SPONSORED_GAS,
            max_fee_per_gas: MAX_FEE_PER_GAS,
            max_priority_fee_per_gas: MAX_PRIORITY_FEE_PER_GAS,
            fee_payer: self.gas == PaidBy::Server,
            valid_before: Some(unix_seconds(self.valid_before)?),
            key_authorization: None,
        });
        transaction.valid_after = self.valid_after;
        if self.gas == PaidBy::Payer {
            transaction.gas_limit = gas_of(&transaction, key, rpc).await?;
        }
        Ok(transaction)
    }
}

async fn gas_of(transaction: &TempoTransaction, key: &PayKey, rpc: &Rpc) -> Result<u64, SignError> {
    let mut request = TempoTransactionRequest::from(transaction.clone());
    request.inner.from = Some(key.address());
    let provider = RootProvider::<TempoNetwork>::new(rpc.client().await?.clone());
    match estimate_gas(&provider, request).await {
        Ok(gas) if gas <= MOST_GAS => Ok(gas),
        Ok(_) => Err(SignError::FeeTooHigh),
        Err(MppError::Tempo(TempoClientError::InsufficientBalance { .. })) => {
            Err(SignError::BalanceTooLow)
        }
        Err(MppError::Tempo(_)) => Err(SignError::WouldFail),
        Err(_) => Err(SignError::Chain(ChainError::Unreachable)),
    }
}

/// The chain's own time decides when a transaction ends, so that our clock may be wrong by a minute.
pub(crate) fn end_of_transaction(
    payable: &Payable,
    head: Head,
    now: Timestamp,
) -> Result<Timestamp, SignError> {
    let chain_time = head.time()?;
    let longest = chain_time
        .saturating_add(VALIDITY)
        .map_err(|_| SignError::TooLate)?;
    let end = longest.min(end_of_validity(payable, now)?);
    let needed = match payable.gas() {
        PaidBy::Payer => 1,
        PaidBy::Server => FEE_PAYER_MIN_REMAINING_VALIDITY_SECS,
    };
    let needed = i64::try_from(needed).map_or(VALIDITY, SignedDuration::from_secs);
    if chain_time.duration_until(end) < needed {
        Err(SignError::TooLate)
    } else {
        Ok(end)
    }
}

/// Signs a transaction as it is.
pub(crate) fn sign_transaction(
    transaction: TempoTransaction,
    key: &PayKey,
) -> Result<SignedBytes, SignError> {
    let mode = TempoSigningMode::Direct;
    let signed = if transaction.fee_payer_signature.is_some() {
        sign_and_encode_fee_payer_envelope(transaction, key.signer(), &mode)
            .map(|bytes| SignedBytes { bytes, hash: None })
    } else {
        sign_and_encode(transaction, key.signer(), &mode).map(|bytes| SignedBytes {
            hash: Some(keccak256(&bytes)),
            bytes,
        })
    };
    signed.map_err(|_| SignError::NotSigned)
}

/// The most that a transaction's fee can take from the payer.
pub(crate) fn fee_at_most(transaction: &TempoTransaction) -> BaseUnits {
    if transaction.fee_payer_signature.is_some() {
        return BaseUnits::ZERO;
    }
    BaseUnits(calc_gas_balance_spending(
        transaction.gas_limit,
        transaction.max_fee_per_gas,
    ))
}
