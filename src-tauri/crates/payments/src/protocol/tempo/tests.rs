//! Transactions signed in the test, and what a merchant reads in them. Knows no chain.

use std::num::NonZeroU64;

use alloy::primitives::{Bytes, address, b256, bytes, keccak256};
use alloy::signers::SignerSync;
use alloy::signers::local::PrivateKeySigner;
use tempo_alloy::primitives::TempoTransaction;
use tempo_alloy::primitives::transaction::PrimitiveSignature;

use super::*;

/// The first account of every local test chain; never funded on a real one.
const KEY: &str = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const PAYER: Address = address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
const SHOP: Address = address!("70997970C51812dc3A010C7d01b50e0d17dc79C8");
const PATH_USD: Address = address!("20c0000000000000000000000000000000000000");

fn call(input: Vec<u8>) -> Call {
    Call {
        to: TxKind::Call(PATH_USD),
        value: U256::ZERO,
        input: input.into(),
    }
}

fn plain() -> Vec<u8> {
    ITIP20::transferCall {
        to: SHOP,
        amount: U256::from(700),
    }
    .abi_encode()
}

fn with_memo(memo: B256) -> Vec<u8> {
    ITIP20::transferWithMemoCall {
        to: SHOP,
        amount: U256::from(1000),
        memo,
    }
    .abi_encode()
}

fn transaction(calls: Vec<Call>) -> TempoTransaction {
    TempoTransaction {
        chain_id: 42431,
        fee_token: Some(PATH_USD),
        gas_limit: 100_000,
        calls,
        nonce_key: U256::MAX,
        valid_before: NonZeroU64::new(1_800_000_025),
        ..TempoTransaction::default()
    }
}

fn signature(transaction: &TempoTransaction) -> TempoSignature {
    let key: PrivateKeySigner = KEY.parse().unwrap();
    let signature = key.sign_hash_sync(&transaction.signature_hash()).unwrap();
    TempoSignature::Primitive(PrimitiveSignature::Secp256k1(signature))
}

fn signed_bytes(transaction: TempoTransaction) -> Vec<u8> {
    let signature = signature(&transaction);
    let mut bytes = Vec::new();
    transaction
        .into_signed(signature)
        .eip2718_encode(&mut bytes);
    bytes
}

#[test]
fn a_signed_transaction_tells_who_pays_whom_and_until_when() {
    let memo = B256::repeat_byte(9);
    let bytes = signed_bytes(transaction(vec![call(with_memo(memo)), call(plain())]));
    let read = SignedTransaction::decode(&bytes).unwrap();
    assert_eq!((read.payer, read.chain_id), (PAYER, 42431));
    assert_eq!(read.hash, Some(keccak256(&bytes)));
    assert_eq!((read.valid_after, read.valid_before), (None, 1_800_000_025));
    let transfer = |amount: u64, memo| Transfer {
        token: PATH_USD,
        to: SHOP,
        amount: U256::from(amount),
        memo,
    };
    assert_eq!(
        read.transfers,
        [transfer(1000, Some(memo)), transfer(700, None)]
    );
}

#[test]
fn an_envelope_for_a_sponsor_has_a_payer_and_no_hash_yet() {
    let mut asked = transaction(vec![call(plain())]);
    asked.fee_token = None;
    asked.fee_payer_signature = Some(alloy::primitives::Signature::new(
        U256::ZERO,
        U256::ZERO,
        false,
    ));
    let own = signature(&asked);
    let envelope = FeePayerEnvelope78::from_signing_tx(asked, PAYER, own);
    let read = SignedTransaction::decode(&envelope.encoded_envelope()).unwrap();
    assert_eq!((read.payer, read.hash), (PAYER, None));
    let claimed = FeePayerEnvelope78 {
        sender: SHOP,
        ..envelope
    };
    assert_eq!(
        SignedTransaction::decode(&claimed.encoded_envelope()),
        Err(BadTransaction::Signature)
    );
}

#[test]
fn a_changed_byte_never_keeps_the_payer() {
    let bytes = signed_bytes(transaction(vec![call(plain())]));
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        let payer = SignedTransaction::decode(&changed).map(|read| read.payer);
        assert_ne!(payer, Ok(PAYER), "byte {place}");
    }
}

