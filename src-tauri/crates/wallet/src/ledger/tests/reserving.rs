//! Reserving an amount.

use std::thread;

use super::*;
use crate::policy::{AskReason, Cap, RefuseReason};

#[test]
fn an_intent_is_new_then_the_same_and_never_another_request() {
    let fixture = Fixture::new();
    let digest = |path: &str| {
        let url = Url::parse(&format!("{SHOP}/{path}?key=secret#there")).unwrap();
        RequestDigest::of("GET", &url, b"")
    };
    let begin = |digest| fixture.ledger.begin(&intent("a"), &digest).unwrap();
    assert_eq!(begin(digest("a")), Begun::New);
    fixture.approved("a");
    let Begun::Same(payment) = begin(digest("a")) else {
        panic!("it is not known any more");
    };
    assert_eq!(payment.state, State::Approved);
    assert_eq!(begin(digest("b")), Begun::Conflict);
    let mut other = quote("b", 1);
    other.intent = intent("a");
    let reserved = fixture.ledger.reserve(&other, &policy(), at(1)).unwrap();
    assert_eq!(reserved, Reserved::Conflict);
}

#[test]
fn an_intent_is_reserved_once_whatever_happens_to_it() {
    let fixture = Fixture::new();
    let reserve = |name| fixture.ledger.reserve(&quote(name, 10), &policy(), at(9));
    for name in ["approved", "asked", "refused"] {
        let mut first = quote(name, 10);
        match name {
            "asked" => first = quote_at("https://other.example", name, 10),
            "refused" => first.wish.amount = Micros(101),
            _ => {}
        }
        first.request = quote(name, 10).request;
        fixture.ledger.reserve(&first, &policy(), at(0)).unwrap();
        let before = fixture.ledger.payment(&intent(name)).unwrap().unwrap();
        assert_eq!(reserve(name).unwrap(), Reserved::Same(before));
    }
    assert_eq!(fixture.spent(), 10);
}

#[test]
fn what_is_refused_says_why_and_takes_nothing() {
    let fixture = Fixture::new();
    let reserved = fixture.ledger.reserve(&quote("a", 101), &policy(), at(0));
    let Reserved::Refused(payment, reasons) = reserved.unwrap() else {
        panic!("it is not refused");
    };
    assert_eq!(payment.state, State::Refused);
    assert_eq!(reasons.len(), 3, "all three caps are in the way");
    let event = fixture.ledger.events(&intent("a")).unwrap().pop().unwrap();
    let told: Vec<RefuseReason> = serde_json::from_value(event.detail["reasons"].clone()).unwrap();
    assert_eq!(told, reasons);
    assert_eq!(fixture.spent(), 0);
}

#[test]
fn in_flight_amounts_count_and_surely_unpaid_ones_do_not() {
    let fixture = Fixture::new();
    let ledger = &fixture.ledger;
    fixture.approved("approved");
    fixture.signed("signed");
    fixture.sent("sent");
    let unknown = fixture.sent("unknown");
    ledger.unknown(&unknown, "timeout", at(3)).unwrap();
    let settled = fixture.sent("settled");
    let word = settlement(SettledBy::Chain);
    ledger.settled(&settled, &word, at(3)).unwrap();
    assert_eq!(fixture.spent(), 50);
    let expired = fixture.sent("expired");
    let failed = fixture.signed("failed");
    assert_eq!(fixture.spent(), 70);
    ledger.expired(&expired, at(130)).unwrap();
    ledger.failed(&failed, "not-sent", at(3)).unwrap();
    assert_eq!(fixture.spent(), 50);
    let spent = ledger.spent(&origin(SHOP), at(60)).unwrap();
    assert_eq!(
        (spent.today_origin, spent.today_overall),
        (Micros(50), Micros(50))
    );
    let reserve = |amount| ledger.reserve(&quote(&fresh(), amount), &policy(), at(60));
    assert!(matches!(reserve(51).unwrap(), Reserved::Refused(..)));
    assert!(matches!(reserve(50).unwrap(), Reserved::Approved(_)));
}

#[test]
fn the_networks_fee_counts_as_spent_once_it_is_signed() {
    let fixture = Fixture::new();
    let intent = fixture.approved("a");
    let header = SecretString::from("signature");
    let credential = Credential {
        header_name: "authorization",
        header: &header,
        nonce: "a",
        trace: &TRACE,
        valid_before: at(120),
        fee_at_most: Micros(7),
    };
    fixture.ledger.signed(&intent, &credential, at(1)).unwrap();
    assert_eq!(fixture.spent(), 17);
}

#[test]
fn a_day_is_the_last_24_hours() {
    let fixture = Fixture::new();
    fixture.approved("a");
    let spent = |now| {
        fixture
            .ledger
            .spent(&origin(SHOP), now)
            .unwrap()
            .today_origin
    };
    assert_eq!(
        spent(hours(24) - SignedDuration::from_millis(1)),
        Micros(10)
    );
    assert_eq!(spent(hours(24)), Micros(0));
    let set_back = fixture.ledger.spent_today(hours(-48)).unwrap();
    assert_eq!(
        set_back,
        Micros(10),
        "a clock that was set back frees nothing"
    );
}

