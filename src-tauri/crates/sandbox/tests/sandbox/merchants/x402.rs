//! x402 in both versions: one authorization buys one answer, and an identifier buys it again.

use alloy::primitives::{Address, U256, address};
use payments::protocol::{
    eip3009::Authorization,
    x402::{PaymentRequired, Settlement},
};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::payer::{Payer, first, payment};

const WEATHER: &str = "/x402/v2/weather?city=Porto";
const OLD_WEATHER: &str = "/x402/v1/weather?city=Porto";

async fn terms(payer: &Payer, path: &str) -> PaymentRequired {
    let response = payer.request(Method::GET, path).send().await.unwrap();
    assert_eq!(response.status(), 402);
    match response.headers().get("payment-required") {
        Some(value) => PaymentRequired::from_header(value.as_bytes()).unwrap(),
        None => {
            let body = response.bytes().await.unwrap();
            PaymentRequired::from_body(&body).unwrap().unwrap()
        }
    }
}

async fn pay(payer: &Payer, path: &str, header: &'static str, value: &str) -> Response {
    let request = payer.request(Method::GET, path).header(header, value);
    request.send().await.unwrap()
}

fn settlement(response: &Response, header: &str) -> Settlement {
    Settlement::parse(response.headers()[header].as_bytes()).unwrap()
}

fn identified(id: &str) -> Option<Value> {
    Some(json!({"payment-identifier": {"info": {"required": false, "id": id}}}))
}

#[tokio::test]
async fn an_authorization_buys_one_answer_in_each_version() {
    let payer = Payer::start().await;
    for (path, sent, told, network) in [
        (
            WEATHER,
            "payment-signature",
            "payment-response",
            "eip155:84532",
        ),
        (
            OLD_WEATHER,
            "x-payment",
            "x-payment-response",
            "base-sepolia",
        ),
    ] {
        let required = terms(&payer, path).await;
        let (asked, pay_to) = first(&required);
        assert_eq!(
            (asked.amount.as_str(), asked.network.as_str()),
            ("10000", network)
        );
        let one = payer.authorization(pay_to, &asked.amount).await;
        let value = payment(&required, one, payer.sign(&one, 84_532), None);
        let response = pay(&payer, path, sent, &value).await;
        assert_eq!(response.status(), 200);
        let said = settlement(&response, told);
        assert_eq!(
            (said.success, said.network.as_deref()),
            (true, Some(network))
        );
        let answer: Value = response.json().await.unwrap();
        assert_eq!(answer["city"], "Porto");
        let log = payer.settlements().await;
        let last = log.last().unwrap();
        assert_eq!(last["transaction"], json!(said.transaction));
        assert_eq!(last["nonce"], json!(one.nonce));

        let again = pay(&payer, path, sent, &value).await;
        assert_eq!(again.status(), 402);
        let said = settlement(&again, told).error_reason.unwrap();
        assert_eq!(said, "invalid_exact_evm_transaction_simulation_failed");
    }
    assert_eq!(payer.settlements().await.len(), 2);
}

#[tokio::test]
async fn an_echo_gives_back_the_body_that_was_paid_for() {
    let payer = Payer::start().await;
    let ask = || payer.request(Method::POST, "/x402/v2/echo").body("hello");
    let response = ask().send().await.unwrap();
    let value = response.headers()["payment-required"].as_bytes();
    let required = PaymentRequired::from_header(value).unwrap();
    let (asked, pay_to) = first(&required);
    let one = payer.authorization(pay_to, &asked.amount).await;
    let value = payment(&required, one, payer.sign(&one, 84_532), None);
    let response = ask()
        .header("payment-signature", value)
        .send()
        .await
        .unwrap();
    assert_eq!(
        response.json::<Value>().await.unwrap(),
        json!({"echo": "hello"})
    );
}

