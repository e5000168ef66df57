//! What the merchants were paid, and what they were sent in vain: a test compares it with a wallet's
//! ledger. Must not know how a payment is checked.

use alloy::primitives::{Address, B256, U256};
use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::chain::ChainName;

/// A payment that moved a balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Settlement {
    /// The `payment-identifier`, or the id of the MPP challenge; none when the payer sent none.
    pub(crate) identifier: Option<String>,
    pub(crate) payer: Address,
    pub(crate) chain: ChainName,
    /// Base units, splits included.
    #[serde(serialize_with = "decimal")]
    pub(crate) amount: U256,
    /// Of the authorization; for a signed transaction, its hash.
    pub(crate) nonce: B256,
    /// Hash of the transaction.
    pub(crate) transaction: B256,
    pub(crate) path: String,
    pub(crate) at: Timestamp,
}

/// A payment that was received and moved nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Refused {
    pub(crate) path: String,
    /// The reason, as the merchant told it.
    pub(crate) reason: String,
    pub(crate) at: Timestamp,
}

/// Everything that was paid or tried.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Log {
    settlements: Vec<Settlement>,
    refused: Vec<Refused>,
}

impl Log {
    /// Notes a payment.
    pub(crate) fn settled(&mut self, settlement: Settlement) {
        self.settlements.push(settlement);
    }

    /// Notes what was sent in vain.
    pub(crate) fn refused(&mut self, refused: Refused) {
        self.refused.push(refused);
    }
}

fn decimal<S: Serializer>(amount: &U256, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(amount)
}
