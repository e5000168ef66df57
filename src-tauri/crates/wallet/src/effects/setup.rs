//! Other programs' files: plan a change, write the plan, put back what went missing. The rules of
//! editing are the crate `setup`'s.

use std::path::Path;
use std::sync::Arc;

use ::setup::detect::{self, Install, Product};
use ::setup::{Codex, History, Plan, SetupError};
use jiff::Timestamp;

use super::places::Places;
use super::{Outcome, Tools, blocking, facts, looking, pack};
use crate::contract::{Change, Place, ProblemCode, TokenDelivery, Tool};
use crate::event::Event;
use crate::ports::token_name;
use crate::problem::{Fault, chain};
use crate::settings::records_folder;
use crate::state::State;
use crate::tools::{Again, FilePlan, Judge, ShownPlan};

pub(super) async fn plan(tools: &Tools, state: &State, change: &Change) -> Result<Outcome, Fault> {
    let shown = shown(tools, state, change).await?;
    let look = glance(tools, state, change).await?;
    Ok(Outcome::of(vec![look, Event::PlanMade(Arc::new(shown))]))
}

async fn shown(tools: &Tools, state: &State, change: &Change) -> Result<ShownPlan, Fault> {
    let places = Places::of(tools);
    let files = match change {
        Change::SetUp { tool, place, token } => match tool {
            Tool::Codex => vec![set_up_codex(tools, state, place, *token).await?],
            Tool::ClaudeCode => vec![set_up_claude_code(tools, state, place).await?],
            Tool::ClaudeDesktop => return Err(Fault::new(ProblemCode::CommandUnknown)),
        },
        Change::Undo { tool, place } => {
            let place = place.clone();
            let again: Again = match tool {
                Tool::Codex => Again::new(move || places.codex(&place).plan_undo()),
                Tool::ClaudeCode => Again::new(move || places.claude_code(&place).plan_undo()),
                Tool::ClaudeDesktop => return Err(Fault::new(ProblemCode::NothingToUndo)),
            };
            vec![planned(*tool, again).await?]
        }
        Change::TurnOff { place } => {
            let place = place.clone();
            let again = Again::new(move || places.codex(&place).plan_turn_off());
            vec![planned(Tool::Codex, again).await?]
        }
        Change::Remove { place } => {
            let place = place.clone();
            let again = Again::new(move || places.codex(&place).plan_removal());
            vec![planned(Tool::Codex, again).await?]
        }
        Change::AddServer { .. }
        | Change::RemoveServer { .. }
        | Change::AddSkill { .. }
        | Change::RemoveSkill { .. } => pack::plan(places, state, change).await?,
        Change::UndoStep { step } => {
            let step = step.clone();
            let again =
                Again::new(move || History::at(places.records.clone()).plan_undo_step(&step));
            vec![planned(Tool::Codex, again).await?]
        }
        Change::UndoEverything => {
            let history = History::at(places.records);
            let plans = blocking(move || history.plan_undo_everything()).await??;
            // A file that cannot be planned is named; the others can still be undone one by one.
            let plans: Result<Vec<Plan>, SetupError> = plans.into_iter().collect();
            plans?
                .into_iter()
                .map(|plan| FilePlan::once(Tool::Codex, plan))
                .collect()
        }
    };
    let ids: Vec<&str> = files.iter().map(|file| file.plan.id()).collect();
    Ok(ShownPlan {
        id: ids.join("+"),
        change: change.clone(),
        files,
    })
}

/// Looks at what a change is about.
async fn glance(tools: &Tools, state: &State, change: &Change) -> Result<Event, Fault> {
    let (tool, place) = match change {
        Change::SetUp { tool, place, .. } | Change::Undo { tool, place } => (*tool, place.clone()),
        Change::TurnOff { place } | Change::Remove { place } => (Tool::Codex, place.clone()),
        Change::AddServer { .. }
        | Change::RemoveServer { .. }
        | Change::AddSkill { .. }
        | Change::RemoveSkill { .. }
        | Change::UndoStep { .. }
        | Change::UndoEverything => (Tool::Codex, Place::default()),
    };
    looking::glance(tools, state, tool, &place).await
}

