//! All that a running sandbox knows, behind one lock. It must not know HTTP; nothing waits while
//! the lock is held.

use std::sync::{Mutex, MutexGuard, PoisonError};

use gateway::wire::{BugReport, Pricing};
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::{
    accounts::{AccountId, Accounts},
    clock::Clock,
    faults::Faults,
    merchants::Merchants,
    pricing::PricingClock,
    requests::Requests,
    two_factor::Challenges,
};

/// What changes while the sandbox runs.
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) pricing: PricingClock,
    pub(crate) accounts: Accounts,
    pub(crate) challenges: Challenges,
    pub(crate) faults: Faults,
    pub(crate) requests: Requests,
    /// What people handed in, oldest first.
    pub(crate) reports: Vec<BugReport>,
    pub(crate) merchants: Merchants,
}

impl State {
    /// The gateway's time.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What the gateway says about its prices now.
    pub(crate) fn prices(&self) -> Pricing {
        self.pricing.report(self.now())
    }
}

/// One sandbox: its address, its end, and its state.
pub(crate) struct World {
    url: String,
    stop: CancellationToken,
    state: Mutex<State>,
}

/// What a person needs to use the demo account.
pub(crate) struct DemoCredentials {
    pub(crate) login: String,
    pub(crate) password: String,
    pub(crate) token: String,
}

impl World {
    /// A world that has just begun.
    pub(crate) fn new(url: String, stop: CancellationToken) -> Self {
        let clock = Clock::default();
        let now = clock.now();
        let state = State {
            clock,
            pricing: PricingClock::new(now),
            accounts: Accounts::new(now),
            challenges: Challenges::default(),
            faults: Faults::default(),
            requests: Requests::default(),
            reports: Vec::new(),
            merchants: Merchants::new(now),
        };
        Self {
            url,
            stop,
            state: Mutex::new(state),
        }
    }

    /// Base URL, without a slash at its end.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Cancelled when the sandbox stops; whatever waits must watch it.
    pub(crate) fn stop(&self) -> &CancellationToken {
        &self.stop
    }

    /// The state, with the pricing clock moved on to this moment. A panic elsewhere does not
    /// poison it: each change is a whole one.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = state.now();
        state.pricing.advance(now);
        state
    }

    /// Login, password and token of the demo account.
    pub(crate) fn demo_credentials(&self) -> DemoCredentials {
        let mut state = self.state();
        let account = state.accounts.get_mut(AccountId::DEMO);
        DemoCredentials {
            login: account.login.to_owned(),
            password: account.password.clone(),
            token: account.working_token(),
        }
    }
}
