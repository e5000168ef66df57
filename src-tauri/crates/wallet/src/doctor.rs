//! Whether everything is in order: a pure reading of the View. Looks at nothing itself.

use serde::Serialize;

use crate::contract::{CodexState, Problem, SessionView, VaultView, View};
use crate::words::Words;

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// Names the check.
    pub id: &'static str,
    /// How it went.
    pub outcome: Outcome,
    /// What was found, in one or two sentences.
    pub text: String,
}

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// In order.
    Fine,
    /// Works, or will; worth a look.
    Warning,
    /// Does not work.
    Failed,
}

/// Every check, from the vault to Codex.
#[must_use]
pub fn checks(view: &View, words: &Words) -> Vec<Check> {
    let say = |key: &str, mentions: &[(&str, &str)]| words.text(view.language, key, mentions);
    vec![
        vault(view, &say),
        session(view, &say),
        gateway(view, &say),
        install(view, &say),
        config(view, &say),
    ]
}

type Say<'a> = dyn Fn(&str, &[(&str, &str)]) -> String + 'a;

fn check(id: &'static str, outcome: Outcome, text: String) -> Check {
    Check { id, outcome, text }
}

fn problem(id: &'static str, problem: &Problem) -> Check {
    let text = format!("{}. {}", problem.title, problem.advice);
    check(id, Outcome::Failed, text)
}

fn vault(view: &View, say: &Say<'_>) -> Check {
    let (outcome, key) = match view.vault {
        VaultView::Keychain => (Outcome::Fine, "doctor-vault-keychain"),
        VaultView::File => (Outcome::Fine, "doctor-vault-file"),
        VaultView::Locked => (Outcome::Failed, "problem-vault-locked.advice"),
        VaultView::Missing => (Outcome::Failed, "problem-vault-missing.advice"),
    };
    check("vault", outcome, say(key, &[]))
}

fn session(view: &View, say: &Say<'_>) -> Check {
    match &view.session {
        SessionView::SignedIn { .. } => check(
            "session",
            Outcome::Fine,
            say("doctor-signed-in", &[("host", &view.gateway.host)]),
        ),
        SessionView::SignedOut {
            reason: Some(reason),
        } => problem("session", reason),
        SessionView::Starting
        | SessionView::SignedOut { reason: None }
        | SessionView::TwoFactor { .. } => check(
            "session",
            Outcome::Failed,
            say("problem-not-signed-in.advice", &[]),
        ),
    }
}

fn gateway(view: &View, say: &Say<'_>) -> Check {
    match (&view.trouble, &view.wallet) {
        (Some(trouble), _) => problem("gateway", trouble),
        (None, Some(wallet)) => check(
            "gateway",
            Outcome::Fine,
            say("doctor-gateway", &[("balance", &wallet.balance)]),
        ),
        (None, None) => check(
            "gateway",
            Outcome::Warning,
            say("doctor-gateway-unknown", &[]),
        ),
    }
}

fn install(view: &View, say: &Say<'_>) -> Check {
    let Some(install) = view.codex.installs.first() else {
        return check(
            "codex.install",
            Outcome::Warning,
            say("doctor-no-codex", &[]),
        );
    };
    let version = install.version.as_deref().unwrap_or("?");
    let mentions = [("version", version), ("path", install.path.as_str())];
    check(
        "codex.install",
        Outcome::Fine,
        say("doctor-codex", &mentions),
    )
}

fn config(view: &View, say: &Say<'_>) -> Check {
    let id = "codex.config";
    match &view.codex.state {
        CodexState::SetUp { host } => {
            check(id, Outcome::Fine, say("doctor-config", &[("host", host)]))
        }
        CodexState::Unknown | CodexState::NotSetUp => {
            check(id, Outcome::Warning, say("doctor-config-not-set-up", &[]))
        }
        CodexState::Drifted { keys } => check(
            id,
            Outcome::Warning,
            say("doctor-config-drifted", &[("keys", &keys.join(", "))]),
        ),
        CodexState::Unreadable { problem: why } => problem(id, why),
    }
}
