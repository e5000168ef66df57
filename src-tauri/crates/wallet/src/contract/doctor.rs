//! The contract about what is really in force, and why.
//! Holds no secret: a value that is one is named, never shown.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Tool;

/// What is really in force, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DoctorView {
    /// Whether everything is in order, check by check.
    pub checks: Vec<CheckView>,
    /// A real turn, tool by tool: offered, and how the last one went.
    pub turns: Vec<TurnView>,
    /// Every value that decides where requests go, and the layer that it comes from.
    pub values: Vec<EffectiveView>,
}

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// Names the check (`vault`, `codex.config`, …).
    pub id: String,
    /// How it went.
    pub outcome: CheckOutcome,
    /// What was found and what to do about it, in one or two sentences.
    pub text: String,
}

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CheckOutcome {
    /// In order.
    Fine,
    /// Works, or will; worth a look.
    Warning,
    /// Does not work.
    Failed,
}

/// A value that is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EffectiveView {
    /// Whose value.
    pub tool: Tool,
    /// Its name (`model_provider`).
    pub name: String,
    /// The value; a secret is never shown.
    pub value: String,
    /// Where it comes from, in words (`~/.codex/config.toml`).
    pub layer: String,
    /// Layers that it beats.
    pub beaten: Vec<String>,
}

/// A real turn with one tool: the proof that its way to the gateway works from end to end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TurnView {
    /// The tool.
    pub tool: Tool,
    /// What one costs about now, `$0.04`; none while the rates are not known.
    pub estimate: Option<String>,
    /// How the last one went; none while none was asked for.
    pub last: Option<TurnResult>,
}

/// How a real turn went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TurnResult {
    /// How it went.
    pub outcome: CheckOutcome,
    /// What the tool said, or why there was no answer.
    pub text: String,
    /// What the Token Wallet paid for it, `$0.0339`; none where the balance could not be read.
    pub cost: Option<String>,
}
