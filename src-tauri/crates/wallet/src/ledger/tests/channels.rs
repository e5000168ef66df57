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
        trace: &json!({ "kind": "voucher" }),
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
fn a_closed_channel_is_kept_until_it_is_forgotten() {
    let fixture = Fixture::new();
    fixture.ledger.keep_channel(&entry(10, 0)).unwrap();
    fixture.ledger.keep_channel(&entry(11, 1)).unwrap();
    let late = fixture.ledger.keep_channel(&entry(12, 1));
    assert!(matches!(late, Err(LedgerError::ChannelMoved)));
    fixture.ledger.forget_channel("shop").unwrap();
    assert_eq!(fixture.ledger.channel("shop").unwrap(), None);
}
