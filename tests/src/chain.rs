//! Real chains on loopback: `anvil` as Tempo's test network and as Base's, with a dollar where the
//! real one lies. Reads balances and receipts by itself, so that nobody's word is taken for them.

use std::{fs, path::PathBuf};

use serde_json::{Map, Value, json};

use crate::{home::Home, place, process::Beside, wait::until_or};

/// The dollar of Tempo's test network.
pub const PATH_USD: &str = "0x20c0000000000000000000000000000000000000";
/// The dollar of Base's test network.
pub const USDC: &str = "0x036CbD53842c5426634e7929541eC2318f3dCF7e";
/// Holds payment channels on Tempo.
pub const RESERVE: &str = "0x4d50500000000000000000000000000000000000";
/// The recovery phrase that everybody knows; its first key is the payer. Never fund it.
pub const PHRASE: &str = "test test test test test test test test test test test junk";
/// That key, as programs take it that know no phrases.
pub const KEY: &str = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
/// The address of that key.
pub const PAYER: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
/// Whom the merchants are paid to, and who pays the gas of what they settle.
pub const MERCHANT: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
/// Who pays the gas of what the merchant sponsors.
pub const SPONSOR: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
/// Who gets a part of a split price.
pub const AUTHOR: &str = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";

/// What the payer has on Base to begin with, in base units: 100 dollars.
const MINTED: u128 = 100_000_000;
const BALANCE_OF: &str = "0x70a08231";
const MINT: &str = "0x40c10f19";
const APPROVE: &str = "0x095ea7b3";
const TRANSFER: &str = "0xa9059cbb";

/// A running chain; dropping it ends it.
#[derive(Debug)]
pub struct Chain {
    id: u64,
    url: String,
    _node: Beside,
}

impl Chain {
    /// Tempo's test network, on which every key of [`PHRASE`] is rich, with a reserve of payment
    /// channels that may take from the payer.
    ///
    /// # Panics
    /// When it does not start, or is another chain.
    #[must_use]
    pub fn tempo(home: &Home) -> Self {
        // Expiring nonces came after the first fork; they live for less than half a minute of the
        // chain's time, so that has to be now and to go on.
        let now = jiff::Timestamp::now().as_second().to_string();
        let as_tempo = ["--network", "tempo", "--hardfork", "T4", "--timestamp"];
        let ticking = ["--block-time", "1", "--mixed-mining"];
        let arguments = [&as_tempo[..], &[now.as_str()], &ticking].concat();
        let chain = Self::start(home, "tempo", 42431, &arguments);
        chain.put_code(RESERVE, "ChannelReserve");
        chain.transact(PATH_USD, &call(APPROVE, RESERVE, Some(u128::MAX)));
        // Holding a token for the first time costs more gas than the precompile would take.
        chain.transact(PATH_USD, &call(TRANSFER, RESERVE, Some(1)));
        chain
    }

    /// Base's test network, on which the payer has 100 dollars.
    ///
    /// # Panics
    /// When it does not start, or is another chain.
    #[must_use]
    pub fn base(home: &Home) -> Self {
        let chain = Self::start(home, "base", 84532, &[]);
        chain.put_code(USDC, "Dollar");
        chain.transact(USDC, &call(MINT, PAYER, Some(MINTED)));
        chain
    }

    fn start(home: &Home, name: &str, id: u64, more: &[&str]) -> Self {
        let mut command = home.bound_command(installed("@foundry-rs/anvil-linux-amd64/bin/anvil"));
        command
            .args(["--host", "127.0.0.1", "--port", "0", "--chain-id"])
            .arg(id.to_string())
            .args(more);
        let log = home.log(name);
        let node = Beside::start(&mut command, &log);
        let printed = || fs::read_to_string(&log).unwrap_or_default();
        let address = until_or(
            || format!("anvil to listen: {}", printed()),
            || {
                Some(
                    printed()
                        .split_once("Listening on ")?
                        .1
                        .lines()
                        .next()?
                        .to_owned(),
                )
            },
        );
        let chain = Self {
            id,
            url: format!("http://{address}"),
            _node: node,
        };
        assert_eq!(
            number(&chain.ask("eth_chainId", &json!([]))),
            u128::from(id)
        );
        chain
    }

    /// Where its nodes are asked.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How much of a token somebody has, in base units.
    #[must_use]
    pub fn balance(&self, token: &str, owner: &str) -> u128 {
        balance(&self.url, token, owner)
    }

