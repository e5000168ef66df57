//! Pays MPP's tempo/charge by a signed transaction that the server submits ("pull"). Must not submit anything itself.

use alloy::primitives::{B256, Bytes, TxKind, U256};
use alloy::sol_types::SolCall;
use jiff::Timestamp;
use mpp::ChargeRequest;
use mpp::protocol::core::PaymentPayload;
use mpp::protocol::methods::tempo::{TempoChargeExt, Transfer, get_transfers};
use mpp::tempo::attribution;
use tempo_alloy::contracts::precompiles::ITIP20;
use tempo_alloy::primitives::transaction::Call;

use super::transaction::{Draft, end_of_transaction, fee_at_most, sign_transaction};
use super::{SignError, Signed, challenge_nonce, credential};
use crate::chain::Rpc;
use crate::key::PayKey;
use crate::protocol::challenge::Challenge;
use crate::{BaseUnits, Payable, Trace};

/// Signs one batch: what the splits leave to the recipient, with the memo that binds it to the challenge, then each split.
pub(super) async fn sign(
    payable: &Payable,
    challenge: &Challenge,
    key: &PayKey,
    rpc: &Rpc,
    now: Timestamp,
) -> Result<Signed, SignError> {
    let memo = B256::from(attribution::encode(&challenge.id, &challenge.realm, None));
    let transfers = transfers(payable, challenge, memo)?;
    let head = rpc.head().await?;
    let valid_before = end_of_transaction(payable, head, now)?;
    let draft = Draft {
        calls: transfers
            .iter()
            .map(|transfer| call(payable, transfer))
            .collect(),
        token: payable.token(),
        gas: payable.gas(),
        valid_before,
        valid_after: None,
    };
    let transaction = draft.unsigned(key, rpc).await?;
    let fee_at_most = fee_at_most(&transaction);
    let signed = sign_transaction(transaction, key)?;
    let payload = PaymentPayload::transaction(alloy::hex::encode_prefixed(&signed.bytes));
    let (header_name, header_value) = credential(payable, challenge, key, &payload)?;
    let chain = payable.token().chain;
    let primary = transfers.first().ok_or(SignError::TermsDiffer)?;
    let trace = signed.hash.map_or_else(
        || Trace::TempoSponsored {
            chain,
            token: payable.token().address,
            from: key.address(),
            to: primary.recipient,
            amount: BaseUnits(primary.amount),
            memo,
            after_block: head.number.to(),
        },
        |hash| Trace::TempoTransaction { chain, hash },
    );
    Ok(Signed {
        header_name,
        header_value,
        nonce: alloy::hex::encode(challenge_nonce(challenge)),
        trace,
        valid_before,
        fee_at_most,
    })
}

/// The transfers of the checked terms; only the memos of splits are read from the challenge again.
fn transfers(
    payable: &Payable,
    challenge: &Challenge,
    memo: B256,
) -> Result<Vec<Transfer>, SignError> {
    let terms = payable.terms();
    let request: ChargeRequest = challenge
        .request
        .decode()
        .map_err(|_| SignError::TermsDiffer)?;
    let details = request
        .tempo_method_details()
        .map_err(|_| SignError::TermsDiffer)?;
    let transfers = get_transfers(
        terms.amount.0,
        terms.recipient,
        Some(memo.0),
        details.splits.as_deref(),
    )
    .map_err(|_| SignError::TermsDiffer)?;
    let splits = transfers
        .iter()
        .skip(1)
        .map(|split| (split.recipient, split.amount));
    let checked = terms
        .splits
        .iter()
        .map(|split| (split.recipient, split.amount.0));
    if splits.eq(checked) {
        Ok(transfers)
    } else {
        Err(SignError::TermsDiffer)
    }
}

fn call(payable: &Payable, transfer: &Transfer) -> Call {
    let (to, amount) = (transfer.recipient, transfer.amount);
    let input = match transfer.memo {
        Some(memo) => ITIP20::transferWithMemoCall {
            to,
            amount,
            memo: memo.into(),
        }
        .abi_encode(),
        None => ITIP20::transferCall { to, amount }.abi_encode(),
    };
    Call {
        to: TxKind::Call(payable.token().address),
        value: U256::ZERO,
        input: Bytes::from(input),
    }
}
