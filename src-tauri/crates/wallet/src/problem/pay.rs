//! What failed about payments → what a person can act on. Knows no flow.

use payments::channels::ChannelError;
use payments::{ChainError, SignError};

use super::{Fault, chain};
use crate::contract::ProblemCode;

impl From<ChainError> for Fault {
    fn from(error: ChainError) -> Self {
        let reason = match error {
            ChainError::NotUrl | ChainError::NotHttps => "reason-url",
            ChainError::NoCertificates | ChainError::Unreachable => "reason-rpc-unreachable",
            ChainError::OtherChain { .. } => "reason-rpc-other-chain",
            ChainError::Refused { .. } | ChainError::Unreadable => "reason-rpc-odd",
        };
        Self::new(ProblemCode::ChainUnreachable)
            .with("network", "RPC")
            .because(reason)
    }
}

/// Why nothing was signed.
pub(crate) fn not_signed(error: SignError, host: &str) -> Fault {
    tracing::info!(error = chain(&error), "nothing was signed");
    let refused = |reason| {
        Fault::new(ProblemCode::OfferRefused)
            .with("host", host)
            .because(reason)
    };
    match error {
        SignError::TooLate => refused("reason-offer-expired"),
        SignError::BalanceTooLow => refused("reason-sign-balance"),
        SignError::WouldFail => refused("reason-sign-would-fail"),
        SignError::FeeTooHigh => refused("reason-sign-fee"),
        SignError::Chain(error) => error.into(),
        SignError::NeedsChannel
        | SignError::TermsDiffer
        | SignError::NoAuthorizations
        | SignError::BadIdentifier
        | SignError::NoRandomness
        | SignError::NotSigned
        | SignError::Unwritable => refused("reason-sign"),
    }
}

/// Why a payment channel took no step.
pub(crate) fn not_stepped(error: ChannelError, host: &str) -> Fault {
    let refused = |reason| {
        Fault::new(ProblemCode::OfferRefused)
            .with("host", host)
            .because(reason)
    };
    match error {
        ChannelError::Sign(error) => not_signed(error, host),
        ChannelError::OtherChannel => refused("reason-channel-other"),
        ChannelError::DepositTooSmall
        | ChannelError::NeedsTopUp { .. }
        | ChannelError::AmountTooLarge => refused("reason-offer-too-large"),
    }
}
