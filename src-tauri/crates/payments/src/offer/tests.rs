//! Every kind of offer, read from what a server answers; and every way in which one cannot be paid.

use serde_json::{Value, json};

use super::*;
use crate::fixtures::{self, MERCHANT, OTHER, PATH_USD, readings};
use crate::protocol::Unreadable;

fn whys(readings: &[Reading]) -> Vec<Option<Refused>> {
    readings
        .iter()
        .map(|reading| match reading {
            Reading::Offer(_) => None,
            Reading::Unsupported { why, .. } => Some(*why),
        })
        .collect()
}

fn charge_with(details: &Value) -> Result<Offer, Refused> {
    let mut request = fixtures::charge_request("100");
    request["methodDetails"] = details.clone();
    fixtures::offer(&fixtures::mpp(&fixtures::challenge(
        "tempo", "charge", &request, "",
    )))
}

#[test]
fn a_charge_says_what_it_asks() {
    let mut request = fixtures::charge_request("10000");
    request["methodDetails"]["feePayer"] = true.into();
    request["methodDetails"]["splits"] = json!([{ "recipient": OTHER, "amount": "100" }]);
    let more = r#", expires="2026-01-29T12:05:00Z", description="Get\u0007Networks""#;
    let line = fixtures::challenge("tempo", "charge", &request, more);
    let offer = fixtures::offer(&fixtures::mpp(&line)).unwrap();
    let expected = Terms {
        chain: ChainId::TEMPO_TESTNET,
        token: PATH_USD.parse().unwrap(),
        amount: BaseUnits::parse("10000").unwrap(),
        recipient: MERCHANT.parse().unwrap(),
        splits: vec![Split {
            recipient: OTHER.parse().unwrap(),
            amount: BaseUnits::parse("100").unwrap(),
        }],
        gas: PaidBy::Server,
        expires_at: Some("2026-01-29T12:05:00Z".parse().unwrap()),
        realm: Some("api.example.com".to_owned()),
        description: Some("GetNetworks".to_owned()),
        resource: None,
        deposit: None,
    };
    assert_eq!(
        (offer.rail(), offer.terms()),
        (Rail::TempoCharge, &expected)
    );
}

#[test]
fn x402_terms_of_every_dialect_are_one_offer() {
    let v1 = json!({ "x402Version": 1, "accepts": [fixtures::requirements_v1("70")] }).to_string();
    let array = json!([fixtures::requirements_v1("70")]);
    let read_one = |headers: &fixtures::Headers, body: &str| {
        let body = body.as_bytes();
        let mut readings = read(&Answered { headers, body }, Dialects::WithArray);
        match readings.remove(0) {
            Reading::Offer(offer) => *offer,
            Reading::Unsupported { what, why } => panic!("{what}: {why}"),
        }
    };
    let v2 = read_one(&fixtures::x402_v2("70"), "");
    let v1 = read_one(&Vec::new(), &v1);
    let array = read_one(&fixtures::header("payment-required", &array), "");
    assert_eq!(
        [v2.rail(), v1.rail(), array.rail()],
        [Rail::X402V2, Rail::X402V1, Rail::X402Array]
    );
    assert_eq!(v2.terms(), v1.terms());
    assert_eq!(v1.terms(), array.terms());
    assert_eq!(v2.terms().chain, ChainId::BASE_SEPOLIA);
}

#[test]
fn an_array_is_listened_to_only_where_the_origin_is_marked() {
    let array = fixtures::header("payment-required", &json!([fixtures::requirements_v1("1")]));
    let unmarked = readings(&array, Dialects::Specified);
    assert_eq!(whys(&unmarked), [Some(Refused::OriginUnmarked)]);
    assert_eq!(whys(&readings(&array, Dialects::WithArray)), [None]);
}

#[test]
fn all_offers_of_both_protocols_are_read_in_their_order() {
    let line = [
        r#"Bearer realm="Payment id=1""#.to_owned(),
        fixtures::challenge("evm", "charge", &fixtures::evm_request("5"), ""),
        fixtures::challenge("tempo", "charge", &fixtures::charge_request("5"), ""),
    ]
    .join(", ");
    let mut headers = fixtures::mpp(&line);
    headers.extend(fixtures::tempo_session("5"));
    headers.extend(fixtures::x402_v2("5"));
    let rails: Vec<_> = readings(&headers, Dialects::Specified)
        .iter()
        .map(|reading| match reading {
            Reading::Offer(offer) => offer.rail(),
            Reading::Unsupported { what, why } => panic!("{what}: {why}"),
        })
        .collect();
    assert_eq!(
        rails,
        [
            Rail::EvmCharge,
            Rail::TempoCharge,
            Rail::TempoSession,
            Rail::X402V2
        ]
    );
}

