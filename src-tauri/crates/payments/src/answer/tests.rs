//! Receipts that agree with a payment, and each way in which one does not.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::json;

use super::*;
use crate::fixtures::{self, Headers, OTHER, PAYER, payable};

const HASH: &str = "0xabababababababababababababababababababababababababababababababab";

fn said(offer: &Headers, status: u16, headers: &Headers, body: &[u8]) -> Said {
    let payable = payable(offer);
    let sent = Sent {
        payable: &payable,
        payer: PAYER,
        transaction: None,
        channel: None,
    };
    read_answer(&sent, status, &Answered { headers, body })
}

fn mpp_receipt(change: &Value) -> Headers {
    let mut receipt = json!({
        "status": "success", "method": "tempo", "timestamp": "2026-01-29T12:00:30Z", "reference": HASH,
        "chainId": 42431, "amount": "100", "challengeId": "tempo-charge",
    });
    receipt
        .as_object_mut()
        .unwrap()
        .extend(change.as_object().unwrap().clone());
    let value = BASE64_URL_SAFE_NO_PAD
        .encode(receipt.to_string())
        .into_bytes();
    vec![("Payment-Receipt".to_owned(), value)]
}

fn settlement(change: &Value) -> Headers {
    let mut settlement = json!({
        "success": true, "transaction": HASH, "network": "eip155:84532", "payer": PAYER.to_string(),
    });
    settlement
        .as_object_mut()
        .unwrap()
        .extend(change.as_object().unwrap().clone());
    fixtures::header("PAYMENT-RESPONSE", &settlement)
}

#[test]
fn a_receipt_of_either_protocol_names_its_transaction() {
    for (offer, headers) in [
        (fixtures::tempo_charge("100"), mpp_receipt(&json!({}))),
        (fixtures::x402_v2("100"), settlement(&json!({}))),
    ] {
        let Said::Receipt(receipt) = said(&offer, 200, &headers, b"") else {
            panic!("the receipt agrees with the payment");
        };
        assert_eq!(receipt.transaction, HASH.parse().ok());
    }
}

#[test]
fn an_answer_without_a_receipt_is_no_failure() {
    for offer in [fixtures::tempo_charge("100"), fixtures::x402_v2("100")] {
        assert_eq!(said(&offer, 200, &Vec::new(), b""), Said::Missing);
    }
}

#[test]
fn an_mpp_receipt_that_names_something_else_is_forged() {
    for (change, why) in [
        (json!({ "method": "stripe" }), Forgery::OtherMethod),
        (json!({ "chainId": 4217 }), Forgery::OtherNetwork),
        (json!({ "amount": "1" }), Forgery::OtherAmount),
        (json!({ "amount": ["100"] }), Forgery::OtherAmount),
        (json!({ "challengeId": "x" }), Forgery::OtherChallenge),
        (
            json!({ "status": "failed" }),
            Forgery::Unreadable(Unreadable::NotAsSpecified),
        ),
    ] {
        let answer = said(
            &fixtures::tempo_charge("100"),
            200,
            &mpp_receipt(&change),
            b"",
        );
        assert_eq!(answer, Said::Forged(why), "{change}");
    }
}

#[test]
fn a_settlement_that_names_something_else_is_forged() {
    for (change, why) in [
        (json!({ "success": false }), Forgery::SaysFailed),
        (json!({ "network": "eip155:8453" }), Forgery::OtherNetwork),
        (json!({ "payer": OTHER }), Forgery::OtherPayer),
        (json!({ "payer": "me" }), Forgery::OtherPayer),
        (json!({ "amount": "1" }), Forgery::OtherAmount),
        (json!({ "transaction": "" }), Forgery::NoTransaction),
        (
            json!({ "transaction": "sponsor-1" }),
            Forgery::NoTransaction,
        ),
        (
            json!({ "success": "yes" }),
            Forgery::Unreadable(Unreadable::NotAsSpecified),
        ),
    ] {
        let answer = said(&fixtures::x402_v2("100"), 200, &settlement(&change), b"");
        assert_eq!(answer, Said::Forged(why), "{change}");
    }
}

