//! Traces of payment channels.

use tempo_alloy::contracts::precompiles::TIP20_CHANNEL_RESERVE_ADDRESS;

use super::*;

fn reserve_event(signature: &str, block: u64, data: Vec<u8>) -> Emitted {
    Emitted {
        block,
        contract: TIP20_CHANNEL_RESERVE_ADDRESS,
        topics: vec![
            keccak256(signature),
            MEMO,
            PAYER.into_word(),
            MERCHANT.into_word(),
        ],
        data,
        transaction: TRANSACTION,
    }
}

#[tokio::test]
async fn a_voucher_stays_pending_until_it_is_paid_out_or_its_channel_is_closed() {
    let voucher = Trace::Voucher {
        chain: ChainId::TEMPO_TESTNET,
        channel: MEMO,
        cumulative: BaseUnits(U256::from(300)),
    };
    let chain = TestChain::start(ChainId::TEMPO_TESTNET, after(3_600)).await;
    for (state, expected) in [
        ((299, 500), Outcome::Pending),
        ((300, 500), Outcome::Settled { transaction: None }),
        ((0, 0), Outcome::Settled { transaction: None }),
    ] {
        chain.know(|facts| facts.channel = state);
        assert_eq!(outcome(&chain, &voucher).await, expected, "{state:?}");
    }
}

#[tokio::test]
async fn a_sponsored_deposit_is_known_by_the_event_of_its_channel() {
    let funded = |topped_up: Option<u64>| Trace::ChannelFunded {
        chain: ChainId::TEMPO_TESTNET,
        channel: MEMO,
        topped_up: topped_up.map(|added| BaseUnits(U256::from(added))),
        after_block: 90,
    };
    let opened = reserve_event(
        "ChannelOpened(bytes32,address,address,address,address,address,bytes32,bytes32,uint96)",
        95,
        vec![0; 192],
    );
    let topped_up = reserve_event(
        "TopUp(bytes32,address,address,uint96,uint96)",
        96,
        (300_u64, 800_u64).abi_encode(),
    );
    let chain = TestChain::start(ChainId::TEMPO_TESTNET, after(-20)).await;
    chain.know(|facts| facts.logs = vec![opened]);
    assert_eq!(outcome(&chain, &funded(None)).await, settled());
    assert_eq!(outcome(&chain, &funded(Some(300))).await, Outcome::Pending);
    chain.know(|facts| facts.logs = vec![topped_up]);
    assert_eq!(outcome(&chain, &funded(None)).await, Outcome::Pending);
    assert_eq!(outcome(&chain, &funded(Some(300))).await, settled());
    assert_eq!(outcome(&chain, &funded(Some(301))).await, Outcome::Pending);
    chain.know(|facts| facts.time = after(60));
    assert_eq!(outcome(&chain, &funded(Some(301))).await, Outcome::Expired);
}

#[tokio::test]
async fn a_closed_channel_says_what_came_back() {
    let chain = TestChain::start(ChainId::TEMPO_TESTNET, after(-20)).await;
    let rpc = chain.rpc(ChainId::TEMPO_TESTNET);
    chain.know(|facts| facts.channel = (100, 500));
    assert_eq!(outcome(&chain, &channel_closed()).await, Outcome::Pending);
    assert_eq!(
        rpc.closing(&channel_closed(), valid_before()).await,
        Ok(None)
    );
    let closed = "ChannelClosed(bytes32,address,address,uint96,uint96)";
    chain.know(|facts| {
        facts.channel = (0, 0);
        facts.logs = vec![reserve_event(closed, 95, (120_u64, 380_u64).abi_encode())];
    });
    assert_eq!(
        outcome(&chain, &channel_closed()).await,
        Outcome::Settled { transaction: None }
    );
    assert_eq!(
        rpc.closing(&channel_closed(), valid_before()).await,
        Ok(Some(Closing {
            paid: BaseUnits(U256::from(120)),
            refunded: BaseUnits(U256::from(380)),
            transaction: TRANSACTION.to_string(),
        }))
    );
}

#[tokio::test]
async fn an_agreement_to_close_never_expires() {
    let chain = TestChain::start(ChainId::TEMPO_TESTNET, after(3_600)).await;
    chain.know(|facts| facts.channel = (100, 500));
    assert_eq!(outcome(&chain, &channel_closed()).await, Outcome::Pending);
}