#[test]
fn a_challenge_or_header_that_stands_there_twice_counts_once() {
    let twice = [fixtures::tempo_charge("1"), fixtures::tempo_charge("2")].concat();
    let read = readings(&twice, Dialects::Specified);
    assert_eq!(whys(&read), [None, Some(Refused::Repeated)]);
    let twice = [fixtures::x402_v2("1"), fixtures::x402_v2("2")].concat();
    let read = readings(&twice, Dialects::Specified);
    assert_eq!(whys(&read), [None, Some(Refused::Repeated)]);
}

#[test]
fn of_a_hundred_offers_the_first_64_are_looked_at() {
    let headers = fixtures::header(
        "payment-required",
        &Value::Array(vec![json!({ "scheme": "upto" }); 100]),
    );
    let read = readings(&headers, Dialects::WithArray);
    assert_eq!(read.len(), MAX_OFFERS + 1);
    let Reading::Unsupported { what, why } = &read[MAX_OFFERS] else {
        panic!("the last says how many more there are");
    };
    assert_eq!((what.as_str(), *why), ("36 more", Refused::TooManyOffers));
}

#[test]
fn methods_and_intents_that_are_not_ours_are_named_and_refused() {
    let request = fixtures::charge_request("1");
    for (method, intent, why) in [
        ("stripe", "charge", Refused::MethodUnsupported),
        ("tempo", "subscription", Refused::IntentUnsupported),
        ("evm", "session", Refused::IntentUnsupported),
    ] {
        let line = fixtures::challenge(method, intent, &request, "");
        let read = readings(&fixtures::mpp(&line), Dialects::Specified);
        let Reading::Unsupported { what, why: said } = &read[0] else {
            panic!("{method}/{intent} was read");
        };
        assert_eq!((what.clone(), *said), (format!("{method}/{intent}"), why));
    }
}

#[test]
fn a_tempo_charge_without_its_chain_is_refused() {
    assert_eq!(charge_with(&json!({})).unwrap_err(), Refused::ChainMissing);
    assert_eq!(
        charge_with(&Value::Null).unwrap_err(),
        Refused::ChainMissing
    );
}

#[test]
fn details_that_would_be_paid_otherwise_are_refused() {
    let shape = Refused::Unreadable(Unreadable::NotAsSpecified);
    let split = json!({ "recipient": OTHER, "amount": "1" });
    for (details, why) in [
        (
            json!({ "chainId": 42431, "supportedModes": ["push"] }),
            Refused::ModeUnsupported,
        ),
        (
            json!({ "chainId": 42431, "machineTokenEnabled": true }),
            Refused::SwapUnsupported,
        ),
        (json!({ "chainId": 42431, "feePayer": "yes" }), shape),
        (json!({ "chainId": "42431" }), shape),
        (json!({ "chainId": 42431, "splits": [] }), shape),
        (
            json!({ "chainId": 42431, "splits": vec![split; 11] }),
            Refused::TooManySplits,
        ),
        (
            json!({ "chainId": 42431, "splits": [{ "recipient": OTHER, "amount": "-1" }] }),
            Refused::AmountUnreadable,
        ),
    ] {
        assert_eq!(charge_with(&details).unwrap_err(), why, "{details}");
    }
    assert!(charge_with(&json!({ "chainId": 42431, "supportedModes": ["push", "pull"] })).is_ok());
}

#[test]
fn amounts_and_addresses_are_read_strictly() {
    for amount in ["", "-1", "1.0", "1e3", "0x10", "01", " 1"] {
        let refused = fixtures::offer(&fixtures::tempo_charge(amount)).unwrap_err();
        assert_eq!(refused, Refused::AmountUnreadable, "{amount:?}");
        let refused = fixtures::offer(&fixtures::x402_v2(amount)).unwrap_err();
        assert_eq!(refused, Refused::AmountUnreadable, "{amount:?}");
    }
    for address in [
        "",
        "0x",
        "70997970C51812dc3A010C7d01b50e0d17dc79C8",
        "0x12",
        "alice.eth",
    ] {
        let mut terms = fixtures::requirements("1");
        terms["payTo"] = address.into();
        let refused = fixtures::offer(&fixtures::required(&[terms])).unwrap_err();
        assert_eq!(refused, Refused::AddressUnreadable, "{address:?}");
    }
}

#[test]
fn an_evm_charge_is_paid_by_authorization_or_not_at_all() {
    let with = |name: &str, value: Value| {
        let mut request = fixtures::evm_request("1");
        request["methodDetails"][name] = value;
        fixtures::offer(&fixtures::mpp(&fixtures::challenge(
            "evm", "charge", &request, "",
        )))
    };
    for (name, value, why) in [
        (
            "credentialTypes",
            json!(["permit2", "hash"]),
            Refused::ModeUnsupported,
        ),
        ("decimals", json!(18), Refused::DecimalsDiffer),
        (
            "splits",
            json!([{ "recipient": OTHER, "amount": "1" }]),
            Refused::SplitsUnsupported,
        ),
        ("chainId", Value::Null, Refused::ChainMissing),
    ] {
        assert_eq!(with(name, value).unwrap_err(), why, "{name}");
    }
    assert_eq!(with("salt", json!(1)).unwrap().terms().gas, PaidBy::Server);
}

