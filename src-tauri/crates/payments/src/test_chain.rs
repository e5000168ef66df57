//! A chain's JSON-RPC endpoint on loopback, of which each test says what it knows. Must not know what is asked of it in
//! what order.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use alloy::primitives::{Address, B256, Bytes, U256, keccak256};
use alloy::sol_types::SolValue;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use axum::routing::post;
use axum::{Json, Router};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::{ChainId, Registry, Rpc};

/// An event of the chain.
#[derive(Debug, Clone)]
pub(crate) struct Emitted {
    pub(crate) block: u64,
    pub(crate) contract: Address,
    pub(crate) topics: Vec<B256>,
    pub(crate) data: Vec<u8>,
    pub(crate) transaction: B256,
}

/// What the chain knows. One block a second.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) chain: u64,
    pub(crate) newest: u64,
    /// Of the newest block.
    pub(crate) time: Timestamp,
    pub(crate) gas: Result<u64, &'static str>,
    pub(crate) balance: Bytes,
    /// Hash and status.
    pub(crate) receipts: HashMap<B256, u64>,
    pub(crate) used_nonces: HashSet<B256>,
    pub(crate) logs: Vec<Emitted>,
    /// What the payee took of the one channel, and its deposit.
    pub(crate) channel: (u64, u64),
    /// Where every question is sent on to.
    pub(crate) moved: Option<String>,
    /// The methods asked, in order.
    pub(crate) asked: Vec<String>,
}

/// Stops when it is dropped.
pub(crate) struct TestChain {
    pub(crate) url: String,
    facts: Arc<Mutex<Facts>>,
    _served: JoinSet<()>,
}

impl TestChain {
    pub(crate) async fn start(chain: ChainId, time: Timestamp) -> Self {
        let facts = Arc::new(Mutex::new(Facts {
            chain: chain.0,
            newest: 100,
            time,
            gas: Ok(70_000),
            balance: Bytes::from(U256::from(1_000_000).to_be_bytes::<32>()),
            receipts: HashMap::new(),
            used_nonces: HashSet::new(),
            logs: Vec::new(),
            channel: (0, 0),
            moved: None,
            asked: Vec::new(),
        }));
        let app = Router::new()
            .route("/", post(answer))
            .with_state(facts.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let mut served = JoinSet::new();
        served.spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self {
            url,
            facts,
            _served: served,
        }
    }

    pub(crate) fn know(&self, change: impl FnOnce(&mut Facts)) {
        change(&mut self.facts.lock().unwrap());
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.facts.lock().unwrap().asked.clone()
    }

    pub(crate) fn rpc(&self, chain: ChainId) -> Rpc {
        Rpc::connect(Registry::built_in().network(chain).unwrap(), &self.url).unwrap()
    }
}

async fn answer(
    State(facts): State<Arc<Mutex<Facts>>>,
    Json(question): Json<Value>,
) -> axum::response::Response {
    let mut facts = facts.lock().unwrap();
    let method = question["method"].as_str().unwrap().to_owned();
    facts.asked.push(method.clone());
    if let Some(elsewhere) = &facts.moved {
        return Redirect::temporary(elsewhere).into_response();
    }
    let answer = match method.as_str() {
        "eth_chainId" => Ok(json!(hex(facts.chain))),
        "eth_getBlockByNumber" => Ok(block(&facts, &question["params"][0])),
        "eth_call" => Ok(call(&facts, &question["params"][0])),
        "eth_estimateGas" => facts.gas.map(|gas| json!(hex(gas))),
        "eth_getTransactionReceipt" => Ok(receipt(&facts, &question["params"][0])),
        "eth_getLogs" => Ok(logs(&facts, &question["params"][0])),
        other => panic!("nobody should ask {other}"),
    };
    Json(match answer {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": question["id"], "result": result }),
        Err(message) => json!({ "jsonrpc": "2.0", "id": question["id"], "error": { "code": -32000, "message": message } }),
    })
    .into_response()
}

fn block(facts: &Facts, wanted: &Value) -> Value {
    let number = if wanted == "latest" {
        facts.newest
    } else {
        number(wanted)
    };
    let age = i64::try_from(facts.newest - number).unwrap();
    let time = u64::try_from(facts.time.as_second() - age).unwrap();
    json!({ "number": hex(number), "timestamp": hex(time) })
}

fn call(facts: &Facts, request: &Value) -> Value {
    let data: Bytes = request["data"].as_str().unwrap().parse().unwrap();
    let (selector, arguments) = data.split_at(4);
    if selector == &keccak256("balanceOf(address)")[..4] {
        return json!(facts.balance);
    }
    if selector == &keccak256("getChannelState(bytes32)")[..4] {
        let (settled, deposit) = facts.channel;
        return json!(Bytes::from((settled, deposit, 0_u32).abi_encode()));
    }
    assert_eq!(
        selector,
        &keccak256("authorizationState(address,bytes32)")[..4]
    );
    let used = facts
        .used_nonces
        .contains(&B256::from_slice(&arguments[32..]));
    json!(B256::with_last_byte(u8::from(used)))
}

fn receipt(facts: &Facts, hash: &Value) -> Value {
    let hash: B256 = hash.as_str().unwrap().parse().unwrap();
    facts.receipts.get(&hash).map_or(
        Value::Null,
        |status| json!({ "status": hex(*status), "transactionHash": hash, "blockNumber": "0x1" }),
    )
}

fn logs(facts: &Facts, filter: &Value) -> Value {
    let range = number(&filter["fromBlock"])..=number(&filter["toBlock"]);
    let found = facts.logs.iter().filter(|log| {
        range.contains(&log.block)
            && filter["address"] == json!(log.contract)
            && filter["topics"]
                .as_array()
                .unwrap()
                .iter()
                .zip(&log.topics)
                .all(|(wanted, topic)| *wanted == json!(topic))
    });
    found
        .map(|log| json!({ "topics": log.topics, "data": Bytes::from(log.data.clone()), "transactionHash": log.transaction }))
        .collect()
}

fn hex(number: u64) -> String {
    format!("{number:#x}")
}

fn number(text: &Value) -> u64 {
    u64::from_str_radix(text.as_str().unwrap().trim_start_matches("0x"), 16).unwrap()
}
