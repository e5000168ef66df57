//! Asks the installed Codex whether it loads a config. Reads no config itself and needs no network.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::detect::Install;
use crate::detect::run::Run;

/// Codex answers within a second; its launcher may have to be read from a slow disk.
const DEADLINE: Duration = Duration::from_secs(10);

/// Where its requests go meanwhile: to nobody.
const NOWHERE: &str = "http://127.0.0.1:9";

/// The longest message that is passed on.
const LONGEST_MESSAGE: usize = 120;

/// What Codex makes of a config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It loads it.
    Loads,
    /// It does not start with it.
    Refuses {
        /// From 1, when Codex says.
        line: Option<u64>,
        /// From 1, when Codex says.
        column: Option<u64>,
        /// Codex's own words, without any of the file.
        message: String,
    },
    /// This Codex cannot be asked, or did not answer within 10 seconds.
    CannotTell,
}

#[derive(Deserialize)]
struct Report {
    checks: BTreeMap<String, Check>,
}

#[derive(Deserialize)]
struct Check {
    status: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    details: Value,
}

/// Whether `install` loads the config in `home`, by what its `doctor` says. Takes at most 10
/// seconds; runs no turn, and reaches no one but loopback.
#[must_use]
pub fn codex_loads(install: &Install, home: &Path) -> Verdict {
    if !home.is_dir() {
        return Verdict::CannotTell;
    }
    let run = Run {
        program: &install.path,
        arguments: &["doctor", "--json"],
        home,
        path: None,
        environment: &[
            ("HTTPS_PROXY", NOWHERE),
            ("HTTP_PROXY", NOWHERE),
            ("ALL_PROXY", NOWHERE),
            ("NO_PROXY", "127.0.0.1,localhost"),
        ],
        deadline: DEADLINE,
    };
    // It says that it failed also when only the network did.
    let printed = run.printed();
    printed.map_or(Verdict::CannotTell, |printed| verdict(&printed.bytes))
}

fn verdict(report: &[u8]) -> Verdict {
    let Ok(mut report) = serde_json::from_slice::<Report>(report) else {
        return Verdict::CannotTell;
    };
    let Some(check) = report.checks.remove("config.load") else {
        return Verdict::CannotTell;
    };
    match check.status.as_str() {
        "ok" | "warning" => Verdict::Loads,
        "fail" => Verdict::Refuses {
            line: check.number("line"),
            column: check.number("column"),
            message: check.message(),
        },
        _ => Verdict::CannotTell,
    }
}

impl Check {
    /// Codex writes its numbers as text.
    fn number(&self, name: &str) -> Option<u64> {
        let found = self.details.get(name)?;
        found.as_u64().or_else(|| found.as_str()?.parse().ok())
    }

    /// What it says, as far as that is plain words: anything else could be out of the file.
    fn message(&self) -> String {
        let error = self.details.get("error").and_then(Value::as_str);
        let said = [Some(self.summary.as_str()), error].into_iter().flatten();
        let plain = |text: &&str| text.chars().all(|c| c.is_ascii_lowercase() || c == ' ');
        let said: Vec<&str> = said.filter(|text| !text.is_empty()).filter(plain).collect();
        let message = said.join(": ");
        message.chars().take(LONGEST_MESSAGE).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_load(check: &str) -> Verdict {
        verdict(format!(r#"{{"checks":{{"config.load":{check}}}}}"#).as_bytes())
    }

    #[test]
    fn a_check_that_passed_or_only_warned_loads() {
        for status in ["ok", "warning"] {
            let check = format!(r#"{{"status":"{status}","summary":"config loaded"}}"#);
            assert_eq!(of_load(&check), Verdict::Loads);
        }
    }

    #[test]
    fn a_refusal_names_its_place_and_shows_nothing_out_of_the_file() {
        let check = r#"{"status":"fail","summary":"config could not be loaded",
            "details":{"line":"2","column":23,"error":"bad value `sk-secret`"}}"#;
        let message = "config could not be loaded".to_owned();
        let (line, column) = (Some(2), Some(23));
        assert_eq!(
            of_load(check),
            Verdict::Refuses {
                line,
                column,
                message
            }
        );
    }

    #[test]
    fn a_refusal_without_a_place_is_a_refusal() {
        let check = r#"{"status":"fail","summary":"config could not be loaded",
            "details":{"error":"invalid data"}}"#;
        let Verdict::Refuses { line, message, .. } = of_load(check) else {
            panic!("it refuses");
        };
        assert_eq!(line, None);
        assert_eq!(message, "config could not be loaded: invalid data");
    }

    #[test]
    fn an_answer_that_is_none_tells_nothing() {
        for report in ["", "{}", r#"{"checks":{}}"#, "error: unknown command"] {
            assert_eq!(verdict(report.as_bytes()), Verdict::CannotTell, "{report}");
        }
        assert_eq!(of_load(r#"{"status":"skipped"}"#), Verdict::CannotTell);
    }
}
