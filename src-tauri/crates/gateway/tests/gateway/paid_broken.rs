//! Paid requests that get no whole answer: whether they may have arrived, and that nothing tells
//! the payment.

use std::convert::Infallible;
use std::error::Error;
use std::sync::Mutex;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use gateway::Deadlines;
use gateway::paid::{Arrival, BODY_LIMIT, BodyLost, HEADERS_LIMIT, PaidApis, PaidError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::paid::{PAYMENT, apis, get};
use crate::peer::{Peer, TOKEN, in_time, token};

/// Clients that wait for a whole answer no longer than this.
fn hurried() -> PaidApis {
    PaidApis::with_deadlines(Deadlines {
        connect: Duration::from_secs(5),
        answer: Duration::from_millis(300),
    })
    .unwrap()
}

/// The error of a paid request; none of its texts shows the payment.
async fn error_of(apis: &PaidApis, url: &str) -> PaidError {
    let url = format!("{url}/?key={TOKEN}");
    let sent = in_time(apis.send(&get(&url), Some((PAYMENT, &token())))).await;
    let error = sent.unwrap_err();
    let mut texts = format!("{error} {error:?} {error:#?} {apis:?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        texts.push_str(&format!(" {error} {error:?}"));
        cause = error.source();
    }
    assert!(!texts.contains(TOKEN), "{texts}");
    error
}

async fn listening() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

/// Reads a request without a body to its end.
async fn read_request(connection: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        assert_ne!(connection.read_buf(&mut bytes).await.unwrap(), 0);
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_refused_connection_means_that_nothing_was_sent() {
    let (listener, url) = listening().await;
    drop(listener);
    let error = error_of(&apis(), &url).await;
    assert!(matches!(error, PaidError::Unreachable { .. }), "{error:?}");
    assert_eq!(error.arrival(), Arrival::NotSent);
}

#[tokio::test]
async fn a_host_that_cannot_prove_itself_hears_nothing_of_the_request() {
    let (listener, url) = listening().await;
    let url = url.replace("http://", "https://");
    let pretender = async {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut heard = vec![0; 16 * 1024];
        let length = connection.read(&mut heard).await.unwrap();
        connection
            .write_all(b"HTTP/1.1 200 OK\r\n\r\n")
            .await
            .unwrap();
        // What comes after that answer, until the connection ends.
        let mut rest = heard[..length].to_vec();
        let _ = connection.read_to_end(&mut rest).await;
        rest
    };
    let apis = apis();
    let (error, heard) = in_time(async { tokio::join!(error_of(&apis, &url), pretender) }).await;
    assert_eq!(error.arrival(), Arrival::NotSent, "{error:?}");
    let heard = String::from_utf8_lossy(&heard);
    assert!(!heard.contains("GET") && !heard.contains(TOKEN));
}

#[tokio::test]
async fn a_connection_that_is_cut_after_the_request_leaves_it_unknown() {
    let (listener, url) = listening().await;
    let cutting = async {
        let (mut connection, _) = listener.accept().await.unwrap();
        read_request(&mut connection).await
    };
    let apis = apis();
    let (error, asked) = in_time(async { tokio::join!(error_of(&apis, &url), cutting) }).await;
    assert!(matches!(error, PaidError::Broken { .. }), "{error:?}");
    assert_eq!(error.arrival(), Arrival::Unknown);
    assert!(asked.contains(TOKEN));
}

#[tokio::test]
async fn a_request_whose_reused_connection_is_cut_is_not_sent_again() {
    let (listener, url) = listening().await;
    let apis = apis();
    let asking = async {
        let first = apis.send(&get(&url), None).await.unwrap();
        (first, error_of(&apis, &url).await)
    };
    let answering = async {
        let (mut connection, _) = listener.accept().await.unwrap();
        read_request(&mut connection).await;
        let answer = b"HTTP/1.1 402 Pay\r\ncontent-length: 0\r\n\r\n";
        connection.write_all(answer).await.unwrap();
        let second = read_request(&mut connection).await;
        drop(connection);
        second
    };
    let ((first, error), second) = in_time(async { tokio::join!(asking, answering) }).await;
    assert_eq!(first.status, 402);
    assert!(second.contains(TOKEN));
    assert_eq!(error.arrival(), Arrival::Unknown, "{error:?}");
    let again = tokio::time::timeout(Duration::ZERO, listener.accept()).await;
    assert!(again.is_err(), "it was sent again");
}

#[tokio::test]
async fn a_server_that_never_answers_leaves_it_unknown() {
    let (_listener, url) = listening().await;
    let error = error_of(&hurried(), &url).await;
    assert!(matches!(error, PaidError::TimedOut { .. }), "{error:?}");
    assert_eq!(error.arrival(), Arrival::Unknown);
}

/// The error of a request that is answered with these bytes and the end of the connection.
async fn error_of_answer(answer: String) -> PaidError {
    let (listener, url) = listening().await;
    let answering = async {
        let (mut connection, _) = listener.accept().await.unwrap();
        read_request(&mut connection).await;
        // A client may hang up before it has read all of it.
        let _ = connection.write_all(answer.as_bytes()).await;
        let _ = connection.shutdown().await;
    };
    let apis = apis();
    in_time(async { tokio::join!(error_of(&apis, &url), answering) })
        .await
        .0
}

#[tokio::test]
async fn headers_without_measure_are_refused_by_name() {
    let value = |length: usize| format!("payment-required: {}\r\n", "a".repeat(length));
    let ours = HEADERS_LIMIT;
    for headers in [
        value(1024 * 1024),
        value(ours),
        "x-more: a\r\n".repeat(1000),
        "no colon\r\n".to_owned(),
    ] {
        let error = error_of_answer(format!("HTTP/1.1 402 Pay\r\n{headers}\r\n")).await;
        let named = matches!(&error, PaidError::HeadUnreadable { host } if host.contains("127."));
        assert!(named, "{error:?}");
        assert_eq!(error.arrival(), Arrival::Unknown);
    }
}

fn with_receipt(body: Body) -> Response {
    ([("payment-receipt", "r-1")], body).into_response()
}

/// The first bytes of the body that was lost, and why, with the receipt that came before it.
fn lost(error: PaidError) -> (Vec<u8>, BodyLost) {
    assert_eq!(error.arrival(), Arrival::Unknown);
    let PaidError::BodyLost { begun, why, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(begun.status, 200);
    assert_eq!(
        begun.values("payment-receipt").collect::<Vec<_>>(),
        [b"r-1"]
    );
    (begun.body, why)
}

#[tokio::test]
async fn a_slow_body_ends_at_the_deadline_and_keeps_the_receipt_before_it() {
    let peer = Peer::answering(|_| {
        let first = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"{"))]);
        with_receipt(Body::from_stream(first.chain(stream::pending())))
    })
    .await;
    let (body, why) = lost(error_of(&hurried(), &peer.url()).await);
    assert!(matches!(why, BodyLost::TimedOut), "{why:?}");
    assert_eq!(body, b"{");
}

