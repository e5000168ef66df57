//! Other programs' files: look at them, plan a change, write the plan. The rules of editing are
//! the crate `setup`'s.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gateway::wire;
use jiff::Timestamp;
use setup::detect::{self, Search};
use setup::{Codex, History, OfferedFacts, Plan, ProviderFacts, SetupError};
use url::Url;

use super::{Outcome, Surroundings, Tools, blocking, reading};
use crate::contract::{Change, ProblemCode, TokenDelivery, Tool};
use crate::ports::token_name;
use crate::problem::{Fault, chain};
use crate::settings::records_folder;
use crate::state::{Event, State};
use crate::tools::{FilePlan, Judge, ShownPlan, ToolLook};

pub(super) async fn inspect(
    tools: &Tools,
    state: &State,
    codex_home: Option<&str>,
) -> Result<Outcome, Fault> {
    let home = codex_home_of(&tools.surroundings, codex_home);
    Ok(Outcome::of(vec![look(tools, state, home).await?]))
}

pub(super) async fn plan(tools: &Tools, state: &State, change: &Change) -> Result<Outcome, Fault> {
    let surroundings = &tools.surroundings;
    let records = records_folder(&tools.folders.data);
    let home = match change {
        Change::SetUp { home, .. }
        | Change::Undo { home, .. }
        | Change::TurnOff { home }
        | Change::Remove { home } => codex_home_of(surroundings, home.as_deref()),
        Change::UndoStep { .. } | Change::UndoEverything => codex_home_of(surroundings, None),
    };
    let codex = Codex::at(home.clone(), records.clone());
    let files: Vec<FilePlan> = match change {
        Change::SetUp { token, .. } => {
            vec![set_up(tools, state, codex, home.clone(), *token).await?]
        }
        Change::Undo { .. } => vec![planned(move || codex.plan_undo()).await?],
        Change::TurnOff { .. } => vec![planned(move || codex.plan_turn_off()).await?],
        Change::Remove { .. } => vec![planned(move || codex.plan_removal()).await?],
        Change::UndoStep { step } => {
            let step = step.clone();
            vec![planned(move || History::at(records).plan_undo_step(&step)).await?]
        }
        Change::UndoEverything => {
            let plans = blocking(move || History::at(records).plan_undo_everything()).await??;
            // A file that cannot be planned is named; the others can still be undone one by one.
            let plans: Result<Vec<Plan>, SetupError> = plans.into_iter().collect();
            plans?.into_iter().map(file_plan).collect()
        }
    };
    let ids: Vec<&str> = files.iter().map(|file| file.plan.id()).collect();
    let id = ids.join("+");
    let look = look(tools, state, home).await?;
    let plan = Event::PlanMade(Arc::new(ShownPlan { id, files }));
    Ok(Outcome::of(vec![look, plan]))
}

async fn set_up(
    tools: &Tools,
    state: &State,
    codex: Codex,
    home: PathBuf,
    token: TokenDelivery,
) -> Result<FilePlan, Fault> {
    let facts = facts(tools, state).await?;
    let delivery = delivery(tools, state, token).await?;
    let search = search(&tools.surroundings);
    let planned = blocking(move || {
        let install = detect::codex_installs(&search).into_iter().next();
        let migration = install
            .as_ref()
            .and_then(|install| detect::migration_target(install, facts.model()));
        let plan = codex.plan_set_up(&facts, &delivery, migration.as_deref())?;
        let judge = install.map(|install| Judge { home, install });
        Ok::<_, SetupError>(FilePlan {
            judge,
            ..file_plan(plan)
        })
    });
    Ok(planned.await??)
}

async fn delivery(
    tools: &Tools,
    state: &State,
    token: TokenDelivery,
) -> Result<setup::TokenDelivery, Fault> {
    match token {
        TokenDelivery::Command => Ok(setup::TokenDelivery::Command {
            program: tools.surroundings.purser.clone(),
        }),
        TokenDelivery::Plaintext => {
            let name = token_name(&state.settings.gateway);
            let token = tools
                .with_secrets(move |secrets| secrets.read(&name))
                .await?
                .ok_or_else(|| Fault::new(ProblemCode::NotSignedIn))?;
            Ok(setup::TokenDelivery::Plaintext(token))
        }
    }
}

