//! What a plan found, in words. One exhaustive match; the findings themselves are `setup`'s.

use setup::Finding;

use crate::contract::{FindingView, FindingWeight, Language};
use crate::words::Words;

pub(crate) fn view(finding: &Finding, words: &Words, language: Language) -> FindingView {
    use FindingWeight::{Note, Warning};
    let say = |weight, key: &str, mentions: &[(&str, &str)]| FindingView {
        weight,
        text: words.text(language, key, mentions),
    };
    match finding {
        Finding::ModeWillBeTightened { from } => say(
            Note,
            "finding-mode-tightened",
            &[("mode", &format!("{:04o}", from & 0o7777))],
        ),
        Finding::TokenInFile { path } => {
            let file = path.display().to_string();
            say(Note, "finding-token-in-file", &[("file", &file)])
        }
        Finding::TokenInPlaintext => say(Warning, "finding-token-in-plaintext", &[]),
        Finding::LegacyProfileKey { name } => {
            say(Warning, "finding-legacy-profile", &[("name", name)])
        }
        Finding::UntrustedApprovalPolicy => say(Warning, "finding-untrusted-approval", &[]),
        Finding::OtherProviderUsesChat { id } => {
            say(Warning, "finding-chat-provider", &[("id", id)])
        }
        Finding::ReservedProviderId { id } => {
            say(Warning, "finding-reserved-provider", &[("id", id)])
        }
        Finding::ForeignProvider { id } => say(Note, "finding-foreign-provider", &[("id", id)]),
        Finding::ThreadsNeedProvider { id } => {
            say(Warning, "finding-threads-need-provider", &[("id", id)])
        }
        Finding::ForeignApiKeyHelper => say(Note, "finding-foreign-helper", &[]),
        Finding::ForeignTokenReplaced { key } => {
            say(Note, "finding-foreign-token", &[("key", key)])
        }
        Finding::ForeignBaseUrl => say(Note, "finding-foreign-base-url", &[]),
        Finding::OverriddenBySettings { path, keys } => {
            let file = path.display().to_string();
            let keys = keys.join(", ");
            let mentions = [("file", file.as_str()), ("keys", keys.as_str())];
            say(Warning, "finding-overridden", &mentions)
        }
        Finding::LimitedByRequirements { path } => {
            let file = path.display().to_string();
            say(Note, "finding-requirements", &[("file", &file)])
        }
        Finding::StartAgain { name, pids } => {
            let mentions = [("name", name.as_str()), ("pids", &listed(pids))];
            say(Note, "finding-start-again", &mentions)
        }
        Finding::AnotherSwitcherRuns { name, pids } => {
            let mentions = [("name", name.as_str()), ("pids", &listed(pids))];
            say(Warning, "finding-another-switcher", &mentions)
        }
        Finding::NameTaken { name } => say(Note, "finding-name-taken", &[("name", name)]),
        Finding::DisabledUntil { id, variables } => {
            let mentions = [("id", id.as_str()), ("variables", &variables.join(", "))];
            say(Note, "finding-disabled-until", &mentions)
        }
        Finding::LeftOutUntil { id, missing } => {
            let mentions = [("id", id.as_str()), ("missing", &missing.join(", "))];
            say(Note, "finding-left-out-until", &mentions)
        }
        Finding::ByteOrderMarkKept => say(Note, "finding-bom-kept", &[]),
        Finding::CrlfKept => say(Note, "finding-crlf-kept", &[]),
        Finding::SymlinkFollowed { target } => say(
            Note,
            "finding-symlink",
            &[("target", &target.display().to_string())],
        ),
        Finding::UndoWorksKeyByKey => say(Note, "finding-undo-key-by-key", &[]),
        Finding::KeyStays { key } => say(Note, "finding-key-stays", &[("key", key)]),
    }
}

/// In brackets, so that a single one is no number that a language would group.
fn listed(pids: &[u32]) -> String {
    let pids: Vec<String> = pids.iter().map(u32::to_string).collect();
    format!("({})", pids.join(", "))
}
