//! Who is signed in: start, sign-in, second factor, sandbox, sign-out.

use gateway::wire::Session;
use gateway::{GatewayError, GatewayUrl, SignedIn};
use secrecy::{ExposeSecret, SecretString};

use super::{Outcome, Tools, blocking};
use crate::contract::{ProblemCode, VaultView};
use crate::event::Event;
use crate::ports::token_name;
use crate::problem::{Fault, chain};
use crate::reading::{Facts, Pricing, Reading};
use crate::server_clock::Answered;
use crate::state::{self, Challenge, State};
use crate::store::{Dated, Remembered};

/// Looks who was signed in when the engine last ran.
pub(super) async fn wake(tools: &Tools, state: &State) -> Outcome {
    let mut events = vec![Event::VaultSeen(place(tools).await)];
    let name = token_name(&state.settings.gateway);
    if state.settings.sandbox {
        // It lived in the memory of a process that is gone.
        if let Err(fault) = tools
            .with_secrets(move |secrets| secrets.forget(&name))
            .await
        {
            tracing::warn!(?fault, "the old sandbox's token stays behind");
        }
        events.push(Event::SignedOut { reason: None });
        return Outcome::of(events);
    }
    match tools.with_secrets(move |secrets| secrets.read(&name)).await {
        Ok(Some(_)) => events.extend(recall(tools, state).await),
        Ok(None) => events.push(Event::SignedOut { reason: None }),
        Err(fault) => events.push(Event::SignedOut {
            reason: (fault.code != ProblemCode::VaultMissing).then_some(fault),
        }),
    }
    Outcome::of(events)
}

async fn place(tools: &Tools) -> VaultView {
    let secrets = tools.secrets.clone();
    blocking(move || secrets.place())
        .await
        .unwrap_or(VaultView::Missing)
}

async fn recall(tools: &Tools, state: &State) -> Vec<Event> {
    let (memory, gateway) = (tools.memory.clone(), state.settings.gateway.clone());
    let known = blocking(move || memory.recall(&gateway))
        .await
        .ok()
        .flatten();
    let signed_in = |account, facts| Event::SignedIn {
        gateway: state.settings.gateway.clone(),
        sandbox: false,
        account,
        facts,
    };
    let Some(known) = known else {
        return vec![signed_in(None, Facts::default())];
    };
    let Remembered {
        account,
        facts,
        wallet,
        pricing,
        inbox,
        history,
        ..
    } = known;
    let now = tools.clock.read();
    let at = |age| now.mono - age;
    vec![
        signed_in(Some(account), facts),
        Event::Recalled {
            wallet: wallet.map(|wallet| Reading {
                at: at(wallet.age(now.wall)),
                value: wallet.value,
            }),
            pricing: pricing.map(|pricing: Dated<_>| {
                let at = at(pricing.age(now.wall));
                Reading {
                    value: Pricing::new(pricing.value, Answered::at_once(at), None),
                    at,
                }
            }),
            inbox,
            history,
        },
    ]
}

pub(super) async fn sign_in(
    tools: &Tools,
    gateway: &str,
    login: &str,
    password: &SecretString,
) -> Result<Outcome, Fault> {
    let url = GatewayUrl::parse(gateway)?.to_string();
    enter(tools, url, false, login, password).await
}

pub(super) async fn try_sandbox(tools: &Tools) -> Result<Outcome, Fault> {
    let access = tools.sandbox.start().await.map_err(|error| {
        tracing::warn!(error = chain(error.as_ref()), "the sandbox did not start");
        Fault::new(ProblemCode::SandboxFailed)
    })?;
    let url = GatewayUrl::parse(&access.url)?.to_string();
    enter(tools, url, true, &access.login, &access.password).await
}

