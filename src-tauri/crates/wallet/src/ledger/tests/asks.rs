//! Questions to the person.

use super::*;
use crate::policy::{Cap, RefuseReason};

impl Fixture {
    fn asked(&self, name: &str, micros: u64) -> Ask {
        let quote = quote_at("https://other.example", name, micros);
        match self.ledger.reserve(&quote, &policy(), at(0)).unwrap() {
            Reserved::Asked(ask) => ask,
            reserved => panic!("not asked: {reserved:?}"),
        }
    }

    fn approve(&self, id: &AskId) -> Approval {
        self.ledger.approve(id, &policy(), at(10)).unwrap()
    }
}

#[test]
fn a_question_waits_and_takes_nothing() {
    let fixture = Fixture::new();
    let (first, second) = (fixture.asked("a", 10), fixture.asked("b", 10));
    assert_ne!(first.id, second.id);
    assert_eq!(first.id.as_str().len(), 32);
    assert_eq!(first.payment.state, State::Quoted);
    assert_eq!(fixture.spent(), 0);
    let open = fixture.other().open_asks().unwrap();
    assert_eq!(open.len(), 2);
    assert!(open.contains(&first) && open.contains(&second));
}

#[test]
fn a_question_is_answered_once() {
    let fixture = Fixture::new();
    let ask = fixture.asked("a", 10);
    assert!(matches!(fixture.approve(&ask.id), Approval::Approved(_)));
    assert_eq!(fixture.spent(), 10);
    assert_eq!(fixture.approve(&ask.id), Approval::Gone);
    assert_eq!(fixture.ledger.decline(&ask.id, at(11)).unwrap(), None);
    assert_eq!(fixture.state(&intent("a")), State::Approved);

    let ask = fixture.asked("b", 10);
    let declined = fixture.ledger.decline(&ask.id, at(11)).unwrap().unwrap();
    assert_eq!(declined.state, State::Declined);
    assert_eq!(fixture.approve(&ask.id), Approval::Gone);
    assert_eq!(fixture.spent(), 10);
    assert_eq!(fixture.ledger.open_asks().unwrap(), []);
}

#[test]
fn an_id_that_nobody_gave_answers_nothing() {
    let fixture = Fixture::new();
    fixture.asked("a", 10);
    for id in ["", "a", "%"] {
        assert_eq!(fixture.approve(&AskId::from(id.to_owned())), Approval::Gone);
    }
    assert_eq!(fixture.ledger.open_asks().unwrap().len(), 1);
}

#[test]
fn an_approval_is_judged_by_what_was_spent_since_the_question() {
    let fixture = Fixture::new();
    let ask = fixture.asked("a", 10);
    for _ in 0..8 {
        fixture.approved(&fresh());
    }
    let last = fixture.asked("c", 11);
    fixture.approved("b");
    let Approval::Refused(payment, reasons) = fixture.approve(&last.id) else {
        panic!("90 and 11 are above 100");
    };
    assert_eq!(payment.state, State::Refused);
    let above = RefuseReason::AboveCap {
        cap: Cap::Day,
        limit: Micros(100),
        spent: Micros(90),
        amount: Micros(11),
    };
    assert_eq!(reasons, [above]);
    assert!(matches!(fixture.approve(&ask.id), Approval::Approved(_)));
    assert_eq!(fixture.spent(), 100);
}

#[test]
fn nothing_is_approved_while_payments_are_paused() {
    let fixture = Fixture::new();
    let ask = fixture.asked("a", 10);
    let paused = Policy {
        paused: true,
        ..policy()
    };
    let approval = fixture.ledger.approve(&ask.id, &paused, at(10)).unwrap();
    assert!(matches!(approval, Approval::Refused(..)));
    assert_eq!(fixture.approve(&ask.id), Approval::Gone);
}

#[test]
fn a_price_that_holds_no_longer_is_not_approved() {
    let fixture = Fixture::new();
    let ask = fixture.asked("a", 10);
    let approval = fixture.ledger.approve(&ask.id, &policy(), at(300)).unwrap();
    let Approval::Lapsed(payment) = approval else {
        panic!("approved too late");
    };
    assert_eq!(payment.state, State::Failed);
    assert_eq!(payment.reason.as_deref(), Some("lapsed"));
}

#[test]
fn questions_lapse_when_their_price_does() {
    let fixture = Fixture::new();
    fixture.asked("a", 10);
    fixture.ledger.lapse_asks(at(299)).unwrap();
    assert_eq!(fixture.ledger.open_asks().unwrap().len(), 1);
    fixture.ledger.lapse_asks(at(300)).unwrap();
    assert_eq!(fixture.ledger.open_asks().unwrap(), []);
    assert_eq!(fixture.state(&intent("a")), State::Failed);
}

#[test]
fn a_question_that_is_given_up_is_closed_and_can_be_asked_anew() {
    let fixture = Fixture::new();
    let ask = fixture.asked("a", 10);
    let given_up = fixture.ledger.failed(&intent("a"), "abandoned", at(1));
    assert_eq!(given_up.unwrap(), State::Failed);
    assert_eq!(fixture.ledger.open_asks().unwrap(), []);
    assert_eq!(fixture.approve(&ask.id), Approval::Gone);
    fixture.ledger.reopen(&intent("a"), at(2)).unwrap();
    let second = fixture.asked("a", 10);
    assert!(matches!(fixture.approve(&second.id), Approval::Approved(_)));
}

#[test]
fn a_declined_payment_stays_declined() {
    let fixture = Fixture::new();
    let ask = fixture.asked("a", 10);
    fixture.ledger.decline(&ask.id, at(1)).unwrap();
    assert!(fixture.ledger.reopen(&intent("a"), at(2)).is_err());
    assert_eq!(fixture.state(&intent("a")), State::Declined);
    assert_eq!(fixture.approve(&ask.id), Approval::Gone);
}

#[test]
fn a_withdrawn_question_is_asked_again_only_when_it_is_reopened() {
    let fixture = Fixture::new();
    let ask = fixture.asked("a", 10);
    let withdrawn = fixture.ledger.withdraw(&ask.id, at(1)).unwrap().unwrap();
    assert_eq!(withdrawn.state, State::Failed);
    assert_eq!(withdrawn.reason.as_deref(), Some("withdrawn"));
    assert_eq!(fixture.ledger.withdraw(&ask.id, at(1)).unwrap(), None);
    let quote = quote_at("https://other.example", "a", 10);
    let again = || fixture.ledger.reserve(&quote, &policy(), at(2)).unwrap();
    assert!(matches!(again(), Reserved::Same(_)));
    fixture.ledger.reopen(&intent("a"), at(2)).unwrap();
    let Reserved::Asked(second) = again() else {
        panic!("not asked again");
    };
    assert_ne!(second.id, ask.id);
    assert_eq!(fixture.approve(&ask.id), Approval::Gone);
}
