//! The process that is killed: it buys one thing, or finds out what became of it, as the engine
//! does. Waits to be killed at the moment that it was told.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use jiff::{SignedDuration, Timestamp};
use payments::{Address, BaseUnits, ChainId, Micros};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use url::Url;
use wallet::ledger::{
    Answer, Begun, Credential, Intent, Ledger, Moment, Quote, Request, Reserved, SettledBy,
    Settlement, State,
};
use wallet::policy::{Allowed, Origin, Policy, Wish};

/// The first argument of a buyer.
pub(crate) const WORD: &str = "buy";
/// What a buyer says when it waits to be killed.
pub(crate) const PARKED: &str = "parked ";
/// Ticks for which an authorization can be used.
const WINDOW: i64 = 2;
const URL: &str = "https://shop.example/thing";
const PRICE: u64 = 10;

/// What the buyer does with a payment that surely was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Afterwards {
    GiveUp,
    BuyAgain,
}

pub(crate) const AFTERWARDS: [Afterwards; 2] = [Afterwards::GiveUp, Afterwards::BuyAgain];

/// One run of the buyer.
pub(crate) struct Purchase {
    pub(crate) ledger: PathBuf,
    pub(crate) merchant: SocketAddr,
    pub(crate) seed: u64,
    pub(crate) clock: i64,
    /// The how manieth moment is the last; 0 for none.
    pub(crate) dies_at: u64,
    pub(crate) afterwards: Afterwards,
}

pub(crate) fn intent() -> Intent {
    Intent::try_from("thing".to_owned()).expect("an intent")
}

/// What so many settlements cost.
pub(crate) fn price(settled: usize) -> Micros {
    Micros(PRICE * u64::try_from(settled).expect("a number"))
}

impl Purchase {
    pub(crate) fn arguments(&self) -> Vec<String> {
        vec![
            self.ledger.display().to_string(),
            self.merchant.to_string(),
            self.seed.to_string(),
            self.clock.to_string(),
            self.dies_at.to_string(),
            format!("{:?}", self.afterwards),
        ]
    }

    pub(crate) fn of(arguments: &[String]) -> Self {
        let number = |at: usize| arguments[at].parse().expect("a number");
        let named = |way: &&Afterwards| format!("{way:?}") == arguments[5];
        Self {
            ledger: PathBuf::from(&arguments[0]),
            merchant: arguments[1].parse().expect("an address"),
            seed: number(2),
            clock: arguments[3].parse().expect("a time"),
            dies_at: number(4),
            afterwards: *AFTERWARDS.iter().find(named).expect("a way"),
        }
    }

    pub(crate) fn run(&self) {
        let (moments, last) = (AtomicU64::new(0), self.dies_at);
        let observer = move |moment, step: wallet::ledger::Step| {
            if moments.fetch_add(1, Ordering::Relaxed) + 1 == last {
                let moment = match moment {
                    Moment::Before => "before",
                    Moment::After => "after",
                };
                println!("{PARKED}{moment}-{}", step.name());
                loop {
                    thread::park();
                }
            }
        };
        let ledger = Ledger::open(&self.ledger).expect("a ledger");
        let ledger = ledger.observed_by(Arc::new(observer));
        let request = request();
        match ledger
            .begin(&intent(), request.digest())
            .expect("the ledger")
        {
            Begun::New => self.buy(&ledger),
            Begun::Same(payment) => self.go_on(&ledger, payment.state),
            Begun::Conflict => panic!("another request"),
        }
    }

    fn go_on(&self, ledger: &Ledger, state: State) {
        let intent = intent();
        match state {
            State::Quoted => self.buy(ledger),
            State::Approved => {
                ledger
                    .failed(&intent, "abandoned", self.now())
                    .expect("a step");
                self.again(ledger);
            }
            State::Signed | State::Sent | State::Unknown => match &*self.ask("ask", ledger) {
                "settled" => {
                    let chain = settlement(SettledBy::Chain);
                    ledger.settled(&intent, &chain, self.now()).expect("a step");
                }
                "expired" => {
                    ledger.expired(&intent, self.now()).expect("a step");
                    self.again(ledger);
                }
                _ => self.send(ledger),
            },
            State::Expired | State::Failed => self.again(ledger),
            State::Settled | State::Delivered => {}
            State::Declined | State::Refused => panic!("{state}"),
        }
    }

