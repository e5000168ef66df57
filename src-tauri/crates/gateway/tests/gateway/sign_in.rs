//! Signing in: the password, the second factor, the review. Knows nothing of what is kept after.

use axum::http::Method;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use gateway::wire::Session;
use gateway::{GatewayError, SignedIn};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::examples;
use crate::peer::{PASSWORD, Peer, password};

async fn sign_in(peer: &Peer) -> Result<SignedIn, GatewayError> {
    peer.gateway().login("maren", &password()).await
}

async fn failed_sign_in(status: u16, body: Value) -> GatewayError {
    let peer = Peer::saying(status, &body).await;
    sign_in(&peer).await.err().unwrap()
}

async fn answer_code(peer: &Peer) -> Result<Session, GatewayError> {
    let code = SecretString::from("492039");
    peer.gateway().answer_two_factor("challenge-1", &code).await
}

#[tokio::test]
async fn the_password_is_posted_as_json_and_a_session_comes_back() {
    let peer = Peer::saying(200, &examples::session("new-token")).await;
    let Ok(SignedIn::Session(session)) = sign_in(&peer).await else {
        panic!("no session");
    };
    assert_eq!(session.token, "new-token");
    assert_eq!(session.account.user_id, "u-1");
    assert_eq!(session.codex.unwrap().provider_id, "codexapi");

    let asked = peer.asked_once();
    assert_eq!(asked.method, Method::POST);
    assert_eq!(asked.target, "/api/v1/auth/login");
    assert_eq!(asked.header(CONTENT_TYPE), Some("application/json"));
    assert_eq!(asked.header(AUTHORIZATION), None);
    assert_eq!(
        asked.json(),
        json!({"login": "maren", "password": PASSWORD})
    );
}

#[tokio::test]
async fn an_account_with_a_second_factor_is_asked_for_its_code() {
    let challenge = json!({"error": {
        "code": "two_factor_required",
        "message": "A code, please.",
        "challengeId": "challenge-1",
    }});
    let peer = Peer::saying(401, &challenge).await;
    let Ok(SignedIn::TwoFactor { challenge_id }) = sign_in(&peer).await else {
        panic!("no challenge");
    };
    assert_eq!(challenge_id, "challenge-1");
}

#[tokio::test]
async fn a_challenge_without_its_id_names_what_is_missing() {
    let error = failed_sign_in(401, json!({"error": {"code": "two_factor_required"}})).await;
    assert!(
        matches!(&error, GatewayError::Unreadable { route: "/api/v1/auth/login", field } if field == "error.challengeId"),
        "{error:?}"
    );
}

#[tokio::test]
async fn the_code_is_posted_with_its_challenge_and_a_session_comes_back() {
    let peer = Peer::saying(200, &examples::session("new-token")).await;
    assert_eq!(answer_code(&peer).await.ok().unwrap().token, "new-token");

    let asked = peer.asked_once();
    assert_eq!(asked.method, Method::POST);
    assert_eq!(asked.target, "/api/v1/auth/web-login/2fa");
    assert_eq!(asked.header(AUTHORIZATION), None);
    assert_eq!(
        asked.json(),
        json!({"challengeId": "challenge-1", "code": "492039"})
    );
}

#[tokio::test]
async fn a_wrong_code_is_not_authorized() {
    let peer = Peer::saying(401, &json!({"error": {"code": "wrong_code"}})).await;
    let error = answer_code(&peer).await.err().unwrap();
    assert!(
        matches!(
            error,
            GatewayError::Unauthorized {
                route: "/api/v1/auth/web-login/2fa"
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_wrong_password_is_not_authorized_whatever_the_answer_looks_like() {
    for body in [
        json!({"error": {"code": "wrong_password", "challengeId": "challenge-1"}}),
        json!({"error": "two_factor_required"}),
        json!("no"),
    ] {
        let error = failed_sign_in(401, body.clone()).await;
        assert!(
            matches!(
                error,
                GatewayError::Unauthorized {
                    route: "/api/v1/auth/login"
                }
            ),
            "{body}: {error:?}"
        );
    }
}

#[tokio::test]
async fn an_account_in_review_is_neither_signed_in_nor_an_error() {
    let peer = Peer::saying(202, &json!({"status": "pending_review"})).await;
    assert!(matches!(sign_in(&peer).await, Ok(SignedIn::PendingReview)));
}

#[tokio::test]
async fn a_session_without_a_token_is_no_session() {
    let mut session = examples::session("new-token");
    session.as_object_mut().unwrap().remove("token");
    let error = failed_sign_in(200, session).await;
    assert!(
        matches!(&error, GatewayError::Unreadable { route: "/api/v1/auth/login", field } if field == "token"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_blocked_account_is_refused_in_the_gateways_words() {
    let blocked = json!({"error": {"code": "account_blocked", "message": "Write to us."}});
    let error = failed_sign_in(403, blocked).await;
    assert!(
        matches!(
            &error,
            GatewayError::Refused { status: 403, code, message, .. }
                if code == "account_blocked" && message == "Write to us."
        ),
        "{error:?}"
    );
}
