//! The chains as JSON-RPC endpoints: what a wallet asks a node. Read-only: nothing that is sent here
//! moves a balance. Must not know who is paid for what.

use std::sync::Arc;

use alloy::{
    primitives::{Address, B256, Bloom, Bytes, U64, U256, bytes, logs_bloom},
    rpc::types::{Filter, Log},
    sol_types::{SolCall, SolValue},
};
use axum::{
    Json, Router,
    body::Bytes as Body,
    extract::{Path, State as FromState},
    routing::post,
};
use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{Chain, ChainName, Token, Transaction, abi, unix_seconds};
use crate::{refusal::Refusal, world::World};

/// Gas that every transfer is said to take.
const GAS: u64 = 77_000;
/// The price of gas, in wei; nobody is charged.
const GAS_PRICE: u64 = 20_000_000_000;

/// JSON-RPC: the body is not JSON.
const PARSE_ERROR: i64 = -32700;
/// JSON-RPC: a method that is not served.
const METHOD_NOT_FOUND: i64 = -32601;
/// JSON-RPC: the parameters do not fit the method.
const INVALID_PARAMS: i64 = -32602;
/// What nodes answer for a call that a contract does not take.
const REVERTED: i64 = 3;

/// The routes, relative to `/chain`.
pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new().route("/{name}", post(serve))
}

/// POST `/chain/tempo` or `/chain/base`: one request, or a list of them.
async fn serve(
    FromState(world): FromState<Arc<World>>,
    Path(name): Path<String>,
    body: Body,
) -> Result<Json<Value>, Refusal> {
    let name = match name.as_str() {
        "tempo" => ChainName::Tempo,
        "base" => ChainName::Base,
        _ => return Err(Refusal::unknown_route()),
    };
    let Ok(request) = serde_json::from_slice::<Value>(&body) else {
        return Ok(Json(failure(&Value::Null, PARSE_ERROR, "no JSON")));
    };
    let mut state = world.state();
    let now = state.now();
    let chain = state.merchants.chain(name);
    let mut answer = |request: &Value| answer(chain, now, request);
    Ok(Json(match request.as_array() {
        Some(requests) => requests.iter().map(answer).collect(),
        None => answer(&request),
    }))
}

fn failure(id: &Value, code: i64, message: &str) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})
}

/// Why a request has no result.
enum Fault {
    Method,
    Params,
    Reverted,
}

fn answer(chain: &mut Chain, now: Timestamp, request: &Value) -> Value {
    let id = &request["id"];
    let method = request["method"].as_str().unwrap_or_default();
    let question = Question {
        chain,
        now: unix_seconds(now),
        params: &request["params"],
    };
    match question.result(method) {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
        Err(Fault::Method) => failure(id, METHOD_NOT_FOUND, "the method does not exist"),
        Err(Fault::Params) => failure(id, INVALID_PARAMS, "invalid parameters"),
        Err(Fault::Reverted) => failure(id, REVERTED, "execution reverted"),
    }
}

/// One request to a chain.
struct Question<'a> {
    chain: &'a mut Chain,
    /// The chain's time, in Unix seconds.
    now: u64,
    params: &'a Value,
}

/// A call of a contract, reduced to what is looked at.
#[derive(Deserialize)]
struct Call {
    to: Option<Address>,
    #[serde(alias = "data")]
    input: Option<Bytes>,
}

