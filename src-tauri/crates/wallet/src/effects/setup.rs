//! Other programs' files: plan a change. The rules of editing are the crate `setup`'s; writing is
//! the module `writing`'s.

use std::sync::Arc;

use ::setup::detect::{self, Install, Product};
use ::setup::ssh::Remote;
use ::setup::threads::Threads;
use ::setup::{Codex, History, Plan, SetupError, preflight};

use super::looking::count;
use super::places::Places;
use super::{Outcome, Tools, blocking, facts, hosts, looking, pack};
use crate::contract::{Change, ChatsView, Place, ProblemCode, TokenDelivery, Tool};
use crate::event::Event;
use crate::problem::Fault;
use crate::state::State;
use crate::tools::{Again, FilePlan, ShownPlan};

pub(super) async fn plan(tools: &Tools, state: &State, change: &Change) -> Result<Outcome, Fault> {
    let shown = shown(tools, state, change).await?;
    let mut events = Vec::new();
    if let Some(host) = &place_of(state, change).host {
        events.push(Event::HostKnown(host.clone()));
    }
    events.push(glance(tools, state, &shown).await?);
    events.push(Event::PlanMade(Arc::new(shown)));
    Ok(Outcome::of(events))
}

/// Looks at what a change is about.
pub(super) async fn glance(
    tools: &Tools,
    state: &State,
    shown: &ShownPlan,
) -> Result<Event, Fault> {
    let tool = match &shown.change {
        Change::SetUp { tool, .. } | Change::Undo { tool, .. } => *tool,
        Change::TurnOff { .. }
        | Change::Remove { .. }
        | Change::AddServer { .. }
        | Change::RemoveServer { .. }
        | Change::AddSkill { .. }
        | Change::RemoveSkill { .. }
        | Change::UndoStep { .. }
        | Change::UndoEverything => Tool::Codex,
    };
    let place = place_of(state, &shown.change);
    looking::glance(tools, state, tool, &place, shown.remote.clone()).await
}

/// Where the files are that a change is about.
fn place_of(state: &State, change: &Change) -> Place {
    match change {
        Change::SetUp { place, .. }
        | Change::Undo { place, .. }
        | Change::TurnOff { place }
        | Change::Remove { place } => place.clone(),
        Change::UndoStep { step } => {
            let mut there = state.setup.history_there.iter();
            let found = there.find(|(_, steps)| steps.iter().any(|known| known.id == *step));
            Place {
                host: found.map(|(host, _)| host.clone()),
                home: None,
            }
        }
        Change::AddServer { .. }
        | Change::RemoveServer { .. }
        | Change::AddSkill { .. }
        | Change::RemoveSkill { .. }
        | Change::UndoEverything => Place::default(),
    }
}

/// The files of one computer, as closures that make plans need them.
#[derive(Debug, Clone)]
struct Computer {
    places: Places,
    remote: Option<Arc<Remote>>,
}

impl Computer {
    fn codex(&self, place: &Place) -> Codex {
        match &self.remote {
            Some(remote) => remote.codex(self.places.records.clone()),
            None => self.places.codex(place),
        }
    }

    fn history(&self) -> History {
        match &self.remote {
            Some(remote) => remote.history(self.places.records.clone()),
            None => History::at(self.places.records.clone()),
        }
    }
}

/// How much of a set-up is written.
#[derive(Debug, Clone, Copy)]
enum Extent {
    /// All of it.
    Everything,
    /// What went missing; what the person chose in the tool itself stays.
    WhatIsMissing,
}

/// What would put back what of ours changed or went missing.
pub(super) async fn repair(
    tools: &Tools,
    state: &State,
    tool: Tool,
    place: &Place,
) -> Result<ShownPlan, Fault> {
    let remote = hosts::of(place).await?;
    let computer = Computer {
        places: Places::of(tools),
        remote: remote.clone(),
    };
    let token = TokenDelivery::Command;
    let extent = Extent::WhatIsMissing;
    let file = match tool {
        Tool::Codex => set_up_codex(tools, state, computer, place, token, extent).await?,
        Tool::ClaudeCode => set_up_claude_code(tools, state, place, extent).await?,
        Tool::ClaudeDesktop => return Err(Fault::new(ProblemCode::CommandUnknown)),
    };
    let (place, host) = (place.clone(), place.host.clone());
    Ok(ShownPlan {
        id: file.plan.id().to_owned(),
        change: Change::SetUp { tool, place, token },
        host,
        remote,
        files: vec![file],
    })
}

