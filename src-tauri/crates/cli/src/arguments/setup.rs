//! The words of `purser setup`. Does nothing with them.

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum Part {
    /// Codex: CLI, desktop app and editor extensions, which share one config (honours `CODEX_HOME`).
    Codex {
        /// On another computer, over SSH with your own keys: user@host or user@host:port.
        #[arg(long, value_name = "HOST", global = true)]
        ssh: Option<String>,
        #[command(subcommand)]
        step: Step,
    },
    /// Claude Code (honours `CLAUDE_CONFIG_DIR`).
    ClaudeCode {
        #[command(subcommand)]
        step: ClaudeStep,
    },
    /// Show every program that was found, and its state.
    Tools {
        /// Print what is known, as JSON.
        #[arg(long)]
        json: bool,
    },
    /// MCP servers for Codex and Claude Desktop.
    Mcp {
        #[command(subcommand)]
        step: McpStep,
    },
    /// Skills for Codex and Claude Code.
    Skills {
        #[command(subcommand)]
        step: SkillStep,
    },
    /// Show what Purser did to other programs' files, newest first.
    History {
        /// Print the history as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Take back one step of the history, or everything.
    UndoStep {
        /// The step's id, as `purser setup history` shows it.
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        id: Option<String>,
        /// Everything that Purser ever did.
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        writing: Writing,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Step {
    /// Show what setting it up would change. Writes nothing.
    Plan {
        #[command(flatten)]
        token: TokenChoice,
        /// Print the plan as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show the change, ask, and write it.
    Apply {
        #[command(flatten)]
        token: TokenChoice,
        #[command(flatten)]
        writing: Writing,
    },
    /// Show what undoing our change would restore, ask, and write it.
    Undo {
        #[command(flatten)]
        writing: Writing,
    },
    /// Let Codex use again what it used before, and keep our provider, which older chats need.
    Off {
        #[command(flatten)]
        writing: Writing,
    },
    /// Take every key of ours out, the provider too.
    Remove {
        #[command(flatten)]
        writing: Writing,
    },
    /// Put back what another program changed or dropped of our change.
    Repair,
    /// Show whether it is set up.
    Status {
        /// Print what is known, as JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ClaudeStep {
    /// Show what setting it up would change. Writes nothing.
    Plan {
        /// Print the plan as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show the change, ask, and write it.
    Apply {
        #[command(flatten)]
        writing: Writing,
    },
    /// Show what undoing our change would restore, ask, and write it.
    Undo {
        #[command(flatten)]
        writing: Writing,
    },
    /// Put back what another program changed or dropped of our change.
    Repair,
    /// Show whether it is set up.
    Status {
        /// Print what is known, as JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum McpStep {
    /// Show the servers on offer, and which program has which.
    List {
        /// Print what is known, as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show what adding a server would change, ask, and write it.
    Add {
        /// The server's id.
        id: String,
        /// The program that gets it.
        #[arg(long)]
        to: ServedTool,
        /// The answer to one of the server's questions.
        #[arg(long = "answer", value_name = "NAME=VALUE", value_parser = answer)]
        answers: Vec<(String, String)>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Show what taking a server of ours away would change, ask, and write it.
    Remove {
        /// The server's id.
        id: String,
        /// The program that has it.
        #[arg(long)]
        from: ServedTool,
        #[command(flatten)]
        writing: Writing,
    },
}

fn answer(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// A program that can be given MCP servers.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum ServedTool {
    /// Codex.
    Codex,
    /// Claude Desktop.
    ClaudeDesktop,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SkillStep {
    /// Show the skills on offer, and which program has which.
    List {
        /// Print what is known, as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show what adding a skill would write, ask, and write it.
    Add {
        /// The skill's name.
        name: String,
        /// The program that gets it.
        #[arg(long)]
        to: SkilledTool,
        #[command(flatten)]
        writing: Writing,
    },
    /// Show what taking a skill of ours away would remove, ask, and do it.
    Remove {
        /// The skill's name.
        name: String,
        /// The program that has it.
        #[arg(long)]
        from: SkilledTool,
        #[command(flatten)]
        writing: Writing,
    },
}

/// A program that can be given skills.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum SkilledTool {
    /// Codex.
    Codex,
    /// Claude Code.
    ClaudeCode,
}

#[derive(Debug, Args)]
pub(crate) struct TokenChoice {
    /// Write the token itself into config.toml, readable to whoever reads that file, instead of
    /// the command that prints it.
    #[arg(long)]
    pub(crate) plaintext_token: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Writing {
    /// Do not ask.
    #[arg(long)]
    pub(crate) yes: bool,
    /// Print the written plan as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
