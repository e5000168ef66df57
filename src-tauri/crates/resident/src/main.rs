//! `purser-resident`: the engine with its tray and its notifications. Knows no window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod house;
mod log;
mod moments;
mod notify;
mod ports;
mod run;
mod tray;
mod tray_host;
mod window;

use std::process::ExitCode;

fn main() -> ExitCode {
    let code = match run::resident() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error = log::chain(&error), "the resident ends");
            eprintln!("purser-resident: {}", log::chain(&error));
            ExitCode::FAILURE
        }
    };
    log::settle();
    code
}
