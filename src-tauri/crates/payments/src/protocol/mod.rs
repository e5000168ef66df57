//! What stands on the wire of a paid request: MPP and x402, parsed and formatted. Must not know a clock, a network, a
//! key, or any other module of this crate.

pub mod challenge;
pub mod credential;
pub mod eip3009;
pub mod problem;
pub mod receipt;
pub mod tempo;
pub mod x402;

mod text;

pub use text::{Encoded, base64url_decode, base64url_encode};

/// Longest header value that is read, in bytes.
pub const MAX_HEADER: usize = 16 * 1024;

/// Names of the headers of both protocols, in lower case.
pub mod header {
    /// MPP: the terms.
    pub const WWW_AUTHENTICATE: &str = "www-authenticate";
    /// MPP: the payment.
    pub const AUTHORIZATION: &str = "authorization";
    /// MPP: the payment, where `Authorization` has to stay with something else.
    pub const PAYMENT_AUTHORIZATION: &str = "payment-authorization";
    /// MPP: what the client can pay with.
    pub const ACCEPT_PAYMENT: &str = "accept-payment";
    /// MPP: the receipt.
    pub const PAYMENT_RECEIPT: &str = "payment-receipt";
    /// x402 version 2 and PayloadExchange: the terms.
    pub const PAYMENT_REQUIRED: &str = "payment-required";
    /// x402 version 2 and PayloadExchange: the payment.
    pub const PAYMENT_SIGNATURE: &str = "payment-signature";
    /// x402 version 2 and PayloadExchange: how it was settled.
    pub const PAYMENT_RESPONSE: &str = "payment-response";
    /// x402 version 1: the payment.
    pub const X_PAYMENT: &str = "x-payment";
    /// x402 version 1: how it was settled.
    pub const X_PAYMENT_RESPONSE: &str = "x-payment-response";
}

/// Why a text of the protocol says nothing. Holds nothing of the text: it may be a secret, or hostile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unreadable {
    /// It is longer than it may be.
    #[error("it is too long")]
    TooLong,
    /// It is not base64 where it has to be, or not UTF-8 within.
    #[error("it is not base64")]
    NotBase64,
    /// It is not JSON where it has to be.
    #[error("it is not JSON")]
    NotJson,
    /// A part is missing, doubled, or not what the specification says.
    #[error("it is not as specified")]
    NotAsSpecified,
}

/// A value that a header cannot carry, such as one with a line break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("a header cannot carry this")]
pub struct Unwritable;

#[cfg(test)]
mod tests;
