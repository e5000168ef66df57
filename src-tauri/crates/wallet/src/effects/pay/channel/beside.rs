//! What is signed for a channel itself, beside any payment: a line of its own in the ledger. Sends
//! nothing.

use std::sync::Arc;

use payments::{Signed, Token};

use super::book::{Kept, Place};
use crate::effects::Tools;
use crate::effects::pay::request::refused;
use crate::effects::pay::settle::credential;
use crate::ledger::{Intent, LedgerError, Quote};
use crate::problem::Fault;
use crate::state::State;

/// A deposit that is added, or an agreement to close.
pub(super) struct Beside {
    /// How it is written down.
    pub(super) quote: Quote,
    /// The payment for which its amount was reserved.
    pub(super) out_of: Option<Intent>,
    pub(super) token: &'static Token,
    pub(super) signed: Arc<Signed>,
}

/// The intent of what is signed beside payments: each is signed once.
pub(super) fn intent(what: &str, signed: &Signed) -> Result<Intent, Fault> {
    let intent = Intent::try_from(format!("{what}-{}", signed.nonce));
    intent.map_err(|_| refused("reason-intent"))
}

impl Beside {
    /// Writes it down together with the channel, and that it is about to be sent. `None` when the
    /// channel was written by somebody else since it was read: what was signed is void then.
    pub(super) async fn note(
        self,
        tools: &Tools,
        state: &State,
        place: Place,
        kept: &Kept,
    ) -> Result<Option<Place>, Fault> {
        let entry = place.entry(kept)?;
        let noted = tools.with_ledger(state, move |ledger, now| {
            let credential = credential(&self.signed, self.token);
            let out_of = self.out_of.as_ref();
            match ledger.signed_beside(&self.quote, out_of, &credential, &entry, now) {
                Err(LedgerError::ChannelMoved) => return Ok(false),
                other => other?,
            }
            ledger.sent(&self.quote.intent, now).map(|_| true)
        });
        Ok(noted.await?.then(|| place.after()))
    }
}
