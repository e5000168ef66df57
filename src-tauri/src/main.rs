//! `purser-desktop`: opens the window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    match purser_desktop::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("purser-desktop: {error}");
            ExitCode::FAILURE
        }
    }
}
