//! Channels from opening to closing, against a scripted RPC. Knows no real network.

use alloy::primitives::{Bytes, Signature, TxKind, U256};
use alloy::sol_types::SolCall;
use proptest::prelude::*;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tempo_alloy::contracts::precompiles::ITIP20ChannelReserve;
use tempo_alloy::primitives::AASigned;

use super::*;
use crate::fixtures;
use crate::protocol::credential;
use crate::test_chain::TestChain;

fn key() -> PayKey {
    PayKey::from_hex(&"ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80".into())
        .unwrap()
}

fn other_key() -> PayKey {
    PayKey::from_hex(&"59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d".into())
        .unwrap()
}

fn units_of(amount: u64) -> BaseUnits {
    BaseUnits(U256::from(amount))
}

/// A session of 10 a unit, whose server would like a deposit of 50 000.
fn session(change: impl FnOnce(&mut Value)) -> Payable {
    let mut request = fixtures::session_request();
    change(&mut request);
    fixtures::payable(&fixtures::mpp(&fixtures::challenge(
        "tempo", "session", &request, "",
    )))
}

async fn chain() -> TestChain {
    TestChain::start(ChainId::TEMPO_TESTNET, fixtures::now()).await
}

async fn opened(chain: &TestChain, payable: &Payable, deposit: u64) -> Result<Step, ChannelError> {
    let rpc = chain.rpc(ChainId::TEMPO_TESTNET);
    open(payable, &key(), &rpc, fixtures::now(), units_of(deposit)).await
}

fn payload(step: &Step) -> Value {
    credential::parse(step.signed.header_value.expose_secret())
        .unwrap()
        .payload
}

fn bytes(value: &Value) -> Bytes {
    value.as_str().unwrap().parse().unwrap()
}

fn signer(signature: &Value, hash: B256) -> Address {
    Signature::from_raw(&bytes(signature))
        .unwrap()
        .recover_address_from_prehash(&hash)
        .unwrap()
}

fn promise(step: &Step) -> B256 {
    precompile_voucher_signing_hash(
        step.channel.id,
        units(step.channel.promised).unwrap(),
        42431,
    )
    .unwrap()
}

#[test]
fn the_server_can_lower_a_deposit_but_never_raise_it() {
    let asking = |deposit: &str| session(|request| request["suggestedDeposit"] = deposit.into());
    for (asked, left, most, put_in) in [
        ("50000", 0, 30_000, 30_000),
        ("50000", 0, 80_000, 50_000),
        ("1", 0, 80_000, 10),
        ("1", 4, 80_000, 6),
        ("50000", 4, 30_000, 30_000),
    ] {
        assert_eq!(
            deposit(&asking(asked), units_of(left), units_of(most)),
            Ok(units_of(put_in)),
            "{asked} of {most}"
        );
    }
    for (left, most) in [(0, 9), (4, 5)] {
        assert_eq!(
            deposit(&asking("50000"), units_of(left), units_of(most)),
            Err(ChannelError::DepositTooSmall)
        );
    }
}

proptest! {
    #[test]
    fn no_deposit_is_above_the_persons_own_nor_below_one_unit(asked in any::<u64>(), most in any::<u64>()) {
        let payable = session(|request| request["suggestedDeposit"] = asked.to_string().into());
        match deposit(&payable, BaseUnits::ZERO, units_of(most)) {
            Ok(put_in) => prop_assert!(put_in <= units_of(most) && put_in >= payable.amount()),
            Err(error) => {
                prop_assert_eq!(error, ChannelError::DepositTooSmall);
                prop_assert!(units_of(most) < payable.amount());
            }
        }
    }
}

#[tokio::test]
async fn an_opened_channel_locks_our_deposit_and_promises_one_unit() {
    let chain = chain().await;
    let step = opened(&chain, &session(|_| ()), 30_000).await.unwrap();
    let payload = payload(&step);
    assert_eq!(
        (&payload["action"], &payload["cumulativeAmount"]),
        (&json!("open"), &json!("10"))
    );
    assert_eq!(
        (step.channel.deposit, step.channel.promised),
        (units_of(30_000), units_of(10))
    );
    assert_eq!(step.channel.refund(), units_of(29_990));
    assert_eq!(
        signer(&payload["signature"], promise(&step)),
        key().address()
    );

    let bytes = bytes(&payload["transaction"]);
    let transaction = AASigned::rlp_decode(&mut &bytes[1..]).unwrap();
    let call =
        ITIP20ChannelReserve::openCall::abi_decode(&transaction.tx().calls[0].input).unwrap();
    assert_eq!(transaction.tx().calls.len(), 1);
    assert_eq!(
        transaction.tx().calls[0].to,
        TxKind::Call(TIP20_CHANNEL_RESERVE_ADDRESS)
    );
    assert_eq!(
        (call.deposit.to::<u64>(), call.payee, call.operator),
        (30_000, step.channel.payee, Address::ZERO)
    );
    assert_eq!(
        step.signed.trace,
        Trace::TempoTransaction {
            chain: ChainId::TEMPO_TESTNET,
            hash: *transaction.hash()
        }
    );
}

