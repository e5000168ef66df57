//! Pays tempo/session (version 2, TIP-1034) through a channel: a deposit on the chain, then vouchers that promise ever
//! more of it. Must not know where channels are kept, nor how what is signed is sent.

mod funding;
mod terms;

use alloy::primitives::{Address, B256, keccak256};
use alloy::signers::SignerSync;
use jiff::Timestamp;
use mpp::client::channel_ops::{
    build_channel_descriptor, compute_expiring_nonce_hash,
    compute_precompile_channel_id_from_descriptor, create_precompile_top_up_payload,
    encode_precompile_open_call, encode_precompile_top_up_call,
};
use mpp::protocol::methods::tempo::SessionCredentialPayload as Payload;
use mpp::protocol::methods::tempo::precompile_voucher::{
    precompile_close_authorization_signing_hash_with_escrow, precompile_voucher_signing_hash,
};
use mpp::protocol::methods::tempo::session::ChannelDescriptor;
use serde::{Deserialize, Serialize};
use tempo_alloy::contracts::precompiles::TIP20_CHANNEL_RESERVE_ADDRESS;

use crate::chain::Rpc;
use crate::key::PayKey;
use crate::sign::transaction::{end_of_transaction, fee_at_most, sign_transaction};
use crate::sign::{SignError, Signed, credential, end_of_validity};
use crate::{BaseUnits, ChainId, Payable, Trace};

use funding::{Funding, draft, funded};
use terms::Session;
pub use terms::deposit;

/// A channel with one merchant, as the ledger keeps it. It holds no secret, but who loses it can no longer close the
/// channel: the chain asks for the whole descriptor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Channel {
    /// Its id on the chain.
    pub id: B256,
    /// Where the deposit is.
    pub chain: ChainId,
    /// What the deposit is in.
    pub token: Address,
    /// Who gets what is promised.
    pub payee: Address,
    /// What the payer put in, or signed to put in.
    pub deposit: BaseUnits,
    /// The most that a voucher promises of it: what the payee can take in all.
    pub promised: BaseUnits,
    /// The newest block when it was opened.
    pub after_block: u64,
    descriptor: ChannelDescriptor,
}

/// What is signed, and the channel as it stands with it. Both have to be stored together before the payment is sent: a
/// promise that is forgotten would be made again for something else.
#[derive(Debug)]
pub struct Step {
    /// To be stored in place of the former.
    pub channel: Channel,
    /// To be sent once to where the challenge came from.
    pub signed: Signed,
}

/// Why a channel took no step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChannelError {
    /// The deposit does not reach for one unit, or adds nothing.
    #[error("the deposit is too small")]
    DepositTooSmall,
    /// The deposit does not reach for one unit more.
    #[error("the channel needs {missing} more")]
    NeedsTopUp {
        /// What is missing, in base units.
        missing: BaseUnits,
    },
    /// The channel is with somebody else, or of another key.
    #[error("the channel does not pay this")]
    OtherChannel,
    /// More than a channel can count, or than was promised.
    #[error("the amount is too large")]
    AmountTooLarge,
    /// Nothing was signed.
    #[error("nothing was signed")]
    Sign(#[from] SignError),
}

impl Channel {
    /// Which channel pays a challenge: one for each chain, token and payee. Origins are for the caller to keep apart.
    #[must_use]
    pub fn key_for(payable: &Payable) -> String {
        let terms = payable.terms();
        format!("{}:{}:{}", terms.chain.0, terms.token, terms.recipient)
    }

    /// Which challenges it pays: those with this [`Channel::key_for`].
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}:{}:{}", self.chain.0, self.token, self.payee)
    }

    /// What is not promised: it comes back when the channel is closed.
    #[must_use]
    pub fn refund(&self) -> BaseUnits {
        self.deposit.checked_sub(self.promised).unwrap_or_default()
    }
}

