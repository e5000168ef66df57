//! Points other programs at the gateway by editing their config files: plan, apply, undo.
//! Knows no network, no async runtime and no clock; time is passed in.
//!
//! A plan is a diff as data and writes nothing. Only owned keys are edited, by splicing bytes into
//! the person's text; everything else in the file stays byte for byte. What was there before is
//! kept in our own records folder, never as marks in the person's file.

mod apply;
mod backups;
mod catalogue;
mod claude_code;
mod codex;
pub mod detect;
mod diff;
mod digest;
pub mod doctor;
pub mod drift;
mod error;
pub mod facts;
mod files;
mod fresh;
mod history;
mod home;
mod journal;
mod json;
pub mod machine;
mod mcp;
mod overtaken;
mod owned;
mod part;
mod place;
mod plan;
pub mod preflight;
mod record;
mod replace;
mod skills;
pub mod ssh;
mod text;
pub mod threads;
mod toml;
pub mod turn;
pub mod verify;

pub use catalogue::{Ask, Catalogue, Server};
pub use claude_code::{ClaudeCode, ClaudeFacts, claude_config_dir};
pub use codex::{Codex, State, Status, TokenDelivery};
pub use diff::{DiffKind, DiffLine};
pub use error::{Refusal, SetupError};
pub use facts::{FactsRefused, OfferedFacts, ProviderFacts};
pub use history::{History, Step, StepUndo};
pub use home::codex_home;
pub use mcp::{
    Choice, ClaudeDesktopMcp, CodexMcp, DesktopOs, Installed, ServerState, claude_desktop_config,
};
pub use plan::{Finding, Plan, PlanKind, Tool};
pub use skills::{SKILLS, Skill, SkillState, Skills};
