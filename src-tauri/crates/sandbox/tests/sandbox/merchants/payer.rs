//! Somebody with a key who pays at the sandbox, rightly or wrongly.

use alloy::{
    primitives::{Address, B256, U256, address, keccak256},
    signers::{SignerSync, local::PrivateKeySigner},
};
use mpp::client::{PaymentProvider, TempoProvider};
use payments::protocol::{
    challenge::{self, Challenge},
    credential::{self, Credential},
    eip3009::{Authorization, TokenDomain},
    x402::{ExactPayload, Payment, PaymentRequired, Requirements},
};
use reqwest::{Method, RequestBuilder, Response};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::peer::Peer;

pub(super) const USDC: Address = address!("036CbD53842c5426634e7929541eC2318f3dCF7e");

/// A payer and the sandbox.
pub(super) struct Payer {
    pub(super) peer: Peer,
    key: PrivateKeySigner,
}

impl Payer {
    pub(super) async fn start() -> Self {
        Self {
            peer: Peer::start().await,
            key: PrivateKeySigner::random(),
        }
    }

    pub(super) fn address(&self) -> Address {
        self.key.address()
    }

    pub(super) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.peer.anonymous(method, path)
    }

    /// The result of a question to a chain.
    pub(super) async fn ask_chain(&self, chain: &str, method: &str, params: Value) -> Value {
        let question = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        let request = self.request(Method::POST, &format!("/chain/{chain}"));
        let answer = request.json(&question).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(answer["error"], Value::Null, "{question}");
        answer["result"].clone()
    }

    /// What was paid, as the merchants say.
    pub(super) async fn settlements(&self) -> Vec<Value> {
        let log = self.peer.read("/sandbox/merchants/log").await;
        log["settlements"].as_array().unwrap().clone()
    }

    /// Why payments were refused, as the merchants say.
    pub(super) async fn refused(&self) -> Vec<String> {
        let log = self.peer.read("/sandbox/merchants/log").await;
        let refused = log["refused"].as_array().unwrap().iter();
        refused
            .map(|one| one["reason"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The chain's time, in Unix seconds.
    pub(super) async fn chain_time(&self, chain: &str) -> u64 {
        let block = self
            .ask_chain(chain, "eth_getBlockByNumber", json!(["latest", false]))
            .await;
        let seconds: U256 = block["timestamp"].as_str().unwrap().parse().unwrap();
        seconds.to()
    }

    pub(super) async fn fund(&self, chain: &str, balance: u64) {
        let fund = json!({
            "chain": chain,
            "address": self.address().to_string(),
            "balance": balance.to_string(),
        });
        self.peer.control("/sandbox/chain/fund", fund).await;
    }

    /// An authorization that answers `requirements` and lasts a minute.
    pub(super) async fn authorization(&self, to: Address, value: &str) -> Authorization {
        Authorization {
            from: self.address(),
            to,
            value: value.parse().unwrap(),
            valid_after: 0,
            valid_before: self.chain_time("base").await + 60,
            nonce: B256::random(),
        }
    }

    pub(super) fn sign(&self, authorization: &Authorization, chain_id: u64) -> [u8; 65] {
        let domain = TokenDomain {
            name: "USDC",
            version: "2",
            chain_id,
            contract: USDC,
        };
        let hash = authorization.signing_hash(&domain);
        self.key.sign_hash_sync(&hash).unwrap().as_bytes()
    }

    /// Answers a challenge for Tempo as the real client does.
    pub(super) async fn pay_tempo(&self, challenge: &Challenge) -> Credential {
        let rpc = format!("{}/chain/tempo", self.peer.sandbox.url());
        let provider = TempoProvider::new(self.key.clone(), rpc).unwrap();
        provider.pay(challenge).await.unwrap()
    }

    /// Answers a challenge for Base by an authorization.
    pub(super) async fn pay_evm(&self, challenge: &Challenge) -> Credential {
        let asked = challenge.request.decode_value().unwrap();
        let recipient = asked["recipient"].as_str().unwrap().parse().unwrap();
        let authorization = Authorization {
            nonce: keccak256(format!("{}{}", challenge.id, challenge.realm)),
            ..self
                .authorization(recipient, asked["amount"].as_str().unwrap())
                .await
        };
        self.evm_credential(challenge, &authorization, 84_532)
    }

    pub(super) fn evm_credential(
        &self,
        challenge: &Challenge,
        authorization: &Authorization,
        chain_id: u64,
    ) -> Credential {
        let signature = self.sign(authorization, chain_id);
        let mut payload = json!(authorization);
        payload["type"] = json!("authorization");
        payload["signature"] = json!(alloy::hex::encode_prefixed(signature));
        let source = format!("did:pkh:eip155:84532:{}", self.address());
        Credential::with_source(challenge.to_echo(), source, payload)
    }
}

/// The header value of a credential.
pub(super) fn written(credential: &Credential) -> String {
    let value = credential::format(credential).unwrap();
    value.expose_secret().to_owned()
}

/// The challenges of a 402.
pub(super) fn challenges(response: &Response) -> Vec<Challenge> {
    assert_eq!(response.status(), 402);
    let values = response.headers().get_all("www-authenticate").iter();
    values
        .flat_map(|value| challenge::parse(value.as_bytes()))
        .map(Result::unwrap)
        .collect()
}

/// The first way to pay of these terms, and the address that is paid.
pub(super) fn first(required: &PaymentRequired) -> (Requirements, Address) {
    let requirements = Requirements::parse(required.dialect, required.accepts[0].clone()).unwrap();
    let pay_to = requirements.pay_to.parse().unwrap();
    (requirements, pay_to)
}

/// The header value of a payment for the first of these terms.
pub(super) fn payment(
    required: &PaymentRequired,
    authorization: Authorization,
    signature: [u8; 65],
    extensions: Option<Value>,
) -> String {
    let payload = ExactPayload {
        signature: signature.into(),
        authorization,
    };
    let payment = match required.dialect {
        payments::protocol::x402::Dialect::V2 => Payment::V2 {
            resource: required.resource.clone(),
            accepted: required.accepts[0].clone(),
            payload,
            extensions: extensions.map(|value| serde_json::value::to_raw_value(&value).unwrap()),
        },
        _ => Payment::V1 {
            scheme: "exact".to_owned(),
            network: "base-sepolia".to_owned(),
            payload,
        },
    };
    payment.format().unwrap().expose_secret().to_owned()
}
