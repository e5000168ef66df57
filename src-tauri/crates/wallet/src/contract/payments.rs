//! The contract about the Pay Wallet: its key, limits, questions, payments and answers.
//! Holds no key and no credential; amounts are exact decimal text with their token's name.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{LinkView, Problem, Sensitive};

/// What is asked of the Pay Wallet. Amounts are decimal text in dollar-pegged tokens, as `0.10`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum PayCommand {
    /// Make a key. Its recovery phrase is shown once, in a terminal, by `purser key phrase`.
    CreateKey,
    /// Take a key that the person has: a BIP-39 phrase, or 64 hexadecimal digits.
    ImportKey {
        /// The phrase or the digits.
        secret: Sensitive,
    },
    /// Remove the key from this computer. What it holds stays on the chain.
    RemoveKey {
        /// The address, as a confirmation.
        address: String,
    },
    /// Note that the person has seen the recovery phrase; it is then erased.
    PhraseSeen,
    /// Read every balance now, and ask the chains about payments in doubt.
    ReadBalances,
    /// Read the ledger again: a program of its own may have paid in the meantime.
    ReadLedger,
    /// Stop or resume all payments.
    Pause {
        /// Whether they are stopped.
        paused: bool,
    },
    /// Change the limits.
    SetLimits {
        /// The limits.
        limits: Limits,
    },
    /// What these limits would have done with the payments of the last 30 days.
    BackTest {
        /// The limits.
        limits: Limits,
    },
    /// Say how an origin is treated.
    SetOrigin {
        /// The origin.
        origin: OriginRule,
    },
    /// Forget an origin: its next payment is asked for again.
    ForgetOrigin {
        /// `https://host` or `https://host:port`.
        origin: String,
    },
    /// Use another RPC address for a network.
    SetRpc {
        /// The chain's number.
        chain: u32,
        /// `https`, or `http` on loopback; none takes the built-in one.
        url: Option<String>,
    },
    /// Send a request without paying, and show what is asked for it.
    Quote {
        /// The request.
        request: PaidRequest,
    },
    /// Send a request, and pay for it within the limits; else ask.
    Pay {
        /// The request.
        request: PaidRequest,
    },
    /// Pay what is asked. The id counts once.
    Approve {
        /// The question's id.
        ask: String,
    },
    /// Do not pay what is asked. Costs nothing.
    Decline {
        /// The question's id.
        ask: String,
    },
    /// No longer show an answer.
    DismissAnswer {
        /// Its intent.
        intent: String,
    },
    /// Close a payment channel; what was not spent comes back.
    CloseChannel {
        /// Its id.
        channel: String,
    },
    /// Query the Codex Supergraph.
    Graph {
        /// The intent, made by who asks: one intent is paid at most once.
        intent: String,
        /// One GraphQL query.
        query: String,
        /// Its variables, a JSON object; empty for none.
        variables: String,
        /// The most that may be paid; none for the limits alone.
        max_amount: Option<String>,
    },
    /// Use this API key for the Supergraph instead of paying; empty removes it.
    SetGraphKey {
        /// The key.
        key: Sensitive,
    },
    /// Ask a PayloadExchange.
    Exchange {
        /// The intent, made by who asks.
        intent: String,
        /// What is asked.
        ask: ExchangeAsk,
    },
    /// Choose the PayloadExchange.
    SetExchange {
        /// Its base address.
        url: String,
    },
}

/// A request that may have to be paid for.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaidRequest {
    /// 1 to 128 of `A-Z a-z 0-9 _ -`, made by who asks. One intent is paid at most once; the same
    /// intent with another request is refused.
    pub intent: String,
    /// As `GET`.
    pub method: String,
    /// `https`, or `http` on loopback.
    pub url: String,
    /// Headers to send, besides ours.
    pub headers: Vec<HeaderPair>,
    /// The body, base64; none for no body.
    pub body: Option<Sensitive>,
    /// The most that may be paid for it; none for the limits alone.
    pub max_amount: Option<String>,
}

/// One header.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeaderPair {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Sensitive,
}

/// The person's limits, decimal text in dollar-pegged tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// The most for one payment.
    pub per_payment: String,
    /// The most for one origin and day.
    pub per_origin_day: String,
    /// The most for one day.
    pub per_day: String,
    /// The most that a payment channel may hold.
    pub channel_deposit: String,
    /// What happens with an origin that is not known.
    pub unknown: UnknownOrigin,
}

/// What happens with an origin that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum UnknownOrigin {
    /// The person is asked.
    Ask,
    /// Nothing is paid.
    Refuse,
}

