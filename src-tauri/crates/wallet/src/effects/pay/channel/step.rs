//! Pays for a session: opens its channel, tops it up, promises what is bought. Every step is in the
//! ledger, together with the channel, before it is sent; none is signed a second time for an intent.

use std::sync::Arc;

use payments::channels::{self, ChannelError, Step};
use payments::{BaseUnits, Channel, PayKey, Rpc, Sent, Signed};

use super::beside::{self, Beside};
use super::book::{self, Kept, Place, Standing};
use super::look;
use super::plan::{Need, Plan};
use crate::effects::Tools;
use crate::effects::pay::buy::{Came, quote};
use crate::effects::pay::purse::{Priced, payer};
use crate::effects::pay::request::Prepared;
use crate::effects::pay::settle::{self, credential, give_up};
use crate::ledger::{self, Intent, LedgerError};
use crate::pay::ways;
use crate::problem::Fault;
use crate::problem::pay::not_stepped;
use crate::state::State;

/// So often a voucher is signed anew because another one was stored in the meantime.
const TRIES: usize = 16;

/// Pays what is approved; `None` when the channel is another by now than when the price was asked
/// for. Nothing was sent then, and the intent is open again.
pub(in crate::effects::pay) async fn pay(
    tools: &Tools,
    state: &State,
    priced: &Priced,
    plan: &Plan,
) -> Result<Option<Came>, Fault> {
    let purchase = Purchase {
        tools,
        state,
        priced,
    };
    let place = plan.place.clone();
    let paid = match &plan.need {
        Need::Open { deposit, former } => {
            let former = former.as_deref().cloned();
            purchase.open(place, former, *deposit).await?
        }
        Need::TopUp { deposit, kept } => match purchase.top_up(place, kept, *deposit).await? {
            Some((place, kept)) => purchase.promise(place, kept).await?,
            None => None,
        },
        Need::Voucher(kept) => purchase.promise(place, kept.as_ref().clone()).await?,
    };
    if paid.is_none() {
        let intent = priced.prepared.intent.clone();
        let open_again = tools.with_ledger(state, move |ledger, now| {
            ledger.failed(&intent, "channel moved", now)?;
            ledger.reopen(&intent, now)
        });
        open_again.await?;
    }
    Ok(paid)
}

/// A session's payment that was approved.
struct Purchase<'a> {
    tools: &'a Tools,
    state: &'a State,
    priced: &'a Priced,
}

/// What is signed with.
struct Means {
    key: PayKey,
    rpc: Arc<Rpc>,
}

