//! What a program may ask for: the tools' arguments, and the commands that they mean. Sends
//! nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rmcp::schemars::{self, JsonSchema};
use serde::Deserialize;
use serde_json::{Map, Value};
use wallet::contract::{
    Command, HeaderPair, PaidRequest, PayCommand, Problem, ProblemCode, Sensitive,
};

use crate::exit::Stop;
use crate::purchase::new_intent;

/// The longest body, in bytes: in base64 and with its headers it passes the door.
const BODY_CAP: usize = 128 * 1024;
/// How long a call waits for the person, unless it says otherwise: most clients wait a minute for
/// a tool.
const WAIT: Duration = Duration::from_secs(50);
/// How long a call waits for the person at most.
const WAIT_CAP: Duration = Duration::from_secs(600);
/// Payments that the ledger tells unless it is asked for more or fewer.
const LEDGER_LINES: u16 = 20;

/// `quote`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Quote {
    #[serde(flatten)]
    request: Request,
}

/// `paid_request`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Paid {
    #[serde(flatten)]
    request: Request,
    #[serde(flatten)]
    payment: Payment,
}

/// `graph_query`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Graph {
    /// One GraphQL query; mutations and subscriptions are refused before anything is sent.
    query: String,
    /// The query's variables.
    #[serde(default)]
    variables: Map<String, Value>,
    #[serde(flatten)]
    payment: Payment,
}

/// `ledger`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Ledger {
    /// How many payments to tell at most, newest first; 20 unless said otherwise.
    #[schemars(range(min = 1))]
    limit: Option<u16>,
}

/// A request to a paid API.
#[derive(Debug, Deserialize, JsonSchema)]
struct Request {
    /// The address: `https`, or `http` on this computer.
    url: String,
    /// `GET` unless said otherwise.
    method: Option<String>,
    /// Headers to send, by name. Those that carry a payment are Purser's to write.
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// The body, as text. Name its kind in a `content-type` header.
    body: Option<String>,
}

/// What a call says about its payment.
#[derive(Debug, Deserialize, JsonSchema)]
struct Payment {
    /// The most that may be paid, in dollar-pegged tokens, as `0.10`. The person's own limits hold
    /// besides.
    #[schemars(regex(pattern = r"^[0-9]+(\.[0-9]{1,6})?$"))]
    max_amount: Option<String>,
    /// 1 to 128 letters, digits, `_` or `-`. A request with the same key is paid at most once:
    /// sent again it gives the same result. One is made when there is none.
    idempotency_key: Option<String>,
    /// How many seconds to wait when a person has to approve the payment; 50 unless said
    /// otherwise, at most 600. Afterwards, call again with the same `idempotency_key`.
    #[schemars(range(max = 600))]
    wait_seconds: Option<u16>,
}

/// A request that may be answered by a question to the person.
#[derive(Debug)]
pub(super) struct Asked {
    /// One intent is paid at most once.
    pub(super) intent: String,
    pub(super) command: Command,
    /// How long to wait for the person.
    pub(super) wait: Duration,
}

impl Quote {
    pub(super) fn asked(self) -> Result<Asked, Stop> {
        let intent = new_intent()?;
        let request = self.request.with(&intent, None)?;
        Ok(Asked {
            intent,
            command: pay(PayCommand::Quote { request }),
            wait: Duration::ZERO,
        })
    }
}

impl Paid {
    pub(super) fn asked(self) -> Result<Asked, Stop> {
        let wait = self.payment.wait();
        let intent = self.payment.idempotency_key.map_or_else(new_intent, Ok)?;
        let request = self.request.with(&intent, self.payment.max_amount)?;
        Ok(Asked {
            intent,
            command: pay(PayCommand::Pay { request }),
            wait,
        })
    }
}

impl Graph {
    pub(super) fn asked(self) -> Result<Asked, Stop> {
        let wait = self.payment.wait();
        let intent = self.payment.idempotency_key.map_or_else(new_intent, Ok)?;
        let variables = match self.variables {
            none if none.is_empty() => String::new(),
            variables => Value::Object(variables).to_string(),
        };
        fits(self.query.len() + variables.len())?;
        Ok(Asked {
            command: pay(PayCommand::Graph {
                intent: intent.clone(),
                query: self.query,
                variables,
                max_amount: self.payment.max_amount,
            }),
            intent,
            wait,
        })
    }
}

