//! `purser sign-in --browser`: prints the page to open, and waits until it led back to Purser.

use std::time::Duration;

use tokio::time::timeout;
use wallet::contract::{BrowserView, Command, SessionView, View};

use crate::exit::{Code, Stop};
use crate::front::Front;

pub(crate) async fn sign_in(gateway: String) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let result = match &front {
        Front::Door(_) => wait(&front, gateway).await,
        // The link would lead to another engine, which waits for nothing.
        Front::Alone { .. } => Err(Stop::Failed(
            "The page leads back to Purser, which is not running. Open Purser first.".to_owned(),
        )),
    };
    front.close().await;
    result
}

async fn wait(front: &Front, gateway: String) -> Result<(), Stop> {
    front.view().await?;
    front
        .perform(Command::SignInWithBrowser { gateway })
        .await?;
    let Some(browser) = front.view().await?.browser else {
        return Err(not_signed_in());
    };
    say!("Open this page in your browser:\n\n  {}\n", browser.url);
    let patience = Duration::from_secs(browser.ends_in_seconds.into());
    let ended = timeout(patience, until_it_ends(front, &browser)).await;
    let view = ended.map_err(|_| not_signed_in())??;
    match view.session {
        SessionView::SignedIn { .. } if view.gateway.host == browser.host => {
            say!("Signed in to {}.", browser.host);
            Ok(())
        }
        _ => Err(not_signed_in()),
    }
}

/// The first View in which that page is waited for no more.
async fn until_it_ends(front: &Front, browser: &BrowserView) -> Result<View, Stop> {
    let mut views = front.watch().await?;
    loop {
        let view = views.next().await?;
        if view
            .browser
            .as_ref()
            .is_none_or(|now| now.url != browser.url)
        {
            return Ok(view);
        }
    }
}

fn not_signed_in() -> Stop {
    eprintln!("The page did not lead back to Purser.");
    Stop::Code(Code::NotSignedIn)
}
