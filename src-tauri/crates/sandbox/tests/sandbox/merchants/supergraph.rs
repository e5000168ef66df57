//! The Supergraph: who is let in, and that one challenge buys one answer.

use alloy::primitives::{U256, address, keccak256};
use payments::protocol::{
    challenge::Challenge, credential::Credential, eip3009::Authorization, receipt,
};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

use super::payer::{Payer, challenges, written};

const QUERY: &str = "query GetNetworks { getNetworks { id name } }";

fn ask(payer: &Payer, query: &str) -> RequestBuilder {
    let request = payer.request(Method::POST, "/graphql");
    request
        .header("x-codex-payment", "mpp")
        .json(&json!({"query": query}))
}

async fn asked(payer: &Payer) -> Vec<Challenge> {
    challenges(&ask(payer, QUERY).send().await.unwrap())
}

async fn paid(payer: &Payer, credential: &Credential) -> Response {
    let request = ask(payer, QUERY).header("authorization", written(credential));
    request.send().await.unwrap()
}

/// Status, and the last part of the problem's type.
async fn problem(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    let body: Value = response.json().await.unwrap();
    let kind = body["type"].as_str().unwrap();
    (status, kind.rsplit('/').next().unwrap().to_owned())
}

#[tokio::test]
async fn a_query_is_answered_401_without_the_opt_in_and_402_with_it() {
    let payer = Payer::start().await;
    let plain = payer.request(Method::POST, "/graphql");
    let plain = plain.json(&json!({"query": QUERY})).send().await.unwrap();
    assert_eq!(plain.status(), 401);
    assert!(!plain.headers().contains_key("www-authenticate"));
    let offers = asked(&payer).await;
    let methods: Vec<_> = offers.iter().map(|one| one.method.as_str()).collect();
    assert_eq!(methods, ["tempo", "evm"]);
    for offer in &offers {
        let request = offer.request.decode_value().unwrap();
        assert_eq!(request["amount"], "1000");
        assert!(offer.digest.is_some() && offer.expires.is_some());
        let host = payer.peer.sandbox.url().trim_start_matches("http://");
        assert_eq!(offer.realm, host);
    }
}

#[tokio::test]
async fn the_real_tempo_client_pays_once_and_gets_data_and_receipt() {
    let payer = Payer::start().await;
    let offers = asked(&payer).await;
    let credential = payer.pay_tempo(&offers[0]).await;
    let response = paid(&payer, &credential).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["cache-control"], "private");
    let said = response.headers()["payment-receipt"].to_str().unwrap();
    let said = receipt::parse(said).unwrap();
    let data: Value = response.json().await.unwrap();
    assert_eq!(data["data"]["getNetworks"][0]["name"], "Ethereum");

    let log = payer.settlements().await;
    assert_eq!(log.len(), 1);
    assert_eq!(log[0]["identifier"], json!(offers[0].id));
    assert_eq!(
        (&log[0]["chain"], &log[0]["amount"]),
        (&json!("tempo"), &json!("1000"))
    );
    assert_eq!(log[0]["transaction"], json!(said.reference));
    let question = json!([said.reference]);
    let on_chain = payer
        .ask_chain("tempo", "eth_getTransactionReceipt", question)
        .await;
    assert_eq!(on_chain["status"], "0x1");
    assert_eq!(on_chain["logs"].as_array().unwrap().len(), 2);
    let filter = json!([{"topics": [on_chain["logs"][1]["topics"][0], null, null,
                                    on_chain["logs"][1]["topics"][3]], "fromBlock": "0x0"}]);
    let found = payer.ask_chain("tempo", "eth_getLogs", filter).await;
    assert_eq!(found.as_array().unwrap().len(), 1);

    let again = paid(&payer, &credential).await;
    assert_eq!(problem(again).await, (402, "invalid-challenge".to_owned()));
    assert_eq!(payer.settlements().await.len(), 1);
}

#[tokio::test]
async fn an_authorization_on_base_pays_too() {
    let payer = Payer::start().await;
    let offers = asked(&payer).await;
    let credential = payer.pay_evm(&offers[1]).await;
    let response = paid(&payer, &credential).await;
    assert_eq!(response.status(), 200);
    let log = payer.settlements().await;
    assert_eq!(
        (&log[0]["chain"], &log[0]["nonce"]),
        (&json!("base"), &credential.payload["nonce"])
    );
}

#[tokio::test]
async fn an_api_key_goes_before_paying() {
    let payer = Payer::start().await;
    for value in [
        sandbox::SUPERGRAPH_API_KEY.to_owned(),
        format!("Bearer {}", sandbox::SUPERGRAPH_API_KEY),
    ] {
        let response = ask(&payer, QUERY).header("authorization", value);
        let response = response.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert!(!response.headers().contains_key("payment-receipt"));
    }
    let wrong = ask(&payer, QUERY)
        .bearer_auth("wrong")
        .send()
        .await
        .unwrap();
    assert_eq!(wrong.status(), 401);
    assert_eq!(payer.settlements().await, Vec::<Value>::new());
}

#[tokio::test]
async fn mutations_and_subscriptions_are_refused_before_any_payment() {
    let payer = Payer::start().await;
    for query in [
        "mutation { createApiTokens { id } }",
        "subscription { onPriceUpdated { priceUsd } }",
        "query A { getNetworks { id } } mutation B { x }",
    ] {
        let response = ask(&payer, query).send().await.unwrap();
        assert_eq!(response.status(), 403, "{query}");
        assert!(!response.headers().contains_key("www-authenticate"));
    }
}