#[test]
fn two_signatures_of_one_content_are_one_payment() {
    let content = transaction(vec![call(plain())]);
    let key: PrivateKeySigner = KEY.parse().unwrap();
    let first = key.sign_hash_sync(&content.signature_hash()).unwrap();
    let order = b256!("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    let twin = alloy::primitives::Signature::new(
        first.r(),
        U256::from_be_bytes(order.0) - first.s(),
        !first.v(),
    );
    let read = |signature| {
        let signature = TempoSignature::Primitive(PrimitiveSignature::Secp256k1(signature));
        let mut bytes = Vec::new();
        content
            .clone()
            .into_signed(signature)
            .eip2718_encode(&mut bytes);
        SignedTransaction::decode(&bytes)
    };
    let first = read(first).unwrap();
    match read(twin) {
        Ok(twin) => assert_eq!(twin.replay_id, first.replay_id),
        Err(refused) => assert_eq!(refused, BadTransaction::Signature),
    }
}

#[test]
fn what_is_not_only_a_transfer_is_refused() {
    let approve = ITIP20::approveCall {
        spender: SHOP,
        amount: U256::MAX,
    };
    let mut longer = plain();
    longer.push(0);
    for calls in [
        vec![],
        vec![call(approve.abi_encode())],
        vec![call(plain()), call(approve.abi_encode())],
        vec![call(longer)],
        vec![call(vec![])],
        vec![Call {
            value: U256::from(1),
            ..call(plain())
        }],
        vec![Call {
            to: TxKind::Create,
            ..call(plain())
        }],
    ] {
        let bytes = signed_bytes(transaction(calls.clone()));
        assert!(
            matches!(
                SignedTransaction::decode(&bytes),
                Err(BadTransaction::OtherCall | BadTransaction::Encoding)
            ),
            "{calls:?}"
        );
    }
}

#[test]
fn a_transaction_that_lasts_is_refused() {
    let endless = TempoTransaction {
        valid_before: None,
        ..transaction(vec![call(plain())])
    };
    let counted = TempoTransaction {
        nonce_key: U256::ZERO,
        ..transaction(vec![call(plain())])
    };
    for lasting in [endless, counted] {
        assert_eq!(
            SignedTransaction::decode(&signed_bytes(lasting)),
            Err(BadTransaction::Lasting)
        );
    }
}

#[test]
fn bytes_that_are_no_transaction_are_refused() {
    let mut longer = signed_bytes(transaction(vec![call(plain())]));
    longer.push(0);
    let huge = vec![TEMPO_TX_TYPE_ID; MAX_TRANSACTION_BYTES + 1];
    let some: [Bytes; 4] = [bytes!(""), bytes!("76"), bytes!("02c0"), bytes!("76c0")];
    for bytes in some
        .iter()
        .map(|bytes| bytes.to_vec())
        .chain([longer, huge])
    {
        assert_eq!(
            SignedTransaction::decode(&bytes),
            Err(BadTransaction::Encoding)
        );
    }
}

#[test]
fn a_memo_answers_only_its_own_challenge_and_realm() {
    let memo = B256::from(attribution::encode("id-1", "shop.example", None));
    assert!(memo_answers(memo, "shop.example", "id-1"));
    assert!(!memo_answers(memo, "shop.example", "id-2"));
    assert!(!memo_answers(memo, "other.example", "id-1"));
    assert!(!memo_answers(B256::repeat_byte(1), "shop.example", "id-1"));
}

#[test]
fn a_proof_binds_account_chain_realm_and_challenge() {
    let hash = |account, chain, realm, id| proof_hash(account, chain, realm, id);
    let one = hash(PAYER, 42431, "shop.example", "id-1");
    for other in [
        hash(SHOP, 42431, "shop.example", "id-1"),
        hash(PAYER, 4217, "shop.example", "id-1"),
        hash(PAYER, 42431, "other.example", "id-1"),
        hash(PAYER, 42431, "shop.example", "id-2"),
    ] {
        assert_ne!(one, other);
    }
}
