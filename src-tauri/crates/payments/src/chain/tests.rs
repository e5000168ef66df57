//! The chain's word, against a scripted RPC. Knows no real network.

use alloy::primitives::{Address, B256, Bytes, U256, address, keccak256};
use alloy::sol_types::{SolEvent, SolValue};
use jiff::{SignedDuration, Timestamp};
use tempo_alloy::contracts::precompiles::ITIP20;

use super::*;
use crate::test_chain::{Emitted, TestChain};
use crate::{Registry, Trace};

mod channels;

const PATH_USD: Address = address!("20c0000000000000000000000000000000000000");
const USDC: Address = address!("036CbD53842c5426634e7929541eC2318f3dCF7e");
const PAYER: Address = address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
const MERCHANT: Address = address!("70997970C51812dc3A010C7d01b50e0d17dc79C8");
const TRANSACTION: B256 = B256::repeat_byte(0xaa);
const MEMO: B256 = B256::repeat_byte(0xef);

fn valid_before() -> Timestamp {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

fn after(seconds: i64) -> Timestamp {
    valid_before() + SignedDuration::from_secs(seconds)
}

fn network(chain: ChainId) -> &'static Network {
    Registry::built_in().network(chain).unwrap()
}

fn transaction() -> Trace {
    Trace::TempoTransaction {
        chain: ChainId::TEMPO_TESTNET,
        hash: TRANSACTION,
    }
}

fn authorization() -> Trace {
    Trace::Authorization {
        chain: ChainId::BASE_SEPOLIA,
        token: USDC,
        from: PAYER,
        nonce: MEMO,
    }
}

fn sponsored() -> Trace {
    Trace::TempoSponsored {
        chain: ChainId::TEMPO_TESTNET,
        token: PATH_USD,
        from: PAYER,
        to: MERCHANT,
        amount: BaseUnits(U256::from(900)),
        memo: MEMO,
        after_block: 90,
    }
}

fn transfer(block: u64, amount: u64) -> Emitted {
    Emitted {
        block,
        contract: PATH_USD,
        topics: vec![
            ITIP20::TransferWithMemo::SIGNATURE_HASH,
            PAYER.into_word(),
            MERCHANT.into_word(),
            MEMO,
        ],
        data: U256::from(amount).abi_encode(),
        transaction: TRANSACTION,
    }
}

fn settled() -> Outcome {
    Outcome::Settled {
        transaction: Some(TRANSACTION.to_string()),
    }
}

async fn outcome(chain: &TestChain, trace: &Trace) -> Outcome {
    chain
        .rpc(trace.chain())
        .outcome(trace, valid_before())
        .await
        .unwrap()
}

#[tokio::test]
async fn nothing_is_asked_before_something_is_wanted() {
    let chain = TestChain::start(ChainId::TEMPO_TESTNET, after(0)).await;
    let rpc = chain.rpc(ChainId::TEMPO_TESTNET);
    assert!(chain.asked().is_empty());
    assert_eq!(rpc.chain_time().await, Ok(after(0)));
    assert_eq!(rpc.chain_time().await, Ok(after(0)));
    assert_eq!(
        chain.asked(),
        [
            "eth_chainId",
            "eth_getBlockByNumber",
            "eth_getBlockByNumber"
        ]
    );
}

#[tokio::test]
async fn a_balance_is_what_the_token_says() {
    let chain = TestChain::start(ChainId::BASE_SEPOLIA, after(0)).await;
    let rpc = chain.rpc(ChainId::BASE_SEPOLIA);
    assert_eq!(
        rpc.balance(USDC, PAYER).await.unwrap().to_string(),
        "1000000"
    );
}

#[tokio::test]
async fn an_address_without_a_token_has_no_balance_rather_than_none() {
    let chain = TestChain::start(ChainId::BASE_SEPOLIA, after(0)).await;
    chain.know(|facts| facts.balance = Bytes::new());
    let rpc = chain.rpc(ChainId::BASE_SEPOLIA);
    assert_eq!(rpc.balance(USDC, PAYER).await, Err(ChainError::Unreadable));
}

