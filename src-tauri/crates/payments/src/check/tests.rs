//! Every check, with an offer that passes it and one that does not.

use serde_json::{Value, json};

use super::*;
use crate::fixtures::{
    self, Headers, MERCHANT, OTHER, PAYER, SEPOLIA_USDC, URL, check_at, now, payable,
};

/// x402 terms with one part changed, checked.
fn changed(name: &str, value: Value) -> Result<Payable, Refused> {
    let mut terms = fixtures::requirements("10000");
    terms[name] = value;
    check_at(URL, &fixtures::required(&[terms]))
}

fn refused(name: &str, value: Value) -> Refused {
    changed(name, value).unwrap_err()
}

fn charge(edit: impl Fn(&mut Value)) -> Headers {
    let mut request = fixtures::charge_request("10000");
    edit(&mut request);
    fixtures::mpp(&fixtures::challenge("tempo", "charge", &request, ""))
}

fn charge_with(more: &str) -> Headers {
    let request = fixtures::charge_request("10000");
    fixtures::mpp(&fixtures::challenge("tempo", "charge", &request, more))
}

#[test]
fn a_payable_offer_is_named_by_our_registry() {
    for (headers, rail, symbol) in [
        (
            fixtures::tempo_charge("10000"),
            Rail::TempoCharge,
            "pathUSD",
        ),
        (
            fixtures::tempo_session("10000"),
            Rail::TempoSession,
            "pathUSD",
        ),
        (fixtures::evm_charge("10000"), Rail::EvmCharge, "USDC"),
        (fixtures::x402_v2("10000"), Rail::X402V2, "USDC"),
    ] {
        let payable = payable(&headers);
        assert_eq!(payable.rail(), rail);
        assert_eq!(payable.token().symbol, symbol);
        assert_eq!(payable.micros(), Micros(10_000));
    }
}

#[test]
fn plain_http_is_refused_except_on_this_machine() {
    for url in [
        "http://api.example.com/paid",
        "http://localhost.example.com/paid",
        "ftp://api.example.com/paid",
    ] {
        assert_eq!(
            check_at(url, &fixtures::x402_v2("1")).unwrap_err(),
            Refused::NotHttps,
            "{url}"
        );
    }
    for url in [
        "http://127.0.0.1:4021/paid",
        "http://localhost:4021/paid",
        "http://[::1]:4021/paid",
    ] {
        let mut required = json!({ "x402Version": 2, "accepts": [fixtures::requirements("1")] });
        required["resource"] = json!({ "url": url });
        assert!(
            check_at(url, &fixtures::header("payment-required", &required)).is_ok(),
            "{url}"
        );
    }
}

#[test]
fn terms_of_another_resource_are_refused() {
    for url in [
        "https://api.example.com/other",
        "https://api.example.com:8443/paid",
        "https://evil.example.com/paid",
        "https://api.example.com.evil.example/paid",
    ] {
        assert_eq!(
            check_at(url, &fixtures::x402_v2("1")).unwrap_err(),
            Refused::OtherResource,
            "{url}"
        );
    }
    assert!(check_at("https://API.example.com/paid?q=2", &fixtures::x402_v2("1")).is_ok());
}

#[test]
fn a_challenge_of_another_host_is_refused() {
    for url in [
        "https://evil.example/paid",
        "https://example.com/paid",
        "https://api.example.com.evil.example/",
    ] {
        assert_eq!(
            check_at(url, &fixtures::tempo_charge("1")).unwrap_err(),
            Refused::OtherRealm,
            "{url}"
        );
    }
}

#[test]
fn a_realm_of_words_is_taken_for_a_charge_but_not_for_a_proof() {
    let in_words = |amount: &str| {
        let line = fixtures::challenge("tempo", "charge", &fixtures::charge_request(amount), "");
        fixtures::mpp(&line.replace("\"api.example.com\"", "\"MPP Payment\""))
    };
    assert!(check_at(URL, &in_words("1")).is_ok());
    assert_eq!(
        check_at(URL, &in_words("0")).unwrap_err(),
        Refused::OtherRealm
    );
}