impl Purchase<'_> {
    async fn open(
        &self,
        place: Place,
        former: Option<Kept>,
        deposit: BaseUnits,
    ) -> Result<Option<Came>, Fault> {
        let (payable, now) = (&self.priced.payable, self.tools.wall());
        let opened = async {
            let Means { key, rpc } = self.means().await?;
            let opened = channels::open(payable, &key, &rpc, now, deposit).await;
            opened.map_err(|error| self.unsigned(error))
        };
        let Step { channel, signed } = self.or_give_up(opened.await).await?;
        let kept = Kept {
            standing: funding(BaseUnits::ZERO, &signed),
            ..Kept::new(&self.priced.prepared, channel, former)
        };
        let signed = Arc::new(signed);
        let Some(place) = self.note(place, &kept, &signed).await? else {
            return Ok(None);
        };
        let came = self.send(&self.priced.prepared, &kept.channel, &signed);
        let came = came.await;
        if came.is_err() && self.never_left(&self.priced.prepared.intent).await? {
            let unfunded = kept.unfunded(BaseUnits::ZERO);
            book::keep(self.tools, self.state, place, &unfunded).await?;
        }
        came.map(Some)
    }

    /// Promises the price. Another promise that was stored in the meantime is added to.
    async fn promise(&self, mut place: Place, mut kept: Kept) -> Result<Option<Came>, Fault> {
        let (tools, state) = (self.tools, self.state);
        let (prepared, payable) = (&self.priced.prepared, &self.priced.payable);
        let key = self.or_give_up(tools.paying_key(state).await).await?;
        for _ in 0..TRIES {
            let signed = channels::voucher(&kept.channel, payable, &key, tools.wall());
            if let Err(ChannelError::NeedsTopUp { .. }) = signed {
                return Ok(None);
            }
            let signed = signed.map_err(|error| self.unsigned(error));
            let Step { channel, signed } = self.or_give_up(signed).await?;
            let (signed, next) = (Arc::new(signed), kept.clone().promising(prepared, channel));
            if let Some(place) = self.note(place.clone(), &next, &signed).await? {
                let came = self.send(prepared, &next.channel, &signed).await;
                if came.is_err() {
                    look::refused(tools, state, place, next).await?;
                }
                return came.map(Some);
            }
            match book::read(tools, state, place.key).await? {
                (newer, Some(other)) if other.goes_on_from(&kept) => (place, kept) = (newer, other),
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Adds a deposit, in a line of the ledger of its own, out of what is reserved for the payment.
    async fn top_up(
        &self,
        place: Place,
        kept: &Kept,
        deposit: BaseUnits,
    ) -> Result<Option<(Place, Kept)>, Fault> {
        let (tools, state, now) = (self.tools, self.state, self.tools.wall());
        let (prepared, payable) = (&self.priced.prepared, &self.priced.payable);
        let topped_up = async {
            let Means { key, rpc } = self.means().await?;
            let step = channels::top_up(&kept.channel, payable, &key, &rpc, now, deposit).await;
            step.map_err(|error| self.unsigned(error))
        };
        let Step { channel, signed } = self.or_give_up(topped_up.await).await?;
        let beside = Prepared {
            intent: beside::intent("top-up", &signed)?,
            ..prepared.clone()
        };
        let funded = Kept {
            standing: funding(kept.channel.deposit, &signed),
            channel,
            ..kept.clone()
        };
        let (signed, key) = (Arc::new(signed), place.key.clone());
        let noted = Beside {
            quote: quote(&beside, payable, ways::TOP_UP, (deposit, deposit)),
            out_of: Some(prepared.intent.clone()),
            token: payable.token(),
            signed: signed.clone(),
        };
        let Some(place) = noted.note(tools, state, place, &funded).await? else {
            return Ok(None);
        };
        if let Err(fault) = self.send(&beside, &funded.channel, &signed).await {
            if self.never_left(&beside.intent).await? {
                let unfunded = funded.unfunded(kept.channel.deposit);
                book::keep(tools, state, place, &unfunded).await?;
                give_up(tools, state, prepared, "no deposit").await?;
                return Err(fault);
            }
            let (_, now) = look::checked(tools, state, place, funded).await?;
            if now.standing != Standing::Open || now.channel.deposit == kept.channel.deposit {
                give_up(tools, state, prepared, "no deposit").await?;
                return Err(fault);
            }
        }
        let (place, newest) = book::read(tools, state, key).await?;
        Ok(newest.map(|newest| (place, newest)))
    }

    async fn means(&self) -> Result<Means, Fault> {
        Ok(Means {
            key: self.tools.paying_key(self.state).await?,
            rpc: self.tools.rpc(self.state, self.priced.payable.network())?,
        })
    }

    fn unsigned(&self, error: ChannelError) -> Fault {
        let network = self.priced.payable.network().name;
        not_stepped(error, &self.priced.prepared.host()).with("network", network)
    }

    /// What could not be signed frees what was reserved.
    async fn or_give_up<T>(&self, signed: Result<T, Fault>) -> Result<T, Fault> {
        if signed.is_err() {
            give_up(self.tools, self.state, &self.priced.prepared, "not signed").await?;
        }
        signed
    }

    /// Writes down what was signed, together with the channel; `None` when the channel was written
    /// by somebody else since it was read. What was signed is void then.
    async fn note(
        &self,
        place: Place,
        kept: &Kept,
        signed: &Arc<Signed>,
    ) -> Result<Option<Place>, Fault> {
        let (entry, token) = (place.entry(kept)?, self.priced.payable.token());
        let (intent, signed) = (self.priced.prepared.intent.clone(), signed.clone());
        let noted = self.tools.with_ledger(self.state, move |ledger, now| {
            let credential = credential(&signed, token);
            match ledger.signed_in_channel(&intent, &credential, &entry, now) {
                Err(LedgerError::ChannelMoved) => return Ok(false),
                other => other?,
            }
            ledger.sent(&intent, now).map(|_| true)
        });
        Ok(noted.await?.then(|| place.after()))
    }

    /// Sends what is noted, once.
    async fn send(
        &self,
        prepared: &Prepared,
        channel: &Channel,
        signed: &Signed,
    ) -> Result<Came, Fault> {
        let (priced, state) = (self.priced, self.state);
        let paid = Sent {
            payable: &priced.payable,
            payer: payer(state)?,
            transaction: signed.trace.transaction(),
            channel: Some(channel),
        };
        let offers = priced.offers.clone();
        settle::send(self.tools, state, prepared, &paid, signed, offers).await
    }

    /// Whether it is sure that nothing of an attempt left this computer.
    async fn never_left(&self, intent: &Intent) -> Result<bool, Fault> {
        let intent = intent.clone();
        let payment = self
            .tools
            .with_ledger(self.state, move |ledger, _| ledger.payment(&intent));
        let payment = payment.await?;
        Ok(payment.is_some_and(|payment| payment.state == ledger::State::Failed))
    }
}

/// A deposit that was signed for a channel which held `before`.
fn funding(before: BaseUnits, signed: &Signed) -> Standing {
    Standing::Funding {
        before,
        trace: signed.trace.clone(),
        valid_before: signed.valid_before,
    }
}

impl Kept {
    /// Whether it is the same channel as `before`, with more promised or deposited, and in use.
    fn goes_on_from(&self, before: &Self) -> bool {
        let in_use = match &self.standing {
            Standing::Open => true,
            Standing::Funding { before, .. } => !before.is_zero(),
            Standing::Closing { .. } | Standing::Closed | Standing::Void => false,
        };
        in_use && self.channel.id == before.channel.id
    }
}
