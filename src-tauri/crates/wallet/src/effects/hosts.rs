//! Other computers, reached over SSH with the person's own OpenSSH client. Plans nothing.

use std::path::PathBuf;
use std::sync::Arc;

use ::setup::ssh::{Remote, SshClient, SshError, SshHost};
use ::setup::{Codex, History, State as Standing};
use secrecy::SecretString;

use super::places::Places;
use super::{Tools, blocking};
use crate::contract::{Place, ProblemCode};
use crate::problem::{Fault, chain};
use crate::state::State;

/// The computer that a change is about.
#[derive(Debug, Clone)]
pub(super) enum Computer {
    /// This one.
    Here(Places),
    /// Another one, connected.
    There {
        remote: Arc<Remote>,
        records: PathBuf,
    },
}

impl Computer {
    /// This one, or the one that `place` names, connected to now.
    pub(super) async fn of(tools: &Tools, place: &Place) -> Result<Self, Fault> {
        let places = Places::of(tools);
        let Some(host) = place.host.clone() else {
            return Ok(Self::Here(places));
        };
        let records = places.records;
        let remote = blocking(move || connect(&host)).await??;
        let remote = Arc::new(remote);
        Ok(Self::There { remote, records })
    }

    pub(super) fn codex(&self, place: &Place) -> Codex {
        match self {
            Self::Here(places) => places.codex(place),
            Self::There { remote, records } => remote.codex(records.clone()),
        }
    }

    pub(super) fn history(&self) -> History {
        match self {
            Self::Here(places) => History::at(places.records.clone()),
            Self::There { remote, records } => remote.history(records.clone()),
        }
    }
}

pub(super) fn connect(host: &str) -> Result<Remote, Fault> {
    let parsed = SshHost::parse(host).map_err(|_| refused(host, "reason-ssh-not-a-host"))?;
    let connected = Remote::connect(&parsed, &SshClient::default());
    connected.map_err(|error| {
        tracing::info!(error = chain(&error), "another computer was not reached");
        of_ssh(host, &error)
    })
}

/// A connection's failure, in the words of a Problem.
pub(super) fn of_ssh(host: &str, error: &SshError) -> Fault {
    match error {
        SshError::NoClient(_) => refused(host, "reason-ssh-no-client"),
        SshError::UnknownKey { .. } => refused(host, "reason-ssh-unknown-key"),
        SshError::KeyChanged { .. } => refused(host, "reason-ssh-key-changed"),
        SshError::LoginRefused { .. } => refused(host, "reason-ssh-login"),
        SshError::Unreachable { message, .. } => {
            refused(host, "reason-ssh-unreachable").with("message", message.as_str())
        }
        SshError::NoAnswer { .. } => refused(host, "reason-ssh-no-answer"),
        SshError::Lost { .. } => refused(host, "reason-ssh-lost"),
        SshError::Unsuitable { message, .. } => {
            refused(host, "reason-ssh-unsuitable").with("message", message.as_str())
        }
        SshError::Refused { message } => {
            refused(host, "reason-ssh-refused").with("message", message.as_str())
        }
        SshError::OddPath => refused(host, "reason-ssh-odd-path"),
        SshError::OddToken => refused(host, "reason-ssh-odd-token"),
    }
}

fn refused(host: &str, reason: &'static str) -> Fault {
    Fault::new(ProblemCode::HostRefused)
        .with("host", host)
        .because(reason)
}