#[test]
fn a_realm_may_name_the_port_that_was_asked_and_no_other() {
    let with_realm = |realm: &str| {
        let line = fixtures::challenge("tempo", "charge", &fixtures::charge_request("1"), "");
        fixtures::mpp(&line.replace("\"api.example.com\"", &format!("\"{realm}\"")))
    };
    let url = "http://127.0.0.1:4021/paid";
    for realm in ["127.0.0.1", "127.0.0.1:4021"] {
        assert!(check_at(url, &with_realm(realm)).is_ok(), "{realm}");
    }
    for realm in ["127.0.0.1:4022", "127.0.0.2", "localhost"] {
        assert_eq!(
            check_at(url, &with_realm(realm)).unwrap_err(),
            Refused::OtherRealm,
            "{realm}"
        );
    }
}

#[test]
fn a_challenge_bound_to_another_body_is_refused() {
    let hello = r#", digest="sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:""#;
    assert!(check_at(URL, &charge_with(hello)).is_ok());
    let other = r#", digest="sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:""#;
    assert_eq!(
        check_at(URL, &charge_with(other)).unwrap_err(),
        Refused::OtherBody
    );
}

#[test]
fn a_chain_that_is_not_in_the_registry_is_refused() {
    assert_eq!(
        refused("network", json!("eip155:1")),
        Refused::UnknownNetwork
    );
    let headers = charge(|request| request["methodDetails"]["chainId"] = json!(1));
    assert_eq!(
        check_at(URL, &headers).unwrap_err(),
        Refused::UnknownNetwork
    );
}

#[test]
fn a_token_that_is_not_in_the_registry_is_refused() {
    assert_eq!(refused("asset", json!(OTHER)), Refused::UnknownToken);
    assert_eq!(
        refused("network", json!("eip155:8453")),
        Refused::UnknownToken
    );
    let headers = charge(|request| request["currency"] = json!(SEPOLIA_USDC));
    assert_eq!(check_at(URL, &headers).unwrap_err(), Refused::UnknownToken);
}

#[test]
fn an_authorization_on_a_chain_that_has_none_is_refused() {
    let mut terms = fixtures::requirements("1");
    terms["network"] = json!("eip155:42431");
    terms["asset"] = json!(fixtures::PATH_USD);
    let refused = check_at(URL, &fixtures::required(&[terms])).unwrap_err();
    assert_eq!(refused, Refused::OtherKindOfNetwork);
}

#[test]
fn a_token_under_another_name_is_refused() {
    for extra in [
        json!({ "name": "USD Coin", "version": "2" }),
        json!({ "name": "USDC", "version": "1" }),
    ] {
        assert_eq!(refused("extra", extra), Refused::TokenNameDiffers);
    }
    assert!(changed("extra", Value::Null).is_ok());
}

