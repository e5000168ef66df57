//! What may be asked of the Codex Supergraph: exactly one GraphQL query, found out here, before
//! anything is sent that could be paid. Knows no schema, no HTTP and no price.
//!
//! A paid request is charged even when the server finds that it cannot run it, and the server
//! refuses mutations and subscriptions that are paid for; so they never leave.

mod rows;

use apollo_parser::Parser;
use apollo_parser::cst::{Definition, OperationDefinition};
use serde_json::{Map, Value, json};

use crate::contract::TableView;

/// Longest query and longest variables, in bytes.
pub const SIZE_LIMIT: usize = 32 * 1024;
/// Deepest nesting of a query.
const DEPTH_LIMIT: usize = 64;

/// Where queries are sent.
pub const SUPERGRAPH: &str = "https://graph.codex.io/graphql";

/// A header of every request, by its name and value: without it the service may answer 401, which
/// offers no payment.
pub const OPT_IN: (&str, &str) = ("x-codex-payment", "mpp");

/// Ready queries: their operation's name and their text. None needs variables.
pub const READY: [(&str, &str); 3] = [
    (
        "GetNetworks",
        "query GetNetworks { getNetworks { id name } }",
    ),
    (
        "GetTokenPrices",
        r#"query GetTokenPrices {
  getTokenPrices(inputs: [
    { address: "0xbb4cdb9cbd36b01bd1cbaebf2de08d9173bc095c", networkId: 56 }
    { address: "So11111111111111111111111111111111111111112", networkId: 1399811149 }
  ]) { address networkId priceUsd timestamp }
}"#,
    ),
    (
        "TrendingTokens",
        r"query TrendingTokens {
  filterTokens(
    filters: { liquidity: { gte: 10000 }, potentialScam: false }
    statsType: FILTERED
    rankings: [{ attribute: trendingScore24, direction: DESC }]
    limit: 25
  ) {
    count
    results { buyVolume24 sellVolume24 liquidity token { info { address name symbol networkId } } }
  }
}",
    ),
];

/// The answer's rows, where it holds one list of objects: the first list that is found, outermost
/// first. None where it has none, or errors alone.
#[must_use]
pub fn table(body: &[u8]) -> Option<TableView> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    rows::table(answer.get("data")?)
}

/// Exactly one query, with its variables. Only [`GraphQuery::read`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphQuery {
    text: String,
    variables: Map<String, Value>,
}

/// Why something is not sent to the Supergraph. Positions count lines and characters from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GraphRefused {
    /// It is longer, or more deeply nested, than it may be.
    #[error("the query or its variables are too long, or too deeply nested")]
    TooLarge,
    /// It is not GraphQL.
    #[error("it is not GraphQL, at {line}:{column}")]
    Syntax {
        /// The line.
        line: usize,
        /// The character in the line.
        column: usize,
    },
    /// It changes something.
    #[error("it is a mutation; only queries can be paid for")]
    Mutation,
    /// It asks to be told again and again.
    #[error("it is a subscription; only queries can be paid for")]
    Subscription,
    /// There is nothing to run in it.
    #[error("it holds no query")]
    NoQuery,
    /// It holds more than one operation, so that it would not be clear what is run.
    #[error("it holds several operations")]
    SeveralOperations,
    /// It describes a schema.
    #[error("it defines types")]
    NotExecutable,
    /// The variables are not a JSON object.
    #[error("the variables are not a JSON object")]
    Variables,
}

impl GraphQuery {
    /// Reads a query and its variables, a JSON object; empty text for none.
    ///
    /// # Errors
    /// [`GraphRefused`] says why it is not sent.
    pub fn read(text: &str, variables: &str) -> Result<Self, GraphRefused> {
        if text.len() > SIZE_LIMIT || variables.len() > SIZE_LIMIT {
            return Err(GraphRefused::TooLarge);
        }
        check_operations(text)?;
        let variables = match variables.trim() {
            "" => Map::new(),
            json => serde_json::from_str(json).map_err(|_| GraphRefused::Variables)?,
        };
        Ok(Self {
            text: text.to_owned(),
            variables,
        })
    }

    /// The body of its request (`application/json`).
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        let mut body = json!({ "query": self.text });
        if !self.variables.is_empty() {
            body["variables"] = Value::Object(self.variables.clone());
        }
        body.to_string().into_bytes()
    }
}

fn check_operations(text: &str) -> Result<(), GraphRefused> {
    let tree = Parser::new(text).recursion_limit(DEPTH_LIMIT).parse();
    if let Some(error) = tree.errors().next() {
        if error.is_limit() {
            return Err(GraphRefused::TooLarge);
        }
        let (line, column) = position(text, error.index());
        return Err(GraphRefused::Syntax { line, column });
    }
    let mut queries = 0;
    for definition in tree.document().definitions() {
        match definition {
            Definition::OperationDefinition(operation) => {
                check_kind(&operation)?;
                queries += 1;
            }
            Definition::FragmentDefinition(_) => {}
            _ => return Err(GraphRefused::NotExecutable),
        }
    }
    match queries {
        0 => Err(GraphRefused::NoQuery),
        1 => Ok(()),
        _ => Err(GraphRefused::SeveralOperations),
    }
}

fn check_kind(operation: &OperationDefinition) -> Result<(), GraphRefused> {
    // `{ a }` has no kind written: it is a query.
    let Some(kind) = operation.operation_type() else {
        return Ok(());
    };
    if kind.query_token().is_some() {
        Ok(())
    } else if kind.subscription_token().is_some() {
        Err(GraphRefused::Subscription)
    } else {
        Err(GraphRefused::Mutation)
    }
}

fn position(text: &str, byte: usize) -> (usize, usize) {
    let before: String = text
        .char_indices()
        .take_while(|(at, _)| *at < byte)
        .map(|(_, letter)| letter)
        .collect();
    let line = before.matches('\n').count() + 1;
    let last = before.rsplit('\n').next().unwrap_or_default();
    (line, last.chars().count() + 1)
}

#[cfg(test)]
mod tests;
