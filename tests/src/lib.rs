//! The harness of the journeys: a person's home, a private desktop, the real window, the real Codex
//! and Claude Code, the sandbox, real chains and merchants. It starts programs and looks at what
//! they do; it links no product code.
//!
//! Whatever is not as it should be panics and says what it waited for: a journey that goes wrong
//! is a failed test.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a harness fails its test by panicking"
)]

pub mod chain;
pub mod claude;
pub mod codex;
pub mod config;
pub mod desktop;
pub mod driver;
pub mod home;
pub mod host;
pub mod job;
pub mod merchant;
pub mod payer;
mod pixels;
pub mod place;
pub mod process;
pub mod purser;
pub mod sandbox;
pub mod terminal;
pub mod tray;
pub mod wait;
mod watcher;
pub mod window;
