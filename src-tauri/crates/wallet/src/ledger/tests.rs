//! The ledger on a real file: a price to pay, and the steps that bring a payment somewhere.

mod answers;
mod asks;
mod channels;
mod file;
mod plans;
mod random;
mod reserving;
mod steps;
mod table;

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use payments::{Address, BaseUnits, ChainId, Micros, Trace};
use secrecy::{ExposeSecret, SecretString};
use tempfile::TempDir;
use url::Url;

use super::*;
use crate::policy::{Allowed, Origin, Policy, Wish};

const SHOP: &str = "https://shop.example";
const TRACE: Trace = Trace::Proof {
    chain: ChainId(8453),
};

/// A payment that may be signed, as a ledger writes it down.
pub(crate) fn approved_payment(name: &str) -> Payment {
    let fixture = Fixture::new();
    match fixture.ledger.reserve(&quote(name, 10), &policy(), at(0)) {
        Ok(Reserved::Approved(payment)) => payment,
        other => unreachable!("{other:?}"),
    }
}

/// A ledger in a folder of its own.
struct Fixture {
    folder: TempDir,
    ledger: Ledger,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("ours").join("payments.sqlite")).unwrap();
        Self { folder, ledger }
    }

    /// The same file, opened by somebody else.
    fn other(&self) -> Ledger {
        Ledger::open(self.ledger.path()).unwrap()
    }

    fn approved(&self, name: &str) -> Intent {
        let reserved = self.ledger.reserve(&quote(name, 10), &policy(), at(0));
        assert!(matches!(reserved.unwrap(), Reserved::Approved(_)));
        intent(name)
    }

    fn signed(&self, name: &str) -> Intent {
        let intent = self.approved(name);
        sign(&self.ledger, &intent, name).unwrap();
        intent
    }

    fn sent(&self, name: &str) -> Intent {
        let intent = self.signed(name);
        assert_eq!(self.ledger.sent(&intent, at(2)).unwrap(), State::Sent);
        intent
    }

    fn state(&self, intent: &Intent) -> State {
        self.ledger.payment(intent).unwrap().unwrap().state
    }

    fn header(&self, intent: &Intent) -> Option<String> {
        let kept = self.ledger.retry(intent).unwrap();
        kept.map(|kept| kept.header.expose_secret().to_owned())
    }

    fn spent(&self) -> u64 {
        self.ledger.spent_today(at(60)).unwrap().0
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1_700_000_000 + seconds)
}

fn hours(hours: i64) -> Timestamp {
    at(hours * 3600)
}

fn intent(name: &str) -> Intent {
    Intent::try_from(name.to_owned()).unwrap()
}

fn origin(text: &str) -> Origin {
    Origin::try_from(text.to_owned()).unwrap()
}

fn account(number: u8) -> Address {
    Address::with_last_byte(number)
}

/// A hundred of everything for the shop; whoever else asks is asked about.
fn policy() -> Policy {
    Policy {
        per_payment: Micros(100),
        per_origin_day: Micros(100),
        per_day: Micros(100),
        allow: [(origin(SHOP), Allowed::default())].into(),
        ..Policy::default()
    }
}

fn quote(name: &str, micros: u64) -> Quote {
    quote_at(SHOP, name, micros)
}

fn quote_at(base: &str, name: &str, micros: u64) -> Quote {
    let url = Url::parse(&format!("{base}/{name}?key=secret#there")).unwrap();
    Quote {
        intent: intent(name),
        request: Request::of("GET", &url, b"").unwrap(),
        wish: Wish {
            origin: Origin::of(&url).unwrap(),
            chain: ChainId(8453),
            token: account(1),
            recipient: account(2),
            splits: vec![account(3)],
            amount: Micros(micros),
            deposited: Micros(0),
            max_amount: None,
        },
        rail: "x402".to_owned(),
        symbol: "USDC".to_owned(),
        decimals: 6,
        amount: BaseUnits::parse(&micros.to_string()).unwrap(),
        good_until: at(300),
    }
}

fn sign(ledger: &Ledger, intent: &Intent, nonce: &str) -> Result<(), LedgerError> {
    let header = SecretString::from(format!("signature of {nonce}"));
    let credential = Credential {
        header_name: "payment-signature",
        header: &header,
        nonce,
        trace: &TRACE,
        valid_before: at(120),
        fee_at_most: Micros(0),
    };
    ledger.signed(intent, &credential, at(1))
}

fn settlement(by: SettledBy) -> Settlement {
    Settlement {
        by,
        transaction: Some(format!("0x{}", by.name())),
    }
}

fn answer(text: &str) -> Answer {
    Answer {
        status: 200,
        content_type: Some("text/plain".to_owned()),
        body: text.into(),
    }
}

/// A name that no other test of this process uses.
fn fresh() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("fresh-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
