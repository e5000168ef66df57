//! A chain in memory with one dollar token: balances, what was signed and used, and its blocks.
//! Pure: time is passed in, and it must not know HTTP, nor who is paid for what.
//!
//! There is no gas: a balance moves by exactly what was signed. A block is made each second and for
//! each transaction, so that the sandbox's clock is the chain's, and what is in a block never changes;
//! only a clock that is set back takes blocks away.

mod abi;
mod rpc;

use std::collections::{HashMap, HashSet};

use alloy::primitives::{Address, B256, U256, keccak256};
use jiff::Timestamp;
use payments::protocol::{
    eip3009::{Authorization, TokenDomain},
    tempo::SignedTransaction,
};
use serde::{Deserialize, Serialize};

pub(crate) use rpc::routes;

/// What an account that the chain hears of for the first time gets: 25 tokens.
const FIRST_FUNDS: u64 = 25_000_000;
/// How far ahead a transaction with an expiring nonce may end, in seconds (Tempo's own limit).
const MAX_AHEAD_SECONDS: u64 = 30;
/// Blocks that a chain already has when the sandbox starts.
const FIRST_BLOCKS: u64 = 1_000;

/// Which chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ChainName {
    /// Tempo's testnet, 42431.
    Tempo,
    /// Base Sepolia, 84532.
    Base,
}

impl ChainName {
    /// EIP-155 chain id.
    pub(crate) const fn id(self) -> u64 {
        match self {
            Self::Tempo => 42_431,
            Self::Base => 84_532,
        }
    }

    /// The chain's dollar token.
    pub(crate) const fn token(self) -> Token {
        match self {
            Self::Tempo => Token {
                address: alloy::primitives::address!("20c0000000000000000000000000000000000000"),
                name: "pathUSD",
                symbol: "pathUSD",
            },
            Self::Base => Token {
                address: alloy::primitives::address!("036CbD53842c5426634e7929541eC2318f3dCF7e"),
                name: "USDC",
                symbol: "USDC",
            },
        }
    }
}

/// A dollar token with six decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) address: Address,
    /// Its EIP-712 name; the version is `2`.
    pub(crate) name: &'static str,
    pub(crate) symbol: &'static str,
}

impl Token {
    /// Decimal places of an amount.
    pub(crate) const DECIMALS: u8 = 6;
    /// EIP-712 version of a token that takes authorizations.
    pub(crate) const VERSION: &'static str = "2";
}

/// What can be used only once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Use {
    /// An EIP-3009 authorization, by its nonce.
    Authorization(B256),
    /// A transaction, by what is the same for each of its signatures.
    Transaction(B256),
}

/// One transfer of the chain's token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Movement {
    pub(crate) to: Address,
    pub(crate) amount: U256,
    pub(crate) memo: Option<B256>,
}

/// A transaction of the chain.
#[derive(Debug, Clone)]
struct Transaction {
    hash: B256,
    from: Address,
    /// Unix seconds.
    at: u64,
    used: Use,
    movements: Vec<Movement>,
}

/// Why the chain does not take what was signed. Nothing was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reverted {
    /// It was signed for another chain or another token.
    ForeignChain,
    /// It was not signed by the payer.
    Signature,
    /// Its time has not begun, or it ends too far ahead.
    NotYetValid,
    /// Its time is over.
    Expired,
    /// It was used before.
    Used,
    /// The payer has less.
    InsufficientFunds,
}

/// One chain.
#[derive(Debug, Clone)]
pub(crate) struct Chain {
    name: ChainName,
    /// Unix seconds of block 0.
    genesis: u64,
    balances: HashMap<Address, U256>,
    used: HashSet<(Address, Use)>,
    transactions: Vec<Transaction>,
}

impl Chain {
    /// A chain on which only `owners` are known, with nothing.
    pub(crate) fn new(name: ChainName, owners: &[Address], now: Timestamp) -> Self {
        Self {
            name,
            genesis: unix_seconds(now).saturating_sub(FIRST_BLOCKS),
            balances: owners.iter().map(|owner| (*owner, U256::ZERO)).collect(),
            used: HashSet::new(),
            transactions: Vec::new(),
        }
    }

    /// What an account has, in base units. An account that was never heard of gets its first funds.
    pub(crate) fn balance(&mut self, owner: Address) -> U256 {
        *self
            .balances
            .entry(owner)
            .or_insert_with(|| U256::from(FIRST_FUNDS))
    }

    /// Sets what an account has.
    pub(crate) fn fund(&mut self, owner: Address, balance: U256) {
        self.balances.insert(owner, balance);
    }

