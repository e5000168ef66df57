//! The sandbox as a program of its own, with its control API. Reads its answers as plain JSON, so
//! that a journey sees what any other client would see.

use serde::Deserialize;
use serde_json::Value;

use crate::{home::Home, place, process::Beside};

/// A running sandbox; dropping it ends it.
#[derive(Debug)]
pub struct Sandbox {
    /// Base URL.
    pub url: String,
    /// The demo account's user name.
    pub login: String,
    /// The demo account's password.
    pub password: String,
    /// The token that a sign-in to the demo account hands out.
    pub token: String,
    _program: Beside,
}

#[derive(Deserialize)]
struct Offer {
    url: String,
    login: String,
    password: String,
    token: String,
}

impl Sandbox {
    /// Starts `purser sandbox` on a free port.
    ///
    /// # Panics
    /// When it does not print the one line that it promises.
    #[must_use]
    pub fn start(home: &Home) -> Self {
        let mut command = home.command(place::built().join("purser"));
        command.args(["sandbox", "--port", "0", "--json"]);
        let (program, line) = Beside::start_with_line(&mut command, &home.log("sandbox"));
        let offer: Offer =
            serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        Self {
            url: offer.url,
            login: offer.login,
            password: offer.password,
            token: offer.token,
            _program: program,
        }
    }

    /// The balance that the gateway itself tells.
    ///
    /// # Panics
    /// When it answers anything else.
    #[must_use]
    pub fn balance_micro_usd(&self) -> i64 {
        balance_micro_usd(&self.url, &self.token)
    }

    /// The charges that the gateway itself tells, newest first.
    #[must_use]
    pub fn charges(&self) -> Vec<Value> {
        let usage = told(&self.url, &self.token, "billing/token-usage");
        usage["transactions"]
            .as_array()
            .cloned()
            .unwrap_or_default()
    }

    /// Moves the sandbox through its control API.
    #[track_caller]
    pub fn control(&self, path: &str, body: &Value) {
        let _ = control(&self.url, path, body);
    }
}

/// The balance behind a token, of the gateway at `url`.
///
/// # Panics
/// When it answers anything else.
#[must_use]
pub fn balance_micro_usd(url: &str, token: &str) -> i64 {
    let status = told(url, token, "wallet/status");
    status["wallet"]["balanceMicroUsd"]
        .as_i64()
        .unwrap_or_else(|| panic!("no balance in {status}"))
}

/// What the gateway tells the customer who has the token.
fn told(url: &str, token: &str, path: &str) -> Value {
    ureq::get(format!("{url}/api/v1/{path}"))
        .header("authorization", format!("Bearer {token}"))
        .call()
        .and_then(|mut answer| answer.body_mut().read_json())
        .unwrap_or_else(|error| panic!("/api/v1/{path}: {error}"))
}

/// What the control API of the sandbox at `url` tells.
///
/// # Panics
/// When it tells nothing.
#[track_caller]
#[must_use]
pub fn ask(url: &str, path: &str) -> Value {
    ureq::get(format!("{url}/sandbox/{path}"))
        .call()
        .and_then(|mut answer| answer.body_mut().read_json())
        .unwrap_or_else(|error| panic!("/sandbox/{path}: {error}"))
}

/// Posts to the control API of the sandbox at `url`, and gives its answer; null when it is empty.
///
/// # Panics
/// When it refuses.
#[track_caller]
pub fn control(url: &str, path: &str, body: &Value) -> Value {
    let mut answer = ureq::post(format!("{url}/sandbox/{path}"))
        .send_json(body)
        .unwrap_or_else(|error| panic!("/sandbox/{path}: {error}"));
    let text = answer.body_mut().read_to_string().expect("an answer");
    serde_json::from_str(&text).unwrap_or(Value::Null)
}
