//! The merchants that cheat: what each of them sends, and what it takes.

use std::time::Duration;

use payments::protocol::{
    Unreadable,
    challenge::Challenge,
    receipt,
    x402::{PaymentRequired, Settlement},
};
use reqwest::{Client, Method, RequestBuilder, redirect};
use serde_json::{Value, json};

use super::payer::{Payer, challenges, first, payment, written};

fn ask(payer: &Payer, protocol: &str, mode: &str) -> RequestBuilder {
    payer.request(Method::GET, &format!("/hostile/{protocol}/{mode}"))
}

async fn offers(payer: &Payer, mode: &str) -> Vec<Challenge> {
    challenges(&ask(payer, "mpp", mode).send().await.unwrap())
}

async fn terms(payer: &Payer, mode: &str) -> PaymentRequired {
    let response = ask(payer, "x402", mode).send().await.unwrap();
    let value = response.headers()["payment-required"].as_bytes();
    PaymentRequired::from_header(value).unwrap()
}

/// A request that pays what was asked for.
async fn paying(payer: &Payer, protocol: &str, mode: &str) -> RequestBuilder {
    if protocol == "mpp" {
        let credential = payer.pay_tempo(&offers(payer, mode).await[0]).await;
        return ask(payer, protocol, mode).header("authorization", written(&credential));
    }
    let required = terms(payer, mode).await;
    let (asked, pay_to) = first(&required);
    let one = payer.authorization(pay_to, &asked.amount).await;
    let value = payment(&required, one, payer.sign(&one, 84_532), None);
    ask(payer, protocol, mode).header("payment-signature", value)
}

#[tokio::test]
async fn what_was_taken_is_settled_once_whatever_the_answer_is() {
    let payer = Payer::start().await;
    let mut taken = 0;
    for protocol in ["x402", "mpp"] {
        for (mode, status) in [
            ("asks-again", 402),
            ("fails", 500),
            ("no-receipt", 200),
            ("forged-receipt", 200),
        ] {
            let request = paying(&payer, protocol, mode).await;
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), status, "{protocol} {mode}");
            taken += 1;
            let log = payer.settlements().await;
            assert_eq!(log.len(), taken, "{protocol} {mode}");
            let said = match protocol {
                "mpp" => response
                    .headers()
                    .get("payment-receipt")
                    .map(|value| receipt::parse(value.to_str().unwrap()).unwrap().reference),
                _ => response
                    .headers()
                    .get("payment-response")
                    .map(|value| Settlement::parse(value.as_bytes()).unwrap().transaction),
            };
            assert_eq!(
                said.is_some(),
                mode == "forged-receipt",
                "{protocol} {mode}"
            );
            assert_ne!(
                said.map(Value::from).as_ref(),
                Some(&log[taken - 1]["transaction"])
            );
        }
        let cut = paying(&payer, protocol, "cut").await.send().await;
        assert!(cut.unwrap_err().is_request(), "{protocol}");
        taken += 1;
        assert_eq!(payer.settlements().await.len(), taken, "{protocol} cut");
    }
}

#[tokio::test]
async fn a_slow_answer_was_paid_before_it_ends() {
    let payer = Payer::start().await;
    let request = paying(&payer, "x402", "slow-body").await;
    let response = request
        .timeout(Duration::from_millis(500))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.text().await.unwrap_err().is_timeout());
    assert_eq!(payer.settlements().await.len(), 1);
}

#[tokio::test]
async fn a_risen_price_is_asked_for_and_nothing_is_taken() {
    let payer = Payer::start().await;
    for protocol in ["x402", "mpp"] {
        let response = paying(&payer, protocol, "price-rises")
            .await
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 402, "{protocol}");
        let amount = match protocol {
            "mpp" => challenges(&response)[0].request.decode_value().unwrap()["amount"].clone(),
            _ => {
                let value = response.headers()["payment-required"].as_bytes();
                let required = PaymentRequired::from_header(value).unwrap();
                json!(first(&required).0.amount)
            }
        };
        assert_eq!(amount, "1000000", "{protocol}");
    }
    assert_eq!(payer.settlements().await, Vec::<Value>::new());
    assert_eq!(payer.refused().await.len(), 2);
}

