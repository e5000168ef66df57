//! The contract about jobs that wait for a pricing mode. Holds no argument of a command: those may
//! be secrets.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the program that has a job asks for. The job is that program's own: it goes when the
/// program no longer announces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum JobCommand {
    /// There is this job, or there still is. Said again every few seconds.
    Announce {
        /// Names it; made by who has it.
        job: String,
        /// What to call it: a program's name.
        label: String,
        /// The dearest mode in which it starts.
        when: When,
        /// The most that it may spend, in dollars: `2.50`.
        budget: Option<String>,
    },
    /// Start it, if a reading of this moment allows it. Whether it may run shows in its stage.
    Begin {
        /// The job.
        job: String,
    },
    /// It ended, or is no longer wanted.
    End {
        /// The job.
        job: String,
    },
}

/// The dearest pricing mode in which a job starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum When {
    /// Only in reduced pricing.
    Reduced,
    /// In standard or reduced pricing.
    Standard,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobView {
    /// Names it.
    pub id: String,
    /// What to call it.
    pub label: String,
    /// The dearest mode in which it starts.
    pub when: When,
    /// How far it is.
    pub stage: JobStage,
    /// `$2.50`: the most that it may spend.
    pub budget: Option<String>,
    /// `$0.12`: what the account spent since it began; none before.
    pub spent: Option<String>,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum JobStage {
    /// The mode in force is too dear, or not known.
    Waiting,
    /// As far as was last read, it may begin.
    Ready,
    /// It began.
    Running,
    /// It has to end: its budget would not cover what comes next.
    BudgetSpent,
    /// It has to end: what it spends could not be read for too long.
    Unmetered,
}
