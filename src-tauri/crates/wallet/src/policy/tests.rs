//! The rules of a policy: shared wishes and sums, and where each is tested.

mod properties;
mod rules;

use jiff::{SignedDuration, Timestamp};

use super::*;

const SHOP: &str = "https://shop.example";
const OTHER: &str = "https://other.example";

fn origin(text: &str) -> Origin {
    Origin::try_from(text.to_owned()).unwrap()
}

fn account(number: u8) -> Address {
    Address::with_last_byte(number)
}

fn wish(amount: u64) -> Wish {
    Wish {
        origin: origin(SHOP),
        chain: ChainId(8453),
        token: account(1),
        recipient: account(2),
        splits: Vec::new(),
        amount: Micros(amount),
        deposited: Micros::ZERO,
        max_amount: None,
    }
}

/// Ten a payment, twenty an origin and day, thirty a day; the shop is allowed.
fn policy() -> Policy {
    Policy {
        per_payment: Micros(10),
        per_origin_day: Micros(20),
        per_day: Micros(30),
        allow: [(origin(SHOP), Allowed::default())].into(),
        ..Policy::default()
    }
}

fn spent(overall: u64, by_origin: u64) -> Spent {
    Spent {
        today_overall: Micros(overall),
        today_origin: Micros(by_origin),
        pinned: Vec::new(),
    }
}

fn above(cap: Cap, limit: u64, spent: u64, amount: u64) -> Decision {
    Decision::Refuse(vec![RefuseReason::AboveCap {
        cap,
        limit: Micros(limit),
        spent: Micros(spent),
        amount: Micros(amount),
    }])
}

fn at(hours: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours)
}
