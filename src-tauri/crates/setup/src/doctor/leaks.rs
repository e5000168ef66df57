//! Where a token in a file could be read by others. Never keeps a token.

use std::fs;
use std::path::Path;

use super::Trap;
use super::shell_lines::ShellLine;
use super::source::{text_of, work_tree};
use super::variables::Variable;
use crate::machine::Machine;
use crate::place::mode_of;

/// As many snapshots are looked at.
const MOST_SNAPSHOTS: usize = 500;

/// The dangers of a file that holds a token; none when there is no such file. It is not opened.
pub(super) fn of_token_file(path: &Path) -> Vec<Trap> {
    let mut traps = Vec::new();
    let Ok(found) = fs::metadata(path) else {
        return traps;
    };
    let open_to_others = mode_of(&found).filter(|mode| mode & 0o077 != 0);
    traps.extend(open_to_others.map(|mode| Trap::TokenReadableByOthers {
        path: path.to_owned(),
        mode,
    }));
    // A linked file is published from where it really is.
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    traps.extend(work_tree(&real).map(|work_tree| Trap::TokenInWorkTree {
        path: path.to_owned(),
        work_tree,
    }));
    traps
}

/// Those of `variables` that a program in the person's terminal has.
pub(super) fn of_environment(
    machine: &Machine,
    lines: &[ShellLine],
    variables: &[&str],
) -> Vec<Trap> {
    let set = variables.iter().filter_map(|name| {
        let variable = Variable::of(machine, lines, name)?;
        Some(Trap::TokenInEnvironment {
            variable: (*name).to_owned(),
            layers: variable.layers,
        })
    });
    set.collect()
}

/// Snapshots of the shell in the Codex home `home` that hold one of `variables`.
pub(super) fn of_shell_snapshots(home: &Path, variables: &[&str]) -> Vec<Trap> {
    let folder = fs::read_dir(home.join("shell_snapshots"));
    let mut files: Vec<_> = folder
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .take(MOST_SNAPSHOTS)
        .collect();
    files.sort();
    let mut traps = Vec::new();
    for path in files {
        let text = text_of(&path).unwrap_or_default();
        let held = variables.iter().filter(|name| holds(&text, name));
        traps.extend(held.map(|&name| Trap::TokenInShellSnapshot {
            path: path.clone(),
            variable: name.to_owned(),
        }));
    }
    traps
}

/// Whether a line of `text` sets `variable` to something.
fn holds(text: &str, variable: &str) -> bool {
    text.lines().any(|line| {
        let mut words = line.split_whitespace();
        let exports = matches!(words.next(), Some("export" | "declare" | "typeset"));
        let assigned = words.find_map(|word| word.strip_prefix(variable)?.strip_prefix('='));
        exports && assigned.is_some_and(|value| !matches!(value, "" | "''" | "\"\""))
    })
}
