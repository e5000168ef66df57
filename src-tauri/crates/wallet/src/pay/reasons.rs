//! Why an offer is refused or asked about, as a key of the catalogue. Knows no sentence.

use payments::Refused;

/// The catalogue's key of a refusal.
pub(crate) fn refusal(why: Refused) -> &'static str {
    match why {
        Refused::Unreadable(_) => "reason-offer-unreadable",
        Refused::Repeated => "reason-offer-repeated",
        Refused::TooManyOffers => "reason-offer-too-many",
        Refused::MethodUnsupported => "reason-offer-method",
        Refused::IntentUnsupported => "reason-offer-intent",
        Refused::ModeUnsupported => "reason-offer-mode",
        Refused::SwapUnsupported => "reason-offer-swap",
        Refused::SplitsUnsupported => "reason-offer-splits-unsupported",
        Refused::VersionUnsupported => "reason-offer-version",
        Refused::OtherEscrow => "reason-offer-escrow",
        Refused::SchemeUnsupported => "reason-offer-scheme",
        Refused::TransferUnsupported => "reason-offer-transfer",
        Refused::FlowUnsupported => "reason-offer-flow",
        Refused::OriginUnmarked => "reason-offer-unmarked",
        Refused::ChainMissing => "reason-offer-chain-missing",
        Refused::AmountUnreadable => "reason-offer-amount-unreadable",
        Refused::AddressUnreadable => "reason-offer-address-unreadable",
        Refused::TooManySplits => "reason-offer-too-many-splits",
        Refused::DecimalsDiffer => "reason-offer-decimals",
        Refused::NotHttps => "reason-offer-not-https",
        Refused::OtherResource => "reason-offer-resource",
        Refused::OtherRealm => "reason-offer-realm",
        Refused::OtherBody => "reason-offer-body",
        Refused::UnknownNetwork => "reason-offer-network",
        Refused::UnknownToken => "reason-offer-token",
        Refused::OtherKindOfNetwork => "reason-offer-kind",
        Refused::TokenNameDiffers => "reason-offer-token-name",
        Refused::Expired => "reason-offer-expired",
        Refused::AmountZero => "reason-offer-zero",
        Refused::AmountTooLarge => "reason-offer-too-large",
        Refused::SplitZero => "reason-offer-split-zero",
        Refused::SplitsTooLarge => "reason-offer-splits",
        Refused::SelfPayment => "reason-offer-self",
        Refused::ZeroRecipient => "reason-offer-zero-recipient",
        Refused::BurnRecipient => "reason-offer-burn",
        Refused::TokenIsRecipient => "reason-offer-token-recipient",
    }
}
