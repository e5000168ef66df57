//! State → View. Pure; the only place where facts become text.

use gateway::wire;
use jiff::SignedDuration;
use url::Url;

use crate::clock::Now;
use crate::closing::closing;
use crate::contract::{
    AccountView, BrowserView, GatewayView, Glance, InboxView, LinkView, MessageView, ModeView,
    PricingView, SessionView, UnlimitedView, View, WalletView,
};
use crate::notices::is_low;
use crate::problem::Fault;
use crate::reading::{Pricing, Reading};
use crate::state::{BrowserSignIn, Session, State};
use crate::words::Words;
use crate::{doctor, money};

mod glance;
mod jobs;
mod pay;
mod setup;
mod update;

/// Older than this and a number counts as stale, even when no reading failed.
const STALE_AFTER: SignedDuration = SignedDuration::from_secs(600);

/// What is shown of `state` at `now`.
pub(crate) fn project(state: &State, now: Now, words: &Words) -> View {
    let language = state.settings.language;
    let problem = |fault: &Fault| words.problem(language, fault);
    let mut view = View {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        language,
        theme: state.settings.theme,
        gateway: gateway(state),
        session: match &state.session {
            Session::Starting => SessionView::Starting,
            Session::SignedOut { reason } => SessionView::SignedOut {
                reason: reason.as_ref().map(problem),
            },
            Session::TwoFactor(challenge) => SessionView::TwoFactor {
                login: challenge.login.clone(),
            },
            Session::SignedIn { account } => SessionView::SignedIn {
                account: account.as_ref().map(account_view).unwrap_or_default(),
            },
        },
        browser: state
            .browser
            .as_ref()
            .and_then(|browser| browser_view(browser, now)),
        vault: state.vault,
        wallet: state
            .wallet
            .as_ref()
            .map(|reading| wallet(reading, state.trouble.is_some(), now)),
        pricing: state.pricing.as_ref().map(|reading| pricing(reading, now)),
        forecast: jobs::forecast(state, now),
        jobs: jobs::jobs(state),
        trouble: state.trouble.as_ref().map(problem),
        tools: state
            .setup
            .tools
            .iter()
            .map(|look| setup::tool(look, words, language))
            .collect(),
        plan: state
            .setup
            .plan
            .as_ref()
            .map(|shown| setup::plan(shown, words, language)),
        pack: state.setup.pack.clone(),
        history: setup::history(&state.setup),
        doctor: None,
        payments: pay::payments(state, now, words),
        inbox: inbox(state.inbox.as_ref()),
        notices: state.settings.notices.view(),
        closing: closing(state),
        autostart: state.autostart,
        update: update::update(&state.updates),
        glance: Glance::Fine,
        diagnostics: state.diagnostics.view(),
        working: state.working.iter().copied().collect(),
    };
    view.glance = glance::glance(&view);
    if let Some(examined) = &state.setup.examined {
        view.doctor = Some(doctor::examine(&view, state, examined, words));
    }
    view
}

fn gateway(state: &State) -> GatewayView {
    let url = match &state.session {
        Session::TwoFactor(challenge) => &challenge.gateway,
        Session::Starting | Session::SignedOut { .. } | Session::SignedIn { .. } => {
            &state.settings.gateway
        }
    };
    GatewayView {
        url: url.trim_end_matches('/').to_owned(),
        host: host(url),
        sandbox: state.settings.sandbox,
    }
}

/// None once its time is over.
fn browser_view(browser: &BrowserSignIn, now: Now) -> Option<BrowserView> {
    let left = browser.until - now.mono;
    left.is_positive().then(|| BrowserView {
        url: browser.page.clone(),
        host: host(&browser.gateway),
        ends_in_seconds: seconds(left),
    })
}

/// The host; with its port where one is written, as on loopback.
fn host(url: &str) -> String {
    let Ok(url) = Url::parse(url) else {
        return String::new();
    };
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// The user name is left out: on the real service it is the token.
fn account_view(account: &wire::Account) -> AccountView {
    let name = match account.display_name.trim() {
        "" => &account.email,
        name => name,
    };
    AccountView {
        name: name.to_owned(),
        email: account.email.clone(),
        region: account.edge_region.clone().unwrap_or_default(),
        two_factor: account.two_factor_enabled,
    }
}

fn wallet(reading: &Reading<wire::Wallet>, trouble: bool, now: Now) -> WalletView {
    let age = now.mono - reading.at;
    let wallet = &reading.value;
    WalletView {
        balance: money::text(wallet.balance_micro_usd),
        cash: (wallet.cash_balance_micro_usd.0 != 0)
            .then(|| money::text(wallet.cash_balance_micro_usd)),
        low: is_low(wallet),
        unlimited: wallet.unlimited.as_ref().map(|plan| UnlimitedView {
            plan: plan.plan.clone(),
            ends_at: plan.ends_at.map(|at| at.to_string()),
            percent_5h: percent(plan.progress_5h),
            percent_24h: percent(plan.progress_24h),
        }),
        age_seconds: seconds(age),
        stale: trouble || age > STALE_AFTER,
    }
}

#[expect(
    clippy::as_conversions,
    reason = "a clamped float has no other way to become an integer"
)]
fn percent(share: f64) -> u8 {
    (share * 100.0).clamp(0.0, 100.0).round() as u8
}

