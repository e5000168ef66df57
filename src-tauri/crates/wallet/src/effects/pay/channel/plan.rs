//! What a session's payment needs of its channel: nothing but a voucher, or a deposit first. Signs
//! nothing.

use payments::channels::{self, ChannelError};
use payments::{BaseUnits, Micros, Payable};

use super::book::{self, Kept, Place, Standing};
use super::look;
use crate::contract::ProblemCode;
use crate::effects::Tools;
use crate::effects::pay::purse::payer;
use crate::effects::pay::request::Prepared;
use crate::effects::pay::settle::doubt;
use crate::money;
use crate::policy::room;
use crate::problem::Fault;
use crate::state::State;

/// What a payment needs of its channel, as it stood then.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(super) place: Place,
    pub(super) need: Need,
}

/// What has to be signed.
#[derive(Debug, Clone)]
pub(super) enum Need {
    /// A new channel with a deposit, which pays at once.
    Open {
        deposit: BaseUnits,
        former: Option<Box<Kept>>,
    },
    /// A deposit more, and then a voucher.
    TopUp { deposit: BaseUnits, kept: Box<Kept> },
    /// A voucher.
    Voucher(Box<Kept>),
}

impl Plan {
    /// What leaves the person's hands for it, in base units.
    pub(crate) fn deposit(&self) -> BaseUnits {
        match self.need {
            Need::Open { deposit, .. } | Need::TopUp { deposit, .. } => deposit,
            Need::Voucher(_) => BaseUnits::ZERO,
        }
    }
}

/// Looks at the channel that would pay, and finds out what it needs. Where it is not known whether
/// the last deposit arrived, the chain is asked first: a second one is never made beside it.
pub(in crate::effects::pay) async fn plan(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    payable: &Payable,
) -> Result<Plan, Fault> {
    let key = book::key(&prepared.origin, payer(state)?, payable);
    let (place, kept) = match book::read(tools, state, key).await? {
        (place, Some(kept)) => {
            let (place, kept) = look::checked(tools, state, place, kept).await?;
            (place, Some(Box::new(kept)))
        }
        (place, None) => (place, None),
    };
    let standing = kept.as_ref().map(|kept| kept.standing.clone());
    let need = match (kept, standing) {
        (Some(_), Some(Standing::Funding { .. })) => {
            return Err(doubt(prepared, "reason-channel-funding"));
        }
        (Some(_), Some(Standing::Closing { .. })) => {
            return Err(doubt(prepared, "reason-channel-closing"));
        }
        (Some(kept), Some(Standing::Open)) if kept.channel.refund() >= payable.amount() => {
            Need::Voucher(kept)
        }
        (Some(kept), Some(Standing::Open)) => {
            let left = kept.channel.refund();
            let deposit = deposit(tools, state, prepared, payable, left).await?;
            Need::TopUp { deposit, kept }
        }
        (former, _) => {
            let deposit = deposit(tools, state, prepared, payable, BaseUnits::ZERO).await?;
            Need::Open { deposit, former }
        }
    };
    Ok(Plan { place, need })
}

/// How much to put into a channel of which `left` is not promised.
async fn deposit(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    payable: &Payable,
    left: BaseUnits,
) -> Result<BaseUnits, Fault> {
    let paying = state.settings.paying();
    let origin = prepared.origin.clone();
    let spent = tools.with_ledger(state, move |ledger, now| ledger.spent(&origin, now));
    let room = room(&paying.policy, &prepared.origin, &spent.await?);
    let room = prepared.max_amount.map_or(room, |most| most.min(room));
    within(payable, left, paying.channel_deposit, room).map_err(|_| {
        Fault::new(ProblemCode::LimitReached)
            .with("host", prepared.host())
            .with("limit", money::decimal(paying.channel_deposit))
            .because("reason-limit-deposit")
    })
}

/// The deposit that keeps what a channel holds within `own`, the person's most, and takes no more
/// than the limits have `room` for: a server that would like more gets less. What the limits leave
/// too little room for is theirs to refuse, with their reason.
fn within(
    payable: &Payable,
    left: BaseUnits,
    own: Micros,
    room: Micros,
) -> Result<BaseUnits, ChannelError> {
    let units = |budget| BaseUnits::within(budget, payable.token().decimals);
    let missing = payable.amount().checked_sub(left).unwrap_or_default();
    let own = units(own).checked_sub(left).unwrap_or_default();
    channels::deposit(payable, left, own.min(units(room).max(missing)))
}
