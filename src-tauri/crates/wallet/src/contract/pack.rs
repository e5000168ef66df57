//! The contract about the pack: MCP servers and skills, each of which a program has or has not.
//! Holds no value of a variable; variables are named.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{LinkView, Tool};

/// What can be added to programs, entry by entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackView {
    /// Version of the list of servers.
    pub version: u32,
    /// MCP servers, in the order in which they are shown.
    pub servers: Vec<ServerView>,
    /// Skills, in the order in which they are shown.
    pub skills: Vec<SkillView>,
}

/// One MCP server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServerView {
    /// Its name in a config.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it does, one sentence.
    pub does: String,
    /// Where it is documented.
    pub source: Option<LinkView>,
    /// What stands in a config: the command line or the address.
    pub runs: String,
    /// Variables that it needs; it stays disabled while one is missing.
    pub variables: Vec<VariableView>,
    /// What must be said before it can be added.
    pub asks: Vec<AskView>,
    /// The programs that can be given it.
    pub entries: Vec<EntryView>,
}

/// A variable of the environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VariableView {
    /// Its name.
    pub name: String,
    /// Whether the person's shell sets it.
    pub exists: bool,
}

/// A question of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AskView {
    /// Names its answer.
    pub name: String,
    /// What is asked for.
    pub what: String,
}

/// One skill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SkillView {
    /// Its name, and that of its folder.
    pub name: String,
    /// What it is for, one sentence.
    pub does: String,
    /// The programs that can be given it.
    pub entries: Vec<EntryView>,
}

/// Whether one program has an entry of the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EntryView {
    /// The program.
    pub tool: Tool,
    /// Whether it has it.
    pub state: EntryState,
}

/// Whether a program has an entry of the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum EntryState {
    /// It has not.
    Absent,
    /// It has, as we wrote it.
    Added,
    /// It has, disabled until its variables exist.
    Disabled,
    /// It has, changed by someone since; it is left alone.
    Changed,
    /// The person has something else of this name; it is left alone.
    Taken,
}
