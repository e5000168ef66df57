//! x402 in its three dialects: terms, payment and settlement. Must not know which tokens exist, nor how a payment is
//! signed.
//!
//! What a server wrote is kept as its own JSON text, because it compares the echo of it deeply.

pub mod identifier;

mod payment;
mod required;
mod settlement;

pub use payment::{ExactPayload, Payment};
pub use required::{Extra, PaymentRequired, Requirements, Resource};
pub use settlement::Settlement;

use super::header;

/// The three ways in which servers write x402.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Version 2: an object in `PAYMENT-REQUIRED`.
    V2,
    /// Version 1: an object in the body of the 402.
    V1,
    /// PayloadExchange: an array of version 1 requirements in `PAYMENT-REQUIRED`.
    Array,
}

impl Dialect {
    /// The header that carries the payment.
    #[must_use]
    pub const fn payment_header(self) -> &'static str {
        match self {
            Self::V2 | Self::Array => header::PAYMENT_SIGNATURE,
            Self::V1 => header::X_PAYMENT,
        }
    }

    /// The header that carries the settlement.
    #[must_use]
    pub const fn response_header(self) -> &'static str {
        match self {
            Self::V2 | Self::Array => header::PAYMENT_RESPONSE,
            Self::V1 => header::X_PAYMENT_RESPONSE,
        }
    }
}
