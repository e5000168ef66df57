//! A gateway that answers on loopback: the embedded default, and the tests' peer.
//!
//! It serves the customer API and the model surface with demo accounts, a pricing clock and a
//! ledger that bills by the documented rates, and a control API under `/sandbox/*`. Everything is
//! in memory and made anew at each start. It must not know who calls it: the window, the command
//! line, the tests and the real coding tools meet the same strict server.

mod accounts;
mod auth;
mod billing;
mod body;
mod clock;
mod codex_payload;
mod conditional;
mod control;
mod customer;
mod events;
mod faults;
mod inbox;
mod ledger;
mod listener;
mod merchants;
mod messages_api;
mod models;
mod pricing;
mod prompt;
mod reception;
mod refusal;
mod reports;
mod requests;
mod responses;
mod router;
mod two_factor;
mod world;

use std::{io, net::Ipv4Addr, sync::Arc, time::Duration};

use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{listener::LoopbackListener, world::World};

/// How long open connections may finish their answers after [`Sandbox::stop`].
const GRACE: Duration = Duration::from_secs(3);

/// The API key that the sandbox's Supergraph takes instead of a payment. It guards made-up data.
pub const SUPERGRAPH_API_KEY: &str = "sandbox-supergraph-key";

/// How a sandbox is started.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Port on 127.0.0.1; 0 picks a free one.
    pub port: u16,
}

/// Why a sandbox could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken or may not be used.
    #[error("cannot listen on 127.0.0.1 port {port}")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// A running sandbox. It stops when [`Sandbox::stop`] is awaited or when it is dropped.
///
/// Login, password and token belong to the demo account. They are random per start and guard
/// nothing but made-up money on this machine's loopback.
pub struct Sandbox {
    url: String,
    login: String,
    password: String,
    token: String,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Sandbox {
    /// Binds 127.0.0.1 and returns once requests are answered. Must run inside a Tokio runtime.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let refused = |source| StartError::Listen {
            port: options.port,
            source,
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))
            .await
            .map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let stop = CancellationToken::new();
        let world = World::new(format!("http://{address}"), stop.clone());
        let demo = world.demo_credentials();
        let sandbox = Self {
            url: world.url().to_owned(),
            login: demo.login,
            password: demo.password,
            token: demo.token,
            stop: stop.clone(),
            tasks: TaskTracker::new(),
        };
        sandbox.tasks.spawn(async move {
            let service = router::router(Arc::new(world))
                .into_make_service_with_connect_info::<listener::Connection>();
            let serving = axum::serve(LoopbackListener::new(listener), service)
                .with_graceful_shutdown(stop.cancelled_owned());
            if let Err(error) = serving.await {
                tracing::error!(%error, "the sandbox stopped answering");
            }
        });
        sandbox.tasks.close();
        Ok(sandbox)
    }

    /// Base URL, `http://127.0.0.1:<port>`, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The demo account's user name.
    #[must_use]
    pub fn login(&self) -> &str {
        &self.login
    }

    /// The demo account's password.
    #[must_use]
    pub fn password(&self) -> &str {
        &self.password
    }

    /// The demo account's bearer token, as it was at the start.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Stops listening, lets answers under way finish for up to three seconds, and returns.
    pub async fn stop(self) {
        self.stop.cancel();
        if tokio::time::timeout(GRACE, self.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!("the sandbox left a connection open when it stopped");
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
