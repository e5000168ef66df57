//! MCP servers and skills: which program has which, and giving or taking one. The list is the crate
//! `setup`'s; so is what stands in a config for an entry.

use std::collections::{BTreeMap, BTreeSet};

use ::setup::{
    Catalogue, Choice, ClaudeDesktopMcp, CodexMcp, Plan, SKILLS, Server, ServerState, SetupError,
    Skill, SkillState,
};

use super::blocking;
use super::places::Places;
use crate::contract::{
    AskView, Change, EntryState, EntryView, PackView, ProblemCode, ServerView, SkillView, Tool,
    VariableView,
};
use crate::problem::Fault;
use crate::state::State;
use crate::tools::{Again, FilePlan};
use crate::view::link;

/// The programs that can be given MCP servers.
const SERVED: [Tool; 2] = [Tool::Codex, Tool::ClaudeDesktop];
/// The programs that can be given skills.
const SKILLED: [Tool; 2] = [Tool::Codex, Tool::ClaudeCode];

/// What each of the programs in `here` has. A program whose config cannot be read has nothing that
/// can be told, and is left out.
pub(super) fn look(places: &Places, here: &[Tool], variables: &BTreeSet<String>) -> PackView {
    let catalogue = Catalogue::bundled();
    let tools = |those: [Tool; 2]| those.into_iter().filter(|tool| here.contains(tool));
    let served: Vec<(Tool, Vec<(String, ServerState)>)> = tools(SERVED)
        .filter_map(|tool| Some((tool, Served::of(places, tool)?.states(&catalogue).ok()?)))
        .collect();
    let servers = catalogue.servers.iter();
    let skilled: Vec<Tool> = tools(SKILLED).collect();
    let skills = SKILLS.iter();
    PackView {
        version: catalogue.version,
        servers: servers
            .map(|server| server_view(server, &served, variables))
            .collect(),
        skills: skills
            .map(|skill| skill_view(places, skill, &skilled))
            .collect(),
    }
}

/// Gives or takes one entry.
pub(super) async fn plan(
    places: Places,
    state: &State,
    change: &Change,
) -> Result<Vec<FilePlan>, Fault> {
    let variables = state.setup.survey.variables.clone();
    let again = match change.clone() {
        Change::AddServer {
            tool,
            server,
            answers,
        } => {
            let served = Served::of(&places, tool).ok_or_else(unknown)?;
            let choice = choice(&server, answers)?;
            Again::new(move || served.plan_add(&choice, &variables))
        }
        Change::RemoveServer { tool, server } => {
            let served = Served::of(&places, tool).ok_or_else(unknown)?;
            Again::new(move || served.plan_remove(&server))
        }
        Change::AddSkill { tool, skill } => {
            let (skills, skill) = (places.skills(tool), skill_named(&skill)?);
            let skills = skills.ok_or_else(unknown)?;
            Again::new(move || skills.plan_add(&skill))
        }
        Change::RemoveSkill { tool, skill } => {
            let (skills, skill) = (places.skills(tool), skill_named(&skill)?);
            let skills = skills.ok_or_else(unknown)?;
            Again::new(move || skills.plan_remove(&skill))
        }
        Change::SetUp { .. }
        | Change::Undo { .. }
        | Change::TurnOff { .. }
        | Change::Remove { .. }
        | Change::UndoStep { .. }
        | Change::UndoEverything => return Err(unknown()),
    };
    Ok(vec![blocking(move || FilePlan::of(again)).await??])
}

fn unknown() -> Fault {
    Fault::new(ProblemCode::CommandUnknown)
}

fn choice(id: &str, answers: BTreeMap<String, String>) -> Result<Choice, Fault> {
    let server = Catalogue::bundled().server(id).cloned();
    let server = server.ok_or_else(unknown)?;
    let unanswered = |ask: &&::setup::Ask| answers.get(&ask.name).is_none_or(String::is_empty);
    if let Some(ask) = server.asks.iter().find(unanswered) {
        return Err(Fault::new(ProblemCode::AnswerMissing)
            .with("title", server.title.as_str())
            .with("what", ask.what.as_str())
            .with("name", ask.name.as_str()));
    }
    Ok(Choice { server, answers })
}

