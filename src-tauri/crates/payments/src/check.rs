//! Whether an offer may be paid at all, whatever the person's limits are. Must not know budgets, balances or a clock.

mod place;
mod refused;

use alloy::primitives::{Address, U256, address};
use jiff::{SignedDuration, Timestamp};
use url::Url;

pub(crate) use place::is_private;
pub use refused::Refused;

use crate::offer::{Offer, PaidBy, Rail, Source, Terms};
use crate::protocol::challenge;
use crate::registry::Kind;
use crate::{BaseUnits, Micros, Network, Registry, Token};

/// Longest time in which a signed payment may still be taken.
const LONGEST_WINDOW: SignedDuration = SignedDuration::from_secs(120);

/// Where burnt tokens go.
const BURN: [Address; 2] = [
    address!("000000000000000000000000000000000000dEaD"),
    address!("ffffffffffffffffffffffffffffffffffffffff"),
];

/// The request that was answered 402, and would be paid for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Where it went.
    pub url: &'a Url,
    /// The bytes of its body.
    pub body: &'a [u8],
}

/// An offer that passed every check: only [`check`] makes one, and only one of these can be signed for.
#[derive(Debug, Clone)]
pub struct Payable {
    offer: Offer,
    network: &'static Network,
    token: &'static Token,
    micros: Micros,
    fixed_until: Timestamp,
}

impl Payable {
    /// What was checked.
    #[must_use]
    pub const fn offer(&self) -> &Offer {
        &self.offer
    }

    /// How it is paid.
    #[must_use]
    pub const fn rail(&self) -> Rail {
        self.offer.rail()
    }

    /// What is asked.
    #[must_use]
    pub const fn terms(&self) -> &Terms {
        self.offer.terms()
    }

    /// The chain, from our registry.
    #[must_use]
    pub const fn network(&self) -> &'static Network {
        self.network
    }

    /// The token, from our registry.
    #[must_use]
    pub const fn token(&self) -> &'static Token {
        self.token
    }

    /// The amount, splits included; for a session, the price of one unit.
    #[must_use]
    pub const fn amount(&self) -> BaseUnits {
        self.offer.terms().amount
    }

    /// The amount as budgets count it.
    #[must_use]
    pub const fn micros(&self) -> Micros {
        self.micros
    }

    /// The last moment at which a payment that is signed now may still be taken.
    #[must_use]
    pub const fn fixed_until(&self) -> Timestamp {
        self.fixed_until
    }

    /// Who pays the network's fee.
    #[must_use]
    pub const fn gas(&self) -> PaidBy {
        self.offer.terms().gas
    }
}

/// Checks an offer against the request that it answers, our registry, the payer and the time.
///
/// # Errors
/// The first [`Refused`] that holds.
pub fn check(
    offer: &Offer,
    request: &Request<'_>,
    registry: &Registry,
    payer: Address,
    now: Timestamp,
) -> Result<Payable, Refused> {
    let terms = offer.terms();
    place::is_private(request.url)?;
    place::is_meant(offer, request.url)?;
    let (network, token) = known_token(offer, registry)?;
    let fixed_until = fixed_until(offer, now)?;
    amounts(offer)?;
    for recipient in recipients(terms) {
        payable_to(recipient, payer)?;
        if registry.token(terms.chain, recipient).is_some() {
            return Err(Refused::TokenIsRecipient);
        }
    }
    if let Source::Mpp(challenge) = offer.source()
        && !challenge::binds_body(challenge, request.body)
    {
        return Err(Refused::OtherBody);
    }
    let micros = terms
        .amount
        .micros(token.decimals)
        .ok_or(Refused::AmountTooLarge)?;
    Ok(Payable {
        offer: offer.clone(),
        network,
        token,
        micros,
        fixed_until,
    })
}

/// The token is ours to name: an offer may only agree with the registry.
fn known_token(
    offer: &Offer,
    registry: &Registry,
) -> Result<(&'static Network, &'static Token), Refused> {
    let terms = offer.terms();
    let network = registry
        .network(terms.chain)
        .ok_or(Refused::UnknownNetwork)?;
    let token = registry
        .token(terms.chain, terms.token)
        .ok_or(Refused::UnknownToken)?;
    let kind = match offer.rail() {
        Rail::TempoProof | Rail::TempoCharge | Rail::TempoSession => Kind::Tempo,
        Rail::EvmCharge | Rail::X402V2 | Rail::X402V1 | Rail::X402Array => Kind::Evm,
    };
    if network.kind != kind {
        return Err(Refused::OtherKindOfNetwork);
    }
    if let Source::X402 { requirements, .. } = offer.source() {
        let said = &requirements.extra;
        let agrees = token.eip712.is_some_and(|ours| {
            said.name.as_deref().is_none_or(|name| name == ours.name)
                && said
                    .version
                    .as_deref()
                    .is_none_or(|version| version == ours.version)
        });
        if !agrees {
            return Err(Refused::TokenNameDiffers);
        }
    }
    Ok((network, token))
}

/// Until when a payment signed now can be taken: the offer's expiry or window, and never longer than ours.
fn fixed_until(offer: &Offer, now: Timestamp) -> Result<Timestamp, Refused> {
    let window = match offer.source() {
        Source::Mpp(_) => LONGEST_WINDOW,
        Source::X402 { requirements, .. } => i64::try_from(requirements.max_timeout_seconds)
            .map_or(LONGEST_WINDOW, |seconds| {
                LONGEST_WINDOW.min(SignedDuration::from_secs(seconds))
            }),
    };
    let ours = now.saturating_add(window).map_err(|_| Refused::Expired)?;
    let until = offer
        .terms()
        .expires_at
        .map_or(ours, |expires_at| ours.min(expires_at));
    if until <= now {
        return Err(Refused::Expired);
    }
    Ok(until)
}

fn amounts(offer: &Offer) -> Result<(), Refused> {
    let terms = offer.terms();
    if terms.amount.is_zero() && offer.rail() != Rail::TempoProof {
        return Err(Refused::AmountZero);
    }
    let mut sum = BaseUnits::ZERO;
    for split in &terms.splits {
        if split.amount.is_zero() {
            return Err(Refused::SplitZero);
        }
        sum = sum
            .checked_add(split.amount)
            .ok_or(Refused::SplitsTooLarge)?;
    }
    if !terms.splits.is_empty() && sum >= terms.amount {
        return Err(Refused::SplitsTooLarge);
    }
    Ok(())
}

fn recipients(terms: &Terms) -> impl Iterator<Item = Address> {
    std::iter::once(terms.recipient).chain(terms.splits.iter().map(|split| split.recipient))
}

fn payable_to(recipient: Address, payer: Address) -> Result<(), Refused> {
    if recipient.is_zero() {
        return Err(Refused::ZeroRecipient);
    }
    if BURN.contains(&recipient) || U256::from_be_slice(recipient.as_slice()) <= U256::from(0xffff)
    {
        return Err(Refused::BurnRecipient);
    }
    if recipient == payer {
        return Err(Refused::SelfPayment);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
