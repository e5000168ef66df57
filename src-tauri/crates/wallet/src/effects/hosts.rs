//! Other computers, reached over SSH with the person's own OpenSSH client. Plans nothing.

use std::sync::Arc;

use ::setup::ssh::{Remote, SshClient, SshHost};
use ::setup::{SetupError, State as Standing};

use super::blocking;
use super::places::Places;
use crate::contract::{Place, ProblemCode};
use crate::problem::{Fault, chain};

/// Connects to the computer that `place` names; none for this one.
pub(super) async fn of(place: &Place) -> Result<Option<Arc<Remote>>, Fault> {
    match &place.host {
        Some(host) => Ok(Some(Arc::new(connected(host.clone()).await?))),
        None => Ok(None),
    }
}

async fn connected(host: String) -> Result<Remote, Fault> {
    let not_a_host = |_| {
        Fault::new(ProblemCode::HostRefused)
            .with("host", host.as_str())
            .because("reason-ssh-not-a-host")
    };
    let parsed = SshHost::parse(&host).map_err(not_a_host)?;
    let connected = blocking(move || Remote::connect(&parsed, &SshClient::default())).await?;
    connected.map_err(|error| {
        tracing::info!(error = chain(&error), "another computer was not reached");
        Fault::from(&error).with("host", host.as_str())
    })
}

/// Removes our token there once nothing of ours is in its config any more.
pub(super) fn tidy(remote: &Remote, places: &Places) -> Result<(), SetupError> {
    let status = remote.codex(places.records.clone()).inspect(None)?;
    if status.state == Standing::NotSetUp && !status.can_undo {
        remote.forget_token()?;
    }
    Ok(())
}
