//! Offers as servers write them, for the tests of this crate. Must not know what is tested with them.

use alloy::primitives::{Address, address};
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use crate::{Answered, Dialects, Offer, Payable, Reading, Refused, Registry, Request, check, read};

pub(crate) const PAYER: Address = address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
pub(crate) const MERCHANT: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
pub(crate) const OTHER: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
pub(crate) const PATH_USD: &str = "0x20c0000000000000000000000000000000000000";
pub(crate) const SEPOLIA_USDC: &str = "0x036CbD53842c5426634e7929541eC2318f3dCF7e";
pub(crate) const URL: &str = "https://api.example.com/paid?q=1";

pub(crate) type Headers = Vec<(String, Vec<u8>)>;

/// 2026-01-29T12:00:00Z.
pub(crate) fn now() -> Timestamp {
    "2026-01-29T12:00:00Z".parse().unwrap()
}

pub(crate) fn challenge(method: &str, intent: &str, request: &Value, more: &str) -> String {
    let request = BASE64_URL_SAFE_NO_PAD.encode(request.to_string());
    format!(
        r#"Payment id="{method}-{intent}", realm="api.example.com", method="{method}", intent="{intent}", request="{request}"{more}"#
    )
}

pub(crate) fn charge_request(amount: &str) -> Value {
    json!({
        "amount": amount, "currency": PATH_USD, "recipient": MERCHANT,
        "methodDetails": { "chainId": 42431 },
    })
}

pub(crate) fn mpp(line: &str) -> Headers {
    vec![("WWW-Authenticate".to_owned(), line.as_bytes().to_vec())]
}

pub(crate) fn tempo_charge(amount: &str) -> Headers {
    mpp(&challenge("tempo", "charge", &charge_request(amount), ""))
}

pub(crate) fn session_request() -> Value {
    json!({
        "amount": "10", "currency": PATH_USD, "recipient": MERCHANT, "suggestedDeposit": "50000", "unitType": "request",
        "methodDetails": {
            "chainId": 42431, "sessionProtocol": "v2", "escrowContract": "0x4d50500000000000000000000000000000000000",
        },
    })
}

pub(crate) fn tempo_session(amount: &str) -> Headers {
    let mut request = session_request();
    request["amount"] = amount.into();
    mpp(&challenge("tempo", "session", &request, ""))
}

pub(crate) fn evm_request(amount: &str) -> Value {
    json!({
        "amount": amount, "currency": SEPOLIA_USDC, "recipient": MERCHANT,
        "methodDetails": { "chainId": 84532, "credentialTypes": ["permit2", "authorization"], "decimals": 6 },
    })
}

pub(crate) fn evm_charge(amount: &str) -> Headers {
    mpp(&challenge("evm", "charge", &evm_request(amount), ""))
}

pub(crate) fn requirements(amount: &str) -> Value {
    json!({
        "scheme": "exact", "network": "eip155:84532", "amount": amount, "asset": SEPOLIA_USDC, "payTo": MERCHANT,
        "maxTimeoutSeconds": 60, "extra": { "name": "USDC", "version": "2" },
    })
}

pub(crate) fn required(accepts: &[Value]) -> Headers {
    let json = json!({
        "x402Version": 2, "resource": { "url": URL, "description": "data" }, "accepts": accepts,
    });
    header("PAYMENT-REQUIRED", &json)
}

pub(crate) fn header(name: &str, json: &Value) -> Headers {
    let value = BASE64_STANDARD.encode(json.to_string()).into_bytes();
    vec![(name.to_owned(), value)]
}

pub(crate) fn x402_v2(amount: &str) -> Headers {
    required(&[requirements(amount)])
}

pub(crate) fn requirements_v1(amount: &str) -> Value {
    json!({
        "scheme": "exact", "network": "base-sepolia", "maxAmountRequired": amount, "asset": SEPOLIA_USDC,
        "payTo": MERCHANT, "maxTimeoutSeconds": 300, "resource": URL, "description": "data",
        "mimeType": "application/json",
    })
}

pub(crate) fn readings(headers: &Headers, dialects: Dialects) -> Vec<Reading> {
    let body = b"";
    read(&Answered { headers, body }, dialects)
}

/// The only offer there is, or why it is none.
pub(crate) fn offer(headers: &Headers) -> Result<Offer, Refused> {
    let mut readings = readings(headers, Dialects::WithArray);
    assert_eq!(readings.len(), 1);
    match readings.remove(0) {
        Reading::Offer(offer) => Ok(*offer),
        Reading::Unsupported { why, .. } => Err(why),
    }
}

pub(crate) fn check_at(url: &str, headers: &Headers) -> Result<Payable, Refused> {
    let url = Url::parse(url).unwrap();
    let request = Request {
        url: &url,
        body: b"hello",
    };
    check(
        &offer(headers)?,
        &request,
        &Registry::built_in(),
        PAYER,
        now(),
    )
}

pub(crate) fn payable(headers: &Headers) -> Payable {
    check_at(URL, headers).unwrap()
}
