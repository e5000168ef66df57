//! Conditional readings: the tag goes back as it came, and 304 is believed only when asked for.

use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use gateway::{ETag, Fetched, GatewayError};

use crate::examples;
use crate::peer::{self, Asked, Peer, token};

const TAG: &str = "W/\"v-1; é\"";

/// Answers 304 to whom knows the tag, and the whole to all others.
fn versioned(asked: &Asked) -> Response {
    let known = asked.headers.get(IF_NONE_MATCH);
    if known.is_some_and(|tag| tag.as_bytes() == TAG.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let path = asked.target.split('?').next().unwrap();
    let mut response = peer::json(200, &examples::answer_to(path));
    let tag = HeaderValue::from_bytes(TAG.as_bytes()).unwrap();
    response.headers_mut().insert(ETAG, tag);
    response
}

fn tag_of<T: std::fmt::Debug>(fetched: Fetched<T>) -> Option<ETag> {
    match fetched {
        Fetched::Fresh { etag, .. } => etag,
        Fetched::Unchanged => panic!("{fetched:?}"),
    }
}

#[tokio::test]
async fn a_status_that_did_not_change_is_not_sent_again() {
    let peer = Peer::answering(versioned).await;
    let gateway = peer.gateway();
    let tag = tag_of(gateway.wallet_status(&token(), None).await.unwrap()).unwrap();
    let again = gateway.wallet_status(&token(), Some(&tag)).await.unwrap();
    assert_eq!(again, Fetched::Unchanged);

    let asked = peer.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].headers.get(IF_NONE_MATCH), None);
}

#[tokio::test]
async fn an_inbox_that_did_not_change_is_not_sent_again() {
    let peer = Peer::answering(versioned).await;
    let gateway = peer.gateway();
    let tag = tag_of(gateway.messages(&token(), None, None).await.unwrap()).unwrap();
    let again = gateway.messages(&token(), Some("m-1"), Some(&tag)).await;
    assert_eq!(again.unwrap(), Fetched::Unchanged);
    assert_eq!(peer.asked()[1].target, "/api/v1/messages?after=m-1");
}

#[tokio::test]
async fn a_new_version_comes_with_its_own_tag() {
    let first = Peer::answering(versioned).await;
    let old = tag_of(first.gateway().wallet_status(&token(), None).await.unwrap());
    let peer = Peer::answering(|asked| {
        let mut response = versioned(&Asked {
            headers: Default::default(),
            ..asked.clone()
        });
        let tag = HeaderValue::from_static("\"v-2\"");
        response.headers_mut().insert(ETAG, tag);
        response
    })
    .await;
    let fetched = peer.gateway().wallet_status(&token(), old.as_ref()).await;
    let new = tag_of(fetched.unwrap());
    assert!(new.is_some());
    assert_ne!(new, old);
    assert!(peer.asked_once().headers.contains_key(IF_NONE_MATCH));
}

#[tokio::test]
async fn a_gateway_without_tags_is_read_in_full() {
    let peer = Peer::saying(200, &examples::wallet_status()).await;
    let fetched = peer.gateway().wallet_status(&token(), None).await.unwrap();
    assert_eq!(tag_of(fetched), None);
}

#[tokio::test]
async fn unchanged_is_not_believed_when_nothing_was_known() {
    let peer = Peer::answering(|_| StatusCode::NOT_MODIFIED.into_response()).await;
    let gateway = peer.gateway();
    let errors = [
        gateway.wallet_status(&token(), None).await.unwrap_err(),
        gateway.messages(&token(), None, None).await.unwrap_err(),
        gateway.me(&token()).await.unwrap_err(),
        gateway.mark_read(&token(), "m-1").await.unwrap_err(),
    ];
    for error in errors {
        assert!(
            matches!(&error, GatewayError::Unreadable { field, .. } if field == "."),
            "{error:?}"
        );
    }
}
