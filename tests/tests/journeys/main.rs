//! The journeys: what a person does with Purser, done to the real programs over real HTTP, and the
//! rules that hold the repository together. Each journey has its own home, sandbox and desktop.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a journey fails by panicking"
)]

mod access;
mod bad_input;
mod canary;
mod claude;
mod codex;
mod codex_verdict;
mod conformance;
mod desktop;
mod discreet;
mod drift;
mod history;
mod host;
mod hostile;
mod life;
mod link_fuzz;
mod links;
mod mcp;
mod notices;
mod pack;
mod pausing;
mod paying;
mod person;
mod places;
mod run;
mod scene;
mod second_factor;
mod settle;
mod settle_channel;
mod settle_mpp;
mod settle_purser;
mod settle_session;
mod settle_x402;
mod tidy;
mod tray;
mod updates;
mod window;
mod window_pay;
