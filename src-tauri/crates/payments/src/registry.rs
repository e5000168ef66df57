//! The networks and tokens that can be paid with. Must not know any server: what an offer says about a token may only
//! agree with what stands here.

use alloy::primitives::{Address, address};
use serde::{Deserialize, Serialize};

/// EIP-155 chain id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChainId(pub u64);

impl ChainId {
    /// Tempo.
    pub const TEMPO: Self = Self(4217);
    /// Tempo's test network, Moderato.
    pub const TEMPO_TESTNET: Self = Self(42431);
    /// Base.
    pub const BASE: Self = Self(8453);
    /// Base's test network.
    pub const BASE_SEPOLIA: Self = Self(84532);
}

/// How transfers are made on a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Tempo transactions (type 0x76), gas in a stablecoin.
    Tempo,
    /// EIP-3009 authorizations, which somebody else submits.
    Evm,
}

/// Whether the tokens of a network are money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Tokens are worth what they say.
    Money,
    /// Tokens are free and worth nothing.
    Test,
}

/// A chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    /// Its id; signatures are bound to it.
    pub chain: ChainId,
    /// What people call it.
    pub name: &'static str,
    /// CAIP-2, as in x402 version 2.
    pub caip2: &'static str,
    /// The name in x402 version 1, where it has one.
    pub x402_v1: Option<&'static str>,
    /// How transfers are made.
    pub kind: Kind,
    /// Money or play.
    pub purpose: Purpose,
    /// A public JSON-RPC endpoint; the person may set another.
    pub default_rpc: &'static str,
}

/// EIP-712 domain name and version that a token's contract answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Eip712Name {
    /// For example `USD Coin`.
    pub name: &'static str,
    /// For example `2`.
    pub version: &'static str,
}

/// A dollar-pegged token on one chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it lives.
    pub chain: ChainId,
    /// Its contract.
    pub address: Address,
    /// What people call it.
    pub symbol: &'static str,
    /// Base units per token, as a power of ten.
    pub decimals: u8,
    /// For EIP-3009; TIP-20 tokens are paid by transaction and need none.
    pub eip712: Option<Eip712Name>,
}

/// What can be paid with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registry {
    networks: &'static [Network],
    tokens: &'static [Token],
}

impl Registry {
    /// What is shipped. Nothing can be added at run time.
    #[must_use]
    pub const fn built_in() -> Self {
        Self {
            networks: &NETWORKS,
            tokens: &TOKENS,
        }
    }

    /// Every network, money before play.
    #[must_use]
    pub const fn networks(&self) -> &'static [Network] {
        self.networks
    }

    /// Every token, in the order of its networks.
    #[must_use]
    pub const fn tokens(&self) -> &'static [Token] {
        self.tokens
    }

    /// The network with this id.
    #[must_use]
    pub fn network(&self, chain: ChainId) -> Option<&'static Network> {
        self.networks.iter().find(|network| network.chain == chain)
    }

    /// The token at this address of this chain.
    #[must_use]
    pub fn token(&self, chain: ChainId, address: Address) -> Option<&'static Token> {
        self.tokens
            .iter()
            .find(|token| token.chain == chain && token.address == address)
    }

    /// The network with this name in x402 version 1, for example `base-sepolia`.
    #[must_use]
    pub fn network_of_x402_v1(&self, name: &str) -> Option<&'static Network> {
        self.networks
            .iter()
            .find(|network| network.x402_v1 == Some(name))
    }
}

const NETWORKS: [Network; 4] = [
    Network {
        chain: ChainId::TEMPO,
        name: "Tempo",
        caip2: "eip155:4217",
        x402_v1: None,
        kind: Kind::Tempo,
        purpose: Purpose::Money,
        default_rpc: "https://rpc.tempo.xyz",
    },
    Network {
        chain: ChainId::BASE,
        name: "Base",
        caip2: "eip155:8453",
        x402_v1: Some("base"),
        kind: Kind::Evm,
        purpose: Purpose::Money,
        default_rpc: "https://mainnet.base.org",
    },
    Network {
        chain: ChainId::TEMPO_TESTNET,
        name: "Tempo Moderato",
        caip2: "eip155:42431",
        x402_v1: None,
        kind: Kind::Tempo,
        purpose: Purpose::Test,
        default_rpc: "https://rpc.moderato.tempo.xyz",
    },
    Network {
        chain: ChainId::BASE_SEPOLIA,
        name: "Base Sepolia",
        caip2: "eip155:84532",
        x402_v1: Some("base-sepolia"),
        kind: Kind::Evm,
        purpose: Purpose::Test,
        default_rpc: "https://sepolia.base.org",
    },
];

/// pathUSD has the same address on every Tempo network.
const PATH_USD: Address = address!("20c0000000000000000000000000000000000000");

const TOKENS: [Token; 5] = [
    Token {
        chain: ChainId::TEMPO,
        address: address!("20c000000000000000000000b9537d11c60e8b50"),
        symbol: "USDC.e",
        decimals: 6,
        eip712: None,
    },
    Token {
        chain: ChainId::TEMPO,
        address: PATH_USD,
        symbol: "pathUSD",
        decimals: 6,
        eip712: None,
    },
    Token {
        chain: ChainId::BASE,
        address: address!("833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"),
        symbol: "USDC",
        decimals: 6,
        eip712: Some(Eip712Name {
            name: "USD Coin",
            version: "2",
        }),
    },
    Token {
        chain: ChainId::TEMPO_TESTNET,
        address: PATH_USD,
        symbol: "pathUSD",
        decimals: 6,
        eip712: None,
    },
    Token {
        chain: ChainId::BASE_SEPOLIA,
        address: address!("036CbD53842c5426634e7929541eC2318f3dCF7e"),
        symbol: "USDC",
        decimals: 6,
        eip712: Some(Eip712Name {
            name: "USDC",
            version: "2",
        }),
    },
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_token_lives_on_a_known_network_and_stands_there_once() {
        let registry = Registry::built_in();
        let mut seen = HashSet::new();
        for token in registry.tokens() {
            assert!(registry.network(token.chain).is_some(), "{token:?}");
            assert!(seen.insert((token.chain, token.address)), "{token:?}");
            assert_eq!(registry.token(token.chain, token.address), Some(token));
        }
    }

    #[test]
    fn every_network_is_found_by_each_of_its_names() {
        let registry = Registry::built_in();
        for network in registry.networks() {
            assert_eq!(registry.network(network.chain), Some(network));
            assert_eq!(network.caip2, format!("eip155:{}", network.chain.0));
            if let Some(name) = network.x402_v1 {
                assert_eq!(registry.network_of_x402_v1(name), Some(network));
            }
        }
    }

    #[test]
    fn the_same_address_on_another_chain_is_not_the_token() {
        let registry = Registry::built_in();
        let base_usdc = address!("833589fCD6eDb6E08f4c7C32D4f71b54bdA02913");
        assert_eq!(registry.token(ChainId::BASE_SEPOLIA, base_usdc), None);
        assert_eq!(registry.token(ChainId(1), base_usdc), None);
    }

    #[test]
    fn only_tokens_of_evm_networks_are_paid_by_authorization() {
        let registry = Registry::built_in();
        for token in registry.tokens() {
            let kind = registry.network(token.chain).unwrap().kind;
            assert_eq!(token.eip712.is_some(), kind == Kind::Evm, "{token:?}");
        }
    }
}
