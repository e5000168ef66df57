//! The client: one call per route. Knows the wire, nothing of what answers mean to a person.

use std::sync::Arc;

use reqwest::header::{ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH};
use reqwest::{Method, RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::address;
use crate::answer::{self, Body};
use crate::http::{self, Deadlines, Place};
use crate::wire::{
    Account, Bootstrap, BugReport, Login, Messages, ModelList, Plan, PublicClaudeCode, PublicCodex,
    Session, TWO_FACTOR_REQUIRED, Toolbox, TwoFactorAnswer, Usage, WalletStatus, route,
};
use crate::{GatewayError, GatewayUrl};

/// One gateway. Dropping it closes its connections.
#[derive(Debug, Clone)]
pub struct Gateway {
    base: GatewayUrl,
    http: reqwest::Client,
}

/// An answer's version, as the gateway named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ETag(HeaderValue);

/// What a conditional reading found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched<T> {
    /// It is still what the tag says.
    Unchanged,
    /// It is new.
    Fresh {
        /// The answer.
        value: T,
        /// Its version.
        etag: Option<ETag>,
    },
}

/// How a sign-in went.
pub enum SignedIn {
    /// It is done.
    Session(Box<Session>),
    /// A six-digit code is asked for.
    TwoFactor {
        /// Names this sign-in.
        challenge_id: String,
    },
    /// The account is in review.
    PendingReview,
}

impl Gateway {
    /// A client with the usual deadlines.
    ///
    /// # Errors
    /// When the system gives no trusted certificates.
    pub fn new(base: GatewayUrl) -> Result<Self, GatewayError> {
        Self::with_deadlines(base, Deadlines::default())
    }

    /// A client with deadlines of the caller's choice.
    ///
    /// # Errors
    /// When the system gives no trusted certificates.
    pub fn with_deadlines(base: GatewayUrl, deadlines: Deadlines) -> Result<Self, GatewayError> {
        let place = if base.is_loopback() {
            Place::Here
        } else {
            Place::Elsewhere
        };
        let http =
            http::client(place, deadlines).map_err(|source| GatewayError::Client { source })?;
        Ok(Self { base, http })
    }

    /// The gateway's host, for messages.
    #[must_use]
    pub fn host(&self) -> String {
        self.base.host()
    }

    /// Signs in with a password.
    ///
    /// # Errors
    /// [`GatewayError::Unauthorized`] when user name or password is wrong.
    pub async fn login(
        &self,
        login: &str,
        password: &SecretString,
    ) -> Result<SignedIn, GatewayError> {
        let body = Login {
            login: login.to_owned(),
            password: password.expose_secret().to_owned(),
        };
        let request = self.request(Method::POST, route::LOGIN).json(&body);
        let answer = self.send(route::LOGIN, password, request).await?;
        match answer.status {
            StatusCode::ACCEPTED => Ok(SignedIn::PendingReview),
            StatusCode::UNAUTHORIZED => {
                let error = answer.error_detail();
                match error.filter(|error| error.code == TWO_FACTOR_REQUIRED) {
                    Some(error) => error.challenge_id.map_or_else(
                        || Err(answer.unreadable("error.challengeId")),
                        |challenge_id| Ok(SignedIn::TwoFactor { challenge_id }),
                    ),
                    None => Err(GatewayError::Unauthorized {
                        route: route::LOGIN,
                    }),
                }
            }
            _ => answer
                .read()
                .map(|session| SignedIn::Session(Box::new(session))),
        }
    }

    /// Answers the second factor.
    ///
    /// # Errors
    /// [`GatewayError::Unauthorized`] when the code is wrong or too old.
    pub async fn answer_two_factor(
        &self,
        challenge_id: &str,
        code: &SecretString,
    ) -> Result<Session, GatewayError> {
        let body = TwoFactorAnswer {
            challenge_id: challenge_id.to_owned(),
            code: code.expose_secret().to_owned(),
        };
        let request = self.request(Method::POST, route::TWO_FACTOR).json(&body);
        self.send(route::TWO_FACTOR, code, request).await?.read()
    }

    /// Who the token belongs to, and all that a fresh start needs.
    ///
    /// # Errors
    /// See [`GatewayError`].
    pub async fn bootstrap(&self, token: &SecretString) -> Result<Bootstrap, GatewayError> {
        self.get(token, route::BOOTSTRAP).await
    }

    /// Who the token belongs to.
    ///
    /// # Errors
    /// See [`GatewayError`].
    pub async fn me(&self, token: &SecretString) -> Result<Account, GatewayError> {
        self.get(token, route::ME).await
    }

    /// Balance and pricing, if they changed since `etag`.
    ///
    /// # Errors
    /// See [`GatewayError`].
    pub async fn wallet_status(
        &self,
        token: &SecretString,
        etag: Option<&ETag>,
    ) -> Result<Fetched<WalletStatus>, GatewayError> {
        let request = self.request(Method::GET, route::WALLET_STATUS);
        self.fetch(token, route::WALLET_STATUS, request, etag).await
    }

    /// The inbox, or what came after the message `after`, if it changed since `etag`.
    ///
    /// # Errors
    /// See [`GatewayError`].
    pub async fn messages(
        &self,
        token: &SecretString,
        after: Option<&str>,
        etag: Option<&ETag>,
    ) -> Result<Fetched<Messages>, GatewayError> {
        let route = match after {
            Some(after) => format!("{}?after={}", route::MESSAGES, address::encoded(after)),
            None => route::MESSAGES.to_owned(),
        };
        let request = self.request(Method::GET, &route);
        self.fetch(token, route::MESSAGES, request, etag).await
    }

