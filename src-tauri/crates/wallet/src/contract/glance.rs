//! The contract about what one sees without opening anything. Draws nothing.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The one thing that matters most now: what the tray's icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Glance {
    /// Nothing needs the person.
    Fine,
    /// The Token Wallet is below its low mark.
    LowBalance,
    /// Surge pricing is in force.
    Surge,
    /// The numbers are old: the gateway cannot be read, or takes the sign-in no more.
    Offline,
    /// A payment waits for the person's answer.
    ApprovalWaiting,
}
