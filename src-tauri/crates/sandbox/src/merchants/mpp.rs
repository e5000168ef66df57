//! Sells by MPP: asks with `Payment` challenges, takes one credential for one of them, once. Must
//! not know what is sold.

use alloy::{
    hex,
    primitives::{Address, B256, U256, keccak256},
};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::WWW_AUTHENTICATE},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use payments::protocol::{
    Encoded,
    challenge::{self, Challenge},
    credential::{self, Credential, Echo},
    eip3009::Authorization,
    header::PAYMENT_RECEIPT,
    problem::{MEDIA_TYPE, Problem, TYPE_BASE},
    receipt::{self, Receipt},
    tempo::{SignedTransaction, Transfer, memo_answers},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Merchants,
    chain::{ChainName, Reverted},
    sale::{Asked, Paid, Sale, Taken, Terms, units},
    settlement::{Refused, Settlement},
};
use crate::refusal::Refusal;

/// Why a credential is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// There is none.
    Missing,
    /// It cannot be read.
    Malformed,
    /// Its challenge is not ours, not for this request, or was used.
    Challenge,
    /// Its challenge has expired.
    Expired,
    /// Its payment is not what was asked for, or was not settled.
    Payment,
}

impl Fault {
    /// Problem type, title and sentence.
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Missing => (
                "payment-required",
                "Payment Required",
                "Payment is required.",
            ),
            Self::Malformed => (
                "malformed-credential",
                "Malformed Credential",
                "The credential cannot be read.",
            ),
            Self::Challenge => (
                "invalid-challenge",
                "Invalid Challenge",
                "The challenge is unknown, was used, or belongs to another request.",
            ),
            Self::Expired => (
                "payment-expired",
                "Payment Expired",
                "The challenge has expired.",
            ),
            Self::Payment => (
                "verification-failed",
                "Verification Failed",
                "The payment was not accepted.",
            ),
        }
    }
}

/// Whether a request carries a credential.
pub(crate) fn is_paid(asked: &Asked) -> bool {
    let value = asked.header("authorization").unwrap_or_default();
    let scheme = value.split(' ').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("payment")
}

/// Takes the request's payment for the sale; else asks for it.
pub(crate) fn charge(
    merchants: &mut Merchants,
    asked: &Asked,
    sale: &Sale,
    now: Timestamp,
) -> Taken {
    if !is_paid(asked) {
        return Taken::Answer(ask(merchants, asked, sale, Fault::Missing));
    }
    match take(merchants, asked, sale, now) {
        Ok(paid) => Taken::Paid(paid),
        Err(fault) => {
            merchants.log.refused(Refused {
                path: asked.path().to_owned(),
                reason: fault.words().0.to_owned(),
                at: now,
            });
            Taken::Answer(ask(merchants, asked, sale, fault))
        }
    }
}

/// The 402: every way to pay as its own challenge, and what was wrong with the last try.
pub(super) fn ask(merchants: &Merchants, asked: &Asked, sale: &Sale, fault: Fault) -> Response {
    let challenges: Option<Vec<HeaderValue>> = sale
        .terms
        .iter()
        .map(|terms| {
            let challenge = bound(merchants, asked, sale, terms)?;
            HeaderValue::from_str(&challenge::format(&challenge).ok()?).ok()
        })
        .collect();
    let Some(challenges) = challenges else {
        return Refusal::internal().into_response();
    };
    let (kind, title, detail) = fault.words();
    let problem = Problem {
        kind: format!("{TYPE_BASE}{kind}"),
        title: Some(title.to_owned()),
        status: Some(StatusCode::PAYMENT_REQUIRED.as_u16()),
        detail: Some(detail.to_owned()),
        challenge_id: None,
        required_top_up: None,
    };
    let mut response = (StatusCode::PAYMENT_REQUIRED, Json(problem)).into_response();
    let headers = response.headers_mut();
    headers.insert("content-type", HeaderValue::from_static(MEDIA_TYPE));
    headers.insert("cache-control", HeaderValue::from_static("no-store"));
    for challenge in challenges {
        headers.append(WWW_AUTHENTICATE, challenge);
    }
    response
}

