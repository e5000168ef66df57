//! What changes of State with jobs, and with what readings of the balance tell. No clock.

use super::State;
use crate::clock::Now;
use crate::event::JobEvent;
use crate::forecast::{Mark, Price};

impl State {
    pub(super) fn apply_job(&mut self, event: JobEvent) {
        match event {
            JobEvent::Announced { job, at } => {
                self.gate.pass(at);
                self.gate.announce(job, at);
            }
            JobEvent::Begins { job, at } => {
                if let (Some(wallet), Some(pricing)) = (&self.wallet, &self.pricing) {
                    let balance = wallet.value.balance_micro_usd;
                    self.gate.begin(&job, pricing.value.wire.mode, balance, at);
                }
            }
            JobEvent::Ended(job) => self.gate.end(&job),
            JobEvent::TimePassed { at } => self.gate.pass(at),
        }
    }

    /// What the reading that was just made tells about use.
    pub(super) fn note_use(&mut self, at: Now) {
        let (Some(wallet), Some(pricing)) = (&self.wallet, &self.pricing) else {
            return;
        };
        let balance = wallet.value.balance_micro_usd;
        self.gate.read(balance, at.mono);
        if wallet.value.unlimited.is_some() {
            self.history.pause();
        } else {
            self.history.read(Mark {
                at: at.wall,
                balance,
                price: Price::of(&pricing.value.wire),
            });
        }
    }
}