#[tokio::test]
async fn the_same_payment_under_an_identifier_is_answered_again_and_charged_once() {
    let payer = Payer::start().await;
    let required = terms(&payer, WEATHER).await;
    assert!(required.extensions.is_some());
    let (asked, pay_to) = first(&required);
    let one = payer.authorization(pay_to, &asked.amount).await;
    let id = "pay_0123456789abcdef";
    let value = payment(&required, one, payer.sign(&one, 84_532), identified(id));
    let mut answers = Vec::new();
    for _ in 0..3 {
        let response = pay(&payer, WEATHER, "payment-signature", &value).await;
        assert_eq!(response.status(), 200);
        let said = settlement(&response, "payment-response");
        answers.push((said, response.text().await.unwrap()));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    let log = payer.settlements().await;
    assert_eq!((log.len(), &log[0]["identifier"]), (1, &json!(id)));

    let two = payer.authorization(pay_to, &asked.amount).await;
    let other = payment(&required, two, payer.sign(&two, 84_532), identified(id));
    let refused = pay(&payer, WEATHER, "payment-signature", &other).await;
    assert_eq!(refused.status(), 409);
    let elsewhere = "/x402/v2/weather?city=Faro";
    let refused = pay(&payer, elsewhere, "payment-signature", &value).await;
    assert_eq!(refused.status(), 409);
    assert_eq!(payer.settlements().await.len(), 1);
}

#[tokio::test]
async fn what_is_not_exactly_what_was_asked_for_is_refused() {
    let payer = Payer::start().await;
    let required = terms(&payer, WEATHER).await;
    let (asked, pay_to) = first(&required);
    let right = payer.authorization(pay_to, &asked.amount).await;
    let other: Address = address!("70997970c51812dc3a010c7d01b50e0d17dc79c8");
    let mut changed_terms = required.clone();
    changed_terms.accepts = terms(&payer, OLD_WEATHER).await.accepts;
    let sent = |one: Authorization| payment(&required, one, payer.sign(&one, 84_532), None);
    let cases = [
        (
            payment(&required, right, payer.sign(&right, 8_453), None),
            "payload_signature",
        ),
        (
            payment(&changed_terms, right, payer.sign(&right, 84_532), None),
            "requirements",
        ),
        (
            sent(Authorization { to: other, ..right }),
            "recipient_mismatch",
        ),
        (
            sent(Authorization {
                value: U256::from(9_999),
                ..right
            }),
            "value_mismatch",
        ),
        (
            sent(Authorization {
                valid_before: 1,
                ..right
            }),
            "valid_before",
        ),
        (
            sent(Authorization {
                valid_after: u64::MAX,
                ..right
            }),
            "valid_after",
        ),
        (
            sent(Authorization {
                from: other,
                ..right
            }),
            "payload_signature",
        ),
    ];
    for (value, reason) in &cases {
        let response = pay(&payer, WEATHER, "payment-signature", value).await;
        assert_eq!(response.status(), 402, "{reason}");
        let said = settlement(&response, "payment-response")
            .error_reason
            .unwrap();
        assert!(said.ends_with(reason), "{said} for {reason}");
    }
    let unreadable = pay(&payer, WEATHER, "payment-signature", "e30=").await;
    assert_eq!(unreadable.status(), 400);
    assert_eq!(payer.settlements().await, Vec::<Value>::new());
    assert_eq!(payer.refused().await.len(), cases.len() + 1);
    let response = pay(&payer, WEATHER, "payment-signature", &sent(right)).await;
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn one_authorization_pays_one_merchant_only() {
    let payer = Payer::start().await;
    let required = terms(&payer, WEATHER).await;
    let (asked, pay_to) = first(&required);
    let one = payer.authorization(pay_to, &asked.amount).await;
    let signature = payer.sign(&one, 84_532);
    let new = payment(&required, one, signature, None);
    let old = payment(&terms(&payer, OLD_WEATHER).await, one, signature, None);
    let first = pay(&payer, WEATHER, "payment-signature", &new).await;
    assert_eq!(first.status(), 200);
    let second = pay(&payer, OLD_WEATHER, "x-payment", &old).await;
    assert_eq!(second.status(), 402);
    assert_eq!(payer.settlements().await.len(), 1);
    let state = json!([{
        "to": super::payer::USDC,
        "data": format!("0xe94a0102{:0>64}{}", alloy::hex::encode(payer.address()),
                        alloy::hex::encode(one.nonce)),
    }, "latest"]);
    let used = payer.ask_chain("base", "eth_call", state).await;
    assert_eq!(
        used.as_str().unwrap().parse::<U256>().unwrap(),
        U256::from(1)
    );
}