#[tokio::test]
async fn a_query_that_makes_no_sense_is_paid_for_before_it_is_told() {
    let payer = Payer::start().await;
    let wrong = "{ getNonsense { id } }";
    let offers = challenges(&ask(&payer, wrong).send().await.unwrap());
    let credential = payer.pay_tempo(&offers[0]).await;
    let request = ask(&payer, wrong).header("authorization", written(&credential));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    let body: Value = response.json().await.unwrap();
    assert!(body["errors"][0]["message"].is_string());
    assert_eq!(payer.settlements().await.len(), 1);
}

#[tokio::test]
async fn a_credential_that_cannot_be_read_is_malformed() {
    let payer = Payer::start().await;
    let request = ask(&payer, QUERY).header("authorization", "Payment e30");
    let response = request.send().await.unwrap();
    assert_eq!(
        problem(response).await,
        (402, "malformed-credential".to_owned())
    );
    let offers = asked(&payer).await;
    let mut credential = payer.pay_evm(&offers[1]).await;
    credential.payload = json!({"type": "hash", "hash": "0x1"});
    let response = paid(&payer, &credential).await;
    assert_eq!(
        problem(response).await,
        (402, "malformed-credential".to_owned())
    );
}

#[tokio::test]
async fn a_challenge_counts_only_as_it_was_given_and_for_its_own_body() {
    let payer = Payer::start().await;
    let offers = asked(&payer).await;
    let credential = payer.pay_evm(&offers[1]).await;
    let mut cheaper = credential.clone();
    cheaper.challenge.request = offers[0].request.clone();
    let mut later = credential.clone();
    later.challenge.expires = Some("2999-01-01T00:00:00Z".to_owned());
    let mut invented = credential.clone();
    invented.challenge.id = "invented".to_owned();
    for changed in [cheaper, later, invented] {
        let response = paid(&payer, &changed).await;
        assert_eq!(
            problem(response).await,
            (402, "invalid-challenge".to_owned())
        );
    }
    let other_body = ask(&payer, "{ getNetworks { id } }");
    let other_body = other_body.header("authorization", written(&credential));
    let response = other_body.send().await.unwrap();
    assert_eq!(
        problem(response).await,
        (402, "invalid-challenge".to_owned())
    );
    assert_eq!(payer.settlements().await, Vec::<Value>::new());
    assert_eq!(paid(&payer, &credential).await.status(), 200);
}

#[tokio::test]
async fn an_expired_challenge_is_not_taken() {
    let payer = Payer::start().await;
    let offers = asked(&payer).await;
    let credential = payer.pay_evm(&offers[1]).await;
    let clock = json!({"offsetSeconds": 301});
    payer.peer.control("/sandbox/clock", clock).await;
    let response = paid(&payer, &credential).await;
    assert_eq!(problem(response).await, (402, "payment-expired".to_owned()));
    assert_eq!(payer.settlements().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_signature_that_has_run_out_or_is_not_the_payers_is_refused() {
    let payer = Payer::start().await;
    let tempo = payer.pay_tempo(&asked(&payer).await[0]).await;
    let clock = json!({"offsetSeconds": 30});
    payer.peer.control("/sandbox/clock", clock).await;
    let response = paid(&payer, &tempo).await;
    assert_eq!(
        problem(response).await,
        (402, "verification-failed".to_owned())
    );

    let offer = asked(&payer).await.remove(1);
    let pay_to = address!("9c2e7f41b6d05ae3384fb1dc62a8e07f915d3b64");
    let right = Authorization {
        nonce: keccak256(format!("{}{}", offer.id, offer.realm)),
        ..payer.authorization(pay_to, "1000").await
    };
    let stranger = Payer::start().await;
    let wrong = [
        payer.evm_credential(&offer, &right, 8_453),
        payer.evm_credential(
            &offer,
            &Authorization {
                value: U256::from(999),
                ..right
            },
            84_532,
        ),
        payer.evm_credential(
            &offer,
            &Authorization {
                to: payer.address(),
                ..right
            },
            84_532,
        ),
        payer.evm_credential(
            &offer,
            &Authorization {
                valid_before: 1,
                ..right
            },
            84_532,
        ),
        payer.evm_credential(
            &offer,
            &Authorization {
                nonce: keccak256("x"),
                ..right
            },
            84_532,
        ),
        stranger.evm_credential(&offer, &right, 84_532),
    ];
    for credential in &wrong {
        let response = paid(&payer, credential).await;
        assert_eq!(
            problem(response).await,
            (402, "verification-failed".to_owned())
        );
    }
    assert_eq!(payer.settlements().await, Vec::<Value>::new());
    assert_eq!(payer.refused().await.len(), 1 + wrong.len());
    let right = payer.evm_credential(&offer, &right, 84_532);
    assert_eq!(paid(&payer, &right).await.status(), 200);
}

#[tokio::test]
async fn a_payer_without_funds_pays_nothing() {
    let payer = Payer::start().await;
    payer.fund("base", 999).await;
    let credential = payer.pay_evm(&asked(&payer).await[1]).await;
    let response = paid(&payer, &credential).await;
    assert_eq!(
        problem(response).await,
        (402, "verification-failed".to_owned())
    );
    assert_eq!(payer.settlements().await, Vec::<Value>::new());
}