#[tokio::test]
async fn an_endpoint_of_another_chain_is_asked_nothing_more() {
    let chain = TestChain::start(ChainId::TEMPO, after(0)).await;
    let rpc = chain.rpc(ChainId::TEMPO_TESTNET);
    let other = ChainError::OtherChain {
        expected: ChainId::TEMPO_TESTNET,
        found: ChainId::TEMPO,
    };
    assert_eq!(rpc.chain_time().await, Err(other));
    assert_eq!(
        rpc.outcome(&transaction(), valid_before()).await,
        Err(other)
    );
    assert_eq!(chain.asked(), ["eth_chainId", "eth_chainId"]);
}

#[tokio::test]
async fn a_chain_is_not_asked_about_a_payment_on_another() {
    let chain = TestChain::start(ChainId::TEMPO_TESTNET, after(0)).await;
    let rpc = chain.rpc(ChainId::TEMPO_TESTNET);
    let asked = rpc.outcome(&authorization(), valid_before()).await;
    assert!(
        matches!(asked, Err(ChainError::OtherChain { .. })),
        "{asked:?}"
    );
    assert!(chain.asked().is_empty());
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = TestChain::start(ChainId::TEMPO_TESTNET, after(0)).await;
    let chain = TestChain::start(ChainId::TEMPO_TESTNET, after(0)).await;
    chain.know(|facts| facts.moved = Some(elsewhere.url.clone()));
    let rpc = chain.rpc(ChainId::TEMPO_TESTNET);
    assert_eq!(rpc.chain_time().await, Err(ChainError::Unreachable));
    assert!(elsewhere.asked().is_empty());
}

#[test]
fn plain_http_is_for_this_machine_only() {
    let tempo = network(ChainId::TEMPO);
    for url in [
        "http://127.0.0.1:8545",
        "http://[::1]:8545",
        "http://localhost:8545",
        "https://rpc.tempo.xyz",
    ] {
        assert!(Rpc::connect(tempo, url).is_ok(), "{url}");
    }
    for url in [
        "http://rpc.tempo.xyz",
        "http://127.0.0.1.example.com",
        "ftp://localhost",
        "http://10.0.0.1",
    ] {
        assert_eq!(
            Rpc::connect(tempo, url).unwrap_err(),
            ChainError::NotHttps,
            "{url}"
        );
    }
    assert_eq!(
        Rpc::connect(tempo, "rpc.tempo.xyz").unwrap_err(),
        ChainError::NotUrl
    );
}

#[tokio::test]
async fn an_endpoint_over_https_fails_without_a_panic_when_nobody_is_there() {
    let rpc = Rpc::connect(
        network(ChainId::TEMPO),
        "https://127.0.0.1:1/secret-api-key",
    )
    .unwrap();
    let error = rpc.chain_time().await.unwrap_err();
    assert_eq!(error, ChainError::Unreachable);
    assert!(!format!("{rpc:?} {error} {error:?}").contains("secret-api-key"));
}

#[tokio::test]
async fn an_included_transaction_settled_the_payment() {
    let chain = TestChain::start(ChainId::TEMPO_TESTNET, after(-20)).await;
    assert_eq!(outcome(&chain, &transaction()).await, Outcome::Pending);
    chain.know(|facts| {
        facts.receipts.insert(TRANSACTION, 1);
    });
    assert_eq!(outcome(&chain, &transaction()).await, settled());
}

#[tokio::test]
async fn a_used_authorization_settled_the_payment_even_when_no_event_is_found() {
    let chain = TestChain::start(ChainId::BASE_SEPOLIA, after(-20)).await;
    assert_eq!(outcome(&chain, &authorization()).await, Outcome::Pending);
    chain.know(|facts| {
        facts.used_nonces.insert(MEMO);
    });
    assert_eq!(
        outcome(&chain, &authorization()).await,
        Outcome::Settled { transaction: None }
    );
    chain.know(|facts| {
        facts.logs.push(Emitted {
            block: 99,
            contract: USDC,
            topics: vec![
                keccak256("AuthorizationUsed(address,bytes32)"),
                PAYER.into_word(),
                MEMO,
            ],
            data: Vec::new(),
            transaction: TRANSACTION,
        });
    });
    assert_eq!(outcome(&chain, &authorization()).await, settled());
}

