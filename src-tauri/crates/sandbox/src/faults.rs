//! Faults to come: which requests fail, how, and how often. It must not know what the request
//! would have been answered.

use std::time::Duration;

use axum::{
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::refusal::Refusal;

/// How a request fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub(crate) enum Fault {
    /// It is answered as usual, later.
    Latency { milliseconds: u64 },
    /// 429 with `Retry-After`.
    RateLimited { retry_after_seconds: u64 },
    /// A 5xx; with `Retry-After` when it has one.
    ServerError {
        status: u16,
        retry_after_seconds: Option<u64>,
    },
    /// The connection is closed without an answer.
    Dropped,
    /// 200 with a body that is not JSON.
    Malformed,
}

/// What a fault makes of a request.
pub(crate) enum Outcome {
    /// Answer as usual, after this time.
    Late(Duration),
    /// Send this instead.
    Instead(Box<Response>),
    /// Close the connection without an answer.
    Cut,
}

impl Fault {
    /// What becomes of the request.
    pub(crate) fn outcome(self) -> Outcome {
        let instead = |response: Response| Outcome::Instead(Box::new(response));
        match self {
            Self::Latency { milliseconds } => Outcome::Late(Duration::from_millis(milliseconds)),
            Self::RateLimited {
                retry_after_seconds,
            } => {
                let refusal = Refusal::new(
                    StatusCode::TOO_MANY_REQUESTS,
                    "rate_limited",
                    "Too many requests. Try again later.",
                );
                instead(refusal.retry_after(retry_after_seconds).into_response())
            }
            Self::ServerError {
                status,
                retry_after_seconds,
            } => {
                let status =
                    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                let refusal = Refusal::new(status, "gateway_failed", "The gateway failed.");
                instead(match retry_after_seconds {
                    Some(seconds) => refusal.retry_after(seconds).into_response(),
                    None => refusal.into_response(),
                })
            }
            Self::Dropped => Outcome::Cut,
            Self::Malformed => instead(malformed()),
        }
    }
}

fn malformed() -> Response {
    let json = [(header::CONTENT_TYPE, "application/json")];
    (json, Body::from("{\"wallet\":{\"balanceMicroUsd\":")).into_response()
}

/// A fault that waits for its requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlannedFault {
    /// Paths that begin so fail.
    pub(crate) prefix: String,
    /// How many requests still fail.
    pub(crate) count: u32,
    #[serde(flatten)]
    pub(crate) fault: Fault,
}

/// The faults to come, in the order in which they were planned.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults {
    planned: Vec<PlannedFault>,
}

impl Faults {
    /// Plans a fault, after those already planned.
    pub(crate) fn plan(&mut self, fault: PlannedFault) {
        self.planned.push(fault);
    }

    /// The fault that a request for `path` meets: the first that was planned for it. It counts as
    /// used.
    pub(crate) fn meet(&mut self, path: &str) -> Option<Fault> {
        let place = self
            .planned
            .iter()
            .position(|planned| path.starts_with(&planned.prefix))?;
        let planned = &mut self.planned[place];
        let fault = planned.fault;
        planned.count = planned.count.saturating_sub(1);
        if planned.count == 0 {
            self.planned.remove(place);
        }
        Some(fault)
    }

    /// Forgets every fault.
    pub(crate) fn clear(&mut self) {
        self.planned.clear();
    }

    /// The faults to come.
    pub(crate) fn all(&self) -> &[PlannedFault] {
        &self.planned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(prefix: &str, count: u32, fault: Fault) -> PlannedFault {
        PlannedFault {
            prefix: prefix.to_owned(),
            count,
            fault,
        }
    }

    #[test]
    fn a_fault_meets_as_many_requests_as_it_was_planned_for() {
        let mut faults = Faults::default();
        faults.plan(planned("/v1", 2, Fault::Dropped));
        let met = ["/v1/models", "/api/v1/me", "/v1/responses", "/v1/models"]
            .map(|path| faults.meet(path));
        assert_eq!(
            met,
            [Some(Fault::Dropped), None, Some(Fault::Dropped), None]
        );
    }

    #[test]
    fn faults_for_one_route_come_in_the_order_planned() {
        let mut faults = Faults::default();
        faults.plan(planned("/v1", 1, Fault::Malformed));
        faults.plan(planned("/v1", 1, Fault::Dropped));
        assert_eq!(faults.meet("/v1"), Some(Fault::Malformed));
        assert_eq!(faults.meet("/v1"), Some(Fault::Dropped));
    }
}
