//! What was bought, and what is remembered of origins.

use super::*;

fn buy(fixture: &Fixture, name: &str, body: &[u8]) {
    let quote = quote(name, 0);
    fixture.ledger.reserve(&quote, &policy(), at(0)).unwrap();
    sign(&fixture.ledger, &intent(name), name).unwrap();
    fixture.ledger.sent(&intent(name), at(2)).unwrap();
    let answer = Answer {
        status: 200,
        content_type: None,
        body: body.to_vec(),
    };
    let receipt = settlement(SettledBy::Receipt);
    let delivered = fixture
        .ledger
        .delivered(&intent(name), &answer, Some(&receipt), at(3));
    assert_eq!(delivered.unwrap(), State::Delivered);
}

#[test]
fn the_newest_200_answers_are_kept() {
    let fixture = Fixture::new();
    for number in 0..203 {
        buy(&fixture, &format!("n{number}"), b"bought");
    }
    let kept = |number: u32| {
        let answer = fixture.ledger.answer(&intent(&format!("n{number}")));
        answer.unwrap().is_some()
    };
    assert!(!kept(0) && !kept(2));
    assert!((3..203).all(kept));
}

#[test]
fn large_answers_make_room_for_newer_ones() {
    let fixture = Fixture::new();
    let megabytes = |count: usize| vec![7; count * 1024 * 1024];
    buy(&fixture, "old", &megabytes(40));
    buy(&fixture, "small", b"bought");
    buy(&fixture, "new", &megabytes(40));
    let kept = |name| fixture.ledger.answer(&intent(name)).unwrap().is_some();
    assert!(!kept("old") && kept("small") && kept("new"));
    buy(&fixture, "huge", &megabytes(65));
    assert!(!kept("new") && kept("huge"));
}

#[test]
fn an_answer_that_cost_nothing_is_kept_until_it_is_taken_or_nobody_took_it() {
    let fixture = Fixture::new();
    let ledger = &fixture.ledger;
    let kept = |name| ledger.answer(&intent(name)).unwrap();
    for name in ["taken", "left"] {
        ledger
            .keep_free(&intent(name), &answer(name), at(0))
            .unwrap();
    }
    assert_eq!(kept("taken"), Some(answer("taken")));
    ledger.forget_free(&intent("taken"), at(1)).unwrap();
    assert_eq!((kept("taken"), kept("left")), (None, Some(answer("left"))));
    ledger
        .keep_free(&intent("late"), &answer("late"), at(3601))
        .unwrap();
    assert_eq!((kept("left"), kept("late")), (None, Some(answer("late"))));

    buy(&fixture, "bought", b"bought");
    ledger.forget_free(&intent("bought"), at(4)).unwrap();
    assert!(kept("bought").is_some());
}

#[test]
fn an_answer_is_shown_without_its_body() {
    assert!(!format!("{:?}", answer("private")).contains("private"));
}

#[test]
fn an_origin_keeps_its_mark_until_it_is_forgotten() {
    let fixture = Fixture::new();
    let ledger = &fixture.ledger;
    let exchange = origin("https://exchange.example");
    assert_eq!(
        ledger.origin_mark(&exchange).unwrap(),
        OriginMark::default()
    );
    let mark = OriginMark {
        dialect: Some("exchange".to_owned()),
        payer: Some("tempo".to_owned()),
    };
    ledger.mark_origin(&exchange, &mark).unwrap();
    fixture.approved("a");
    assert_eq!(fixture.other().origin_mark(&exchange).unwrap(), mark);
    assert_eq!(ledger.origins().unwrap(), [exchange.clone(), origin(SHOP)]);
    ledger.forget_origin(&exchange).unwrap();
    ledger.forget_origin(&origin(SHOP)).unwrap();
    assert_eq!(ledger.origins().unwrap(), []);
    assert_eq!(
        ledger.origin_mark(&exchange).unwrap(),
        OriginMark::default()
    );
    let spent = ledger.spent(&origin(SHOP), at(1)).unwrap();
    assert_eq!((spent.pinned, spent.today_origin), (vec![], Micros(10)));
}

#[test]
fn whom_an_origin_had_paid_last_comes_first() {
    let fixture = Fixture::new();
    for (second, recipient) in [(0, 5), (1, 6), (2, 5)] {
        let mut quote = quote(&fresh(), 1);
        quote.wish.recipient = account(recipient);
        quote.wish.splits = Vec::new();
        let now = at(second);
        let reserved = fixture.ledger.reserve(&quote, &policy(), now).unwrap();
        if let Reserved::Asked(ask) = reserved {
            fixture.ledger.approve(&ask.id, &policy(), now).unwrap();
        }
    }
    let pinned = fixture.ledger.spent(&origin(SHOP), at(3)).unwrap().pinned;
    let pinned: Vec<_> = pinned.into_iter().map(|pin| pin.account).collect();
    assert_eq!(pinned, [account(5), account(6)]);
}
