//! The Token Wallet's ledger: what a request costs, what was charged, and what is left. Pure: time
//! and rates are passed in, and it must not know which mode is in force.

use std::collections::BTreeMap;

use gateway::{
    MicroUsd,
    wire::{Rates, Usage, UsageClient, UsageDay, UsageTransaction, Wallet},
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// Bytes of text that count as one token.
const BYTES_PER_TOKEN: u64 = 4;
/// Rates are per this many tokens.
const RATE_TOKENS: i128 = 1_000_000;
/// Below this a balance counts as low: $2.00.
const LOW_BALANCE: MicroUsd = MicroUsd(2_000_000);

/// Tokens of a text of `bytes` UTF-8 bytes: four bytes each, a started token counts.
pub(crate) const fn tokens(bytes: u64) -> u64 {
    bytes.div_ceil(BYTES_PER_TOKEN)
}

/// What one request used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TokenCount {
    pub(crate) input: u64,
    pub(crate) output: u64,
}

impl TokenCount {
    /// The price at `rates`: both parts are added exactly, then rounded up once to a whole
    /// micro-USD. Clamped to the representable range.
    pub(crate) fn price(self, rates: Rates) -> MicroUsd {
        let part = |tokens: u64, rate: MicroUsd| i128::from(tokens) * i128::from(rate.0);
        let exact = part(self.input, rates.input).saturating_add(part(self.output, rates.output));
        let whole = exact / RATE_TOKENS + i128::from(exact % RATE_TOKENS > 0);
        MicroUsd(i64::try_from(whole).unwrap_or(i64::MAX))
    }
}

/// One request that is to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Charge {
    pub(crate) at: Timestamp,
    pub(crate) model: String,
    pub(crate) client: UsageClient,
    pub(crate) tokens: TokenCount,
    pub(crate) rates: Rates,
}

/// The wallet holds less than the request costs. Nothing was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InsufficientCredit;

/// A wallet and every charge to it.
#[derive(Debug, Clone)]
pub(crate) struct Ledger {
    balance: MicroUsd,
    updated_at: Timestamp,
    transactions: Vec<UsageTransaction>,
}

impl Ledger {
    /// A wallet with this much credit and no charges.
    pub(crate) fn new(balance: MicroUsd, now: Timestamp) -> Self {
        Self {
            balance,
            updated_at: now,
            transactions: Vec::new(),
        }
    }

    /// The wallet as the gateway shows it.
    pub(crate) fn wallet(&self) -> Wallet {
        Wallet {
            balance_micro_usd: self.balance,
            cash_balance_micro_usd: MicroUsd(0),
            low_balance_micro_usd: Some(LOW_BALANCE),
            unlimited: None,
            updated_at: Some(self.updated_at),
        }
    }

    /// Replaces the balance, as a top-up or a correction would. No transaction is recorded.
    pub(crate) fn set_balance(&mut self, balance: MicroUsd, now: Timestamp) {
        self.balance = balance;
        self.updated_at = now;
    }

    /// Takes the price of `charge` from the balance and records it. A balance never goes below 0
    /// by a charge: what cannot be paid in full is refused.
    pub(crate) fn charge(&mut self, charge: Charge) -> Result<(), InsufficientCredit> {
        let price = charge.tokens.price(charge.rates);
        if self.balance <= MicroUsd(0) || price > self.balance {
            return Err(InsufficientCredit);
        }
        self.balance = self.balance.saturating_sub(price);
        self.updated_at = charge.at;
        self.transactions.push(UsageTransaction {
            id: format!("t-{}", self.transactions.len() + 1),
            at: charge.at,
            model: charge.model,
            client: charge.client,
            input_tokens: charge.tokens.input,
            output_tokens: charge.tokens.output,
            charged_micro_usd: price,
            balance_after_micro_usd: self.balance,
        });
        Ok(())
    }

    /// The charges of the last `days` times 24 hours before `now`, newest first.
    pub(crate) fn usage(&self, days: u16, now: Timestamp) -> Usage {
        let oldest = now
            .checked_sub(SignedDuration::from_hours(24 * i64::from(days)))
            .unwrap_or(Timestamp::MIN);
        let transactions: Vec<_> = self
            .transactions
            .iter()
            .rev()
            .filter(|transaction| transaction.at >= oldest)
            .cloned()
            .collect();
        let daily = daily(&transactions);
        Usage {
            transactions,
            daily,
        }
    }
}

/// Sums per UTC day, newest first. What is neither Codex nor Claude Code counts in tokens and
/// requests only: the documented shape has no field for its money.
fn daily(transactions: &[UsageTransaction]) -> Vec<UsageDay> {
    let mut days = BTreeMap::new();
    for transaction in transactions {
        let date = transaction.at.to_zoned(TimeZone::UTC).date();
        let day = days.entry(date).or_insert_with(|| UsageDay {
            date: date.to_string(),
            codex_micro_usd: MicroUsd(0),
            claude_code_micro_usd: MicroUsd(0),
            input_tokens: 0,
            output_tokens: 0,
            requests: 0,
        });
        let charged = transaction.charged_micro_usd;
        match transaction.client {
            UsageClient::Codex => day.codex_micro_usd = day.codex_micro_usd.saturating_add(charged),
            UsageClient::ClaudeCode => {
                day.claude_code_micro_usd = day.claude_code_micro_usd.saturating_add(charged);
            }
            UsageClient::Other => {}
        }
        day.input_tokens = day.input_tokens.saturating_add(transaction.input_tokens);
        day.output_tokens = day.output_tokens.saturating_add(transaction.output_tokens);
        day.requests = day.requests.saturating_add(1);
    }
    days.into_values().rev().collect()
}

