//! Every shape of the gateway's customer API, in one place: the client reads them, the sandbox
//! serves them. Knows no HTTP and no rules.
//!
//! Reading is tolerant: unknown fields are ignored and optional fields may be missing. Times are
//! RFC 3339 UTC, money is an integer count of micro-USD, names are camelCase.

use std::fmt;

use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::MicroUsd;

pub mod exchange;

/// Paths of the customer API, relative to the gateway's base URL.
pub mod route {
    /// POST [`super::Login`] → [`super::Session`].
    pub const LOGIN: &str = "/api/v1/auth/login";
    /// POST [`super::TwoFactorAnswer`] → [`super::Session`].
    pub const TWO_FACTOR: &str = "/api/v1/auth/web-login/2fa";
    /// GET `?return=&state=`: a page for the person's browser. It ends in a redirect to `return`, with
    /// `token` and `state`.
    pub const GOOGLE_START: &str = "/api/v1/auth/google/start";
    /// GET → [`super::Account`].
    pub const ME: &str = "/api/v1/me";
    /// GET → [`super::WalletStatus`]: the light snapshot that is polled.
    pub const WALLET_STATUS: &str = "/api/v1/wallet/status";
    /// GET → list of [`super::Plan`].
    pub const PLANS: &str = "/api/v1/plans";
    /// GET `?days=` → [`super::Usage`].
    pub const TOKEN_USAGE: &str = "/api/v1/billing/token-usage";
    /// GET/POST [`super::Toolbox`].
    pub const TOOLBOX: &str = "/api/v1/toolbox";
    /// GET `?after=` → [`super::Messages`].
    pub const MESSAGES: &str = "/api/v1/messages";
    /// POST [`super::BugReport`]; what it answers is not read.
    pub const BUG_REPORT: &str = "/api/v1/desktop/bug-report";
    /// GET → [`super::Bootstrap`].
    pub const BOOTSTRAP: &str = "/api/v1/desktop/bootstrap";
    /// GET → [`super::PublicCodex`].
    pub const PUBLIC_CODEX: &str = "/api/v1/cli/public-codex";
    /// GET → [`super::ModelList`]: what Codex and Claude Code ask for too. Free of charge.
    pub const MODELS: &str = "/v1/models";
    /// GET → [`super::PublicClaudeCode`].
    pub const PUBLIC_CLAUDE_CODE: &str = "/api/v1/cli/public-claude-code";

    /// POST → 204: `/api/v1/messages/{id}/read`. `id` must already be percent-encoded.
    #[must_use]
    pub fn message_read(id: &str) -> String {
        format!("{MESSAGES}/{id}/read")
    }
}

/// The code of a 401 that asks for a second factor.
pub const TWO_FACTOR_REQUIRED: &str = "two_factor_required";

/// Body of POST [`route::LOGIN`]. Carries a password: it has no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
pub struct Login {
    /// User name or e-mail address.
    pub login: String,
    /// The account's password.
    pub password: String,
}

/// Body of POST [`route::TWO_FACTOR`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TwoFactorAnswer {
    /// The id that the login's 401 carried.
    pub challenge_id: String,
    /// Six digits (RFC 6238).
    pub code: String,
}

/// Body of POST [`route::BUG_REPORT`]: exactly what the person saw, and sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BugReport {
    /// One line.
    pub title: String,
    /// What the person says; may be empty.
    pub description: String,
    /// What Purser knows about itself, as plain text.
    pub diagnostics: String,
}

/// What a successful sign-in answers. Carries the token: it has no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The bearer token ("System Token").
    pub token: String,
    /// When the token stops working; the documented lifetime is one year.
    pub expires_at: Option<Timestamp>,
    /// Who signed in.
    pub account: Account,
    /// Set-up facts for Codex CLI.
    pub codex: Option<PublicCodex>,
    /// Set-up facts for Claude Code.
    pub claude_code: Option<PublicClaudeCode>,
}

/// The customer. Its `Debug` leaves the user name out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Opaque id.
    pub user_id: String,
    /// The name to sign in with. (On the real service it equals the System Token: treat a token as
    /// secret, never this field as the token.)
    pub username: String,
    /// E-mail address.
    #[serde(default)]
    pub email: String,
    /// Name to show; empty when the person gave none.
    #[serde(default)]
    pub display_name: String,
    /// `canada` or `chicago`; absent where the gateway has no regions.
    pub edge_region: Option<String>,
    /// Whether sign-in asks for a TOTP code.
    #[serde(default)]
    pub two_factor_enabled: bool,
    /// When the account was made.
    pub created_at: Option<Timestamp>,
    /// The Token Wallet at this moment.
    pub wallet: Option<Wallet>,
}

