//! Looks at other programs' files: installs, state, history, what of the pack is in them.
//! Writes nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::setup::detect::{self, Install, Product};
use ::setup::drift::Fingerprint;
use ::setup::ssh::Remote;
use ::setup::threads::Threads;
use ::setup::{Catalogue, ClaudeFacts, History, ProviderFacts, Server};

use super::places::Places;
use super::{Outcome, Tools, blocking, facts, hosts, pack};
use crate::contract::{Place, ThreadsView, Tool};
use crate::event::Event;
use crate::problem::Fault;
use crate::state::State;
use crate::tools::{Survey, ToolLook, ToolStatus};

/// Searches this computer, and looks at every default place, and at `tool` in `place`.
pub(super) async fn inspect(
    tools: &Tools,
    state: &State,
    tool: Tool,
    place: &Place,
) -> Result<Outcome, Fault> {
    let places = Places::of(tools);
    let survey = Arc::new(blocking(move || survey(&places)).await?);
    let remote = hosts::of(place).await?;
    let known = place.host.clone().map(Event::HostKnown);
    let look = look(tools, state, (tool, place.clone()), remote, survey).await?;
    Ok(Outcome::of(known.into_iter().chain([look]).collect()))
}

/// Looks at the files only, and at those of `remote`, which `place` names; what else is on this
/// computer was searched before.
pub(super) async fn glance(
    tools: &Tools,
    state: &State,
    tool: Tool,
    place: &Place,
    remote: Option<Arc<Remote>>,
) -> Result<Event, Fault> {
    let survey = state.setup.survey.clone();
    look(tools, state, (tool, place.clone()), remote, survey).await
}

/// Looks again when a file that was looked at has been written since.
pub(super) async fn watch(tools: &Tools, state: &State) -> Result<Outcome, Fault> {
    let looks = state.setup.tools.clone();
    let changed = blocking(move || {
        let mut local = looks.iter().filter(|look| look.place.host.is_none());
        local.any(|look| look.seen != fingerprint(&look.config_path))
    });
    if !changed.await? {
        return Ok(Outcome::of(Vec::new()));
    }
    let look = glance(tools, state, Tool::Codex, &Place::default(), None).await?;
    Ok(Outcome::of(vec![look]))
}

fn survey(places: &Places) -> Survey {
    let machine = places.machine();
    let default = places.codex_home(&Place::default());
    let homes = detect::codex_homes(&machine).into_iter();
    let others = homes.filter(|home| home.exists && home.path != default);
    let servers = Catalogue::bundled().servers;
    let variables = servers.iter().flat_map(Server::needed_variables);
    Survey {
        installs: detect::installs(&machine),
        other_codex_homes: others.map(|home| home.path).collect(),
        variables: variables
            .filter(|variable| machine.in_terminal(variable).is_some())
            .map(str::to_owned)
            .collect(),
    }
}

async fn look(
    tools: &Tools,
    state: &State,
    (tool, place): (Tool, Place),
    remote: Option<Arc<Remote>>,
    survey: Arc<Survey>,
) -> Result<Event, Fault> {
    let places = Places::of(tools);
    let asked = (tool, places.spelled_one_way(tool, &place));
    let codex_facts = facts::known_codex(state);
    let claude_facts = facts::known_claude_code(state);
    blocking(move || {
        let mut looks = Vec::new();
        for (tool, place) in spots(asked, &survey) {
            let found = survey.installs.iter();
            let installs = found.filter(|install| product_of(install) == tool);
            let installs: Vec<Install> = installs.cloned().collect();
            looks.extend(match tool {
                Tool::Codex => Some(codex(&places, place, codex_facts.as_ref(), installs)),
                Tool::ClaudeCode => {
                    Some(claude_code(&places, place, claude_facts.as_ref(), installs))
                }
                Tool::ClaudeDesktop => claude_desktop(&places, installs),
            });
        }
        let there = remote.as_deref().zip(place.host.clone());
        let there = there.map(|(remote, host)| {
            looks.push(codex_there(remote, place, codex_facts.as_ref(), &places));
            let history = remote.history(places.records.clone());
            (host, history.steps().unwrap_or_default())
        });
        let here: Vec<Tool> = looks.iter().map(|look| look.tool).collect();
        Event::ToolsLookedAt {
            pack: pack::look(&places, &here, &survey.variables),
            history: History::at(places.records).steps().unwrap_or_default(),
            survey,
            tools: looks,
            there,
        }
    })
    .await
}

