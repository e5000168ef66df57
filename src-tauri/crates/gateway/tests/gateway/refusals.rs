//! Answers that say no: each status becomes the one error that says what to do next.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::http::header::{DATE, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue};
use gateway::GatewayError;
use serde_json::{Value, json};

use crate::peer::{self, Peer, token};

/// What `GET /api/v1/me` fails with.
async fn refused(
    status: u16,
    headers: &'static [(HeaderName, &'static str)],
    body: Value,
) -> GatewayError {
    let peer = Peer::answering(move |_| {
        let mut response = peer::json(status, &body);
        for (name, value) in headers {
            let value = HeaderValue::from_static(value);
            response.headers_mut().insert(name.clone(), value);
        }
        response
    })
    .await;
    peer.gateway().me(&token()).await.unwrap_err()
}

#[tokio::test]
async fn a_401_says_that_the_token_is_no_longer_good() {
    let body = json!({"error": {"code": "unauthorized", "message": "Revoked."}});
    let error = refused(401, &[], body).await;
    assert!(
        matches!(
            error,
            GatewayError::Unauthorized {
                route: "/api/v1/me"
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn other_refusals_keep_status_code_and_sentence() {
    for status in [400, 402, 403, 404, 409, 410] {
        let body = json!({"error": {"code": "no_credit", "message": "Top up first."}});
        let error = refused(status, &[], body).await;
        let GatewayError::Refused {
            route,
            status: got,
            code,
            message,
            fields,
        } = error
        else {
            panic!("{status}: {error:?}");
        };
        assert_eq!(
            (route, got, code.as_str(), message.as_str()),
            ("/api/v1/me", status, "no_credit", "Top up first.")
        );
        assert_eq!(fields, BTreeMap::new());
    }
}

#[tokio::test]
async fn a_422_names_each_wrong_field() {
    let body = json!({"error": {
        "code": "invalid",
        "message": "Look again.",
        "fields": {"email": "is no address", "mobile": "is too short"},
    }});
    let error = refused(422, &[], body).await;
    let GatewayError::Refused {
        status: 422,
        fields,
        ..
    } = error
    else {
        panic!("{error:?}");
    };
    let expected = [("email", "is no address"), ("mobile", "is too short")];
    assert_eq!(
        fields,
        expected
            .map(|(field, wrong)| (field.into(), wrong.into()))
            .into()
    );
}

#[tokio::test]
async fn a_refusal_without_a_readable_body_is_a_refusal_still() {
    for body in [json!(null), json!({"error": 7}), json!({"error": {}})] {
        let error = refused(403, &[], body.clone()).await;
        assert!(
            matches!(&error, GatewayError::Refused { status: 403, code, message, .. } if code.is_empty() && message.is_empty()),
            "{body}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_429_carries_the_wait_in_seconds_or_until_a_date() {
    const NOON: &str = "Sat, 21 Nov 2026 12:00:00 GMT";
    let cases: [(&'static [(HeaderName, &'static str)], _); 7] = [
        (&[], None),
        (&[(RETRY_AFTER, "7")], Some(7)),
        (&[(RETRY_AFTER, "0")], Some(0)),
        (
            &[(DATE, NOON), (RETRY_AFTER, "Sat, 21 Nov 2026 12:01:30 GMT")],
            Some(90),
        ),
        (
            &[(DATE, NOON), (RETRY_AFTER, "Sat, 21 Nov 2026 11:00:00 GMT")],
            Some(0),
        ),
        (&[(RETRY_AFTER, "86400")], Some(3600)),
        (&[(RETRY_AFTER, "when it suits")], None),
    ];
    for (headers, seconds) in cases {
        let error = refused(429, headers, json!({})).await;
        let GatewayError::RateLimited {
            route: "/api/v1/me",
            retry_after,
        } = error
        else {
            panic!("{headers:?}: {error:?}");
        };
        assert_eq!(retry_after, seconds.map(Duration::from_secs), "{headers:?}");
    }
}

#[tokio::test]
async fn a_gateway_that_fails_says_its_status_and_perhaps_the_wait() {
    for status in [500, 502, 503, 599] {
        let error = refused(status, &[(RETRY_AFTER, "11")], json!("<html>")).await;
        let GatewayError::Failed {
            route: "/api/v1/me",
            status: got,
            retry_after,
        } = error
        else {
            panic!("{status}: {error:?}");
        };
        assert_eq!((got, retry_after), (status, Some(Duration::from_secs(11))));
    }
    let error = refused(500, &[], json!(null)).await;
    assert!(
        matches!(
            error,
            GatewayError::Failed {
                retry_after: None,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_status_that_http_does_not_know_is_not_taken_for_a_refusal() {
    let error = refused(777, &[], json!({"error": {"code": "odd"}})).await;
    assert!(
        matches!(&error, GatewayError::Unreadable { route: "/api/v1/me", field } if field == "."),
        "{error:?}"
    );
}

#[tokio::test]
async fn the_gateways_words_are_cut_short_and_lose_their_control_characters() {
    let flood = format!("\u{1b}[31m\r\nred\0{}", "é".repeat(5000));
    let body = json!({"error": {
        "code": flood,
        "message": flood,
        "fields": {&flood: flood},
    }});
    let error = refused(422, &[], body).await;
    let shown = error.to_string();
    let GatewayError::Refused {
        code,
        message,
        fields,
        ..
    } = error
    else {
        panic!("{error:?}");
    };
    let (field, wrong) = fields.into_iter().next().unwrap();
    for (text, longest) in [(&code, 100), (&message, 300), (&field, 100), (&wrong, 300)] {
        assert!(text.starts_with("[31mredéé"), "{text}");
        assert_eq!(text.chars().count(), longest);
    }
    assert!(!shown.chars().any(char::is_control), "{shown}");
}

#[tokio::test]
async fn only_so_many_fields_are_kept() {
    let fields: BTreeMap<_, _> = (0..5000).map(|n| (format!("f{n}"), "wrong")).collect();
    let error = refused(
        422,
        &[],
        json!({"error": {"code": "invalid", "fields": fields}}),
    )
    .await;
    let GatewayError::Refused { fields, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(fields.len(), 32);
}
