//! Names of ways to pay, for the ledger and for words. Knows no offer.

use payments::{ChainId, Rail};

use crate::contract::Payer;

/// What the ledger calls a way to pay that is not ours.
const OUTSIDE: [(Payer, &str); 2] = [(Payer::Tempo, "tempo"), (Payer::Awal, "awal")];

/// What the ledger calls a deposit that is added to a payment channel.
pub(crate) const TOP_UP: &str = "tempo-top-up";
/// What the ledger calls an agreement to close a payment channel.
pub(crate) const CLOSE: &str = "tempo-close";

/// What the ledger calls a rail.
pub(crate) fn name(rail: Rail) -> &'static str {
    match rail {
        Rail::TempoProof => "tempo-proof",
        Rail::TempoCharge => "tempo-charge",
        Rail::TempoSession => "tempo-session",
        Rail::EvmCharge => "evm-charge",
        Rail::X402V2 => "x402-v2",
        Rail::X402V1 => "x402-v1",
        Rail::X402Array => "x402-array",
    }
}

/// The catalogue's key of what the ledger calls a way.
pub(crate) fn words(name: &str) -> &'static str {
    match name {
        "tempo-proof" => "way-proof",
        "tempo-charge" | "evm-charge" => "way-charge",
        "tempo-session" => "way-session",
        TOP_UP => "way-top-up",
        CLOSE => "way-close",
        "x402-v2" | "x402-v1" => "way-x402",
        "x402-array" => "way-exchange",
        _ => "way-outside",
    }
}

/// Whether somebody pays in this way.
pub(crate) fn pays(payer: Payer, rail: Rail) -> bool {
    match payer {
        Payer::Purser => true,
        Payer::Tempo => matches!(rail, Rail::TempoCharge | Rail::TempoProof),
        Payer::Awal => matches!(rail, Rail::X402V2 | Rail::X402V1),
    }
}

/// How the ledger names who pays; the Pay Wallet itself needs no name.
pub(crate) fn payer_name(payer: Payer) -> Option<&'static str> {
    let named = OUTSIDE.iter().find(|(its, _)| *its == payer);
    named.map(|(_, name)| *name)
}

/// Who pays, by the ledger's name.
pub(crate) fn payer_named(name: &str) -> Payer {
    let named = OUTSIDE.iter().find(|(_, its)| *its == name);
    named.map_or(Payer::Purser, |(payer, _)| *payer)
}

/// Where people look a transaction up (the chain lists of viem 2, MIT).
pub(crate) fn explorer(chain: ChainId) -> Option<&'static str> {
    match chain {
        ChainId::TEMPO => Some("https://explore.tempo.xyz"),
        ChainId::TEMPO_TESTNET => Some("https://explore.testnet.tempo.xyz"),
        ChainId::BASE => Some("https://basescan.org"),
        ChainId::BASE_SEPOLIA => Some("https://sepolia.basescan.org"),
        _ => None,
    }
}
