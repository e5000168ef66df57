//! Our own client against the merchants: what it reads, checks, signs and is told by the chain.

use jiff::{SignedDuration, Timestamp};
use payments::{
    Answered, Dialects, Offer, PayKey, Payable, Rail, Reading, Refused, Registry, Request, Rpc,
    chain::Outcome, check, read, sign,
};
use reqwest::{Method, RequestBuilder};
use secrecy::ExposeSecret;
use serde_json::json;
use url::Url;

use super::payer::Payer;

/// What was asked for, and how.
struct Errand<'a> {
    payer: &'a Payer,
    method: Method,
    path: &'a str,
    body: &'static str,
}

impl Errand<'_> {
    fn url(&self) -> Url {
        let base = self.payer.peer.sandbox.url();
        format!("{base}{}", self.path).parse().unwrap()
    }

    fn request(&self) -> RequestBuilder {
        let request = self.payer.request(self.method.clone(), self.path);
        request.header("x-codex-payment", "mpp").body(self.body)
    }

    /// The offers of the 402, each with what our checks say of it.
    async fn offers(&self, payer: &PayKey, now: Timestamp) -> Vec<Result<Payable, Refused>> {
        let response = self.request().send().await.unwrap();
        assert_eq!(response.status(), 402, "{}", self.path);
        let headers = response.headers().iter();
        let headers: Vec<(String, Vec<u8>)> = headers
            .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
            .collect();
        let body = response.bytes().await.unwrap();
        let answered = Answered {
            headers: &headers,
            body: &body,
        };
        let checked = |offer: &Offer| {
            let url = self.url();
            let request = Request {
                url: &url,
                body: self.body.as_bytes(),
            };
            check(offer, &request, &Registry::built_in(), payer.address(), now)
        };
        let readings = read(&answered, Dialects::WithArray);
        readings
            .into_iter()
            .map(|reading| match reading {
                Reading::Offer(offer) => checked(&offer),
                Reading::Unsupported { why, .. } => Err(why),
            })
            .collect()
    }
}

fn rpc(payer: &Payer, payable: &Payable) -> Rpc {
    let name = match payable.network().chain.0 {
        42_431 => "tempo",
        _ => "base",
    };
    let url = format!("{}/chain/{name}", payer.peer.sandbox.url());
    Rpc::connect(payable.network(), &url).unwrap()
}

async fn now(payer: &Payer) -> Timestamp {
    let seconds = payer.chain_time("base").await;
    Timestamp::from_second(seconds.try_into().unwrap()).unwrap()
}

#[tokio::test]
async fn our_own_client_pays_on_every_rail_and_the_chain_confirms_it() {
    let payer = Payer::start().await;
    let (key, _) = PayKey::generate().unwrap();
    let graph = r#"{"query":"{ getNetworks { id } }"}"#;
    for (method, path, body, rail) in [
        (Method::POST, "/graphql", graph, Rail::TempoCharge),
        (Method::POST, "/graphql", graph, Rail::EvmCharge),
        (Method::GET, "/x402/v2/weather?city=Rome", "", Rail::X402V2),
        (Method::GET, "/x402/v1/weather?city=Rome", "", Rail::X402V1),
        (
            Method::POST,
            "/exchange/sponsored-apis",
            SPONSORED,
            Rail::X402V2,
        ),
        (
            Method::POST,
            "/exchange-legacy/sponsored-apis",
            SPONSORED,
            Rail::X402Array,
        ),
    ] {
        let errand = Errand {
            payer: &payer,
            method,
            path,
            body,
        };
        let now = now(&payer).await;
        let offers = errand.offers(&key, now).await;
        let mut payable = offers.into_iter().map(Result::unwrap);
        let payable = payable.find(|payable| payable.rail() == rail).unwrap();
        let rpc = rpc(&payer, &payable);
        let identifier = format!("pay_{:0>16}", payer.settlements().await.len());
        let before = rpc
            .balance(payable.token().address, key.address())
            .await
            .unwrap();
        let signed = sign(&payable, &key, &rpc, now, &identifier).await.unwrap();
        let outcome = async || {
            rpc.outcome(&signed.trace, signed.valid_before)
                .await
                .unwrap()
        };
        assert_eq!(outcome().await, Outcome::Pending, "{path}");
        let credential = signed.header_value.expose_secret();
        let response = errand.request().header(signed.header_name, credential);
        let response = response.send().await.unwrap();
        assert!(
            response.status().is_success(),
            "{path}: {}",
            response.status()
        );
        let log = payer.settlements().await;
        let transaction = log.last().unwrap()["transaction"].as_str().unwrap();
        let settled = Outcome::Settled {
            transaction: Some(transaction.to_owned()),
        };
        assert_eq!(outcome().await, settled, "{path}");
        let after = rpc
            .balance(payable.token().address, key.address())
            .await
            .unwrap();
        assert_eq!(before.0 - after.0, payable.amount().0, "{path}");
    }
    assert_eq!(payer.settlements().await.len(), 6);
}

const SPONSORED: &str =
    r#"{"name":"Maps","sponsor":"Acme","upstream_url":"https://acme.example","budget_cents":5}"#;

#[tokio::test]
async fn what_was_never_sent_is_expired_when_the_chain_says_so() {
    let payer = Payer::start().await;
    let (key, _) = PayKey::generate().unwrap();
    let errand = Errand {
        payer: &payer,
        method: Method::GET,
        path: "/x402/v2/weather",
        body: "",
    };
    let now = now(&payer).await;
    let payable = errand.offers(&key, now).await.remove(0).unwrap();
    let rpc = rpc(&payer, &payable);
    let signed = sign(&payable, &key, &rpc, now, "pay_0123456789abcdef")
        .await
        .unwrap();
    let late = signed.valid_before.duration_since(now) + SignedDuration::from_secs(31);
    let clock = json!({"offsetSeconds": late.as_secs()});
    payer.peer.control("/sandbox/clock", clock).await;
    let outcome = rpc
        .outcome(&signed.trace, signed.valid_before)
        .await
        .unwrap();
    assert_eq!(outcome, Outcome::Expired);
    let credential = signed.header_value.expose_secret();
    let response = errand.request().header(signed.header_name, credential);
    assert_eq!(response.send().await.unwrap().status(), 402);
    assert!(payer.settlements().await.is_empty());
}

#[tokio::test]
async fn our_own_client_signs_for_no_terms_of_a_merchant_that_cheats() {
    let payer = Payer::start().await;
    let (key, _) = PayKey::generate().unwrap();
    let own = format!("self-recipient?payer={}", key.address());
    for (mode, protocols) in [
        ("expired", &["x402", "mpp"][..]),
        ("wrong-chain", &["x402", "mpp"]),
        ("wrong-token", &["x402", "mpp"]),
        ("wrong-name", &["x402"]),
        ("wrong-decimals", &["mpp"]),
        ("wrong-realm", &["mpp"]),
        ("splits", &["mpp"]),
        ("other-resource", &["x402"]),
        ("other-host", &["x402", "mpp"]),
        ("zero-recipient", &["x402", "mpp"]),
        ("burn-recipient", &["x402", "mpp"]),
        (&own, &["x402", "mpp"]),
    ] {
        for protocol in protocols {
            let path = format!("/hostile/{protocol}/{mode}");
            let errand = Errand {
                payer: &payer,
                method: Method::GET,
                path: &path,
                body: "",
            };
            let offers = errand.offers(&key, now(&payer).await).await;
            assert!(!offers.is_empty(), "{path}");
            assert!(offers.iter().all(Result::is_err), "{path}");
        }
    }
}
