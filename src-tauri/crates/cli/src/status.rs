//! `purser status`.

use wallet::contract::{Command, ForecastView, ModeView, SessionView, View};
use wallet::words::countdown;

use crate::exit::{Code, Stop, code};
use crate::front::Front;

pub(crate) async fn run(json: bool) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let view = fresh(&front).await;
    front.close().await;
    let view = view?;
    if json {
        let text =
            serde_json::to_string_pretty(&view).map_err(|error| Stop::Failed(error.to_string()))?;
        say!("{text}");
    } else {
        print(&view);
    }
    ended(&view)
}

/// The View after a reading of its own, so that an old number never passes for a new one.
pub(crate) async fn fresh(front: &Front) -> Result<View, Stop> {
    let view = front.view().await?;
    match view.session {
        SessionView::SignedIn { .. } => {}
        SessionView::Starting | SessionView::SignedOut { .. } | SessionView::TwoFactor { .. } => {
            return Ok(view);
        }
    }
    match front.perform(Command::Refresh).await {
        // Why it failed stands in the View, beside the last that is known.
        Ok(()) | Err(Stop::Problem(_)) => front.view().await,
        Err(stop) => Err(stop),
    }
}

fn ended(view: &View) -> Result<(), Stop> {
    match &view.session {
        SessionView::SignedIn { .. } => match &view.trouble {
            None => Ok(()),
            Some(trouble) => {
                eprintln!("{}. {}", trouble.title, trouble.advice);
                Err(Stop::Code(code(trouble.code)))
            }
        },
        SessionView::SignedOut {
            reason: Some(reason),
        } => Err(Stop::Problem(reason.clone())),
        SessionView::SignedOut { reason: None }
        | SessionView::Starting
        | SessionView::TwoFactor { .. } => {
            eprintln!("You are not signed in. Sign in with `purser sign-in`.");
            Err(Stop::Code(Code::NotSignedIn))
        }
    }
}

fn print(view: &View) {
    let SessionView::SignedIn { account } = &view.session else {
        return;
    };
    say!("Gateway       {}", view.gateway.host);
    say!("Account       {}", account.name);
    match &view.wallet {
        Some(wallet) if wallet.stale => say!(
            "Token Wallet  {} (last known, {} s ago)",
            wallet.balance,
            wallet.age_seconds
        ),
        Some(wallet) => say!("Token Wallet  {}", wallet.balance),
        None => say!("Token Wallet  not read yet"),
    }
    if let Some(pricing) = &view.pricing {
        let mode = name(pricing.mode);
        let left = pricing
            .ends_in_milliseconds
            .map(|milliseconds| format!(", reviewed in {}", countdown(milliseconds / 1000)))
            .unwrap_or_default();
        say!(
            "Pricing mode  {mode}: {} in, {} out per million tokens{left}",
            pricing.input,
            pricing.output
        );
    }
    if let Some(forecast) = &view.forecast {
        say!("Forecast      {}", foretold(forecast));
    }
    if view.inbox.known {
        say!("Inbox         {} unread", view.inbox.unread);
    }
}

fn foretold(forecast: &ForecastView) -> String {
    let hours = forecast.in_seconds.div_ceil(3_600);
    let time = match (hours / 24, hours % 24) {
        (0, 1) => "less than an hour".to_owned(),
        (0, hours) => format!("about {hours} hours"),
        (days, hours) => format!("about {days} d {hours} h"),
    };
    let assumed = forecast
        .assumes
        .map(|mode| format!(", if {} pricing stays", name(mode)));
    format!(
        "it lasts {time} at this pace ({} an hour at the normal rates{})",
        forecast.per_hour,
        assumed.unwrap_or_default()
    )
}

fn name(mode: ModeView) -> &'static str {
    match mode {
        ModeView::Surge => "Surge",
        ModeView::Standard => "Standard",
        ModeView::Reduced => "Reduced",
    }
}
