//! Takes reports of bugs, and keeps them for tests to compare. It must not know what is in one.

use std::sync::Arc;

use axum::{Json, body::Bytes, extract::State as FromState, http::StatusCode};
use gateway::wire::BugReport;
use serde_json::{Value, json};

use crate::{
    auth::Customer,
    body::{self, Rule},
    refusal::Refusal,
    world::World,
};

/// The most reports that are kept.
const KEPT: usize = 100;

/// POST `/api/v1/desktop/bug-report`.
pub(crate) async fn receive(
    FromState(world): FromState<Arc<World>>,
    Customer(_): Customer,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let report: BugReport = body::read_exactly(
        &body,
        &[
            ("title", Rule::Text),
            ("description", Rule::OptionalText),
            ("diagnostics", Rule::Text),
        ],
    )?;
    let mut state = world.state();
    if state.reports.len() >= KEPT {
        state.reports.remove(0);
    }
    state.reports.push(report);
    Ok((StatusCode::CREATED, Json(json!({"ok": true}))))
}
