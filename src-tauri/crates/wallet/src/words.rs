//! Words for people, from the one catalogue that window, tray and notifications share.
//! Knows no state.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::contract::{Language, Problem, ProblemCode};
use crate::problem::Fault;

type Bundle = FluentBundle<FluentResource>;

const ENGLISH: [&str; 2] = [
    include_str!("../../../../ui/words/en/engine.ftl"),
    include_str!("../../../../ui/words/en/pay.ftl"),
];
const CHINESE: [&str; 2] = [
    include_str!("../../../../ui/words/zh-CN/engine.ftl"),
    include_str!("../../../../ui/words/zh-CN/pay.ftl"),
];

/// The catalogue in every language.
pub struct Words {
    english: Bundle,
    chinese: Bundle,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Words")
    }
}

impl Words {
    /// Reads the catalogue that is built into the program.
    #[must_use]
    pub fn load() -> Self {
        Self {
            english: bundle("en", ENGLISH),
            chinese: bundle("zh-CN", CHINESE),
        }
    }

    /// The text of `key` (`message` or `message.attribute`). A key that is missing shows itself;
    /// a test holds that none is.
    #[must_use]
    pub fn text(&self, language: Language, key: &str, mentions: &[(&str, &str)]) -> String {
        self.find(language, key, mentions)
            .unwrap_or_else(|| key.to_owned())
    }

    /// A fault in words.
    #[must_use]
    pub fn problem(&self, language: Language, fault: &Fault) -> Problem {
        let mut mentions: Vec<(&str, &str)> = fault
            .mentions
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let reason = fault
            .reason
            .map(|reason| self.text(language, reason, &mentions));
        if let Some(reason) = &reason {
            mentions.push(("reason", reason));
        }
        let key = key(fault.code);
        Problem {
            code: fault.code,
            title: self.text(language, key, &mentions),
            advice: self.text(language, &format!("{key}.advice"), &mentions),
        }
    }

