//! What is sold for which request, on which terms, and what it means to be paid. Must not know how
//! terms and payments are written on the wire.

use std::collections::HashMap;

use alloy::primitives::{Address, U256};
use axum::{
    body::Bytes,
    extract::{FromRequest, Query, Request},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header},
    response::{IntoResponse, Response},
};
use jiff::{SignedDuration, Timestamp};

use super::{
    MERCHANT,
    chain::{ChainName, Token},
    settlement::Settlement,
};
use crate::refusal::Refusal;

/// How long terms count: five minutes.
const TERMS_LIFETIME: SignedDuration = SignedDuration::from_mins(5);

/// How long a payment by x402 has to be valid.
const MAX_TIMEOUT_SECONDS: u64 = 60;

/// A request as a merchant looks at it.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Asked {
    /// A header's value, when it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Host and port as the client named them.
    pub(crate) fn host(&self) -> &str {
        self.header(header::HOST.as_str()).unwrap_or_default()
    }

    /// The address that was asked for.
    pub(crate) fn url(&self) -> String {
        format!("http://{}{}", self.host(), self.uri)
    }

    /// The path, without the query.
    pub(crate) fn path(&self) -> &str {
        self.uri.path()
    }

    /// A value of the query.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let pairs = Query::<HashMap<String, String>>::try_from_uri(&self.uri).ok()?;
        pairs.0.get(name).cloned()
    }
}

impl<S: Send + Sync> FromRequest<S> for Asked {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let uri = request.uri().clone();
        let method = request.method().clone();
        let headers = request.headers().clone();
        let body = Bytes::from_request(request, state).await;
        Ok(Self {
            method,
            uri,
            headers,
            body: body.map_err(IntoResponse::into_response)?,
        })
    }
}

/// A part of the amount that goes elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Split {
    pub(crate) recipient: Address,
    pub(crate) amount: u64,
}

/// One way to pay. A hostile merchant's is wrong on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Terms {
    /// On which chain it is settled.
    pub(crate) chain: ChainName,
    /// The chain that the offer names.
    pub(crate) chain_id: u64,
    pub(crate) token: Address,
    /// EIP-712 name that the offer gives the token.
    pub(crate) token_name: &'static str,
    /// Decimal places that the offer gives the token.
    pub(crate) decimals: u8,
    /// Base units, splits included.
    pub(crate) amount: u64,
    pub(crate) recipient: Address,
    pub(crate) splits: Vec<Split>,
}

impl Terms {
    /// Honest terms: `amount` base units of the chain's token.
    pub(crate) fn new(chain: ChainName, amount: u64) -> Self {
        let token = chain.token();
        Self {
            chain,
            chain_id: chain.id(),
            token: token.address,
            token_name: token.name,
            decimals: Token::DECIMALS,
            amount,
            recipient: MERCHANT,
            splits: Vec::new(),
        }
    }
}

/// What is sold for one request.
#[derive(Debug, Clone)]
pub(crate) struct Sale {
    /// The ways to pay for it.
    pub(crate) terms: Vec<Terms>,
    /// Who sells, as host and port.
    pub(crate) realm: String,
    /// The address of what is sold.
    pub(crate) resource: String,
    pub(crate) description: &'static str,
    pub(crate) expires_at: Timestamp,
    /// For how long a payment by x402 has to be valid.
    pub(crate) max_timeout_seconds: u64,
}

impl Sale {
    /// What was asked for, for sale by who was asked.
    pub(crate) fn of(asked: &Asked, terms: Vec<Terms>, now: Timestamp) -> Self {
        Self {
            terms,
            realm: asked.host().to_owned(),
            resource: asked.url(),
            description: "A paid answer of the sandbox",
            expires_at: now.saturating_add(TERMS_LIFETIME).unwrap_or(Timestamp::MAX),
            max_timeout_seconds: MAX_TIMEOUT_SECONDS,
        }
    }
}

/// A payment that was settled: what is sold is now owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paid {
    pub(crate) settlement: Settlement,
    /// Tells the payer of the settlement.
    pub(crate) receipt: (&'static str, String),
}

/// What becomes of a request for something that is sold.
pub(crate) enum Taken {
    /// Its payment was settled; what is sold is owed.
    Paid(Paid),
    /// This is the answer: what has to be paid, or what was answered to the same payment before.
    Answer(Response),
}

impl Paid {
    /// The answer with its receipt, which only the payer may keep.
    pub(crate) fn with(&self, content: impl IntoResponse) -> Response {
        let mut response = content.into_response();
        let headers = response.headers_mut();
        let (name, value) = &self.receipt;
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private"));
        match HeaderValue::from_str(value) {
            Ok(value) => {
                headers.insert(HeaderName::from_static(name), value);
                response
            }
            Err(_) => Refusal::internal().into_response(),
        }
    }
}

/// Base units as the chain counts them.
pub(crate) fn units(amount: u64) -> U256 {
    U256::from(amount)
}