#[tokio::test]
async fn each_mode_of_x402_lies_about_one_thing() {
    let payer = Payer::start().await;
    let own = payer.address();
    for (mode, place, lie) in [
        ("wrong-chain", "/network", "eip155:999"),
        (
            "wrong-token",
            "/asset",
            "0x5A0b54D5dc17e0AadC383d2db43B0a0D3E029c4c",
        ),
        ("wrong-name", "/extra/name", "USD Coin"),
        (
            "zero-recipient",
            "/payTo",
            "0x0000000000000000000000000000000000000000",
        ),
        (
            "burn-recipient",
            "/payTo",
            "0x000000000000000000000000000000000000dEaD",
        ),
        (
            &format!("self-recipient?payer={own}"),
            "/payTo",
            &own.to_string(),
        ),
        (
            "other-recipient",
            "/payTo",
            "0x5A0b54D5dc17e0AadC383d2db43B0a0D3E029c4c",
        ),
    ] {
        let required = terms(&payer, mode).await;
        let said: Value = serde_json::from_str(required.accepts[0].get()).unwrap();
        assert_eq!(said.pointer(place), Some(&json!(lie)), "{mode}");
    }
    let expired = terms(&payer, "expired").await;
    assert_eq!(first(&expired).0.max_timeout_seconds, 0);
    let many = ask(&payer, "x402", "many-offers").send().await.unwrap();
    let many = PaymentRequired::from_header(many.headers()["payment-required"].as_bytes());
    assert_eq!(many.unwrap_err(), Unreadable::TooLong);
    for (mode, beginning) in [
        ("other-resource", payer.peer.sandbox.url()),
        ("other-host", "https://shop.example/"),
    ] {
        let required = terms(&payer, mode).await;
        let resource: Value = serde_json::from_str(required.resource.unwrap().get()).unwrap();
        let url = resource["url"].as_str().unwrap();
        assert!(url.starts_with(beginning) && !url.contains(mode), "{url}");
    }
}

#[tokio::test]
async fn each_mode_of_mpp_lies_about_one_thing() {
    let payer = Payer::start().await;
    for (mode, place, lie) in [
        ("wrong-chain", "/methodDetails/chainId", json!(999)),
        ("wrong-decimals", "/methodDetails/decimals", json!(18)),
        ("splits", "/methodDetails/splits/0/amount", json!("10000")),
        (
            "zero-recipient",
            "/recipient",
            json!("0x0000000000000000000000000000000000000000"),
        ),
    ] {
        let said = offers(&payer, mode).await[0]
            .request
            .decode_value()
            .unwrap();
        assert_eq!(said.pointer(place), Some(&lie), "{mode}");
    }
    assert_eq!(offers(&payer, "wrong-realm").await[0].realm, "shop.example");
    assert_eq!(offers(&payer, "many-offers").await.len(), 64);
    let expired = offers(&payer, "expired").await.remove(0);
    let expires = expired.expires.as_deref().unwrap();
    let now = i64::try_from(payer.chain_time("tempo").await).unwrap();
    assert!(expires.parse::<jiff::Timestamp>().unwrap().as_second() <= now);
}

#[tokio::test]
async fn a_redirect_leads_to_another_origin_and_takes_nothing() {
    let payer = Payer::start().await;
    let client = Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none());
    let client = client.build().unwrap();
    for protocol in ["x402", "mpp"] {
        let first = ask(&payer, protocol, "redirects-first").build().unwrap();
        let paid = paying(&payer, protocol, "redirects-paid")
            .await
            .build()
            .unwrap();
        for request in [first, paid] {
            let response = client.execute(request).await.unwrap();
            assert_eq!(response.status(), 307, "{protocol}");
            let target = response.headers()["location"].to_str().unwrap();
            assert!(target.starts_with("http://localhost:"), "{target}");
        }
    }
    assert_eq!(payer.settlements().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_huge_header_is_too_much_for_a_client_and_an_unknown_mode_is_refused() {
    let payer = Payer::start().await;
    let answer = ask(&payer, "x402", "huge-header").send().await;
    assert!(answer.is_err());
    let unknown = ask(&payer, "x402", "honest").send().await.unwrap();
    assert_eq!(unknown.status(), 400);
}

#[tokio::test]
async fn a_payment_that_was_held_back_is_taken_once_while_its_time_lasts() {
    for (protocol, ahead, taken) in [
        ("x402", 30, 1),
        ("x402", 90, 0),
        ("mpp", 5, 1),
        ("mpp", 90, 0),
    ] {
        let payer = Payer::start().await;
        let held = paying(&payer, protocol, "takes-later").await;
        assert_eq!(held.send().await.unwrap().status(), 500, "{protocol}");
        assert_eq!(payer.settlements().await, Vec::<Value>::new());
        let clock = json!({"offsetSeconds": ahead});
        payer.peer.control("/sandbox/clock", clock).await;
        for _ in 0..2 {
            payer
                .peer
                .control("/sandbox/merchants/take", json!({}))
                .await;
            assert_eq!(payer.settlements().await.len(), taken, "{protocol} {ahead}");
        }
    }
}
