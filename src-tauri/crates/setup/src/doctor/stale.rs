//! Processes that read a config before we changed it. Starts and ends none.

use super::{Changed, StaleProcess};
use crate::machine::Process;

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
const READ_BOTH: [&str; 12] = [
    "code",
    "Code",
    "code-insiders",
    "Code - Insiders",
    "codium",
    "VSCodium",
    "cursor",
    "Cursor",
    "windsurf",
    "Windsurf",
    "antigravity",
    WRITES_BOTH,
];
/// A program that switches providers too.
pub(crate) const WRITES_BOTH: &str = "cc-switch";

/// Whether a program of this name reads Codex's config when it starts.
pub(crate) fn reads_codex(name: &str) -> bool {
    READ_CODEX.contains(&name)
}

/// What needs a restart. Of a program that started itself again as its own child, only the first is
/// named.
pub(super) fn of(processes: &[Process], changed: Changed) -> Vec<StaleProcess> {
    let changed_for = |name: &str| {
        let codex = READ_CODEX.contains(&name) || READ_BOTH.contains(&name);
        let claude = READ_CLAUDE.contains(&name) || READ_BOTH.contains(&name);
        let codex = changed.codex.filter(|_| codex);
        codex.max(changed.claude_code.filter(|_| claude))
    };
    let mut stale: Vec<StaleProcess> = processes
        .iter()
        .filter(|process| !is_own_child(process, processes))
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
