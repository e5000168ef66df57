//! `purser sandbox`: serves the demo gateway in the foreground.

use sandbox::{Options, Sandbox};
use serde_json::json;

use crate::exit::Stop;

pub(crate) async fn run(port: u16, json: bool) -> Result<(), Stop> {
    let sandbox = Sandbox::start(Options { port })
        .await
        .map_err(|error| Stop::Failed(format!("The sandbox could not start: {error}.")))?;
    if json {
        let line = json!({
            "url": sandbox.url(),
            "login": sandbox.login(),
            "password": sandbox.password(),
            "token": sandbox.token(),
        });
        say!("{line}");
    } else {
        say!("The sandbox serves {} until it is stopped.", sandbox.url());
        say!("");
        say!(
            "  purser sign-in --gateway {} --login {}",
            sandbox.url(),
            sandbox.login()
        );
        say!("");
        say!("Its password is {}", sandbox.password());
    }
    stopped().await?;
    sandbox.stop().await;
    Ok(())
}

#[cfg(unix)]
async fn stopped() -> Result<(), Stop> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = hangup.recv() => {}
        pressed = tokio::signal::ctrl_c() => pressed?,
    }
    Ok(())
}

#[cfg(not(unix))]
async fn stopped() -> Result<(), Stop> {
    Ok(tokio::signal::ctrl_c().await?)
}
