//! What can be typed about a PayloadExchange. Knows no effect.

use clap::{Args, Subcommand};

use super::pay::Consent;

#[derive(Debug, Subcommand)]
pub(crate) enum ExchangeStep {
    /// Choose the exchange.
    Use {
        /// Its base address.
        url: String,
    },
    /// Show your profile there, or make it. The exchange shows e-mail addresses to everyone.
    Profile(Profile),
    /// Show campaigns: who pays for what, and which task comes first.
    Campaigns(Shown),
    /// Show the services that can be run.
    Discover(Shown),
    /// Tell that a sponsor's task is done.
    Task {
        /// The campaign's id.
        campaign: String,
        /// The task.
        task: String,
    },
    /// Show sponsored APIs.
    Apis(Shown),
    /// Make a sponsored API. The exchange may ask for a payment.
    Create(Create),
    /// Run a service or a sponsored API: always first without a payment.
    Run(Run),
    /// Show how skills were used.
    Metrics(Shown),
    /// Tell how a skill was used.
    Report(Report),
}

#[derive(Debug, Args)]
pub(crate) struct Shown {
    /// Print it as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Profile {
    /// Your e-mail address: makes the profile.
    #[arg(long, requires = "region")]
    pub(crate) email: Option<String>,
    /// Your region.
    #[arg(long, requires = "email")]
    pub(crate) region: Option<String>,
    /// A role of yours.
    #[arg(long = "role", requires = "email")]
    pub(crate) roles: Vec<String>,
    /// A tool that you use.
    #[arg(long = "tool", requires = "email")]
    pub(crate) tools: Vec<String>,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Its name.
    pub(crate) name: String,
    /// Who sponsors it.
    #[arg(long)]
    pub(crate) sponsor: String,
    /// What the exchange calls.
    #[arg(long, value_name = "URL")]
    pub(crate) upstream: String,
    /// Price of a call, in cents.
    #[arg(long, value_name = "CENTS")]
    pub(crate) price: u32,
    /// What the sponsor pays in all, in cents.
    #[arg(long, value_name = "CENTS", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) budget: u32,
    #[command(flatten)]
    pub(crate) consent: Consent,
}

#[derive(Debug, Args)]
pub(crate) struct Run {
    #[command(flatten)]
    pub(crate) what: What,
    /// Its input; a sponsored API takes JSON too.
    pub(crate) input: String,
    #[command(flatten)]
    pub(crate) consent: Consent,
}

/// What is run.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct What {
    /// A service, which a sponsor may pay for.
    #[arg(long, value_name = "SERVICE")]
    pub(crate) sponsored: Option<String>,
    /// A service, which you pay for.
    #[arg(long, value_name = "SERVICE")]
    pub(crate) paid: Option<String>,
    /// A sponsored API.
    #[arg(long, value_name = "ID")]
    pub(crate) api: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The skill.
    pub(crate) skill: String,
    /// Where it ran.
    #[arg(long)]
    pub(crate) platform: String,
    /// What happened.
    #[arg(long)]
    pub(crate) event: SkillEvent,
    /// How long it took.
    #[arg(long, value_name = "MILLISECONDS")]
    pub(crate) duration: Option<u32>,
}

/// What happened to a skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum SkillEvent {
    /// Its definition was made.
    Created,
    /// It was put into a tool.
    Installed,
    /// It began to work.
    Invoked,
    /// It succeeded.
    Completed,
    /// It did not.
    Failed,
}