/// Opens a channel with a deposit, and promises the first unit of it. The deposit is ours to choose ([`deposit`]).
///
/// # Errors
/// [`ChannelError`]; [`ChannelError::DepositTooSmall`] below the price of one unit.
pub async fn open(
    payable: &Payable,
    key: &PayKey,
    rpc: &Rpc,
    now: Timestamp,
    deposit: BaseUnits,
) -> Result<Step, ChannelError> {
    let session = Session::of(payable)?;
    let terms = payable.terms();
    if deposit < terms.amount {
        return Err(ChannelError::DepositTooSmall);
    }
    let mut salt = B256::ZERO;
    getrandom::fill(salt.as_mut_slice()).map_err(|_| SignError::NoRandomness)?;
    let open = encode_precompile_open_call(
        terms.recipient,
        session.operator,
        terms.token,
        units(deposit)?,
        salt,
        key.address(),
    )
    .map_err(|_| ChannelError::AmountTooLarge)?;
    let head = rpc.head().await.map_err(SignError::Chain)?;
    let valid_before = end_of_transaction(payable, head, now)?;
    let transaction = draft(payable, open, valid_before)
        .unsigned(key, rpc)
        .await?;
    let descriptor = build_channel_descriptor(
        key.address(),
        terms.recipient,
        session.operator,
        terms.token,
        salt,
        key.address(),
        compute_expiring_nonce_hash(&transaction, key.address()),
    );
    let id = compute_precompile_channel_id_from_descriptor(&descriptor, terms.chain.0)
        .map_err(|_| SignError::TermsDiffer)?;
    let channel = Channel {
        id,
        chain: terms.chain,
        token: terms.token,
        payee: terms.recipient,
        deposit,
        promised: terms.amount,
        after_block: head.number.to(),
        descriptor,
    };
    let fee_at_most = fee_at_most(&transaction);
    let funding = sign_transaction(transaction, key)?;
    let payload = Payload::Open {
        payload_type: "transaction".to_owned(),
        channel_id: id.to_string(),
        transaction: alloy::hex::encode_prefixed(&funding.bytes),
        descriptor: Some(channel.descriptor.clone()),
        settlement_route: None,
        authorized_signer: Some(key.address().to_string()),
        cumulative_amount: channel.promised.to_string(),
        signature: voucher_signature(&channel, key)?,
    };
    let trace = funded(&channel, &funding, Funding::Opened, channel.after_block);
    step(
        channel,
        payable,
        &session,
        key,
        &payload,
        Made {
            trace,
            valid_before,
            fee_at_most,
        },
    )
}

/// Promises one more unit. The chain is not asked.
///
/// # Errors
/// [`ChannelError`]; [`ChannelError::NeedsTopUp`] when the deposit does not reach.
pub fn voucher(
    channel: &Channel,
    payable: &Payable,
    key: &PayKey,
    now: Timestamp,
) -> Result<Step, ChannelError> {
    let session = Session::with(channel, payable, key)?;
    let promised = channel
        .promised
        .checked_add(payable.amount())
        .ok_or(ChannelError::AmountTooLarge)?;
    if let Some(missing) = promised
        .checked_sub(channel.deposit)
        .filter(|missing| !missing.is_zero())
    {
        return Err(ChannelError::NeedsTopUp { missing });
    }
    let channel = Channel {
        promised,
        ..channel.clone()
    };
    let payload = Payload::Voucher {
        channel_id: channel.id.to_string(),
        descriptor: Some(channel.descriptor.clone()),
        settlement_route: None,
        cumulative_amount: promised.to_string(),
        signature: voucher_signature(&channel, key)?,
    };
    let made = Made {
        trace: Trace::Voucher {
            chain: channel.chain,
            channel: channel.id,
            cumulative: promised,
        },
        valid_before: end_of_validity(payable, now)?,
        fee_at_most: BaseUnits::ZERO,
    };
    step(channel, payable, &session, key, &payload, made)
}

/// Adds to the deposit. It pays for nothing: the voucher comes after it.
///
/// # Errors
/// [`ChannelError`].
pub async fn top_up(
    channel: &Channel,
    payable: &Payable,
    key: &PayKey,
    rpc: &Rpc,
    now: Timestamp,
    additional: BaseUnits,
) -> Result<Step, ChannelError> {
    let session = Session::with(channel, payable, key)?;
    if additional.is_zero() {
        return Err(ChannelError::DepositTooSmall);
    }
    let call = encode_precompile_top_up_call(&channel.descriptor, units(additional)?)
        .map_err(|_| ChannelError::AmountTooLarge)?;
    let head = rpc.head().await.map_err(SignError::Chain)?;
    let valid_before = end_of_transaction(payable, head, now)?;
    let mut draft = draft(payable, call, valid_before);
    draft.valid_after = terms::random_past(head)?;
    let transaction = draft.unsigned(key, rpc).await?;
    let fee_at_most = fee_at_most(&transaction);
    let funding = sign_transaction(transaction, key)?;
    let deposit = channel
        .deposit
        .checked_add(additional)
        .ok_or(ChannelError::AmountTooLarge)?;
    let channel = Channel {
        deposit,
        ..channel.clone()
    };
    let payload = create_precompile_top_up_payload(
        channel.id,
        channel.descriptor.clone(),
        alloy::hex::encode_prefixed(&funding.bytes),
        units(additional)?,
    );
    let trace = funded(
        &channel,
        &funding,
        Funding::ToppedUp(additional),
        head.number.to(),
    );
    step(
        channel,
        payable,
        &session,
        key,
        &payload,
        Made {
            trace,
            valid_before,
            fee_at_most,
        },
    )
}

