//! The payment of an x402 client. Must not know how it was signed.

use alloy::primitives::Bytes;
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::protocol::text::{base64_encode, base64_json, json_of};
use crate::protocol::{Unreadable, Unwritable};

/// A payment, with the terms that it answers. Whoever holds it can take the money: never log it.
#[derive(Clone)]
pub enum Payment<P> {
    /// Version 2.
    V2 {
        /// What is paid for, as it was received.
        resource: Option<Box<RawValue>>,
        /// The chosen requirements, as they were received.
        accepted: Box<RawValue>,
        /// What the scheme sends.
        payload: P,
        /// The received extensions, with what the client adds.
        extensions: Option<Box<RawValue>>,
    },
    /// Version 1, and the array.
    V1 {
        /// For example `exact`.
        scheme: String,
        /// As it was received.
        network: String,
        /// What the scheme sends.
        payload: P,
    },
}

/// What `exact` sends for a transfer by authorization: `A` is its EIP-3009 authorization.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExactPayload<A> {
    /// 65 bytes: r, s, v.
    pub signature: Bytes,
    /// What was signed.
    pub authorization: A,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireV2<P> {
    x402_version: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<Box<RawValue>>,
    accepted: Box<RawValue>,
    payload: P,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<Box<RawValue>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireV1<P> {
    x402_version: u64,
    scheme: String,
    network: String,
    payload: P,
}

impl<P: DeserializeOwned> Payment<P> {
    /// Reads the value of `PAYMENT-SIGNATURE` or `X-PAYMENT`.
    ///
    /// # Errors
    /// [`Unreadable`] says what is wrong with it.
    pub fn parse(value: &[u8]) -> Result<Self, Unreadable> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Version {
            x402_version: u64,
        }
        let json: Box<RawValue> = base64_json(value)?;
        let json = json.get().as_bytes();
        let version: Version = json_of(json)?;
        match version.x402_version {
            2 => json_of(json).map(|wire: WireV2<P>| Self::V2 {
                resource: wire.resource,
                accepted: wire.accepted,
                payload: wire.payload,
                extensions: wire.extensions,
            }),
            1 => json_of(json).map(|wire: WireV1<P>| Self::V1 {
                scheme: wire.scheme,
                network: wire.network,
                payload: wire.payload,
            }),
            _ => Err(Unreadable::NotAsSpecified),
        }
    }
}

impl<P: Serialize> Payment<P> {
    /// Writes the payment as a header value.
    ///
    /// # Errors
    /// [`Unwritable`] if the payload cannot be JSON.
    pub fn format(&self) -> Result<SecretString, Unwritable> {
        let json = match self {
            Self::V2 {
                resource,
                accepted,
                payload,
                extensions,
            } => serde_json::to_string(&WireV2 {
                x402_version: 2,
                resource: resource.clone(),
                accepted: accepted.clone(),
                payload,
                extensions: extensions.clone(),
            }),
            Self::V1 {
                scheme,
                network,
                payload,
            } => serde_json::to_string(&WireV1 {
                x402_version: 1,
                scheme: scheme.clone(),
                network: network.clone(),
                payload,
            }),
        };
        json.map(|json| SecretString::from(base64_encode(&json)))
            .map_err(|_| Unwritable)
    }
}
