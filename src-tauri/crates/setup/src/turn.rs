//! One short, real turn with an installed tool, as its config says: the proof that its way to the
//! gateway works from end to end. Edits no config and leaves no history: the tool runs in a copy of
//! its home that holds the config alone.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::detect::Install;
use crate::detect::run::Run;

/// A gateway under load answers slowly.
const DEADLINE: Duration = Duration::from_secs(120);

/// The shortest task that shows that an answer came.
const PROMPT: &str = "Reply with the single word: ready";

/// The longest answer that is passed on.
const LONGEST_ANSWER: usize = 200;

/// How a turn went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turned {
    /// The tool printed an answer.
    Answered {
        /// What it printed, one line, shortened.
        text: String,
    },
    /// The tool ended without an answer, did not start, or took longer than 2 minutes.
    Failed,
}

/// Leads a turn with Codex and the config at `config`. It may neither write nor run anything, and
/// starts none of the person's MCP servers.
#[must_use]
pub fn codex(install: &Install, config: &Path) -> Turned {
    let arguments = [
        "exec",
        "--skip-git-repo-check",
        "--sandbox",
        "read-only",
        "-c",
        "mcp_servers={}",
        "-c",
        "check_for_update_on_startup=false",
        PROMPT,
    ];
    turn(install, config, "CODEX_HOME", &arguments)
}

/// Leads a turn with Claude Code and the settings at `settings`. It is offered no MCP server.
#[must_use]
pub fn claude_code(install: &Install, settings: &Path) -> Turned {
    let arguments = ["--print", "--strict-mcp-config", PROMPT];
    turn(install, settings, "CLAUDE_CONFIG_DIR", &arguments)
}

fn turn(install: &Install, config: &Path, home_variable: &str, arguments: &[&str]) -> Turned {
    let Ok(home) = copied(config) else {
        return Turned::Failed;
    };
    let Some(folder) = home.path().to_str() else {
        return Turned::Failed;
    };
    let run = Run {
        program: &install.path,
        arguments,
        home: home.path(),
        path: None,
        environment: &[(home_variable, folder)],
        deadline: DEADLINE,
    };
    let printed = run.printed().filter(|printed| printed.succeeded);
    printed
        .and_then(|printed| answer(&printed.bytes))
        .map_or(Turned::Failed, |text| Turned::Answered { text })
}

/// A folder of this user alone, gone when dropped, that holds a copy of `config`.
fn copied(config: &Path) -> io::Result<tempfile::TempDir> {
    let home = tempfile::tempdir()?;
    let name = config.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let bytes = fs::read(config)?;
    fs::write(home.path().join(name), bytes)?;
    Ok(home)
}

/// The last line that says something.
fn answer(printed: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(printed);
    let line = text.lines().map(str::trim).rfind(|line| !line.is_empty())?;
    let shown = line.chars().filter(|c| !c.is_control());
    Some(shown.take(LONGEST_ANSWER).collect())
}
