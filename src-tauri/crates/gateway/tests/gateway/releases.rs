//! What a release address publishes is fetched whole or not at all.

use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use gateway::release::{
    MANIFEST_LIMIT, Published, ReleaseError, ReleaseUrl, Releases, SIGNATURE_LIMIT,
};
use gateway::{AddressRefused, Deadlines};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::peer::{Peer, in_time};

const MANIFEST: &str = "/purser/release.json";

fn at(peer: &Peer, path: &str) -> ReleaseUrl {
    ReleaseUrl::parse(&format!("{}{path}", peer.url())).unwrap()
}

fn length(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap()
}

/// A place that publishes a description and a signature of these lengths, in bytes.
async fn publishing(manifest: usize, signature: usize) -> Peer {
    Peer::answering(move |asked| match asked.target.as_str() {
        MANIFEST => vec![b'm'; manifest].into_response(),
        "/purser/release.json.minisig" => vec![b's'; signature].into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    })
    .await
}

async fn published(peer: &Peer) -> Result<Published, ReleaseError> {
    in_time(Releases::new().unwrap().published(&at(peer, MANIFEST))).await
}

#[tokio::test]
async fn a_description_comes_with_the_signature_that_lies_beside_it() {
    let most = (length(MANIFEST_LIMIT), length(SIGNATURE_LIMIT));
    let peer = publishing(most.0, most.1).await;
    let published = published(&peer).await.unwrap();
    assert_eq!(published.manifest, vec![b'm'; most.0]);
    assert_eq!(published.signature, vec![b's'; most.1]);
}

#[tokio::test]
async fn one_byte_too_many_is_too_many() {
    for (manifest, signature) in [
        (length(MANIFEST_LIMIT) + 1, 10),
        (10, length(SIGNATURE_LIMIT) + 1),
    ] {
        let peer = publishing(manifest, signature).await;
        let error = published(&peer).await.unwrap_err();
        assert!(matches!(error, ReleaseError::TooLarge { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn a_length_that_nobody_announced_is_limited_too() {
    let peer = Peer::answering(|_| {
        let parts = futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b'x'; 4096]));
        Response::new(Body::from_stream(parts))
    })
    .await;
    let releases = Releases::new().unwrap();
    let mut arriving = in_time(releases.file(&at(&peer, "/file"), 10_000))
        .await
        .unwrap();
    let mut came = 0;
    let error = loop {
        match in_time(arriving.next()).await {
            Ok(part) => came += part.unwrap().len(),
            Err(error) => break error,
        }
    };
    assert!(matches!(
        error,
        ReleaseError::TooLarge { limit: 10_000, .. }
    ));
    assert!(came <= 10_000, "{came}");
}

#[tokio::test]
async fn a_redirect_is_refused_and_where_it_leads_hears_nothing() {
    let elsewhere = publishing(10, 10).await;
    let place = elsewhere.url();
    let peer = Peer::answering(move |_| {
        let to = [("location", format!("{place}{MANIFEST}"))];
        (StatusCode::FOUND, to).into_response()
    })
    .await;
    let error = published(&peer).await.unwrap_err();
    assert!(matches!(error, ReleaseError::Refused { status: 302, .. }));
    assert_eq!(elsewhere.asked().len(), 0);
}

#[tokio::test]
async fn what_ends_before_its_announced_end_is_cut_short() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}{MANIFEST}", listener.local_addr().unwrap());
    let cutting = async {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut heard = vec![0; 4096];
        assert_ne!(connection.read(&mut heard).await.unwrap(), 0);
        let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"format\":1,";
        connection.write_all(half).await.unwrap();
    };
    let (releases, url) = (Releases::new().unwrap(), ReleaseUrl::parse(&url).unwrap());
    let (published, ()) = in_time(async { tokio::join!(releases.published(&url), cutting) }).await;
    let error = published.unwrap_err();
    assert!(matches!(error, ReleaseError::CutShort { .. }), "{error:?}");
}

#[tokio::test]
async fn a_place_that_falls_silent_is_given_up() {
    let peer = Peer::answering(|_| {
        let silence = futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>();
        Response::new(Body::from_stream(silence))
    })
    .await;
    let releases = Releases::with_deadlines(Deadlines {
        connect: Duration::from_secs(5),
        answer: Duration::from_millis(200),
    });
    let published = in_time(releases.unwrap().published(&at(&peer, MANIFEST))).await;
    assert!(matches!(published, Err(ReleaseError::TimedOut { .. })));
}

#[tokio::test]
async fn nothing_that_names_the_person_is_sent() {
    let peer = publishing(10, 10).await;
    published(&peer).await.unwrap();
    for asked in peer.asked() {
        let names: Vec<&str> = asked.headers.keys().map(|name| name.as_str()).collect();
        assert!(
            names
                .iter()
                .all(|name| ["accept", "host", "user-agent"].contains(name)),
            "{names:?}"
        );
    }
}

#[test]
fn only_https_and_this_computer_are_release_addresses() {
    use AddressRefused::{NotAnAddress, NotHttps, TooMuch};
    for (address, why) in [
        ("http://releases.example.org/release.json", NotHttps),
        ("ftp://releases.example.org/release.json", NotHttps),
        (
            "https://ada:secret@releases.example.org/release.json",
            TooMuch,
        ),
        ("releases.example.org/release.json", NotAnAddress),
    ] {
        assert_eq!(ReleaseUrl::parse(address).unwrap_err(), why, "{address}");
    }
}
