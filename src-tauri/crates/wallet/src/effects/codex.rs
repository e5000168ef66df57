//! Codex: look at it, plan, write the plan. The rules of editing are the crate `setup`'s.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gateway::wire;
use setup::detect::{self, Search};
use setup::{Codex, OfferedFacts, ProviderFacts};
use url::Url;

use super::{Outcome, Surroundings, Tools, blocking};
use crate::contract::{ProblemCode, TokenDelivery};
use crate::ports::token_name;
use crate::problem::{Fault, chain};
use crate::settings::records_folder;
use crate::state::{CodexLook, CodexPlan, Event, State};

pub(super) async fn inspect(
    tools: &Tools,
    state: &State,
    home: Option<&str>,
) -> Result<Outcome, Fault> {
    let facts = state
        .facts
        .as_ref()
        .and_then(|facts| accept(state, facts).ok());
    let home = codex_home(&tools.surroundings, home);
    let look = look(tools, home, facts).await?;
    Ok(Outcome::of(vec![Event::CodexLookedAt(look)]))
}

pub(super) async fn plan(
    tools: &Tools,
    state: &State,
    home: Option<&str>,
    token: TokenDelivery,
) -> Result<Outcome, Fault> {
    let facts = facts(tools, state).await?;
    let delivery = match token {
        TokenDelivery::Command => setup::TokenDelivery::Command {
            program: tools.surroundings.purser.clone(),
        },
        TokenDelivery::Plaintext => {
            let name = token_name(&state.settings.gateway);
            let token = tools
                .with_secrets(move |secrets| secrets.read(&name))
                .await?
                .ok_or_else(|| Fault::new(ProblemCode::NotSignedIn))?;
            setup::TokenDelivery::Plaintext(token)
        }
    };
    let home = codex_home(&tools.surroundings, home);
    let look = look(tools, home.clone(), Some(facts.clone())).await?;
    let install = look.installs.first().cloned();
    let records = records_folder(&tools.folders.data);
    let plan = blocking(move || {
        let migration =
            install.and_then(|install| detect::migration_target(&install, facts.model()));
        let plan = Codex::at(home.clone(), records).plan_set_up(
            &facts,
            &delivery,
            migration.as_deref(),
        )?;
        Ok::<_, Fault>(CodexPlan { home, plan })
    })
    .await??;
    Ok(Outcome::of(vec![
        Event::CodexLookedAt(look),
        Event::PlanMade(Arc::new(plan)),
    ]))
}

pub(super) async fn plan_undo(tools: &Tools, home: Option<&str>) -> Result<Outcome, Fault> {
    let home = codex_home(&tools.surroundings, home);
    let records = records_folder(&tools.folders.data);
    let plan = blocking(move || {
        let plan = Codex::at(home.clone(), records).plan_undo()?;
        Ok::<_, Fault>(CodexPlan { home, plan })
    })
    .await??;
    Ok(Outcome::of(vec![Event::PlanMade(Arc::new(plan))]))
}

pub(super) async fn apply(tools: &Tools, state: &State, id: &str) -> Result<Outcome, Fault> {
    let plan = state
        .codex
        .plan
        .clone()
        .filter(|shown| shown.plan.id() == id)
        .ok_or_else(|| Fault::new(ProblemCode::PlanGone))?;
    let records = records_folder(&tools.folders.data);
    let (home, at) = (plan.home.clone(), tools.clock.read().wall);
    let applied = blocking(move || Codex::at(plan.home.clone(), records).apply(&plan.plan, at));
    let result = applied.await?.map_err(|error| {
        tracing::warn!(error = chain(&error), "a plan was not written");
        Fault::from(error)
    });
    let facts = state
        .facts
        .as_ref()
        .and_then(|facts| accept(state, facts).ok());
    let look = look(tools, home, facts).await?;
    Ok(Outcome {
        events: vec![Event::PlanGone, Event::CodexLookedAt(look)],
        result,
        etag: None,
    })
}

fn codex_home(surroundings: &Surroundings, explicit: Option<&str>) -> PathBuf {
    setup::codex_home(
        explicit.map(Path::new),
        surroundings.codex_home.as_deref(),
        &surroundings.home,
    )
}

async fn look(
    tools: &Tools,
    home: PathBuf,
    facts: Option<ProviderFacts>,
) -> Result<CodexLook, Fault> {
    let records = records_folder(&tools.folders.data);
    let search = Search {
        path: tools.surroundings.path.clone(),
        home: tools.surroundings.home.clone(),
    };
    blocking(move || {
        let codex = Codex::at(home, records);
        CodexLook {
            installs: detect::codex_installs(&search),
            config_path: codex.config_path().display().to_string(),
            status: codex.inspect(facts.as_ref()).map_err(Fault::from),
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
