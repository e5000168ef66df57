//! Each rule, by example.

use super::*;

#[test]
fn an_allowed_origin_is_paid_up_to_each_cap_and_not_a_micro_more() {
    for (spent, last) in [(spent(0, 0), 10), (spent(15, 15), 5), (spent(27, 0), 3)] {
        assert_eq!(decide(&policy(), &wish(last), &spent), Decision::Pay);
        let Decision::Refuse(reasons) = decide(&policy(), &wish(last + 1), &spent) else {
            panic!("one more than {last} is not refused");
        };
        assert_eq!(reasons.len(), 1);
    }
}

#[test]
fn a_refusal_names_the_cap_what_is_spent_and_the_amount() {
    assert_eq!(
        decide(&policy(), &wish(11), &spent(0, 0)),
        above(Cap::Payment, 10, 0, 11)
    );
    assert_eq!(
        decide(&policy(), &wish(6), &spent(15, 15)),
        above(Cap::OriginDay, 20, 15, 6)
    );
    assert_eq!(
        decide(&policy(), &wish(4), &spent(27, 0)),
        above(Cap::Day, 30, 27, 4)
    );
}

#[test]
fn a_sum_that_no_number_holds_is_above_any_cap() {
    let unlimited = Micros(u64::MAX);
    let policy = Policy {
        per_payment: unlimited,
        per_origin_day: unlimited,
        per_day: unlimited,
        ..policy()
    };
    assert_eq!(
        decide(&policy, &wish(2), &spent(u64::MAX - 1, 0)),
        above(Cap::Day, u64::MAX, u64::MAX - 1, 2)
    );
}

#[test]
fn an_unknown_origin_is_asked_about_or_refused_as_the_person_chose() {
    let mut policy = policy();
    policy.allow.clear();
    assert_eq!(
        decide(&policy, &wish(1), &spent(0, 0)),
        Decision::Ask(vec![AskReason::UnknownOrigin])
    );
    policy.unknown = UnknownOrigin::Refuse;
    assert_eq!(
        decide(&policy, &wish(1), &spent(0, 0)),
        Decision::Refuse(vec![RefuseReason::UnknownOrigin])
    );
}

#[test]
fn a_cap_is_not_lifted_by_asking() {
    let mut policy = policy();
    policy.allow.clear();
    assert_eq!(
        decide(&policy, &wish(11), &spent(0, 0)),
        above(Cap::Payment, 10, 0, 11)
    );
}

#[test]
fn whoever_never_was_paid_is_asked_about_also_when_only_sharing() {
    let pinned = |number| Recipient {
        chain: ChainId(8453),
        account: account(number),
    };
    let spent = Spent {
        pinned: vec![pinned(2)],
        ..Spent::default()
    };
    let changed = |wish: &Wish| decide(&policy(), wish, &spent);
    let asked = |chain, number| {
        let recipient = Recipient {
            chain: ChainId(chain),
            account: account(number),
        };
        Decision::Ask(vec![AskReason::NewRecipient { recipient }])
    };
    assert_eq!(changed(&wish(1)), Decision::Pay);
    let mut other = wish(1);
    other.recipient = account(3);
    assert_eq!(changed(&other), asked(8453, 3));
    let mut shared = wish(1);
    shared.splits = vec![account(4)];
    assert_eq!(changed(&shared), asked(8453, 4));
    let mut elsewhere = wish(1);
    elsewhere.chain = ChainId(4217);
    assert_eq!(changed(&elsewhere), asked(4217, 2));
}

#[test]
fn what_was_deposited_counts_once_a_day_and_in_full_for_one_payment() {
    let voucher = |amount| Wish {
        deposited: Micros(amount),
        ..wish(amount)
    };
    let full = spent(30, 20);
    assert_eq!(decide(&policy(), &voucher(10), &full), Decision::Pay);
    assert_eq!(
        decide(&policy(), &voucher(11), &full),
        above(Cap::Payment, 10, 0, 11)
    );
    let topped_up = Wish {
        deposited: Micros(4),
        ..wish(10)
    };
    assert_eq!(
        decide(&policy(), &topped_up, &spent(30, 0)),
        above(Cap::Day, 30, 30, 6)
    );
    let mut capped = voucher(5);
    capped.max_amount = Some(Micros(4));
    assert!(matches!(
        decide(&policy(), &capped, &full),
        Decision::Refuse(_)
    ));
}