#[tokio::test]
async fn the_id_of_a_channel_is_the_one_that_the_chain_will_give_it() {
    let chain = chain().await;
    let step = opened(&chain, &session(|_| ()), 30_000).await.unwrap();
    let payload = payload(&step);
    let bytes = bytes(&payload["transaction"]);
    let transaction = AASigned::rlp_decode(&mut &bytes[1..]).unwrap();
    let (payer, replay) = transaction
        .recover_signer_with_expiring_nonce_hash()
        .unwrap();
    assert_eq!(payer, key().address());
    assert_eq!(
        payload["descriptor"]["expiringNonceHash"],
        replay.unwrap().to_string()
    );
    assert_eq!(payload["channelId"], step.channel.id.to_string());
    let descriptor: ChannelDescriptor =
        serde_json::from_value(payload["descriptor"].clone()).unwrap();
    assert_eq!(
        compute_precompile_channel_id_from_descriptor(&descriptor, 42431).unwrap(),
        step.channel.id
    );
}

#[tokio::test]
async fn a_sponsored_channel_is_known_by_its_id_as_its_hash_is_not() {
    let chain = chain().await;
    let payable = session(|request| request["methodDetails"]["feePayer"] = true.into());
    let step = opened(&chain, &payable, 30_000).await.unwrap();
    let expected = Trace::ChannelFunded {
        chain: ChainId::TEMPO_TESTNET,
        channel: step.channel.id,
        topped_up: None,
        after_block: 100,
    };
    assert_eq!(step.signed.trace, expected);
    assert_eq!(step.signed.fee_at_most, BaseUnits::ZERO);
}

#[tokio::test]
async fn each_voucher_promises_one_unit_more_and_asks_no_chain() {
    let chain = chain().await;
    let payable = session(|_| ());
    let mut channel = opened(&chain, &payable, 30).await.unwrap().channel;
    let asked = chain.asked().len();
    let mut nonces = std::collections::HashSet::new();
    for promised in [20, 30] {
        let step = voucher(&channel, &payable, &key(), fixtures::now()).unwrap();
        let payload = payload(&step);
        assert_eq!(
            (&payload["action"], &payload["cumulativeAmount"]),
            (&json!("voucher"), &json!(promised.to_string()))
        );
        assert_eq!(
            signer(&payload["signature"], promise(&step)),
            key().address()
        );
        let cumulative = units_of(promised);
        assert_eq!(
            step.signed.trace,
            Trace::Voucher {
                chain: ChainId::TEMPO_TESTNET,
                channel: channel.id,
                cumulative
            }
        );
        assert!(nonces.insert(step.signed.nonce));
        channel = step.channel;
    }
    let more = voucher(&channel, &payable, &key(), fixtures::now());
    assert_eq!(
        more.unwrap_err(),
        ChannelError::NeedsTopUp {
            missing: units_of(10)
        }
    );
    assert_eq!(chain.asked().len(), asked);
}

#[tokio::test]
async fn a_channel_pays_only_its_own_payee_token_operator_and_key() {
    let chain = chain().await;
    let payable = session(|_| ());
    let channel = opened(&chain, &payable, 30_000).await.unwrap().channel;
    let others = [
        session(|request| request["recipient"] = fixtures::OTHER.into()),
        session(|request| request["methodDetails"]["operator"] = fixtures::OTHER.into()),
    ];
    for other in others {
        let refused = voucher(&channel, &other, &key(), fixtures::now());
        assert_eq!(refused.unwrap_err(), ChannelError::OtherChannel);
    }
    let refused = voucher(&channel, &payable, &other_key(), fixtures::now());
    assert_eq!(refused.unwrap_err(), ChannelError::OtherChannel);
}

