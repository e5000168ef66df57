//! What State knows of the Pay Wallet. Knows no key, no wire and no disk.

/// The Pay Wallet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pay {}
