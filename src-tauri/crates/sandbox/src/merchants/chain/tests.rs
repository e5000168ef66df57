//! The chain by itself: what moves a balance, and what does not. Real signatures, no HTTP.

use alloy::{
    primitives::address,
    signers::{SignerSync, local::PrivateKeySigner},
};
use jiff::SignedDuration;

use super::*;

const SHOP: Address = address!("70997970c51812dc3a010c7d01b50e0d17dc79c8");
const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

fn key() -> PrivateKeySigner {
    // The first account of every local test chain; never funded on a real one.
    "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
        .parse()
        .unwrap()
}

fn base() -> Chain {
    Chain::new(ChainName::Base, &[SHOP], NOW)
}

fn authorization(value: u64) -> Authorization {
    Authorization {
        from: key().address(),
        to: SHOP,
        value: U256::from(value),
        valid_after: 0,
        valid_before: 1_800_000_060,
        nonce: B256::repeat_byte(7),
    }
}

fn signature(authorization: &Authorization, chain_id: u64) -> [u8; 65] {
    let domain = TokenDomain {
        name: "USDC",
        version: "2",
        chain_id,
        contract: ChainName::Base.token().address,
    };
    key()
        .sign_hash_sync(&authorization.signing_hash(&domain))
        .unwrap()
        .as_bytes()
}

fn pay(chain: &mut Chain, authorization: &Authorization, now: Timestamp) -> Result<B256, Reverted> {
    let signature = signature(authorization, 84_532);
    chain.transfer_with_authorization(authorization, &signature, now)
}

#[test]
fn an_authorization_moves_its_value_once() {
    let mut chain = base();
    pay(&mut chain, &authorization(1_000), NOW).unwrap();
    let payer = key().address();
    assert!(chain.authorization_used(payer, B256::repeat_byte(7)));
    assert_eq!(
        pay(&mut chain, &authorization(1_000), NOW),
        Err(Reverted::Used)
    );
    assert_eq!(
        (chain.balance(payer), chain.balance(SHOP)),
        (U256::from(FIRST_FUNDS - 1_000), U256::from(1_000))
    );
}

#[test]
fn an_authorization_counts_strictly_within_its_window() {
    let window = Authorization {
        valid_after: 1_800_000_000,
        ..authorization(1)
    };
    let after = |seconds| NOW + SignedDuration::from_secs(seconds);
    assert_eq!(pay(&mut base(), &window, NOW), Err(Reverted::NotYetValid));
    assert!(pay(&mut base(), &window, after(1)).is_ok());
    assert!(pay(&mut base(), &window, after(59)).is_ok());
    assert_eq!(pay(&mut base(), &window, after(60)), Err(Reverted::Expired));
}

#[test]
fn an_authorization_for_another_chain_or_content_is_not_signed() {
    let mut chain = base();
    let one = authorization(1_000);
    let foreign = signature(&one, 8_453);
    assert_eq!(
        chain.transfer_with_authorization(&one, &foreign, NOW),
        Err(Reverted::Signature)
    );
    let more = authorization(1_001);
    assert_eq!(
        chain.transfer_with_authorization(&more, &signature(&one, 84_532), NOW),
        Err(Reverted::Signature)
    );
}

#[test]
fn more_than_the_payer_has_moves_nothing() {
    let mut chain = base();
    let payer = key().address();
    chain.fund(payer, U256::from(999));
    assert_eq!(
        pay(&mut chain, &authorization(1_000), NOW),
        Err(Reverted::InsufficientFunds)
    );
    assert_eq!(
        (chain.balance(payer), chain.balance(SHOP)),
        (U256::from(999), U256::ZERO)
    );
    assert!(!chain.authorization_used(payer, B256::repeat_byte(7)));
}

fn transaction() -> SignedTransaction {
    SignedTransaction {
        chain_id: 42_431,
        payer: key().address(),
        hash: Some(B256::repeat_byte(1)),
        replay_id: B256::repeat_byte(2),
        valid_after: None,
        valid_before: 1_800_000_025,
        transfers: vec![payments::protocol::tempo::Transfer {
            token: ChainName::Tempo.token().address,
            to: SHOP,
            amount: U256::from(1_000),
            memo: None,
        }],
    }
}

#[test]
fn a_transaction_is_included_once_whoever_sponsors_it() {
    let mut chain = Chain::new(ChainName::Tempo, &[SHOP], NOW);
    assert_eq!(chain.submit(&transaction(), NOW), Ok(B256::repeat_byte(1)));
    let sponsored = SignedTransaction {
        hash: None,
        ..transaction()
    };
    for again in [transaction(), sponsored] {
        assert_eq!(chain.submit(&again, NOW), Err(Reverted::Used));
    }
    assert_eq!(chain.balance(SHOP), U256::from(1_000));
}

#[test]
fn a_transaction_of_another_chain_or_time_is_not_included() {
    let mut chain = Chain::new(ChainName::Tempo, &[SHOP], NOW);
    let real = transaction();
    let mut foreign_token = transaction();
    foreign_token.transfers[0].token = SHOP;
    let until = |valid_before| SignedTransaction {
        valid_before,
        ..transaction()
    };
    for (signed, reverted) in [
        (
            SignedTransaction {
                chain_id: 4_217,
                ..real
            },
            Reverted::ForeignChain,
        ),
        (foreign_token, Reverted::ForeignChain),
        (until(1_800_000_000), Reverted::Expired),
        (until(1_800_000_031), Reverted::NotYetValid),
    ] {
        assert_eq!(chain.submit(&signed, NOW), Err(reverted), "{signed:?}");
    }
    assert_eq!(chain.balance(SHOP), U256::ZERO);
}

#[test]
fn each_second_and_each_transaction_makes_a_block_that_stays_as_it_is() {
    let mut chain = base();
    let second = unix_seconds(NOW);
    let seen = chain.latest(second);
    assert_eq!((seen, chain.block_time(seen)), (FIRST_BLOCKS, second));
    pay(&mut chain, &authorization(1), NOW).unwrap();
    let included: Vec<_> = chain.included().map(|(block, _)| block).collect();
    assert_eq!(included, [seen + 1]);
    assert_eq!(chain.latest(second), seen + 1);
    assert_eq!(chain.latest(second + 1), seen + 2);
    let times = [seen, seen + 1, seen + 2].map(|block| chain.block_time(block));
    assert_eq!(times, [second, second, second + 1]);
}
