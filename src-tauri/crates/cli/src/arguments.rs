//! What can be typed. Knows no effect.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

mod diagnostics;
mod exchange;
mod pay;
mod run;
mod setup;
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
pub(crate) use setup::{
    ClaudeStep, McpStep, Part, ServedTool, SkillStep, SkilledTool, Step, TokenChoice, Writing,
};
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
