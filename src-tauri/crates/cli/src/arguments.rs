//! What can be typed. Knows no effect.

use clap::{Args, Parser, Subcommand};

/// Wallet and set-up client for a hosted AI gateway.
///
/// Exit codes: 0 done, 2 wrong usage, 3 not signed in, 4 the gateway could not be used, 5 refused.
#[derive(Debug, Parser)]
#[command(name = "purser", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) task: Task,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Sign in to a gateway.
    SignIn(SignIn),
    /// Forget the sign-in.
    SignOut,
    /// Show balance, pricing mode and inbox.
    Status {
        /// Print all that is known, as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Point other programs at the gateway, and back.
    Setup {
        #[command(subcommand)]
        part: Part,
    },
    /// Print the gateway's token, for the program that is set up to ask for it.
    Token {
        /// Who asks.
        #[arg(default_value = "codex")]
        tool: TokenFor,
    },
    /// Serve a gateway with a demo account on this computer, until it is told to stop.
    Sandbox {
        /// The port; 0 takes a free one.
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// Print one line of JSON: url, login, password, token.
        #[arg(long)]
        json: bool,
    },
    /// Check that everything is in order.
    Doctor {
        /// Print the checks as JSON.
        #[arg(long)]
        json: bool,
    },
}

/// A program that asks for the token.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum TokenFor {
    /// Codex CLI.
    Codex,
}

#[derive(Debug, Args)]
pub(crate) struct SignIn {
    /// The gateway's address.
    #[arg(long, default_value = wallet::settings::DEFAULT_GATEWAY)]
    pub(crate) gateway: String,
    /// User name or e-mail address; asked for when it is missing.
    #[arg(long)]
    pub(crate) login: Option<String>,
    /// Read the password from the first line of standard input, and a six-digit code, where the
    /// account asks for one, from the second.
    #[arg(long)]
    pub(crate) password_stdin: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Part {
    /// Codex CLI (honours `CODEX_HOME`).
    Codex {
        #[command(subcommand)]
        step: Step,
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
    /// Show whether it is set up.
    Status {
        /// Print what is known, as JSON.
        #[arg(long)]
        json: bool,
    },
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
