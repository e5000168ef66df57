//! Where on a chain a signed payment will show. Must not know how to look there.

use alloy::primitives::{Address, B256};
use serde::{Deserialize, Serialize};

use crate::{BaseUnits, ChainId};

/// What to look for when the answer to a payment is in doubt. It holds no secret and goes to the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum Trace {
    /// A Tempo transaction that is submitted as it was signed.
    TempoTransaction {
        /// Where.
        chain: ChainId,
        /// Its hash, known before it was sent.
        hash: B256,
    },
    /// A Tempo transaction that the server completes with its own signature, so that its hash is not known before.
    TempoSponsored {
        /// Where.
        chain: ChainId,
        /// What is transferred.
        token: Address,
        /// The payer.
        from: Address,
        /// Who gets what the splits leave.
        to: Address,
        /// What the splits leave.
        amount: BaseUnits,
        /// Bound to the challenge (MPP's attribution memo).
        memo: B256,
        /// The newest block when it was signed; it is in none up to here.
        after_block: u64,
    },
    /// An EIP-3009 authorization, which anybody may submit.
    Authorization {
        /// Where.
        chain: ChainId,
        /// Whose contract remembers used nonces.
        token: Address,
        /// The payer.
        from: Address,
        /// Used at most once for each payer.
        nonce: B256,
    },
    /// A payment that another program made: only that program can tell.
    Outside {
        /// Where it was to be made.
        chain: ChainId,
    },
    /// A signature that moves nothing.
    Proof {
        /// Where accounts are looked up.
        chain: ChainId,
    },
    /// A sponsored transaction that puts a deposit into a channel, or adds to it.
    ChannelFunded {
        /// Where.
        chain: ChainId,
        /// Which channel.
        channel: B256,
        /// What is added; nothing is when the channel is opened.
        topped_up: Option<BaseUnits>,
        /// The newest block when it was signed.
        after_block: u64,
    },
    /// A promise of a part of a channel's deposit. It stays good until the channel is closed.
    Voucher {
        /// Where.
        chain: ChainId,
        /// Which channel.
        channel: B256,
        /// What is promised in all.
        cumulative: BaseUnits,
    },
    /// An agreement to close a channel.
    ChannelClosed {
        /// Where.
        chain: ChainId,
        /// Which channel.
        channel: B256,
        /// The newest block when it was signed.
        after_block: u64,
    },
}

impl Trace {
    /// The chain that can tell.
    #[must_use]
    pub const fn chain(&self) -> ChainId {
        match self {
            Self::TempoTransaction { chain, .. }
            | Self::TempoSponsored { chain, .. }
            | Self::Authorization { chain, .. }
            | Self::Outside { chain }
            | Self::Proof { chain }
            | Self::ChannelFunded { chain, .. }
            | Self::Voucher { chain, .. }
            | Self::ChannelClosed { chain, .. } => *chain,
        }
    }

    /// The transaction's hash, where it is known before it is sent.
    #[must_use]
    pub const fn transaction(&self) -> Option<B256> {
        match self {
            Self::TempoTransaction { hash, .. } => Some(*hash),
            Self::TempoSponsored { .. }
            | Self::Authorization { .. }
            | Self::Outside { .. }
            | Self::Proof { .. }
            | Self::ChannelFunded { .. }
            | Self::Voucher { .. }
            | Self::ChannelClosed { .. } => None,
        }
    }
}