    /// Transfers what was authorized (EIP-3009), once. Gives the transaction's hash.
    pub(crate) fn transfer_with_authorization(
        &mut self,
        authorization: &Authorization,
        signature: &[u8],
        now: Timestamp,
    ) -> Result<B256, Reverted> {
        let token = self.name.token();
        let domain = TokenDomain {
            name: token.name,
            version: Token::VERSION,
            chain_id: self.name.id(),
            contract: token.address,
        };
        let Authorization { from, nonce, .. } = *authorization;
        if authorization.recover(&domain, signature) != Ok(from) {
            return Err(Reverted::Signature);
        }
        let seconds = unix_seconds(now);
        if seconds <= authorization.valid_after {
            return Err(Reverted::NotYetValid);
        }
        if seconds >= authorization.valid_before {
            return Err(Reverted::Expired);
        }
        let movement = Movement {
            to: authorization.to,
            amount: authorization.value,
            memo: None,
        };
        let hash = keccak256([from.as_slice(), nonce.as_slice(), &seconds.to_be_bytes()].concat());
        self.include(Transaction {
            hash,
            from,
            at: seconds,
            used: Use::Authorization(nonce),
            movements: vec![movement],
        })
    }

    /// Includes a signed transaction, once. Where it waits for a sponsor, the chain's own sponsors it.
    pub(crate) fn submit(
        &mut self,
        signed: &SignedTransaction,
        now: Timestamp,
    ) -> Result<B256, Reverted> {
        let token = self.name.token().address;
        let foreign = signed.chain_id != self.name.id()
            || signed.transfers.iter().any(|one| one.token != token);
        if foreign {
            return Err(Reverted::ForeignChain);
        }
        let seconds = unix_seconds(now);
        let begins = signed.valid_after.unwrap_or(0);
        if seconds < begins || signed.valid_before > seconds.saturating_add(MAX_AHEAD_SECONDS) {
            return Err(Reverted::NotYetValid);
        }
        if seconds >= signed.valid_before {
            return Err(Reverted::Expired);
        }
        let movements = signed.transfers.iter().map(|one| Movement {
            to: one.to,
            amount: one.amount,
            memo: one.memo,
        });
        self.include(Transaction {
            hash: signed
                .hash
                .unwrap_or_else(|| keccak256([signed.replay_id.as_slice(), b"sponsored"].concat())),
            from: signed.payer,
            at: seconds,
            used: Use::Transaction(signed.replay_id),
            movements: movements.collect(),
        })
    }

    /// Moves the balances, all or none.
    fn include(&mut self, transaction: Transaction) -> Result<B256, Reverted> {
        let Transaction {
            hash, from, used, ..
        } = transaction;
        if self.used.contains(&(from, used)) {
            return Err(Reverted::Used);
        }
        let amounts = transaction.movements.iter().map(|movement| movement.amount);
        let total = amounts.fold(U256::ZERO, U256::saturating_add);
        let left = self.balance(from).checked_sub(total);
        let left = left.ok_or(Reverted::InsufficientFunds)?;
        self.balances.insert(from, left);
        for movement in &transaction.movements {
            let balance = self.balances.entry(movement.to).or_default();
            *balance = balance.saturating_add(movement.amount);
        }
        self.used.insert((from, used));
        self.transactions.push(transaction);
        Ok(hash)
    }

    /// Whether an authorization was used.
    fn authorization_used(&self, payer: Address, nonce: B256) -> bool {
        self.used.contains(&(payer, Use::Authorization(nonce)))
    }

    /// Number of the newest block at `seconds`, Unix time.
    fn latest(&self, seconds: u64) -> u64 {
        let ticks = seconds.saturating_sub(self.genesis);
        ticks.saturating_add(index(self.transactions.len()))
    }

    /// Number of the block that the transaction at `place` made.
    fn block_of(&self, place: usize, transaction: &Transaction) -> u64 {
        let ticks = transaction.at.saturating_sub(self.genesis);
        ticks.saturating_add(index(place)).saturating_add(1)
    }

    /// The transactions, each with the number of its block.
    fn included(&self) -> impl Iterator<Item = (u64, &Transaction)> {
        let all = self.transactions.iter().enumerate();
        all.map(|(place, one)| (self.block_of(place, one), one))
    }

    /// When a block was made, in Unix seconds.
    fn block_time(&self, number: u64) -> u64 {
        let before = self.included().filter(|(block, _)| *block <= number);
        let ticks = number.saturating_sub(index(before.count()));
        self.genesis.saturating_add(ticks)
    }

    /// The hash of a block.
    fn block_hash(&self, number: u64) -> B256 {
        let place = [self.name.id(), self.genesis, number].map(u64::to_be_bytes);
        keccak256(place.concat())
    }
}

/// A place in a list as a number of the chain.
fn index(place: usize) -> u64 {
    u64::try_from(place).unwrap_or(u64::MAX)
}

/// Whole Unix seconds; 0 before 1970.
fn unix_seconds(at: Timestamp) -> u64 {
    u64::try_from(at.as_second()).unwrap_or(0)
}

#[cfg(test)]
mod tests;
