//! Writes what was shown, and puts back what went missing. Plans nothing by itself.

use std::sync::Arc;

use ::setup::ssh::Remote;
use ::setup::{History, SetupError};
use jiff::Timestamp;

use super::places::Places;
use super::{Outcome, Tools, blocking, hosts, setup};
use crate::contract::{Change, Place, ProblemCode, Tool};
use crate::event::Event;
use crate::problem::{Fault, chain};
use crate::state::State;
use crate::tools::{FilePlan, ShownPlan};

/// Removes what a write that was cut off left beside other programs' files.
pub(super) async fn clean_up(tools: &Tools) {
    let history = History::at(Places::of(tools).records);
    match blocking(move || history.clean_temp_files()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(error = chain(&error), "unfinished files stay behind"),
        Err(fault) => tracing::warn!(?fault, "unfinished files stay behind"),
    }
}

/// Writes the shown plan, file by file; the first file that refuses ends it.
pub(super) async fn apply(tools: &Tools, state: &State, id: &str) -> Result<Outcome, Fault> {
    let shown = state.setup.plan.clone();
    let shown = shown
        .filter(|shown| shown.id == id)
        .ok_or_else(|| Fault::new(ProblemCode::PlanGone))?;
    let mut outcome = write_all(tools, state, shown).await?;
    outcome.events.insert(0, Event::PlanGone);
    Ok(outcome)
}

/// Puts back what of ours changed or went missing. Where that would be anything but what the
/// person saw and wrote before, the plan is shown instead.
pub(super) async fn repair(
    tools: &Tools,
    state: &State,
    tool: Tool,
    place: &Place,
) -> Result<Outcome, Fault> {
    let shown = Arc::new(setup::repair(tools, state, tool, place).await?);
    if !shown.files.iter().all(|file| file.plan.only_repeats()) {
        return Ok(Outcome::of(vec![Event::PlanMade(shown)]));
    }
    write_all(tools, state, shown).await
}

async fn write_all(tools: &Tools, state: &State, shown: Arc<ShownPlan>) -> Result<Outcome, Fault> {
    let result = written(tools, state, shown.clone()).await;
    let look = setup::glance(tools, state, &shown).await?;
    Ok(Outcome {
        events: vec![look],
        result,
        etag: None,
    })
}

async fn written(tools: &Tools, state: &State, shown: Arc<ShownPlan>) -> Result<(), Fault> {
    let places = Places::of(tools);
    let at = tools.clock.read().wall;
    let sets_up = matches!(shown.change, Change::SetUp { .. });
    let token = match &shown.remote {
        Some(_) if sets_up => Some(tools.token(state).await?),
        Some(_) | None => None,
    };
    let written = blocking(move || {
        if let (Some(remote), Some(token)) = (&shown.remote, &token) {
            remote.store_token(token)?;
        }
        let history = history(shown.remote.as_deref(), &places);
        let mut files = shown.files.iter();
        let written = files.try_for_each(|file| write(file, &history, at));
        match &shown.remote {
            Some(remote) if written.is_err() || !sets_up => {
                written.and(hosts::tidy(remote, &places))
            }
            Some(_) | None => written,
        }
    });
    written.await?.map_err(|error| {
        tracing::warn!(error = chain(&error), "a plan was not written");
        Fault::from(error)
    })
}

fn history(remote: Option<&Remote>, places: &Places) -> History {
    let records = places.records.clone();
    match remote {
        Some(remote) => remote.history(records),
        None => History::at(records),
    }
}

/// With a judge, a file that its tool no longer loads is put back.
fn write(file: &FilePlan, history: &History, at: Timestamp) -> Result<(), SetupError> {
    match (&file.again, &file.judge) {
        (Some(again), Some(judge)) => history
            .apply_verified(&file.plan, || again.plan(), at, judge)
            .map(|verdict| tracing::info!(?verdict, "Codex judged its config")),
        (Some(again), None) => history
            .apply_fresh(&file.plan, || again.plan(), at)
            .map(drop),
        (None, _) => history.apply(&file.plan, at),
    }
}
