//! The models on offer, in both shapes that coding tools read: `object` with `data`, and `models`.
//! It must not know their prices.

use axum::response::Response;
use serde_json::{Value, json};

use crate::{auth::Customer, conditional::Conditional, refusal::Refusal};

/// The model that Codex is pointed at.
pub(crate) const CODEX_MODEL: &str = "gpt-5.5";
/// The model that Claude Code is pointed at.
pub(crate) const CLAUDE_MODEL: &str = "claude-opus-4-8";

/// GET `/v1/models`.
pub(crate) async fn list(
    Customer(_): Customer,
    conditional: Conditional,
) -> Result<Response, Refusal> {
    let entry =
        |id: &str| json!({"id": id, "object": "model", "created": 0, "owned_by": "sandbox"});
    conditional.answer(&json!({
        "object": "list",
        "data": [entry(CODEX_MODEL), entry(CLAUDE_MODEL)],
        "models": [codex_entry()],
    }))
}

/// The catalogue entry that Codex 0.141 to 0.169 decodes. `upgrade` is null: no other model is
/// offered in its place.
fn codex_entry() -> Value {
    json!({
        "slug": CODEX_MODEL,
        "display_name": "GPT-5.5 (sandbox)",
        "description": "Answers one friendly line and bills made-up money for it.",
        "default_reasoning_level": "medium",
        "supported_reasoning_levels": [
            {"effort": "low", "description": "As quick as the others here"},
            {"effort": "medium", "description": "The usual"},
            {"effort": "high", "description": "As thorough as the others here"},
        ],
        "shell_type": "shell_command",
        "visibility": "list",
        "supported_in_api": true,
        "priority": 0,
        "additional_speed_tiers": [],
        "service_tiers": [],
        "availability_nux": null,
        "upgrade": null,
        "base_instructions": "You are a coding assistant in a sandbox. Answer in one line.",
        "supports_reasoning_summaries": true,
        "default_reasoning_summary": "none",
        "support_verbosity": true,
        "default_verbosity": "low",
        "apply_patch_tool_type": "freeform",
        "web_search_tool_type": "text_and_image",
        "truncation_policy": {"mode": "tokens", "limit": 10_000},
        "supports_parallel_tool_calls": true,
        "supports_image_detail_original": true,
        "context_window": 272_000,
        "max_context_window": 272_000,
        "effective_context_window_percent": 95,
        "experimental_supported_tools": [],
        "input_modalities": ["text", "image"],
        "supports_search_tool": true,
        "use_responses_lite": false,
    })
}
