//! x402 in its three dialects.

use proptest::prelude::*;

use super::*;
use crate::protocol::x402::{ExactPayload, Payment};

type Exact = Payment<ExactPayload<Authorization>>;

/// Keys in an order of the server's own, and one that we do not know.
const REQUIREMENTS: &str = r#"{"payTo":"0x70997970C51812dc3A010C7d01b50e0d17dc79C8","scheme":"exact","network":"eip155:84532","amount":"10000","asset":"0x036CbD53842c5426634e7929541eC2318f3dCF7e","maxTimeoutSeconds":60,"extra":{"version":"2","name":"USDC"},"unknown":{"b":1.50,"a":[]}}"#;
const RESOURCE: &str = r#"{"url":"https://api.example.com/data","description":"Data","more":true}"#;

fn required(more: &str) -> String {
    format!(
        r#"{{"x402Version":2,"error":"pay","resource":{RESOURCE},"accepts":[{REQUIREMENTS}]{more}}}"#
    )
}

fn old_requirements(network: &str) -> Value {
    json!({
        "scheme": "exact", "network": network, "maxAmountRequired": "10000", "resource": "https://api.example.com/data",
        "description": "Data", "mimeType": "application/json", "payTo": MERCHANT, "maxTimeoutSeconds": 300, "asset": USDC,
    })
}

fn header(json: &str) -> Vec<(String, Vec<u8>)> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    vec![(
        "PAYMENT-REQUIRED".to_owned(),
        STANDARD.encode(json).into_bytes(),
    )]
}

fn v2(more: &str) -> Payable {
    checked(&only_offer(&header(&required(more)), b""))
}

pub(super) fn payable() -> Payable {
    v2("")
}

async fn pay(payable: &Payable) -> (Signed, Exact) {
    let signed = sign(
        payable,
        &key(),
        &nobody(ChainId::BASE_SEPOLIA),
        now(),
        IDENTIFIER,
    )
    .await
    .unwrap();
    let payment = Payment::parse(signed.header_value.expose_secret().as_bytes()).unwrap();
    (signed, payment)
}

fn assert_is_paid(payload: &ExactPayload<Authorization>, signed: &Signed, valid_for: i64) {
    let authorization = &payload.authorization;
    assert_eq!(
        authorization.recover(&base_sepolia_usdc(), &payload.signature),
        Ok(PAYER)
    );
    assert_eq!((authorization.from, authorization.to), (PAYER, MERCHANT));
    assert_eq!(authorization.value, U256::from(10_000));
    assert_eq!(signed.valid_before, second(valid_for));
    assert_eq!(
        authorization.valid_before,
        u64::try_from(second(valid_for).as_second()).unwrap()
    );
    assert_eq!(signed.nonce, alloy::hex::encode(authorization.nonce));
    let nonce = authorization.nonce;
    assert_eq!(
        signed.trace,
        Trace::Authorization {
            chain: ChainId::BASE_SEPOLIA,
            token: USDC,
            from: PAYER,
            nonce
        }
    );
}

#[tokio::test]
async fn version_2_echoes_the_terms_to_the_letter() {
    let (signed, payment) = pay(&payable()).await;
    let Payment::V2 {
        resource,
        accepted,
        payload,
        extensions,
    } = payment
    else {
        panic!("another dialect");
    };
    assert_eq!(signed.header_name, "payment-signature");
    assert_eq!(accepted.get(), REQUIREMENTS);
    assert_eq!(resource.unwrap().get(), RESOURCE);
    assert!(extensions.is_none());
    assert_is_paid(&payload, &signed, 60);
}

#[tokio::test]
async fn a_server_that_asks_for_an_identifier_gets_ours_beside_all_that_it_sent() {
    let asked = r#","extensions":{"other":{"x":1},"payment-identifier":{"info":{"required":true},"schema":{"a":1}}}"#;
    let (_, payment) = pay(&v2(asked)).await;
    let Payment::V2 {
        extensions: Some(extensions),
        ..
    } = payment
    else {
        panic!("no extensions");
    };
    assert_eq!(
        serde_json::from_str::<Value>(extensions.get()).unwrap(),
        json!({ "other": { "x": 1 }, "payment-identifier": { "info": { "required": true, "id": IDENTIFIER }, "schema": { "a": 1 } } })
    );
}

#[tokio::test]
async fn an_identifier_that_is_none_is_refused_before_anything_is_signed() {
    for identifier in [
        "",
        "short",
        "pay_0123456789abcdef with space",
        &"x".repeat(129),
    ] {
        let signed = sign(
            &payable(),
            &key(),
            &nobody(ChainId::BASE_SEPOLIA),
            now(),
            identifier,
        )
        .await;
        assert_eq!(
            signed.unwrap_err(),
            SignError::BadIdentifier,
            "{identifier}"
        );
    }
}

#[tokio::test]
async fn version_1_is_paid_in_its_own_header_and_names() {
    let body =
        json!({ "x402Version": 1, "accepts": [old_requirements("base-sepolia")] }).to_string();
    let (signed, payment) = pay(&checked(&only_offer(&[], body.as_bytes()))).await;
    let Payment::V1 {
        scheme,
        network,
        payload,
    } = payment
    else {
        panic!("another dialect");
    };
    assert_eq!(signed.header_name, "x-payment");
    assert_eq!(
        (scheme.as_str(), network.as_str()),
        ("exact", "base-sepolia")
    );
    assert_is_paid(&payload, &signed, 120);
}

#[tokio::test]
async fn the_array_is_paid_as_version_1_in_the_header_of_version_2() {
    let array = json!([old_requirements("base-sepolia")]).to_string();
    let (signed, payment) = pay(&checked(&only_offer(&header(&array), b""))).await;
    assert_eq!(signed.header_name, "payment-signature");
    assert!(matches!(&payment, Payment::V1 { network, .. } if network == "base-sepolia"));
}

#[tokio::test]
async fn two_payments_never_share_a_nonce() {
    let payable = payable();
    assert_ne!(pay(&payable).await.0.nonce, pay(&payable).await.0.nonce);
}

proptest! {
    #[test]
    fn no_server_gets_more_than_its_own_window_or_two_minutes(asked in 1_u64..100_000, waited in 0_i64..30) {
        let json = required("").replace("\"maxTimeoutSeconds\":60", &format!("\"maxTimeoutSeconds\":{asked}"));
        let payable = checked(&only_offer(&header(&json), b""));
        let later = now() + seconds(waited);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let signed = runtime.block_on(async {
            sign(&payable, &key(), &nobody(ChainId::BASE_SEPOLIA), later, IDENTIFIER).await
        });
        match signed {
            Ok(signed) => {
                prop_assert!(signed.valid_before > later);
                prop_assert!(signed.valid_before <= now() + seconds(i64::try_from(asked.min(120)).unwrap()));
            }
            Err(error) => {
                prop_assert_eq!(error, SignError::TooLate);
                prop_assert!(i64::try_from(asked).unwrap() <= waited + 1);
            }
        }
    }
}
