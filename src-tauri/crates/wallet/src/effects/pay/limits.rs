//! The person's limits and what is known of origins. Pays nothing.

use std::sync::Arc;

use gateway::paid::PaidUrl;
use jiff::SignedDuration;
use payments::{ChainId, Micros, Registry};

use crate::contract::{Limits, OriginRule, ProblemCode};
use crate::effects::{Outcome, Tools};
use crate::event::{Event, PayChoice};
use crate::ledger::OriginMark;
use crate::money;
use crate::pay::ways;
use crate::policy::{Origin, Policy, UnknownOrigin, back_test};
use crate::problem::Fault;
use crate::state::State;

/// Payments of so many days are looked at by a back-test.
pub(crate) const BACK_TEST_DAYS: u32 = 30;
/// How the ledger marks an origin that speaks the PayloadExchange dialect.
pub(crate) const EXCHANGE_DIALECT: &str = "payload-exchange";

pub(super) fn set(state: &State, limits: &Limits) -> Result<Outcome, Fault> {
    let (policy, deposit) = read(&state.settings.paying().policy, limits)?;
    Ok(Outcome::of(vec![
        Event::PayChosen(PayChoice::Policy(policy)),
        Event::PayChosen(PayChoice::ChannelDeposit(deposit)),
    ]))
}

/// What these limits would have done with what was wished before.
pub(super) async fn try_on(
    tools: &Tools,
    state: &State,
    limits: &Limits,
) -> Result<Outcome, Fault> {
    let (policy, _) = read(&state.settings.paying().policy, limits)?;
    let since = tools.wall() - SignedDuration::from_hours(24 * i64::from(BACK_TEST_DAYS));
    let past = tools.with_ledger(state, move |ledger, _| ledger.past(since));
    let result = back_test(&policy, &past.await?, since);
    let shown = Arc::new((limits.clone(), result));
    Ok(Outcome::of(vec![Event::BackTested(shown)]))
}

fn read(policy: &Policy, limits: &Limits) -> Result<(Policy, Micros), Fault> {
    let policy = Policy {
        per_payment: money::parse(&limits.per_payment)?,
        per_origin_day: money::parse(&limits.per_origin_day)?,
        per_day: money::parse(&limits.per_day)?,
        unknown: match limits.unknown {
            crate::contract::UnknownOrigin::Ask => UnknownOrigin::Ask,
            crate::contract::UnknownOrigin::Refuse => UnknownOrigin::Refuse,
        },
        ..policy.clone()
    };
    Ok((policy, money::parse(&limits.channel_deposit)?))
}

pub(super) fn origin(text: &str) -> Result<Origin, Fault> {
    let unreadable = || {
        Fault::new(ProblemCode::InputUnreadable)
            .with("value", text)
            .because("reason-origin")
    };
    let url = PaidUrl::parse(text).map_err(|_| unreadable())?;
    Origin::try_from(url.origin()).map_err(|_| unreadable())
}

pub(super) async fn set_origin(
    tools: &Tools,
    state: &State,
    rule: &OriginRule,
) -> Result<Outcome, Fault> {
    let origin = origin(&rule.origin)?;
    let mark = OriginMark {
        dialect: rule.exchange.then(|| EXCHANGE_DIALECT.to_owned()),
        payer: ways::payer_name(rule.payer).map(str::to_owned),
    };
    let mut policy = state.settings.paying().policy.clone();
    if rule.allowed {
        policy.allow.entry(origin.clone()).or_default();
    } else {
        policy.allow.remove(&origin);
    }
    tools
        .with_ledger(state, move |ledger, _| ledger.mark_origin(&origin, &mark))
        .await?;
    Ok(chosen(PayChoice::Policy(policy)))
}

pub(super) async fn forget_origin(
    tools: &Tools,
    state: &State,
    text: &str,
) -> Result<Outcome, Fault> {
    let origin = origin(text)?;
    let mut policy = state.settings.paying().policy.clone();
    policy.allow.remove(&origin);
    tools
        .with_ledger(state, move |ledger, _| ledger.forget_origin(&origin))
        .await?;
    Ok(chosen(PayChoice::Policy(policy)))
}

pub(super) fn set_rpc(chain: u32, url: Option<&str>) -> Result<Outcome, Fault> {
    let unreadable = |value: &str, reason| {
        Fault::new(ProblemCode::InputUnreadable)
            .with("value", value)
            .because(reason)
    };
    if Registry::built_in()
        .network(ChainId(u64::from(chain)))
        .is_none()
    {
        return Err(unreadable(&chain.to_string(), "reason-chain"));
    }
    let url = url.map(|url| match PaidUrl::parse(url) {
        Ok(checked) => Ok(checked.as_str().to_owned()),
        Err(_) => Err(unreadable(url, "reason-url")),
    });
    Ok(chosen(PayChoice::Rpc(chain, url.transpose()?)))
}

/// Choosing it marks its origin: it may then speak its own dialect.
pub(super) async fn set_exchange(
    tools: &Tools,
    state: &State,
    url: &str,
) -> Result<Outcome, Fault> {
    let checked = PaidUrl::parse(url).map_err(|_| {
        Fault::new(ProblemCode::InputUnreadable)
            .with("value", url)
            .because("reason-url")
    })?;
    let origin = origin(&checked.origin())?;
    let url = checked.as_str().trim_end_matches('/').to_owned();
    tools
        .with_ledger(state, move |ledger, _| {
            let mark = OriginMark {
                dialect: Some(EXCHANGE_DIALECT.to_owned()),
                ..ledger.origin_mark(&origin)?
            };
            ledger.mark_origin(&origin, &mark)
        })
        .await?;
    Ok(chosen(PayChoice::Exchange(url)))
}

pub(super) fn chosen(choice: PayChoice) -> Outcome {
    Outcome::of(vec![Event::PayChosen(choice)])
}
