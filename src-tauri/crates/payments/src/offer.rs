//! The offers of one 402 answer, of either protocol, in one shape. Must not know whether an offer is acceptable: that
//! is `check`'s.

mod mpp;
pub(crate) mod untrusted;
mod x402;

use alloy::primitives::Address;
use jiff::Timestamp;

use crate::protocol::challenge::Challenge;
use crate::protocol::header;
use crate::protocol::x402::{PaymentRequired, Requirements, Resource};
use crate::{BaseUnits, ChainId, Refused};

/// How many offers of one answer are looked at.
const MAX_OFFERS: usize = 64;

/// A 402 answer.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// Its headers, in their order; names in any case.
    pub headers: &'a [(String, Vec<u8>)],
    /// Its body.
    pub body: &'a [u8],
}

/// Which dialects are listened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialects {
    /// MPP, and x402 as its versions 1 and 2 specify it.
    Specified,
    /// Also PayloadExchange's array: only for an origin that the person marked as one.
    WithArray,
}

/// How an offer is paid. In the order of preference among equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rail {
    /// MPP tempo/charge of nothing: a signature proves who asks.
    TempoProof,
    /// MPP tempo/charge: a signed transaction that the server submits.
    TempoCharge,
    /// MPP evm/charge by EIP-3009.
    EvmCharge,
    /// x402 version 2, `exact` by EIP-3009.
    X402V2,
    /// x402 version 1, `exact` by EIP-3009.
    X402V1,
    /// PayloadExchange's array, `exact` by EIP-3009.
    X402Array,
    /// MPP tempo/session: a deposit, then vouchers.
    TempoSession,
}

/// Who pays the network's fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaidBy {
    /// The payer, beside the amount.
    Payer,
    /// The server, or whoever submits the payment for it.
    Server,
}

/// A part of the amount that goes to somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// Who gets it.
    pub recipient: Address,
    /// How much of the amount.
    pub amount: BaseUnits,
}

/// What is asked. All texts are the server's: untrusted, stripped of control characters, and shortened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// On which chain.
    pub chain: ChainId,
    /// In which token.
    pub token: Address,
    /// How much in all, splits included; for a session, the price of one unit.
    pub amount: BaseUnits,
    /// Who gets it, but for the splits.
    pub recipient: Address,
    /// Who else gets a part.
    pub splits: Vec<Split>,
    /// Who pays the network's fee.
    pub gas: PaidBy,
    /// Until when the offer stands; one that cannot be read is long past.
    pub expires_at: Option<Timestamp>,
    /// MPP: whom the server says that it is.
    pub realm: Option<String>,
    /// What the server says that this is.
    pub description: Option<String>,
    /// x402: the URL that the server says it is paid for.
    pub resource: Option<String>,
    /// Sessions: the deposit that the server would like.
    pub deposit: Option<BaseUnits>,
}

/// One way to pay for what was asked.
#[derive(Debug, Clone)]
pub struct Offer {
    rail: Rail,
    terms: Terms,
    source: Source,
}

/// What an offer was read from: what a payment has to echo.
#[derive(Debug, Clone)]
pub enum Source {
    /// An MPP challenge.
    Mpp(Box<Challenge>),
    /// One of x402's requirements, and the terms that it stands in.
    X402 {
        /// All terms.
        required: Box<PaymentRequired>,
        /// The one of this offer.
        requirements: Box<Requirements>,
        /// What it is for.
        resource: Resource,
    },
}

/// One entry of a 402 answer.
#[derive(Debug, Clone)]
pub enum Reading {
    /// It can be paid, if it passes `check`.
    Offer(Box<Offer>),
    /// It cannot be paid, whoever asks.
    Unsupported {
        /// What it asks for, such as `stripe/charge`: untrusted, shortened.
        what: String,
        /// Why it cannot be paid.
        why: Refused,
    },
}

impl Offer {
    /// How it is paid.
    #[must_use]
    pub const fn rail(&self) -> Rail {
        self.rail
    }

    /// What is asked.
    #[must_use]
    pub const fn terms(&self) -> &Terms {
        &self.terms
    }

    /// What a payment has to echo.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }
}

/// Reads every offer of a 402 answer, in its order: MPP challenges, then x402's header, then its body.
///
/// Nothing is passed over in silence: what cannot be paid is a [`Reading::Unsupported`], and what comes after the
/// first 64 entries is one more.
#[must_use]
pub fn read(answer: &Answered<'_>, dialects: Dialects) -> Vec<Reading> {
    let mut readings = mpp::read(answer.values(header::WWW_AUTHENTICATE));
    readings.extend(x402::read_headers(
        answer.values(header::PAYMENT_REQUIRED),
        dialects,
    ));
    readings.extend(x402::read_body(answer.body));
    if readings.len() > MAX_OFFERS {
        let more = readings.len() - MAX_OFFERS;
        readings.truncate(MAX_OFFERS);
        readings.push(Reading::Unsupported {
            what: format!("{more} more"),
            why: Refused::TooManyOffers,
        });
    }
    readings
}

impl<'a> Answered<'a> {
    /// Every value of a header.
    pub(crate) fn values(&self, name: &'static str) -> impl Iterator<Item = &'a [u8]> {
        self.headers
            .iter()
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_slice())
    }
}

#[cfg(test)]
mod tests;