#[test]
fn a_receipt_that_is_none_or_stands_there_twice_is_forged() {
    let offer = fixtures::tempo_charge("100");
    let noise = vec![("payment-receipt".to_owned(), b"\xff\xfe".to_vec())];
    let unreadable = Said::Forged(Forgery::Unreadable(Unreadable::NotBase64));
    assert_eq!(said(&offer, 200, &noise, b""), unreadable);
    let twice = [mpp_receipt(&json!({})), mpp_receipt(&json!({}))].concat();
    assert_eq!(
        said(&offer, 200, &twice, b""),
        Said::Forged(Forgery::Repeated)
    );
}

#[test]
fn a_receipt_has_to_name_the_transaction_that_was_signed() {
    let payable = payable(&fixtures::tempo_charge("100"));
    let signed = |transaction: &str, headers: &Headers| {
        let sent = Sent {
            payable: &payable,
            payer: PAYER,
            transaction: transaction.parse().ok(),
            channel: None,
        };
        read_answer(&sent, 200, &Answered { headers, body: b"" })
    };
    let honest = mpp_receipt(&json!({}));
    assert!(matches!(signed(HASH, &honest), Said::Receipt(_)));
    let other = HASH.replace("ab", "cd");
    assert_eq!(
        signed(&other, &honest),
        Said::Forged(Forgery::OtherTransaction)
    );
    let vague = mpp_receipt(&json!({ "reference": "order 5" }));
    assert_eq!(signed(HASH, &vague), Said::Forged(Forgery::NoTransaction));
}

#[test]
fn a_sessions_receipt_has_to_name_our_channel_and_no_more_than_was_promised() {
    let payable = payable(&fixtures::tempo_session("100"));
    let id = format!("0x{}", "cd".repeat(32));
    let channel: Channel = serde_json::from_value(json!({
        "id": id, "chain": 42431, "token": OTHER, "payee": OTHER, "deposit": "500", "promised": "200", "afterBlock": 1,
        "descriptor": {
            "payer": PAYER, "payee": OTHER, "operator": OTHER, "token": OTHER, "salt": HASH, "authorizedSigner": PAYER,
            "expiringNonceHash": HASH,
        },
    }))
    .unwrap();
    let says = |change: Value| {
        let mut receipt = json!({ "reference": id, "channelId": id, "spent": "100", "acceptedCumulative": "200", "txHash": HASH });
        for (name, value) in change.as_object().unwrap() {
            receipt[name] = value.clone();
        }
        receipt["challengeId"] = "tempo-session".into();
        let sent = Sent {
            payable: &payable,
            payer: PAYER,
            transaction: HASH.parse().ok(),
            channel: Some(&channel),
        };
        let headers = mpp_receipt(&receipt);
        read_answer(
            &sent,
            200,
            &Answered {
                headers: &headers,
                body: b"",
            },
        )
    };
    let Said::Receipt(honest) = says(json!({})) else {
        panic!("the receipt agrees with the voucher");
    };
    assert_eq!(honest.transaction, HASH.parse().ok());
    assert_eq!(honest.spent, BaseUnits::parse("100").ok());
    for (change, why) in [
        (json!({ "channelId": HASH }), Forgery::OtherChannel),
        (json!({ "spent": "201" }), Forgery::OtherAmount),
        (json!({ "acceptedCumulative": "201" }), Forgery::OtherAmount),
        (json!({ "txHash": id }), Forgery::OtherTransaction),
    ] {
        assert_eq!(says(change.clone()), Said::Forged(why), "{change}");
    }
}

#[test]
fn a_402_after_paying_says_why_but_proves_nothing() {
    let failed = settlement(&json!({ "success": false, "errorReason": "insufficient_funds" }));
    let reason = Some("insufficient_funds".to_owned());
    assert_eq!(
        said(&fixtures::x402_v2("1"), 402, &failed, b""),
        Said::NextAsked { reason }
    );
    let problem = br#"{"type":"https://paymentauth.org/problems/verification-failed","detail":"no\ntransfer"}"#;
    let reason = Some("notransfer".to_owned());
    assert_eq!(
        said(&fixtures::tempo_charge("1"), 402, &Vec::new(), problem),
        Said::NextAsked { reason }
    );
    assert_eq!(
        said(&fixtures::tempo_charge("1"), 500, &Vec::new(), b"oops"),
        Said::Failed { reason: None }
    );
}
