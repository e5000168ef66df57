//! `purser autostart`: whether the session starts Purser at log-in.

use wallet::contract::{AutostartView, Command};

use crate::arguments::AutostartStep;
use crate::exit::{Code, Stop};
use crate::front::Front;

pub(crate) async fn run(step: AutostartStep) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let result = perform(&front, step).await;
    front.close().await;
    result
}

async fn perform(front: &Front, step: AutostartStep) -> Result<(), Stop> {
    front.view().await?;
    match step {
        AutostartStep::On => choose(front, true).await?,
        AutostartStep::Off => choose(front, false).await?,
        AutostartStep::Status => {}
    }
    match front.view().await?.autostart {
        AutostartView::On => say!("Purser is started at log-in."),
        AutostartView::Off => say!("Purser is not started at log-in."),
        AutostartView::Unavailable => say!("This Purser cannot be started at log-in here."),
        AutostartView::Broken => {
            eprintln!("The autostart entry leads to no program. Run `purser autostart on`.");
            return Err(Stop::Code(Code::Refused));
        }
        AutostartView::Foreign => {
            eprintln!("Someone else wrote or changed the autostart entry.");
            return Err(Stop::Code(Code::Refused));
        }
    }
    Ok(())
}

async fn choose(front: &Front, on: bool) -> Result<(), Stop> {
    front.perform(Command::ChooseAutostart { on }).await
}
