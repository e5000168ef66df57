//! Other programs' files: look at them, plan a change, write the plan. The rules of editing are
//! the crate `setup`'s.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gateway::wire;
use setup::detect::{self, Search};
use setup::{Codex, History, OfferedFacts, Plan, ProviderFacts, SetupError};
use url::Url;

use super::{Outcome, Surroundings, Tools, blocking};
use crate::contract::{Change, ProblemCode, TokenDelivery, Tool};
use crate::ports::token_name;
use crate::problem::{Fault, chain};
use crate::settings::records_folder;
use crate::state::{Event, FilePlan, ShownPlan, State, ToolLook};

pub(super) async fn inspect(
    tools: &Tools,
    state: &State,
    codex_home: Option<&str>,
) -> Result<Outcome, Fault> {
    let home = codex_home_of(&tools.surroundings, codex_home);
    Ok(Outcome::of(vec![look(tools, state, home).await?]))
}

pub(super) async fn plan(
    tools: &Tools,
    state: &State,
    change: &Change,
) -> Result<Outcome, Fault> {
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
    let files = match change {
        Change::SetUp { token, .. } => vec![set_up(tools, state, codex, *token).await?],
        Change::Undo { .. } => vec![planned(move || codex.plan_undo()).await?],
        Change::TurnOff { .. } => vec![planned(move || codex.plan_turn_off()).await?],
        Change::Remove { .. } => vec![planned(move || codex.plan_removal()).await?],
        Change::UndoStep { step } => {
            let step = step.clone();
            vec![planned(move || History::at(records).plan_undo_step(&step)).await?]
        }
        Change::UndoEverything => {
            let plans = blocking(move || History::at(records).plan_undo_everything()).await?;
            plans?.into_iter().map(file_plan).collect()
        }
    };
    let id = ids(&files).join("+");
    let look = look(tools, state, home).await?;
    let plan = Event::PlanMade(Arc::new(ShownPlan { id, files }));
    Ok(Outcome::of(vec![look, plan]))
}
