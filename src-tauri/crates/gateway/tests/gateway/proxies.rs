//! What stands between: no proxy before loopback, only a tunnel before others, never plain http.

use std::env;
use std::process::Command;

use axum::http::Method;
use gateway::{AddressRefused, GatewayError, GatewayUrl};

use crate::examples;
use crate::peer::{Peer, TOKEN, gateway_at, token};

/// Set for the child only: the gateway that it asks.
const ASK: &str = "PURSER_TEST_ASK";
const PROXIES: [&str; 6] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
];

/// Runs one test of this binary again, in a process whose environment names the proxy.
async fn again_behind(proxy: &Peer, test: &str, gateway: &str) {
    let mut child = Command::new(env::current_exe().unwrap());
    child
        .args(["--exact", &format!("proxies::{test}"), "--nocapture"])
        .env(ASK, gateway)
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .env_remove("REQUEST_METHOD");
    for name in PROXIES {
        child.env(name, proxy.url());
    }
    let run = tokio::task::spawn_blocking(move || child.output().unwrap());
    let output = run.await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[tokio::test]
async fn loopback_is_asked_directly_whatever_proxy_is_set() {
    if let Ok(url) = env::var(ASK) {
        gateway_at(&url).me(&token()).await.unwrap();
        return;
    }
    let peer = Peer::saying(200, &examples::account()).await;
    let proxy = Peer::saying(200, &examples::account()).await;
    for host in ["127.0.0.1", "localhost"] {
        let url = peer.url().replace("127.0.0.1", host);
        let test = "loopback_is_asked_directly_whatever_proxy_is_set";
        again_behind(&proxy, test, &url).await;
    }
    assert_eq!(peer.asked().len(), 2);
    assert_eq!(proxy.asked().len(), 0);
}

#[tokio::test]
async fn a_proxy_before_another_gateway_sees_a_tunnel_and_no_token() {
    if let Ok(url) = env::var(ASK) {
        let error = gateway_at(&url).me(&token()).await.unwrap_err();
        assert!(
            matches!(error, GatewayError::Unreachable { .. }),
            "{error:?}"
        );
        return;
    }
    let proxy = Peer::saying(403, &examples::account()).await;
    let test = "a_proxy_before_another_gateway_sees_a_tunnel_and_no_token";
    again_behind(&proxy, test, "https://gateway.invalid").await;
    let asked = proxy.asked_once();
    assert_eq!(asked.method, Method::CONNECT);
    assert_eq!(asked.target, "gateway.invalid:443");
    assert!(!format!("{asked:?}").contains(TOKEN), "{asked:?}");
}

#[tokio::test]
async fn localhost_is_this_machine() {
    let peer = Peer::saying(200, &examples::account()).await;
    let url = peer.url().replace("127.0.0.1", "LOCALHOST");
    gateway_at(&url).me(&token()).await.unwrap();
    let host = peer.asked_once().headers["host"].clone();
    assert_eq!(host, url.to_lowercase().trim_start_matches("http://"));
}

#[test]
fn plain_http_to_anywhere_else_has_no_client_at_all() {
    for typed in [
        "http://codexapi.pro",
        "HTTP://codexapi.pro",
        "http://0.0.0.0:4000",
        "http://[::]:4000",
        "http://10.0.0.1",
        "http://[::ffff:10.0.0.1]",
        "http://localhost.:4000",
        "http://localhost.codexapi.pro",
        "http://127.0.0.1.codexapi.pro",
        "http:\\\\codexapi.pro://",
    ] {
        let refused = GatewayUrl::parse(typed).unwrap_err();
        assert!(
            matches!(
                refused,
                AddressRefused::NotHttps | AddressRefused::NotAnAddress
            ),
            "{typed}: {refused:?}"
        );
    }
}
