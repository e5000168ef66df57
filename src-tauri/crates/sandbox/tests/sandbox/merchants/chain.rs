//! The chains as a wallet's own libraries see them.

use alloy::{
    primitives::{Address, U256},
    providers::{Provider, ProviderBuilder},
    sol,
};
use reqwest::Method;
use serde_json::{Value, json};
use tempo_alloy::TempoNetwork;

use super::payer::{Payer, USDC};
use crate::peer::answer;

sol! {
    #[sol(rpc)]
    interface IToken {
        function balanceOf(address owner) external view returns (uint256);
        function decimals() external view returns (uint8);
        function symbol() external view returns (string);
        function totalSupply() external view returns (uint256);
    }
}

#[tokio::test]
async fn a_wallet_reads_chain_block_and_balance_with_its_own_library() {
    let payer = Payer::start().await;
    let url = |chain: &str| format!("{}/chain/{chain}", payer.peer.sandbox.url());
    let base = ProviderBuilder::new().connect_http(url("base").parse().unwrap());
    assert_eq!(base.get_chain_id().await.unwrap(), 84_532);
    let block = base.get_block_by_number(alloy::eips::BlockNumberOrTag::Latest);
    let block = block.await.unwrap().unwrap();
    assert!(block.header.number >= 1_000);
    assert_eq!(
        base.get_transaction_count(payer.address()).await.unwrap(),
        0
    );
    assert!(base.estimate_eip1559_fees().await.unwrap().max_fee_per_gas > 0);
    let token = IToken::new(USDC, &base);
    assert_eq!(token.symbol().call().await.unwrap(), "USDC");
    assert_eq!(token.decimals().call().await.unwrap(), 6);
    assert!(token.totalSupply().call().await.is_err());
    let balance = token.balanceOf(payer.address()).call().await.unwrap();
    assert_eq!(balance, U256::from(25_000_000));

    let tempo = ProviderBuilder::<_, _, TempoNetwork>::default()
        .connect_http(url("tempo").parse().unwrap());
    assert_eq!(tempo.get_chain_id().await.unwrap(), 42_431);
    let block = tempo.get_block_by_number(alloy::eips::BlockNumberOrTag::Latest);
    assert!(block.await.unwrap().unwrap().header.timestamp_millis > 0);
}

#[tokio::test]
async fn an_account_has_what_it_was_given() {
    let payer = Payer::start().await;
    payer.fund("base", 7).await;
    let balance = async |chain: &str, token: &str, owner: Address| {
        let input = format!("0x70a08231{:0>64}", alloy::hex::encode(owner));
        let call = json!([{"to": token, "data": input}, "latest"]);
        let balance = payer.ask_chain(chain, "eth_call", call).await;
        balance.as_str().unwrap().parse::<U256>().unwrap()
    };
    let usdc = USDC.to_string();
    assert_eq!(balance("base", &usdc, payer.address()).await, U256::from(7));
    let path_usd = "0x20c0000000000000000000000000000000000000";
    let fresh = balance("tempo", path_usd, payer.address()).await;
    assert_eq!(fresh, U256::from(25_000_000));
    let foreign = balance("base", path_usd, payer.address()).await;
    assert_eq!(foreign, U256::ZERO);
}

#[tokio::test]
async fn a_list_of_questions_gets_a_list_of_answers() {
    let payer = Payer::start().await;
    let ask = async |body: Value| {
        let request = payer.request(Method::POST, "/chain/base").json(&body);
        answer(request).await
    };
    let (status, answers) = ask(json!([
        {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId"},
        {"jsonrpc": "2.0", "id": "b", "method": "eth_mine", "params": []},
        {"jsonrpc": "2.0", "id": 3, "method": "eth_getLogs", "params": ["no filter"]},
    ]))
    .await;
    assert_eq!((status, &answers[0]["result"]), (200, &json!("0x14a34")));
    assert_eq!(answers[1]["id"], "b");
    assert_eq!(answers[1]["error"]["code"], -32601);
    assert_eq!(answers[2]["error"]["code"], -32602);
    let unknown = payer.request(Method::POST, "/chain/other").json(&json!({}));
    assert_eq!(answer(unknown).await.0, 404);
}

#[tokio::test]
async fn the_chains_keep_the_sandboxes_time() {
    let payer = Payer::start().await;
    let before = payer.chain_time("base").await;
    let clock = json!({"offsetSeconds": 600});
    payer.peer.control("/sandbox/clock", clock).await;
    for chain in ["base", "tempo"] {
        let after = payer.chain_time(chain).await;
        assert!((600..660).contains(&(after - before)), "{chain}");
    }
}

#[tokio::test]
async fn a_fund_call_with_wrong_fields_is_refused() {
    let payer = Payer::start().await;
    for (body, field) in [
        (
            json!({"chain": "mars", "address": USDC, "balance": "1"}),
            "chain",
        ),
        (
            json!({"chain": "base", "address": "0x1", "balance": "1"}),
            "address",
        ),
        (
            json!({"chain": "base", "address": USDC, "balance": "-1"}),
            "balance",
        ),
    ] {
        let request = payer
            .request(Method::POST, "/sandbox/chain/fund")
            .json(&body);
        let (status, refused) = answer(request).await;
        assert_eq!(status, 422, "{body}");
        assert!(refused["error"]["fields"][field].is_string(), "{refused}");
    }
}