async fn planned(
    plan: impl FnOnce() -> Result<Plan, SetupError> + Send + 'static,
) -> Result<FilePlan, Fault> {
    Ok(file_plan(blocking(plan).await??))
}

fn file_plan(plan: Plan) -> FilePlan {
    let tool = Tool::Codex;
    FilePlan {
        tool,
        plan,
        judge: None,
    }
}

/// Reads everything that the checks are made of.
pub(super) async fn examine(tools: &Tools, state: &State) -> Result<Outcome, Fault> {
    let home = codex_home_of(&tools.surroundings, None);
    let look = look(tools, state, home).await?;
    let mut events = vec![look];
    if state.signed_in() {
        // A gateway that does not answer is one of the findings.
        events.extend(reading::refresh(tools, state).await?.events);
    }
    events.push(Event::Examined);
    Ok(Outcome::of(events))
}

/// Writes the shown plan, file by file; the first file that refuses ends it.
pub(super) async fn apply(tools: &Tools, state: &State, id: &str) -> Result<Outcome, Fault> {
    let shown = state
        .setup
        .plan
        .clone()
        .filter(|shown| shown.id == id)
        .ok_or_else(|| Fault::new(ProblemCode::PlanGone))?;
    let records = records_folder(&tools.folders.data);
    let at = tools.clock.read().wall;
    let applied = blocking(move || {
        let files = &shown.files;
        files.iter().try_for_each(|file| write(file, &records, at))
    });
    let result = applied.await?.map_err(|error| {
        tracing::warn!(error = chain(&error), "a plan was not written");
        Fault::from(error)
    });
    let home = codex_home_of(&tools.surroundings, None);
    let look = look(tools, state, home).await?;
    Ok(Outcome {
        events: vec![Event::PlanGone, look],
        result,
        etag: None,
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

fn codex_home_of(surroundings: &Surroundings, explicit: Option<&str>) -> PathBuf {
    setup::codex_home(
        explicit.map(Path::new),
        surroundings.codex_home.as_deref(),
        &surroundings.home,
    )
}

fn search(surroundings: &Surroundings) -> Search {
    Search {
        path: surroundings.path.clone(),
        home: surroundings.home.clone(),
    }
}

async fn look(tools: &Tools, state: &State, home: PathBuf) -> Result<Event, Fault> {
    let facts = state
        .facts
        .as_ref()
        .and_then(|facts| accept(state, facts).ok());
    let records = records_folder(&tools.folders.data);
    let search = search(&tools.surroundings);
    blocking(move || {
        let codex = Codex::at(home, records.clone());
        let look = ToolLook {
            tool: Tool::Codex,
            installs: detect::codex_installs(&search),
            config_path: codex.config_path().display().to_string(),
            status: codex.inspect(facts.as_ref()).map_err(Fault::from),
            threads: None,
        };
        Event::ToolsLookedAt {
            tools: vec![look],
            history: History::at(records).steps().unwrap_or_default(),
        }
    })
    .await
}

/// The gateway's facts, checked; read now when they were not read yet.
async fn facts(tools: &Tools, state: &State) -> Result<ProviderFacts, Fault> {
    if let Some(facts) = &state.facts {
        return accept(state, facts);
    }
    let (gateway, token) = tools.signed_in(state).await?;
    accept(state, &gateway.public_codex(&token).await?)
}

fn accept(state: &State, facts: &wire::PublicCodex) -> Result<ProviderFacts, Fault> {
    let gateway =
        Url::parse(&state.settings.gateway).map_err(|_| Fault::new(ProblemCode::GatewayAddress))?;
    let offered = OfferedFacts {
        provider_id: &facts.provider_id,
        provider_name: &facts.provider_name,
        base_url: &facts.base_url,
        wire_api: &facts.wire_api,
        model: &facts.model,
        reasoning_effort: facts.reasoning_effort.as_deref(),
    };
    ProviderFacts::accept(&offered, &gateway).map_err(|refused| {
        tracing::warn!(
            error = chain(&refused),
            "the gateway's set-up facts were refused"
        );
        Fault::from(refused)
    })
}
