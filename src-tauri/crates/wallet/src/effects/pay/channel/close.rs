//! Closes a channel together with its merchant: it takes what was used, and the rest comes back.
//! Pays nothing.

use std::sync::Arc;

use gateway::paid::{Arrival, Method, PaidAnswer, PaidError, PaidRequest, PaidUrl};
use payments::channels;
use payments::{
    Address, Answered, BaseUnits, Channel, Payable, Rail, Said, Sent, Signed, read_answer,
};

use super::beside::{self, Beside};
use super::book::{self, Kept, Place, Standing};
use super::look;
use crate::contract::ProblemCode;
use crate::effects::pay::buy::{first, look as offers, mark, quote};
use crate::effects::pay::purpose::Purpose;
use crate::effects::pay::purse::payer;
use crate::effects::pay::request::Prepared;
use crate::effects::pay::{answers, books, reconcile};
use crate::effects::{Outcome, Tools};
use crate::ledger::{SettledBy, Settlement};
use crate::pay::{OfferLook, ways};
use crate::problem::Fault;
use crate::problem::pay::not_stepped;
use crate::state::State;

/// Closes the channel of that id.
pub(in crate::effects::pay) async fn close(
    tools: &Tools,
    state: &State,
    id: &str,
) -> Result<Outcome, Fault> {
    let every = tools.with_ledger(state, |ledger, _| book::every(ledger));
    let is_open = |kept: &Kept| !matches!(kept.standing, Standing::Closed | Standing::Void);
    let mut every = every.await?.into_iter();
    let found = every.find(|(_, kept)| is_open(kept) && kept.channel.id.to_string() == id);
    let (place, kept) = found.ok_or_else(|| {
        Fault::new(ProblemCode::InputUnreadable)
            .with("value", id)
            .because("reason-channel")
    })?;
    let result = close_one(tools, state, place, kept).await;
    Ok(Outcome {
        result,
        ..books::only_look(tools, state).await
    })
}

async fn close_one(tools: &Tools, state: &State, place: Place, kept: Kept) -> Result<(), Fault> {
    let host = kept.url.host_str().unwrap_or_default().to_owned();
    let open = |reason| {
        Fault::new(ProblemCode::ChannelOpen)
            .with("host", host.as_str())
            .because(reason)
    };
    let (place, kept) = look::checked(tools, state, place, kept).await?;
    match kept.standing {
        Standing::Closed | Standing::Void => return Ok(()),
        Standing::Funding { .. } => return Err(open("reason-channel-funding")),
        Standing::Open | Standing::Closing { .. } => {}
    }
    let (prepared, payable) = challenge(tools, state, &kept).await?;
    let payable = payable.ok_or_else(|| open("reason-channel-no-offer"))?;
    let signed = agreed(tools, state, &kept, &payable).await?;
    let prepared = Prepared {
        intent: beside::intent("close", &signed)?,
        ..prepared
    };
    let closing = Kept {
        standing: Standing::Closing {
            trace: signed.trace.clone(),
            valid_before: signed.valid_before,
        },
        ..kept
    };
    let nothing = (BaseUnits::ZERO, BaseUnits::ZERO);
    let noted = Beside {
        quote: quote(&prepared, &payable, ways::CLOSE, nothing),
        out_of: None,
        token: payable.token(),
        signed: signed.clone(),
    };
    let Some(place) = noted.note(tools, state, place, &closing).await? else {
        return Err(open("reason-underway"));
    };
    tools.secrets.learn(&signed.header_value);
    let sent = tools
        .apis()?
        .send(
            &prepared.request,
            Some((signed.header_name, &signed.header_value)),
        )
        .await;
    let came = Came::of(payer(state)?, &payable, &closing.channel, sent);
    came.note(tools, state, &prepared).await?;
    let (place, now) = look::checked(tools, state, place, closing).await?;
    if now.standing == Standing::Closed {
        // The line of the agreement ends by the chain's word, too.
        reconcile::one(tools, state, &prepared.intent).await?;
        return Ok(());
    }
    if let Came::Refused = came {
        let standing = Standing::Open;
        book::keep(tools, state, place, &Kept { standing, ..now }).await?;
        return Err(open("reason-channel-refused"));
    }
    Err(open("reason-channel-closing"))
}