#[tokio::test]
async fn a_sponsored_transaction_is_known_by_its_memo() {
    let chain = TestChain::start(ChainId::TEMPO_TESTNET, after(-20)).await;
    assert_eq!(outcome(&chain, &sponsored()).await, Outcome::Pending);
    chain.know(|facts| facts.logs.push(transfer(95, 900)));
    assert_eq!(outcome(&chain, &sponsored()).await, settled());
}

#[tokio::test]
async fn a_transfer_of_another_amount_or_from_before_the_signing_is_another() {
    let chain = TestChain::start(ChainId::TEMPO_TESTNET, after(-20)).await;
    chain.know(|facts| facts.logs = vec![transfer(95, 899), transfer(90, 900)]);
    assert_eq!(outcome(&chain, &sponsored()).await, Outcome::Pending);
}

#[tokio::test]
async fn a_sponsored_transaction_is_found_days_later_and_not_searched_beyond_its_time() {
    let days = 3 * 24 * 60 * 60;
    let chain = TestChain::start(ChainId::TEMPO_TESTNET, after(days)).await;
    let newest = u64::try_from(days).unwrap() + 100;
    chain.know(|facts| {
        facts.newest = newest;
        facts.logs = vec![transfer(99, 900)];
    });
    assert_eq!(outcome(&chain, &sponsored()).await, settled());
    chain.know(|facts| facts.logs = vec![transfer(newest, 900)]);
    assert_eq!(outcome(&chain, &sponsored()).await, Outcome::Expired);
    assert!(chain.asked().len() < 12, "{:?}", chain.asked());
}

#[tokio::test]
async fn nothing_expires_before_the_chain_is_past_its_time_and_the_margin() {
    let proof = Trace::Proof {
        chain: ChainId::TEMPO_TESTNET,
    };
    let margin = EXPIRY_MARGIN.as_secs();
    for trace in [transaction(), authorization(), sponsored(), proof] {
        for (time, expected) in [
            (after(-1), Outcome::Pending),
            (after(0), Outcome::Pending),
            (after(margin - 1), Outcome::Pending),
            (after(margin), Outcome::Expired),
        ] {
            let chain = TestChain::start(trace.chain(), time).await;
            assert_eq!(
                outcome(&chain, &trace).await,
                expected,
                "{trace:?} at {time}"
            );
        }
    }
}

#[tokio::test]
async fn what_settled_stays_settled_after_its_time() {
    let chain = TestChain::start(ChainId::TEMPO_TESTNET, after(3_600)).await;
    chain.know(|facts| {
        facts.newest = 4_000;
        facts.receipts.insert(TRANSACTION, 1);
        facts.logs.push(transfer(95, 900));
    });
    for trace in [transaction(), sponsored()] {
        assert_eq!(outcome(&chain, &trace).await, settled(), "{trace:?}");
    }
}

#[tokio::test]
async fn a_transaction_that_failed_moved_nothing_and_counts_as_expired_in_its_time() {
    let chain = TestChain::start(ChainId::TEMPO_TESTNET, after(-1)).await;
    chain.know(|facts| {
        facts.receipts.insert(TRANSACTION, 0);
    });
    assert_eq!(outcome(&chain, &transaction()).await, Outcome::Pending);
    chain.know(|facts| facts.time = after(60));
    assert_eq!(outcome(&chain, &transaction()).await, Outcome::Expired);
}

#[tokio::test]
async fn the_time_is_read_before_the_payment_is_looked_for() {
    for trace in [transaction(), authorization(), sponsored()] {
        let chain = TestChain::start(trace.chain(), after(60)).await;
        outcome(&chain, &trace).await;
        assert_eq!(chain.asked()[1], "eth_getBlockByNumber", "{trace:?}");
    }
}

fn channel_closed() -> Trace {
    Trace::ChannelClosed {
        chain: ChainId::TEMPO_TESTNET,
        channel: MEMO,
        after_block: 90,
    }
}

#[test]
fn a_trace_reads_back_as_it_was_written() {
    for trace in [
        transaction(),
        authorization(),
        sponsored(),
        channel_closed(),
    ] {
        let written = serde_json::to_string(&trace).unwrap();
        assert_eq!(
            serde_json::from_str::<Trace>(&written).unwrap(),
            trace,
            "{written}"
        );
    }
}