impl Ledger {
    pub(super) fn lines(&self) -> usize {
        usize::from(self.limit.unwrap_or(LEDGER_LINES))
    }
}

impl Request {
    fn with(self, intent: &str, max_amount: Option<String>) -> Result<PaidRequest, Stop> {
        fits(self.body.as_ref().map_or(0, String::len))?;
        let pair = |(name, value): (String, String)| HeaderPair {
            name,
            value: Sensitive(value.into()),
        };
        Ok(PaidRequest {
            intent: intent.to_owned(),
            method: self.method.unwrap_or_else(|| "GET".to_owned()),
            url: self.url,
            headers: self.headers.into_iter().map(pair).collect(),
            body: self
                .body
                .map(|body| Sensitive(STANDARD.encode(body).into())),
            max_amount,
        })
    }
}

impl Payment {
    fn wait(&self) -> Duration {
        let asked = self.wait_seconds.map(u64::from).map(Duration::from_secs);
        asked.unwrap_or(WAIT).min(WAIT_CAP)
    }
}

pub(super) fn pay(ask: PayCommand) -> Command {
    Command::Pay { ask }
}

fn fits(length: usize) -> Result<(), Stop> {
    if length <= BODY_CAP {
        return Ok(());
    }
    Err(Stop::Problem(Problem {
        code: ProblemCode::RequestRefused,
        title: "The request was not sent".to_owned(),
        advice: format!("Its body is longer than {BODY_CAP} bytes. Nothing was paid."),
    }))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use serde_json::{from_value, json};

    use super::*;

    fn paid(arguments: Value) -> PaidRequest {
        let call: Paid = from_value(arguments).unwrap();
        match call.asked().unwrap().command {
            Command::Pay {
                ask: PayCommand::Pay { request },
            } => request,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_misspelt_maximum_is_refused_and_not_left_out() {
        let typo = json!({"url": "https://api.test", "max_ammount": "0.01"});
        let refused = from_value::<Paid>(typo.clone()).unwrap_err();
        assert!(refused.to_string().contains("max_ammount"), "{refused}");
        assert!(from_value::<Quote>(typo).is_err());
        assert!(from_value::<Graph>(json!({"query": "{a}", "maximum": "1"})).is_err());
        let schema = serde_json::to_value(schemars::schema_for!(Paid)).unwrap();
        assert_eq!(schema["additionalProperties"], false, "{schema}");
    }

    #[test]
    fn a_request_is_passed_on_as_it_is_asked() {
        let request = paid(json!({
            "url": "https://api.test/a?b=c",
            "method": "POST",
            "headers": {"content-type": "text/plain"},
            "body": "é",
            "max_amount": "0.10",
            "idempotency_key": "once",
        }));
        assert_eq!(request.url, "https://api.test/a?b=c");
        assert_eq!((&*request.method, &*request.intent), ("POST", "once"));
        assert_eq!(request.max_amount.as_deref(), Some("0.10"));
        assert_eq!(request.body.unwrap().0.expose_secret(), "w6k=");
        assert_eq!(request.headers[0].name, "content-type");
        assert_eq!(request.headers[0].value.0.expose_secret(), "text/plain");
    }

    #[test]
    fn two_calls_without_a_key_are_two_intents() {
        let intent = || paid(json!({"url": "https://api.test"})).intent;
        assert_ne!(intent(), intent());
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        assert!(intent().chars().all(plain) && intent().len() <= 128);
    }

    #[test]
    fn a_body_that_would_not_pass_the_door_is_refused_before_anything_is_sent() {
        let body = "x".repeat(BODY_CAP + 1);
        let call: Paid = from_value(json!({"url": "https://api.test", "body": body})).unwrap();
        assert!(matches!(
            call.asked().unwrap_err(),
            Stop::Problem(Problem {
                code: ProblemCode::RequestRefused,
                ..
            })
        ));
    }

    #[test]
    fn nobody_waits_longer_than_the_cap() {
        let wait = |seconds: Value| {
            let call: Graph = from_value(json!({"query": "{a}", "wait_seconds": seconds})).unwrap();
            call.asked().unwrap().wait
        };
        assert_eq!(wait(Value::Null), WAIT);
        assert_eq!(wait(json!(0)), Duration::ZERO);
        assert_eq!(wait(json!(65_535)), WAIT_CAP);
    }
}
