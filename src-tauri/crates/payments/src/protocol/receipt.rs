//! MPP's `Payment-Receipt`: what a server says it was paid. Must not know whether that is true.

use mpp::protocol::core::{format_receipt, parse_receipt};

use super::{Unreadable, Unwritable};

/// A server's claim that it was paid.
pub use mpp::Receipt;

/// Reads a receipt.
///
/// # Errors
/// [`Unreadable`] if it is none.
pub fn parse(value: &str) -> Result<Receipt, Unreadable> {
    parse_receipt(value).map_err(|_| Unreadable::NotAsSpecified)
}

/// Writes a receipt as a header value.
///
/// # Errors
/// [`Unwritable`] if its extensions cannot be JSON.
pub fn format(receipt: &Receipt) -> Result<String, Unwritable> {
    format_receipt(receipt).map_err(|_| Unwritable)
}
