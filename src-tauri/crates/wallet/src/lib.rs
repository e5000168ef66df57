//! The engine: knows the state and decides what happens. Commands come in, effects make Events,
//! Events make State, State is shown as a View.
//!
//! It must not know who shows it (Tauri, tray, terminal), where secrets are kept (a port), or HTTP.

pub mod cadence;
pub mod contract;
pub mod graph;
pub mod ledger;
pub mod links;
pub mod notices;
pub mod outside;
pub mod policy;
pub mod ports;
pub mod settings;
pub mod update;
pub mod words;

mod autostart;
mod clock;
mod closing;
mod diagnostics;
mod doctor;
mod effects;
mod engine;
mod event;
mod feeds;
mod finding;
mod forecast;
mod gate;
mod handle;
mod lanes;
mod money;
mod pay;
mod problem;
mod reading;
mod server_clock;
mod state;
mod store;
mod tools;
mod view;

pub use clock::Clock;
pub use closing::TrayHost;
pub use effects::Surroundings;
pub use engine::{Engine, Options};
pub use handle::{Handle, Watch};
pub use problem::Fault;
pub use setup::{claude_config_dir, codex_home};
