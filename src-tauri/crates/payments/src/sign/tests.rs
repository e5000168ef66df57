//! Signatures for every rail, read back as a merchant reads them. Knows no real network.

use std::sync::LazyLock;

use alloy::primitives::{Address, U256, address, keccak256};
use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use url::Url;

use super::*;
use crate::protocol::eip3009::{Authorization, TokenDomain};
use crate::protocol::{Encoded, challenge};
use crate::test_chain::TestChain;
use crate::{Answered, ChainId, Dialects, Offer, Reading, Registry, Request, Rpc, check, read};

mod evm;
mod tempo;
mod x402;

const PAYER: Address = address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
const MERCHANT: Address = address!("70997970C51812dc3A010C7d01b50e0d17dc79C8");
const PARTNER: Address = address!("3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");
const USDC: Address = address!("036CbD53842c5426634e7929541eC2318f3dCF7e");
const PATH_USD: Address = address!("20c0000000000000000000000000000000000000");
const IDENTIFIER: &str = "pay_0123456789abcdef0123456789abcdef";

static URL: LazyLock<Url> =
    LazyLock::new(|| Url::parse("https://api.example.com/data?q=1").unwrap());

fn key() -> PayKey {
    PayKey::from_hex(&"ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80".into())
        .unwrap()
}

fn now() -> Timestamp {
    "2026-11-21T12:00:00.75Z".parse().unwrap()
}

fn seconds(count: i64) -> SignedDuration {
    SignedDuration::from_secs(count)
}

/// A whole second, counted from the one that `now` is in.
fn second(count: i64) -> Timestamp {
    Timestamp::from_second(now().as_second() + count).unwrap()
}

/// An endpoint that nobody answers at: who asks it, fails.
fn nobody(chain: ChainId) -> Rpc {
    Rpc::connect(
        Registry::built_in().network(chain).unwrap(),
        "http://127.0.0.1:1",
    )
    .unwrap()
}

fn only_offer(headers: &[(String, Vec<u8>)], body: &[u8]) -> Offer {
    match read(&Answered { headers, body }, Dialects::WithArray).as_slice() {
        [Reading::Offer(offer)] => (**offer).clone(),
        other => panic!("not one offer: {other:?}"),
    }
}

fn checked(offer: &Offer) -> Payable {
    let request = Request {
        url: &URL,
        body: b"",
    };
    check(offer, &request, &Registry::built_in(), PAYER, now()).unwrap()
}

fn challenge_for(method: &str, intent: &str, request: &Value) -> Challenge {
    let mut challenge = Challenge::new(
        "8DqhIb5xuMHFetYwPy8APcSX1yzAxgrjdHriFlvMKH8",
        "api.example.com",
        method,
        intent,
        Encoded::from_value(request).unwrap(),
    );
    challenge.expires = Some("2026-11-21T12:05:00Z".to_owned());
    challenge
}

fn payable_of(challenge: &Challenge) -> Payable {
    let header = challenge::format(challenge).unwrap();
    checked(&only_offer(
        &[("WWW-Authenticate".to_owned(), header.into_bytes())],
        b"",
    ))
}

fn payload_of(signed: &Signed) -> Value {
    credential::parse(signed.header_value.expose_secret())
        .unwrap()
        .payload
}

fn base_sepolia_usdc() -> TokenDomain<'static> {
    TokenDomain {
        name: "USDC",
        version: "2",
        chain_id: 84532,
        contract: USDC,
    }
}

#[tokio::test]
async fn a_payment_can_be_printed_without_giving_itself_away() {
    let payable = evm::payable();
    let signed = sign(
        &payable,
        &key(),
        &nobody(ChainId::BASE_SEPOLIA),
        now(),
        IDENTIFIER,
    )
    .await
    .unwrap();
    let printed = format!("{signed:?}");
    assert!(
        !printed.contains(signed.header_value.expose_secret()),
        "{printed}"
    );
    assert!(
        !printed.contains(&signed.header_value.expose_secret()[10..40]),
        "{printed}"
    );
}

#[tokio::test]
async fn nothing_is_signed_once_the_time_that_was_checked_is_over() {
    for payable in [evm::payable(), tempo::proof(), x402::payable()] {
        for late in [payable.fixed_until(), payable.fixed_until() + seconds(1)] {
            let signed = sign(
                &payable,
                &key(),
                &nobody(payable.terms().chain),
                late,
                IDENTIFIER,
            )
            .await;
            assert_eq!(signed.unwrap_err(), SignError::TooLate);
        }
    }
}

#[tokio::test]
async fn a_session_is_not_paid_like_a_charge() {
    let request = json!({
        "amount": "10000", "currency": PATH_USD, "recipient": MERCHANT, "suggestedDeposit": "50000", "unitType": "request",
        "methodDetails": { "chainId": 42431, "escrowContract": "0x4d50500000000000000000000000000000000000", "sessionProtocol": "v2" },
    });
    let payable = payable_of(&challenge_for("tempo", "session", &request));
    let signed = sign(
        &payable,
        &key(),
        &nobody(ChainId::TEMPO_TESTNET),
        now(),
        IDENTIFIER,
    )
    .await;
    assert_eq!(signed.unwrap_err(), SignError::NeedsChannel);
}
