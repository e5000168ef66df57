//! What can be typed about payments. Knows no effect.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Send a request, and pay for it within your limits.
///
/// The answer's body goes to standard output byte for byte, price and receipt to standard error.
/// Exit codes: 0 answered with 2xx, 2 wrong usage, 3 no Pay Wallet key, 4 the server could not be
/// used or answered another status, 5 not paid: refused, declined, or it needs your approval and
/// nobody can be asked, 6 it is not known whether it was paid: run it again with the same --intent,
/// which never pays twice.
#[derive(Debug, Args)]
pub(crate) struct Pay {
    /// The address: https, or http on this computer.
    pub(crate) url: String,
    /// GET unless there is a body, then POST.
    #[arg(short = 'X', long = "request", value_name = "METHOD")]
    pub(crate) method: Option<String>,
    /// A header to send, besides ours.
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE", value_parser = header)]
    pub(crate) headers: Vec<(String, String)>,
    /// The body; @FILE reads a file, - or @- standard input.
    #[arg(short = 'd', long, value_name = "DATA", allow_hyphen_values = true)]
    pub(crate) data: Option<String>,
    /// The body, as JSON with its headers; @FILE reads a file, - or @- standard input.
    #[arg(
        long,
        value_name = "JSON",
        conflicts_with = "data",
        allow_hyphen_values = true
    )]
    pub(crate) json: Option<String>,
    /// Write the answer's body to this file instead.
    #[arg(short = 'o', long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Show what is asked for it, and pay nothing.
    #[arg(long, conflicts_with_all = ["yes", "intent", "max_amount", "output"])]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) paying: Paying,
}

/// How far a payment may go.
#[derive(Debug, Args)]
pub(crate) struct Paying {
    /// Pay no more than this for it, in dollars of a stablecoin: 0.10.
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) max_amount: Option<String>,
    #[command(flatten)]
    pub(crate) consent: Consent,
}

/// Who is asked about a payment, and for which intent.
#[derive(Debug, Args)]
pub(crate) struct Consent {
    /// Never ask: pay what your limits allow, and refuse everything else.
    #[arg(long)]
    pub(crate) yes: bool,
    /// Names this purchase: run again with the same name, it is not paid a second time.
    #[arg(long, value_name = "NAME")]
    pub(crate) intent: Option<String>,
}

fn header(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once(':').ok_or("write it as NAME: VALUE")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// Query the Codex Supergraph, and pay for it within your limits.
///
/// Only queries: a mutation or subscription is refused before anything is sent. With an API key set
/// nothing is paid. Exit codes are those of `purser pay`.
#[derive(Debug, Args)]
pub(crate) struct Graph {
    /// One GraphQL query; - reads it from standard input.
    pub(crate) query: String,
    /// Its variables, a JSON object.
    #[arg(long, value_name = "JSON", default_value = "")]
    pub(crate) variables: String,
    /// Print the answer as a table, where it is one.
    #[arg(long, conflicts_with = "json")]
    pub(crate) table: bool,
    /// Print the answer as it came, which is JSON. The default.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) paying: Paying,
}

/// Show the payments, newest first.
#[derive(Debug, Args)]
pub(crate) struct Ledger {
    /// Print all of them as CSV, oldest first, with exact amounts.
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv: bool,
    /// Print all of them as lines of JSON, oldest first, with exact amounts.
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the whole answer that came under this intent, byte for byte.
    #[arg(long, value_name = "INTENT", conflicts_with_all = ["csv", "json"])]
    pub(crate) answer: Option<String>,
    /// Show so many.
    #[arg(long, value_name = "N", default_value_t = 20, conflicts_with_all = ["csv", "json", "answer"])]
    pub(crate) limit: u32,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ChannelStep {
    /// Show every channel: what it holds, what is spent of it, and what comes back.
    List {
        /// Print them as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Close a channel together with its merchant; what is not spent comes back.
    Close {
        /// Its id, as `purser channel list` shows it.
        id: String,
        /// Print the channel as JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyStep {
    /// Show the limits, what counts as spent today, and the origins that are known.
    Show {
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Change limits, or how an origin is treated. What is not named stays.
    Set(PolicySet),
    /// What these limits would have done with the payments of the last 30 days. Changes nothing.
    BackTest {
        #[command(flatten)]
        limits: NewLimits,
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Limits, in dollars of a stablecoin: 0.10. What is not named is as it is.
#[derive(Debug, Args)]
pub(crate) struct NewLimits {
    /// The most for one payment.
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) per_payment: Option<String>,
    /// The most for one origin and day.
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) per_origin_day: Option<String>,
    /// The most for one day.
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) per_day: Option<String>,
    /// The most that a payment channel may hold.
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) channel_deposit: Option<String>,
    /// What happens with an origin that is not known.
    #[arg(long)]
    pub(crate) unknown: Option<Unknown>,
}

#[derive(Debug, Args)]
pub(crate) struct PolicySet {
    #[command(flatten)]
    pub(crate) limits: NewLimits,
    /// Pay this origin (https://host) without a question, within the limits.
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) allow: Vec<String>,
    /// Ask before this origin is paid.
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) ask: Vec<String>,
    /// Forget this origin.
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) forget: Vec<String>,
    /// Who pays at an origin: purser, tempo or awal.
    #[arg(long, value_name = "ORIGIN=WALLET", value_parser = payer)]
    pub(crate) payer: Vec<(String, Wallet)>,
    /// Stop all payments.
    #[arg(long, conflicts_with = "resume")]
    pub(crate) pause: bool,
    /// Let payments be made again.
    #[arg(long)]
    pub(crate) resume: bool,
}

fn payer(text: &str) -> Result<(String, Wallet), String> {
    let (origin, wallet) = text.rsplit_once('=').ok_or("write it as ORIGIN=WALLET")?;
    let wallet = <Wallet as clap::ValueEnum>::from_str(wallet, false)?;
    Ok((origin.to_owned(), wallet))
}

/// What happens with an origin that is not known.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Unknown {
    /// You are asked.
    Ask,
    /// Nothing is paid.
    Refuse,
}

/// Who pays.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Wallet {
    /// The Pay Wallet.
    Purser,
    /// The program tempo.
    Tempo,
    /// The program awal.
    Awal,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyStep {
    /// Make a key.
    Create,
    /// Take a key that you have: its recovery phrase, or 64 hexadecimal digits. It is asked for at
    /// the terminal, or read from standard input.
    Import,
    /// Show the recovery phrase of a key that was made here. It is shown once, at a terminal.
    Phrase,
    /// Show the address and what it holds.
    Show {
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the address.
    Address,
    /// Use another RPC address for a network.
    Rpc {
        /// The chain's number, as 8453 for Base.
        chain: u32,
        /// https, or http on this computer; without it the built-in one is used again.
        url: Option<String>,
    },
    /// Remove the key from this computer. What it holds stays on the chain.
    Remove {
        /// Its address, as a confirmation.
        address: String,
    },
}
