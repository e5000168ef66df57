//! Answers a model call and bills it: which model answers at which rates follows from the mode in
//! force and the customer's surge choice. It must not know how an answer is streamed.

use axum::http::{HeaderMap, header};
use gateway::wire::{PricingMode, SurgeBehavior, UsageClient};
use jiff::Timestamp;

use crate::{
    accounts::AccountId,
    ledger::{Charge, TokenCount, tokens},
    pricing::{DEEPSEEK_V4, rates},
    prompt::Prompt,
    world::State,
};

/// The model that answers Codex during surge when the customer chose so.
const DEEPSEEK_MODEL: &str = "deepseek-v4";

/// Which part of the model surface was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Surface {
    /// `/v1/responses`, where the surge choice may change the model.
    Responses,
    /// `/v1/messages`, which always stays on the premium route.
    Messages,
}

/// A model call.
pub(crate) struct Call {
    pub(crate) surface: Surface,
    pub(crate) client: UsageClient,
    pub(crate) model: String,
    pub(crate) prompt: Prompt,
}

/// A call that was answered and paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answered {
    pub(crate) at: Timestamp,
    pub(crate) model: String,
    pub(crate) text: String,
    pub(crate) tokens: TokenCount,
}

/// Why a call was not answered. Nothing was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Declined {
    /// The wallet does not cover it.
    InsufficientCredit,
    /// The customer pauses new calls during surge.
    Paused {
        /// Seconds until the surge is reviewed; none while it has no end.
        seconds_left: Option<u64>,
    },
}

/// Answers a call and takes its price from the customer's wallet.
pub(crate) fn answer(state: &mut State, id: AccountId, call: Call) -> Result<Answered, Declined> {
    let now = state.now();
    let choice = state.accounts.get(id).toolbox.surge_behavior;
    let (model, rates) = match (state.pricing.mode(), choice, call.surface) {
        (PricingMode::Surge, SurgeBehavior::Pause, _) => {
            let ends_at = state.pricing.ends_at();
            return Err(Declined::Paused {
                seconds_left: ends_at.map(|ends_at| seconds_until(ends_at, now)),
            });
        }
        (PricingMode::Surge, SurgeBehavior::DeepseekV4, Surface::Responses) => {
            (DEEPSEEK_MODEL.to_owned(), DEEPSEEK_V4)
        }
        (mode, _, _) => (call.model, rates(mode)),
    };
    let text = call.prompt.reply();
    let tokens = TokenCount {
        input: tokens(call.prompt.text_bytes),
        output: tokens(u64::try_from(text.len()).unwrap_or(u64::MAX)),
    };
    let charge = Charge {
        at: now,
        model: model.clone(),
        client: call.client,
        tokens,
        rates,
    };
    let ledger = &mut state.accounts.get_mut(id).ledger;
    ledger
        .charge(charge)
        .map_err(|_| Declined::InsufficientCredit)?;
    Ok(Answered {
        at: now,
        model,
        text,
        tokens,
    })
}

/// Whole seconds until `end`, at least 1.
fn seconds_until(end: Timestamp, now: Timestamp) -> u64 {
    u64::try_from(end.duration_since(now).as_secs())
        .unwrap_or(0)
        .max(1)
}

/// The program that asks, by its `User-Agent`.
pub(crate) fn client(headers: &HeaderMap) -> UsageClient {
    let agent = headers.get(header::USER_AGENT);
    let agent = agent
        .and_then(|agent| agent.to_str().ok())
        .unwrap_or_default();
    if agent.starts_with("codex") {
        UsageClient::Codex
    } else if agent.starts_with("claude-cli") || agent.starts_with("claude-code") {
        UsageClient::ClaudeCode
    } else {
        UsageClient::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_that_asks_is_told_by_its_user_agent() {
        let told = |agent: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, agent.parse().unwrap());
            client(&headers)
        };
        assert_eq!(
            told("codex_exec/0.169.0 (Debian 12.0.0)"),
            UsageClient::Codex
        );
        assert_eq!(told("codex-tui/0.169.0"), UsageClient::Codex);
        assert_eq!(
            told("claude-cli/2.1.329 (external, sdk-cli)"),
            UsageClient::ClaudeCode
        );
        assert_eq!(told("curl/8"), UsageClient::Other);
        assert_eq!(client(&HeaderMap::new()), UsageClient::Other);
    }
}