impl fmt::Debug for Account {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Account")
            .field("user_id", &self.user_id)
            .field("email", &self.email)
            .field("display_name", &self.display_name)
            .field("edge_region", &self.edge_region)
            .field("wallet", &self.wallet)
            .finish_non_exhaustive()
    }
}

/// The Token Wallet: credit held by the gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wallet {
    /// Credit that requests draw on.
    pub balance_micro_usd: MicroUsd,
    /// The separate Cash Wallet.
    #[serde(default)]
    pub cash_balance_micro_usd: MicroUsd,
    /// Below this the balance counts as low.
    pub low_balance_micro_usd: Option<MicroUsd>,
    /// An Unlimited plan, while one runs.
    pub unlimited: Option<Unlimited>,
    /// When the gateway computed this.
    pub updated_at: Option<Timestamp>,
}

/// A running Unlimited plan and how much of its fair-use windows is used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unlimited {
    /// The plan's name.
    pub plan: String,
    /// When it ends.
    #[serde(rename = "endsAt")]
    pub ends_at: Option<Timestamp>,
    /// Share of the 5-hour window used, 0 to 1.
    #[serde(rename = "progress5h", default)]
    pub progress_5h: f64,
    /// Share of the 24-hour window used, 0 to 1.
    #[serde(rename = "progress24h", default)]
    pub progress_24h: f64,
}

impl Eq for Unlimited {}

/// The three pricing modes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PricingMode {
    /// Severe load: dearer.
    Surge,
    /// The normal rate.
    Standard,
    /// Cheaper hours.
    Reduced,
}

/// Rates in micro-USD per million tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    /// For input tokens.
    pub input: MicroUsd,
    /// For output tokens.
    pub output: MicroUsd,
}

/// The pricing mode in force and when it may change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pricing {
    /// The mode.
    pub mode: PricingMode,
    /// Rate for input tokens, per million.
    pub input_micro_usd_per_million: MicroUsd,
    /// Rate for output tokens, per million.
    pub output_micro_usd_per_million: MicroUsd,
    /// The normal rates, to compare with.
    pub normal: Option<Rates>,
    /// When this mode is reviewed; none while it has no end.
    pub ends_at: Option<Timestamp>,
    /// The gateway's clock when it answered. The countdown runs on it.
    pub server_time: Timestamp,
}

/// GET [`route::WALLET_STATUS`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletStatus {
    /// The Token Wallet.
    pub wallet: Wallet,
    /// The pricing mode.
    pub pricing: Pricing,
}

/// How a plan is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlanKind {
    /// Adds credit.
    Credit,
    /// Runs for a time.
    Unlimited,
}

/// Something that can be bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Stable id (`titan`).
    pub id: String,
    /// Name to show.
    pub name: String,
    /// What it costs.
    pub price_micro_usd: MicroUsd,
    /// What it adds; 0 for an Unlimited plan.
    #[serde(default)]
    pub credit_micro_usd: MicroUsd,
    /// How it is counted.
    pub kind: PlanKind,
    /// How many can be bought at once.
    #[serde(default = "one")]
    pub max_quantity: u32,
}

fn one() -> u32 {
    1
}

/// Which program a charge came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UsageClient {
    /// Codex CLI.
    Codex,
    /// Claude Code.
    ClaudeCode,
    /// Anything else.
    #[serde(other)]
    Other,
}

/// One charged request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageTransaction {
    /// Opaque id.
    pub id: String,
    /// When it was charged.
    pub at: Timestamp,
    /// The model that answered.
    pub model: String,
    /// The program that asked.
    pub client: UsageClient,
    /// Input tokens.
    pub input_tokens: u64,
    /// Output tokens.
    pub output_tokens: u64,
    /// What it cost.
    pub charged_micro_usd: MicroUsd,
    /// The balance right after.
    pub balance_after_micro_usd: MicroUsd,
}

