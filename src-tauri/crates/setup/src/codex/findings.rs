//! What a person should know before a set-up. Says it as data, without words, and changes nothing.

use super::{TokenDelivery, providers};
use crate::facts::ProviderFacts;
use crate::owned::{Opened, Toml};
use crate::plan::Finding;
use crate::toml::Layout;

/// Ids that Codex does not let a config define.
const RESERVED_BY_CODEX: [&str; 3] = ["openai", "ollama", "lmstudio"];

/// What to know before setting up.
pub(super) fn of_set_up(
    opened: &Opened<Toml>,
    facts: &ProviderFacts,
    token: &TokenDelivery,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    match token {
        TokenDelivery::Command { .. } => {}
        TokenDelivery::File { path } => {
            let path = path.clone();
            findings.push(Finding::TokenInFile { path });
        }
        TokenDelivery::Plaintext(_) => {
            findings.push(Finding::TokenInPlaintext);
            let open_to_others = opened.snapshot.mode().filter(|mode| mode & 0o077 != 0);
            findings.extend(open_to_others.map(|from| Finding::ModeWillBeTightened { from }));
        }
    }
    findings.extend(of_codex(&opened.layout, facts));
    findings.extend(opened.form_findings());
    findings
}

/// What Codex will make of the rest of the file.
fn of_codex(layout: &Layout, facts: &ProviderFacts) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(name) = layout.string(&["profile"]) {
        let name = name.to_owned();
        findings.push(Finding::LegacyProfileKey { name });
    }
    if layout.string(&["approval_policy"]) == Some("untrusted") {
        findings.push(Finding::UntrustedApprovalPolicy);
    }
    let before = layout.string(&["model_provider"]);
    if let Some(id) = before.filter(|id| *id != facts.provider_id()) {
        let id = id.to_owned();
        findings.push(Finding::ForeignProvider { id });
    }
    for id in providers::ids(layout) {
        if RESERVED_BY_CODEX.contains(&id) {
            let id = id.to_owned();
            findings.push(Finding::ReservedProviderId { id });
        } else if id != facts.provider_id()
            && layout.string(&["model_providers", id, "wire_api"]) == Some("chat")
        {
            let id = id.to_owned();
            findings.push(Finding::OtherProviderUsesChat { id });
        }
    }
    findings
}