/// How an origin is treated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OriginRule {
    /// `https://host` or `https://host:port`.
    pub origin: String,
    /// Whether it is paid without a question, within the limits.
    pub allowed: bool,
    /// Whether it speaks the PayloadExchange dialect.
    pub exchange: bool,
    /// Who pays there.
    pub payer: Payer,
}

/// Who pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Payer {
    /// The Pay Wallet.
    Purser,
    /// The program `tempo`.
    Tempo,
    /// The program `awal`.
    Awal,
}

/// The Pay Wallet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaymentsView {
    /// Whether it holds the sandbox's play money.
    pub sandbox: bool,
    /// Why nothing can be paid; none when all is well.
    pub trouble: Option<Problem>,
    /// The key; none when there is none.
    pub key: Option<KeyView>,
    /// Whether all payments are stopped.
    pub paused: bool,
    /// The limits in force.
    pub limits: Limits,
    /// `0.012`: what counts as spent today, in flight included.
    pub spent_today: String,
    /// What a back-test said; none until one was asked for.
    pub back_test: Option<BackTestView>,
    /// Questions that wait for the person, oldest first.
    pub asks: Vec<ApprovalView>,
    /// The last payments, newest first.
    pub payments: Vec<PaymentView>,
    /// The origins that are known.
    pub origins: Vec<OriginView>,
    /// Requests of this run with what came of them, newest first.
    pub answers: Vec<AnswerView>,
    /// Open payment channels.
    pub channels: Vec<ChannelView>,
    /// The networks.
    pub networks: Vec<NetworkView>,
    /// Other wallets on this computer that could pay.
    pub outside: Vec<OutsideView>,
    /// The Codex Supergraph.
    pub graph: GraphView,
    /// The PayloadExchange.
    pub exchange: ExchangeView,
}

/// The key, never itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeyView {
    /// The address, EIP-55.
    pub address: String,
    /// `0x1234…abcd`.
    pub short: String,
    /// The address as a QR code.
    pub qr: QrView,
    /// Whether its recovery phrase still waits to be seen.
    pub phrase_waits: bool,
    /// Per network and token.
    pub balances: Vec<BalanceView>,
}

/// A QR code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QrView {
    /// Modules per side, quiet zone included: the SVG's view box.
    pub size: u32,
    /// The dark modules, as the `d` of an SVG path.
    pub path: String,
}

/// A balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BalanceView {
    /// As `Base`.
    pub network: String,
    /// The chain's number.
    pub chain: u32,
    /// Whether its tokens are worth nothing.
    pub test: bool,
    /// As `USDC`.
    pub token: String,
    /// `12.5`; none while it was never read.
    pub amount: Option<String>,
    /// How old the number is, in seconds, when this View was made.
    pub age_seconds: u32,
    /// Why the last reading failed; none when it worked. The amount is then the last known.
    pub trouble: Option<Problem>,
}

/// What the limits would have done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackTestView {
    /// The limits that were tried.
    pub limits: Limits,
    /// Over so many days.
    pub days: u32,
    /// Payments that would have been made without a question.
    pub paid: u32,
    /// Payments that would have been asked for.
    pub asked: u32,
    /// Payments that would have been refused.
    pub refused: u32,
    /// The whole in one sentence.
    pub sentence: String,
}

/// What is to be paid: from our registry, never from the offer's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PriceView {
    /// `0.001 USDC`, exact.
    pub amount: String,
    /// As `Tempo`.
    pub network: String,
    /// Whether its tokens are worth nothing.
    pub test: bool,
    /// As `MPP charge` or `x402`.
    pub way: String,
    /// Who is paid, EIP-55.
    pub recipient: String,
    /// `0x1234…abcd`.
    pub short_recipient: String,
    /// Who else is paid out of the amount.
    pub splits: Vec<SplitView>,
    /// Whether the server pays the network's fee.
    pub fee_paid: bool,
    /// RFC 3339; none when the offer names none.
    pub expires_at: Option<String>,
}

/// A part of the amount that goes elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SplitView {
    /// `0.0001 USDC`.
    pub amount: String,
    /// Who gets it, EIP-55.
    pub recipient: String,
}

/// A question to the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalView {
    /// Its id, which counts once.
    pub id: String,
    /// The intent that asks.
    pub intent: String,
    /// As `POST`.
    pub method: String,
    /// `https://host`.
    pub origin: String,
    /// The host, in its unmistakable form (punycode).
    pub host: String,
    /// The path, without its query.
    pub path: String,
    /// What is to be paid.
    pub price: PriceView,
    /// Why it is asked, in words.
    pub reasons: Vec<String>,
    /// What the server says of it: untrusted text.
    pub description: Option<String>,
    /// Seconds until the offer ends, when this View was made; none when it names none.
    pub expires_in_seconds: Option<u32>,
}

