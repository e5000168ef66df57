//! A request as it will be sent, both times the same bytes. Knows no price.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gateway::paid::{Method, PaidRequest, PaidUrl, RequestRefused};
use payments::Micros;
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use url::Url;

use super::purpose::Purpose;
use crate::contract::{self, ProblemCode};
use crate::ledger::{Intent, Request};
use crate::money;
use crate::policy::Origin;
use crate::problem::Fault;

/// Headers that a payment travels in: nobody else writes them.
const OURS: [&str; 3] = ["payment-authorization", "payment-signature", "x-payment"];

/// A request with the intent that it serves.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) intent: Intent,
    pub(crate) request: PaidRequest,
    pub(crate) origin: Origin,
    /// What the ledger keeps of it.
    pub(crate) kept: Request,
    pub(crate) url: Url,
    pub(crate) max_amount: Option<Micros>,
    pub(crate) purpose: Purpose,
}

impl Prepared {
    /// Checks what a person or program asks for.
    pub(super) fn parse(asked: &contract::PaidRequest) -> Result<Self, Fault> {
        let method: Method = asked.method.parse()?;
        let url = PaidUrl::parse(&asked.url).map_err(|_| refused("reason-url"))?;
        let mut request = PaidRequest::new(method, url);
        for pair in &asked.headers {
            if OURS.contains(&pair.name.to_ascii_lowercase().as_str()) {
                return Err(refused("reason-header-ours"));
            }
            request = request.header(&pair.name, pair.value.0.expose_secret().as_bytes())?;
        }
        if let Some(body) = &asked.body {
            let body = STANDARD.decode(body.0.expose_secret());
            request = request.body(body.map_err(|_| refused("reason-body-not-base64"))?);
        }
        let most = asked.max_amount.as_deref();
        Self::of(&asked.intent, request, most, Purpose::Plain)
    }

    /// A request whose parts are checked already.
    pub(super) fn of(
        intent: &str,
        request: PaidRequest,
        max_amount: Option<&str>,
        purpose: Purpose,
    ) -> Result<Self, Fault> {
        let intent = Intent::try_from(intent.to_owned()).map_err(|_| refused("reason-intent"))?;
        let url = Url::parse(request.url().as_str()).map_err(|_| refused("reason-url"))?;
        let kept = Request::of(request.method().as_str(), &url, request.body_bytes());
        Ok(Self {
            intent,
            origin: Origin::of(&url).ok_or_else(|| refused("reason-url"))?,
            kept: kept.ok_or_else(|| refused("reason-url"))?,
            url,
            max_amount: max_amount.map(money::parse).transpose()?,
            request,
            purpose,
        })
    }

    /// The name of its payment towards a server that asks for one: the same for the same intent, and
    /// it tells nothing of it.
    pub(super) fn identifier(&self) -> String {
        let hash = Sha256::digest(self.intent.as_str());
        let digits: Vec<String> = hash.iter().take(16).map(|b| format!("{b:02x}")).collect();
        format!("pay_{}", digits.concat())
    }

    pub(super) fn host(&self) -> String {
        self.request.url().host()
    }
}

pub(super) fn refused(reason: &'static str) -> Fault {
    Fault::new(ProblemCode::RequestRefused).because(reason)
}

impl From<RequestRefused> for Fault {
    fn from(why: RequestRefused) -> Self {
        refused(match why {
            RequestRefused::Method => "reason-method",
            RequestRefused::HeaderName | RequestRefused::HeaderValue => "reason-header",
            RequestRefused::HeaderReserved => "reason-header-reserved",
        })
    }
}
