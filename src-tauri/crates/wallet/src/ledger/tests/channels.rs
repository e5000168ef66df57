//! Channels, written together with what is promised.

use serde_json::json;

use super::*;

fn entry(promised: u64, revision: u64) -> ChannelEntry {
    ChannelEntry {
        key: "shop".to_owned(),
        entry: json!({ "promised": promised }),
        revision,
    }
}

fn promise(ledger: &Ledger, intent: &Intent, channel: &ChannelEntry) -> Result<(), LedgerError> {
    let header = SecretString::from(format!("voucher of {intent}"));
    let credential = Credential {
        header_name: "authorization",
        header: &header,
        nonce: intent.as_str(),
        trace: &TRACE,
        valid_before: at(120),
        fee_at_most: Micros(0),
    };
    ledger.signed_in_channel(intent, &credential, channel, at(1))
}

#[test]
fn a_promise_and_its_channel_are_written_together() {
    let fixture = Fixture::new();
    assert_eq!(fixture.ledger.channel("shop").unwrap(), None);
    let a = fixture.approved("a");
    promise(&fixture.ledger, &a, &entry(10, 0)).unwrap();
    assert_eq!(fixture.state(&a), State::Signed);
    assert_eq!(fixture.other().channels().unwrap(), [entry(10, 1)]);
}

#[test]
fn two_processes_never_promise_from_the_same_channel_as_it_stood() {
    let fixture = Fixture::new();
    let (a, b) = (fixture.approved("a"), fixture.approved("b"));
    promise(&fixture.ledger, &a, &entry(10, 0)).unwrap();
    let late = promise(&fixture.other(), &b, &entry(10, 0));
    assert!(matches!(late, Err(LedgerError::ChannelMoved)));
    assert_eq!(fixture.state(&b), State::Approved);
    assert_eq!(fixture.header(&b), None, "a void promise is not kept");
    promise(&fixture.other(), &b, &entry(20, 1)).unwrap();
    assert_eq!(fixture.ledger.channel("shop").unwrap(), Some(entry(20, 2)));
}

#[test]
fn a_payment_that_cannot_be_signed_leaves_its_channel() {
    let fixture = Fixture::new();
    let a = fixture.sent("a");
    let again = promise(&fixture.ledger, &a, &entry(10, 0));
    assert!(matches!(again, Err(LedgerError::Illegal(_))));
    assert_eq!(fixture.ledger.channels().unwrap(), []);
}

#[test]
fn a_channel_that_was_written_by_somebody_else_is_not_overwritten() {
    let fixture = Fixture::new();
    fixture.ledger.keep_channel(&entry(10, 0)).unwrap();
    fixture.ledger.keep_channel(&entry(11, 1)).unwrap();
    let late = fixture.ledger.keep_channel(&entry(12, 1));
    assert!(matches!(late, Err(LedgerError::ChannelMoved)));
}

#[test]
fn a_voucher_counts_nothing_twice_and_the_cap_of_one_payment_still_judges_it() {
    let fixture = Fixture::new();
    let deposit = fixture.approved("deposit");
    promise(&fixture.ledger, &deposit, &entry(10, 0)).unwrap();
    let voucher = |name: &str, amount| {
        let mut voucher = quote(name, amount);
        voucher.wish.deposited = voucher.wish.amount;
        fixture.ledger.reserve(&voucher, &policy(), at(0)).unwrap()
    };
    let Reserved::Approved(payment) = voucher("voucher", 100) else {
        panic!("a deposit pays for it");
    };
    assert_eq!(fixture.spent(), 10);
    assert_eq!(payment.wish().amount, Micros(100));
    assert_eq!(payment.wish().counted(), Micros(0));
    let refused = voucher("too-much", 101);
    assert!(matches!(refused, Reserved::Refused(..)));
}

#[test]
fn a_top_up_counts_in_a_line_of_its_own_and_no_longer_where_it_was_reserved() {
    let fixture = Fixture::new();
    let payment = fixture.approved("page");
    let header = SecretString::from("top-up");
    let credential = Credential {
        header_name: "authorization",
        header: &header,
        nonce: "top-up",
        trace: &TRACE,
        valid_before: at(120),
        fee_at_most: Micros(2),
    };
    let top_up = quote("top-up", 8);
    let beside = |channel: &ChannelEntry| {
        let out_of = Some(&payment);
        fixture
            .ledger
            .signed_beside(&top_up, out_of, &credential, channel, at(1))
    };
    let late = beside(&entry(10, 1));
    assert!(matches!(late, Err(LedgerError::ChannelMoved)));
    assert_eq!(fixture.spent(), 10, "nothing of it was written");
    beside(&entry(10, 0)).unwrap();
    assert_eq!(fixture.spent(), 12, "the price, and the network's fee");
    fixture.ledger.expired(&intent("top-up"), at(200)).unwrap();
    assert_eq!(fixture.spent(), 2, "a deposit that never left is free");
}