pub(super) async fn shown(
    tools: &Tools,
    state: &State,
    change: &Change,
) -> Result<ShownPlan, Fault> {
    let places = Places::of(tools);
    let place = place_of(state, change);
    let remote = hosts::of(&place).await?;
    let computer = Computer {
        places: places.clone(),
        remote: remote.clone(),
    };
    let files = match change {
        Change::SetUp { tool, place, token } => match tool {
            Tool::Codex => {
                let extent = Extent::Everything;
                vec![set_up_codex(tools, state, computer, place, *token, extent).await?]
            }
            Tool::ClaudeCode => {
                vec![set_up_claude_code(tools, state, place, Extent::Everything).await?]
            }
            Tool::ClaudeDesktop => return Err(Fault::new(ProblemCode::CommandUnknown)),
        },
        Change::Undo {
            tool: Tool::ClaudeCode,
            place,
        } => {
            let place = place.clone();
            let again = Again::new(move || places.claude_code(&place).plan_undo());
            vec![blocking(move || FilePlan::of(again)).await??]
        }
        Change::Undo { place, .. } => {
            vec![back_in_codex(state, computer, place, Codex::plan_undo).await?]
        }
        Change::TurnOff { place } => {
            vec![back_in_codex(state, computer, place, Codex::plan_turn_off).await?]
        }
        Change::Remove { place } => {
            vec![back_in_codex(state, computer, place, Codex::plan_removal).await?]
        }
        Change::AddServer { .. }
        | Change::RemoveServer { .. }
        | Change::AddSkill { .. }
        | Change::RemoveSkill { .. } => pack::plan(places, state, change).await?,
        Change::UndoStep { step } => {
            let step = step.clone();
            let installs = state.setup.survey.installs.clone();
            let again = Again::new(move || computer.history().plan_undo_step(&step));
            let here = place.host.is_none();
            let planned = blocking(move || {
                let file = FilePlan::of(again)?;
                let judge = judge(&installs, &file.plan).filter(|_| here);
                Ok::<_, SetupError>(FilePlan { judge, ..file })
            });
            vec![planned.await??]
        }
        Change::UndoEverything => {
            let plans = blocking(move || computer.history().plan_undo_everything()).await??;
            // A file that cannot be planned is named; the others can still be undone one by one.
            let plans: Result<Vec<Plan>, SetupError> = plans.into_iter().collect();
            plans?.into_iter().map(FilePlan::once).collect()
        }
    };
    let ids: Vec<&str> = files.iter().map(|file| file.plan.id()).collect();
    Ok(ShownPlan {
        id: ids.join("+"),
        change: change.clone(),
        host: place.host,
        remote,
        files,
    })
}

async fn back_in_codex(
    state: &State,
    computer: Computer,
    place: &Place,
    plan: fn(&Codex) -> Result<Plan, SetupError>,
) -> Result<FilePlan, Fault> {
    let place = place.clone();
    let installs = state.setup.survey.installs.clone();
    let home = computer.places.codex_home(&place);
    let here = computer.remote.is_none();
    let again = Again::new(move || plan(&computer.codex(&place)));
    let planned = blocking(move || {
        let file = FilePlan::of(again)?;
        let chats = chats(&file.plan, &home).filter(|_| here);
        let judge = judge(&installs, &file.plan).filter(|_| here);
        Ok::<_, SetupError>(FilePlan {
            chats,
            judge,
            ..file
        })
    });
    Ok(planned.await??)
}

/// Who judges what is taken back key by key from a config of Codex. The very bytes from before are
/// the person's, whatever Codex makes of them.
fn judge(installs: &[Install], plan: &Plan) -> Option<Install> {
    let is_config = plan.providers().is_some() && !plan.exact();
    codex_of(installs).filter(|_| is_config)
}

/// How many older chats a change to Codex's config cuts off.
fn chats(plan: &Plan, home: &std::path::Path) -> Option<ChatsView> {
    let (before, after) = plan.providers()?;
    let threads = Threads::of(home);
    let unreachable = |tables| threads.reachable_after(tables).unreachable;
    let more = unreachable(&after).saturating_sub(unreachable(&before));
    Some(ChatsView {
        total: count(threads.total()),
        unreachable: count(more),
    })
}

async fn set_up_codex(
    tools: &Tools,
    state: &State,
    computer: Computer,
    place: &Place,
    token: TokenDelivery,
    extent: Extent,
) -> Result<FilePlan, Fault> {
    let facts = facts::codex(tools, state).await?;
    let delivery = match &computer.remote {
        Some(remote) => remote.token_delivery(),
        None => delivery(tools, state, token).await?,
    };
    let install = codex_of(&state.setup.survey.installs);
    let (place, provider) = (place.clone(), facts.provider_id().to_owned());
    let planned = blocking(move || {
        let here = computer.remote.is_none();
        let machine = computer.places.machine_without_shell();
        let home = computer.places.codex_home(&place);
        let found = || codex_of(&detect::installs(&computer.places.machine()));
        let install = install.or_else(found).filter(|_| here);
        let migration = install
            .as_ref()
            .and_then(|install| detect::migration_target(install, facts.model()));
        let again = Again::new(move || {
            let codex = computer.codex(&place);
            let migration = migration.as_deref();
            match extent {
                Extent::Everything => codex.plan_set_up(&facts, &delivery, migration),
                Extent::WhatIsMissing => codex.plan_repair(&facts, &delivery, migration),
            }
        });
        let file = FilePlan::of(again)?;
        let chats = chats(&file.plan, &home).filter(|_| here);
        let around = here.then(|| preflight::of_codex(&machine, &home, &provider));
        Ok::<_, SetupError>(FilePlan {
            chats,
            around: around.unwrap_or_default(),
            judge: install,
            ..file
        })
    });
    Ok(planned.await??)
}

/// The one that the person's terminal runs.
fn codex_of(installs: &[Install]) -> Option<Install> {
    let mut installs = installs.iter();
    let found = installs.find(|install| install.product == Product::Codex);
    found.cloned()
}

async fn set_up_claude_code(
    tools: &Tools,
    state: &State,
    place: &Place,
    extent: Extent,
) -> Result<FilePlan, Fault> {
    let facts = facts::claude_code(tools, state).await?;
    let (places, place) = (Places::of(tools), place.clone());
    let again = Again::new(move || {
        let claude = places.claude_code(&place);
        match extent {
            Extent::Everything => claude.plan_set_up(&facts, places.purser()),
            Extent::WhatIsMissing => claude.plan_repair(&facts, places.purser()),
        }
    });
    Ok(blocking(move || FilePlan::of(again)).await??)
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
            let token = tools.token(state).await?;
            Ok(::setup::TokenDelivery::Plaintext(token))
        }
    }
}
