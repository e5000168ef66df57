//! Making, taking and removing the Pay Wallet's key. The key itself passes through here once, on its
//! way to the vault; its recovery phrase leaves by a terminal only.

use payments::PayKey;
use secrecy::{ExposeSecret, SecretString};

use super::purse::{self, Profile};
use crate::contract::ProblemCode;
use crate::effects::{Outcome, Tools};
use crate::event::{Event, PayChoice};
use crate::ports::{Secrets, SecretsError};
use crate::problem::Fault;
use crate::state::State;

/// Makes a key. Its phrase is kept until it was seen.
pub(super) async fn create(tools: &Tools, state: &State) -> Result<Outcome, Fault> {
    refuse_second(state)?;
    let (key, phrase) = PayKey::generate().map_err(|error| {
        tracing::error!(%error, "no key could be made");
        Fault::new(ProblemCode::VaultFailed)
    })?;
    keep(tools, state, key, Some(phrase)).await
}

/// Takes a key that the person has. Its phrase is theirs already, and is not kept.
pub(super) async fn import(
    tools: &Tools,
    state: &State,
    secret: &SecretString,
) -> Result<Outcome, Fault> {
    refuse_second(state)?;
    tools.secrets.learn(secret);
    let words = secret.expose_secret().split_whitespace().count();
    let key = match words {
        0 | 1 => PayKey::from_hex(secret),
        _ => PayKey::from_phrase(secret),
    };
    let key = key.map_err(|_| Fault::new(ProblemCode::KeyUnreadable))?;
    keep(tools, state, key, None).await
}

fn refuse_second(state: &State) -> Result<(), Fault> {
    match state.settings.paying().address {
        Some(_) => Err(Fault::new(ProblemCode::KeyRefused).because("reason-key-exists")),
        None => Ok(()),
    }
}

async fn keep(
    tools: &Tools,
    state: &State,
    key: PayKey,
    phrase: Option<SecretString>,
) -> Result<Outcome, Fault> {
    let profile = purse::profile(state);
    let address = Some(key.address().to_string());
    let phrase_waits = phrase.is_some();
    let digits = key.to_hex();
    let kept = move |secrets: &dyn Secrets| write(secrets, profile, &digits, phrase.as_ref());
    tools.with_secrets(kept).await?;
    Ok(Outcome::of(vec![Event::PayChosen(PayChoice::Key {
        address,
        phrase_waits,
    })]))
}

/// A key that the vault holds already, of which the settings no longer know, is never overwritten.
fn write(
    secrets: &dyn Secrets,
    profile: &Profile,
    digits: &SecretString,
    phrase: Option<&SecretString>,
) -> Result<(), SecretsError> {
    if let Some(older) = secrets.read(profile.key)?
        && older.expose_secret() != digits.expose_secret()
    {
        return Err(SecretsError::Taken);
    }
    if let Some(phrase) = phrase {
        secrets.write(profile.phrase, phrase)?;
    }
    secrets.write(profile.key, digits)
}

/// Removes the key whose address the person names.
pub(super) async fn remove(tools: &Tools, state: &State, address: &str) -> Result<Outcome, Fault> {
    let own = state.settings.paying().address.as_deref();
    let own = own.ok_or_else(|| Fault::new(ProblemCode::KeyMissing))?;
    if !own.eq_ignore_ascii_case(address.trim()) {
        return Err(Fault::new(ProblemCode::KeyRefused).because("reason-key-address"));
    }
    let profile = purse::profile(state);
    let forget = move |secrets: &dyn Secrets| {
        secrets.forget(profile.phrase)?;
        secrets.forget(profile.key)
    };
    tools.with_secrets(forget).await?;
    Ok(Outcome::of(vec![Event::PayChosen(PayChoice::Key {
        address: None,
        phrase_waits: false,
    })]))
}

/// The person has the phrase: it is erased, the key stays.
pub(super) async fn phrase_seen(tools: &Tools, state: &State) -> Result<Outcome, Fault> {
    let profile = purse::profile(state);
    tools
        .with_secrets(move |secrets| secrets.forget(profile.phrase))
        .await?;
    Ok(Outcome::of(vec![Event::PayChosen(PayChoice::Key {
        address: state.settings.paying().address.clone(),
        phrase_waits: false,
    })]))
}