/// What became of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PaymentStateView {
    /// The person is asked.
    Asked,
    /// It is on its way.
    Underway,
    /// Paid, and the answer came.
    Delivered,
    /// Paid, and no answer came.
    PaidNotDelivered,
    /// Nobody knows yet; the chain is asked.
    Unknown,
    /// It can no longer be paid; nothing was.
    Expired,
    /// The person declined.
    Declined,
    /// The limits or the checks refused.
    Refused,
    /// It never left this computer.
    Failed,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaymentView {
    /// Its intent.
    pub intent: String,
    /// RFC 3339.
    pub at: String,
    /// As `POST`.
    pub method: String,
    /// `https://host`.
    pub origin: String,
    /// The host.
    pub host: String,
    /// The path, without its query.
    pub path: String,
    /// `0.001 USDC`.
    pub amount: String,
    /// As `Tempo`.
    pub network: String,
    /// Whether its tokens are worth nothing.
    pub test: bool,
    /// As `MPP charge` or `x402`.
    pub way: String,
    /// Who was paid, EIP-55.
    pub recipient: String,
    /// What became of it.
    pub state: PaymentStateView,
    /// Why, in words; none when there is nothing to say.
    pub reason: Option<String>,
    /// The transaction's hash, where the chain names one.
    pub transaction: Option<String>,
    /// Where a block explorer shows it.
    pub explorer: Option<LinkView>,
    /// Who paid.
    pub payer: Payer,
}

/// A known origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OriginView {
    /// How it is treated.
    pub rule: OriginRule,
    /// Its host.
    pub host: String,
    /// Who it was paid to last, EIP-55; none while nothing was.
    pub recipient: Option<String>,
    /// `0.012`: what counts as spent there today.
    pub spent_today: String,
}

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AnswerState {
    /// Under way.
    Working,
    /// The person is asked.
    Asked,
    /// The offers are shown; nothing was paid.
    Quoted,
    /// An answer came.
    Answered,
    /// It ended without an answer; the problem says why.
    Failed,
}

/// A request with what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnswerView {
    /// Its intent.
    pub intent: String,
    /// How far it is.
    pub state: AnswerState,
    /// The HTTP status; none while there is none.
    pub status: Option<u32>,
    /// Its media type; empty when unknown.
    pub content_type: String,
    /// The beginning of the body as text; none when it is none.
    pub text: Option<String>,
    /// Whether there is more than `text`. The whole is kept in the ledger.
    pub more: bool,
    /// The body as a table, where it is one.
    pub table: Option<TableView>,
    /// What is offered, in the order in which it would be taken.
    pub offers: Vec<OfferView>,
    /// What was paid for it; none when nothing was.
    pub payment: Option<PaymentView>,
    /// How a PayloadExchange paid for it; none elsewhere.
    pub sponsored: Option<SponsoredView>,
    /// Why it failed.
    pub problem: Option<Problem>,
}

/// One way to pay that a server offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfferView {
    /// What it asks; none where our registry does not know the network or token.
    pub price: Option<PriceView>,
    /// As `MPP charge`, `stripe`.
    pub way: String,
    /// Why it is not taken, in words; none when it could be.
    pub refused: Option<String>,
}

/// Rows of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TableView {
    /// The columns' names.
    pub columns: Vec<String>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<String>>,
}

/// An open payment channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChannelView {
    /// Its id.
    pub id: String,
    /// `https://host`.
    pub origin: String,
    /// As `Tempo`.
    pub network: String,
    /// `0.05 USDC`: what it holds.
    pub deposit: String,
    /// `0.012 USDC`: what was promised of it.
    pub spent: String,
    /// `0.038 USDC`: what comes back when it is closed.
    pub refund: String,
    /// Whether it is open; a closed one shows its refund.
    pub open: bool,
}

/// A network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NetworkView {
    /// The chain's number.
    pub chain: u32,
    /// As `Base`.
    pub name: String,
    /// Whether its tokens are worth nothing.
    pub test: bool,
    /// The RPC address in use.
    pub rpc: String,
    /// Whether the person chose it.
    pub chosen: bool,
}

/// Another wallet on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutsideView {
    /// Which.
    pub payer: Payer,
    /// Where the program is.
    pub program: String,
}

