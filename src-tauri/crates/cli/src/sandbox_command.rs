//! `purser sandbox`: serves the demo gateway in the foreground.

use sandbox::{Options, Sandbox};
use serde_json::json;

use crate::exit::Stop;
use crate::stopped::told_to_stop;

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
    told_to_stop().await?;
    sandbox.stop().await;
    Ok(())
}