#[tokio::test]
async fn a_server_that_wants_larger_promises_than_its_price_gets_none() {
    let chain = chain().await;
    let payable = session(|request| request["methodDetails"]["minVoucherDelta"] = "11".into());
    assert_eq!(
        opened(&chain, &payable, 30_000).await.unwrap_err(),
        ChannelError::Sign(SignError::TermsDiffer)
    );
}

#[tokio::test]
async fn two_equal_top_ups_are_two_transactions() {
    let chain = chain().await;
    let rpc = chain.rpc(ChainId::TEMPO_TESTNET);
    let payable = session(|_| ());
    let channel = opened(&chain, &payable, 30).await.unwrap().channel;
    let again = async || {
        top_up(
            &channel,
            &payable,
            &key(),
            &rpc,
            fixtures::now(),
            units_of(50),
        )
        .await
        .unwrap()
    };
    let (first, second) = (again().await, again().await);
    assert_ne!(first.signed.trace, second.signed.trace);
    assert_eq!(
        (first.channel.deposit, first.channel.promised),
        (units_of(80), units_of(10))
    );
    let payload = payload(&first);
    assert_eq!(
        (&payload["action"], &payload["additionalDeposit"]),
        (&json!("topUp"), &json!("50"))
    );
    let none = top_up(
        &channel,
        &payable,
        &key(),
        &rpc,
        fixtures::now(),
        BaseUnits::ZERO,
    )
    .await;
    assert_eq!(none.unwrap_err(), ChannelError::DepositTooSmall);
}

#[tokio::test]
async fn closing_agrees_to_what_is_owed_and_forgets_no_promise() {
    let chain = chain().await;
    let rpc = chain.rpc(ChainId::TEMPO_TESTNET);
    let payable = session(|_| ());
    let channel = opened(&chain, &payable, 30).await.unwrap().channel;
    let channel = voucher(&channel, &payable, &key(), fixtures::now())
        .unwrap()
        .channel;
    let step = close(
        &channel,
        &payable,
        &key(),
        &rpc,
        fixtures::now(),
        units_of(10),
    )
    .await
    .unwrap();
    let payload = payload(&step);
    assert_eq!(
        (&payload["action"], &payload["cumulativeAmount"]),
        (&json!("close"), &json!("10"))
    );
    let agreed = precompile_voucher_signing_hash(channel.id, 10, 42431).unwrap();
    assert_eq!(signer(&payload["signature"], agreed), key().address());
    let closing = precompile_close_authorization_signing_hash_with_escrow(
        channel.id,
        10,
        TIP20_CHANNEL_RESERVE_ADDRESS,
        42431,
    );
    assert_eq!(
        signer(&payload["closeSignature"], closing.unwrap()),
        key().address()
    );
    assert_eq!(step.channel, channel);
    let too_much = close(
        &channel,
        &payable,
        &key(),
        &rpc,
        fixtures::now(),
        units_of(21),
    )
    .await;
    assert_eq!(too_much.unwrap_err(), ChannelError::AmountTooLarge);
}

#[tokio::test]
async fn a_deposit_below_one_unit_or_beyond_96_bits_opens_nothing() {
    let chain = chain().await;
    let payable = session(|_| ());
    assert_eq!(
        opened(&chain, &payable, 9).await.unwrap_err(),
        ChannelError::DepositTooSmall
    );
    let rpc = chain.rpc(ChainId::TEMPO_TESTNET);
    for huge in [U256::from(1) << 96, U256::from(1) << 128, U256::MAX] {
        let refused = open(&payable, &key(), &rpc, fixtures::now(), BaseUnits(huge)).await;
        assert_eq!(refused.unwrap_err(), ChannelError::AmountTooLarge);
    }
    assert!(chain.asked().is_empty());
}

#[tokio::test]
async fn a_channel_reads_back_as_it_was_kept_and_holds_no_secret() {
    let chain = chain().await;
    let step = opened(&chain, &session(|_| ()), 30_000).await.unwrap();
    let kept = serde_json::to_string(&step.channel).unwrap();
    assert_eq!(
        serde_json::from_str::<Channel>(&kept).unwrap(),
        step.channel
    );
    let signature = payload(&step)["signature"].as_str().unwrap().to_owned();
    assert!(!kept.contains(&signature[2..]) && !kept.contains(key().to_hex().expose_secret()));
    assert_eq!(step.channel.key(), Channel::key_for(&session(|_| ())));
}
