//! Points other programs at the gateway by editing their config files: plan, apply, undo.
//! Knows no network, no async runtime and no clock; time is passed in.
//!
//! A plan is a diff as data and writes nothing. Only owned keys are edited, by splicing bytes into
//! the person's text; everything else in the file stays byte for byte. What was there before is
//! kept in our own records folder, never as marks in the person's file.

mod backups;
mod codex;
pub mod detect;
mod diff;
mod digest;
pub mod doctor;
mod error;
pub mod facts;
mod history;
mod home;
mod journal;
pub mod machine;
mod place;
mod plan;
mod record;
mod replace;
mod text;
pub mod threads;
mod toml;
pub mod verify;

pub use codex::{Codex, State, Status, TokenDelivery};
pub use diff::{DiffKind, DiffLine};
pub use error::{Refusal, SetupError};
pub use facts::{FactsRefused, OfferedFacts, ProviderFacts};
pub use history::{History, Step, StepUndo};
pub use home::codex_home;
pub use plan::{Finding, Plan, PlanKind, Tool};
