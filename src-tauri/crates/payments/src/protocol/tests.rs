//! What is written reads back, what is broken does not.

use proptest::prelude::*;
use secrecy::ExposeSecret;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};

use super::challenge::Challenge;
use super::credential::Credential;
use super::x402::identifier::{self, PaymentIdentifier};
use super::x402::{Dialect, ExactPayload, Payment, PaymentRequired, Requirements, Settlement};
use super::*;

const CHARGE: &str =
    r#"id="a", realm="api.example.com", method="tempo", intent="charge", request="e30""#;

fn raw(value: &Value) -> Box<RawValue> {
    to_raw_value(value).unwrap()
}

#[test]
fn challenges_joined_by_commas_are_read_one_by_one() {
    let line = format!(
        r#"Bearer realm="x, Payment id=1", Payment {CHARGE}, description="pay, Payment id=2", payment {CHARGE}"#
    );
    let read = challenge::parse(line.as_bytes());
    let ids: Vec<_> = read.iter().map(|one| &one.as_ref().unwrap().id).collect();
    assert_eq!(ids, ["a", "a"]);
    let described = read[0].as_ref().unwrap().description.as_deref();
    assert_eq!(described, Some("pay, Payment id=2"));
}

#[test]
fn a_header_of_a_megabyte_is_not_read() {
    let padding = "x".repeat(1 << 20);
    let line = format!(r#"Payment {CHARGE}, description="{padding}""#);
    let read = challenge::parse(line.as_bytes());
    assert!(matches!(read[..], [Err(Unreadable::TooLong)]));
    let terms = PaymentRequired::from_header(padding.as_bytes());
    assert!(matches!(terms, Err(Unreadable::TooLong)));
}

#[test]
fn a_doubled_parameter_makes_a_challenge_unreadable() {
    let read = challenge::parse(format!(r#"Payment {CHARGE}, ID="b""#).as_bytes());
    assert!(matches!(read[..], [Err(Unreadable::NotAsSpecified)]));
}

#[test]
fn only_two_headers_can_carry_a_credential() {
    let read = |header: &str| {
        let line = format!(r#"Payment {CHARGE}, header="{header}""#);
        challenge::parse(line.as_bytes()).remove(0)
    };
    let other = read("Payment-Authorization").unwrap();
    assert_eq!(
        challenge::credential_header(&other),
        header::PAYMENT_AUTHORIZATION
    );
    let usual = read("Authorization").unwrap();
    assert_eq!(challenge::credential_header(&usual), header::AUTHORIZATION);
    assert!(read("Cookie").is_err());
}

#[test]
fn a_digest_binds_the_bytes_of_the_body() {
    let bound = |digest: &str| {
        let line = format!(r#"Payment {CHARGE}, digest="{digest}""#);
        challenge::parse(line.as_bytes()).remove(0).unwrap()
    };
    for digest in [
        "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:",
        "sha-256=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
    ] {
        let challenge = bound(digest);
        assert!(challenge::binds_body(&challenge, b"hello"), "{digest}");
        assert!(!challenge::binds_body(&challenge, b"hello "), "{digest}");
    }
    let unbound = challenge::parse(format!("Payment {CHARGE}").as_bytes())
        .remove(0)
        .unwrap();
    assert!(challenge::binds_body(&unbound, b"anything"));
}

#[test]
fn x402_terms_are_echoed_to_the_byte() {
    let json = r#"{"x402Version":2,"resource":{"url":"https://a.example/x"},"accepts":[ {"scheme":"exact","network":"eip155:84532","amount":"1","asset":"0x0","payTo":"0x1","maxTimeoutSeconds":60,"extra":{"z":1.0,"a":12345678901234567890123}} ]}"#;
    let required = PaymentRequired::from_header(text::base64_encode(json).as_bytes()).unwrap();
    let requirements = Requirements::parse(Dialect::V2, required.accepts[0].clone()).unwrap();
    let payment = Payment::V2 {
        resource: required.resource.clone(),
        accepted: requirements.raw().to_owned(),
        payload: json!({}),
        extensions: None,
    };
    let header = payment.format().unwrap();
    let Payment::<Value>::V2 { accepted, .. } =
        Payment::parse(header.expose_secret().as_bytes()).unwrap()
    else {
        panic!("version 2 was written");
    };
    assert_eq!(accepted.get(), required.accepts[0].get());
    assert!(accepted.get().contains("12345678901234567890123"));
}

#[test]
fn terms_with_a_part_doubled_or_of_another_type_are_unreadable() {
    let good = r#""scheme":"exact","network":"base","maxAmountRequired":"1","asset":"0x0","payTo":"0x1","maxTimeoutSeconds":60"#;
    let parse = |extra: &str| {
        let json = format!("{{{good}{extra}}}");
        Requirements::parse(Dialect::V1, RawValue::from_string(json).unwrap())
    };
    assert!(parse("").is_ok());
    for bad in [
        r#","maxAmountRequired":"2""#,
        r#","payTo":"0x2""#,
        r#","extra":{"name":1}"#,
        r#","resource":["x"]"#,
    ] {
        let error = parse(bad).unwrap_err();
        assert_eq!(error, Unreadable::NotAsSpecified, "{bad}");
    }
}

#[test]
fn a_body_about_something_else_holds_no_terms() {
    for body in [
        "",
        "Payment Required",
        "{}",
        "[]",
        r#"{"x402Version":2,"accepts":[]}"#,
    ] {
        assert!(
            PaymentRequired::from_body(body.as_bytes()).is_none(),
            "{body}"
        );
    }
    let broken = PaymentRequired::from_body(br#"{"x402Version":1}"#).unwrap();
    assert!(matches!(broken, Err(Unreadable::NotAsSpecified)));
}

#[test]
fn a_settlement_without_a_network_is_read() {
    let json = r#"{"success":true,"transaction":"0xab","payer":"0x1","errorReason":null}"#;
    let settlement = Settlement::parse(text::base64_encode(json).as_bytes()).unwrap();
    assert_eq!(settlement.transaction, "0xab");
    assert_eq!(settlement.network, None);
}

#[test]
fn a_payment_identifier_is_added_and_nothing_else_changes() {
    let extensions = RawValue::from_string(
        r#"{"bazaar":{"n":1.0},"payment-identifier":{"info":{"required":true},"schema":{}}}"#
            .to_owned(),
    )
    .unwrap();
    let id = PaymentIdentifier::parse("pay_0123456789abcdef").unwrap();
    let answered = identifier::answered(&extensions, &id).unwrap();
    assert_eq!(
        answered.get(),
        r#"{"bazaar":{"n":1.0},"payment-identifier":{"info":{"id":"pay_0123456789abcdef","required":true},"schema":{}}}"#
    );
    assert_eq!(identifier::sent(&answered), Some(id));
}

#[test]
fn an_identifier_is_added_only_where_it_is_asked_for() {
    let id = PaymentIdentifier::parse("pay_0123456789abcdef").unwrap();
    for extensions in [
        "{}",
        "[1]",
        r#"{"payment-identifier":true}"#,
        r#"{"payment-identifier":{"info":{"id":"theirs_0123456789"}}}"#,
    ] {
        let extensions = RawValue::from_string(extensions.to_owned()).unwrap();
        let answered = identifier::answered(&extensions, &id).unwrap();
        assert_eq!(answered.get(), extensions.get());
    }
}

#[test]
fn texts_that_cannot_be_identifiers_are_refused() {
    let longest = "a".repeat(128);
    assert!(PaymentIdentifier::parse(&longest).is_ok());
    let too_long = "a".repeat(129);
    for text in ["", "short", "pay_0123456789 bcdef", &too_long] {
        assert!(PaymentIdentifier::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_problem_says_what_is_known_of_it() {
    let body = br#"{"type":"https://paymentauth.org/problems/session/channel-not-found","title":"x","status":410,"requiredTopUp":"5"}"#;
    let problem = problem::Problem::parse(body).unwrap();
    assert_eq!(problem.kind(), problem::Kind::Session);
    assert_eq!(problem.required_top_up.as_deref(), Some("5"));
    let bare = problem::Problem::parse(b"{}").unwrap();
    assert_eq!(bare.kind(), problem::Kind::Other);
}

prop_compose! {
    fn challenges()(
        id in "[!-~]{1,40}", realm in "[ -~]{0,40}", method in "[a-z][a-z0-9:_-]{0,8}",
        intent in "[A-Za-z0-9_-]{1,12}", amount in "[0-9]{1,20}",
        expires in proptest::option::of(Just("2026-01-29T12:05:00Z".to_owned())),
        description in proptest::option::of("[^\r\n]{0,40}"),
        other_header in any::<bool>(),
    ) -> Challenge {
        Challenge {
            id, realm, method: method.as_str().into(), intent: intent.to_lowercase().as_str().into(),
            request: Encoded::from_value(&json!({ "amount": amount })).unwrap(),
            expires, description, digest: None, opaque: None,
            header: other_header.then(|| "Payment-Authorization".to_owned()),
        }
    }
}

fn as_json(challenge: &Challenge) -> Value {
    serde_json::to_value(challenge).unwrap()
}

proptest! {
    #[test]
    fn every_challenge_reads_back_as_it_was_written(one in challenges(), two in challenges()) {
        let line = format!("{}, {}", challenge::format(&one).unwrap(), challenge::format(&two).unwrap());
        let read: Vec<_> = challenge::parse(line.as_bytes()).into_iter().map(Result::unwrap).collect();
        prop_assert_eq!(read.iter().map(as_json).collect::<Vec<_>>(), vec![as_json(&one), as_json(&two)]);
    }

    #[test]
    fn every_credential_reads_back_as_it_was_written(challenge in challenges(), signature in "0x[0-9a-f]{8}") {
        let sent = Credential::with_source(challenge.to_echo(), "did:pkh:eip155:1:0x1", json!({ "signature": signature }));
        let header = credential::format(&sent).unwrap();
        let read = credential::parse(header.expose_secret()).unwrap();
        prop_assert_eq!(serde_json::to_value(read).unwrap(), serde_json::to_value(sent).unwrap());
    }

    #[test]
    fn every_payment_reads_back_as_it_was_written(signature in any::<Vec<u8>>(), network in ".*", amount in any::<u64>()) {
        let payload = ExactPayload { signature: signature.into(), authorization: json!({ "value": amount }) };
        let first = Payment::V1 { scheme: "exact".to_owned(), network: network.clone(), payload: payload.clone() };
        let header = first.format().unwrap();
        if header.expose_secret().len() <= MAX_HEADER {
            let Payment::V1 { network: read, payload: sent, .. } = Payment::<ExactPayload<Value>>::parse(header.expose_secret().as_bytes()).unwrap() else {
                panic!("version 1 was written");
            };
            prop_assert_eq!(read, network);
            prop_assert!(sent == payload);
        }
    }

    #[test]
    fn all_terms_read_back_as_they_were_written(url in ".{0,40}", amounts in proptest::collection::vec(any::<u64>(), 0..5)) {
        for dialect in [Dialect::V2, Dialect::V1, Dialect::Array] {
            let required = PaymentRequired {
                dialect, error: None, extensions: None,
                resource: (dialect == Dialect::V2).then(|| raw(&json!({ "url": url }))),
                accepts: amounts.iter().map(|amount| raw(&json!({ "amount": amount }))).collect(),
            };
            let read = match dialect {
                Dialect::V1 => PaymentRequired::from_body(required.to_json().unwrap().as_bytes()).unwrap(),
                Dialect::V2 | Dialect::Array => PaymentRequired::from_header(required.to_header().unwrap().as_bytes()),
            }.unwrap();
            prop_assert_eq!(read.dialect, dialect);
            prop_assert_eq!(read.to_json().unwrap(), required.to_json().unwrap());
        }
    }

    #[test]
    fn every_settlement_reads_back_as_it_was_written(success in any::<bool>(), transaction in ".*", payer in proptest::option::of(".*")) {
        let said = Settlement { success, transaction, network: None, payer, amount: None, error_reason: None };
        let header = said.format().unwrap();
        prop_assert_eq!(Settlement::parse(header.as_bytes()).unwrap(), said);
    }

    #[test]
    fn every_text_survives_base64url(text in ".*") {
        prop_assert_eq!(base64url_decode(&base64url_encode(&text)).unwrap(), text);
    }
}