/// The Codex Supergraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GraphView {
    /// Its address.
    pub url: String,
    /// Whether an API key is used; then nothing is paid.
    pub has_key: bool,
    /// `0.001 USDC`: what a query cost last; none while unknown.
    pub price: Option<String>,
    /// Ready queries.
    pub ready: Vec<ReadyQuery>,
}

/// A ready query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReadyQuery {
    /// Its name.
    pub name: String,
    /// The query.
    pub query: String,
}

/// What is asked of a PayloadExchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ExchangeAsk {
    /// Read campaigns, services and sponsored APIs.
    Look,
    /// Make the person's profile there.
    CreateProfile {
        /// E-mail address.
        email: String,
        /// Region.
        region: String,
        /// Roles.
        roles: Vec<String>,
        /// Tools that the person uses.
        tools: Vec<String>,
    },
    /// Say that a sponsor's task is done.
    CompleteTask {
        /// The campaign's id.
        campaign: String,
        /// The task.
        task: String,
    },
    /// Run a service, sponsored where a campaign allows it.
    RunSponsored {
        /// As `design`.
        service: String,
        /// Its input.
        input: String,
    },
    /// Run a service and pay for it.
    RunPaid {
        /// As `design`.
        service: String,
        /// Its input.
        input: String,
    },
    /// Make a sponsored API.
    CreateApi {
        /// Its name.
        name: String,
        /// Who sponsors it.
        sponsor: String,
        /// Where it leads.
        upstream_url: String,
        /// Price of a call in cents.
        price_cents: u32,
        /// Budget in cents.
        budget_cents: u32,
    },
    /// Run a sponsored API.
    RunApi {
        /// Its id.
        api: String,
        /// Its input, JSON or text.
        input: String,
    },
    /// Report how a skill was used.
    ReportMetric {
        /// The skill.
        skill: String,
        /// The platform.
        platform: String,
        /// `created`, `installed`, `invoked`, `completed` or `failed`.
        event: String,
        /// How long it took in milliseconds; none when unknown.
        duration_ms: Option<u32>,
        /// Whether it worked.
        success: bool,
    },
}

/// Who paid for a PayloadExchange's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "by", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SponsoredView {
    /// A sponsor. Its reference is no transaction.
    Sponsor {
        /// Who.
        name: String,
        /// The exchange's own reference.
        reference: Option<String>,
    },
    /// The person, with the Pay Wallet.
    Person,
    /// Nobody yet: a sponsor's task comes first.
    TaskFirst {
        /// The campaign's id; empty when it is not named.
        campaign: String,
        /// The task.
        task: String,
    },
    /// It costs nothing.
    Free,
}

/// The PayloadExchange.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeView {
    /// Its base address; empty until one was chosen.
    pub url: String,
    /// Whether it was read.
    pub known: bool,
    /// The person's profile; none until it was made.
    pub profile: Option<ProfileView>,
    /// Campaigns that lead somewhere.
    pub campaigns: Vec<CampaignView>,
    /// Services to run.
    pub services: Vec<ServiceView>,
    /// Sponsored APIs.
    pub apis: Vec<ApiView>,
    /// Use of skills.
    pub metrics: Vec<MetricView>,
}

/// The person's profile at a PayloadExchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileView {
    /// Its id.
    pub id: String,
    /// E-mail address.
    pub email: String,
    /// Region.
    pub region: String,
    /// Roles.
    pub roles: Vec<String>,
    /// Tools.
    pub tools: Vec<String>,
}

/// A sponsor's campaign: untrusted text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CampaignView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who sponsors it.
    pub sponsor: String,
    /// The task that comes first.
    pub task: String,
    /// `$0.05` per call.
    pub subsidy: String,
    /// `$12.00` left.
    pub left: String,
    /// Whether this profile did the task.
    pub task_done: bool,
}

/// A service: untrusted text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServiceView {
    /// As `design`: what `runSponsored` and `runPaid` name.
    pub key: String,
    /// Its name.
    pub name: String,
    /// `$0.08`.
    pub price: String,
    /// Who sponsors it; empty when nobody does.
    pub sponsor: String,
}

/// A sponsored API: untrusted text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApiView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who sponsors it.
    pub sponsor: String,
    /// What it is for; empty when it does not say.
    pub description: String,
    /// `$0.05` per call.
    pub price: String,
    /// `$3.00` left of the sponsor's budget.
    pub left: String,
    /// Whether the budget still pays for a call.
    pub sponsored: bool,
}

/// Use of a skill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MetricView {
    /// The skill.
    pub skill: String,
    /// How often.
    pub total: u32,
    /// How often it worked.
    pub successes: u32,
}
