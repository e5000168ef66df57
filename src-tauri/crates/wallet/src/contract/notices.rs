//! The contract about notifications: their kinds, and when they stay silent.
//! Holds no notification.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The kinds of notification, each of which can be turned off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum NoticeKind {
    /// A new message in the inbox.
    Message,
    /// The Token Wallet fell below its low mark.
    LowBalance,
    /// The pricing mode changed.
    PricingMode,
    /// A payment waits for the person's word.
    PaymentAsked,
    /// A payment that was asked about, or was in doubt, was made.
    PaymentSettled,
    /// It is not known whether a payment was made.
    PaymentUnknown,
    /// Another program changed what Purser wrote into a config.
    Drift,
    /// A newer Purser can be installed.
    Update,
}

/// When notifications are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoticesView {
    /// The kinds that are turned off.
    pub off: Vec<NoticeKind>,
    /// The hours in which only a payment's question is shown; none when there are none.
    pub quiet: Option<QuietHours>,
}

/// A part of every day, by this computer's clock. It may lead over midnight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuietHours {
    /// `22:00`.
    pub from: String,
    /// `07:00`; another time than `from`.
    pub until: String,
}
