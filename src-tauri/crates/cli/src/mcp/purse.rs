//! What a tool tells of the Pay Wallet itself: balances, limits, the last payments. Never its key.

use rmcp::schemars::{self, JsonSchema};
use serde::Serialize;
use wallet::contract::{BalanceView, PaymentsView};

use super::priced::Payment;
use super::told::Trouble;

/// The Pay Wallet.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct Balances {
    /// The address that the balances are of.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    balances: Vec<Balance>,
    /// Whether it is the sandbox's play money.
    sandbox: bool,
    /// Whether the person stopped all payments.
    paused: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    limits: Option<Limits>,
    /// Why nothing can be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Trouble>,
}

/// A balance.
#[derive(Debug, Serialize, JsonSchema)]
struct Balance {
    network: String,
    /// Whether its tokens are worth nothing.
    test_network: bool,
    token: String,
    /// Exact; absent while it was never read.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<String>,
    age_seconds: u32,
    /// Why it could not be read now; the amount is then the last known.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Trouble>,
}

/// The person's limits, in dollar-pegged tokens.
#[derive(Debug, Serialize, JsonSchema)]
struct Limits {
    per_payment: String,
    per_origin_and_day: String,
    per_day: String,
    /// What counts as spent today, in flight included.
    spent_today: String,
}

/// The last payments.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct Ledger {
    /// Newest first.
    payments: Vec<Payment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Trouble>,
}

impl Balances {
    pub(super) fn of(payments: &PaymentsView) -> Self {
        let key = payments.key.as_ref();
        Self {
            address: key.map(|key| key.address.clone()),
            balances: key
                .into_iter()
                .flat_map(|key| &key.balances)
                .map(Balance::from)
                .collect(),
            sandbox: payments.sandbox,
            paused: payments.paused,
            limits: Some(Limits {
                per_payment: payments.limits.per_payment.clone(),
                per_origin_and_day: payments.limits.per_origin_day.clone(),
                per_day: payments.limits.per_day.clone(),
                spent_today: payments.spent_today.clone(),
            }),
            problem: payments.trouble.clone().map(Trouble::from),
        }
    }

    pub(super) fn failed(problem: Trouble) -> Self {
        Self {
            problem: Some(problem),
            ..Self::default()
        }
    }

    pub(super) fn words(&self) -> String {
        let mut lines: Vec<String> = self.problem.iter().map(Trouble::words).collect();
        if let Some(address) = &self.address {
            lines.push(format!("The Pay Wallet is {address}."));
        }
        if self.sandbox {
            lines.push("It holds the sandbox's play money.".to_owned());
        }
        lines.extend(self.balances.iter().map(Balance::words));
        if let Some(limits) = &self.limits {
            lines.push(format!(
                "Limits: {} for one payment, {} for one origin and day, {} for a day; {} spent \
                 today.",
                limits.per_payment, limits.per_origin_and_day, limits.per_day, limits.spent_today
            ));
        }
        if self.paused {
            lines.push("All payments are paused.".to_owned());
        }
        lines.join("\n")
    }
}

impl From<&BalanceView> for Balance {
    fn from(balance: &BalanceView) -> Self {
        Self {
            network: balance.network.clone(),
            test_network: balance.test,
            token: balance.token.clone(),
            amount: balance.amount.clone(),
            age_seconds: balance.age_seconds,
            problem: balance.trouble.clone().map(Trouble::from),
        }
    }
}

impl Balance {
    fn words(&self) -> String {
        let amount = self.amount.as_deref().unwrap_or("unknown");
        let worth = if self.test_network {
            ", worth nothing"
        } else {
            ""
        };
        let age = match &self.problem {
            Some(problem) => format!(" ({} s old: {})", self.age_seconds, problem.words()),
            None => String::new(),
        };
        format!("{}: {amount} {}{worth}{age}", self.network, self.token)
    }
}

impl Ledger {
    pub(super) fn of(payments: &PaymentsView, lines: usize) -> Self {
        let shown = payments.payments.iter().take(lines);
        Self {
            payments: shown.map(Payment::from).collect(),
            problem: payments.trouble.clone().map(Trouble::from),
        }
    }

    pub(super) fn failed(problem: Trouble) -> Self {
        Self {
            problem: Some(problem),
            ..Self::default()
        }
    }

    pub(super) fn words(&self) -> String {
        let mut lines: Vec<String> = self.problem.iter().map(Trouble::words).collect();
        lines.extend(self.payments.iter().map(Payment::words));
        if lines.is_empty() {
            lines.push("There are no payments yet.".to_owned());
        }
        lines.join("\n")
    }
}
