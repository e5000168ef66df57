//! Which setting of Codex and Claude Code wins, what still runs with an older one, and where a
//! credential could leak. Reads only; says it as data, without words and without any secret.

mod claude;
mod codex;
mod home;
mod leaks;
mod shell_lines;
mod source;
mod stale;
mod trap;
mod variables;

use std::path::PathBuf;

use jiff::Timestamp;
use serde::Serialize;

use crate::machine::Machine;

pub use shell_lines::ShellLine;
pub(crate) use stale::{WRITES_BOTH, reads_codex};
pub use trap::{Credential, Trap};

/// What is asked about.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The folder that the person works in; none when it does not matter.
    pub project: Option<PathBuf>,
    /// The profile that the person names with `--profile`.
    pub profile: Option<String>,
    /// When we changed each config last. The files' own times would not do: Codex writes its config
    /// itself, and knows what it wrote.
    pub changed: Changed,
}

/// When we changed a tool's config last; none when never.
#[derive(Debug, Clone, Copy, Default)]
pub struct Changed {
    /// Codex's.
    pub codex: Option<Timestamp>,
    /// Claude Code's.
    pub claude_code: Option<Timestamp>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What is in force, and why.
    pub values: Vec<EffectiveValue>,
    /// What runs with an older config and needs a restart.
    pub stale: Vec<StaleProcess>,
    /// Where a credential could leak, and what cannot be read.
    pub traps: Vec<Trap>,
    /// Lines of shell files that set a variable of these tools.
    pub shell_lines: Vec<ShellLine>,
}

/// A program that is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tool {
    /// Codex, in every form that reads its config.
    Codex,
    /// Claude Code.
    ClaudeCode,
}

/// What a value is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Name {
    /// The folder of its config.
    Home,
    /// The id of Codex's provider.
    ModelProvider,
    /// The model.
    Model,
    /// Where requests go.
    BaseUrl,
    /// What requests are authorised with.
    Authentication,
}

/// A value that is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EffectiveValue {
    /// Whose.
    pub tool: Tool,
    /// What for.
    pub name: Name,
    /// The value.
    pub value: Value,
    /// Where it comes from.
    pub layer: Layer,
    /// Who sets it too, without effect, the strongest first.
    pub beaten: Vec<Layer>,
}

/// A value, as far as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// This text. An address comes without user, password, query and fragment.
    Text(String),
    /// A secret that stands there in plaintext.
    Secret,
    /// What a program prints.
    Command,
    /// What a variable holds.
    Variable {
        /// The variable.
        name: String,
        /// Whether a program in the person's terminal sees it.
        is_set: bool,
    },
    /// The person's sign-in with the tool's maker.
    Login,
    /// Nothing is set; the tool decides by itself.
    Unset,
}

/// Where a value can come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// What the administrator enforces.
    Managed {
        /// The file.
        path: PathBuf,
    },
    /// The project's settings of this person alone.
    ProjectLocal {
        /// The file.
        path: PathBuf,
    },
    /// The project's settings.
    Project {
        /// The file.
        path: PathBuf,
    },
    /// The profile that was named.
    Profile {
        /// The file.
        path: PathBuf,
    },
    /// The person's settings.
    User {
        /// The file.
        path: PathBuf,
    },
    /// What the administrator suggests.
    System {
        /// The file.
        path: PathBuf,
    },
    /// A line of a shell file.
    ShellFile {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
    },
    /// The login shell's environment; no line that sets it was found.
    LoginShell,
    /// The environment of this process.
    Environment,
    /// The tool itself.
    BuiltIn,
}

/// A process that read its config before that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaleProcess {
    /// Its id.
    pub pid: u32,
    /// Its program.
    pub name: String,
    /// When it started.
    pub started_at: Timestamp,
    /// When the config changed after that.
    pub started_before: Timestamp,
}

/// Looks at `machine` and answers. Files are opened for reading only.
#[must_use]
pub fn examine(machine: &Machine, question: &Question) -> Report {
    let shell_lines = shell_lines::of(machine);
    let codex = codex::Codex::of(machine, question, &shell_lines);
    let claude = claude::Claude::of(machine, question, &shell_lines);
    let mut values = codex.values();
    values.extend(claude.values());
    let mut traps = codex.traps();
    traps.extend(claude.traps());
    Report {
        values,
        stale: stale::of(&machine.processes, question.changed),
        traps,
        shell_lines,
    }
}
