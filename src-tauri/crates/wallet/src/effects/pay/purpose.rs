//! What a paid request is for: how its answer is to be read. Knows no payment.

use crate::contract::ExchangeAsk;

/// What a request is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Whatever the person wants of it.
    Plain,
    /// A query to the Supergraph.
    Graph,
    /// A question to the PayloadExchange.
    Exchange(ExchangeAsk),
}
