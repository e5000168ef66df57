//! MPP's tempo/charge, of something and of nothing.

use alloy::primitives::B256;
use alloy::signers::SignerSync;

use super::*;
use crate::protocol::tempo::{SignedTransaction, Transfer, memo_answers, proof_hash};

fn charge(amount: &str, details: &Value) -> Challenge {
    let mut request = json!({
        "amount": amount, "currency": PATH_USD, "recipient": MERCHANT, "methodDetails": { "chainId": 42431 },
    });
    let merged = request["methodDetails"].as_object_mut().unwrap();
    merged.extend(details.as_object().unwrap().clone());
    challenge_for("tempo", "charge", &request)
}

pub(super) fn proof() -> Payable {
    payable_of(&charge("0", &json!({})))
}

async fn chain() -> TestChain {
    TestChain::start(ChainId::TEMPO_TESTNET, now()).await
}

async fn signed_on(chain: &TestChain, challenge: &Challenge) -> Result<Signed, SignError> {
    let rpc = chain.rpc(ChainId::TEMPO_TESTNET);
    sign(&payable_of(challenge), &key(), &rpc, now(), IDENTIFIER).await
}

fn transaction(signed: &Signed) -> SignedTransaction {
    let payload = payload_of(signed);
    assert_eq!(payload["type"], "transaction");
    SignedTransaction::decode(&alloy::hex::decode(payload["signature"].as_str().unwrap()).unwrap())
        .unwrap()
}

fn transfer(to: Address, amount: u64, memo: Option<B256>) -> Transfer {
    Transfer {
        token: PATH_USD,
        to,
        amount: U256::from(amount),
        memo,
    }
}

#[tokio::test]
async fn a_charge_is_one_transfer_with_a_memo_that_answers_the_challenge() {
    let chain = chain().await;
    let challenge = charge("10000", &json!({}));
    let signed = signed_on(&chain, &challenge).await.unwrap();
    let transaction = transaction(&signed);
    let memo = transaction.transfers[0].memo;
    assert!(memo_answers(memo.unwrap(), &challenge.realm, &challenge.id));
    assert_eq!(transaction.transfers, [transfer(MERCHANT, 10_000, memo)]);
    assert_eq!((transaction.payer, transaction.chain_id), (PAYER, 42431));
    assert_eq!(signed.valid_before, second(25));
    assert_eq!(
        transaction.valid_before,
        u64::try_from(second(25).as_second()).unwrap()
    );
}

#[tokio::test]
async fn the_hash_of_a_transaction_is_known_before_it_is_sent() {
    let chain = chain().await;
    let signed = signed_on(&chain, &charge("10000", &json!({})))
        .await
        .unwrap();
    let hash = transaction(&signed).hash.unwrap();
    assert_eq!(
        signed.trace,
        Trace::TempoTransaction {
            chain: ChainId::TEMPO_TESTNET,
            hash
        }
    );
}

#[tokio::test]
async fn the_payer_is_told_the_most_that_the_fee_can_be() {
    let chain = chain().await;
    let signed = signed_on(&chain, &charge("10000", &json!({})))
        .await
        .unwrap();
    // 75 000 gas at 41 gwei are 0.003075 dollars; the estimate of 70 000 has a margin of 5 000.
    assert_eq!(signed.fee_at_most, BaseUnits(U256::from(3_075)));
}

#[tokio::test]
async fn splits_follow_in_their_order_with_their_own_memos() {
    let chain = chain().await;
    let memo = B256::repeat_byte(0x11);
    let splits = json!({ "splits": [
        { "recipient": PARTNER, "amount": "1000", "memo": memo },
        { "recipient": PARTNER, "amount": "500" },
    ] });
    let signed = signed_on(&chain, &charge("10000", &splits)).await.unwrap();
    let transfers = transaction(&signed).transfers;
    let attribution = transfers[0].memo;
    assert!(attribution.is_some());
    assert_eq!(
        transfers,
        [
            transfer(MERCHANT, 8_500, attribution),
            transfer(PARTNER, 1_000, Some(memo)),
            transfer(PARTNER, 500, None),
        ]
    );
}