fn skill_named(name: &str) -> Result<Skill, Fault> {
    let mut skills = SKILLS.into_iter();
    skills.find(|skill| skill.name == name).ok_or_else(unknown)
}

/// The servers in one program's config.
enum Served {
    Codex(CodexMcp),
    ClaudeDesktop(ClaudeDesktopMcp),
}

impl Served {
    /// None for a program that is given no servers.
    fn of(places: &Places, tool: Tool) -> Option<Self> {
        match tool {
            Tool::Codex => Some(Self::Codex(places.codex_mcp())),
            Tool::ClaudeDesktop => Some(Self::ClaudeDesktop(places.claude_desktop())),
            Tool::ClaudeCode => None,
        }
    }

    fn states(&self, catalogue: &Catalogue) -> Result<Vec<(String, ServerState)>, SetupError> {
        match self {
            Self::Codex(servers) => servers.states(catalogue),
            Self::ClaudeDesktop(servers) => servers.states(catalogue),
        }
    }

    fn plan_add(&self, choice: &Choice, variables: &BTreeSet<String>) -> Result<Plan, SetupError> {
        match self {
            Self::Codex(servers) => servers.plan_add(choice, variables),
            Self::ClaudeDesktop(servers) => servers.plan_add(choice),
        }
    }

    fn plan_remove(&self, id: &str) -> Result<Plan, SetupError> {
        match self {
            Self::Codex(servers) => servers.plan_remove(id),
            Self::ClaudeDesktop(servers) => servers.plan_remove(id),
        }
    }
}

fn server_view(
    server: &Server,
    served: &[(Tool, Vec<(String, ServerState)>)],
    variables: &BTreeSet<String>,
) -> ServerView {
    let entry = |(tool, states): &(Tool, Vec<(String, ServerState)>)| {
        let mut states = states.iter();
        let (_, state) = states.find(|(id, _)| *id == server.id)?;
        let (tool, state) = (*tool, server_state(*state));
        Some(EntryView { tool, state })
    };
    let variable = |name: &str| VariableView {
        name: name.to_owned(),
        exists: variables.contains(name),
    };
    let ask = |ask: &::setup::Ask| AskView {
        name: ask.name.clone(),
        what: ask.what.clone(),
    };
    ServerView {
        id: server.id.clone(),
        title: server.title.clone(),
        does: server.does.clone(),
        source: link(&server.source),
        runs: server.runs(),
        variables: server.needed_variables().map(variable).collect(),
        asks: server.asks.iter().map(ask).collect(),
        entries: served.iter().filter_map(entry).collect(),
    }
}

fn skill_view(places: &Places, skill: &Skill, skilled: &[Tool]) -> SkillView {
    let entry = |tool: &Tool| {
        let state = places.skills(*tool)?.state_of(skill).ok()?;
        let (tool, state) = (*tool, skill_state(state));
        Some(EntryView { tool, state })
    };
    SkillView {
        name: skill.name.to_owned(),
        does: skill.does().to_owned(),
        entries: skilled.iter().filter_map(entry).collect(),
    }
}

fn server_state(state: ServerState) -> EntryState {
    match state {
        ServerState::Absent => EntryState::Absent,
        ServerState::Added => EntryState::Added,
        ServerState::Disabled => EntryState::Disabled,
        ServerState::Changed => EntryState::Changed,
        ServerState::Taken => EntryState::Taken,
    }
}

fn skill_state(state: SkillState) -> EntryState {
    match state {
        SkillState::Absent => EntryState::Absent,
        SkillState::Installed => EntryState::Added,
        SkillState::Changed => EntryState::Changed,
        SkillState::Taken => EntryState::Taken,
    }
}