    fn again(&self, ledger: &Ledger) {
        if self.afterwards == Afterwards::BuyAgain {
            ledger.reopen(&intent(), self.now()).expect("a step");
            self.buy(ledger);
        }
    }

    fn buy(&self, ledger: &Ledger) {
        let reserved = ledger.reserve(&quote(), &policy(), self.now());
        let Ok(Reserved::Approved(_)) = reserved else {
            panic!("not approved: {reserved:?}");
        };
        let nonce = format!("{:064x}", self.seed);
        let ends = self.clock + WINDOW;
        let header = SecretString::from(format!("{nonce} {ends}"));
        let credential = Credential {
            header_name: "payment-signature",
            header: &header,
            nonce: &nonce,
            trace: &json!({ "kind": "proof" }),
            valid_before: at(ends),
            fee_at_most: Micros(0),
        };
        ledger
            .signed(&intent(), &credential, self.now())
            .expect("a step");
        self.send(ledger);
    }

    /// Sends what is stored, whether it is sent for the first time or not.
    fn send(&self, ledger: &Ledger) {
        ledger.sent(&intent(), self.now()).expect("a step");
        let answer = Answer {
            status: 200,
            content_type: None,
            body: b"thing".to_vec(),
        };
        let receipt = match &*self.ask("pay", ledger) {
            "200 receipt" => Some(settlement(SettledBy::Receipt)),
            "200" => None,
            _ => {
                ledger
                    .unknown(&intent(), "no-answer", self.now())
                    .expect("a step");
                return;
            }
        };
        ledger
            .delivered(&intent(), &answer, receipt.as_ref(), self.now())
            .expect("a step");
    }

    /// The merchant's or the chain's answer about the stored bytes; empty when it hangs up.
    fn ask(&self, verb: &str, ledger: &Ledger) -> String {
        let stored = ledger
            .retry(&intent())
            .expect("the ledger")
            .expect("stored bytes");
        let mut stream = TcpStream::connect(self.merchant).expect("the merchant");
        writeln!(stream, "{verb} {}", stored.header.expose_secret()).expect("a request");
        let mut answer = String::new();
        // A merchant that hangs up leaves nothing to read.
        drop(BufReader::new(stream).read_line(&mut answer));
        answer.trim_end().to_owned()
    }

    fn now(&self) -> Timestamp {
        at(self.clock)
    }
}

fn at(clock: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(clock)
}

fn settlement(by: SettledBy) -> Settlement {
    Settlement {
        by,
        transaction: None,
    }
}

fn policy() -> Policy {
    let origin = Origin::try_from(URL.to_owned()).expect("an origin");
    Policy {
        // Two of it are too much: what surely was not paid must be free again.
        per_day: Micros(PRICE),
        allow: [(origin, Allowed::default())].into(),
        ..Policy::default()
    }
}

fn request() -> Request {
    let url = Url::parse(URL).expect("an address");
    Request::of("GET", &url, b"").expect("a request")
}

fn quote() -> Quote {
    Quote {
        intent: intent(),
        request: request(),
        wish: Wish {
            origin: Origin::try_from(URL.to_owned()).expect("an origin"),
            chain: ChainId(8453),
            token: Address::with_last_byte(1),
            recipient: Address::with_last_byte(2),
            splits: Vec::new(),
            amount: Micros(PRICE),
            max_amount: None,
        },
        rail: "x402".to_owned(),
        symbol: "USDC".to_owned(),
        decimals: 6,
        amount: BaseUnits::parse(&PRICE.to_string()).expect("an amount"),
        good_until: at(1_000),
    }
}
