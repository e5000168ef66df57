//! Lines of shell files that set a variable of these tools. Never keeps what they set it to.

use std::path::PathBuf;

use serde::Serialize;

use super::Layer;
use super::source::text_of;
use crate::machine::Machine;

/// Files that shells read at their start, below the person's home.
const IN_HOME: [&str; 11] = [
    ".profile",
    ".bash_profile",
    ".bash_login",
    ".bashrc",
    ".zshenv",
    ".zprofile",
    ".zshrc",
    ".zlogin",
    ".config/fish/config.fish",
    ".config/zsh/.zshrc",
    ".pam_environment",
];
/// The same, of the whole computer; they are read before those of the person.
const OF_SYSTEM: [&str; 6] = [
    "/etc/environment",
    "/etc/profile",
    "/etc/bash.bashrc",
    "/etc/zsh/zshenv",
    "/etc/zshenv",
    "/etc/zshrc",
];
/// Beginnings of the names of these tools' variables.
const OURS: [&str; 4] = ["OPENAI_", "ANTHROPIC_", "CODEX_", "CLAUDE_CONFIG_DIR"];

/// A line that sets a variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShellLine {
    /// The variable.
    pub variable: String,
    /// The file.
    pub path: PathBuf,
    /// From 1.
    pub line: usize,
}

impl ShellLine {
    pub(super) fn layer(&self) -> Layer {
        Layer::ShellFile {
            path: self.path.clone(),
            line: self.line,
        }
    }
}

/// Every such line, in the order in which shells come to them.
pub(super) fn of(machine: &Machine) -> Vec<ShellLine> {
    let system = OF_SYSTEM.map(|path| machine.system(path));
    let home = IN_HOME.map(|path| machine.home.join(path));
    let mut lines = Vec::new();
    for path in system.into_iter().chain(home) {
        let text = text_of(&path).unwrap_or_default();
        for (index, line) in text.lines().enumerate() {
            lines.extend(variables_set_by(line).map(|variable| ShellLine {
                variable: variable.to_owned(),
                path: path.clone(),
                line: index + 1,
            }));
        }
    }
    lines
}

/// The variables that `line` sets, and not to nothing: `export A=…`, `A=…`, `set -gx A …`,
/// `setenv A …`.
fn variables_set_by(line: &str) -> impl Iterator<Item = &str> {
    let line = line.trim_start();
    let mut words = line.split_whitespace();
    let command = words.next().unwrap_or_default();
    let exports = matches!(command, "export" | "declare" | "typeset");
    let bare = usize::from(command.contains('='));
    let assigned = line.split_whitespace().filter_map(|word| {
        let (name, value) = word.split_once('=')?;
        Some(name).filter(|_| !matches!(value, "" | "''" | "\"\"" | ";"))
    });
    let most = if exports { usize::MAX } else { bare };
    let named = match command {
        "set" => words.clone().find(|word| !word.starts_with('-')),
        "setenv" => words.next(),
        _ => None,
    };
    let exports_by_flag = command != "set" || line.contains(" -") && !line.contains(" -e");
    let named = named.filter(|_| exports_by_flag);
    assigned
        .take(most)
        .chain(named)
        .filter(|name| is_ours(name))
}

fn is_ours(name: &str) -> bool {
    OURS.iter().any(|beginning| name.starts_with(beginning))
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_by(line: &str) -> Vec<&str> {
        variables_set_by(line).collect()
    }

    #[test]
    fn a_line_that_sets_a_variable_is_found_in_every_shells_spelling() {
        for line in [
            "export OPENAI_API_KEY=sk-1",
            "  export PATH=/a OPENAI_API_KEY='sk-1'",
            "OPENAI_API_KEY=sk-1",
            "declare -x OPENAI_API_KEY=\"sk-1\"",
            "set -gx OPENAI_API_KEY sk-1",
            "set --export OPENAI_API_KEY sk-1",
            "setenv OPENAI_API_KEY sk-1",
        ] {
            assert_eq!(set_by(line), ["OPENAI_API_KEY"], "{line}");
        }
    }

    #[test]
    fn a_line_that_only_speaks_of_a_variable_is_not() {
        for line in [
            "# export OPENAI_API_KEY=sk-1",
            "echo OPENAI_API_KEY=sk-1",
            "unset OPENAI_API_KEY",
            "set -e OPENAI_API_KEY",
            "export MY_OPENAI_API_KEY=sk-1",
            "export OPENAI_API_KEY",
            "export OPENAI_API_KEY=",
            "export OPENAI_API_KEY=''",
            "export \"OPENAI_$NAME=sk-1\"",
            "",
        ] {
            assert_eq!(set_by(line), Vec::<&str>::new(), "{line}");
        }
    }
}
