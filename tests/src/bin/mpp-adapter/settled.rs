//! Whether a transaction's logs settle a challenge. Knows one event: TIP-20's `TransferWithMemo`.

use alloy::primitives::{Address, B256, Bytes, Log, LogData};
use alloy::sol;
use alloy::sol_types::SolEvent;
use payments::BaseUnits;
use payments::protocol::tempo::memo_answers;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Failure;

sol! {
    event TransferWithMemo(address indexed from, address indexed to, uint256 amount, bytes32 indexed memo);
}

#[derive(Deserialize)]
struct Claim {
    credential: SentCredential,
    receipt: ChainReceipt,
}

#[derive(Deserialize)]
struct SentCredential {
    challenge: Settles,
    payload: Payload,
}

#[derive(Deserialize)]
struct Settles {
    id: String,
    realm: String,
    request: Charge,
}

#[derive(Deserialize)]
struct Charge {
    amount: BaseUnits,
    currency: Address,
    recipient: Address,
}

#[derive(Deserialize)]
struct Payload {
    hash: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChainReceipt {
    transaction_hash: String,
    status: String,
    logs: Vec<ChainLog>,
}

#[derive(Deserialize)]
struct ChainLog {
    address: Address,
    topics: Vec<B256>,
    data: Bytes,
}

pub(crate) fn verify(input: &Value) -> Result<Value, Failure> {
    let claim: Claim =
        serde_json::from_value(input.clone()).map_err(|_| Failure::VerificationError)?;
    let receipt = claim.receipt;
    let names_it = claim
        .credential
        .payload
        .hash
        .is_none_or(|hash| hash == receipt.transaction_hash);
    let challenge = claim.credential.challenge;
    let is_paid = receipt.logs.into_iter().any(|log| settles(log, &challenge));
    if receipt.status != "0x1" || !names_it || !is_paid {
        return Err(Failure::VerificationError);
    }
    Ok(json!({ "status": "success", "reference": receipt.transaction_hash }))
}

fn settles(log: ChainLog, challenge: &Settles) -> bool {
    let Some(data) = LogData::new(log.topics, log.data) else {
        return false;
    };
    let log = Log {
        address: log.address,
        data,
    };
    TransferWithMemo::decode_log(&log).is_ok_and(|transfer| {
        transfer.address == challenge.request.currency
            && transfer.to == challenge.request.recipient
            && transfer.amount == challenge.request.amount.0
            && memo_answers(transfer.memo, &challenge.realm, &challenge.id)
    })
}