#[tokio::test]
async fn a_body_that_drips_ends_at_the_deadline_too() {
    let peer = Peer::answering(|_| {
        with_receipt(Body::from_stream(stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Some((Ok::<_, Infallible>(Bytes::from_static(b" ")), ()))
        })))
    })
    .await;
    let (_, why) = lost(error_of(&hurried(), &peer.url()).await);
    assert!(matches!(why, BodyLost::TimedOut), "{why:?}");
}

#[tokio::test]
async fn a_body_of_the_limit_is_read_and_one_byte_more_is_not() {
    let peer = Peer::answering(|_| with_receipt(vec![b'x'; BODY_LIMIT].into())).await;
    let answer = apis().send(&get(&peer.url()), None).await.unwrap();
    assert_eq!(answer.body.len(), BODY_LIMIT);
    let peer = Peer::answering(|_| with_receipt(vec![b'x'; BODY_LIMIT + 1].into())).await;
    let (body, why) = lost(error_of(&apis(), &peer.url()).await);
    assert!(matches!(why, BodyLost::TooLarge { limit: BODY_LIMIT }));
    assert!(body.len() <= BODY_LIMIT);
}

#[tokio::test]
async fn a_body_that_breaks_off_keeps_the_receipt_before_it() {
    let answer = "HTTP/1.1 200 OK\r\npayment-receipt: r-1\r\ncontent-length: 10\r\n\r\n{";
    let (body, why) = lost(error_of_answer(answer.to_owned()).await);
    assert_eq!(body, b"{");
    assert!(matches!(why, BodyLost::Broken { .. }), "{why:?}");
}

/// Everything that any crate logs in this process.
struct Log(Mutex<String>);

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = format!("{} {}\n", record.target(), record.args());
        self.0.lock().unwrap().push_str(&line);
    }

    fn flush(&self) {}
}

static LOG: Log = Log(Mutex::new(String::new()));

#[tokio::test]
async fn nothing_that_is_logged_shows_the_payment_or_the_query() {
    log::set_logger(&LOG).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let (listener, url) = listening().await;
    drop(listener);
    error_of(&apis(), &url).await;
    let peer = Peer::saying(402, &serde_json::json!({})).await;
    let request = get(&format!("{}/?key={TOKEN}", peer.url()));
    apis()
        .send(&request, Some((PAYMENT, &token())))
        .await
        .unwrap();
    let logged = LOG.0.lock().unwrap().clone();
    assert!(logged.contains("reqwest"), "{logged}");
    assert!(!logged.contains(TOKEN), "{logged}");
}