/// Agrees to close: the payee gets `owed` at most, and the rest comes back. `owed` is what the last receipt says that was
/// spent, and never more than was promised.
///
/// # Errors
/// [`ChannelError`]; [`ChannelError::AmountTooLarge`] for more than was promised.
pub async fn close(
    channel: &Channel,
    payable: &Payable,
    key: &PayKey,
    rpc: &Rpc,
    now: Timestamp,
    owed: BaseUnits,
) -> Result<Step, ChannelError> {
    let session = Session::with(channel, payable, key)?;
    if owed > channel.promised {
        return Err(ChannelError::AmountTooLarge);
    }
    let after_block = rpc.head().await.map_err(SignError::Chain)?.number.to();
    let agreed = Channel {
        promised: owed,
        ..channel.clone()
    };
    let hash = precompile_close_authorization_signing_hash_with_escrow(
        agreed.id,
        units(owed)?,
        TIP20_CHANNEL_RESERVE_ADDRESS,
        agreed.chain.0,
    )
    .map_err(|_| ChannelError::AmountTooLarge)?;
    let payload = Payload::Close {
        channel_id: agreed.id.to_string(),
        descriptor: Some(agreed.descriptor.clone()),
        settlement_route: None,
        cumulative_amount: owed.to_string(),
        signature: voucher_signature(&agreed, key)?,
        close_signature: Some(signature(hash, key)?),
    };
    let made = Made {
        trace: Trace::ChannelClosed {
            chain: channel.chain,
            channel: channel.id,
            after_block,
        },
        valid_before: end_of_validity(payable, now)?,
        fee_at_most: BaseUnits::ZERO,
    };
    // Vouchers that were sent stay good until the chain has closed the channel.
    step(channel.clone(), payable, &session, key, &payload, made)
}

/// What differs between the steps of a channel once it is signed.
struct Made {
    trace: Trace,
    valid_before: Timestamp,
    fee_at_most: BaseUnits,
}

fn step(
    channel: Channel,
    payable: &Payable,
    session: &Session<'_>,
    key: &PayKey,
    payload: &Payload,
    made: Made,
) -> Result<Step, ChannelError> {
    let (header_name, header_value) = credential(payable, session.challenge, key, payload)?;
    let mut content = serde_json::to_vec(payload).map_err(|_| SignError::Unwritable)?;
    content.extend(session.challenge.id.as_bytes());
    Ok(Step {
        channel,
        signed: Signed {
            header_name,
            header_value,
            nonce: alloy::hex::encode(keccak256(content)),
            trace: made.trace,
            valid_before: made.valid_before,
            fee_at_most: made.fee_at_most,
        },
    })
}

fn voucher_signature(channel: &Channel, key: &PayKey) -> Result<String, ChannelError> {
    let hash =
        precompile_voucher_signing_hash(channel.id, units(channel.promised)?, channel.chain.0)
            .map_err(|_| ChannelError::AmountTooLarge)?;
    Ok(signature(hash, key)?)
}

fn signature(hash: B256, key: &PayKey) -> Result<String, SignError> {
    let signature = key
        .signer()
        .sign_hash_sync(&hash)
        .map_err(|_| SignError::NotSigned)?;
    Ok(alloy::hex::encode_prefixed(signature.as_bytes()))
}

/// Channels count in 96 bits; the library refuses more than that.
fn units(amount: BaseUnits) -> Result<u128, ChannelError> {
    u128::try_from(amount.0).map_err(|_| ChannelError::AmountTooLarge)
}

#[cfg(test)]
mod tests;