    /// Leaves somebody with nothing of a token.
    ///
    /// # Panics
    /// When they still have some.
    pub fn empty(&self, token: &str, owner: &str) {
        let _ = self.ask("anvil_dealERC20", &json!([owner, token, "0x0"]));
        assert_eq!(self.balance(token, owner), 0);
    }

    /// The receipt of a transaction that went well; nothing while there is none.
    #[must_use]
    pub fn settled(&self, hash: &str) -> Option<Value> {
        let receipt = self.ask("eth_getTransactionReceipt", &json!([hash]));
        (receipt["status"] == "0x1").then_some(receipt)
    }

    /// Lets time go by on the chain.
    pub fn pass(&self, seconds: u64) {
        let _ = self.ask("evm_increaseTime", &json!([seconds]));
        let _ = self.ask("evm_mine", &json!([]));
    }

    fn put_code(&self, address: &str, contract: &str) {
        let code = fs::read(tools().join("contracts.json")).expect("the compiled contracts");
        let code: Value = serde_json::from_slice(&code).expect("the compiled contracts");
        let _ = self.ask("anvil_setCode", &json!([address, code[contract]]));
        let found = self.ask("eth_getCode", &json!([address, "latest"]));
        assert_eq!(found, code[contract], "the code of {contract}");
    }

    /// Sends a call of a contract from the payer, and waits for it to go well.
    fn transact(&self, to: &str, data: &str) {
        let transaction = json!({"from": PAYER, "to": to, "data": data, "gas": "0x200000"});
        let hash = self.ask("eth_sendTransaction", &json!([transaction]));
        let hash = hash.as_str().expect("a transaction's hash");
        let receipt = || self.ask("eth_getTransactionReceipt", &json!([hash]));
        let settled = || self.settled(hash);
        until_or(|| format!("{hash} to settle: {}", receipt()), settled);
    }

    fn ask(&self, method: &str, params: &Value) -> Value {
        ask(&self.url, method, params)
    }
}

/// How much of a token somebody has on the chain at `url`, in base units.
pub(crate) fn balance(url: &str, token: &str, owner: &str) -> u128 {
    let asked = json!({"to": token, "data": call(BALANCE_OF, owner, None)});
    number(&ask(url, "eth_call", &json!([asked, "latest"])))
}

fn ask(url: &str, method: &str, params: &Value) -> Value {
    let question = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
    let mut answer: Value = ureq::post(url)
        .send_json(&question)
        .and_then(|mut answer| answer.body_mut().read_json())
        .unwrap_or_else(|error| panic!("{method}: {error}"));
    assert!(answer["error"].is_null(), "{method}: {answer}");
    answer["result"].take()
}

/// Writes into the settings of this home where these chains are asked.
///
/// # Panics
/// When they cannot be written.
pub fn know(home: &Home, chains: &[&Chain]) {
    let rpc: Map<String, Value> = chains
        .iter()
        .map(|chain| (chain.id.to_string(), chain.url().into()))
        .collect();
    let folder = home.path().join(".config/purser");
    fs::create_dir_all(&folder).expect("a folder for the settings");
    let settings = json!({"pay": {"rpc": rpc}}).to_string();
    fs::write(folder.join("settings.json"), settings).expect("the settings");
}

/// A file of what `cargo xtask test` installed from npm.
///
/// # Panics
/// When it did not.
pub(crate) fn installed(path: &str) -> PathBuf {
    let file = tools().join("node_modules").join(path);
    assert!(
        file.exists(),
        "{} is missing: `cargo xtask test` installs it",
        file.display()
    );
    file
}

fn tools() -> PathBuf {
    place::target().join("tools/merchants")
}

/// A call in a contract's own form: selector, an address, perhaps a number.
fn call(selector: &str, address: &str, amount: Option<u128>) -> String {
    let address = address.trim_start_matches("0x");
    let amount = amount.map(|amount| format!("{amount:064x}"));
    format!("{selector}{address:0>64}{}", amount.unwrap_or_default())
}

fn number(hex: &Value) -> u128 {
    let digits = hex.as_str().map(|text| text.trim_start_matches("0x"));
    digits
        .and_then(|digits| u128::from_str_radix(digits, 16).ok())
        .unwrap_or_else(|| panic!("{hex} is no number"))
}
