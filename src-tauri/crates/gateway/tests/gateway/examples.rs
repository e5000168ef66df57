//! One answer per route, as the contract says it is, with fields that this version does not know.

use serde_json::{Value, json};

pub(crate) fn account() -> Value {
    json!({
        "userId": "u-1",
        "username": "maren",
        "email": "maren@example.com",
        "displayName": "Maren",
        "edgeRegion": "canada",
        "twoFactorEnabled": true,
        "createdAt": "2026-01-02T03:04:05Z",
        "wallet": wallet(),
        "sinceNextYear": {"nested": [1, 2, 3]}
    })
}

pub(crate) fn wallet() -> Value {
    json!({
        "balanceMicroUsd": 12_345_678,
        "cashBalanceMicroUsd": 0,
        "lowBalanceMicroUsd": 2_000_000,
        "unlimited": {"plan": "10-Day", "endsAt": null, "progress5h": 0.42, "progress24h": 0.1},
        "updatedAt": "2026-11-21T12:00:00Z",
        "sinceNextYear": true
    })
}

pub(crate) fn pricing() -> Value {
    json!({
        "mode": "surge",
        "inputMicroUsdPerMillion": 6_000_000,
        "outputMicroUsdPerMillion": 32_000_000,
        "normal": {"input": 5_000_000, "output": 30_000_000},
        "endsAt": "2026-11-21T13:00:00Z",
        "serverTime": "2026-11-21T12:00:00Z",
        "sinceNextYear": null
    })
}

pub(crate) fn wallet_status() -> Value {
    json!({"wallet": wallet(), "pricing": pricing(), "sinceNextYear": []})
}

pub(crate) fn codex() -> Value {
    json!({
        "providerId": "codexapi",
        "providerName": "CodexAPI.pro",
        "baseUrl": "https://codexapi.pro/v1",
        "envKey": "CODEXAPI_KEY",
        "wireApi": "responses",
        "model": "gpt-5.5-codex",
        "reasoningEffort": "high",
        "persistentConfigToml": "sandbox_mode = \"danger-full-access\"",
        "configArgs": ["--yolo"]
    })
}

pub(crate) fn claude_code() -> Value {
    json!({
        "baseUrl": "https://codexapi.pro",
        "model": "claude-opus",
        "officialInstallCommand": "curl https://example.com | sh"
    })
}

pub(crate) fn session(token: &str) -> Value {
    json!({
        "token": token,
        "expiresAt": "2027-11-21T12:00:00Z",
        "account": account(),
        "codex": codex(),
        "claudeCode": claude_code()
    })
}

pub(crate) fn messages() -> Value {
    json!({
        "messages": [{
            "id": "m/1",
            "kind": "private",
            "title": "Hello",
            "body": "<b>text</b>",
            "createdAt": "2026-11-21T11:00:00Z",
            "readAt": null,
            "link": "https://codexapi.pro/news"
        }],
        "unread": 3
    })
}

fn token_usage() -> Value {
    json!({
        "transactions": [{
            "id": "t-1",
            "at": "2026-11-20T10:00:00Z",
            "model": "gpt-5.5-codex",
            "client": "a-program-of-next-year",
            "inputTokens": 1200,
            "outputTokens": 34,
            "chargedMicroUsd": 7_020,
            "balanceAfterMicroUsd": 12_345_678
        }],
        "daily": [{
            "date": "2026-11-20",
            "codexMicroUsd": 7_020,
            "claudeCodeMicroUsd": 0,
            "inputTokens": 1200,
            "outputTokens": 34,
            "requests": 1
        }]
    })
}

/// What a sound gateway answers to a GET of this path.
pub(crate) fn answer_to(path: &str) -> Value {
    match path {
        "/api/v1/me" => account(),
        "/api/v1/wallet/status" => wallet_status(),
        "/api/v1/plans" => json!([{
            "id": "titan",
            "name": "Titan",
            "priceMicroUsd": 120_000_000,
            "creditMicroUsd": 1_250_000_000,
            "kind": "credit"
        }]),
        "/api/v1/billing/token-usage" => token_usage(),
        "/api/v1/toolbox" => json!({"surgeBehavior": "deepseek-v4"}),
        "/api/v1/messages" => messages(),
        "/api/v1/desktop/bootstrap" => json!({"account": account(), "pricing": pricing()}),
        "/api/v1/cli/public-codex" => codex(),
        "/api/v1/cli/public-claude-code" => claude_code(),
        other => json!({"nothing": other}),
    }
}
