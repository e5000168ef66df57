//! Queries to the Codex Supergraph. With an API key nothing is paid, and no payment is offered.

use gateway::paid::{Method, PaidRequest, PaidUrl};
use secrecy::{ExposeSecret, SecretString};

use super::answers;
use super::buy::{Came, buy, finish, first_with};
use super::purpose::Purpose;
use super::purse::profile;
use super::request::Prepared;
use crate::contract::ProblemCode;
use crate::effects::{Outcome, Tools};
use crate::event::Event;
use crate::graph::{GraphQuery, GraphRefused, OPT_IN, SUPERGRAPH};
use crate::problem::Fault;
use crate::state::State;

/// Where queries go: the service, or the sandbox's own.
pub(crate) fn graph_url(state: &State) -> String {
    if state.settings.sandbox {
        format!("{}/graphql", state.settings.gateway.trim_end_matches('/'))
    } else {
        SUPERGRAPH.to_owned()
    }
}

/// Sends one query; it is checked before it could be paid for.
pub(super) async fn query(
    tools: &Tools,
    state: &State,
    intent: &str,
    asked: (&str, &str),
    max_amount: Option<&str>,
) -> Result<Outcome, Fault> {
    let (query, variables) = asked;
    let body = GraphQuery::read(query, variables)?.body();
    let url = PaidUrl::parse(&graph_url(state))?;
    let request = PaidRequest::new(Method::Post, url)
        .header("content-type", b"application/json")?
        .body(body);
    let prepared = |request| Prepared::of(intent, request, max_amount, Purpose::Graph);
    match api_key(tools, state).await? {
        Some(key) => {
            let prepared = prepared(request)?;
            let came = with_key(tools, state, &prepared, &key).await;
            Ok(finish(tools, state, &prepared, came).await)
        }
        None => {
            let prepared = prepared(request.header(OPT_IN.0, OPT_IN.1.as_bytes())?)?;
            Ok(buy(tools, state, &prepared).await)
        }
    }
}

async fn with_key(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    key: &SecretString,
) -> Result<Came, Fault> {
    let answer = first_with(tools, state, prepared, Some(("authorization", key))).await?;
    let shown = answers::free(tools, state, prepared, &answer).await?;
    Ok(Came::Answer(shown))
}

async fn api_key(tools: &Tools, state: &State) -> Result<Option<SecretString>, Fault> {
    let name = profile(state).graph_key;
    tools.with_secrets(move |secrets| secrets.read(name)).await
}

/// Whether an API key is kept; a vault that cannot be read has none to show.
pub(super) async fn has_key(tools: &Tools, state: &State) -> bool {
    matches!(api_key(tools, state).await, Ok(Some(_)))
}

/// Keeps the API key, or forgets it when it is empty.
pub(super) async fn set_key(
    tools: &Tools,
    state: &State,
    key: &SecretString,
) -> Result<Outcome, Fault> {
    let name = profile(state).graph_key;
    let trimmed = SecretString::from(key.expose_secret().trim().to_owned());
    let kept = !trimmed.expose_secret().is_empty();
    let change = move |secrets: &dyn crate::ports::Secrets| {
        if kept {
            secrets.write(name, &trimmed)
        } else {
            secrets.forget(name)
        }
    };
    tools.with_secrets(change).await?;
    Ok(Outcome::of(vec![Event::GraphKeyKept(kept)]))
}

impl From<GraphRefused> for Fault {
    fn from(why: GraphRefused) -> Self {
        let refused = |reason| Self::new(ProblemCode::QueryRefused).because(reason);
        match why {
            GraphRefused::TooLarge => refused("reason-query-large"),
            GraphRefused::Syntax { line, column } => refused("reason-query-syntax")
                .with("line", line.to_string())
                .with("column", column.to_string()),
            GraphRefused::Mutation => refused("reason-query-mutation"),
            GraphRefused::Subscription => refused("reason-query-subscription"),
            GraphRefused::NoQuery => refused("reason-query-empty"),
            GraphRefused::SeveralOperations => refused("reason-query-several"),
            GraphRefused::NotExecutable => refused("reason-query-types"),
            GraphRefused::Variables => refused("reason-variables"),
        }
    }
}
