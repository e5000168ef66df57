//! `purser update`: whether there is a newer Purser, and bringing it here. Decides nothing: what is
//! believed, and how it is installed, is the engine's to say.

use wallet::contract::{Command, UpdateView, UpdateWay, View};

use crate::arguments::UpdateStep;
use crate::exit::{Code, Stop};
use crate::front::Front;
use crate::plan::{print_json, yes};

pub(crate) async fn run(step: UpdateStep) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let done = perform(&front, &step).await;
    front.close().await;
    done
}

async fn perform(front: &Front, step: &UpdateStep) -> Result<(), Stop> {
    front.view().await?;
    front.perform(Command::CheckUpdate).await?;
    let view = front.view().await?;
    match step {
        UpdateStep::Check { json: true } => print_json(&view.update),
        UpdateStep::Check { json: false } => {
            show(&view);
            Ok(())
        }
        UpdateStep::Install { yes } => install(front, &view, *yes).await,
    }
}

async fn install(front: &Front, view: &View, agreed: bool) -> Result<(), Stop> {
    show(view);
    let UpdateView::Available {
        version,
        way: UpdateWay::Install,
        ..
    } = &view.update
    else {
        return Ok(());
    };
    if !agreed && !yes(&format!("Install Purser {version}?"))? {
        eprintln!("Nothing was installed.");
        return Err(Stop::Code(Code::Refused));
    }
    let version = version.clone();
    front.perform(Command::InstallUpdate { version }).await?;
    show(&front.view().await?);
    Ok(())
}

fn show(view: &View) {
    match &view.update {
        UpdateView::Unaware => say!("This build was given no release address."),
        UpdateView::Unknown => say!("It is not known whether there is a newer Purser."),
        UpdateView::Current { .. } => say!("Purser {} is the newest.", view.version),
        UpdateView::Available {
            version,
            notes,
            page,
            way,
        } => {
            say!("Purser {version} is there; this is {}.", view.version);
            if !notes.is_empty() {
                say!("\n{notes}\n");
            }
            match way {
                UpdateWay::Install => say!("Install it with `purser update install`."),
                UpdateWay::Command { line } => say!("Install it with:\n    {line}"),
                UpdateWay::ByHand => say!("Install it as you installed this one."),
            }
            if let Some(page) = page {
                say!("More: {}", page.url);
            }
        }
        UpdateView::Fetched { version, .. } => {
            say!("Purser {version} was fetched and checked. Open the window to install it.");
        }
        UpdateView::Installed { version } => {
            say!("Purser {version} is installed. It is used from the next start on.");
        }
    }
}
