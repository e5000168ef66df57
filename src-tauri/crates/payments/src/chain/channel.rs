//! What the chain knows of a payment channel (TIP-1034). Must not know what was promised of it.

use alloy::primitives::{B256, U256};
use alloy::sol_types::{SolEvent, SolValue};
use jiff::Timestamp;
use tempo_alloy::contracts::precompiles::{ITIP20ChannelReserve, TIP20_CHANNEL_RESERVE_ADDRESS};

use super::outcome::{Event, block};
use super::{ChainError, Head, Rpc};
use crate::{BaseUnits, Channel, Trace};

/// A channel, as the chain has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelState {
    /// What is in it; nothing if there is no such channel, or no more.
    pub deposit: BaseUnits,
    /// What the payee took of it.
    pub settled: BaseUnits,
    /// When the payer asked the chain to close it.
    pub close_requested_at: Option<Timestamp>,
}

/// How a channel ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// What the payee got of it in all.
    pub paid: BaseUnits,
    /// What came back.
    pub refunded: BaseUnits,
    /// The transaction, `0x` and 64 hexadecimal digits.
    pub transaction: String,
}

impl ChannelState {
    /// Whether it is there.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.deposit.is_zero()
    }
}

impl Rpc {
    /// A channel, as it stands on the chain now.
    ///
    /// # Errors
    /// [`ChainError`].
    pub async fn channel(&self, channel: &Channel) -> Result<ChannelState, ChainError> {
        self.same_chain(channel.chain)?;
        let head = self.head().await?;
        self.channel_at(channel.id, head).await
    }

    /// How a channel ended, if it did between the agreement to close it (a [`Trace::ChannelClosed`]) and `until`.
    ///
    /// # Errors
    /// [`ChainError`]; [`ChainError::Unreadable`] for another trace.
    pub async fn closing(
        &self,
        trace: &Trace,
        until: Timestamp,
    ) -> Result<Option<Closing>, ChainError> {
        let Trace::ChannelClosed {
            chain,
            channel,
            after_block,
        } = trace
        else {
            return Err(ChainError::Unreadable);
        };
        self.same_chain(*chain)?;
        let closed = Event {
            contract: TIP20_CHANNEL_RESERVE_ADDRESS,
            topics: vec![
                ITIP20ChannelReserve::ChannelClosed::SIGNATURE_HASH,
                *channel,
            ],
            data: Vec::new(),
        };
        let head = self.head().await?;
        let Some(log) = self.emitted(&closed, *after_block, head, until).await? else {
            return Ok(None);
        };
        let (paid, refunded) =
            <(U256, U256)>::abi_decode(&log.data).map_err(|_| ChainError::Unreadable)?;
        Ok(Some(Closing {
            paid: BaseUnits(paid),
            refunded: BaseUnits(refunded),
            transaction: log.transaction_hash.to_string(),
        }))
    }

    pub(super) async fn channel_at(
        &self,
        channel: B256,
        head: Head,
    ) -> Result<ChannelState, ChainError> {
        let call = ITIP20ChannelReserve::getChannelStateCall { channelId: channel };
        let state = self
            .view(
                TIP20_CHANNEL_RESERVE_ADDRESS,
                &call,
                block(head.number.to()),
            )
            .await?;
        let requested = i64::from(state.closeRequestedAt);
        let requested_at = Timestamp::from_second(requested).map_err(|_| ChainError::Unreadable)?;
        Ok(ChannelState {
            deposit: BaseUnits(U256::from(state.deposit)),
            settled: BaseUnits(U256::from(state.settled)),
            close_requested_at: (requested != 0).then_some(requested_at),
        })
    }
}
