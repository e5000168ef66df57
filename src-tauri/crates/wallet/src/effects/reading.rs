//! Reading from the gateway: account, balance and pricing, inbox.

use gateway::{ETag, Fetched, GatewayError};

use super::{Outcome, Tools};
use crate::contract::ProblemCode;
use crate::event::Event;
use crate::feeds::Feed;
use crate::problem::{Fault, chain};
use crate::reading::Facts;
use crate::server_clock::Answered;
use crate::state::State;

/// A reading that was due. Its failure is an Event, not a person's Problem.
pub(super) async fn read(tools: &Tools, state: &State, feed: Feed, etag: Option<&ETag>) -> Outcome {
    let result = match feed {
        Feed::Account => account(tools, state).await,
        Feed::Status => status(tools, state, etag).await,
        Feed::Inbox => inbox(tools, state, etag).await,
    };
    result.unwrap_or_else(|fault| {
        let events = match (feed, fault.code) {
            (_, ProblemCode::TokenRejected | ProblemCode::NotSignedIn) => {
                vec![Event::SignedOut {
                    reason: Some(fault.clone()),
                }]
            }
            (Feed::Status, _) => vec![Event::ReadingFailed(fault.clone())],
            (Feed::Account | Feed::Inbox, _) => Vec::new(),
        };
        Outcome {
            events,
            result: Err(fault),
            etag: None,
        }
    })
}

/// What a person asked to read now.
pub(super) async fn refresh(tools: &Tools, state: &State) -> Result<Outcome, Fault> {
    if !state.signed_in() {
        return Err(Fault::new(ProblemCode::NotSignedIn));
    }
    let (status, inbox) = tokio::join!(
        read(tools, state, Feed::Status, None),
        read(tools, state, Feed::Inbox, None),
    );
    let mut events = status.events;
    if status.result.is_ok() {
        events.extend(inbox.events);
    }
    Ok(Outcome {
        events,
        result: status.result,
        etag: None,
    })
}

pub(super) async fn mark_read(
    tools: &Tools,
    state: &State,
    message: &str,
) -> Result<Outcome, Fault> {
    let (gateway, token) = tools.signed_in(state).await?;
    gateway.mark_read(&token, message).await.map_err(logged)?;
    Ok(Outcome::of(vec![Event::MessageRead(message.to_owned())]))
}

async fn account(tools: &Tools, state: &State) -> Result<Outcome, Fault> {
    let (gateway, token) = tools.signed_in(state).await?;
    let bootstrap = gateway.bootstrap(&token).await.map_err(logged)?;
    Ok(Outcome::of(vec![Event::AccountRead {
        account: bootstrap.account,
        facts: Facts {
            codex: bootstrap.codex,
            claude_code: bootstrap.claude_code,
        },
    }]))
}

pub(super) async fn status(
    tools: &Tools,
    state: &State,
    etag: Option<&ETag>,
) -> Result<Outcome, Fault> {
    let (gateway, token) = tools.signed_in(state).await?;
    let asked = tools.clock.read().mono;
    let fetched = gateway.wallet_status(&token, etag).await.map_err(logged)?;
    let at = tools.clock.read();
    let answered = Answered { asked, at: at.mono };
    Ok(fresh(fetched, Event::StatusUnchanged { at }, |status| {
        Event::StatusRead {
            status,
            answered,
            wall: at.wall,
        }
    }))
}

async fn inbox(tools: &Tools, state: &State, etag: Option<&ETag>) -> Result<Outcome, Fault> {
    let (gateway, token) = tools.signed_in(state).await?;
    let fetched = gateway.messages(&token, None, etag).await.map_err(logged)?;
    Ok(match fetched {
        Fetched::Unchanged => Outcome::of(Vec::new()),
        Fetched::Fresh { value, etag } => Outcome {
            etag,
            ..Outcome::of(vec![Event::InboxRead(value)])
        },
    })
}

fn fresh<T>(fetched: Fetched<T>, unchanged: Event, changed: impl FnOnce(T) -> Event) -> Outcome {
    match fetched {
        Fetched::Unchanged => Outcome::of(vec![unchanged]),
        Fetched::Fresh { value, etag } => Outcome {
            etag,
            ..Outcome::of(vec![changed(value)])
        },
    }
}

fn logged(error: GatewayError) -> Fault {
    tracing::info!(error = chain(&error), "a reading failed");
    Fault::from(error)
}