    fn find(&self, language: Language, key: &str, mentions: &[(&str, &str)]) -> Option<String> {
        let bundle = match language {
            Language::English => &self.english,
            Language::Chinese => &self.chinese,
        };
        let (id, attribute) = match key.split_once('.') {
            Some((id, attribute)) => (id, Some(attribute)),
            None => (key, None),
        };
        let message = bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut args = FluentArgs::new();
        for (name, value) in mentions {
            match value.parse::<u32>() {
                Ok(number) => args.set(*name, number),
                Err(_) => args.set(*name, *value),
            }
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}

fn bundle(language: &str, sources: [&str; 2]) -> Bundle {
    let language: LanguageIdentifier = language.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // The isolation marks show as boxes in trays and terminals.
    bundle.set_use_isolating(false);
    for source in sources {
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// `mm:ss`, or `h:mm:ss` from one hour on.
#[must_use]
pub fn countdown(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes:02}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// The catalogue's key of a problem.
fn key(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::GatewayAddress => "problem-gateway-address",
        ProblemCode::WrongPassword => "problem-wrong-password",
        ProblemCode::WrongTwoFactorCode => "problem-wrong-two-factor-code",
        ProblemCode::AccountRefused => "problem-account-refused",
        ProblemCode::NotSignedIn => "problem-not-signed-in",
        ProblemCode::TokenRejected => "problem-token-rejected",
        ProblemCode::Unreachable => "problem-unreachable",
        ProblemCode::TimedOut => "problem-timed-out",
        ProblemCode::RateLimited => "problem-rate-limited",
        ProblemCode::GatewayFailed => "problem-gateway-failed",
        ProblemCode::AnswerUnreadable => "problem-answer-unreadable",
        ProblemCode::GatewayRefused => "problem-gateway-refused",
        ProblemCode::VaultMissing => "problem-vault-missing",
        ProblemCode::VaultLocked => "problem-vault-locked",
        ProblemCode::VaultFailed => "problem-vault-failed",
        ProblemCode::ConfigUnreadable => "problem-config-unreadable",
        ProblemCode::ConfigNotWritable => "problem-config-not-writable",
        ProblemCode::ConfigChanged => "problem-config-changed",
        ProblemCode::ConfigDeferred => "problem-config-deferred",
        ProblemCode::ConfigOvertaken => "problem-config-overtaken",
        ProblemCode::AnswerMissing => "problem-answer-missing",
        ProblemCode::ConfigRefused => "problem-config-refused",
        ProblemCode::FactsRefused => "problem-facts-refused",
        ProblemCode::PlanGone => "problem-plan-gone",
        ProblemCode::NothingToUndo => "problem-nothing-to-undo",
        ProblemCode::StorageFailed => "problem-storage-failed",
        ProblemCode::SandboxFailed => "problem-sandbox-failed",
        ProblemCode::KeyMissing => "problem-key-missing",
        ProblemCode::KeyRefused => "problem-key-refused",
        ProblemCode::KeyUnreadable => "problem-key-unreadable",
        ProblemCode::InputUnreadable => "problem-input-unreadable",
        ProblemCode::RequestRefused => "problem-request-refused",
        ProblemCode::OfferRefused => "problem-offer-refused",
        ProblemCode::LimitReached => "problem-limit-reached",
        ProblemCode::ApprovalNeeded => "problem-approval-needed",
        ProblemCode::AskGone => "problem-ask-gone",
        ProblemCode::ChannelOpen => "problem-channel-open",
        ProblemCode::PaymentDeclined => "problem-payment-declined",
        ProblemCode::PaymentsPaused => "problem-payments-paused",
        ProblemCode::IntentReused => "problem-intent-reused",
        ProblemCode::PaymentUnknown => "problem-payment-unknown",
        ProblemCode::PaidApiFailed => "problem-paid-api-failed",
        ProblemCode::ChainUnreachable => "problem-chain-unreachable",
        ProblemCode::BalanceTooLow => "problem-balance-too-low",
        ProblemCode::LedgerFailed => "problem-ledger-failed",
        ProblemCode::QueryRefused => "problem-query-refused",
        ProblemCode::ToolMissing => "problem-tool-missing",
        ProblemCode::HostRefused => "problem-host-refused",
        ProblemCode::ReleasesUnknown => "problem-releases-unknown",
        ProblemCode::UpdateUnavailable => "problem-update-unavailable",
        ProblemCode::UpdateNotSigned => "problem-update-not-signed",
        ProblemCode::UpdateTruncated => "problem-update-truncated",
        ProblemCode::UpdateUnreadable => "problem-update-unreadable",
        ProblemCode::UpdateRolledBack => "problem-update-rolled-back",
        ProblemCode::UpdateExpired => "problem-update-expired",
        ProblemCode::UpdateTooLarge => "problem-update-too-large",
        ProblemCode::UpdateDiffers => "problem-update-differs",
        ProblemCode::UpdateNotForThis => "problem-update-not-for-this",
        ProblemCode::UpdateNotInstalled => "problem-update-not-installed",
        ProblemCode::DiagnosticsChanged => "problem-diagnostics-changed",
        ProblemCode::LinkRefused => "problem-link-refused",
        ProblemCode::AutostartRefused => "problem-autostart-refused",
        ProblemCode::TooManyJobs => "problem-too-many-jobs",
        ProblemCode::ResidentGone => "problem-resident-gone",
        ProblemCode::CommandUnknown => "problem-command-unknown",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Keys and attributes of a catalogue file, each with what it mentions.
    fn entries(source: &str) -> BTreeSet<String> {
        let mut entries = BTreeSet::new();
        let mut id = "";
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            let (key, rest) = match line.split_once('=') {
                Some((key, rest)) if !line.starts_with(' ') => {
                    id = key.trim();
                    (id.to_owned(), rest)
                }
                Some((key, rest)) if key.trim().starts_with('.') => {
                    (format!("{id}{}", key.trim()), rest)
                }
                _ => continue,
            };
            let mentions: BTreeSet<&str> = rest
                .split('$')
                .skip(1)
                .filter_map(|rest| rest.split([' ', '}']).next())
                .collect();
            entries.insert(format!("{key} {mentions:?}"));
        }
        entries
    }

    #[test]
    fn every_language_has_the_same_words_and_mentions() {
        for (english, chinese) in ENGLISH.into_iter().zip(CHINESE) {
            let (english, chinese) = (entries(english), entries(chinese));
            assert!(english.len() > 20, "{}", english.len());
            assert_eq!(english, chinese);
        }
    }

    #[test]
    fn the_tray_says_the_same_as_the_window() {
        let english = include_str!("../../../../ui/words/en/window-pay.ftl");
        let chinese = include_str!("../../../../ui/words/zh-CN/window-pay.ftl");
        for (engine, window) in [(ENGLISH[1], english), (CHINESE[1], chinese)] {
            for (ours, theirs) in [
                ("tray-pause", "pause-payments"),
                ("tray-resume", "resume-payments"),
                ("tray-ask", "ask-waits"),
            ] {
                let said = |source: &'static str, key: &str| {
                    let begins = format!("{key} = ");
                    source.lines().find_map(|line| line.strip_prefix(&begins))
                };
                assert!(said(engine, ours).is_some(), "{ours}");
                assert_eq!(said(engine, ours), said(window, theirs), "{ours}");
            }
        }
    }

    #[test]
    fn a_countdown_shows_hours_only_where_there_are_some() {
        for (seconds, text) in [(0, "00:00"), (2_467, "41:07"), (3_725, "1:02:05")] {
            assert_eq!(countdown(seconds), text);
        }
    }

    #[test]
    fn every_file_of_the_catalogue_is_well_formed() {
        for source in ENGLISH.into_iter().chain(CHINESE) {
            FluentResource::try_new(source.to_owned()).unwrap();
        }
    }

    #[test]
    fn a_fault_becomes_a_sentence_with_its_names_and_numbers() {
        let words = Words::load();
        let fault = Fault::new(ProblemCode::ConfigUnreadable)
            .with("file", "/home/ada/.codex/config.toml")
            .with("line", "7")
            .with("column", "3")
            .with("message", "duplicate key");
        let problem = words.problem(Language::English, &fault);
        assert_eq!(
            problem.title,
            "/home/ada/.codex/config.toml has a syntax error"
        );
        assert!(
            problem
                .advice
                .starts_with("Line 7, column 3: duplicate key."),
            "{}",
            problem.advice
        );
        let chinese = words.problem(Language::Chinese, &fault);
        assert!(
            chinese.advice.starts_with("第 7 行，第 3 列"),
            "{}",
            chinese.advice
        );
    }

    #[test]
    fn a_key_that_rust_names_is_in_the_catalogue() {
        let sources = [
            include_str!("words.rs"),
            include_str!("problem.rs"),
            include_str!("finding.rs"),
            include_str!("notices/delivery.rs"),
            include_str!("notices/pay.rs"),
            include_str!("notices/standings.rs"),
            include_str!("notices/update.rs"),
            include_str!("effects/update/mod.rs"),
            include_str!("effects/update/staged.rs"),
            include_str!("pay/reasons.rs"),
            include_str!("pay/ways.rs"),
            include_str!("problem/pay.rs"),
            include_str!("view/pay.rs"),
            include_str!("effects/jobs.rs"),
            include_str!("effects/links.rs"),
            include_str!("effects/pay/books.rs"),
            include_str!("effects/pay/buy.rs"),
            include_str!("effects/pay/graph.rs"),
            include_str!("effects/pay/limits.rs"),
            include_str!("effects/pay/outside.rs"),
            include_str!("effects/pay/request.rs"),
            include_str!("effects/pay/settle.rs"),
        ];
        let words = Words::load();
        let mut named = 0;
        for quoted in sources
            .iter()
            .flat_map(|source| source.split('"').skip(1).step_by(2))
        {
            let ours = [
                "problem-", "reason-", "finding-", "notice-", "mode-", "tray-", "way-",
            ];
            let is_key = quoted
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c));
            if is_key
                && ours
                    .iter()
                    .any(|start| quoted.starts_with(start) && quoted != *start)
            {
                named += 1;
                let id = quoted.split('.').next().unwrap();
                assert!(words.english.has_message(id), "{quoted}");
            }
        }
        assert!(named > 40, "{named}");
    }
}
