//! A page that npm's `mppx` sells on a real chain, bought in turn by npm's own client and by
//! `purser pay`, from start to end. Merchant, chain and price are the same for both, and are part of
//! every time.

use std::{process::Command, time::Duration};

use criterion::measurement::{Measurement, WallTime};
use tests::{
    chain::{Chain, PHRASE, know},
    desktop::Desktop,
    home::Home,
    merchant::{Merchant, mppx},
    place,
    process::run,
};

use crate::figure::{Figure, median};

const PAGES: usize = 12;
/// Five times faster.
const GOAL: f64 = 0.2;

/// A merchant, and a person on a desktop who lets Purser pay it.
struct Market {
    page: String,
    tempo: Chain,
    desktop: Desktop,
    home: Home,
    _base: Chain,
    _merchant: Merchant,
}

/// Buys a page with each in turn, so that a slow moment of the computer slows both.
pub(crate) fn measure() -> Figure {
    let market = Market::open();
    let pair = |_| (market.by_mppx(), market.by_purser());
    let _warm = pair(0);
    let pairs: Vec<_> = (0..PAGES).map(pair).collect();
    let bare = median(pairs.iter().map(|pair| pair.0)).expect("a page");
    let purser = median(pairs.iter().map(|pair| pair.1)).expect("a page");
    Figure {
        what: "purser pay, against mppx".to_owned(),
        bare,
        purser,
        ratio: purser.as_secs_f64() / bare.as_secs_f64(),
        goal: GOAL,
    }
}

impl Market {
    fn open() -> Self {
        let home = Home::new();
        home.install(&place::built().join("purser"));
        let (tempo, base) = (Chain::tempo(&home), Chain::base(&home));
        know(&home, &[&tempo]);
        let merchant = Merchant::mpp(&home, &tempo, &base);
        let market = Self {
            page: merchant.at("/charge"),
            desktop: Desktop::start(&home),
            tempo,
            home,
            _base: base,
            _merchant: merchant,
        };
        let _ = run(
            &mut market.purser(&["key", "import"]),
            &format!("{PHRASE}\n"),
        )
        .well();
        let origin = market.page.trim_end_matches("/charge");
        let _ = run(
            &mut market.purser(&["policy", "set", "--allow", origin]),
            "",
        )
        .well();
        market
    }

    fn by_mppx(&self) -> Duration {
        timed(mppx(&self.home, &self.page, &self.tempo))
    }

    fn by_purser(&self) -> Duration {
        timed(self.purser(&["pay", &self.page, "--yes"]))
    }

    fn purser(&self, arguments: &[&str]) -> Command {
        let mut command = self.desktop.command(&self.home, "purser");
        command.args(arguments);
        command
    }
}

fn timed(mut command: Command) -> Duration {
    let started = WallTime.start();
    let _ = run(&mut command, "").well();
    WallTime.end(started)
}