/// One way to pay as a challenge that is bound to the request's body and to our secret.
fn bound(merchants: &Merchants, asked: &Asked, sale: &Sale, terms: &Terms) -> Option<Challenge> {
    let details = match terms.chain {
        ChainName::Tempo => tempo_details(terms),
        ChainName::Base => json!({
            "chainId": terms.chain_id,
            "credentialTypes": ["authorization"],
            "decimals": terms.decimals,
        }),
    };
    let request = json!({
        "amount": terms.amount.to_string(),
        "currency": terms.token.to_string(),
        "recipient": terms.recipient.to_string(),
        "methodDetails": details,
    });
    let mut challenge = Challenge {
        id: String::new(),
        realm: sale.realm.clone(),
        method: method(terms.chain).into(),
        intent: "charge".into(),
        request: Encoded::from_value(&request).ok()?,
        expires: Some(sale.expires_at.to_string()),
        description: Some(sale.description.to_owned()),
        digest: (!asked.body.is_empty()).then(|| challenge::digest(&asked.body)),
        opaque: None,
        header: None,
    };
    challenge.id = challenge::bound_id(&challenge, &merchants.secret).ok()?;
    Some(challenge)
}

fn tempo_details(terms: &Terms) -> Value {
    let mut details = json!({"chainId": terms.chain_id});
    if !terms.splits.is_empty() {
        let splits = terms.splits.iter().map(|split| {
            json!({
                "recipient": split.recipient.to_string(),
                "amount": split.amount.to_string(),
            })
        });
        details["splits"] = splits.collect();
    }
    details
}

/// Checks the credential from the outside in, and settles it.
fn take(
    merchants: &mut Merchants,
    asked: &Asked,
    sale: &Sale,
    now: Timestamp,
) -> Result<Paid, Fault> {
    let value = asked.header("authorization").ok_or(Fault::Malformed)?;
    let credential = credential::parse(value).map_err(|_| Fault::Malformed)?;
    let challenge = unbound(&credential.challenge);
    let ours =
        challenge::bound_id(&challenge, &merchants.secret).is_ok_and(|id| id == challenge.id);
    if !ours || merchants.used_challenges.contains(&challenge.id) {
        return Err(Fault::Challenge);
    }
    let expires = challenge.expires.as_deref().unwrap_or_default();
    let expires_at: Timestamp = expires.parse().map_err(|_| Fault::Challenge)?;
    let same_sale = Sale {
        expires_at,
        ..sale.clone()
    };
    let meant = sale.terms.iter().find(|terms| {
        bound(merchants, asked, &same_sale, terms).is_some_and(|one| one.id == challenge.id)
    });
    let terms = meant.ok_or(Fault::Challenge)?;
    if expires_at <= now {
        return Err(Fault::Expired);
    }
    let settled = match terms.chain {
        ChainName::Tempo => tempo(merchants, &credential, terms, now)?,
        ChainName::Base => evm(merchants, &credential, terms, now)?,
    };
    merchants.used_challenges.insert(challenge.id.clone());
    paid(merchants, asked, challenge, terms, &settled, now)
}

/// The challenge that a credential echoes.
fn unbound(echo: &Echo) -> Challenge {
    Challenge {
        id: echo.id.clone(),
        realm: echo.realm.clone(),
        method: echo.method.clone(),
        intent: echo.intent.clone(),
        request: echo.request.clone(),
        expires: echo.expires.clone(),
        description: echo.description.clone(),
        digest: echo.digest.clone(),
        opaque: echo.opaque.clone(),
        header: echo.header.clone(),
    }
}

/// What the chain made of a payment.
struct Settled {
    payer: Address,
    nonce: B256,
    transaction: B256,
}

fn tempo(
    merchants: &mut Merchants,
    credential: &Credential,
    terms: &Terms,
    now: Timestamp,
) -> Result<Settled, Fault> {
    #[derive(Deserialize)]
    #[serde(tag = "type", rename_all = "camelCase")]
    enum Payload {
        Transaction { signature: String },
    }
    let Payload::Transaction { signature } =
        Payload::deserialize(&credential.payload).map_err(|_| Fault::Malformed)?;
    let bytes = hex::decode(&signature).map_err(|_| Fault::Malformed)?;
    let signed = SignedTransaction::decode(&bytes).map_err(|_| Fault::Payment)?;
    let Echo { realm, id, .. } = &credential.challenge;
    let answers = |transfer: &Transfer| {
        transfer
            .memo
            .is_some_and(|memo| memo_answers(memo, realm, id))
    };
    let right = signed.chain_id == terms.chain_id
        && signed.hash.is_some()
        && signed.transfers.first().is_some_and(answers)
        && transfers(&signed).eq(expected(terms))
        && is_source(credential, terms, signed.payer);
    if !right {
        return Err(Fault::Payment);
    }
    let chain = merchants.chain(terms.chain);
    let transaction = chain.submit(&signed, now).map_err(reverted)?;
    Ok(Settled {
        payer: signed.payer,
        nonce: transaction,
        transaction,
    })
}

