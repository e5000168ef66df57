//! The terms of an x402 402 answer. Must not know whether they are acceptable.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Dialect;
use crate::protocol::text::{base64_encode, base64_json, json_of};
use crate::protocol::{Unreadable, Unwritable};

/// Longest 402 body that is searched for terms, in bytes.
const MAX_BODY: usize = 64 * 1024;

/// All terms of one 402 answer.
#[derive(Debug, Clone)]
pub struct PaymentRequired {
    /// How it was written.
    pub dialect: Dialect,
    /// The server's own word on why; untrusted.
    pub error: Option<String>,
    /// Version 2: what is paid for, as it was received.
    pub resource: Option<Box<RawValue>>,
    /// The ways to pay, each as it was received; [`Requirements::parse`] reads one.
    pub accepts: Vec<Box<RawValue>>,
    /// Version 2: extensions, as they were received.
    pub extensions: Option<Box<RawValue>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    x402_version: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<Box<RawValue>>,
    accepts: Vec<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<Box<RawValue>>,
}

impl PaymentRequired {
    /// Reads a `PAYMENT-REQUIRED` value: an object of version 2, or an array.
    ///
    /// # Errors
    /// [`Unreadable`] says what is wrong with it.
    pub fn from_header(value: &[u8]) -> Result<Self, Unreadable> {
        let json: Box<RawValue> = base64_json(value)?;
        if json.get().starts_with('[') {
            return Ok(Self {
                dialect: Dialect::Array,
                error: None,
                resource: None,
                accepts: json_of(json.get().as_bytes())?,
                extensions: None,
            });
        }
        let wire: Wire = json_of(json.get().as_bytes())?;
        match wire.x402_version {
            2 => Ok(Self::of(Dialect::V2, wire)),
            _ => Err(Unreadable::NotAsSpecified),
        }
    }

    /// Reads the terms in a 402 body: an object of version 1. `None` if the body is about something else.
    #[must_use]
    pub fn from_body(body: &[u8]) -> Option<Result<Self, Unreadable>> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Version {
            x402_version: u64,
        }
        if body.len() > MAX_BODY {
            return None;
        }
        let version: Version = json_of(body).ok()?;
        (version.x402_version == 1).then(|| Ok(Self::of(Dialect::V1, json_of(body)?)))
    }

    fn of(dialect: Dialect, wire: Wire) -> Self {
        Self {
            dialect,
            error: wire.error,
            resource: wire.resource,
            accepts: wire.accepts,
            extensions: wire.extensions,
        }
    }

    /// Writes the terms as JSON: the body of version 1.
    ///
    /// # Errors
    /// [`Unwritable`] never, as far as is known: every part is JSON already.
    pub fn to_json(&self) -> Result<String, Unwritable> {
        let wire = Wire {
            x402_version: match self.dialect {
                Dialect::V2 => 2,
                Dialect::V1 | Dialect::Array => 1,
            },
            error: self.error.clone(),
            resource: self.resource.clone(),
            accepts: self.accepts.clone(),
            extensions: self.extensions.clone(),
        };
        match self.dialect {
            Dialect::V2 | Dialect::V1 => serde_json::to_string(&wire),
            Dialect::Array => serde_json::to_string(&self.accepts),
        }
        .map_err(|_| Unwritable)
    }

    /// Writes the terms as the value of `PAYMENT-REQUIRED`: version 2 and the array.
    ///
    /// # Errors
    /// As [`Self::to_json`].
    pub fn to_header(&self) -> Result<String, Unwritable> {
        self.to_json().map(|json| base64_encode(&json))
    }
}

/// Version 2: what is paid for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    /// Where it is.
    pub url: String,
    /// What it is, in the server's words; untrusted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
}

impl Resource {
    /// Reads it out of the terms.
    ///
    /// # Errors
    /// [`Unreadable`] if it names no URL.
    pub fn parse(raw: &RawValue) -> Result<Self, Unreadable> {
        json_of(raw.get().as_bytes())
    }
}

/// One way to pay. Every text is as the server wrote it.
#[derive(Debug, Clone)]
pub struct Requirements {
    /// For example `exact`.
    pub scheme: String,
    /// CAIP-2, or a name in version 1.
    pub network: String,
    /// Base units, in decimal digits.
    pub amount: String,
    /// The token's contract.
    pub asset: String,
    /// Who is paid.
    pub pay_to: String,
    /// For how long the payment has to be valid, in seconds.
    pub max_timeout_seconds: u64,
    /// Version 1: what is paid for.
    pub resource: Option<String>,
    /// Version 1: what it is, in the server's words; untrusted.
    pub description: Option<String>,
    /// What the scheme adds.
    pub extra: Extra,
    raw: Box<RawValue>,
}

/// What `exact` adds to its requirements.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Extra {
    /// The token's EIP-712 name.
    pub name: Option<String>,
    /// The token's EIP-712 version.
    pub version: Option<String>,
    /// How the transfer is made; `eip3009` if absent.
    pub asset_transfer_method: Option<String>,
    /// When it is made; `authorization` if absent.
    pub payment_flow: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireRequirements {
    scheme: String,
    network: String,
    amount: Option<String>,
    max_amount_required: Option<String>,
    asset: String,
    pay_to: String,
    max_timeout_seconds: u64,
    resource: Option<String>,
    description: Option<String>,
    extra: Option<Extra>,
}

impl Requirements {
    /// Reads one way to pay; the amount is named differently in each dialect.
    ///
    /// # Errors
    /// [`Unreadable`] if a part is missing, doubled or of another type.
    pub fn parse(dialect: Dialect, raw: Box<RawValue>) -> Result<Self, Unreadable> {
        let wire: WireRequirements = json_of(raw.get().as_bytes())?;
        let amount = match dialect {
            Dialect::V2 => wire.amount,
            Dialect::V1 | Dialect::Array => wire.max_amount_required,
        };
        Ok(Self {
            scheme: wire.scheme,
            network: wire.network,
            amount: amount.ok_or(Unreadable::NotAsSpecified)?,
            asset: wire.asset,
            pay_to: wire.pay_to,
            max_timeout_seconds: wire.max_timeout_seconds,
            resource: wire.resource,
            description: wire.description,
            extra: wire.extra.unwrap_or_default(),
            raw,
        })
    }

    /// The JSON as it was received.
    #[must_use]
    pub fn raw(&self) -> &RawValue {
        &self.raw
    }
}
