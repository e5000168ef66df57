//! What payments work with: the ledger, the key, the chains and the paid APIs of the profile in use.
//! Decides nothing.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use gateway::paid::PaidApis;
use jiff::Timestamp;
use payments::{Address, ChainError, ChainId, Network, PayKey, Payable, Registry, Rpc};
use secrecy::SecretString;

use super::channel::Plan;
use super::request::Prepared;
use crate::contract::{Payer, ProblemCode};
use crate::effects::{Tools, blocking};
use crate::ledger::{AskId, Intent, Ledger, LedgerError, Observer};
use crate::pay::OfferLook;
use crate::problem::Fault;
use crate::state::State;

/// What payments keep between two commands of one run.
pub(crate) struct Purse {
    /// Where ledgers are.
    data: PathBuf,
    /// Told of every durable step; for tests.
    observer: Option<Arc<Observer>>,
    apis: OnceLock<PaidApis>,
    ledgers: Mutex<BTreeMap<&'static str, Arc<Ledger>>>,
    waiting: Mutex<BTreeMap<AskId, Arc<Priced>>>,
    rpcs: Mutex<BTreeMap<String, Arc<Rpc>>>,
}

/// A request with the price that is taken for it.
#[derive(Debug)]
pub(crate) struct Priced {
    pub(super) prepared: Prepared,
    pub(super) payable: Payable,
    pub(super) offers: Vec<OfferLook>,
    pub(super) payer: Payer,
    /// What a session needs of its channel.
    pub(super) plan: Option<Plan>,
}

/// Where the Pay Wallet in use keeps its things: the sandbox's never mixes with the person's own.
pub(super) struct Profile {
    /// The vault's name of the key, 64 hexadecimal digits.
    pub(super) key: &'static str,
    /// The vault's name of the recovery phrase, until it was seen.
    pub(super) phrase: &'static str,
    /// The vault's name of the Supergraph's API key.
    pub(super) graph_key: &'static str,
    ledger: &'static str,
}

const LIVE: Profile = Profile {
    key: "pay-key",
    phrase: crate::ports::PHRASE,
    graph_key: "graph-key",
    ledger: crate::ledger::FILE,
};
const SANDBOX: Profile = Profile {
    key: "pay-key@sandbox",
    phrase: crate::ports::SANDBOX_PHRASE,
    graph_key: "graph-key@sandbox",
    ledger: crate::ledger::SANDBOX_FILE,
};

pub(super) fn profile(state: &State) -> &'static Profile {
    if state.settings.sandbox {
        &SANDBOX
    } else {
        &LIVE
    }
}

/// The networks of the profile in use; the sandbox has its own two chains.
pub(crate) fn networks(sandbox: bool) -> impl Iterator<Item = &'static Network> {
    Registry::built_in()
        .networks()
        .iter()
        .filter(move |network| !sandbox || sandbox_path(network.chain).is_some())
}

fn sandbox_path(chain: ChainId) -> Option<&'static str> {
    match chain {
        ChainId::TEMPO_TESTNET => Some("/chain/tempo"),
        ChainId::BASE_SEPOLIA => Some("/chain/base"),
        _ => None,
    }
}

/// The RPC address of a network: the person's choice, the sandbox's own chain, or the usual one.
pub(crate) fn rpc_url(state: &State, network: &Network) -> String {
    let chosen = u32::try_from(network.chain.0)
        .ok()
        .and_then(|chain| state.settings.paying().rpc.get(&chain));
    if let Some(url) = chosen {
        return url.clone();
    }
    match sandbox_path(network.chain).filter(|_| state.settings.sandbox) {
        Some(path) => format!("{}{path}", state.settings.gateway.trim_end_matches('/')),
        None => network.default_rpc.to_owned(),
    }
}

/// The payer's address.
pub(super) fn payer(state: &State) -> Result<Address, Fault> {
    let address = state.settings.paying().address.as_deref();
    address
        .and_then(|address| address.parse().ok())
        .ok_or_else(|| Fault::new(ProblemCode::KeyMissing))
}

