//! A page that the sandbox sells on its Tempo, bought in turn by crate `mpp` alone and by the engine
//! with all that it does besides: checks, limits, and a ledger that is on the disk before anything
//! leaves. Merchant, chain and price are the same for both, and are part of every time.

use std::{collections::BTreeMap, path::Path, time::Duration};

use criterion::measurement::{Measurement, WallTime};
use mpp::{
    PrivateKeySigner,
    client::{AcceptPaymentPolicy, Fetch, TempoProvider},
};
use payments::Micros;
use serde_json::json;
use tempfile::TempDir;
use tests::{
    chain::{KEY, PATH_USD, PAYER},
    home::Home,
    place,
    sandbox::Sandbox,
};
use tokio::runtime::Runtime;
use tokio_util::sync::{CancellationToken, DropGuard};
use wallet::{
    Engine, Handle,
    contract::{AnswerState, Command, PayCommand},
    policy::{Allowed, Origin, Policy},
};

use crate::{
    figure::{Figure, median},
    person,
};

const PAGES: usize = 200;
const WARM: usize = 10;
const GOAL: f64 = 1.2;
/// Nothing is wrong with this merchant when nobody was paid before.
const PAGE: &str = "/hostile/mpp/other-recipient";
/// A folder that is no disk: what is written there waits for nothing.
const NO_DISK: &str = "/dev/shm";

/// Crate `mpp` with its own provider and its own loop.
struct Alone {
    client: reqwest::Client,
    provider: TempoProvider,
}

/// An engine that was started before, with its ledger in a folder of its own.
struct Purser {
    handle: Handle,
    bought: u32,
    _folder: TempDir,
    _stop: DropGuard,
}

/// Buys a page with each in turn, so that a slow moment of the computer slows all.
pub(crate) fn measure() -> [Figure; 2] {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let funds = json!({"chain": "tempo", "address": PAYER, "balance": "1000000000"});
    sandbox.control("chain/fund", &funds);
    let runtime = Runtime::new().expect("a runtime");
    let page = format!("{}{PAGE}", sandbox.url);
    let alone = Alone::at(&sandbox.url);
    let on_disk = &place::folder("bench");
    let [mut on_disk, mut in_memory] = [on_disk.as_path(), Path::new(NO_DISK)]
        .map(|folder| runtime.block_on(Purser::start(folder, &sandbox.url)));
    let mut round = || {
        [
            timed(&runtime, alone.buy(&page)),
            timed(&runtime, on_disk.buy(&page)),
            timed(&runtime, in_memory.buy(&page)),
        ]
    };
    (0..WARM).for_each(|_| {
        let _warm = round();
    });
    let rounds: Vec<[Duration; 3]> = (0..PAGES).map(|_| round()).collect();
    [
        figure(
            "a paid page, against crate mpp",
            &rounds,
            |[bare, disk, _]| (bare, disk),
        ),
        figure(
            "the same, its ledger on no disk",
            &rounds,
            |[bare, _, memory]| (bare, memory),
        ),
    ]
}

impl Alone {
    fn at(url: &str) -> Self {
        // Ends in `Err` when it was installed before, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let key: PrivateKeySigner = KEY.parse().expect("a key");
        let provider = TempoProvider::new(key, format!("{url}/chain/tempo")).expect("a provider");
        let client = reqwest::Client::builder().no_proxy().build();
        Self {
            client: client.expect("a client"),
            provider: provider.with_currencies([PATH_USD]),
        }
    }

    async fn buy(&self, page: &str) {
        let always = AcceptPaymentPolicy::Always;
        let paid = self.client.get(page);
        let paid = paid.send_with_payment_policy(&self.provider, &always).await;
        let paid = paid.expect("an answer");
        assert!(paid.status().is_success(), "{}", paid.status());
        let _page = paid.bytes().await.expect("the page");
    }
}

impl Purser {
    async fn start(folder: &Path, url: &str) -> Self {
        let folder = tempfile::tempdir_in(folder).expect("a folder");
        let origin = Origin::try_from(url.to_owned()).expect("an origin");
        let most = Micros(1_000_000_000);
        let policy = Policy {
            per_origin_day: most,
            per_day: most,
            allow: BTreeMap::from([(origin, Allowed::default())]),
            ..Policy::default()
        };
        person::settle_in(folder.path(), url, policy);
        let stop = CancellationToken::new();
        let engine = Engine::start(person::options(folder.path(), stop.clone()));
        let handle = engine.handle();
        person::awake(&handle).await;
        let ask = PayCommand::ReadBalances;
        let read = handle.perform(Command::Pay { ask }).await;
        read.expect("the balances");
        Self {
            handle,
            bought: 0,
            _folder: folder,
            _stop: stop.drop_guard(),
        }
    }

    async fn buy(&mut self, page: &str) {
        self.bought += 1;
        let intent = format!("page-{}", self.bought);
        let ask = PayCommand::Pay {
            request: person::request(&intent, page),
        };
        let paid = self.handle.perform(Command::Pay { ask }).await;
        paid.expect("an answer");
        let view = self.handle.watch().next().await.expect("a View");
        let answer = view.payments.answers.first().expect("an answer");
        assert_eq!(answer.intent, intent);
        assert_eq!(answer.state, AnswerState::Answered);
        assert_eq!(answer.status, Some(200));
        assert!(answer.payment.is_some(), "nothing was paid");
    }
}

fn figure(
    what: &str,
    rounds: &[[Duration; 3]],
    pair: fn([Duration; 3]) -> (Duration, Duration),
) -> Figure {
    let pairs = || rounds.iter().copied().map(pair);
    let ratio = |(bare, purser): (Duration, Duration)| purser.as_secs_f64() / bare.as_secs_f64();
    Figure {
        what: what.to_owned(),
        bare: median(pairs().map(|pair| pair.0)).expect("rounds"),
        purser: median(pairs().map(|pair| pair.1)).expect("rounds"),
        ratio: median(pairs().map(ratio)).expect("rounds"),
        goal: GOAL,
    }
}

fn timed(runtime: &Runtime, work: impl Future<Output = ()>) -> Duration {
    let started = WallTime.start();
    runtime.block_on(work);
    WallTime.end(started)
}