/// Every tool in its default place, each other home of Codex, and what was asked for.
fn spots(asked: (Tool, Place), survey: &Survey) -> Vec<(Tool, Place)> {
    let other = |home: &PathBuf| {
        let home = Some(home.display().to_string());
        (Tool::Codex, Place { host: None, home })
    };
    let mut spots = vec![(Tool::Codex, Place::default())];
    spots.extend(survey.other_codex_homes.iter().map(other));
    spots.push((Tool::ClaudeCode, Place::default()));
    spots.push((Tool::ClaudeDesktop, Place::default()));
    if asked.1.host.is_none() && !spots.contains(&asked) {
        spots.push(asked);
    }
    spots
}

/// Whose config an install reads.
fn product_of(install: &Install) -> Tool {
    match install.product {
        Product::Codex | Product::CodexDesktop | Product::CodexExtension(_) => Tool::Codex,
        Product::ClaudeCode | Product::ClaudeCodeExtension(_) => Tool::ClaudeCode,
        Product::ClaudeDesktop => Tool::ClaudeDesktop,
    }
}

fn codex(
    places: &Places,
    place: Place,
    facts: Option<&ProviderFacts>,
    installs: Vec<Install>,
) -> ToolLook {
    let codex = places.codex(&place);
    let config_path = codex.config_path().to_owned();
    let provider = facts.map(ProviderFacts::provider_id);
    let status = codex.inspect(facts).map(ToolStatus::Pointed);
    ToolLook {
        tool: Tool::Codex,
        installs,
        status: status.map_err(Fault::from),
        seen: fingerprint(&config_path),
        threads: Some(threads(&places.codex_home(&place), provider)),
        config_path,
        place,
    }
}

/// What is on another computer is asked of it each time.
fn codex_there(
    remote: &Remote,
    place: Place,
    facts: Option<&ProviderFacts>,
    places: &Places,
) -> ToolLook {
    let codex = remote.codex(places.records.clone());
    let status = codex.inspect(facts).map(ToolStatus::Pointed);
    let install = remote.installed_codex().map(|codex| Install {
        product: Product::Codex,
        path: codex.program.clone(),
        version: codex.version.clone(),
        on_path: true,
    });
    ToolLook {
        tool: Tool::Codex,
        installs: install.into_iter().collect(),
        config_path: codex.config_path().to_owned(),
        status: status.map_err(Fault::from),
        seen: None,
        threads: None,
        place,
    }
}

fn claude_code(
    places: &Places,
    place: Place,
    facts: Option<&ClaudeFacts>,
    installs: Vec<Install>,
) -> ToolLook {
    let claude = places.claude_code(&place);
    let config_path = claude.config_path().to_owned();
    let status = claude.inspect(facts).map(ToolStatus::Pointed);
    ToolLook {
        tool: Tool::ClaudeCode,
        installs,
        status: status.map_err(Fault::from),
        seen: fingerprint(&config_path),
        threads: None,
        config_path,
        place,
    }
}

/// None where there is no Claude Desktop.
fn claude_desktop(places: &Places, installs: Vec<Install>) -> Option<ToolLook> {
    let config_path = places.claude_desktop_config();
    let has_folder = config_path.parent().is_some_and(Path::is_dir);
    if installs.is_empty() && !has_folder {
        return None;
    }
    let servers = places.claude_desktop().installed();
    let status = servers.map(|servers| ToolStatus::Servers(servers.len()));
    Some(ToolLook {
        tool: Tool::ClaudeDesktop,
        place: Place::default(),
        installs,
        status: status.map_err(Fault::from),
        seen: fingerprint(&config_path),
        config_path,
        threads: None,
    })
}

fn threads(home: &Path, provider: Option<&str>) -> ThreadsView {
    let threads = Threads::of(home);
    let ours = provider.map(|provider| threads.of_provider(provider));
    ThreadsView {
        total: count(threads.total()),
        ours: count(ours.unwrap_or_default()),
    }
}

pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// None when there is no file, or when it cannot be looked at.
fn fingerprint(config: &Path) -> Option<Fingerprint> {
    Fingerprint::of(config).ok().flatten()
}
