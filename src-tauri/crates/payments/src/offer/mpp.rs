//! MPP challenges as offers. Must not know x402.

use std::collections::HashSet;

use alloy::primitives::{Address, address};
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Offer, PaidBy, Rail, Reading, Source, Split, Terms, untrusted};
use crate::protocol::challenge::{self, Challenge};
use crate::protocol::{Encoded, Unreadable};
use crate::{ChainId, Refused, Registry};

/// Most splits of one charge (draft-tempo-charge).
const MAX_SPLITS: usize = 10;

/// The contract that keeps the deposits of tempo/session version 2 (TIP-1034).
const CHANNEL_RESERVE: Address = address!("4d50500000000000000000000000000000000000");

/// Reads every challenge of these header values; of several with one id, the first.
pub(super) fn read<'a>(values: impl Iterator<Item = &'a [u8]>) -> Vec<Reading> {
    let mut ids = HashSet::new();
    values
        .flat_map(challenge::parse)
        .map(|parsed| match parsed {
            Ok(challenge) => {
                let first = ids.insert(challenge.id.clone());
                let what = format!("{}/{}", challenge.method, challenge.intent);
                let offer = if first {
                    offer(challenge)
                } else {
                    Err(Refused::Repeated)
                };
                offer.map_or_else(
                    |why| unsupported(&what, why),
                    |offer| Reading::Offer(Box::new(offer)),
                )
            }
            Err(unreadable) => unsupported("Payment", unreadable.into()),
        })
        .collect()
}

fn unsupported(what: &str, why: Refused) -> Reading {
    Reading::Unsupported {
        what: untrusted::text(what),
        why,
    }
}

fn offer(challenge: Challenge) -> Result<Offer, Refused> {
    let (rail, terms) = match (challenge.method.as_str(), challenge.intent.as_str()) {
        ("tempo", "charge") => tempo_charge(&challenge)?,
        ("tempo", "session") => (Rail::TempoSession, tempo_session(&challenge)?),
        ("evm", "charge") => (Rail::EvmCharge, evm_charge(&challenge)?),
        ("tempo" | "evm", _) => return Err(Refused::IntentUnsupported),
        _ => return Err(Refused::MethodUnsupported),
    };
    Ok(Offer {
        rail,
        terms,
        source: Source::Mpp(Box::new(challenge)),
    })
}

/// What every intent asks; `D` is what its method adds.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request<D> {
    amount: String,
    currency: String,
    recipient: String,
    description: Option<String>,
    suggested_deposit: Option<String>,
    method_details: Option<D>,
}

#[derive(Deserialize)]
struct WireSplit {
    amount: String,
    recipient: String,
}

impl<D: DeserializeOwned> Request<D> {
    fn parse(encoded: &Encoded) -> Result<Self, Refused> {
        encoded
            .decode()
            .map_err(|_| Refused::Unreadable(Unreadable::NotAsSpecified))
    }

    fn details(&mut self) -> Result<D, Refused> {
        self.method_details.take().ok_or(Refused::ChainMissing)
    }

    fn terms(
        &self,
        challenge: &Challenge,
        chain: Option<u64>,
        gas: PaidBy,
    ) -> Result<Terms, Refused> {
        let description = challenge
            .description
            .as_deref()
            .or(self.description.as_deref());
        Ok(Terms {
            chain: chain.map(ChainId).ok_or(Refused::ChainMissing)?,
            token: untrusted::address(&self.currency)?,
            amount: untrusted::amount(&self.amount)?,
            recipient: untrusted::address(&self.recipient)?,
            splits: Vec::new(),
            gas,
            expires_at: challenge.expires.as_deref().map(expiry),
            realm: Some(untrusted::text(&challenge.realm)),
            description: description.map(untrusted::text),
            resource: None,
            deposit: None,
        })
    }
}

/// A time that cannot be read is long past.
fn expiry(text: &str) -> Timestamp {
    text.parse().unwrap_or(Timestamp::MIN)
}

