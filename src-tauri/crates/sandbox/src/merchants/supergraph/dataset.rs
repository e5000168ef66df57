//! What the sandbox's Supergraph knows: a few networks and tokens with made-up numbers, in the shapes
//! of the real schema. Must not know GraphQL.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// Id and name of each network.
const NETWORKS: [(u64, &str); 7] = [
    (1, "Ethereum"),
    (10, "Optimism"),
    (56, "BNB Chain"),
    (137, "Polygon"),
    (8_453, "Base"),
    (42_161, "Arbitrum"),
    (1_399_811_149, "Solana"),
];

/// A token of the data set; money is US dollars.
struct Token {
    address: &'static str,
    network: u64,
    name: &'static str,
    symbol: &'static str,
    decimals: u8,
    price: f64,
    liquidity: u64,
    volume: u64,
}

const TOKENS: [Token; 6] = [
    Token {
        address: "So11111111111111111111111111111111111111112",
        network: 1_399_811_149,
        name: "Wrapped SOL",
        symbol: "SOL",
        decimals: 9,
        price: 151.42,
        liquidity: 412_900_000,
        volume: 1_934_000_000,
    },
    Token {
        address: "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2",
        network: 1,
        name: "Wrapped Ether",
        symbol: "WETH",
        decimals: 18,
        price: 3_204.18,
        liquidity: 685_400_000,
        volume: 1_204_000_000,
    },
    Token {
        address: "0xbb4cdb9cbd36b01bd1cbaebf2de08d9173bc095c",
        network: 56,
        name: "Wrapped BNB",
        symbol: "WBNB",
        decimals: 18,
        price: 912.65,
        liquidity: 238_100_000,
        volume: 640_500_000,
    },
    Token {
        address: "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913",
        network: 8_453,
        name: "USD Coin",
        symbol: "USDC",
        decimals: 6,
        price: 1.0,
        liquidity: 193_700_000,
        volume: 512_300_000,
    },
    Token {
        address: "0x912ce59144191c1204e64559fe8253a0e49e6548",
        network: 42_161,
        name: "Arbitrum",
        symbol: "ARB",
        decimals: 18,
        price: 0.4127,
        liquidity: 21_600_000,
        volume: 38_200_000,
    },
    Token {
        address: "0x4200000000000000000000000000000000000042",
        network: 10,
        name: "Optimism",
        symbol: "OP",
        decimals: 18,
        price: 0.7351,
        liquidity: 17_900_000,
        volume: 29_800_000,
    },
];

/// The value of a field of the root, all of its fields; none for a field that is not there.
pub(super) fn root(field: &str, arguments: &Map<String, Value>, now: Timestamp) -> Option<Value> {
    Some(match field {
        "__typename" => json!("Query"),
        "getNetworks" => NETWORKS.iter().map(network).collect(),
        "getTokenPrices" => {
            let inputs = arguments.get("inputs").and_then(Value::as_array);
            let inputs = inputs.map(Vec::as_slice).unwrap_or_default();
            inputs.iter().map(|input| price(input, now)).collect()
        }
        "token" => arguments
            .get("input")
            .and_then(find)
            .map_or(Value::Null, described),
        "filterTokens" => filter(arguments),
        _ => return None,
    })
}

fn network((id, name): &(u64, &str)) -> Value {
    json!({"id": id, "name": name, "networkShortName": name.to_lowercase()})
}

/// The token that `{"address","networkId"}` names.
fn find(input: &Value) -> Option<&'static Token> {
    let address = input["address"].as_str()?;
    TOKENS.iter().find(|token| {
        token.address.eq_ignore_ascii_case(address) && input["networkId"] == token.network
    })
}

fn price(input: &Value, now: Timestamp) -> Value {
    find(input).map_or(Value::Null, |token| {
        json!({
            "address": token.address,
            "networkId": token.network,
            "priceUsd": token.price,
            "timestamp": now.as_second(),
        })
    })
}

fn described(token: &Token) -> Value {
    let facts = json!({
        "address": token.address,
        "networkId": token.network,
        "name": token.name,
        "symbol": token.symbol,
        "decimals": token.decimals,
    });
    let mut described = facts.clone();
    described["info"] = facts;
    described
}

/// The tokens by `phrase`, at most `limit`.
fn filter(arguments: &Map<String, Value>) -> Value {
    let phrase = arguments.get("phrase").and_then(Value::as_str);
    let phrase = phrase.unwrap_or_default().to_lowercase();
    let limit = arguments.get("limit").and_then(Value::as_u64);
    let limit = limit.and_then(|limit| usize::try_from(limit).ok());
    let found: Vec<Value> = TOKENS
        .iter()
        .filter(|token| {
            format!("{} {}", token.name, token.symbol)
                .to_lowercase()
                .contains(&phrase)
        })
        .take(limit.unwrap_or(TOKENS.len()))
        .map(|token| {
            json!({
                "priceUSD": token.price.to_string(),
                "liquidity": token.liquidity.to_string(),
                "volume24": token.volume.to_string(),
                "buyVolume24": (token.volume / 100 * 54).to_string(),
                "sellVolume24": (token.volume / 100 * 46).to_string(),
                "token": described(token),
            })
        })
        .collect();
    json!({"count": found.len(), "results": found})
}
