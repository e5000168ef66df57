//! Whether everything is in order: a pure reading of what was looked at and examined.
//! Looks at nothing itself.

mod access;
mod traps;
mod values;
mod ways;

use crate::contract::{CheckOutcome, CheckView, DoctorView, Language, Problem, Tool, View};
use crate::problem::Fault;
use crate::state::State;
use crate::tools::Examined;
use crate::words::Words;

/// The words of one language.
#[derive(Clone, Copy)]
struct Say<'a> {
    words: &'a Words,
    language: Language,
}

impl Say<'_> {
    fn text(self, key: &str, mentions: &[(&str, &str)]) -> String {
        self.words.text(self.language, key, mentions)
    }

    fn problem(self, fault: &Fault) -> Problem {
        self.words.problem(self.language, fault)
    }
}

/// Every check, from the vault to the tools, and what is in force.
pub(crate) fn examine(
    view: &View,
    state: &State,
    examined: &Examined,
    words: &Words,
) -> DoctorView {
    let language = view.language;
    let say = Say { words, language };
    let mut checks = vec![
        access::vault(view, say),
        access::session(view, say),
        access::gateway(view, say),
    ];
    for tool in &view.tools {
        match tool.tool {
            Tool::Codex | Tool::ClaudeCode => checks.extend(ways::of(tool, examined, say)),
            Tool::ClaudeDesktop => {}
        }
    }
    checks.extend(traps::of(&examined.report, say));
    DoctorView {
        checks,
        turns: ways::turns(view, state, say),
        values: values::of(&examined.report, say),
    }
}

fn check(id: &str, outcome: CheckOutcome, text: String) -> CheckView {
    let id = id.to_owned();
    CheckView { id, outcome, text }
}

fn problem(id: &str, problem: &Problem) -> CheckView {
    let text = format!("{}. {}", problem.title, problem.advice);
    check(id, CheckOutcome::Failed, text)
}