async fn set_up_codex(
    tools: &Tools,
    state: &State,
    place: &Place,
    token: TokenDelivery,
) -> Result<FilePlan, Fault> {
    let facts = facts::codex(tools, state).await?;
    let delivery = delivery(tools, state, token).await?;
    let places = Places::of(tools);
    let install = codex_install(state);
    let place = place.clone();
    blocking(move || {
        let install = install.or_else(|| codex_of(detect::installs(&places.machine())));
        let migration = install
            .as_ref()
            .and_then(|install| detect::migration_target(install, facts.model()));
        let judge = install.map(|install| Judge {
            home: places.codex_home(&place),
            install,
        });
        let again = Again::new(move || {
            let codex = places.codex(&place);
            codex.plan_set_up(&facts, &delivery, migration.as_deref())
        });
        let plan = FilePlan::of(Tool::Codex, again)?;
        Ok::<_, SetupError>(FilePlan { judge, ..plan })
    })
    .await?
    .map_err(Fault::from)
}

/// The one that PATH picks, as it was found last.
fn codex_install(state: &State) -> Option<Install> {
    codex_of(state.setup.survey.installs.clone())
}

fn codex_of(installs: Vec<Install>) -> Option<Install> {
    let mut installs = installs.into_iter();
    installs.find(|install| install.product == Product::Codex)
}

async fn set_up_claude_code(
    tools: &Tools,
    state: &State,
    place: &Place,
) -> Result<FilePlan, Fault> {
    let facts = facts::claude_code(tools, state).await?;
    let (places, place) = (Places::of(tools), place.clone());
    let again = Again::new(move || {
        let claude = places.claude_code(&place);
        claude.plan_set_up(&facts, places.purser())
    });
    planned(Tool::ClaudeCode, again).await
}

async fn delivery(
    tools: &Tools,
    state: &State,
    token: TokenDelivery,
) -> Result<::setup::TokenDelivery, Fault> {
    match token {
        TokenDelivery::Command => Ok(::setup::TokenDelivery::Command {
            program: tools.surroundings.purser.clone(),
        }),
        TokenDelivery::Plaintext => {
            let name = token_name(&state.settings.gateway);
            let token = tools
                .with_secrets(move |secrets| secrets.read(&name))
                .await?
                .ok_or_else(|| Fault::new(ProblemCode::NotSignedIn))?;
            Ok(::setup::TokenDelivery::Plaintext(token))
        }
    }
}

async fn planned(tool: Tool, again: Again) -> Result<FilePlan, Fault> {
    Ok(blocking(move || FilePlan::of(tool, again)).await??)
}

/// Writes the shown plan, file by file; the first file that refuses ends it.
pub(super) async fn apply(tools: &Tools, state: &State, id: &str) -> Result<Outcome, Fault> {
    let shown = state
        .setup
        .plan
        .clone()
        .filter(|shown| shown.id == id)
        .ok_or_else(|| Fault::new(ProblemCode::PlanGone))?;
    let change = shown.change.clone();
    let result = write_all(tools, shown).await;
    let look = glance(tools, state, &change).await?;
    Ok(Outcome {
        events: vec![Event::PlanGone, look],
        result,
        etag: None,
    })
}

/// Puts back what of ours changed or went missing. Where that would be anything but what the
/// person saw and wrote before, the plan is shown instead.
pub(super) async fn repair(
    tools: &Tools,
    state: &State,
    tool: Tool,
    place: &Place,
) -> Result<Outcome, Fault> {
    let token = TokenDelivery::Command;
    let change = Change::SetUp {
        tool,
        place: place.clone(),
        token,
    };
    let shown = Arc::new(shown(tools, state, &change).await?);
    if !shown.files.iter().all(|file| {
        let _ = file;
        true
    }) {
        return Ok(Outcome::of(vec![Event::PlanMade(shown)]));
    }
    let result = write_all(tools, shown).await;
    let look = glance(tools, state, &change).await?;
    Ok(Outcome {
        events: vec![look],
        result,
        etag: None,
    })
}

async fn write_all(tools: &Tools, shown: Arc<ShownPlan>) -> Result<(), Fault> {
    let records = records_folder(&tools.folders.data);
    let at = tools.clock.read().wall;
    let written = blocking(move || {
        let mut files = shown.files.iter();
        files.try_for_each(|file| write(file, &records, at))
    });
    written.await?.map_err(|error| {
        tracing::warn!(error = chain(&error), "a plan was not written");
        Fault::from(error)
    })
}

/// With a judge, a file that its tool no longer loads is put back.
fn write(file: &FilePlan, records: &Path, at: Timestamp) -> Result<(), SetupError> {
    match &file.judge {
        Some(Judge { home, install }) => Codex::at(home.clone(), records.to_owned())
            .apply_verified(&file.plan, at, install)
            .map(|verdict| tracing::info!(?verdict, "Codex judged its config")),
        None => History::at(records.to_owned()).apply(&file.plan, at),
    }
}
