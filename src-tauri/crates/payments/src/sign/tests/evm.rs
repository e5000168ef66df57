//! MPP's evm/charge.

use super::*;

fn challenge() -> Challenge {
    let request = json!({
        "amount": "10000", "currency": USDC, "recipient": MERCHANT,
        "methodDetails": { "chainId": 84532, "credentialTypes": ["permit2", "authorization"], "decimals": 6 },
    });
    challenge_for("evm", "charge", &request)
}

pub(super) fn payable() -> Payable {
    payable_of(&challenge())
}

async fn signed() -> Signed {
    sign(
        &payable(),
        &key(),
        &nobody(ChainId::BASE_SEPOLIA),
        now(),
        IDENTIFIER,
    )
    .await
    .unwrap()
}

#[tokio::test]
async fn the_payer_authorizes_exactly_what_was_asked_and_no_chain_is_asked() {
    let signed = signed().await;
    let payload = payload_of(&signed);
    let authorization: Authorization = serde_json::from_value(payload.clone()).unwrap();
    assert_eq!(payload["type"], "authorization");
    assert_eq!(
        authorization,
        Authorization {
            from: PAYER,
            to: MERCHANT,
            value: U256::from(10_000),
            valid_after: u64::try_from(second(-600).as_second()).unwrap(),
            valid_before: u64::try_from(second(120).as_second()).unwrap(),
            nonce: keccak256("8DqhIb5xuMHFetYwPy8APcSX1yzAxgrjdHriFlvMKH8api.example.com"),
        }
    );
    let signature = alloy::hex::decode(payload["signature"].as_str().unwrap()).unwrap();
    assert_eq!(
        authorization.recover(&base_sepolia_usdc(), &signature),
        Ok(PAYER)
    );
    assert_eq!(signed.valid_before, second(120));
    assert_eq!(signed.fee_at_most, BaseUnits::ZERO);
}

#[tokio::test]
async fn the_challenge_is_echoed_as_it_was_received_with_the_payer() {
    let signed = signed().await;
    let credential = credential::parse(signed.header_value.expose_secret()).unwrap();
    assert_eq!(signed.header_name, "authorization");
    assert_eq!(
        credential.source.as_deref(),
        Some("did:pkh:eip155:84532:0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")
    );
    let echo = serde_json::to_value(&credential.challenge).unwrap();
    assert_eq!(echo, serde_json::to_value(challenge().to_echo()).unwrap());
    assert_eq!(echo["request"], challenge().request.raw());
}

#[tokio::test]
async fn a_server_that_wants_its_own_header_gets_it_there() {
    let mut challenge = challenge();
    challenge.header = Some("Payment-Authorization".to_owned());
    let payable = payable_of(&challenge);
    let signed = sign(
        &payable,
        &key(),
        &nobody(ChainId::BASE_SEPOLIA),
        now(),
        IDENTIFIER,
    )
    .await
    .unwrap();
    assert_eq!(signed.header_name, "payment-authorization");
}

#[tokio::test]
async fn the_same_challenge_always_has_the_same_nonce() {
    let first = signed().await;
    let nonce = keccak256("8DqhIb5xuMHFetYwPy8APcSX1yzAxgrjdHriFlvMKH8api.example.com");
    assert_eq!(first.nonce, signed().await.nonce);
    assert_eq!(first.nonce, alloy::hex::encode(nonce));
    assert_eq!(
        first.trace,
        Trace::Authorization {
            chain: ChainId::BASE_SEPOLIA,
            token: USDC,
            from: PAYER,
            nonce
        }
    );
}

#[tokio::test]
async fn the_authorization_ends_with_the_challenge_when_that_is_sooner() {
    let mut challenge = challenge();
    challenge.expires = Some("2026-11-21T12:00:40.9Z".to_owned());
    let payable = payable_of(&challenge);
    let signed = sign(
        &payable,
        &key(),
        &nobody(ChainId::BASE_SEPOLIA),
        now(),
        IDENTIFIER,
    )
    .await
    .unwrap();
    assert_eq!(signed.valid_before, second(40));
}
