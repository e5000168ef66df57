//! `purser`: the headless twin of the window, and the program that tools ask for the token.

#[macro_use]
mod out;

mod arguments;
mod autostart;
mod body;
mod browser;
mod channel;
mod diagnostics;
mod doctor;
mod exchange;
mod exit;
mod front;
mod graph;
mod key;
mod ledger;
mod mcp;
mod pay;
mod plan;
mod policy;
mod ports;
mod purchase;
mod run;
mod sandbox_command;
mod setup;
mod sign_in;
mod status;
mod stopped;
mod token;
mod update;

use std::process::ExitCode;

use arguments::{Arguments, Task};
use clap::Parser;
use exit::Stop;

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.said(),
    }
}

fn run(task: Task) -> Result<(), Stop> {
    match task {
        // Asked for by other programs every few minutes: no runtime, no network.
        // Codex and Claude Code are given the same token; which one asks changes nothing.
        Task::Token { tool: _ } => token::print(),
        Task::SignIn(sign_in) if sign_in.browser => {
            front::on_runtime(browser::sign_in(sign_in.gateway))
        }
        Task::SignIn(sign_in) => front::on_runtime(sign_in::run(sign_in)),
        Task::SignOut => front::on_runtime(sign_in::sign_out()),
        Task::Status { json } => front::on_runtime(status::run(json)),
        Task::Setup { part } => front::on_runtime(setup::run(part)),
        Task::Sandbox { port, json } => front::on_runtime(sandbox_command::run(port, json)),
        Task::Run(job) => front::on_runtime(run::run(job)),
        Task::Pay(pay) => front::on_runtime(pay::run(pay)),
        Task::Graph(graph) => front::on_runtime(graph::run(graph)),
        Task::Ledger(wanted) => ledger::run(&wanted),
        Task::Channel { step } => front::on_runtime(channel::run(step)),
        Task::Policy { step } => front::on_runtime(policy::run(step)),
        Task::Key { step } => front::on_runtime(key::run(step)),
        Task::Exchange { step } => front::on_runtime(exchange::run(step)),
        Task::Mcp => front::on_runtime(mcp::run()),
        Task::Autostart { step } => front::on_runtime(autostart::run(step)),
        Task::Update { step } => front::on_runtime(update::run(step)),
        Task::Diagnostics { step } => front::on_runtime(diagnostics::run(step)),
        Task::Doctor(doctor) => front::on_runtime(doctor::run(doctor)),
    }
}