#[test]
fn only_the_origin_that_asks_fills_its_own_cap() {
    let fixture = Fixture::new();
    fixture.approved("a");
    let other = fixture
        .ledger
        .spent(&origin("https://other.example"), at(1));
    let other = other.unwrap();
    assert_eq!(
        (other.today_origin, other.today_overall),
        (Micros(0), Micros(10))
    );
    assert_eq!(other.pinned, []);
}

#[test]
fn an_approval_pins_everybody_who_gets_money() {
    let fixture = Fixture::new();
    fixture.approved("a");
    let mut changed = quote("b", 1);
    changed.wish.splits = vec![account(9)];
    let reserved = fixture.ledger.reserve(&changed, &policy(), at(1)).unwrap();
    let Reserved::Asked(ask) = reserved else {
        panic!("a new recipient is not asked about");
    };
    let [AskReason::NewRecipient { recipient }] = &ask.reasons[..] else {
        panic!("another reason: {:?}", ask.reasons);
    };
    assert_eq!(recipient.account, account(9));
    fixture.ledger.approve(&ask.id, &policy(), at(2)).unwrap();
    changed.intent = intent("c");
    let reserved = fixture.ledger.reserve(&changed, &policy(), at(3)).unwrap();
    assert!(matches!(reserved, Reserved::Approved(_)));
}

#[test]
fn two_processes_never_take_the_same_last_dollar() {
    let fixture = Fixture::new();
    let approved: usize = thread::scope(|scope| {
        let taking: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let ledger = fixture.other();
                    let take = |_| {
                        ledger
                            .reserve(&quote(&fresh(), 7), &policy(), at(0))
                            .unwrap()
                    };
                    let taken = (0..10).map(take);
                    taken
                        .filter(|taken| matches!(taken, Reserved::Approved(_)))
                        .count()
                })
            })
            .collect();
        taking.into_iter().map(|taken| taken.join().unwrap()).sum()
    });
    assert_eq!(
        approved, 14,
        "14 times 7 is 98, and 15 times 7 is above 100"
    );
    assert_eq!(fixture.spent(), 98);
}

#[test]
fn two_processes_never_both_reserve_one_intent() {
    let fixture = Fixture::new();
    let name = fresh();
    let approved: usize = thread::scope(|scope| {
        let taking: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let reserved = fixture.other().reserve(&quote(&name, 7), &policy(), at(0));
                    usize::from(matches!(reserved.unwrap(), Reserved::Approved(_)))
                })
            })
            .collect();
        taking.into_iter().map(|taken| taken.join().unwrap()).sum()
    });
    assert_eq!(approved, 1);
}

#[test]
fn an_amount_that_the_ledger_cannot_count_is_not_reserved() {
    let fixture = Fixture::new();
    let unlimited = Micros(u64::MAX);
    let policy = Policy {
        per_payment: unlimited,
        per_origin_day: unlimited,
        per_day: unlimited,
        ..policy()
    };
    let reserved = fixture
        .ledger
        .reserve(&quote("a", u64::MAX), &policy, at(0));
    assert!(matches!(reserved, Err(LedgerError::TooMuch)));
    assert_eq!(fixture.ledger.payment(&intent("a")).unwrap(), None);
}

#[test]
fn a_lost_payment_is_quoted_and_judged_anew_only_when_it_is_reopened() {
    let fixture = Fixture::new();
    let ledger = &fixture.ledger;
    let a = fixture.sent("a");
    ledger.expired(&a, at(130)).unwrap();
    let again = |amount| {
        ledger
            .reserve(&quote("a", amount), &policy(), at(200))
            .unwrap()
    };
    assert!(matches!(again(20), Reserved::Same(_)));
    ledger.reopen(&a, at(199)).unwrap();
    assert_eq!(fixture.state(&a), State::Quoted);
    let Reserved::Refused(_, reasons) = again(101) else {
        panic!("it is not judged anew");
    };
    assert!(matches!(
        reasons[0],
        RefuseReason::AboveCap {
            cap: Cap::Payment,
            ..
        }
    ));
    ledger.reopen(&a, at(199)).unwrap();
    let Reserved::Approved(payment) = again(20) else {
        panic!("it is not approved");
    };
    assert_eq!(
        (payment.micros, payment.amount.to_string()),
        (Micros(20), "20".to_owned())
    );
    sign(ledger, &a, "second").unwrap();
    assert_eq!(fixture.header(&a).unwrap(), "signature of second");
}

#[test]
fn the_past_is_what_was_wished_with_what_became_of_it() {
    use crate::policy::{Booking, back_test};
    let fixture = Fixture::new();
    let ledger = &fixture.ledger;
    let reserve = |name: &str, amount, when| {
        ledger
            .reserve(&quote(name, amount), &policy(), when)
            .unwrap();
    };
    reserve("long-ago", 60, hours(-200));
    reserve("the-day-before", 60, hours(-1));
    reserve("first", 60, hours(1));
    reserve("second", 40, hours(2));
    let past = ledger.past(hours(0)).unwrap();
    let told: Vec<_> = past
        .iter()
        .map(|past| (past.wish.amount.0, past.booking))
        .collect();
    assert_eq!(
        told,
        [
            (60, Booking::Spent),
            (60, Booking::NotSpent),
            (40, Booking::Spent)
        ]
    );
    let outcome = back_test(&policy(), &past, hours(0));
    assert_eq!((outcome.paid.count, outcome.refused.count), (1, 1));
}
