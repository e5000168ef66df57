//! The contract about other programs' files: tools, changes, plans, history.
//! Holds no secret; a token is only ever named by how it is delivered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Problem;

/// A change to other programs' files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Change {
    /// Point a tool at the gateway.
    SetUp {
        /// The tool.
        tool: Tool,
        /// Where its files are.
        place: Place,
        /// How the tool gets the token.
        token: TokenDelivery,
    },
    /// Take back what we have in force at a tool.
    Undo {
        /// The tool.
        tool: Tool,
        /// Where its files are.
        place: Place,
    },
    /// Let Codex use again what it used before, and keep our provider for older chats.
    TurnOff {
        /// Where Codex's files are.
        place: Place,
    },
    /// Take every key of ours out of Codex, the provider that older chats need too.
    Remove {
        /// Where Codex's files are.
        place: Place,
    },
    /// Give a program one MCP server of the pack.
    AddServer {
        /// The program.
        tool: Tool,
        /// The server's id.
        server: String,
        /// The answers to its questions, by name.
        answers: BTreeMap<String, String>,
    },
    /// Take one MCP server of ours out of a program.
    RemoveServer {
        /// The program.
        tool: Tool,
        /// The server's id.
        server: String,
    },
    /// Give a program one skill of the pack.
    AddSkill {
        /// The program.
        tool: Tool,
        /// The skill's name.
        skill: String,
    },
    /// Take one skill of ours from a program.
    RemoveSkill {
        /// The program.
        tool: Tool,
        /// The skill's name.
        skill: String,
    },
    /// Take back one step of the history.
    UndoStep {
        /// Its id.
        step: String,
    },
    /// Take back everything that Purser ever did to other programs' files.
    UndoEverything,
}

/// A program that can be pointed at the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Tool {
    /// Codex CLI, its desktop app and its editor extensions: they share one config.
    Codex,
    /// Claude Code.
    ClaudeCode,
    /// Claude Desktop: it is given MCP servers, and nothing else.
    ClaudeDesktop,
}

impl Tool {
    /// Its own name, the same in every language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Codex => "Codex",
            Self::ClaudeCode => "Claude Code",
            Self::ClaudeDesktop => "Claude Desktop",
        }
    }
}

/// Where a tool's files are. By default: on this computer, in the tool's default folder.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// `user@host:port` of another computer, reached over SSH; none for this one.
    pub host: Option<String>,
    /// The tool's folder, when not the default one.
    pub home: Option<String>,
}

/// How a tool gets the gateway's token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TokenDelivery {
    /// The tool runs `purser token …`; the token is in no file.
    Command,
    /// The token stands in the config, readable to whoever reads that file.
    Plaintext,
}

/// A tool on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ToolView {
    /// The tool.
    pub tool: Tool,
    /// Where its files are.
    pub place: Place,
    /// Every install found, the one that PATH picks first.
    pub installs: Vec<InstallView>,
    /// The config file that is looked at.
    pub config_path: String,
    /// What state it is in.
    pub state: ToolState,
    /// Whether there is a change of ours to undo.
    pub can_undo: bool,
    /// Chats that would no longer open, were our provider taken out; none where nobody counted.
    pub threads: Option<ThreadsView>,
}

/// Older chats, and what they need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ThreadsView {
    /// How many there are.
    pub total: u32,
    /// How many of them need our provider.
    pub ours: u32,
}

/// One install of a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InstallView {
    /// What it is, by its own name: `Codex CLI`, `VS Code extension`.
    pub label: String,
    /// Path of the program.
    pub path: String,
    /// `0.169.0`; none when it would not say.
    pub version: Option<String>,
    /// Whether PATH picks it.
    pub on_path: bool,
}

/// What state a tool's config is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ToolState {
    /// Not looked at yet.
    Unknown,
    /// It does not use this gateway.
    NotSetUp,
    /// It uses this gateway.
    SetUp {
        /// Host that requests go to.
        host: String,
    },
    /// It was set up by us, and some of our keys changed or went missing since.
    Drifted {
        /// The keys.
        keys: Vec<String>,
        /// When the file was last written, RFC 3339; none where that is not known.
        since: Option<String>,
    },
    /// It is given MCP servers only.
    ServersOnly {
        /// How many of ours it has.
        count: u32,
    },
    /// It cannot be read.
    Unreadable {
        /// Why.
        problem: Problem,
    },
}

/// What a plan would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PlanKind {
    /// Point the tool at the gateway.
    SetUp,
    /// Take our change back.
    Undo,
    /// Use again what was used before, and keep our provider.
    TurnOff,
    /// Take every key of ours out.
    Remove,
    /// Add or take away MCP servers.
    Servers,
    /// Add or take away a skill.
    Skills,
}

/// A change, computed and not yet written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanView {
    /// Names this plan in `applyPlan`.
    pub id: String,
    /// What was asked for.
    pub change: Change,
    /// What it changes, file by file, in the order in which they are written.
    pub files: Vec<FilePlanView>,
}

/// A change to one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilePlanView {
    /// Whose file it is.
    pub tool: Tool,
    /// The other computer that it is on; none for this one.
    pub host: Option<String>,
    /// What it does.
    pub kind: PlanKind,
    /// The file that is written (where a symlink leads).
    pub file: String,
    /// Whether the file is new.
    pub creates_file: bool,
    /// Whether there is nothing to change.
    pub no_change: bool,
    /// Whether undo gives back the very bytes (else it works key by key).
    pub exact: bool,
    /// What it does to older chats; none where it does not touch how they are led.
    pub chats: Option<ChatsView>,
    /// The change, line by line, with three lines of context.
    pub diff: Vec<DiffLine>,
    /// What the person should know before.
    pub findings: Vec<FindingView>,
}

/// What a change does to older chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatsView {
    /// How many there are.
    pub total: u32,
    /// How many of them could no longer be continued.
    pub unreachable: u32,
}

/// One line of a diff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiffLine {
    /// What happens to it.
    pub kind: DiffKind,
    /// Its number in the old file.
    pub old_line: Option<u32>,
    /// Its number in the new file.
    pub new_line: Option<u32>,
    /// Its text, without the line ending.
    pub text: String,
}

/// What happens to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DiffKind {
    /// Stays.
    Same,
    /// Comes.
    Added,
    /// Goes.
    Removed,
    /// Lines left out between two hunks.
    Gap,
}

/// Something to know before applying, with its remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// How much it matters.
    pub weight: FindingWeight,
    /// One or two sentences.
    pub text: String,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FindingWeight {
    /// Good to know.
    Note,
    /// Worth acting on.
    Warning,
}

/// Something that Purser did to another program's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    /// Its id.
    pub id: String,
    /// RFC 3339.
    pub at: String,
    /// Whose file it was.
    pub tool: Tool,
    /// The other computer that it was on; none for this one.
    pub host: Option<String>,
    /// What it did.
    pub kind: PlanKind,
    /// The file.
    pub file: String,
    /// The keys, dotted.
    pub keys: Vec<String>,
    /// Whether it can still be undone.
    pub can_undo: bool,
}
