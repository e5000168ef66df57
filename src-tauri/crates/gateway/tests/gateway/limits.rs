//! What a server may not do to the client: answer without end, late, or by half.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_LENGTH;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use gateway::wire::Account;
use gateway::{Gateway, GatewayError};
use tokio::net::TcpListener;

use crate::examples;
use crate::peer::{self, Peer, gateway_at, hurried, in_time, token};

const MIB: usize = 1024 * 1024;

async fn me(gateway: &Gateway) -> Result<Account, GatewayError> {
    in_time(gateway.me(&token())).await
}

/// The example, made this long by blanks.
fn padded(length: usize) -> String {
    let mut body = examples::account().to_string();
    body.push_str(&" ".repeat(length - body.len()));
    body
}

/// A body of unknown length, in pieces.
fn chunked(body: String) -> Response {
    let pieces: Vec<_> = body
        .into_bytes()
        .chunks(60_000)
        .map(|piece| Ok::<_, Infallible>(Bytes::copy_from_slice(piece)))
        .collect();
    Body::from_stream(stream::iter(pieces)).into_response()
}

#[tokio::test]
async fn an_answer_of_exactly_one_mebibyte_is_read() {
    let announced = Peer::answering(|_| peer::text(200, "application/json", padded(MIB))).await;
    assert_eq!(me(&announced.gateway()).await.unwrap().user_id, "u-1");
    let unannounced = Peer::answering(|_| chunked(padded(MIB))).await;
    assert_eq!(me(&unannounced.gateway()).await.unwrap().user_id, "u-1");
}

#[tokio::test]
async fn one_byte_more_is_refused_whether_announced_or_not() {
    let announced = Peer::answering(|_| peer::text(200, "application/json", padded(MIB + 1))).await;
    let unannounced = Peer::answering(|_| chunked(padded(MIB + 1))).await;
    for peer in [announced, unannounced] {
        let error = me(&peer.gateway()).await.unwrap_err();
        assert!(
            matches!(
                error,
                GatewayError::TooLarge {
                    route: "/api/v1/me",
                    limit: MIB
                }
            ),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn an_answer_without_end_is_refused() {
    let endless = |_: &_| {
        let piece = Bytes::from_static(&[b' '; 4096]);
        Body::from_stream(stream::repeat(Ok::<_, Infallible>(piece))).into_response()
    };
    let peer = Peer::answering(endless).await;
    let error = me(&peer.gateway()).await.unwrap_err();
    assert!(matches!(error, GatewayError::TooLarge { .. }), "{error:?}");
}

#[tokio::test]
async fn a_long_error_is_refused_like_any_answer() {
    let peer = Peer::answering(|_| peer::text(403, "application/json", padded(MIB + 1))).await;
    let error = me(&peer.gateway()).await.unwrap_err();
    assert!(matches!(error, GatewayError::TooLarge { .. }), "{error:?}");
}

fn assert_timed_out(error: &GatewayError, address: &str) {
    assert!(
        matches!(error, GatewayError::TimedOut { host, route: "/api/v1/me" } if host == address),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_server_that_never_answers_times_out() {
    // The system takes the connection; nobody ever reads from it.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let error = me(&hurried(&format!("http://{address}")))
        .await
        .unwrap_err();
    assert_timed_out(&error, &address);
}

#[tokio::test]
async fn a_body_that_stops_coming_times_out() {
    let stuck = |_: &_| {
        let first = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"{\"userId\":"))]);
        Body::from_stream(first.chain(stream::pending())).into_response()
    };
    let peer = Peer::answering(stuck).await;
    let error = me(&hurried(&peer.url())).await.unwrap_err();
    assert_timed_out(&error, peer.url().trim_start_matches("http://"));
}

#[tokio::test]
async fn a_body_that_drips_times_out_although_it_never_rests() {
    let dripping = |_: &_| {
        let drops = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Some((Ok::<_, Infallible>(Bytes::from_static(b" ")), ()))
        });
        Body::from_stream(drops).into_response()
    };
    let peer = Peer::answering(dripping).await;
    let error = me(&hurried(&peer.url())).await.unwrap_err();
    assert_timed_out(&error, peer.url().trim_start_matches("http://"));
}

/// Some bytes, then the connection is gone.
fn broken_off(announced: Option<&'static str>) -> Response {
    let pieces = [
        Ok(Bytes::from_static(b"{\"userId\":")),
        Err(io::Error::from(io::ErrorKind::ConnectionReset)),
    ];
    let mut response = Body::from_stream(stream::iter(pieces)).into_response();
    if let Some(length) = announced {
        let length = HeaderValue::from_static(length);
        response.headers_mut().insert(CONTENT_LENGTH, length);
    }
    response
}

#[tokio::test]
async fn a_connection_that_breaks_within_the_answer_is_unreachable() {
    for announced in [None, Some("500")] {
        let peer = Peer::answering(move |_| broken_off(announced)).await;
        let error = me(&peer.gateway()).await.unwrap_err();
        assert!(
            matches!(&error, GatewayError::Unreachable { host, .. } if peer.url().ends_with(host.as_str())),
            "{announced:?}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_connection_that_closes_before_the_answer_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gateway = gateway_at(&format!("http://{}", listener.local_addr().unwrap()));
    let closing = async {
        let (connection, _) = listener.accept().await.unwrap();
        drop(connection);
        drop(listener);
    };
    let (answer, ()) = in_time(async { tokio::join!(me(&gateway), closing) }).await;
    let error = answer.unwrap_err();
    assert!(
        matches!(error, GatewayError::Unreachable { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_port_where_nothing_listens_is_unreachable_by_name() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    drop(listener);
    let error = me(&gateway_at(&format!("http://{address}")))
        .await
        .unwrap_err();
    assert!(
        matches!(&error, GatewayError::Unreachable { host, .. } if *host == address),
        "{error:?}"
    );
    assert_eq!(error.to_string(), format!("{address} cannot be reached"));
}
