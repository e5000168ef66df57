//! Whether everything is in order: a pure reading of the View. Looks at nothing itself.

use crate::contract::{
    CheckOutcome as Outcome, CheckView, DoctorView, Problem, SessionView, Tool, ToolState,
    ToolView, VaultView, View,
};
use crate::words::Words;

/// Every check, from the vault to the tools.
pub(crate) fn examine(view: &View, words: &Words) -> DoctorView {
    let say = |key: &str, mentions: &[(&str, &str)]| words.text(view.language, key, mentions);
    let mut checks = vec![vault(view, &say), session(view, &say), gateway(view, &say)];
    for tool in &view.tools {
        match tool.tool {
            Tool::Codex => checks.extend([install(tool, &say), config(tool, &say)]),
            Tool::ClaudeCode => {}
        }
    }
    let values = Vec::new();
    DoctorView { checks, values }
}

type Say<'a> = dyn Fn(&str, &[(&str, &str)]) -> String + 'a;

fn check(id: &str, outcome: Outcome, text: String) -> CheckView {
    let id = id.to_owned();
    CheckView { id, outcome, text }
}

fn problem(id: &str, problem: &Problem) -> CheckView {
    let text = format!("{}. {}", problem.title, problem.advice);
    check(id, Outcome::Failed, text)
}

fn vault(view: &View, say: &Say<'_>) -> CheckView {
    let (outcome, key) = match view.vault {
        VaultView::Keychain => (Outcome::Fine, "doctor-vault-keychain"),
        VaultView::File => (Outcome::Fine, "doctor-vault-file"),
        VaultView::Locked => (Outcome::Failed, "problem-vault-locked.advice"),
        VaultView::Missing => (Outcome::Failed, "problem-vault-missing.advice"),
    };
    check("vault", outcome, say(key, &[]))
}

fn session(view: &View, say: &Say<'_>) -> CheckView {
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

fn gateway(view: &View, say: &Say<'_>) -> CheckView {
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

fn install(tool: &ToolView, say: &Say<'_>) -> CheckView {
    let Some(install) = tool.installs.first() else {
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

fn config(tool: &ToolView, say: &Say<'_>) -> CheckView {
    let id = "codex.config";
    match &tool.state {
        ToolState::SetUp { host } => {
            check(id, Outcome::Fine, say("doctor-config", &[("host", host)]))
        }
        ToolState::Unknown | ToolState::NotSetUp => {
            check(id, Outcome::Warning, say("doctor-config-not-set-up", &[]))
        }
        ToolState::Drifted { keys } => check(
            id,
            Outcome::Warning,
            say("doctor-config-drifted", &[("keys", &keys.join(", "))]),
        ),
        ToolState::Unreadable { problem: why } => problem(id, why),
    }
}