#[test]
fn a_session_says_the_price_of_a_unit_and_the_deposit_that_the_server_would_like() {
    let offer = fixtures::offer(&fixtures::tempo_session("10")).unwrap();
    assert_eq!(offer.rail(), Rail::TempoSession);
    assert_eq!(offer.terms().amount, BaseUnits::parse("10").unwrap());
    assert_eq!(offer.terms().deposit, BaseUnits::parse("50000").ok());
}

#[test]
fn a_session_of_another_version_or_with_another_escrow_is_refused() {
    for (name, value, why) in [
        ("sessionProtocol", json!("v1"), Refused::VersionUnsupported),
        ("sessionProtocol", Value::Null, Refused::VersionUnsupported),
        ("escrowContract", json!(OTHER), Refused::OtherEscrow),
        ("chainId", Value::Null, Refused::ChainMissing),
        ("settlementAdapter", json!(OTHER), Refused::SwapUnsupported),
    ] {
        let mut request = fixtures::session_request();
        request["methodDetails"][name] = value;
        let line = fixtures::challenge("tempo", "session", &request, "");
        assert_eq!(
            fixtures::offer(&fixtures::mpp(&line)).unwrap_err(),
            why,
            "{name}"
        );
    }
}

#[test]
fn only_exact_by_authorization_is_paid_over_x402() {
    let with = |edit: &dyn Fn(&mut Value)| {
        let mut terms = fixtures::requirements("1");
        edit(&mut terms);
        fixtures::offer(&fixtures::required(&[terms]))
    };
    let refused = |edit: &dyn Fn(&mut Value)| with(edit).unwrap_err();
    assert_eq!(
        refused(&|terms| terms["scheme"] = "upto".into()),
        Refused::SchemeUnsupported
    );
    for method in ["permit2", "erc7710"] {
        let why = refused(&|terms| terms["extra"]["assetTransferMethod"] = method.into());
        assert_eq!(why, Refused::TransferUnsupported);
    }
    for flow in ["upfront", "escrow", "later"] {
        let why = refused(&|terms| terms["extra"]["paymentFlow"] = flow.into());
        assert_eq!(why, Refused::FlowUnsupported);
    }
    assert!(with(&|terms| terms["extra"]["assetTransferMethod"] = "eip3009".into()).is_ok());
    for network in ["base-sepolia", "solana:x", "eip155:", "eip155:-1"] {
        let why = refused(&|terms| terms["network"] = network.into());
        assert_eq!(why, Refused::UnknownNetwork, "{network}");
    }
}

#[test]
fn another_version_of_x402_and_terms_without_a_resource_are_unreadable() {
    let good = json!({ "x402Version": 2, "resource": { "url": fixtures::URL }, "accepts": [fixtures::requirements("1")] });
    for (name, value) in [
        ("x402Version", json!(3)),
        ("resource", Value::Null),
        ("resource", json!({})),
    ] {
        let mut terms = good.clone();
        terms[name] = value;
        let refused = fixtures::offer(&fixtures::header("payment-required", &terms)).unwrap_err();
        assert_eq!(
            refused,
            Refused::Unreadable(Unreadable::NotAsSpecified),
            "{name}"
        );
    }
    assert!(fixtures::offer(&fixtures::header("payment-required", &good)).is_ok());
}

#[test]
fn what_a_server_says_loses_what_would_hide_or_turn_it_and_is_shortened() {
    let mut terms = json!({ "x402Version": 2, "accepts": [fixtures::requirements("1")] });
    let said = format!("pay\u{202e}\u{200b}\n\u{1b}[31m {}", "x".repeat(1000));
    terms["resource"] = json!({ "url": fixtures::URL, "description": said });
    let offer = fixtures::offer(&fixtures::header("payment-required", &terms)).unwrap();
    let shown = offer.terms().description.clone().unwrap();
    assert!(shown.starts_with("pay[31m xxx"), "{shown}");
    assert_eq!(shown.chars().count(), 200);
}

#[test]
fn an_expiry_that_cannot_be_read_is_never_an_offer() {
    let line = fixtures::challenge(
        "tempo",
        "charge",
        &fixtures::charge_request("1"),
        r#", expires="soon""#,
    );
    let refused = fixtures::check_at(fixtures::URL, &fixtures::mpp(&line)).unwrap_err();
    assert_eq!(refused, Refused::Unreadable(Unreadable::NotAsSpecified));
}
