//! Paid requests that get an answer: what is sent, twice the same, and what is told of it.

use axum::http::header::{LOCATION, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use gateway::paid::{Method, PaidAnswer, PaidApis, PaidError, PaidRequest, PaidUrl};
use secrecy::SecretString;
use serde_json::json;

use crate::peer::{self, Peer, TOKEN, token};

pub(crate) const PAYMENT: &str = "payment-signature";

pub(crate) fn apis() -> PaidApis {
    PaidApis::new().unwrap()
}

pub(crate) fn get(url: &str) -> PaidRequest {
    PaidRequest::new(Method::Get, PaidUrl::parse(url).unwrap())
}

fn post(url: &str) -> PaidRequest {
    PaidRequest::new(Method::Post, PaidUrl::parse(url).unwrap())
        .header("Content-Type", b"application/json")
        .unwrap()
        .header("x-twice", b"one")
        .unwrap()
        .header("x-twice", b"two \xff")
        .unwrap()
        .body(b"{ \"query\" : \"\xf0\x9f\xaa\x99\" }\n".to_vec())
}

/// Sends it without and with a payment.
async fn both_legs(request: &PaidRequest) -> [PaidAnswer; 2] {
    let apis = apis();
    [
        apis.send(request, None).await.unwrap(),
        apis.send(request, Some((PAYMENT, &token()))).await.unwrap(),
    ]
}

#[tokio::test]
async fn the_second_leg_is_the_first_and_the_payment() {
    let peer = Peer::saying(402, &json!({})).await;
    let request = post(&format!("{}/graphql?a=%2F&a=b", peer.url()));
    both_legs(&request).await;
    let [first, mut second] = <[_; 2]>::try_from(peer.asked()).unwrap();
    assert_eq!(second.headers.remove(PAYMENT).unwrap(), TOKEN);
    assert_eq!(first.method, second.method);
    assert_eq!(first.target, "/graphql?a=%2F&a=b");
    assert_eq!(first.target, second.target);
    assert_eq!(first.headers, second.headers);
    assert_eq!(first.body, request.body_bytes());
    assert_eq!(first.body, second.body);
    let twice: Vec<_> = first.headers.get_all("x-twice").iter().collect();
    assert_eq!(twice, ["one".as_bytes(), b"two \xff"]);
}

#[tokio::test]
async fn every_method_is_sent_as_itself() {
    for method in Method::ALL {
        let peer = Peer::saying(200, &json!({})).await;
        let url = PaidUrl::parse(&peer.url()).unwrap();
        let request = PaidRequest::new(method, url);
        assert_eq!(apis().send(&request, None).await.unwrap().status, 200);
        assert_eq!(peer.asked_once().method.as_str(), method.as_str());
    }
}

#[tokio::test]
async fn an_answer_is_told_byte_for_byte_whatever_its_status() {
    for status in [200, 204, 299, 304, 402, 403, 428, 500, 503] {
        let peer = Peer::answering(move |_| {
            let mut response = StatusCode::from_u16(status).unwrap().into_response();
            for offer in ["Payment id=\"a\"", "Bearer", "Payment id=\"b\""] {
                let offer = HeaderValue::from_static(offer);
                response.headers_mut().append(WWW_AUTHENTICATE, offer);
            }
            response
        })
        .await;
        for answer in both_legs(&get(&peer.url())).await {
            assert_eq!(answer.status, status);
            let offers: Vec<_> = answer.values("www-authenticate").collect();
            assert_eq!(
                offers,
                [&b"Payment id=\"a\""[..], b"Bearer", b"Payment id=\"b\""]
            );
        }
    }
    let bytes: &[u8] = b"\x00\xff\r\n\x1b[31m";
    let peer = Peer::answering(move |_| bytes.into_response()).await;
    for answer in both_legs(&get(&peer.url())).await {
        assert_eq!(answer.body, bytes);
    }
}

fn redirect(status: u16, to: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    let to = HeaderValue::from_str(to).unwrap();
    (status, [(LOCATION, to)]).into_response()
}

#[tokio::test]
async fn a_redirect_is_shown_on_both_legs_and_followed_on_neither() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Peer::saying(402, &json!({})).await;
        let place = elsewhere.url().replace("127.0.0.1", "localhost");
        let to = place.clone();
        let peer = Peer::answering(move |_| redirect(status, &to)).await;
        for answer in both_legs(&post(&peer.url())).await {
            assert_eq!(answer.status, status);
            let to: Vec<_> = answer.values("location").collect();
            assert_eq!(to, [place.as_bytes()]);
        }
        assert_eq!(peer.asked().len(), 2);
        assert_eq!(elsewhere.asked().len(), 0, "{status}");
    }
}

#[tokio::test]
async fn a_redirect_within_the_host_is_not_followed_either() {
    let peer = Peer::answering(|_| redirect(307, "/elsewhere")).await;
    both_legs(&get(&peer.url())).await;
    assert!(peer.asked().iter().all(|asked| asked.target == "/"));
}

#[tokio::test]
async fn a_request_that_already_carries_such_a_header_is_not_sent_with_a_second_one() {
    let peer = Peer::saying(200, &json!({})).await;
    let request = get(&peer.url())
        .header("AUTHORIZATION", b"Bearer api-key")
        .unwrap();
    let error = apis()
        .send(&request, Some(("Authorization", &token())))
        .await
        .unwrap_err();
    assert!(matches!(error, PaidError::CredentialTwice), "{error:?}");
    assert_eq!(peer.asked().len(), 0);
    let other = Some(("Payment-Authorization", &token()));
    apis().send(&request, other).await.unwrap();
    let asked = peer.asked_once();
    assert_eq!(asked.headers["authorization"], "Bearer api-key");
    assert_eq!(asked.headers["payment-authorization"], TOKEN);
}

#[tokio::test]
async fn a_payment_that_is_no_header_is_not_sent() {
    let peer = Peer::saying(200, &json!({})).await;
    for (name, value) in [
        (PAYMENT, "a\r\nx-more: b"),
        (PAYMENT, "a\nb"),
        ("x y", "a"),
        ("", "a"),
    ] {
        let value = SecretString::from(value);
        let sent = apis().send(&get(&peer.url()), Some((name, &value))).await;
        let error = sent.unwrap_err();
        assert!(matches!(error, PaidError::CredentialUnusable), "{error:?}");
    }
    assert_eq!(peer.asked().len(), 0);
}

#[tokio::test]
async fn a_payment_that_an_answer_repeats_is_not_shown_in_debug() {
    let peer = Peer::answering(|_| {
        let mut response = peer::text(402, "text/plain", TOKEN);
        let name = HeaderName::from_static("x-echo");
        let value = HeaderValue::from_static(TOKEN);
        response.headers_mut().insert(name, value);
        response
    })
    .await;
    for answer in both_legs(&get(&peer.url())).await {
        let text = format!("{answer:?} {answer:#?}");
        assert!(text.contains("x-echo") && !text.contains(TOKEN), "{text}");
    }
}

#[tokio::test]
async fn nothing_but_what_was_asked_for_and_our_name_is_sent() {
    let peer = Peer::saying(200, &json!({})).await;
    apis().send(&get(&peer.url()), None).await.unwrap();
    let asked = peer.asked_once();
    let mut names: Vec<_> = asked.headers.keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "host", "user-agent"]);
}
