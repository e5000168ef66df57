//! The steps of one payment.

use std::sync::Mutex;

use super::*;

#[test]
fn a_payment_goes_from_its_price_to_its_answer() {
    let fixture = Fixture::new();
    let a = fixture.sent("a");
    let receipt = settlement(SettledBy::Receipt);
    let state = fixture
        .ledger
        .delivered(&a, &answer("bought"), Some(&receipt), at(3));
    assert_eq!(state.unwrap(), State::Delivered);
    let payment = fixture.ledger.payment(&a).unwrap().unwrap();
    assert_eq!(payment.transaction.as_deref(), Some("0xreceipt"));
    assert_eq!(payment.settled_by, Some(SettledBy::Receipt));
    assert_eq!(payment.nonce.as_deref(), Some("a"));
    let times = [
        payment.approved_at,
        payment.signed_at,
        payment.sent_at,
        payment.settled_at,
        payment.delivered_at,
    ];
    assert_eq!(times, [0, 1, 2, 3, 3].map(|second| Some(at(second))));
    let events = fixture.ledger.events(&a).unwrap();
    let steps: Vec<_> = events.iter().map(|event| event.step.name()).collect();
    assert_eq!(
        steps,
        ["quote", "approve", "sign", "send", "settle", "deliver"]
    );
    for pair in events.windows(2) {
        assert_eq!(pair[1].from, Some(pair[0].to));
    }
    assert_eq!(fixture.ledger.answer(&a).unwrap(), Some(answer("bought")));
    assert_eq!(fixture.header(&a), None, "a used signature is forgotten");
}

#[test]
fn a_resend_gives_the_very_same_bytes_and_nothing_is_signed_again() {
    let fixture = Fixture::new();
    let a = fixture.signed("a");
    let resend = fixture.other().retry(&a).unwrap().unwrap();
    assert_eq!(resend.header_name, "payment-signature");
    assert_eq!(resend.header.expose_secret(), "signature of a");
    fixture.ledger.sent(&a, at(2)).unwrap();
    assert_eq!(fixture.header(&a).unwrap(), "signature of a");
    fixture.ledger.unknown(&a, "timeout", at(3)).unwrap();
    assert_eq!(fixture.header(&a).unwrap(), "signature of a");
    for state in [State::Signed, State::Sent, State::Unknown] {
        let signed = sign(&fixture.ledger, &a, "again");
        assert!(matches!(signed, Err(LedgerError::Illegal(_))), "{state}");
    }
    assert_eq!(fixture.header(&a).unwrap(), "signature of a");
}

#[test]
fn the_same_authorization_is_never_written_for_two_payments() {
    let fixture = Fixture::new();
    fixture.signed("a");
    let b = fixture.approved("b");
    let signed = sign(&fixture.ledger, &b, "a");
    assert!(matches!(signed, Err(LedgerError::NonceUsed)));
    assert_eq!(fixture.state(&b), State::Approved);
    assert_eq!(fixture.header(&b), None);
}

#[test]
fn a_send_that_surely_never_left_frees_the_amount() {
    let fixture = Fixture::new();
    let a = fixture.sent("a");
    assert_eq!(
        fixture.ledger.failed(&a, "not-sent", at(3)).unwrap(),
        State::Failed
    );
    assert_eq!((fixture.spent(), fixture.header(&a)), (0, None));
}

#[test]
fn a_resend_that_never_left_proves_nothing_about_the_send_before() {
    let fixture = Fixture::new();
    let a = fixture.sent("a");
    assert_eq!(fixture.ledger.sent(&a, at(4)).unwrap(), State::Unknown);
    let failed = fixture.ledger.failed(&a, "not-sent", at(5));
    assert_eq!(failed.unwrap(), State::Unknown);
    assert_eq!(fixture.spent(), 10);
    assert!(fixture.header(&a).is_some());
}

#[test]
fn an_answer_without_a_receipt_is_kept_and_the_chain_decides() {
    let fixture = Fixture::new();
    let (paid, unpaid) = (fixture.sent("paid"), fixture.sent("unpaid"));
    for intent in [&paid, &unpaid] {
        let state = fixture
            .ledger
            .delivered(intent, &answer("bought"), None, at(3));
        assert_eq!(state.unwrap(), State::Unknown);
        assert!(fixture.header(intent).is_some());
    }
    let chain = settlement(SettledBy::Chain);
    let state = fixture.ledger.settled(&paid, &chain, at(9)).unwrap();
    assert_eq!(state, State::Delivered);
    assert_eq!(fixture.header(&paid), None);
    let state = fixture.ledger.expired(&unpaid, at(130)).unwrap();
    assert_eq!(state, State::Expired);
    assert_eq!(fixture.spent(), 10);
    for intent in [&paid, &unpaid] {
        assert_eq!(
            fixture.ledger.answer(intent).unwrap(),
            Some(answer("bought"))
        );
    }
}

