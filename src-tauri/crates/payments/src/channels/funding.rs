//! Transactions that put tokens into a channel. Must not know what is promised of them.

use alloy::primitives::{Bytes, TxKind, U256};
use jiff::Timestamp;
use tempo_alloy::contracts::precompiles::TIP20_CHANNEL_RESERVE_ADDRESS;
use tempo_alloy::primitives::transaction::Call;

use super::Channel;
use crate::sign::transaction::{Draft, SignedBytes};
use crate::{BaseUnits, Payable, Trace};

/// How a transaction changes a deposit.
pub(super) enum Funding {
    /// It makes it.
    Opened,
    /// It adds this to it.
    ToppedUp(BaseUnits),
}

/// Where it will show.
pub(super) fn funded(
    channel: &Channel,
    funding: &SignedBytes,
    how: Funding,
    after_block: u64,
) -> Trace {
    if let Some(hash) = funding.hash {
        return Trace::TempoTransaction {
            chain: channel.chain,
            hash,
        };
    }
    Trace::ChannelFunded {
        chain: channel.chain,
        channel: channel.id,
        topped_up: match how {
            Funding::Opened => None,
            Funding::ToppedUp(additional) => Some(additional),
        },
        after_block,
    }
}

/// One call of the contract that keeps deposits.
pub(super) fn draft(payable: &Payable, input: Bytes, valid_before: Timestamp) -> Draft {
    Draft {
        calls: vec![Call {
            to: TxKind::Call(TIP20_CHANNEL_RESERVE_ADDRESS),
            value: U256::ZERO,
            input,
        }],
        token: payable.token(),
        gas: payable.gas(),
        valid_before,
        valid_after: None,
    }
}