#[test]
fn an_expired_offer_is_refused() {
    for (expires, is_payable) in [
        ("2026-01-29T12:00:01Z", true),
        ("2026-01-29T12:00:00Z", false),
        ("2020-01-01T00:00:00Z", false),
    ] {
        let checked = check_at(URL, &charge_with(&format!(r#", expires="{expires}""#)));
        assert_eq!(
            checked.map(|_| ()),
            if is_payable {
                Ok(())
            } else {
                Err(Refused::Expired)
            },
            "{expires}"
        );
    }
    assert_eq!(refused("maxTimeoutSeconds", json!(0)), Refused::Expired);
}

#[test]
fn a_payment_can_be_taken_for_two_minutes_at_most() {
    let seconds = |payable: &Payable| payable.fixed_until().duration_since(now()).as_secs();
    assert_eq!(
        seconds(&changed("maxTimeoutSeconds", json!(30)).unwrap()),
        30
    );
    for long in [json!(3600), json!(u64::MAX)] {
        assert_eq!(seconds(&changed("maxTimeoutSeconds", long).unwrap()), 120);
    }
    assert_eq!(
        seconds(&payable(&charge_with(
            r#", expires="2026-01-29T12:00:05Z""#
        ))),
        5
    );
    assert_eq!(
        seconds(&payable(&charge_with(
            r#", expires="2099-01-01T00:00:00Z""#
        ))),
        120
    );
}

#[test]
fn nothing_is_an_amount_only_for_a_proof() {
    assert_eq!(
        payable(&fixtures::tempo_charge("0")).rail(),
        Rail::TempoProof
    );
    for headers in [
        fixtures::x402_v2("0"),
        fixtures::evm_charge("0"),
        fixtures::tempo_session("0"),
    ] {
        assert_eq!(check_at(URL, &headers).unwrap_err(), Refused::AmountZero);
    }
}

#[test]
fn an_amount_that_no_budget_can_count_is_refused() {
    assert_eq!(
        refused("amount", json!(U256::MAX.to_string())),
        Refused::AmountTooLarge
    );
}

#[test]
fn splits_have_to_leave_something_for_the_recipient() {
    let with = |amounts: &[&str]| {
        let splits: Vec<_> = amounts
            .iter()
            .map(|amount| json!({ "recipient": OTHER, "amount": amount }))
            .collect();
        check_at(
            URL,
            &charge(|request| request["methodDetails"]["splits"] = json!(splits)),
        )
    };
    assert_eq!(with(&["5000", "4999"]).unwrap().terms().splits.len(), 2);
    for amounts in [vec!["10000"], vec!["5000", "5000"], vec!["10001"]] {
        assert_eq!(
            with(&amounts).unwrap_err(),
            Refused::SplitsTooLarge,
            "{amounts:?}"
        );
    }
    let most = U256::MAX.to_string();
    assert_eq!(with(&[&most, "2"]).unwrap_err(), Refused::SplitsTooLarge);
    assert_eq!(with(&["0"]).unwrap_err(), Refused::SplitZero);
}

#[test]
fn a_proof_with_splits_is_refused() {
    let headers = charge(|request| {
        request["amount"] = json!("0");
        request["methodDetails"]["splits"] = json!([{ "recipient": OTHER, "amount": "1" }]);
    });
    assert_eq!(
        check_at(URL, &headers).unwrap_err(),
        Refused::SplitsTooLarge
    );
}

#[test]
fn nobody_is_paid_who_cannot_be_paid() {
    let payer = PAYER.to_string();
    for (recipient, why) in [
        (
            "0x0000000000000000000000000000000000000000",
            Refused::ZeroRecipient,
        ),
        (
            "0x000000000000000000000000000000000000dEaD",
            Refused::BurnRecipient,
        ),
        (
            "0x0000000000000000000000000000000000000001",
            Refused::BurnRecipient,
        ),
        (
            "0xFFfFfFffFFfffFFfFFfFFFFFffFFFffffFfFFFfF",
            Refused::BurnRecipient,
        ),
        (SEPOLIA_USDC, Refused::TokenIsRecipient),
        (payer.as_str(), Refused::SelfPayment),
    ] {
        assert_eq!(refused("payTo", json!(recipient)), why, "{recipient}");
    }
    assert!(changed("payTo", json!(MERCHANT)).is_ok());
}

#[test]
fn a_split_cannot_go_where_a_payment_cannot() {
    for (recipient, why) in [
        (PAYER.to_string(), Refused::SelfPayment),
        (Address::ZERO.to_string(), Refused::ZeroRecipient),
        (fixtures::PATH_USD.to_owned(), Refused::TokenIsRecipient),
    ] {
        let headers = charge(|request| {
            request["methodDetails"]["splits"] = json!([{ "recipient": recipient, "amount": "1" }])
        });
        assert_eq!(check_at(URL, &headers).unwrap_err(), why, "{recipient}");
    }
}