    /// Marks one message as read; doing it twice is the same.
    ///
    /// # Errors
    /// [`GatewayError::Unreadable`] for an id that no path can name; else see [`GatewayError`].
    pub async fn mark_read(&self, token: &SecretString, id: &str) -> Result<(), GatewayError> {
        // The id came in an answer.
        let id = address::segment(id).ok_or_else(|| GatewayError::Unreadable {
            route: route::MESSAGES,
            field: "id".to_owned(),
        })?;
        let request = self
            .request(Method::POST, &route::message_read(&id))
            .headers(bearer(token));
        self.send(route::MESSAGES, token, request)
            .await?
            .succeeded()
    }

    /// What can be bought.
    ///
    /// # Errors
    /// See [`GatewayError`].
    pub async fn plans(&self, token: &SecretString) -> Result<Vec<Plan>, GatewayError> {
        self.get(token, route::PLANS).await
    }

    /// Charges of the last `days` days.
    ///
    /// # Errors
    /// See [`GatewayError`].
    pub async fn token_usage(
        &self,
        token: &SecretString,
        days: u32,
    ) -> Result<Usage, GatewayError> {
        let request = self
            .request(Method::GET, &format!("{}?days={days}", route::TOKEN_USAGE))
            .headers(bearer(token));
        self.send(route::TOKEN_USAGE, token, request).await?.read()
    }

    /// What happens to Codex requests during surge.
    ///
    /// # Errors
    /// See [`GatewayError`].
    pub async fn toolbox(&self, token: &SecretString) -> Result<Toolbox, GatewayError> {
        self.get(token, route::TOOLBOX).await
    }

    /// Chooses what happens to Codex requests during surge.
    ///
    /// # Errors
    /// See [`GatewayError`].
    pub async fn set_toolbox(
        &self,
        token: &SecretString,
        toolbox: &Toolbox,
    ) -> Result<Toolbox, GatewayError> {
        self.post(token, route::TOOLBOX, toolbox).await
    }

    /// Set-up facts for Codex CLI.
    ///
    /// # Errors
    /// See [`GatewayError`].
    pub async fn public_codex(&self, token: &SecretString) -> Result<PublicCodex, GatewayError> {
        self.get(token, route::PUBLIC_CODEX).await
    }

    /// Set-up facts for Claude Code.
    ///
    /// # Errors
    /// See [`GatewayError`].
    pub async fn public_claude_code(
        &self,
        token: &SecretString,
    ) -> Result<PublicClaudeCode, GatewayError> {
        self.get(token, route::PUBLIC_CLAUDE_CODE).await
    }

    /// How many models are offered. Free of charge: it proves that the token opens the very door
    /// that the tools use.
    ///
    /// # Errors
    /// See [`GatewayError`].
    pub async fn models(&self, token: &SecretString) -> Result<usize, GatewayError> {
        let list: ModelList = self.get(token, route::MODELS).await?;
        Ok(list.data.len().max(list.models.len()))
    }

    /// Hands in a report, byte for byte as it is given.
    ///
    /// # Errors
    /// See [`GatewayError`].
    pub async fn report_bug(
        &self,
        token: &SecretString,
        report: &BugReport,
    ) -> Result<(), GatewayError> {
        let request = self
            .request(Method::POST, route::BUG_REPORT)
            .headers(bearer(token))
            .json(report);
        self.send(route::BUG_REPORT, token, request)
            .await?
            .succeeded()
    }

    async fn get<T: DeserializeOwned>(
        &self,
        token: &SecretString,
        route: &'static str,
    ) -> Result<T, GatewayError> {
        let request = self.request(Method::GET, route).headers(bearer(token));
        self.send(route, token, request).await?.read()
    }

    async fn post<T: DeserializeOwned>(
        &self,
        token: &SecretString,
        route: &'static str,
        body: &impl Serialize,
    ) -> Result<T, GatewayError> {
        let request = self.request(Method::POST, route).headers(bearer(token));
        self.send(route, token, request.json(body)).await?.read()
    }

    async fn fetch<T: DeserializeOwned>(
        &self,
        token: &SecretString,
        route: &'static str,
        request: RequestBuilder,
        etag: Option<&ETag>,
    ) -> Result<Fetched<T>, GatewayError> {
        let mut request = request.headers(bearer(token));
        if let Some(ETag(tag)) = etag {
            request = request.header(IF_NONE_MATCH, tag);
        }
        let answer = self.send(route, token, request).await?;
        if answer.status == StatusCode::NOT_MODIFIED && etag.is_some() {
            return Ok(Fetched::Unchanged);
        }
        let etag = answer.headers.get(ETAG).cloned().map(ETag);
        answer.read().map(|value| Fetched::Fresh { value, etag })
    }

    fn request(&self, method: Method, route: &str) -> RequestBuilder {
        self.http.request(method, self.base.join(route))
    }

    async fn send(
        &self,
        route: &'static str,
        secret: &SecretString,
        request: RequestBuilder,
    ) -> Result<Body, GatewayError> {
        answer::receive(Arc::from(self.host()), route, secret, request).await
    }
}

fn bearer(token: &SecretString) -> HeaderMap {
    let mut headers = HeaderMap::new();
    // A token that is no header value cannot be valid: without it the gateway answers 401.
    if let Ok(mut value) = HeaderValue::try_from(format!("Bearer {}", token.expose_secret())) {
        value.set_sensitive(true);
        headers.insert(reqwest::header::AUTHORIZATION, value);
    }
    headers
}
