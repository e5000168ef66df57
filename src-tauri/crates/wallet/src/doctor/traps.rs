//! What is wrong around a set-up, in words, each with its remedy: what still runs with an older
//! config, and where a credential could leak. Decides nothing and shows no secret.

use setup::doctor::{Credential, Report, StaleProcess, Trap};

use super::{Say, check};
use crate::contract::{CheckOutcome as Outcome, CheckView};

/// Every warning of the report.
pub(super) fn of(report: &Report, say: Say<'_>) -> Vec<CheckView> {
    let stale = report.stale.iter().map(|process| stale(process, say));
    let traps = report.traps.iter().map(|found| trap(found, say));
    stale.chain(traps).collect()
}

fn stale(process: &StaleProcess, say: Say<'_>) -> CheckView {
    let pid = process.pid.to_string();
    let mentions = [
        ("name", process.name.as_str()),
        ("pid", &format!("({pid})")),
    ];
    check(
        "stale",
        Outcome::Warning,
        say.text("doctor-stale", &mentions),
    )
}

fn trap(trap: &Trap, say: Say<'_>) -> CheckView {
    let warning = |id: &str, mentions: &[(&str, &str)]| {
        let text = say.text(&format!("trap-{id}"), mentions);
        check(&format!("trap.{id}"), Outcome::Warning, text)
    };
    match trap {
        Trap::ProviderWithoutAuth { provider } => {
            warning("provider-without-auth", &[("provider", provider)])
        }
        Trap::OpenAiLoginRequired { provider } => {
            warning("openai-login-required", &[("provider", provider)])
        }
        Trap::CredentialSentElsewhere {
            provider,
            credential,
        } => {
            let from = match credential {
                Credential::AuthFile { path } => path.display().to_string(),
                Credential::Variable { name } => name.clone(),
            };
            warning(
                "credential-sent-elsewhere",
                &[("provider", provider), ("from", &from)],
            )
        }
        Trap::LegacyProfile { profile, path } => {
            let file = path.display().to_string();
            warning("legacy-profile", &[("profile", profile), ("file", &file)])
        }
        Trap::TokenInEnvironment { variable, .. } => {
            warning("in-environment", &[("name", variable)])
        }
        Trap::ProviderUndefined { provider } => {
            warning("provider-undefined", &[("provider", provider)])
        }
        Trap::KeyVariableNotBlanked { name, is_set } => {
            let set = if *is_set { "yes" } else { "no" };
            warning("key-variable", &[("name", name), ("set", set)])
        }
        Trap::LoginSentElsewhere => warning("login-sent-elsewhere", &[]),
        Trap::TokenReadableByOthers { path, mode } => {
            let (file, mode) = (path.display().to_string(), format!("{:04o}", mode & 0o7777));
            warning("readable-by-others", &[("file", &file), ("mode", &mode)])
        }
        Trap::TokenInWorkTree { path, work_tree } => {
            let file = path.display().to_string();
            let tree = work_tree.display().to_string();
            warning("in-work-tree", &[("file", &file), ("tree", &tree)])
        }
        Trap::TokenInShellSnapshot { path, variable } => {
            let file = path.display().to_string();
            warning("in-shell-snapshot", &[("file", &file), ("name", variable)])
        }
        Trap::Unusable { path, line } => {
            let file = path.display().to_string();
            let line = line.map_or_else(|| "none".to_owned(), |line| line.to_string());
            warning("unusable", &[("file", &file), ("line", &line)])
        }
        Trap::Requirements { path } => {
            let file = path.display().to_string();
            warning("requirements", &[("file", &file)])
        }
    }
}
