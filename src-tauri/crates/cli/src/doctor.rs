//! `purser doctor`: the engine's checks, printed.

use wallet::contract::Command;
use wallet::doctor::{Outcome, checks};
use wallet::words::Words;

use crate::exit::{Code, Stop};
use crate::front::Front;
use crate::setup_codex::codex_home;
use crate::status::fresh;

pub(crate) async fn run(json: bool) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let home = Some(codex_home()?.display().to_string());
    front.perform(Command::InspectCodex { home }).await?;
    let view = fresh(&front).await?;
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