impl Purse {
    pub(crate) fn new(data: PathBuf, observer: Option<Arc<Observer>>) -> Self {
        Self {
            data,
            observer,
            apis: OnceLock::new(),
            ledgers: Mutex::default(),
            waiting: Mutex::default(),
            rpcs: Mutex::default(),
        }
    }

    /// A ledger; opened once.
    fn ledger(&self, file: &'static str) -> Result<Arc<Ledger>, LedgerError> {
        let mut ledgers = locked(&self.ledgers);
        if let Some(ledger) = ledgers.get(file) {
            return Ok(ledger.clone());
        }
        let mut ledger = Ledger::open(&self.data.join(file))?;
        if let Some(observer) = &self.observer {
            ledger = ledger.observed_by(observer.clone());
        }
        let ledger = Arc::new(ledger);
        ledgers.insert(file, ledger.clone());
        Ok(ledger)
    }
}

impl Tools {
    pub(super) fn apis(&self) -> Result<PaidApis, Fault> {
        if let Some(apis) = self.purse.apis.get() {
            return Ok(apis.clone());
        }
        let apis = PaidApis::new().map_err(|error| {
            tracing::error!(%error, "no client for paid APIs");
            Fault::new(ProblemCode::Unreachable).with("host", "the paid API")
        })?;
        Ok(self.purse.apis.get_or_init(|| apis).clone())
    }

    pub(super) fn wall(&self) -> Timestamp {
        self.clock.read().wall
    }

    /// Works with the ledger of the profile in use, on a thread that may wait for the disk.
    pub(super) async fn with_ledger<T: Send + 'static>(
        &self,
        state: &State,
        work: impl FnOnce(&Ledger, Timestamp) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, Fault> {
        let (purse, now, file) = (self.purse.clone(), self.wall(), profile(state).ledger);
        let worked = blocking(move || work(&*purse.ledger(file)?, now)).await?;
        worked.map_err(Fault::from)
    }

    /// A chain's RPC; made once for an address.
    pub(super) fn rpc(&self, state: &State, network: &'static Network) -> Result<Arc<Rpc>, Fault> {
        let url = rpc_url(state, network);
        let name = format!("{} {url}", network.caip2);
        if let Some(rpc) = locked(&self.purse.rpcs).get(&name) {
            return Ok(rpc.clone());
        }
        let rpc = Rpc::connect(network, &url).map_err(|error| off(network, error))?;
        let rpc = Arc::new(rpc);
        locked(&self.purse.rpcs).insert(name, rpc.clone());
        Ok(rpc)
    }

    /// The key, for the moment of signing.
    pub(super) async fn pay_key(&self, state: &State) -> Result<PayKey, Fault> {
        let name = profile(state).key;
        let digits: Option<SecretString> =
            self.with_secrets(move |secrets| secrets.read(name)).await?;
        let digits = digits.ok_or_else(|| Fault::new(ProblemCode::KeyMissing))?;
        let key = PayKey::from_hex(&digits).map_err(|_| Fault::new(ProblemCode::KeyUnreadable))?;
        if key.address() != payer(state)? {
            return Err(Fault::new(ProblemCode::KeyRefused).because("reason-key-address"));
        }
        Ok(key)
    }

    pub(super) fn wait_for(&self, ask: AskId, priced: Priced) {
        locked(&self.purse.waiting).insert(ask, Arc::new(priced));
    }

    /// What waits for an answer. The id counts once: it is gone afterwards.
    pub(super) fn take_waiting(&self, ask: &AskId) -> Option<Arc<Priced>> {
        locked(&self.purse.waiting).remove(ask)
    }
}

impl Tools {
    /// Whether a question of this intent can still be answered in this run.
    pub(super) fn is_asked(&self, intent: &Intent) -> bool {
        let waiting = locked(&self.purse.waiting);
        waiting
            .values()
            .any(|waiting| waiting.prepared.intent == *intent)
    }
}

/// A chain that could not be asked.
pub(super) fn off(network: &Network, error: ChainError) -> Fault {
    Fault::from(error).with("network", network.name)
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
