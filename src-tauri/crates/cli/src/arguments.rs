//! What can be typed. Knows no effect.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

mod diagnostics;
mod exchange;
mod pay;
mod run;
mod update;

pub(crate) use diagnostics::DiagnosticsStep;
pub(crate) use exchange::{
    Create as ExchangeCreate, ExchangeStep, Profile as ExchangeProfile, Report as ExchangeReport,
    Run as ExchangeRun, SkillEvent,
};
pub(crate) use pay::{
    ChannelStep, Consent, Graph, KeyStep, Ledger, NewLimits, Pay, PolicySet, PolicyStep, Unknown,
    Wallet,
};
pub(crate) use run::Run;
pub(crate) use update::UpdateStep;

/// Wallet and set-up client for a hosted AI gateway.
///
/// Exit codes: 0 done, 2 wrong usage, 3 not signed in or no Pay Wallet key, 4 the gateway or the
/// paid API could not be used, 5 refused, 6 it is not known whether it was paid. `purser run` ends
/// with the exit code of the command that it ran.
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
    Run(Run),
    Pay(Pay),
    Graph(Graph),
    Ledger(Ledger),
    /// Payment channels: deposits out of which many small payments are made.
    Channel {
        #[command(subcommand)]
        step: ChannelStep,
    },
    /// Show, change and try out the limits of the Pay Wallet.
    Policy {
        #[command(subcommand)]
        step: PolicyStep,
    },
    /// The Pay Wallet's key.
    Key {
        #[command(subcommand)]
        step: KeyStep,
    },
    /// A PayloadExchange: sponsored and paid services.
    Exchange {
        #[command(subcommand)]
        step: ExchangeStep,
    },
    /// Serve the Pay Wallet to an AI tool, as an MCP server on standard input and output.
    ///
    /// The tools: quote, paid_request, graph_query, balance, ledger. Your limits hold. A payment to
    /// an origin or a recipient that is new is asked for in Purser, and only there: leave it open.
    /// To add the server:
    ///
    ///   codex mcp add purser -- purser mcp
    ///   claude mcp add purser -- purser mcp
    ///
    /// A call waits 50 seconds for your approval, or as long as it says in wait_seconds, at most
    /// 600; in Codex, tool_timeout_sec of [mcp_servers.purser] must then be larger.
    #[command(verbatim_doc_comment)]
    Mcp,
    /// Have the session start Purser at log-in, hidden in the tray, or no longer.
    Autostart {
        #[command(subcommand)]
        step: AutostartStep,
    },
    /// A newer Purser: whether there is one, and bringing it here.
    Update {
        #[command(subcommand)]
        step: UpdateStep,
    },
    /// A report about Purser itself, for its makers. It is shown before it is sent.
    Diagnostics {
        #[command(subcommand)]
        step: DiagnosticsStep,
    },
    /// Check that everything is in order, and say which setting wins and why. Costs nothing.
    Doctor(Doctor),
}

#[derive(Debug, Subcommand)]
pub(crate) enum AutostartStep {
    /// Start it at log-in from now on.
    On,
    /// Start it no longer.
    Off,
    /// Say whether it is started.
    Status,
}

/// A program that asks for the token.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum TokenFor {
    /// Codex CLI.
    Codex,
    /// Claude Code.
    Claude,
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// The folder that you work in: its project settings count too.
    #[arg(long, value_name = "DIR")]
    pub(crate) project: Option<PathBuf>,
    /// Lead one short real turn with this tool, which the Token Wallet pays for.
    #[arg(long, value_name = "TOOL")]
    pub(crate) turn: Option<TurnWith>,
    /// Print the checks as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// A tool that a turn can be led with.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum TurnWith {
    /// Codex CLI.
    Codex,
    /// Claude Code.
    ClaudeCode,
}

#[derive(Debug, Args)]
pub(crate) struct SignIn {
    /// The gateway's address.
    #[arg(long, default_value = wallet::settings::DEFAULT_GATEWAY)]
    pub(crate) gateway: String,
    /// Sign in on the gateway's own page: open the address that is printed in your browser. Needs a
    /// running Purser, which the page leads back to.
    #[arg(long, conflicts_with_all = ["login", "password_stdin"])]
    pub(crate) browser: bool,
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
