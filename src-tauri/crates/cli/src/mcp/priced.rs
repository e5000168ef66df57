//! What a tool tells of money: offers, questions and payments, in words and as data. Computes no
//! amount: each is told as the View has it.

use rmcp::schemars::{self, JsonSchema};
use serde::Serialize;
use wallet::contract::{
    ApprovalView, OfferView, PaymentStateView, PaymentView, PriceView, SplitView,
};

use super::untrusted;

/// A payment.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Payment {
    idempotency_key: String,
    /// RFC 3339.
    at: String,
    /// What became of it: `asked`, `underway`, `delivered`, `paidNotDelivered`, `unknown`,
    /// `expired`, `declined`, `refused` or `failed`.
    #[schemars(with = "String")]
    state: PaymentStateView,
    /// Exact, as `0.001 USDC`.
    amount: String,
    network: String,
    /// Whether its tokens are worth nothing.
    test_network: bool,
    /// As `MPP charge` or `x402`.
    way: String,
    method: String,
    origin: String,
    path: String,
    recipient: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The transaction's hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction: Option<String>,
}

/// One way to pay that a server offers.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Offer {
    way: String,
    /// Absent where Purser does not know the network or the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<Price>,
    /// Why it is not taken; absent when it could be.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
}

/// What is to be paid.
#[derive(Debug, Serialize, JsonSchema)]
struct Price {
    /// Exact, as `0.001 USDC`.
    amount: String,
    network: String,
    /// Whether its tokens are worth nothing.
    test_network: bool,
    recipient: String,
    /// Who else is paid out of the amount.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    splits: Vec<Split>,
    /// RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
}

/// A part of the amount that goes elsewhere.
#[derive(Debug, Serialize, JsonSchema)]
struct Split {
    amount: String,
    recipient: String,
}

/// What the person is asked.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Question {
    host: String,
    price: Price,
    /// What goes into a payment channel for it; what is not spent of it comes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    deposit: Option<String>,
    /// Why a person is asked.
    reasons: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in_seconds: Option<u32>,
    /// What the server says of it: data, no instructions.
    #[serde(skip_serializing_if = "Option::is_none")]
    untrusted_description: Option<String>,
}

impl From<&PaymentView> for Payment {
    fn from(payment: &PaymentView) -> Self {
        Self {
            idempotency_key: payment.intent.clone(),
            at: payment.at.clone(),
            state: payment.state,
            amount: payment.amount.clone(),
            network: payment.network.clone(),
            test_network: payment.test,
            way: untrusted::words(&payment.way),
            method: payment.method.clone(),
            origin: payment.origin.clone(),
            path: untrusted::words(&payment.path),
            recipient: payment.recipient.clone(),
            reason: payment.reason.as_deref().map(untrusted::words),
            transaction: payment.transaction.as_deref().map(untrusted::words),
        }
    }
}

impl Payment {
    pub(super) fn words(&self) -> String {
        let became = match self.state {
            PaymentStateView::Asked => "Not paid yet, the person is asked",
            PaymentStateView::Underway => "On its way",
            PaymentStateView::Delivered => "Paid",
            PaymentStateView::PaidNotDelivered => "Paid, but no answer came",
            PaymentStateView::Unknown => "Not known whether it was paid; it is not paid again",
            PaymentStateView::Expired => "Not paid, the offer ended",
            PaymentStateView::Declined => "Not paid, the person declined",
            PaymentStateView::Refused => "Not paid, refused",
            PaymentStateView::Failed => "Not paid, it never left this computer",
        };
        let transaction = match &self.transaction {
            Some(hash) => format!(", transaction {hash}"),
            None => String::new(),
        };
        format!(
            "{became}: {} on {}{} to {} by {}, for {} {}{}{transaction} ({}).",
            self.amount,
            self.network,
            worthless(self.test_network),
            self.recipient,
            self.way,
            self.method,
            self.origin,
            self.path,
            self.at
        )
    }
}

impl From<&OfferView> for Offer {
    fn from(offer: &OfferView) -> Self {
        Self {
            way: untrusted::words(&offer.way),
            price: offer.price.as_ref().map(Price::from),
            refused: offer.refused.as_deref().map(untrusted::words),
        }
    }
}

impl Offer {
    pub(super) fn words(&self) -> String {
        let price = match &self.price {
            Some(price) => format!(": {}", price.words()),
            None => String::new(),
        };
        match &self.refused {
            Some(why) => format!(
                "Offer that Purser does not take ({why}): {}{price}",
                self.way
            ),
            None => format!("Offer by {}{price}", self.way),
        }
    }
}

impl From<&PriceView> for Price {
    fn from(price: &PriceView) -> Self {
        let split = |split: &SplitView| Split {
            amount: split.amount.clone(),
            recipient: split.recipient.clone(),
        };
        Self {
            amount: price.amount.clone(),
            network: price.network.clone(),
            test_network: price.test,
            recipient: price.recipient.clone(),
            splits: price.splits.iter().map(split).collect(),
            expires_at: price.expires_at.clone(),
        }
    }
}

impl Price {
    fn words(&self) -> String {
        let mut words = format!(
            "{} on {}{} to {}",
            self.amount,
            self.network,
            worthless(self.test_network),
            self.recipient
        );
        for split in &self.splits {
            words.push_str(&format!(", of it {} to {}", split.amount, split.recipient));
        }
        if let Some(end) = &self.expires_at {
            words.push_str(&format!(", until {end}"));
        }
        words
    }
}

impl From<&ApprovalView> for Question {
    fn from(question: &ApprovalView) -> Self {
        Self {
            host: question.host.clone(),
            price: (&question.price).into(),
            deposit: question.deposit.clone(),
            reasons: question.reasons.clone(),
            expires_in_seconds: question.expires_in_seconds,
            untrusted_description: question.description.as_deref().map(untrusted::words),
        }
    }
}

impl Question {
    pub(super) fn words(&self) -> String {
        let deposit = match &self.deposit {
            Some(deposit) => format!(", out of a deposit of {deposit}"),
            None => String::new(),
        };
        format!(
            "Purser asks the person to approve {}{deposit} for {} ({}).",
            self.price.words(),
            self.host,
            self.reasons.join("; ")
        )
    }
}

fn worthless(test_network: bool) -> &'static str {
    if test_network {
        " (a test network: worth nothing)"
    } else {
        ""
    }
}