/// Token, recipient and amount of each transfer.
fn transfers(signed: &SignedTransaction) -> impl Iterator<Item = (Address, Address, U256)> {
    let transfers = signed.transfers.iter();
    transfers.map(|one| (one.token, one.to, one.amount))
}

/// What has to be transferred: the recipient's part first, then each split.
fn expected(terms: &Terms) -> impl Iterator<Item = (Address, Address, U256)> {
    let split_off = terms.splits.iter().map(|split| split.amount).sum::<u64>();
    let own = terms.amount.saturating_sub(split_off);
    let splits = terms.splits.iter();
    std::iter::once((terms.recipient, own))
        .chain(splits.map(|split| (split.recipient, split.amount)))
        .map(|(to, amount)| (terms.token, to, units(amount)))
}

fn evm(
    merchants: &mut Merchants,
    credential: &Credential,
    terms: &Terms,
    now: Timestamp,
) -> Result<Settled, Fault> {
    #[derive(Deserialize)]
    struct Payload {
        r#type: String,
        signature: String,
        #[serde(flatten)]
        authorization: Authorization,
    }
    let payload = Payload::deserialize(&credential.payload).map_err(|_| Fault::Malformed)?;
    let signature = hex::decode(&payload.signature).map_err(|_| Fault::Malformed)?;
    let authorization = payload.authorization;
    let Authorization { from, nonce, .. } = authorization;
    let Echo { realm, id, .. } = &credential.challenge;
    let right = payload.r#type == "authorization"
        && nonce == keccak256(format!("{id}{realm}"))
        && authorization.to == terms.recipient
        && authorization.value == units(terms.amount)
        && is_source(credential, terms, from);
    if !right {
        return Err(Fault::Payment);
    }
    let chain = merchants.chain(terms.chain);
    let transaction = chain
        .transfer_with_authorization(&authorization, &signature, now)
        .map_err(reverted)?;
    Ok(Settled {
        payer: from,
        nonce,
        transaction,
    })
}

/// Whether the credential names the payer as its source, or nobody.
fn is_source(credential: &Credential, terms: &Terms, payer: Address) -> bool {
    let source = format!("did:pkh:eip155:{}:{payer}", terms.chain_id);
    credential
        .source
        .as_ref()
        .is_none_or(|named| *named == source)
}

fn reverted(_: Reverted) -> Fault {
    Fault::Payment
}

fn paid(
    merchants: &mut Merchants,
    asked: &Asked,
    challenge: Challenge,
    terms: &Terms,
    settled: &Settled,
    now: Timestamp,
) -> Result<Paid, Fault> {
    let settlement = Settlement {
        identifier: Some(challenge.id),
        payer: settled.payer,
        chain: terms.chain,
        amount: units(terms.amount),
        nonce: settled.nonce,
        transaction: settled.transaction,
        path: asked.path().to_owned(),
        at: now,
    };
    merchants.log.settled(settlement.clone());
    Ok(Paid {
        receipt: receipt(&settlement).ok_or(Fault::Payment)?,
        settlement,
    })
}

/// The method that pays on a chain.
const fn method(chain: ChainName) -> &'static str {
    match chain {
        ChainName::Tempo => "tempo",
        ChainName::Base => "evm",
    }
}

/// Tells the payer of the settlement.
pub(super) fn receipt(settlement: &Settlement) -> Option<(&'static str, String)> {
    let reference = settlement.transaction.to_string();
    let mut said = Receipt::success(method(settlement.chain), reference);
    said.timestamp = settlement.at.to_string();
    Some((PAYMENT_RECEIPT, receipt::format(&said).ok()?))
}
