//! The parts of other programs' files that may be ours. Knows their names, not what is in them.

use serde::{Deserialize, Serialize};

use crate::plan::Tool;

/// One part of what we own. Two parts may be in one file; each has a record of its own there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Part {
    /// The provider in Codex's config.
    Codex,
    /// MCP servers in Codex's config.
    CodexMcp,
    /// A skill of Codex's: the whole file.
    CodexSkill,
    /// The gateway in Claude Code's settings.
    ClaudeCode,
    /// A skill of Claude Code's: the whole file.
    ClaudeSkill,
    /// MCP servers in Claude Desktop's config.
    ClaudeDesktopMcp,
}

impl Part {
    /// How the names of its records begin.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Codex => "codex",
            Self::CodexMcp => "codex-mcp",
            Self::CodexSkill => "codex-skill",
            Self::ClaudeCode => "claude-code",
            Self::ClaudeSkill => "claude-skill",
            Self::ClaudeDesktopMcp => "claude-desktop-mcp",
        }
    }

    /// Whose config it is in.
    pub(crate) fn tool(self) -> Tool {
        match self {
            Self::Codex | Self::CodexMcp | Self::CodexSkill => Tool::Codex,
            Self::ClaudeCode | Self::ClaudeSkill => Tool::ClaudeCode,
            Self::ClaudeDesktopMcp => Tool::ClaudeDesktop,
        }
    }

    /// Every part that may be in the same file, itself included.
    pub(crate) fn in_same_file(self) -> &'static [Self] {
        match self {
            Self::Codex | Self::CodexMcp => &[Self::Codex, Self::CodexMcp],
            Self::CodexSkill => &[Self::CodexSkill],
            Self::ClaudeCode => &[Self::ClaudeCode],
            Self::ClaudeSkill => &[Self::ClaudeSkill],
            Self::ClaudeDesktopMcp => &[Self::ClaudeDesktopMcp],
        }
    }
}
