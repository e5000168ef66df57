//! Why an offer is not paid, whatever the person's limits are. Must not know words for people.

use crate::protocol::Unreadable;

/// The reason, one each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refused {
    /// It cannot be read.
    #[error("the offer cannot be read")]
    Unreadable(#[from] Unreadable),
    /// The same challenge, or the same header, a second time.
    #[error("the offer stands there twice")]
    Repeated,
    /// It comes after as many as are looked at.
    #[error("there are too many offers")]
    TooManyOffers,
    /// MPP: another payment method than tempo and evm.
    #[error("the payment method is not supported")]
    MethodUnsupported,
    /// MPP: another intent than charge and session, such as a subscription.
    #[error("the payment intent is not supported")]
    IntentUnsupported,
    /// MPP: only ways in which the payer would have to submit the payment, or approve an allowance.
    #[error("the way to hand over the payment is not supported")]
    ModeUnsupported,
    /// MPP: the payment would be made in another token than the one that is asked.
    #[error("payments by exchange of tokens are not supported")]
    SwapUnsupported,
    /// MPP evm/charge: an authorization has one recipient only.
    #[error("this payment cannot be split")]
    SplitsUnsupported,
    /// Another version of the session's protocol.
    #[error("the version is not supported")]
    VersionUnsupported,
    /// MPP session: the deposit would be kept by another contract than the chain's own.
    #[error("the deposit would be kept by an unknown contract")]
    OtherEscrow,
    /// x402: another scheme than `exact`.
    #[error("the payment scheme is not supported")]
    SchemeUnsupported,
    /// x402: another transfer method than EIP-3009, such as Permit2.
    #[error("the transfer method is not supported")]
    TransferUnsupported,
    /// x402: another payment flow than `authorization`.
    #[error("the payment flow is not supported")]
    FlowUnsupported,
    /// PayloadExchange's array from an origin that the person did not mark as one.
    #[error("this origin is not marked as a PayloadExchange")]
    OriginUnmarked,
    /// The offer names no chain.
    #[error("the offer names no chain")]
    ChainMissing,
    /// An amount is not a plain decimal number.
    #[error("an amount cannot be read")]
    AmountUnreadable,
    /// An address is not `0x` and 40 hex digits.
    #[error("an address cannot be read")]
    AddressUnreadable,
    /// More splits than the specification allows.
    #[error("there are too many splits")]
    TooManySplits,
    /// The token has other decimals than the offer says.
    #[error("the token has other decimals")]
    DecimalsDiffer,

    /// The request went over plain HTTP, and not to this machine.
    #[error("the connection is not private")]
    NotHttps,
    /// x402: the terms are for another URL.
    #[error("the offer is for another resource")]
    OtherResource,
    /// MPP: the challenge is of another host.
    #[error("the offer is of another realm")]
    OtherRealm,
    /// MPP: the challenge is bound to another request body.
    #[error("the offer is for another request body")]
    OtherBody,
    /// The chain is not in our registry.
    #[error("the network is not known")]
    UnknownNetwork,
    /// The token is not in our registry.
    #[error("the token is not known")]
    UnknownToken,
    /// The chain cannot be paid on in this way.
    #[error("the network is of another kind")]
    OtherKindOfNetwork,
    /// The token has another name or version than the offer says.
    #[error("the token has another name")]
    TokenNameDiffers,
    /// The time to pay is over, or cannot be read.
    #[error("the offer has expired")]
    Expired,
    /// A payment of nothing that is no proof.
    #[error("the amount is nothing")]
    AmountZero,
    /// More than any budget can count.
    #[error("the amount is too large")]
    AmountTooLarge,
    /// A split of nothing.
    #[error("a split is nothing")]
    SplitZero,
    /// The splits leave nothing for the recipient.
    #[error("the splits are not smaller than the amount")]
    SplitsTooLarge,
    /// A recipient is the payer.
    #[error("the recipient is the payer")]
    SelfPayment,
    /// A recipient is the zero address.
    #[error("the recipient is the zero address")]
    ZeroRecipient,
    /// A recipient is an address that nobody has the key of.
    #[error("the recipient is a burn address")]
    BurnRecipient,
    /// A recipient is a token's contract.
    #[error("the recipient is a token")]
    TokenIsRecipient,
}
