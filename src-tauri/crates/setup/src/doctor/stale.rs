//! Processes that read a config before it changed. Starts and ends none.

use jiff::Timestamp;

use super::StaleProcess;
use crate::machine::{Machine, Process};

/// Programs that read Codex's config. Cut at 15 characters, as Linux does.
const READ_CODEX: [&str; 5] = [
    "codex",
    "codex-app-serve",
    "codex-app-server",
    "ChatGPT",
    "Codex",
];
/// Programs that read Claude Code's settings.
const READ_CLAUDE: [&str; 1] = ["claude"];
/// Editors whose extensions read either, and a program that writes both.
const READ_BOTH: [&str; 7] = [
    "code",
    "code-insiders",
    "cursor",
    "Cursor",
    "windsurf",
    "cc-switch",
    "Code",
];

/// What needs a restart, given when each config changed last. Of a program that started itself
/// again as its own child, only the first is named.
pub(super) fn of(
    machine: &Machine,
    codex_changed: Option<Timestamp>,
    claude_changed: Option<Timestamp>,
) -> Vec<StaleProcess> {
    let changed_for = |name: &str| {
        let codex = READ_CODEX.contains(&name) || READ_BOTH.contains(&name);
        let claude = READ_CLAUDE.contains(&name) || READ_BOTH.contains(&name);
        let codex = codex_changed.filter(|_| codex);
        codex.max(claude_changed.filter(|_| claude))
    };
    let mut stale: Vec<StaleProcess> = machine
        .processes
        .iter()
        .filter(|process| !is_own_child(process, &machine.processes))
        .filter_map(|process| {
            let changed = changed_for(&process.name)?;
            (process.started_at < changed).then(|| StaleProcess {
                pid: process.pid,
                name: process.name.clone(),
                started_at: process.started_at,
                started_before: changed,
            })
        })
        .collect();
    stale.sort_by_key(|process| process.pid);
    stale
}

fn is_own_child(process: &Process, all: &[Process]) -> bool {
    let mut others = all.iter();
    others.any(|other| other.pid == process.parent && other.name == process.name)
}
