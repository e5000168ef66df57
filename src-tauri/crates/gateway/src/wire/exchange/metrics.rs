//! What is counted of skills. Knows no HTTP and no rules.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What happened to a skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MetricKind {
    /// Its definition was made.
    Created,
    /// It was put into a tool.
    Installed,
    /// It began to work on a request.
    Invoked,
    /// It succeeded.
    Completed,
    /// It did not.
    Failed,
}

/// Body of POST [`super::route::METRIC_EVENTS`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricEvent {
    /// Which skill.
    pub skill_name: String,
    /// Where it ran.
    pub platform: String,
    /// What happened.
    pub event_type: MetricKind,
    /// How long it took, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// Whether it went well.
    pub success: bool,
}

/// An event that was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricRecorded {
    /// Opaque id.
    pub id: String,
    /// What was told.
    #[serde(flatten)]
    pub event: MetricEvent,
    /// When it was recorded.
    pub created_at: Timestamp,
}

/// GET [`super::route::METRICS`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// All events.
    pub total_events: u64,
    /// Those that went well.
    pub success_events: u64,
    /// Share of those that went well, 0 to 1.
    pub success_rate: f64,
    /// Per skill.
    #[serde(default)]
    pub per_skill: Vec<SkillMetrics>,
}

/// One skill's numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SkillMetrics {
    /// Which skill.
    pub skill_name: String,
    /// All its events.
    pub total_events: u64,
    /// Those that went well.
    pub success_events: u64,
    /// Mean duration, in milliseconds.
    #[serde(default)]
    pub avg_duration_ms: Option<f64>,
    /// When it was last heard of.
    pub last_seen_at: Timestamp,
}
