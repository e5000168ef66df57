//! `purser doctor`: the engine's checks, printed.

use wallet::contract::{CheckOutcome, Command};

use crate::exit::{Code, Stop};
use crate::front::Front;
use crate::plan::print_json;

pub(crate) async fn run(json: bool) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let examined = examine(&front).await;
    front.close().await;
    let doctor = examined?;
    if json {
        print_json(&doctor)?;
    } else {
        for check in &doctor.checks {
            let mark = match check.outcome {
                CheckOutcome::Fine => "ok     ",
                CheckOutcome::Warning => "warning",
                CheckOutcome::Failed => "failed ",
            };
            println!("{mark}  {}", check.text);
        }
    }
    let failed = |outcome| outcome == CheckOutcome::Failed;
    if doctor.checks.iter().any(|check| failed(check.outcome)) {
        return Err(Stop::Code(Code::Refused));
    }
    Ok(())
}

async fn examine(front: &Front) -> Result<wallet::contract::DoctorView, Stop> {
    front.view().await?;
    front.perform(Command::Examine).await?;
    front
        .view()
        .await?
        .doctor
        .ok_or_else(|| Stop::Failed("Nothing was examined.".to_owned()))
}
