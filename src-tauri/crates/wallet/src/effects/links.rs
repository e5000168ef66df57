//! Signing in by the browser, and following the links that lead back. Believes nothing that a link
//! says before it was asked for; never opens a browser itself.

use gateway::GatewayUrl;
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};

use super::{Outcome, Tools, blocking, reading, session};
use crate::contract::{ProblemCode, Screen};
use crate::event::Event;
use crate::links::{self, Link, SIGN_IN_RETURN};
use crate::ports::token_name;
use crate::problem::Fault;
use crate::reading::Facts;
use crate::state::{BrowserSignIn, State};

/// So long the browser may take to come back.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

/// Makes ready for the gateway's sign-in page to come back. Asks the gateway nothing.
pub(super) async fn sign_in_with_browser(tools: &Tools, gateway: &str) -> Result<Outcome, Fault> {
    let url = GatewayUrl::parse(gateway)?;
    session::needs_a_place_for_the_token(tools).await?;
    let state = random_state()?;
    Ok(Outcome::of(vec![Event::BrowserAwaited(BrowserSignIn {
        page: url.browser_sign_in(SIGN_IN_RETURN, &state),
        gateway: url.to_string(),
        until: tools.clock.read().mono + PATIENCE,
        state,
    })]))
}

/// 256 bits that nobody guesses, in hexadecimal.
fn random_state() -> Result<String, Fault> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!(%error, "there is no randomness");
        Fault::new(ProblemCode::StorageFailed)
    })?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Does what a link asks for.
pub(super) async fn follow(
    tools: &Tools,
    state: &State,
    url: &SecretString,
) -> Result<Outcome, Fault> {
    match links::parse(url.expose_secret())? {
        Link::SignInReturn {
            token,
            state: given,
        } => come_back(tools, state, token, &given).await,
        Link::TopUpReturn => reading::refresh(tools, state).await,
        Link::Open(screen) => lead(tools, screen).await,
    }
}

async fn lead(tools: &Tools, screen: Screen) -> Result<Outcome, Fault> {
    let lead = tools
        .lead
        .clone()
        .ok_or_else(|| refused("reason-link-no-window"))?;
    blocking(move || lead(screen)).await?;
    Ok(Outcome::of(Vec::new()))
}

/// The state counts once: whatever comes of its return, a second return finds nobody waiting. A
/// return with another state changes nothing.
async fn come_back(
    tools: &Tools,
    state: &State,
    token: SecretString,
    given: &SecretString,
) -> Result<Outcome, Fault> {
    let awaited = state.browser.as_ref();
    let awaited = awaited.filter(|awaited| awaited.state == given.expose_secret());
    let awaited = awaited.ok_or_else(|| refused("reason-link-not-awaited"))?;
    let entered = if tools.clock.read().mono < awaited.until {
        enter(tools, awaited, token).await
    } else {
        Err(refused("reason-link-too-late"))
    };
    let mut outcome = entered.unwrap_or_else(Outcome::from);
    outcome.events.insert(0, Event::BrowserLeft);
    Ok(outcome)
}

/// Believes the token once the gateway that was signed in to knows it.
async fn enter(
    tools: &Tools,
    awaited: &BrowserSignIn,
    token: SecretString,
) -> Result<Outcome, Fault> {
    let client = tools.gateway(&awaited.gateway)?;
    let bootstrap = client.bootstrap(&token).await?;
    let signed_in = Event::SignedIn {
        gateway: awaited.gateway.clone(),
        sandbox: false,
        account: Some(bootstrap.account),
        facts: Facts {
            codex: bootstrap.codex,
            claude_code: bootstrap.claude_code,
        },
    };
    session::keep_token(tools, token_name(&awaited.gateway), token, signed_in).await
}

fn refused(reason: &'static str) -> Fault {
    Fault::new(ProblemCode::LinkRefused).because(reason)
}

#[cfg(test)]
mod tests;
