//! A sandbox of its own for each seed, in this very process: one merchant with its manners, its
//! chains, and the clock of all of them. Knows no ledger.

use jiff::SignedDuration;
use sandbox::Sandbox;
use serde_json::{Value, json};
use tests::{payer, sandbox as books};
use tokio::runtime::Runtime;

/// What there is to buy: each merchant has other manners.
pub(crate) const GOODS: [&str; 20] = [
    "/x402/v1/weather",
    "/x402/v2/weather",
    "/hostile/x402/takes-later",
    "/hostile/x402/no-receipt",
    "/hostile/x402/forged-receipt",
    "/hostile/x402/fails",
    "/hostile/x402/cut",
    "/hostile/x402/asks-again",
    "/hostile/x402/price-rises",
    "/hostile/x402/redirects-paid",
    // Nothing is wrong with a recipient whom nobody was paid before.
    "/hostile/mpp/other-recipient",
    "/hostile/mpp/many-offers",
    "/hostile/mpp/takes-later",
    "/hostile/mpp/no-receipt",
    "/hostile/mpp/forged-receipt",
    "/hostile/mpp/fails",
    "/hostile/mpp/cut",
    "/hostile/mpp/asks-again",
    "/hostile/mpp/price-rises",
    "/hostile/mpp/redirects-paid",
];

/// A payment as the merchant has it in its books.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Settled {
    pub(crate) amount: String,
    pub(crate) transaction: String,
}

/// The sandbox of one seed.
pub(crate) struct Market {
    sandbox: Sandbox,
    ahead: SignedDuration,
}

impl Market {
    pub(crate) fn open(runtime: &Runtime) -> Self {
        let sandbox = runtime.block_on(Sandbox::start(sandbox::Options::default()));
        Self {
            sandbox: sandbox.expect("a sandbox"),
            ahead: SignedDuration::ZERO,
        }
    }

    pub(crate) fn url(&self) -> &str {
        self.sandbox.url()
    }

    /// How far its clocks are ahead of this machine's.
    pub(crate) fn ahead(&self) -> SignedDuration {
        self.ahead
    }

    /// Time passes.
    pub(crate) fn pass(&mut self, seconds: i64) {
        self.ahead += SignedDuration::from_secs(seconds);
        let clock = json!({ "offsetSeconds": self.ahead.as_secs() });
        books::control(self.url(), "clock", &clock);
    }

    /// A merchant that held payments back takes them.
    pub(crate) fn take(&self) {
        books::control(self.url(), "merchants/take", &json!({}));
    }

    /// What the merchant was paid, oldest first; the chains moved as much.
    pub(crate) fn settled(&self) -> Vec<Settled> {
        let log = books::ask(self.url(), "merchants/log");
        let text = |one: &Value, name: &str| one[name].as_str().expect("a text").to_owned();
        let settled = log["settlements"].as_array().expect("a list").iter();
        let settled: Vec<Settled> = settled
            .map(|one| Settled {
                amount: text(one, "amount"),
                transaction: text(one, "transaction"),
            })
            .collect();
        let amounts = settled.iter().map(|one| one.amount.parse::<u128>());
        let sum: u128 = amounts.map(|amount| amount.expect("a number")).sum();
        assert_eq!(payer::moved(self.url()), sum, "the chains and the merchant");
        settled
    }
}