#[tokio::test]
async fn a_sponsored_charge_costs_no_fee_and_leaves_what_the_chain_can_be_searched_for() {
    let chain = chain().await;
    let splits =
        json!({ "feePayer": true, "splits": [{ "recipient": PARTNER, "amount": "1000" }] });
    let signed = signed_on(&chain, &charge("10000", &splits)).await.unwrap();
    let transaction = transaction(&signed);
    assert_eq!((transaction.hash, transaction.payer), (None, PAYER));
    assert_eq!(
        signed.trace,
        Trace::TempoSponsored {
            chain: ChainId::TEMPO_TESTNET,
            token: PATH_USD,
            from: PAYER,
            to: MERCHANT,
            amount: BaseUnits(U256::from(9_000)),
            memo: transaction.transfers[0].memo.unwrap(),
            after_block: 100,
        }
    );
    assert_eq!(signed.fee_at_most, BaseUnits::ZERO);
    assert!(!chain.asked().contains(&"eth_estimateGas".to_owned()));
}

#[tokio::test]
async fn a_sponsor_gets_no_transaction_that_it_has_no_time_for() {
    let chain = chain().await;
    let mut challenge = charge("10000", &json!({ "feePayer": true }));
    challenge.expires = Some("2026-11-21T12:00:14.9Z".to_owned());
    assert_eq!(
        signed_on(&chain, &challenge).await.unwrap_err(),
        SignError::TooLate
    );
    challenge.expires = Some("2026-11-21T12:00:15Z".to_owned());
    assert_eq!(
        signed_on(&chain, &challenge).await.unwrap().valid_before,
        second(15)
    );
}

#[tokio::test]
async fn the_end_of_a_transaction_goes_by_the_chains_clock_not_by_ours() {
    let chain = chain().await;
    let challenge = charge("10000", &json!({}));
    for skew in [-60, -20, 20, 60] {
        chain.know(|facts| facts.time = second(skew));
        assert_eq!(
            signed_on(&chain, &challenge).await.unwrap().valid_before,
            second(skew + 25)
        );
    }
}

#[tokio::test]
async fn a_transaction_ends_with_the_challenge_when_that_is_sooner() {
    let chain = chain().await;
    let mut challenge = charge("10000", &json!({}));
    challenge.expires = Some("2026-11-21T12:00:10.5Z".to_owned());
    assert_eq!(
        signed_on(&chain, &challenge).await.unwrap().valid_before,
        second(10)
    );
}

#[tokio::test]
async fn nothing_is_signed_when_the_chain_says_that_it_would_fail() {
    let chain = chain().await;
    for (said, expected) in [
        (
            Err("execution reverted: InsufficientBalance"),
            SignError::BalanceTooLow,
        ),
        (Err("execution reverted: Paused"), SignError::WouldFail),
        (Err("overloaded"), SignError::Chain(ChainError::Unreachable)),
        (Ok(3_000_001), SignError::FeeTooHigh),
    ] {
        chain.know(|facts| facts.gas = said);
        let signed = signed_on(&chain, &charge("10000", &json!({}))).await;
        assert_eq!(signed.unwrap_err(), expected);
    }
}

#[tokio::test]
async fn a_proof_is_signed_without_asking_a_chain_and_moves_nothing() {
    let challenge = charge("0", &json!({}));
    let signed = sign(
        &payable_of(&challenge),
        &key(),
        &nobody(ChainId::TEMPO_TESTNET),
        now(),
        IDENTIFIER,
    )
    .await
    .unwrap();
    let payload = payload_of(&signed);
    let hash = proof_hash(PAYER, 42431, &challenge.realm, &challenge.id);
    let expected = key().signer().sign_hash_sync(&hash).unwrap();
    assert_eq!(
        payload,
        json!({ "type": "proof", "signature": alloy::hex::encode_prefixed(expected.as_bytes()) })
    );
    assert_eq!(
        signed.trace,
        Trace::Proof {
            chain: ChainId::TEMPO_TESTNET
        }
    );
}

#[tokio::test]
async fn the_same_charge_always_has_the_same_nonce_whoever_pays_the_fee() {
    let chain = chain().await;
    let first = signed_on(&chain, &charge("10000", &json!({})))
        .await
        .unwrap();
    let second = signed_on(&chain, &charge("10000", &json!({ "feePayer": true })))
        .await
        .unwrap();
    assert_eq!(first.nonce, second.nonce);
    assert_eq!(first.nonce.len(), 64);
}
