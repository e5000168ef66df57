//! `purser mcp`: the Pay Wallet for other programs, as an MCP server on standard input and output.
//! Has no rule of its own and no way to approve a payment: people approve, in Purser.

mod arguments;
mod asked;
mod input;
mod priced;
mod purse;
mod serve;
mod told;
mod untrusted;
mod waiting;

use std::time::Duration;

use rmcp::ServiceExt;
use rmcp::service::ServerInitializeError;
use tokio::io::stdout;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::exit::Stop;
use crate::stopped::told_to_stop;
use input::Input;
use serve::Server;

/// How long calls may take to withdraw their questions once nobody hears their answers.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// The same when the system ends this program: it waits for 3 s, of which the runtime takes one.
const LAST_MOMENT: Duration = Duration::from_millis(1_500);

/// Serves until standard input ends, or the program is told to stop.
pub(crate) async fn run() -> Result<(), Stop> {
    let (ended, stop) = (CancellationToken::new(), CancellationToken::new());
    let server = Server::new(ended.clone());
    let transport = (Input::new(tokio::io::stdin(), ended.clone()), stdout());
    let serving = serve(server.clone(), transport, stop.clone());
    tokio::pin!(serving);
    // A call that is still at it when its time is over leaves nothing half done: the ledger knows how
    // far it is.
    tokio::select! {
        result = &mut serving => {
            ended.cancel();
            let _ = timeout(LAST_WORDS, server.calls_ended()).await;
            result
        }
        told = told_to_stop() => {
            told?;
            ended.cancel();
            stop.cancel();
            let _ = timeout(LAST_MOMENT, async { tokio::join!(serving, server.calls_ended()) }).await;
            Ok(())
        }
    }
}

async fn serve(
    server: Server,
    transport: (Input<tokio::io::Stdin>, tokio::io::Stdout),
    stop: CancellationToken,
) -> Result<(), Stop> {
    match server.serve_with_ct(transport, stop).await {
        Ok(running) => {
            let quit = running.waiting().await;
            quit.map(|_| ()).map_err(|error| failed(&error))
        }
        // Nobody said a word, or we were told to stop before: there was nothing to do.
        Err(ServerInitializeError::ConnectionClosed(_) | ServerInitializeError::Cancelled) => {
            Ok(())
        }
        Err(error) => Err(failed(&error)),
    }
}

fn failed(error: &dyn std::error::Error) -> Stop {
    Stop::Failed(format!("The MCP server ended: {error}."))
}
