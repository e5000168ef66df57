//! The checks on the way to the gateway: the place for secrets, the sign-in, the gateway itself.
//! Looks at nothing but the View.

use super::{Say, check, problem};
use crate::contract::{CheckOutcome as Outcome, CheckView, SessionView, VaultView, View};

pub(super) fn vault(view: &View, say: Say<'_>) -> CheckView {
    let (outcome, key) = match view.vault {
        VaultView::Keychain => (Outcome::Fine, "doctor-vault-keychain"),
        VaultView::File => (Outcome::Fine, "doctor-vault-file"),
        VaultView::Locked => (Outcome::Failed, "problem-vault-locked.advice"),
        VaultView::Missing => (Outcome::Failed, "problem-vault-missing.advice"),
    };
    check("vault", outcome, say.text(key, &[]))
}

pub(super) fn session(view: &View, say: Say<'_>) -> CheckView {
    match &view.session {
        SessionView::SignedIn { .. } => check(
            "session",
            Outcome::Fine,
            say.text("doctor-signed-in", &[("host", &view.gateway.host)]),
        ),
        SessionView::SignedOut {
            reason: Some(reason),
        } => problem("session", reason),
        SessionView::Starting
        | SessionView::SignedOut { reason: None }
        | SessionView::TwoFactor { .. } => check(
            "session",
            Outcome::Failed,
            say.text("problem-not-signed-in.advice", &[]),
        ),
    }
}

pub(super) fn gateway(view: &View, say: Say<'_>) -> CheckView {
    match (&view.trouble, &view.wallet) {
        (Some(trouble), _) => problem("gateway", trouble),
        (None, Some(wallet)) => check(
            "gateway",
            Outcome::Fine,
            say.text("doctor-gateway", &[("balance", &wallet.balance)]),
        ),
        (None, None) => check(
            "gateway",
            Outcome::Warning,
            say.text("doctor-gateway-unknown", &[]),
        ),
    }
}