/// Asks for what was bought last, to be answered by the challenge that a close has to name.
async fn challenge(
    tools: &Tools,
    state: &State,
    kept: &Kept,
) -> Result<(Prepared, Option<Payable>), Fault> {
    let method: Method = kept.method.parse()?;
    let request = PaidRequest::new(method, PaidUrl::parse(kept.url.as_str())?);
    let prepared = Prepared::of("close", request, None, Purpose::Plain)?;
    let answer = first(tools, state, &prepared).await?;
    let mark = mark(tools, state, &prepared).await?;
    let looks = offers(tools, &prepared, &answer, &mark, payer(state)?);
    let fits = |look: OfferLook| match look {
        OfferLook::Good(payable)
            if payable.rail() == Rail::TempoSession
                && Channel::key_for(&payable) == kept.channel.key() =>
        {
            Some(*payable)
        }
        OfferLook::Good(_) | OfferLook::Bad(..) | OfferLook::Unsupported(..) => None,
    };
    Ok((prepared, looks.into_iter().find_map(fits)))
}

async fn agreed(
    tools: &Tools,
    state: &State,
    kept: &Kept,
    payable: &Payable,
) -> Result<Arc<Signed>, Fault> {
    let key = tools.pay_key(state).await?;
    let rpc = tools.rpc(state, payable.network())?;
    let (channel, owed) = (&kept.channel, kept.spent);
    let step = channels::close(channel, payable, &key, &rpc, tools.wall(), owed).await;
    let host = kept.url.host_str().unwrap_or_default();
    let step = step.map_err(|error| not_stepped(error, host))?;
    Ok(Arc::new(step.signed))
}

/// What came of an agreement to close.
enum Came {
    /// The merchant took it.
    Taken(PaidAnswer, Option<Settlement>),
    /// It did not, or it never got it.
    Refused,
    /// It is not known.
    Unknown,
}

impl Came {
    fn of(
        payer: Address,
        payable: &Payable,
        channel: &Channel,
        sent: Result<PaidAnswer, PaidError>,
    ) -> Self {
        let answer = match sent {
            Ok(answer) => answer,
            Err(error) if error.arrival() == Arrival::NotSent => return Self::Refused,
            Err(_) => return Self::Unknown,
        };
        let sent = Sent {
            payable,
            payer,
            transaction: None,
            channel: Some(channel),
        };
        let answered = Answered {
            headers: &answer.headers,
            body: &answer.body,
        };
        match read_answer(&sent, answer.status, &answered) {
            Said::Receipt(receipt) => {
                let transaction = receipt.transaction.map(|hash| hash.to_string());
                let by = SettledBy::Receipt;
                Self::Taken(answer, Some(Settlement { by, transaction }))
            }
            Said::Missing | Said::Forged(_) => Self::Taken(answer, None),
            Said::NextAsked { .. } | Said::Failed { .. } => Self::Refused,
        }
    }

    async fn note(&self, tools: &Tools, state: &State, prepared: &Prepared) -> Result<(), Fault> {
        let intent = prepared.intent.clone();
        match self {
            Self::Taken(answer, settlement) => {
                let (kept, settlement) = (answers::kept(answer), settlement.clone());
                let taken = tools.with_ledger(state, move |ledger, now| {
                    ledger.delivered(&intent, &kept, settlement.as_ref(), now)
                });
                taken.await.map(|_| ())
            }
            Self::Refused => {
                let refused = tools.with_ledger(state, move |ledger, now| {
                    ledger.failed(&intent, "reason-channel-refused", now)
                });
                refused.await.map(|_| ())
            }
            Self::Unknown => {
                let unknown = tools.with_ledger(state, move |ledger, now| {
                    ledger.unknown(&intent, "reason-unknown-broken", now)
                });
                unknown.await.map(|_| ())
            }
        }
    }
}
