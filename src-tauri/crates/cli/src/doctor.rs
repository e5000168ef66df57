//! `purser doctor`: the engine's checks, printed.

use wallet::contract::{Command, SessionView};
use wallet::doctor::{Outcome, checks};
use wallet::words::Words;

use crate::exit::{Code, Stop};
use crate::front::Front;

pub(crate) async fn run(json: bool) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let view = front
        .view_when(|view| match view.session {
            SessionView::Starting => false,
            SessionView::SignedOut { .. } | SessionView::TwoFactor { .. } => true,
            SessionView::SignedIn { .. } => view.wallet.is_some() || view.trouble.is_some(),
        })
        .await?;
    let looked = front.perform(Command::InspectCodex { home: None }).await;
    let view = match looked {
        Ok(()) => front.view().await?,
        Err(_) => view,
    };
    front.close().await;
    let checks = checks(&view, &Words::load());
    if json {
        let text = serde_json::to_string_pretty(&checks)
            .map_err(|error| Stop::Failed(error.to_string()))?;
        println!("{text}");
    } else {
        for check in &checks {
            let mark = match check.outcome {
                Outcome::Fine => "ok     ",
                Outcome::Warning => "warning",
                Outcome::Failed => "failed ",
            };
            println!("{mark}  {}", check.text);
        }
    }
    if checks.iter().any(|check| check.outcome == Outcome::Failed) {
        return Err(Stop::Code(Code::Refused));
    }
    Ok(())
}