fn seconds(time: SignedDuration) -> u32 {
    u32::try_from(time.as_secs().max(0)).unwrap_or(u32::MAX)
}

fn pricing(reading: &Reading<Pricing>, now: Now) -> PricingView {
    let wire = &reading.value.wire;
    let (input, output) = (
        wire.input_micro_usd_per_million,
        wire.output_micro_usd_per_million,
    );
    let normal = wire
        .normal
        .filter(|normal| normal.input != input || normal.output != output);
    PricingView {
        mode: mode(wire.mode),
        input: money::text(input),
        output: money::text(output),
        normal_input: normal.map(|normal| money::text(normal.input)),
        normal_output: normal.map(|normal| money::text(normal.output)),
        ends_in_milliseconds: reading
            .value
            .left(now.mono)
            .map(|left| u32::try_from(left.as_millis()).unwrap_or(u32::MAX)),
    }
}

fn mode(mode: wire::PricingMode) -> ModeView {
    match mode {
        wire::PricingMode::Surge => ModeView::Surge,
        wire::PricingMode::Standard => ModeView::Standard,
        wire::PricingMode::Reduced => ModeView::Reduced,
    }
}

fn inbox(messages: Option<&wire::Messages>) -> InboxView {
    let Some(inbox) = messages else {
        return InboxView {
            unread: 0,
            known: false,
            messages: Vec::new(),
        };
    };
    InboxView {
        unread: inbox.unread,
        known: true,
        messages: inbox.messages.iter().map(message).collect(),
    }
}

fn message(message: &wire::Message) -> MessageView {
    MessageView {
        id: message.id.clone(),
        title: message.title.clone(),
        body: message.body.clone(),
        sent_at: message.created_at.to_string(),
        read: message.read_at.is_some(),
        link: message.link.as_deref().and_then(link),
    }
}

/// Only `https`, and only with a host to show.
pub(crate) fn link(address: &str) -> Option<LinkView> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?.to_owned();
    (url.scheme() == "https" && url.username().is_empty() && url.password().is_none()).then(|| {
        LinkView {
            url: url.to_string(),
            host,
        }
    })
}

#[cfg(test)]
mod tests {
    use gateway::wire::PricingMode::Reduced;

    use super::*;
    use crate::contract::ProblemCode;
    use crate::event::Event;
    use crate::state::tests::{at, read, signed_in};

    #[test]
    fn a_number_that_was_never_read_is_unknown_and_not_zero() {
        let view = project(&signed_in(), at(0), &Words::load());
        assert_eq!(view.wallet, None);
        assert_eq!(view.pricing, None);
        assert!(!view.inbox.known);
    }

    #[test]
    fn a_failed_reading_keeps_the_last_amount_and_marks_it_stale_with_its_age() {
        let mut state = signed_in();
        read(&mut state, 12_345_678, Reduced, at(10));
        state.apply(Event::ReadingFailed(
            Fault::new(ProblemCode::Unreachable).with("host", "codexapi.pro"),
        ));
        let view = project(&state, at(73), &Words::load());
        let wallet = view.wallet.unwrap();
        assert_eq!(
            (wallet.balance.as_str(), wallet.age_seconds, wallet.stale),
            ("$12.34", 63, true)
        );
        assert_eq!(view.trouble.unwrap().code, ProblemCode::Unreachable);
        assert_eq!(view.pricing.unwrap().ends_in_milliseconds, Some(536_500));
    }

    #[test]
    fn only_plain_https_links_are_shown() {
        assert_eq!(link("https://codexapi.pro/x").unwrap().host, "codexapi.pro");
        for bad in [
            "http://codexapi.pro",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://codexapi.pro@evil.example/",
            "not a link",
        ] {
            assert_eq!(link(bad), None, "{bad}");
        }
    }
}
