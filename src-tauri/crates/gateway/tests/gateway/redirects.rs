//! Redirects are never followed, and nothing that was sent goes on to another place.

use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use gateway::GatewayError;

use crate::examples;
use crate::peer::{Peer, password, token};

fn redirect(status: u16, to: &str) -> Response {
    let location = HeaderValue::from_str(to).unwrap();
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(LOCATION, location)]).into_response()
}

/// A gateway that sends everyone on to this place.
async fn sending_to(status: u16, place: &str) -> Peer {
    let place = place.to_owned();
    Peer::answering(move |_| redirect(status, &place)).await
}

#[tokio::test]
async fn a_redirect_to_another_host_is_an_error_and_that_host_hears_nothing() {
    for status in [300, 301, 302, 303, 305, 307, 308] {
        let elsewhere = Peer::saying(200, &examples::account()).await;
        let place = elsewhere.url().replace("127.0.0.1", "localhost");
        let peer = sending_to(status, &format!("{place}/api/v1/me")).await;
        let error = peer.gateway().me(&token()).await.unwrap_err();
        assert!(
            matches!(
                error,
                GatewayError::Redirected {
                    route: "/api/v1/me"
                }
            ),
            "{status}: {error:?}"
        );
        peer.asked_once();
        assert_eq!(elsewhere.asked().len(), 0, "{status}");
    }
}

#[tokio::test]
async fn a_redirect_within_the_gateway_is_not_followed_either() {
    for status in [301, 302, 307, 308] {
        let peer = sending_to(status, "/api/v1/elsewhere").await;
        let error = peer.gateway().me(&token()).await.unwrap_err();
        assert!(
            matches!(error, GatewayError::Redirected { .. }),
            "{status}: {error:?}"
        );
        assert_eq!(peer.asked_once().target, "/api/v1/me");
    }
}

#[tokio::test]
async fn a_password_and_a_code_are_not_posted_to_another_host() {
    for status in [301, 302, 307, 308] {
        let elsewhere = Peer::saying(200, &examples::session("stolen")).await;
        let peer = sending_to(status, &elsewhere.url()).await;
        let gateway = peer.gateway();
        let errors = [
            gateway.login("maren", &password()).await.err().unwrap(),
            gateway
                .answer_two_factor("challenge-1", &"492039".into())
                .await
                .err()
                .unwrap(),
        ];
        for error in errors {
            assert!(
                matches!(error, GatewayError::Redirected { .. }),
                "{status}: {error:?}"
            );
        }
        assert_eq!(peer.asked().len(), 2);
        assert_eq!(elsewhere.asked().len(), 0, "{status}");
    }
}
