//! A person who pays from the command line with the sandbox's play money, and the books that tell
//! what was paid: the merchants', the chains' and the person's own. Links no product code.

use serde_json::{Value, json};

use crate::{
    chain::{self, PATH_USD, PAYER, PHRASE, USDC},
    home::Home,
    process::Ended,
    purser::Purser,
    sandbox::{self, Sandbox},
};

/// What the sandbox's chains give to whom they hear of for the first time, in base units.
const FIRST_FUNDS: u128 = 25_000_000;

/// A person with a home, whose chains and merchants are the sandbox's.
#[derive(Debug)]
pub struct Payer {
    home: Home,
    sandbox: Sandbox,
}

impl Payer {
    /// One with a key.
    ///
    /// # Panics
    /// When the key cannot be imported.
    #[must_use]
    pub fn new() -> Self {
        let payer = Self::without_key();
        let imported = payer
            .purser()
            .run_with_input(&["key", "import"], &format!("{PHRASE}\n"))
            .well();
        assert_eq!(imported.out, format!("{PAYER}\n"));
        payer
    }

    /// One who has none yet.
    #[must_use]
    pub fn without_key() -> Self {
        let home = Home::new();
        let sandbox = Sandbox::start(&home);
        let payer = Self { home, sandbox };
        for (chain, name) in [("84532", "base"), ("42431", "tempo")] {
            let url = payer.at(&format!("/chain/{name}"));
            let _ = payer.run(&["key", "rpc", chain, &url]).well();
        }
        payer
    }

    /// One who lets the sandbox be paid without a question.
    #[must_use]
    pub fn allowing() -> Self {
        let payer = Self::new();
        let origin = payer.sandbox.url.clone();
        let _ = payer.run(&["policy", "set", "--allow", &origin]).well();
        payer
    }

    /// Their home.
    #[must_use]
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Their purser.
    #[must_use]
    pub fn purser(&self) -> Purser<'_> {
        Purser::headless(&self.home)
    }

    /// Runs their purser to its end.
    #[track_caller]
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.purser().run(arguments)
    }

    /// The address of something in the sandbox.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.url)
    }

    /// What the merchants took, in base units, oldest first.
    ///
    /// # Panics
    /// When the sandbox does not tell.
    #[must_use]
    pub fn taken(&self) -> Vec<String> {
        let amounts = self.log("settlements").into_iter();
        amounts
            .map(|one| one["amount"].as_str().expect("an amount").to_owned())
            .collect()
    }

    /// The payments that the merchants were sent in vain.
    #[must_use]
    pub fn sent_in_vain(&self) -> usize {
        self.log("refused").len()
    }

    /// What the chains took from the payer, in base units.
    #[must_use]
    pub fn moved(&self) -> u128 {
        moved(&self.sandbox.url)
    }

    /// The person's own ledger, oldest first.
    ///
    /// # Panics
    /// When it cannot be read.
    #[must_use]
    pub fn ledger(&self) -> Vec<Value> {
        let lines = self.run(&["ledger", "--json"]).well().out;
        lines
            .lines()
            .map(|line| serde_json::from_str(line).expect("a line of JSON"))
            .collect()
    }

    /// The line of an intent; null when there is none.
    #[must_use]
    pub fn line(&self, intent: &str) -> Value {
        let mut lines = self.ledger().into_iter();
        lines
            .find(|line| line["intent"] == intent)
            .unwrap_or_default()
    }

    /// Sets the sandbox's clock, and so its chains', so far ahead of everybody else's.
    pub fn clock_ahead(&self, seconds: u32) {
        self.sandbox
            .control("clock", &json!({ "offsetSeconds": seconds }));
    }

    fn log(&self, of: &str) -> Vec<Value> {
        let log = sandbox::ask(&self.sandbox.url, "merchants/log");
        log[of].as_array().expect("a list").clone()
    }
}

/// What the chains of the sandbox at `url` took from [`PAYER`], in base units.
#[must_use]
pub fn moved(url: &str) -> u128 {
    let held = |name, token| chain::balance(&format!("{url}/chain/{name}"), token, PAYER);
    2 * FIRST_FUNDS - held("base", USDC) - held("tempo", PATH_USD)
}

impl Default for Payer {
    fn default() -> Self {
        Self::new()
    }
}