#[test]
fn there_is_room_for_what_every_cap_leaves() {
    let shop = origin(SHOP);
    for (overall, by_origin, left) in [(0, 0, 10), (25, 0, 5), (0, 18, 2), (31, 0, 0)] {
        let spent = spent(overall, by_origin);
        assert_eq!(room(&policy(), &shop, &spent), Micros(left));
    }
}

#[test]
fn more_than_the_caller_lets_it_cost_is_refused() {
    let mut wish = wish(5);
    wish.max_amount = Some(Micros(4));
    assert_eq!(
        decide(&policy(), &wish, &spent(0, 0)),
        Decision::Refuse(vec![RefuseReason::AboveMaximum {
            maximum: Micros(4),
            amount: Micros(5),
        }])
    );
    wish.max_amount = Some(Micros(5));
    assert_eq!(decide(&policy(), &wish, &spent(0, 0)), Decision::Pay);
}

#[test]
fn an_origins_own_cap_replaces_the_general_one_but_never_that_of_the_day() {
    let mut policy = policy();
    let own = Allowed {
        per_payment: Some(Micros(100)),
        per_day: Some(Micros(5)),
    };
    policy.allow.insert(origin(SHOP), own);
    assert_eq!(
        decide(&policy, &wish(11), &spent(0, 0)),
        above(Cap::OriginDay, 5, 0, 11)
    );
    let own = Allowed {
        per_payment: Some(Micros(100)),
        per_day: Some(Micros(100)),
    };
    policy.allow.insert(origin(SHOP), own);
    assert_eq!(decide(&policy, &wish(30), &spent(0, 0)), Decision::Pay);
    assert_eq!(
        decide(&policy, &wish(31), &spent(0, 0)),
        above(Cap::Day, 30, 0, 31)
    );
}

#[test]
fn an_origin_is_its_scheme_host_and_port() {
    for (text, expected) in [
        (
            "https://Shop.Example:443/a?key=secret",
            "https://shop.example",
        ),
        ("https://müller.example/", "https://xn--mller-kva.example"),
        ("http://127.0.0.1:8402/x", "http://127.0.0.1:8402"),
    ] {
        assert_eq!(origin(text).as_str(), expected);
    }
    for text in ["shop.example", "ftp://shop.example", "data:,x", ""] {
        assert_eq!(Origin::try_from(text.to_owned()), Err(NotAnOrigin));
    }
}

#[test]
fn a_policy_is_read_back_as_it_was_written() {
    let mut policy = policy();
    policy.unknown = UnknownOrigin::Refuse;
    let text = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), policy);
    assert!(serde_json::from_str::<Policy>(r#"{"paused":false}"#).is_err());
}

fn past(hours: i64, amount: u64, booking: Booking) -> Past {
    Past {
        at: at(hours),
        wish: wish(amount),
        booking,
    }
}

fn tally(count: u64, sum: u64) -> Tally {
    Tally {
        count,
        sum: Micros(sum),
    }
}

#[test]
fn a_back_test_judges_each_wish_after_what_was_spent_in_the_day_before_it() {
    let history = [
        past(0, 10, Booking::Spent),
        past(1, 10, Booking::Spent),
        past(2, 10, Booking::NotSpent),
        past(24, 10, Booking::Spent),
        past(25, 11, Booking::NotSpent),
    ];
    assert_eq!(
        back_test(&policy(), &history, at(0)),
        BackTest {
            paid: tally(3, 30),
            asked: Tally::default(),
            refused: tally(2, 21),
        }
    );
    assert_eq!(
        back_test(&policy(), &history, at(2)),
        BackTest {
            paid: tally(1, 10),
            asked: Tally::default(),
            refused: tally(2, 21),
        },
        "what is older counts as spent and is not judged"
    );
}

#[test]
fn a_back_test_asks_about_a_recipient_who_was_new_then() {
    let mut changed = past(30, 5, Booking::Spent);
    changed.wish.recipient = account(9);
    let mut again = changed.clone();
    again.at = at(31);
    let history = [past(0, 5, Booking::Spent), changed, again];
    let outcome = back_test(&policy(), &history, at(0));
    assert_eq!((outcome.paid, outcome.asked), (tally(2, 10), tally(1, 5)));
}