#[cfg(test)]
mod tests {
    use gateway::wire::PricingMode;

    use super::*;
    use crate::pricing::{DEEPSEEK_V4, rates};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn price(input: u64, output: u64, rates: Rates) -> i64 {
        TokenCount { input, output }.price(rates).0
    }

    fn charge(at: Timestamp, client: UsageClient) -> Charge {
        Charge {
            at,
            model: "gpt-5.5".to_owned(),
            client,
            tokens: TokenCount {
                input: 100,
                output: 10,
            },
            rates: rates(PricingMode::Standard),
        }
    }

    #[test]
    fn four_bytes_are_a_token_and_a_started_token_counts() {
        assert_eq!([0, 1, 4, 5, 8].map(tokens), [0, 1, 1, 2, 2]);
    }

    #[test]
    fn a_million_tokens_cost_the_documented_rate() {
        let million = 1_000_000;
        let cost = |rates| (price(million, 0, rates), price(0, million, rates));
        assert_eq!(cost(rates(PricingMode::Reduced)), (4_500_000, 27_000_000));
        assert_eq!(cost(rates(PricingMode::Standard)), (5_000_000, 30_000_000));
        assert_eq!(cost(rates(PricingMode::Surge)), (6_000_000, 32_000_000));
        assert_eq!(cost(DEEPSEEK_V4), (2_000_000, 5_000_000));
    }

    #[test]
    fn a_price_is_rounded_up_once_and_not_per_part() {
        let thirds = Rates {
            input: MicroUsd(300_000),
            output: MicroUsd(300_000),
        };
        assert_eq!(price(1, 0, thirds), 1);
        assert_eq!(price(1, 1, thirds), 1);
        assert_eq!(price(2, 2, thirds), 2);
        assert_eq!(price(0, 0, thirds), 0);
    }

    #[test]
    fn a_price_beyond_all_money_is_clamped() {
        assert_eq!(
            price(u64::MAX, u64::MAX, rates(PricingMode::Surge)),
            i64::MAX
        );
    }

    #[test]
    fn a_charge_moves_the_balance_by_exactly_its_price() {
        let mut ledger = Ledger::new(MicroUsd(1_000), NOW);
        assert_eq!(ledger.charge(charge(NOW, UsageClient::Codex)), Ok(()));
        assert_eq!(
            ledger.usage(1, NOW).transactions,
            [UsageTransaction {
                id: "t-1".to_owned(),
                at: NOW,
                model: "gpt-5.5".to_owned(),
                client: UsageClient::Codex,
                input_tokens: 100,
                output_tokens: 10,
                charged_micro_usd: MicroUsd(800),
                balance_after_micro_usd: MicroUsd(200),
            }]
        );
    }

    #[test]
    fn a_charge_that_the_balance_does_not_cover_changes_nothing() {
        let mut ledger = Ledger::new(MicroUsd(799), NOW);
        assert_eq!(
            ledger.charge(charge(NOW, UsageClient::Codex)),
            Err(InsufficientCredit)
        );
        assert_eq!(ledger.wallet().balance_micro_usd, MicroUsd(799));
        assert_eq!(ledger.usage(1, NOW).transactions, []);
    }

    #[test]
    fn the_last_micro_dollar_can_be_spent() {
        let mut ledger = Ledger::new(MicroUsd(800), NOW);
        assert_eq!(ledger.charge(charge(NOW, UsageClient::Other)), Ok(()));
        assert_eq!(ledger.wallet().balance_micro_usd, MicroUsd(0));
    }

    #[test]
    fn usage_is_summed_per_day_and_client_newest_first() {
        let mut ledger = Ledger::new(MicroUsd(1_000_000), NOW);
        let next_day = NOW + SignedDuration::from_hours(24);
        for (at, client) in [
            (NOW, UsageClient::Codex),
            (NOW, UsageClient::ClaudeCode),
            (next_day, UsageClient::Codex),
            (next_day, UsageClient::Other),
        ] {
            ledger.charge(charge(at, client)).unwrap();
        }
        let day = |date: &str, codex, claude_code| UsageDay {
            date: date.to_owned(),
            codex_micro_usd: MicroUsd(codex),
            claude_code_micro_usd: MicroUsd(claude_code),
            input_tokens: 200,
            output_tokens: 20,
            requests: 2,
        };
        assert_eq!(
            ledger.usage(30, next_day).daily,
            [day("1970-01-02", 800, 0), day("1970-01-01", 800, 800)]
        );
    }

    #[test]
    fn usage_leaves_out_what_is_older_than_asked_for() {
        let mut ledger = Ledger::new(MicroUsd(1_000_000), NOW);
        ledger.charge(charge(NOW, UsageClient::Codex)).unwrap();
        let day_later = NOW + SignedDuration::from_hours(24);
        assert_eq!(ledger.usage(1, day_later).transactions.len(), 1);
        let after = day_later + SignedDuration::from_nanos(1);
        assert_eq!(ledger.usage(1, after).transactions.len(), 0);
    }
}
