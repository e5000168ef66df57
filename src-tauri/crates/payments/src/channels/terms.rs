//! What a session's challenge says beyond its price, and whether a channel fits it. Must not sign anything.

use std::num::NonZeroU64;

use alloy::primitives::Address;
use serde::Deserialize;

use super::{Channel, ChannelError};
use crate::chain::Head;
use crate::key::PayKey;
use crate::offer::Source;
use crate::protocol::challenge::Challenge;
use crate::sign::SignError;
use crate::{BaseUnits, Payable, Rail};

/// A session, as its challenge describes it.
pub(super) struct Session<'a> {
    pub(super) challenge: &'a Challenge,
    /// Who may hand in vouchers for the payee; nobody if zero.
    pub(super) operator: Address,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    method_details: Details,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    operator: Option<Address>,
    min_voucher_delta: Option<BaseUnits>,
}

impl<'a> Session<'a> {
    /// Reads it.
    pub(super) fn of(payable: &'a Payable) -> Result<Self, SignError> {
        let (Rail::TempoSession, Source::Mpp(challenge)) =
            (payable.rail(), payable.offer().source())
        else {
            return Err(SignError::TermsDiffer);
        };
        let Request { method_details } = challenge
            .request
            .decode()
            .map_err(|_| SignError::TermsDiffer)?;
        // A voucher that has to promise more than the price would pay for something that nobody asked for.
        if method_details
            .min_voucher_delta
            .is_some_and(|least| least > payable.amount())
        {
            return Err(SignError::TermsDiffer);
        }
        Ok(Self {
            challenge,
            operator: method_details.operator.unwrap_or_default(),
        })
    }

    /// Reads it for a channel that is there already.
    pub(super) fn with(
        channel: &Channel,
        payable: &'a Payable,
        key: &PayKey,
    ) -> Result<Self, ChannelError> {
        let session = Self::of(payable)?;
        let ours = channel.descriptor.payer == key.address().to_string()
            && channel.descriptor.operator == session.operator.to_string()
            && channel.key() == Channel::key_for(payable);
        if ours {
            Ok(session)
        } else {
            Err(ChannelError::OtherChannel)
        }
    }
}

/// How much to put into a channel of which `left` is not promised: never more than `most`, which is the person's, and
/// less when the server asks for less.
///
/// # Errors
/// [`ChannelError::DepositTooSmall`] when `most` does not reach for one unit more.
pub fn deposit(
    payable: &Payable,
    left: BaseUnits,
    most: BaseUnits,
) -> Result<BaseUnits, ChannelError> {
    let missing = payable.amount().checked_sub(left).unwrap_or_default();
    if most < missing {
        return Err(ChannelError::DepositTooSmall);
    }
    Ok(payable
        .terms()
        .deposit
        .map_or(most, |asked| asked.max(missing).min(most)))
}

/// A random second of the chain's past, so that two equal top-ups are two transactions.
pub(super) fn random_past(head: Head) -> Result<Option<NonZeroU64>, SignError> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(|_| SignError::NoRandomness)?;
    let latest = u64::try_from(head.time()?.as_second())
        .unwrap_or_default()
        .saturating_sub(60);
    Ok(u64::from_be_bytes(random)
        .checked_rem(latest)
        .and_then(NonZeroU64::new))
}