fn tempo_charge(challenge: &Challenge) -> Result<(Rail, Terms), Refused> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Details {
        chain_id: Option<u64>,
        fee_payer: Option<bool>,
        splits: Option<Vec<WireSplit>>,
        supported_modes: Option<Vec<String>>,
        machine_token_enabled: Option<bool>,
    }
    let mut request = Request::<Details>::parse(&challenge.request)?;
    let details = request.details()?;
    if details.machine_token_enabled == Some(true) {
        return Err(Refused::SwapUnsupported);
    }
    if !offers(details.supported_modes.as_deref(), "pull") {
        return Err(Refused::ModeUnsupported);
    }
    let mut terms = request.terms(challenge, details.chain_id, gas(details.fee_payer))?;
    terms.splits = splits(details.splits)?;
    let rail = if terms.amount.is_zero() {
        Rail::TempoProof
    } else {
        Rail::TempoCharge
    };
    Ok((rail, terms))
}

fn tempo_session(challenge: &Challenge) -> Result<Terms, Refused> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Details {
        chain_id: Option<u64>,
        fee_payer: Option<bool>,
        escrow_contract: String,
        session_protocol: Option<String>,
        machine_token_enabled: Option<bool>,
        settlement_adapter: Option<String>,
    }
    let mut request = Request::<Details>::parse(&challenge.request)?;
    let details = request.details()?;
    if details.machine_token_enabled == Some(true) || details.settlement_adapter.is_some() {
        return Err(Refused::SwapUnsupported);
    }
    if details.session_protocol.as_deref() != Some("v2") {
        return Err(Refused::VersionUnsupported);
    }
    if untrusted::address(&details.escrow_contract)? != CHANNEL_RESERVE {
        return Err(Refused::OtherEscrow);
    }
    let mut terms = request.terms(challenge, details.chain_id, gas(details.fee_payer))?;
    terms.deposit = request
        .suggested_deposit
        .as_deref()
        .map(untrusted::amount)
        .transpose()?;
    Ok(terms)
}

fn evm_charge(challenge: &Challenge) -> Result<Terms, Refused> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Details {
        chain_id: Option<u64>,
        credential_types: Option<Vec<String>>,
        decimals: Option<u8>,
        splits: Option<Vec<WireSplit>>,
    }
    let mut request = Request::<Details>::parse(&challenge.request)?;
    let details = request.details()?;
    if !offers(details.credential_types.as_deref(), "authorization") {
        return Err(Refused::ModeUnsupported);
    }
    if details.splits.is_some() {
        return Err(Refused::SplitsUnsupported);
    }
    let terms = request.terms(challenge, details.chain_id, PaidBy::Server)?;
    let token = Registry::built_in().token(terms.chain, terms.token);
    match (details.decimals, token) {
        (Some(said), Some(token)) if said != token.decimals => Err(Refused::DecimalsDiffer),
        _ => Ok(terms),
    }
}

/// Whether a list names a way; a list that is absent names them all.
fn offers(list: Option<&[String]>, way: &str) -> bool {
    list.is_none_or(|list| list.iter().any(|other| other == way))
}

fn gas(fee_payer: Option<bool>) -> PaidBy {
    match fee_payer {
        Some(true) => PaidBy::Server,
        Some(false) | None => PaidBy::Payer,
    }
}

fn splits(list: Option<Vec<WireSplit>>) -> Result<Vec<Split>, Refused> {
    let Some(list) = list else {
        return Ok(Vec::new());
    };
    if list.is_empty() {
        return Err(Refused::Unreadable(Unreadable::NotAsSpecified));
    }
    if list.len() > MAX_SPLITS {
        return Err(Refused::TooManySplits);
    }
    list.iter()
        .map(|split| {
            Ok(Split {
                recipient: untrusted::address(&split.recipient)?,
                amount: untrusted::amount(&split.amount)?,
            })
        })
        .collect()
}
