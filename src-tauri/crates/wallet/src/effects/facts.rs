//! The gateway's set-up facts, checked before anything is made of them. Edits no file.

use ::setup::{ClaudeFacts, OfferedFacts, ProviderFacts};
use gateway::wire;
use url::Url;

use super::Tools;
use crate::contract::ProblemCode;
use crate::problem::{Fault, chain};
use crate::state::State;

/// For Codex; read now when they were not read yet.
pub(super) async fn codex(tools: &Tools, state: &State) -> Result<ProviderFacts, Fault> {
    if let Some(facts) = &state.facts.codex {
        return accept_codex(state, facts);
    }
    let (gateway, token) = tools.signed_in(state).await?;
    accept_codex(state, &gateway.public_codex(&token).await?)
}

/// For Claude Code; read now when they were not read yet.
pub(super) async fn claude_code(tools: &Tools, state: &State) -> Result<ClaudeFacts, Fault> {
    if let Some(facts) = &state.facts.claude_code {
        return accept_claude_code(state, facts);
    }
    let (gateway, token) = tools.signed_in(state).await?;
    accept_claude_code(state, &gateway.public_claude_code(&token).await?)
}

/// For Codex, as far as they are known.
pub(super) fn known_codex(state: &State) -> Option<ProviderFacts> {
    let facts = state.facts.codex.as_ref()?;
    accept_codex(state, facts).ok()
}

/// For Claude Code, as far as they are known.
pub(super) fn known_claude_code(state: &State) -> Option<ClaudeFacts> {
    let facts = state.facts.claude_code.as_ref()?;
    accept_claude_code(state, facts).ok()
}

fn accept_codex(state: &State, facts: &wire::PublicCodex) -> Result<ProviderFacts, Fault> {
    let offered = OfferedFacts {
        provider_id: &facts.provider_id,
        provider_name: &facts.provider_name,
        base_url: &facts.base_url,
        wire_api: &facts.wire_api,
        model: &facts.model,
        reasoning_effort: facts.reasoning_effort.as_deref(),
    };
    ProviderFacts::accept(&offered, &gateway_of(state)?).map_err(refused)
}

fn accept_claude_code(state: &State, facts: &wire::PublicClaudeCode) -> Result<ClaudeFacts, Fault> {
    ClaudeFacts::accept(&facts.base_url, &facts.model, &gateway_of(state)?).map_err(refused)
}

fn gateway_of(state: &State) -> Result<Url, Fault> {
    Url::parse(&state.settings.gateway).map_err(|_| Fault::new(ProblemCode::GatewayAddress))
}

fn refused(refused: ::setup::FactsRefused) -> Fault {
    tracing::warn!(
        error = chain(&refused),
        "the gateway's set-up facts were refused"
    );
    refused.into()
}
