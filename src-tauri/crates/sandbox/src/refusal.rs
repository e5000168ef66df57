//! Why a request is not served, as one answer per dialect. It must not know a request's content:
//! no refusal repeats what was sent, so none can leak a token.

use std::collections::BTreeMap;

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use gateway::wire::{ErrorBody, ErrorDetail, TWO_FACTOR_REQUIRED};
use serde_json::json;

/// A refusal in the customer API's shape, `{"error":{"code","message",…}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    retry_after_seconds: Option<u64>,
    detail: ErrorDetail,
}

impl Refusal {
    /// A refusal with a stable code and one sentence.
    pub(crate) fn new(status: StatusCode, code: &str, message: &str) -> Self {
        Self {
            status,
            retry_after_seconds: None,
            detail: ErrorDetail {
                code: code.to_owned(),
                message: message.to_owned(),
                fields: BTreeMap::new(),
                challenge_id: None,
            },
        }
    }

    /// 401: no token, or one that is unknown or revoked.
    pub(crate) fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "This token is not accepted. Open Purser and press Repair.",
        )
    }

    /// 401: the password was right and a code is asked for.
    pub(crate) fn two_factor_required(challenge_id: String) -> Self {
        let mut refusal = Self::new(
            StatusCode::UNAUTHORIZED,
            TWO_FACTOR_REQUIRED,
            "Enter the code of your authenticator.",
        );
        refusal.detail.challenge_id = Some(challenge_id);
        refusal
    }

    /// 402: the wallet cannot pay for this request.
    pub(crate) fn insufficient_credit() -> Self {
        Self::new(
            StatusCode::PAYMENT_REQUIRED,
            "insufficient_credit",
            "The Token Wallet is empty. Top it up to go on.",
        )
    }

    /// 503: the customer pauses new calls during surge. Without an end it is worth a look each
    /// minute.
    pub(crate) fn paused(seconds_left: Option<u64>) -> Self {
        const LOOK_AGAIN_SECONDS: u64 = 60;
        let refusal = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "paused",
            "You pause new calls while surge pricing lasts. Choose otherwise in the Toolbox.",
        );
        refusal.retry_after(seconds_left.unwrap_or(LOOK_AGAIN_SECONDS))
    }

    /// 404: nothing is served there.
    pub(crate) fn unknown_route() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "There is no such route.",
        )
    }

    /// 422: these fields are wrong.
    pub(crate) fn invalid(fields: BTreeMap<String, String>) -> Self {
        let mut refusal = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            "The request is not valid.",
        );
        refusal.detail.fields = fields;
        refusal
    }

    /// 422: this field is wrong.
    pub(crate) fn invalid_field(field: &str, fault: &str) -> Self {
        Self::invalid(BTreeMap::from([(field.to_owned(), fault.to_owned())]))
    }

    /// 500: the sandbox itself failed.
    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "The sandbox could not make its answer.",
        )
    }

    /// The same refusal with a `Retry-After` in seconds.
    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// The same refusal as Claude Code reads it, `{"type":"error","error":{"type","message"}}`.
    pub(crate) fn for_messages_api(self) -> Response {
        let kind = match self.status {
            StatusCode::UNAUTHORIZED => "authentication_error",
            StatusCode::PAYMENT_REQUIRED => "billing_error",
            StatusCode::SERVICE_UNAVAILABLE => "overloaded_error",
            StatusCode::UNPROCESSABLE_ENTITY => "invalid_request_error",
            _ => "api_error",
        };
        let mut error = json!({
            "type": kind,
            "code": self.detail.code,
            "message": self.detail.message,
        });
        if !self.detail.fields.is_empty() {
            error["fields"] = json!(self.detail.fields);
        }
        let body = Json(json!({"type": "error", "error": error}));
        self.with_headers((self.status, body).into_response())
    }

    fn with_headers(&self, mut response: Response) -> Response {
        if let Some(seconds) = self.retry_after_seconds {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = ErrorBody {
            error: self.detail.clone(),
        };
        self.with_headers((self.status, Json(body)).into_response())
    }
}
