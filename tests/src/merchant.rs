//! Real merchants: npm's own MPP and x402 servers (`tests/merchants`), which settle on our chains.
//! Knows where they listen and how often they say they were paid.

use std::{fs, os::unix::fs::symlink, path::PathBuf, process::Command};

use serde::Deserialize;
use serde_json::Value;

use crate::{
    chain::{Chain, KEY, installed},
    home::Home,
    place,
    process::Beside,
};

/// A running merchant; dropping it ends it.
#[derive(Debug)]
pub struct Merchant {
    url: String,
    rpc: Option<String>,
    _program: Beside,
}

#[derive(Deserialize)]
struct Greeting {
    url: String,
    rpc: Option<String>,
}

impl Merchant {
    /// Charges by MPP on both chains.
    #[must_use]
    pub fn mpp(home: &Home, tempo: &Chain, base: &Chain) -> Self {
        Self::start(home, "mpp", &[("TEMPO_RPC", tempo), ("BASE_RPC", base)])
    }

    /// Sells by payment channel.
    #[must_use]
    pub fn session(home: &Home, tempo: &Chain) -> Self {
        Self::start(home, "session", &[("TEMPO_RPC", tempo)])
    }

    /// Charges by every dialect of x402.
    #[must_use]
    pub fn x402(home: &Home, base: &Chain) -> Self {
        Self::start(home, "x402", &[("BASE_RPC", base)])
    }

    fn start(home: &Home, name: &str, chains: &[(&str, &Chain)]) -> Self {
        let mut command = home.bound_command("node");
        command.arg(shop(home).join(format!("{name}.mjs")));
        command.envs(chains.iter().map(|(name, chain)| (name, chain.url())));
        let (program, line) = Beside::start_with_line(&mut command, &home.log(name));
        let greeting: Greeting =
            serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        Self {
            url: greeting.url,
            rpc: greeting.rpc,
            _program: program,
        }
    }

    /// The address of something that it sells.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Where the customers of a session ask its chain.
    ///
    /// # Panics
    /// When it sells by no session.
    #[must_use]
    pub fn rpc(&self) -> &str {
        self.rpc.as_deref().expect("an endpoint of its own")
    }

    /// What it was sent for its channels and took, in order, as it says.
    ///
    /// # Panics
    /// When it does not say.
    #[must_use]
    pub fn taken(&self) -> Vec<String> {
        ureq::get(self.at("/taken"))
            .call()
            .and_then(|mut answer| answer.body_mut().read_json())
            .expect("the merchant's log")
    }

    /// How often it was paid for this path, as it says.
    ///
    /// # Panics
    /// When it does not say.
    #[must_use]
    pub fn count(&self, path: &str) -> u64 {
        let counts: Value = ureq::get(self.at("/counts"))
            .call()
            .and_then(|mut answer| answer.body_mut().read_json())
            .expect("the merchant's counts");
        counts[path].as_u64().unwrap_or_default()
    }
}

/// npm's own client, about to buy a page as the payer.
#[must_use]
pub fn mppx(home: &Home, page: &str, chain: &Chain) -> Command {
    let mut command = home.command("node");
    command
        .arg(installed("mppx/dist/bin.js"))
        .args([page, "--silent", "--rpc-url", chain.url()])
        .env("MPPX_PRIVATE_KEY", KEY);
    command
}

/// A folder in the home where the merchants find what they import.
fn shop(home: &Home) -> PathBuf {
    let folder = home.path().join("shop");
    if folder.exists() {
        return folder;
    }
    fs::create_dir(&folder).expect("a folder for the merchants");
    let sources = fs::read_dir(place::repository().join("tests/merchants"));
    for source in sources.expect("the merchants").flatten() {
        if source.path().extension().is_some_and(|kind| kind == "mjs") {
            fs::copy(source.path(), folder.join(source.file_name())).expect("a merchant");
        }
    }
    symlink(installed(""), folder.join("node_modules")).expect("what they import");
    folder
}
