//! What became of a payment, by the chain's own word. Must not know what anybody else says about it.

use alloy::primitives::{Address, B256, Bytes, U64};
use alloy::sol;
use alloy::sol_types::{SolEvent, SolValue};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;
use tempo_alloy::contracts::precompiles::{
    ITIP20, ITIP20ChannelReserve, TIP20_CHANNEL_RESERVE_ADDRESS,
};

use super::{ChainError, Head, Rpc};
use crate::Trace;

/// How far a chain has to be past the end of a payment's validity before the payment counts as expired: so that a block
/// that is replaced by another, or a node that lags behind, cannot bring it back.
pub const EXPIRY_MARGIN: SignedDuration = SignedDuration::from_secs(30);

/// How many blocks after its signing a sponsored transaction is looked for at a time.
const BLOCKS_AT_A_TIME: u64 = 1_000;

sol! {
    interface Eip3009 {
        function authorizationState(address authorizer, bytes32 nonce) external view returns (bool used);
        event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce);
    }
}

/// What became of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The money moved.
    Settled {
        /// The transaction, `0x` and 64 hexadecimal digits, where the chain names it.
        transaction: Option<String>,
    },
    /// It has not moved yet, but it may.
    Pending,
    /// It has not moved, and never will.
    Expired,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Receipt {
    status: U64,
    transaction_hash: B256,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Log {
    topics: Vec<B256>,
    pub(super) data: Bytes,
    pub(super) transaction_hash: B256,
}

/// An event that a contract emits when a payment settles.
pub(super) struct Event {
    pub(super) contract: Address,
    /// Its first topics; further ones may follow.
    pub(super) topics: Vec<B256>,
    /// The beginning of its data.
    pub(super) data: Vec<u8>,
}

impl Rpc {
    /// What became of a payment that was signed for until `valid_before`.
    ///
    /// It is [`Outcome::Expired`] only when the chain's own time is past `valid_before` by [`EXPIRY_MARGIN`] and the
    /// chain, asked after that, knows nothing of the payment. A transaction that was included but failed moved nothing;
    /// it counts as expired at the same time.
    ///
    /// A voucher has no end: it is pending while its channel is open and has not paid it out. Once the channel is closed
    /// it counts as settled, as nothing tells the vouchers of a channel apart then. An agreement to close has no end
    /// either.
    ///
    /// # Errors
    /// [`ChainError`]: then nothing is known.
    pub async fn outcome(
        &self,
        trace: &Trace,
        valid_before: Timestamp,
    ) -> Result<Outcome, ChainError> {
        self.same_chain(trace.chain())?;
        // The time first: what is not there after its time was over is nowhere.
        let head = self.head().await?;
        if let Some(known) = self.known(trace, head, valid_before).await? {
            return Ok(known);
        }
        let over = valid_before
            .saturating_add(EXPIRY_MARGIN)
            .map_err(|_| ChainError::Unreadable)?;
        Ok(if head.time()? >= over {
            Outcome::Expired
        } else {
            Outcome::Pending
        })
    }

    /// What the chain knows of a payment; `None` if it knows nothing, so that time decides.
    async fn known(
        &self,
        trace: &Trace,
        head: Head,
        valid_before: Timestamp,
    ) -> Result<Option<Outcome>, ChainError> {
        match trace {
            Trace::TempoTransaction { hash, .. } => self.receipt(*hash).await,
            Trace::TempoSponsored {
                token,
                from,
                to,
                amount,
                memo,
                after_block,
                ..
            } => {
                let transfer = Event {
                    contract: *token,
                    topics: vec![
                        ITIP20::TransferWithMemo::SIGNATURE_HASH,
                        from.into_word(),
                        to.into_word(),
                        *memo,
                    ],
                    data: amount.0.abi_encode(),
                };
                let found = self
                    .emitted(&transfer, *after_block, head, valid_before)
                    .await?;
                Ok(found.map(|log| log.settled()))
            }
            Trace::ChannelFunded {
                channel,
                topped_up,
                after_block,
                ..
            } => {
                let funded = Event {
                    contract: TIP20_CHANNEL_RESERVE_ADDRESS,
                    topics: vec![
                        topped_up
                            .map_or(ITIP20ChannelReserve::ChannelOpened::SIGNATURE_HASH, |_| {
                                ITIP20ChannelReserve::TopUp::SIGNATURE_HASH
                            }),
                        *channel,
                    ],
                    data: topped_up.map_or_else(Vec::new, |added| added.0.abi_encode()),
                };
                let found = self
                    .emitted(&funded, *after_block, head, valid_before)
                    .await?;
                Ok(found.map(|log| log.settled()))
            }
            Trace::Authorization {
                token, from, nonce, ..
            } => self.authorization_used(*token, *from, *nonce, head).await,
            Trace::Outside { .. } => Ok(Some(Outcome::Pending)),
            Trace::Voucher {
                channel,
                cumulative,
                ..
            } => {
                let state = self.channel_at(*channel, head).await?;
                let taken = state.settled >= *cumulative || !state.is_open();
                Ok(Some(if taken {
                    Outcome::Settled { transaction: None }
                } else {
                    Outcome::Pending
                }))
            }
            Trace::ChannelClosed { channel, .. } => {
                let open = self.channel_at(*channel, head).await?.is_open();
                Ok(Some(if open {
                    Outcome::Pending
                } else {
                    Outcome::Settled { transaction: None }
                }))
            }
            Trace::Proof { .. } => Ok(None),
        }
    }

    async fn receipt(&self, hash: B256) -> Result<Option<Outcome>, ChainError> {
        let receipt: Option<Receipt> = self.ask("eth_getTransactionReceipt", json!([hash])).await?;
        Ok(receipt
            .filter(|receipt| receipt.status == U64::ONE)
            .map(|receipt| settled_by(receipt.transaction_hash)))
    }

    /// Looks at the state of the block whose time was read, so that a node that lags behind cannot answer for it.
    async fn authorization_used(
        &self,
        token: Address,
        from: Address,
        nonce: B256,
        head: Head,
    ) -> Result<Option<Outcome>, ChainError> {
        let state = Eip3009::authorizationStateCall {
            authorizer: from,
            nonce,
        };
        if !self.view(token, &state, block(head.number.to())).await? {
            return Ok(None);
        }
        let used = Event {
            contract: token,
            topics: vec![
                Eip3009::AuthorizationUsed::SIGNATURE_HASH,
                from.into_word(),
                nonce,
            ],
            data: Vec::new(),
        };
        let newest: u64 = head.number.to();
        let recent = self
            .log(&used, newest.saturating_sub(BLOCKS_AT_A_TIME), newest)
            .await;
        // The state is the proof; the name of the transaction is a courtesy that not every endpoint renders.
        Ok(Some(
            recent
                .ok()
                .flatten()
                .map_or(Outcome::Settled { transaction: None }, |log| log.settled()),
        ))
    }

    /// Looks for an event from `after_block` on, up to the first block that is not before `until`.
    pub(super) async fn emitted(
        &self,
        event: &Event,
        after_block: u64,
        head: Head,
        until: Timestamp,
    ) -> Result<Option<Log>, ChainError> {
        let newest: u64 = head.number.to();
        let mut from = after_block.saturating_add(1);
        while from <= newest {
            let to = newest.min(from.saturating_add(BLOCKS_AT_A_TIME));
            let found = self.log(event, from, to).await?;
            if found.is_some() {
                return Ok(found);
            }
            let last: Head = self
                .ask("eth_getBlockByNumber", json!([block(to), false]))
                .await?;
            if last.time()? >= until {
                break;
            }
            from = to.saturating_add(1);
        }
        Ok(None)
    }

    async fn log(&self, event: &Event, from: u64, to: u64) -> Result<Option<Log>, ChainError> {
        let filter = json!([{
            "address": event.contract,
            "topics": event.topics,
            "fromBlock": block(from),
            "toBlock": block(to),
        }]);
        let logs: Vec<Log> = self.ask("eth_getLogs", filter).await?;
        Ok(logs
            .into_iter()
            .find(|log| log.topics.starts_with(&event.topics) && log.data.starts_with(&event.data)))
    }
}

impl Log {
    fn settled(&self) -> Outcome {
        settled_by(self.transaction_hash)
    }
}

fn settled_by(transaction: B256) -> Outcome {
    Outcome::Settled {
        transaction: Some(transaction.to_string()),
    }
}

/// A height as JSON-RPC writes it.
pub(super) fn block(number: u64) -> String {
    format!("{number:#x}")
}
