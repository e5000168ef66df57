//! The limits of this very moment: an effect works with a snapshot, but a pause, or a limit that was
//! lowered since, holds for a payment that was begun before. Decides nothing.

use std::sync::Arc;

use jiff::Timestamp;
use payments::PayKey;
use tokio::sync::watch;

use crate::contract::ProblemCode;
use crate::effects::{Tools, blocking};
use crate::ledger::{Ledger, LedgerError};
use crate::policy::Policy;
use crate::problem::Fault;
use crate::settings::{Folders, Settings};
use crate::state::State;

/// Where the limits of a Pay Wallet are found.
struct InForce {
    states: watch::Receiver<Arc<State>>,
    folders: Folders,
    /// Whose Pay Wallet it is: the one that the payment began with.
    sandbox: bool,
}

impl InForce {
    /// The limits as they are now. Paused is also what another program of ours wrote to the disk:
    /// one that works alone may have begun before. Reads the disk.
    fn policy(&self) -> Policy {
        let known = self.states.borrow().clone();
        let policy = self.of(&known.settings);
        let paused = policy.paused || self.of(&Settings::read(&self.folders)).paused;
        Policy {
            paused,
            ..policy.clone()
        }
    }

    fn of<'s>(&self, settings: &'s Settings) -> &'s Policy {
        let wallet = if self.sandbox {
            &settings.sandbox_pay
        } else {
            &settings.pay
        };
        &wallet.policy
    }
}

impl Tools {
    fn in_force(&self, state: &State) -> InForce {
        InForce {
            states: self.states.clone(),
            folders: self.folders.clone(),
            sandbox: state.settings.sandbox,
        }
    }

    /// Has the ledger decide about a payment, by the limits of the moment at which it does.
    pub(super) async fn decide<T: Send + 'static>(
        &self,
        state: &State,
        work: impl FnOnce(&Ledger, &Policy, Timestamp) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, Fault> {
        let in_force = self.in_force(state);
        self.with_ledger(state, move |ledger, now| {
            work(ledger, &in_force.policy(), now)
        })
        .await
    }

    /// Refuses while payments are paused.
    pub(super) async fn unpaused(&self, state: &State) -> Result<(), Fault> {
        let in_force = self.in_force(state);
        if blocking(move || in_force.policy().paused).await? {
            return Err(Fault::new(ProblemCode::PaymentsPaused));
        }
        Ok(())
    }

    /// The key, to sign a payment with that was approved: none is signed once payments are paused.
    /// The key comes first, as a keychain may ask the person before it gives it.
    pub(super) async fn paying_key(&self, state: &State) -> Result<PayKey, Fault> {
        let key = self.pay_key(state).await?;
        self.unpaused(state).await?;
        Ok(key)
    }
}