/// One day's sums.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageDay {
    /// `YYYY-MM-DD`, UTC.
    pub date: String,
    /// Charged for Codex.
    pub codex_micro_usd: MicroUsd,
    /// Charged for Claude Code.
    pub claude_code_micro_usd: MicroUsd,
    /// Input tokens.
    pub input_tokens: u64,
    /// Output tokens.
    pub output_tokens: u64,
    /// Requests.
    pub requests: u32,
}

/// GET [`route::TOKEN_USAGE`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Newest first.
    pub transactions: Vec<UsageTransaction>,
    /// Newest first.
    pub daily: Vec<UsageDay>,
}

/// What the gateway does with Codex requests during surge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SurgeBehavior {
    /// Stay on the premium route.
    Stay,
    /// Use Deepseek v4 at $2/$5.
    DeepseekV4,
    /// Pause new calls.
    Pause,
}

/// GET/POST [`route::TOOLBOX`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Toolbox {
    /// The chosen behaviour.
    pub surge_behavior: SurgeBehavior,
}

/// Where a message comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageKind {
    /// To everyone.
    Broadcast,
    /// To this customer.
    Private,
    /// A copy of an e-mail.
    Email,
}

/// One inbox message. Title and body are untrusted text, never markup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Opaque id.
    pub id: String,
    /// Where it comes from.
    pub kind: MessageKind,
    /// One line.
    pub title: String,
    /// Plain text.
    #[serde(default)]
    pub body: String,
    /// When it was sent.
    pub created_at: Timestamp,
    /// When it was read; none while unread.
    pub read_at: Option<Timestamp>,
    /// An `https` address, if any.
    pub link: Option<String>,
}

/// GET [`route::MESSAGES`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Messages {
    /// Newest first.
    pub messages: Vec<Message>,
    /// How many are unread in all.
    #[serde(default)]
    pub unread: u32,
}

/// GET [`route::BOOTSTRAP`]: verifies the token and answers all a fresh start needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bootstrap {
    /// Whose token it is.
    pub account: Account,
    /// Set-up facts for Codex CLI.
    pub codex: Option<PublicCodex>,
    /// Set-up facts for Claude Code.
    pub claude_code: Option<PublicClaudeCode>,
    /// The pricing mode.
    pub pricing: Pricing,
    /// The surge choice.
    pub toolbox: Option<Toolbox>,
    /// Newest version of the desktop client.
    pub latest_version: Option<String>,
    /// Where the vendors' desktop apps are.
    pub downloads: Option<Downloads>,
}

/// Where the vendors' desktop apps are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Downloads {
    /// Codex's desktop app.
    pub codex_desktop: Option<String>,
    /// Claude's desktop app.
    pub claude_desktop: Option<String>,
}

/// GET [`route::PUBLIC_CODEX`], reduced to what Purser reads. The documented payload also carries
/// shell commands and a whole `config.toml`; they are never read here, so they cannot be run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicCodex {
    /// `codexapi`.
    pub provider_id: String,
    /// Name to show in Codex.
    pub provider_name: String,
    /// Ends in `/v1`; `/responses` and `/models` are appended by Codex.
    pub base_url: String,
    /// Always `responses`.
    pub wire_api: String,
    /// Model slug.
    pub model: String,
    /// Reasoning effort.
    pub reasoning_effort: Option<String>,
    /// The Codex version that the gateway was tested with.
    pub official_cli_version: Option<String>,
}

/// GET [`route::PUBLIC_CLAUDE_CODE`], reduced to what Purser reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicClaudeCode {
    /// The root; Claude Code appends `/v1/messages`.
    pub base_url: String,
    /// Model slug.
    pub model: String,
}

/// GET [`route::MODELS`], reduced to how many there are. Some gateways answer in OpenAI's shape
/// (`data`), some in Codex's own (`models`), some in both.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ModelList {
    /// In OpenAI's shape.
    #[serde(default)]
    pub data: Vec<IgnoredAny>,
    /// In Codex's shape.
    #[serde(default)]
    pub models: Vec<IgnoredAny>,
}

/// Body of every error answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// The error.
    pub error: ErrorDetail,
}

/// What went wrong, in the gateway's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorDetail {
    /// Stable code (`insufficient_credit`).
    pub code: String,
    /// A sentence. Untrusted text.
    #[serde(default)]
    pub message: String,
    /// Field → what is wrong with it (status 422).
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub fields: std::collections::BTreeMap<String, String>,
    /// Present with `two_factor_required`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge_id: Option<String>,
}
