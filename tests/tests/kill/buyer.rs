//! The process that is killed: the product's own engine, started as every program of ours starts
//! it, asked to buy one thing or only to look after what was left. Waits to be killed at the step
//! that it was told.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use jiff::{SignedDuration, Timestamp};
use payments::Micros;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use wallet::contract::{Command, PayCommand, View};
use wallet::ledger::{Intent, Moment, Observer, Step};
use wallet::policy::{Allowed, Origin, Policy};
use wallet::{Clock, Engine, Handle, Options};

use crate::{PRICE, person};

/// The first argument of a buyer.
pub(crate) const WORD: &str = "buy";
/// What a buyer says when it waits to be killed.
pub(crate) const PARKED: &str = "parked ";

/// What a program is started for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Errand {
    /// It starts, looks after payments in doubt, and ends.
    Nothing,
    /// It buys, within the limits.
    Buy,
    /// It buys, and the person approves what the limits ask about.
    Approve,
    /// It buys, and the person declines that.
    Decline,
}

/// One run of the program.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Run {
    /// The person's folder.
    pub(crate) folder: PathBuf,
    /// What is bought.
    pub(crate) url: String,
    pub(crate) errand: Errand,
    /// How far the world's clocks are ahead of this machine's.
    pub(crate) ahead: SignedDuration,
    /// The how manieth step is the last; 0 for none.
    pub(crate) dies_at: u64,
}

impl Run {
    /// Does it, to its end or until it has to wait.
    pub(crate) fn go(&self) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build();
        runtime.expect("a runtime").block_on(self.engine());
    }

    async fn engine(&self) {
        let stop = CancellationToken::new();
        let engine = Engine::start(Options {
            clock: Clock::start().ahead(self.ahead),
            observer: Some(killer(self.dies_at)),
            ..person::options(&self.folder, stop.clone())
        });
        self.perform(&engine.handle()).await;
        stop.cancel();
        engine.stopped().await;
    }

    /// As a front end does: waits until the engine is awake, then asks.
    async fn perform(&self, handle: &Handle) {
        person::awake(handle).await;
        if self.errand == Errand::Nothing {
            return;
        }
        let request = person::request(intent().as_str(), &self.url);
        // What comes of it is in the books.
        let pay = |ask| handle.perform(Command::Pay { ask });
        drop(pay(PayCommand::Pay { request }).await);
        let view: View = handle.watch().next().await.expect("a View");
        for question in view.payments.asks {
            let ask = question.id;
            drop(match self.errand {
                Errand::Approve => pay(PayCommand::Approve { ask }).await,
                Errand::Decline => pay(PayCommand::Decline { ask }).await,
                Errand::Nothing | Errand::Buy => Ok(()),
            });
        }
    }
}

/// The intent of all that is bought.
pub(crate) fn intent() -> Intent {
    Intent::try_from("thing".to_owned()).expect("an intent")
}

/// What a person allows who buys in this way: one thing in a day, because what surely was not paid
/// must be free again.
pub(crate) fn limits(url: &str, errand: Errand) -> Policy {
    let origin = Origin::try_from(url.to_owned()).expect("an origin");
    let allow = match errand {
        Errand::Nothing | Errand::Buy => BTreeMap::from([(origin, Allowed::default())]),
        Errand::Approve | Errand::Decline => BTreeMap::new(),
    };
    Policy {
        per_day: Micros(PRICE),
        allow,
        ..Policy::default()
    }
}

/// This machine's time in a world whose clocks are so far ahead.
pub(crate) fn now(ahead: SignedDuration) -> Timestamp {
    Clock::start().ahead(ahead).read().wall
}

/// Says at the last step where it stands, and waits there for ever.
fn killer(last: u64) -> Arc<Observer> {
    let steps = AtomicU64::new(0);
    Arc::new(move |moment, step: Step| {
        if steps.fetch_add(1, Ordering::Relaxed) + 1 == last {
            let moment = match moment {
                Moment::Before => "before",
                Moment::After => "after",
            };
            println!("{PARKED}{moment}-{}", step.name());
            loop {
                thread::park();
            }
        }
    })
}