#[test]
fn what_is_paid_and_not_delivered_may_be_fetched_until_its_bytes_are_forgotten() {
    let fixture = Fixture::new();
    let a = fixture.sent("a");
    let chain = settlement(SettledBy::Chain);
    fixture.ledger.settled(&a, &chain, at(130)).unwrap();
    assert_eq!(fixture.state(&a), State::Settled);
    fixture.ledger.forget_headers(at(120), at(131)).unwrap();
    assert!(fixture.header(&a).is_some());
    assert_eq!(fixture.ledger.sent(&a, at(140)).unwrap(), State::Settled);
    fixture.ledger.forget_headers(at(121), at(150)).unwrap();
    assert_eq!(fixture.header(&a), None);
}

#[test]
fn only_settled_payments_lose_their_bytes_by_age() {
    let fixture = Fixture::new();
    let a = fixture.sent("a");
    fixture.ledger.forget_headers(hours(48), hours(72)).unwrap();
    assert!(fixture.header(&a).is_some());
}

#[test]
fn the_chains_word_outweighs_a_receipts() {
    let fixture = Fixture::new();
    let (receipt, chain) = (settlement(SettledBy::Receipt), settlement(SettledBy::Chain));
    let a = fixture.sent("a");
    fixture.ledger.settled(&a, &receipt, at(3)).unwrap();
    assert_eq!(fixture.ledger.unconfirmed(9).unwrap().len(), 1);
    fixture.ledger.settled(&a, &chain, at(4)).unwrap();
    fixture.ledger.settled(&a, &receipt, at(5)).unwrap();
    let payment = fixture.ledger.payment(&a).unwrap().unwrap();
    assert_eq!(payment.transaction.as_deref(), Some("0xchain"));
    assert_eq!(payment.settled_by, Some(SettledBy::Chain));
    assert_eq!(payment.settled_at, Some(at(3)));
    assert_eq!(fixture.ledger.unconfirmed(9).unwrap(), []);
}

#[test]
fn a_refused_step_changes_nothing() {
    let fixture = Fixture::new();
    let a = fixture.approved("a");
    let before = (
        fixture.ledger.payment(&a).unwrap(),
        fixture.ledger.events(&a).unwrap(),
    );
    for refused in [
        fixture.ledger.sent(&a, at(1)),
        fixture.ledger.unknown(&a, "timeout", at(1)),
        fixture.ledger.expired(&a, at(1)),
        fixture
            .ledger
            .settled(&a, &settlement(SettledBy::Chain), at(1)),
        fixture.ledger.delivered(&a, &answer("x"), None, at(1)),
    ] {
        assert!(
            matches!(refused, Err(LedgerError::Illegal(_))),
            "{refused:?}"
        );
    }
    let after = (
        fixture.ledger.payment(&a).unwrap(),
        fixture.ledger.events(&a).unwrap(),
    );
    assert_eq!(after, before);
    assert_eq!(fixture.ledger.answer(&a).unwrap(), None);
    let nobody = fixture.ledger.sent(&intent("nobody"), at(1));
    assert!(matches!(nobody, Err(LedgerError::NoSuchPayment)));
}

#[test]
fn open_payments_are_those_whose_end_is_not_known() {
    let fixture = Fixture::new();
    let open = ["approved", "signed", "sent", "unknown"];
    fixture.approved("approved");
    fixture.signed("signed");
    fixture.sent("sent");
    let unknown = fixture.sent("unknown");
    fixture.ledger.unknown(&unknown, "timeout", at(3)).unwrap();
    let settled = fixture.sent("settled");
    let chain = settlement(SettledBy::Chain);
    fixture.ledger.settled(&settled, &chain, at(3)).unwrap();
    let expired = fixture.sent("expired");
    fixture.ledger.expired(&expired, at(130)).unwrap();
    let found = fixture.other().open_payments().unwrap();
    let names: Vec<_> = found
        .iter()
        .map(|payment| payment.intent.as_str())
        .collect();
    assert_eq!(names, open);
}

#[test]
fn an_observer_hears_of_each_step_before_and_after_it_is_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("payments.sqlite");
    let heard = Arc::new(Mutex::new(Vec::new()));
    let (told, reader) = (heard.clone(), Ledger::open(&path).unwrap());
    let observer = move |moment, step| {
        let seen = reader.payment(&intent("a")).unwrap();
        let seen = seen.map(|payment| payment.state);
        told.lock().unwrap().push((moment, step, seen));
    };
    let ledger = Ledger::open(&path).unwrap().observed_by(Arc::new(observer));
    ledger.reserve(&quote("a", 1), &policy(), at(0)).unwrap();
    sign(&ledger, &intent("a"), "a").unwrap();
    let approved = Some(State::Approved);
    assert_eq!(
        *heard.lock().unwrap(),
        [
            (Moment::Before, Step::Quote, None),
            (Moment::Before, Step::Approve, None),
            (Moment::After, Step::Quote, approved),
            (Moment::After, Step::Approve, approved),
            (Moment::Before, Step::Sign, approved),
            (Moment::After, Step::Sign, Some(State::Signed)),
        ]
    );
}

#[test]
fn nothing_shows_a_signature() {
    let fixture = Fixture::new();
    let a = fixture.sent("a");
    let resend = fixture.ledger.retry(&a).unwrap();
    let shown = format!(
        "{resend:?} {:?} {:?}",
        fixture.ledger.events(&a).unwrap(),
        fixture.ledger
    );
    assert!(!shown.contains("signature of a"), "{shown}");
}