impl Question<'_> {
    fn result(mut self, method: &str) -> Result<Value, Fault> {
        Ok(match method {
            "eth_chainId" => quantity(self.chain.name.id()),
            "net_version" => json!(self.chain.name.id().to_string()),
            "eth_blockNumber" => quantity(self.latest()),
            "eth_getBlockByNumber" => self.block()?,
            "eth_call" => json!(self.call()?),
            "eth_getTransactionReceipt" => self.receipt()?,
            "eth_getLogs" => json!(self.logs()?),
            "eth_getTransactionCount" => quantity(self.count()?),
            "eth_getBalance" => quantity(0),
            "eth_getCode" => json!(self.code()?),
            "eth_estimateGas" => quantity(GAS),
            "eth_gasPrice" | "eth_maxPriorityFeePerGas" => quantity(GAS_PRICE),
            "eth_feeHistory" => self.fees(),
            _ => return Err(Fault::Method),
        })
    }

    fn param<T: DeserializeOwned>(&self, place: usize) -> Result<T, Fault> {
        let param = self.params.get(place).ok_or(Fault::Params)?;
        T::deserialize(param).map_err(|_| Fault::Params)
    }

    fn latest(&self) -> u64 {
        self.chain.latest(self.now)
    }

    fn block(&self) -> Result<Value, Fault> {
        let wanted: String = self.param(0)?;
        let number = match wanted.as_str() {
            "latest" | "safe" | "finalized" | "pending" => self.latest(),
            "earliest" => 0,
            number => number.parse::<U64>().map_err(|_| Fault::Params)?.to(),
        };
        if number > self.latest() {
            return Ok(Value::Null);
        }
        let in_block = self.chain.included().filter(|(block, _)| *block == number);
        let hashes: Vec<B256> = in_block.map(|(_, one)| one.hash).collect();
        let seconds = self.chain.block_time(number);
        let parent = number
            .checked_sub(1)
            .map(|parent| self.chain.block_hash(parent));
        Ok(json!({
            "number": quantity(number),
            "hash": self.chain.block_hash(number),
            "parentHash": parent.unwrap_or_default(),
            "timestamp": quantity(seconds),
            "transactions": hashes,
            "sha3Uncles": B256::ZERO,
            "uncles": [],
            "miner": Address::ZERO,
            "stateRoot": B256::ZERO,
            "transactionsRoot": B256::ZERO,
            "receiptsRoot": B256::ZERO,
            "logsBloom": Bloom::ZERO,
            "difficulty": "0x0",
            "gasLimit": quantity(500_000_000),
            "gasUsed": "0x0",
            "size": "0x0",
            "extraData": "0x",
            "mixHash": B256::ZERO,
            "nonce": "0x0000000000000000",
            "baseFeePerGas": quantity(GAS_PRICE),
            // What only Tempo's blocks have; other nodes' clients pass it over.
            "timestampMillis": quantity(seconds.saturating_mul(1_000)),
            "timestampMillisPart": "0x0",
            "mainBlockGeneralGasLimit": quantity(500_000_000),
            "sharedGasLimit": "0x0",
        }))
    }

    /// The chain's token answers what a wallet asks it; there is no other contract.
    fn call(&mut self) -> Result<Bytes, Fault> {
        let call: Call = self.param(0)?;
        let input = call.input.unwrap_or_default();
        let token = self.chain.name.token();
        let ours = call.to == Some(token.address);
        let selector = input.first_chunk::<4>().copied().unwrap_or_default();
        Ok(match selector {
            abi::balanceOfCall::SELECTOR => {
                let asked = abi::balanceOfCall::abi_decode(&input).map_err(|_| Fault::Params)?;
                let balance = ours.then(|| self.chain.balance(asked.owner));
                balance.unwrap_or_default().abi_encode()
            }
            abi::authorizationStateCall::SELECTOR if ours => {
                let asked =
                    abi::authorizationStateCall::abi_decode(&input).map_err(|_| Fault::Params)?;
                let used = self.chain.authorization_used(asked.authorizer, asked.nonce);
                used.abi_encode()
            }
            abi::decimalsCall::SELECTOR if ours => U256::from(Token::DECIMALS).abi_encode(),
            abi::symbolCall::SELECTOR if ours => token.symbol.abi_encode(),
            abi::nameCall::SELECTOR if ours => token.name.abi_encode(),
            _ => return Err(Fault::Reverted),
        }
        .into())
    }

    fn code(&self) -> Result<Bytes, Fault> {
        let address: Address = self.param(0)?;
        let ours = address == self.chain.name.token().address;
        Ok(if ours { bytes!("fe") } else { Bytes::new() })
    }

    fn count(&self) -> Result<u64, Fault> {
        let owner: Address = self.param(0)?;
        let own = self.chain.transactions.iter();
        let count = own.filter(|one| one.from == owner).count();
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }

    fn fees(&self) -> Value {
        json!({
            "oldestBlock": quantity(self.latest()),
            "baseFeePerGas": [quantity(GAS_PRICE), quantity(GAS_PRICE)],
            "gasUsedRatio": [0.0],
            "reward": [[quantity(GAS_PRICE)]],
        })
    }

    fn receipt(&self) -> Result<Value, Fault> {
        let hash: B256 = self.param(0)?;
        let mut all = self.chain.included();
        let Some((number, one)) = all.find(|(_, one)| one.hash == hash) else {
            return Ok(Value::Null);
        };
        let logs = logs(self.chain, number, one);
        let bloom = logs_bloom(logs.iter().map(|log| &log.inner));
        Ok(json!({
            "transactionHash": hash,
            "transactionIndex": quantity(0),
            "blockHash": self.chain.block_hash(number),
            "blockNumber": quantity(number),
            "from": one.from,
            "to": self.chain.name.token().address,
            "contractAddress": null,
            "status": "0x1",
            "type": self.kind(),
            "cumulativeGasUsed": quantity(GAS),
            "gasUsed": quantity(GAS),
            "effectiveGasPrice": "0x0",
            "logs": logs,
            "logsBloom": bloom,
            "feePayer": one.from,
        }))
    }

    fn kind(&self) -> &'static str {
        match self.chain.name {
            ChainName::Tempo => "0x76",
            ChainName::Base => "0x2",
        }
    }

    fn logs(&self) -> Result<Vec<Log>, Fault> {
        let filter: Filter = self.param(0)?;
        let all = self.chain.included();
        let all = all.flat_map(|(number, one)| logs(self.chain, number, one));
        Ok(all.filter(|log| filter.rpc_matches(log)).collect())
    }
}

/// The logs of a transaction, which made the block `number`.
fn logs(chain: &Chain, number: u64, one: &Transaction) -> Vec<Log> {
    let moved = one.movements.iter();
    let events = abi::used(one.from, one.used).into_iter();
    let events = events.chain(moved.flat_map(|movement| abi::events(one.from, movement)));
    events
        .zip(0_u64..)
        .map(|(event, index)| Log {
            inner: alloy::primitives::Log {
                address: chain.name.token().address,
                data: event,
            },
            block_hash: Some(chain.block_hash(number)),
            block_number: Some(number),
            block_timestamp: Some(one.at),
            transaction_hash: Some(one.hash),
            transaction_index: Some(0),
            log_index: Some(index),
            removed: false,
        })
        .collect()
}

/// A number as nodes write it.
fn quantity(number: u64) -> Value {
    json!(U64::from(number))
}
