//! `purser policy`: the limits, on a terminal.

use wallet::contract::{
    Command, Limits, OriginRule, PayCommand, Payer, PaymentsView, UnknownOrigin,
};

use crate::arguments::{NewLimits, PolicySet, PolicyStep, Unknown, Wallet};
use crate::exit::{Code, Stop};
use crate::front::Front;
use crate::ledger;
use crate::plan::print_json;

pub(crate) async fn run(step: PolicyStep) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let result = match step {
        PolicyStep::Show { json } => show(&front, json).await,
        PolicyStep::Set(change) => set(&front, change).await,
        PolicyStep::BackTest { limits, json } => back_test(&front, limits, json).await,
    };
    front.close().await;
    result
}

async fn perform(front: &Front, ask: PayCommand) -> Result<(), Stop> {
    front.perform(Command::Pay { ask }).await
}

async fn show(front: &Front, json: bool) -> Result<(), Stop> {
    let payments = ledger::read(front).await?;
    if json {
        return print_json(&serde_json::json!({
            "limits": payments.limits,
            "spentToday": payments.spent_today,
            "paused": payments.paused,
            "origins": payments.origins,
        }));
    }
    let limits = &payments.limits;
    if payments.paused {
        say!("All payments are stopped.");
    }
    say!("One payment         {}", limits.per_payment);
    say!("One origin and day  {}", limits.per_origin_day);
    say!("One day             {}", limits.per_day);
    say!("Spent today         {}", payments.spent_today);
    say!("A payment channel   {}", limits.channel_deposit);
    say!(
        "Unknown origins     {}",
        match limits.unknown {
            UnknownOrigin::Ask => "you are asked",
            UnknownOrigin::Refuse => "refused",
        }
    );
    for origin in &payments.origins {
        let rule = &origin.rule;
        let way = if rule.allowed {
            "paid within the limits"
        } else {
            "asked"
        };
        let payer = match rule.payer {
            Payer::Purser => "",
            Payer::Tempo => ", by tempo",
            Payer::Awal => ", by awal",
        };
        let spent = &origin.spent_today;
        say!("{}  {way}{payer}, {spent} today", rule.origin);
    }
    Ok(())
}

async fn set(front: &Front, change: PolicySet) -> Result<(), Stop> {
    let payments = ledger::read(front).await?;
    let mut asks = Vec::new();
    if let Some(limits) = changed(&payments.limits, change.limits) {
        asks.push(PayCommand::SetLimits { limits });
    }
    let mut rules = Rules {
        payments: &payments,
        changed: Vec::new(),
    };
    for origin in change.allow {
        rules.of(origin).allowed = true;
    }
    for origin in change.ask {
        rules.of(origin).allowed = false;
    }
    for (origin, wallet) in change.payer {
        rules.of(origin).payer = match wallet {
            Wallet::Purser => Payer::Purser,
            Wallet::Tempo => Payer::Tempo,
            Wallet::Awal => Payer::Awal,
        };
    }
    let changed = rules.changed.into_iter();
    asks.extend(changed.map(|origin| PayCommand::SetOrigin { origin }));
    let forget = change.forget.into_iter();
    asks.extend(forget.map(|origin| PayCommand::ForgetOrigin { origin }));
    if change.pause || change.resume {
        asks.push(PayCommand::Pause {
            paused: change.pause,
        });
    }
    if asks.is_empty() {
        eprintln!("Say what to change: `purser policy set --help`.");
        return Err(Stop::Code(Code::Usage));
    }
    for ask in asks {
        perform(front, ask).await?;
    }
    show(front, false).await
}

/// How origins are to be treated, from how they are treated now.
struct Rules<'v> {
    payments: &'v PaymentsView,
    changed: Vec<OriginRule>,
}

impl Rules<'_> {
    /// The rule of an origin, to be changed.
    fn of(&mut self, origin: String) -> &mut OriginRule {
        let at = self.changed.iter().position(|rule| rule.origin == origin);
        let at = at.unwrap_or_else(|| {
            self.changed.push(known(self.payments, origin));
            self.changed.len() - 1
        });
        &mut self.changed[at]
    }
}

/// How an origin is treated now; one that is not known is asked about.
fn known(payments: &PaymentsView, origin: String) -> OriginRule {
    let mut rules = payments.origins.iter().map(|origin| &origin.rule);
    match rules.find(|rule| rule.origin == origin) {
        Some(rule) => rule.clone(),
        None => OriginRule {
            origin,
            allowed: false,
            exchange: false,
            payer: Payer::Purser,
        },
    }
}

/// The limits with what is named; none when nothing is.
fn changed(now: &Limits, new: NewLimits) -> Option<Limits> {
    let unknown = match new.unknown {
        Some(Unknown::Ask) => UnknownOrigin::Ask,
        Some(Unknown::Refuse) => UnknownOrigin::Refuse,
        None => now.unknown,
    };
    let or = |new: Option<String>, now: &String| new.unwrap_or_else(|| now.clone());
    let limits = Limits {
        per_payment: or(new.per_payment, &now.per_payment),
        per_origin_day: or(new.per_origin_day, &now.per_origin_day),
        per_day: or(new.per_day, &now.per_day),
        channel_deposit: or(new.channel_deposit, &now.channel_deposit),
        unknown,
    };
    (limits != *now).then_some(limits)
}

async fn back_test(front: &Front, new: NewLimits, json: bool) -> Result<(), Stop> {
    let now = front.view().await?.payments.limits;
    let limits = changed(&now, new).unwrap_or(now);
    perform(front, PayCommand::BackTest { limits }).await?;
    let told = front.view().await?.payments.back_test;
    let told = told.ok_or_else(|| Stop::Failed("There is no back-test.".to_owned()))?;
    if json {
        return print_json(&told);
    }
    say!("{}", told.sentence);
    Ok(())
}
