//! News about how things stand: told when they begin to stand otherwise, not while they stay. Knows
//! no desktop.

use gateway::{MicroUsd, wire};

use super::journal::Told;
use super::{About, Found, News, Notice, Voice};
use crate::contract::{NoticeKind, Place, Screen, Tool};
use crate::money;
use crate::state::State;
use crate::tools::{ToolLook, ToolStatus};

/// All is as it should be.
pub(super) const FINE: &str = "fine";
const LOW: &str = "low";
const DRIFTED: &str = "drifted";
/// A balance counts as recovered once it is above its mark by a tenth of it, and by ten cents.
const ABOVE_PART: i64 = 10;
const ABOVE_MICRO_USD: i64 = 100_000;

/// Whether a wallet is below its own mark.
pub(crate) fn is_low(wallet: &wire::Wallet) -> bool {
    wallet
        .low_balance_micro_usd
        .is_some_and(|mark| wallet.balance_micro_usd < mark)
}

/// Whether a wallet that was low has recovered: a balance that plays around its mark is told once.
fn has_recovered(wallet: &wire::Wallet) -> bool {
    wallet.low_balance_micro_usd.is_none_or(|MicroUsd(mark)| {
        let above = (mark / ABOVE_PART).max(ABOVE_MICRO_USD);
        wallet.balance_micro_usd.0 >= mark.saturating_add(above)
    })
}

pub(super) fn low_balance(
    told: &Told,
    after: &State,
    account: &str,
    voice: Voice<'_>,
    found: &mut Found,
) {
    let Some(wallet) = after.wallet.as_ref().map(|wallet| &wallet.value) else {
        return;
    };
    let subject = format!("low:{account}");
    let stood = told.standing(&subject);
    let stands = match stood {
        _ if is_low(wallet) => LOW,
        Some(LOW) if !has_recovered(wallet) => LOW,
        _ => FINE,
    };
    if stood == Some(stands) {
        return;
    }
    found.standings.push((subject.clone(), stands));
    if stood.is_none() || stands == FINE {
        return;
    }
    let balance = money::text(wallet.balance_micro_usd);
    let mentions = [("balance", balance.as_str())];
    found.news.push(News {
        kind: NoticeKind::LowBalance,
        about: About::Account {
            account: account.to_owned(),
            subject,
        },
        notice: Notice {
            title: voice.say("notice-low-balance", &mentions),
            body: voice.say("notice-low-balance.body", &mentions),
            screen: Screen::Home,
            actions: Vec::new(),
        },
    });
}

pub(super) fn pricing_mode(
    told: &Told,
    after: &State,
    account: &str,
    voice: Voice<'_>,
    found: &mut Found,
) {
    let (Some(pricing), Some(known)) = (&after.pricing, after.known_mode) else {
        return;
    };
    let pricing = &pricing.value.wire;
    let (stands, title) = match known.mode {
        wire::PricingMode::Surge => ("surge", "notice-mode-surge"),
        wire::PricingMode::Standard => ("standard", "notice-mode-standard"),
        wire::PricingMode::Reduced => ("reduced", "notice-mode-reduced"),
    };
    let subject = format!("mode:{account}");
    let stood = told.standing(&subject);
    if stood == Some(stands) {
        return;
    }
    found.standings.push((subject.clone(), stands));
    if stood.is_none() {
        return;
    }
    let input = money::text(pricing.input_micro_usd_per_million);
    let output = money::text(pricing.output_micro_usd_per_million);
    found.news.push(News {
        kind: NoticeKind::PricingMode,
        about: About::Account {
            account: account.to_owned(),
            subject,
        },
        notice: Notice {
            title: voice.say(title, &[]),
            body: voice.say(
                "notice-mode-body",
                &[("input", &input), ("output", &output)],
            ),
            screen: Screen::Home,
            actions: Vec::new(),
        },
    });
}

/// A config that drifted is told also when that was before the first look: the person set it up,
/// and it is not what they set up.
pub(super) fn configs(told: &Told, after: &State, voice: Voice<'_>, found: &mut Found) {
    for look in &after.setup.tools {
        let Ok(ToolStatus::Pointed(status)) = &look.status else {
            continue;
        };
        let stands = match &status.state {
            setup::State::Drifted { .. } => DRIFTED,
            setup::State::NotSetUp | setup::State::SetUp { .. } => FINE,
        };
        let subject = config_subject(look.tool, &look.place);
        if told.standing(&subject) == Some(stands) {
            continue;
        }
        found.standings.push((subject.clone(), stands));
        if stands == DRIFTED {
            found.news.push(drift(look, subject, voice));
        }
    }
}

fn drift(look: &ToolLook, subject: String, voice: Voice<'_>) -> News {
    let file = look.config_path.display().to_string();
    let host = look.place.host.as_deref().unwrap_or("none");
    let mentions = [
        ("tool", look.tool.name()),
        ("file", file.as_str()),
        ("host", host),
    ];
    News {
        kind: NoticeKind::Drift,
        about: About::Config { subject },
        notice: Notice {
            title: voice.say("notice-drift", &mentions),
            body: voice.say("notice-drift-body", &mentions),
            screen: Screen::SetUp,
            actions: Vec::new(),
        },
    }
}

fn config_subject(tool: Tool, place: &Place) -> String {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    format!(
        "config:{}:{}:{}",
        tool.name(),
        part(&place.host),
        part(&place.home)
    )
}
