//! Asks a chain over JSON-RPC: balances, its time, what became of a payment. Must not know a key, nor send anything.

mod channel;
mod outcome;

use std::fmt;
use std::time::Duration;

use alloy::primitives::{Address, Bytes, U64};
use alloy::rpc::client::RpcClient;
use alloy::sol_types::SolCall;
use alloy::transports::http::reqwest;
use alloy::transports::{RpcError, TransportError};
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempo_alloy::contracts::precompiles::ITIP20;
use tokio::sync::OnceCell;
use url::Url;

pub use channel::{ChannelState, Closing};
pub use outcome::{EXPIRY_MARGIN, Outcome};

use crate::check::is_private;
use crate::{BaseUnits, ChainId, Network};

/// How long one call may take in all.
const DEADLINE: Duration = Duration::from_secs(10);
/// How long a call may take to connect.
const CONNECT_DEADLINE: Duration = Duration::from_secs(5);

/// A chain's JSON-RPC endpoint. It connects when it is first asked something, and asserts then that it is the chain
/// that it should be. Its `Debug` hides the URL, which may hold a provider's key.
pub struct Rpc {
    chain: ChainId,
    url: Url,
    client: OnceCell<RpcClient>,
}

/// Why a chain could not be asked. Holds nothing of the URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// The address is no URL.
    #[error("the address of the chain's RPC is no URL")]
    NotUrl,
    /// The URL is plain HTTP to another machine: whoever is on the way could say that a payment has expired.
    #[error("a chain's RPC has to be https")]
    NotHttps,
    /// The system gives no trusted certificates.
    #[error("the system gives no trusted certificates")]
    NoCertificates,
    /// No answer in time, or none at all.
    #[error("the chain's RPC could not be reached")]
    Unreachable,
    /// The endpoint answered with an error.
    #[error("the chain's RPC refused: {code}")]
    Refused {
        /// JSON-RPC's code.
        code: i64,
    },
    /// The answer is not what the method answers.
    #[error("the answer of the chain's RPC cannot be read")]
    Unreadable,
    /// The endpoint, or the payment, is of another chain.
    #[error("it is chain {found:?}, not {expected:?}")]
    OtherChain {
        /// The chain asked for.
        expected: ChainId,
        /// The chain it is.
        found: ChainId,
    },
}

/// The newest block that an endpoint knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct Head {
    /// Its height.
    pub(crate) number: U64,
    /// Unix seconds.
    timestamp: U64,
}

impl Head {
    /// The block's own time.
    pub(crate) fn time(&self) -> Result<Timestamp, ChainError> {
        let seconds = i64::try_from(self.timestamp).map_err(|_| ChainError::Unreadable)?;
        Timestamp::from_second(seconds).map_err(|_| ChainError::Unreadable)
    }
}

impl Rpc {
    /// Names an endpoint; nothing is sent yet.
    ///
    /// # Errors
    /// [`ChainError::NotUrl`]; [`ChainError::NotHttps`] unless it is https or on this machine.
    pub fn connect(network: &Network, url: &str) -> Result<Self, ChainError> {
        let url: Url = url.parse().map_err(|_| ChainError::NotUrl)?;
        is_private(&url).map_err(|_| ChainError::NotHttps)?;
        Ok(Self {
            chain: network.chain,
            url,
            client: OnceCell::new(),
        })
    }

    /// The chain that it answers for.
    #[must_use]
    pub const fn chain(&self) -> ChainId {
        self.chain
    }

    /// What an account holds of a token.
    ///
    /// # Errors
    /// [`ChainError`], also when there is no token at the address.
    pub async fn balance(&self, token: Address, owner: Address) -> Result<BaseUnits, ChainError> {
        let call = ITIP20::balanceOfCall { account: owner };
        self.view(token, &call, "latest".to_owned())
            .await
            .map(BaseUnits)
    }

    /// The time of the newest block: what decides whether a payment can still be taken.
    ///
    /// # Errors
    /// [`ChainError`].
    pub async fn chain_time(&self) -> Result<Timestamp, ChainError> {
        self.head().await?.time()
    }

    pub(crate) async fn head(&self) -> Result<Head, ChainError> {
        self.ask("eth_getBlockByNumber", json!(["latest", false]))
            .await
    }

    /// Calls a contract's view function at a block, and reads its answer.
    async fn view<C: SolCall>(
        &self,
        contract: Address,
        call: &C,
        block: String,
    ) -> Result<C::Return, ChainError> {
        let data = Bytes::from(call.abi_encode());
        let answer: Bytes = self
            .ask("eth_call", json!([{ "to": contract, "data": data }, block]))
            .await?;
        C::abi_decode_returns(&answer).map_err(|_| ChainError::Unreadable)
    }

    fn same_chain(&self, other: ChainId) -> Result<(), ChainError> {
        if other == self.chain {
            Ok(())
        } else {
            Err(ChainError::OtherChain {
                expected: self.chain,
                found: other,
            })
        }
    }

    /// The client, once it is known to be of the right chain.
    pub(crate) async fn client(&self) -> Result<&RpcClient, ChainError> {
        self.client.get_or_try_init(|| self.asserted()).await
    }

    async fn asserted(&self) -> Result<RpcClient, ChainError> {
        let client = RpcClient::new_http_with_client(http()?, self.url.clone());
        let found: U64 = client
            .request_noparams("eth_chainId")
            .await
            .map_err(|error| failure(&error))?;
        self.same_chain(ChainId(found.to()))?;
        Ok(client)
    }

    async fn ask<R>(&self, method: &'static str, params: Value) -> Result<R, ChainError>
    where
        R: DeserializeOwned + fmt::Debug + Send + Sync + Unpin + 'static,
    {
        self.client()
            .await?
            .request(method, params)
            .await
            .map_err(|error| failure(&error))
    }
}

fn http() -> Result<reqwest::Client, ChainError> {
    // Ends in `Err` when it was installed before, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT_DEADLINE)
        .timeout(DEADLINE)
        .build()
        .map_err(|_| ChainError::NoCertificates)
}

/// What went wrong, without the texts of the transport: they hold the URL.
fn failure(error: &TransportError) -> ChainError {
    match error {
        RpcError::ErrorResp(payload) => ChainError::Refused { code: payload.code },
        RpcError::NullResp | RpcError::DeserError { .. } => ChainError::Unreadable,
        RpcError::UnsupportedFeature(_)
        | RpcError::LocalUsageError(_)
        | RpcError::SerError(_)
        | RpcError::Transport(_) => ChainError::Unreachable,
    }
}

impl fmt::Debug for Rpc {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Rpc")
            .field("chain", &self.chain)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