async fn enter(
    tools: &Tools,
    gateway: String,
    sandbox: bool,
    login: &str,
    password: &SecretString,
) -> Result<Outcome, Fault> {
    needs_a_place_for_the_token(tools).await?;
    tools.secrets.learn(password);
    let client = tools.gateway(&gateway)?;
    let signed_in = client
        .login(login, password)
        .await
        .map_err(|error| unauthorized_means(ProblemCode::WrongPassword, error))?;
    match signed_in {
        SignedIn::Session(session) => keep(tools, gateway, sandbox, *session).await,
        SignedIn::TwoFactor { challenge_id } => {
            Ok(Outcome::of(vec![Event::TwoFactorAsked(Challenge {
                gateway,
                sandbox,
                login: login.to_owned(),
                id: challenge_id,
            })]))
        }
        SignedIn::PendingReview => Err(Fault::new(ProblemCode::AccountRefused)),
    }
}

/// Asked before the password is sent: a sign-in whose token has no place would be lost.
pub(super) async fn needs_a_place_for_the_token(tools: &Tools) -> Result<(), Fault> {
    match place(tools).await {
        VaultView::Keychain | VaultView::File => Ok(()),
        VaultView::Locked => Err(Fault::new(ProblemCode::VaultLocked)),
        VaultView::Missing => Err(Fault::new(ProblemCode::VaultMissing)),
    }
}

pub(super) async fn answer_two_factor(
    tools: &Tools,
    state: &State,
    code: &SecretString,
) -> Result<Outcome, Fault> {
    let state::Session::TwoFactor(challenge) = &state.session else {
        return Err(Fault::new(ProblemCode::NotSignedIn));
    };
    tools.secrets.learn(code);
    let client = tools.gateway(&challenge.gateway)?;
    let session = client
        .answer_two_factor(&challenge.id, code)
        .await
        .map_err(|error| unauthorized_means(ProblemCode::WrongTwoFactorCode, error))?;
    keep(tools, challenge.gateway.clone(), challenge.sandbox, session).await
}

/// While nobody is signed in, 401 is about what the person just typed.
fn unauthorized_means(code: ProblemCode, error: GatewayError) -> Fault {
    match error {
        GatewayError::Unauthorized { .. } => Fault::new(code),
        error => error.into(),
    }
}

/// Puts the token into the vault first: who is signed in without a kept token is not signed in.
async fn keep(
    tools: &Tools,
    gateway: String,
    sandbox: bool,
    session: Session,
) -> Result<Outcome, Fault> {
    let Session {
        token,
        account,
        codex,
        claude_code,
        ..
    } = session;
    let facts = Facts { codex, claude_code };
    let name = token_name(&gateway);
    let signed_in = Event::SignedIn {
        gateway,
        sandbox,
        account: Some(account),
        facts,
    };
    keep_token(tools, name, SecretString::from(token), signed_in).await
}

/// The same for a token whose account is known by another way.
pub(super) async fn keep_token(
    tools: &Tools,
    name: String,
    token: SecretString,
    signed_in: Event,
) -> Result<Outcome, Fault> {
    tools
        .with_secrets(move |secrets| secrets.write(&name, &token))
        .await?;
    let vault = place(tools).await;
    Ok(Outcome::of(vec![Event::VaultSeen(vault), signed_in]))
}

pub(super) async fn sign_out(tools: &Tools, state: &State) -> Result<Outcome, Fault> {
    let name = token_name(&state.settings.gateway);
    tools
        .with_secrets(move |secrets| secrets.forget(&name))
        .await?;
    let memory = tools.memory.clone();
    blocking(move || memory.forget()).await?.map_err(|error| {
        tracing::warn!(%error, "the last readings stay on disk");
        Fault::new(ProblemCode::StorageFailed)
    })?;
    Ok(Outcome::of(vec![Event::SignedOut { reason: None }]))
}

pub(super) async fn unlock(
    tools: &Tools,
    state: &State,
    passphrase: &SecretString,
) -> Result<Outcome, Fault> {
    if passphrase.expose_secret().is_empty() {
        return Err(Fault::new(ProblemCode::VaultLocked));
    }
    let passphrase = passphrase.clone();
    tools
        .with_secrets(move |secrets| secrets.unlock(&passphrase))
        .await?;
    if state.signed_in() {
        return Ok(Outcome::of(vec![Event::VaultSeen(place(tools).await)]));
    }
    Ok(wake(tools, state).await)
}
