//! Answers that are not what the contract says: one clear error that names the route and the place.

use gateway::{Fetched, GatewayError};
use serde_json::{Value, json};

use crate::examples;
use crate::peer::{self, Peer, token};

const STATUS: &str = "/api/v1/wallet/status";

/// Where the reading of the wallet's status stumbles.
async fn stumbles_over(body: String) -> String {
    let peer = Peer::answering(move |_| peer::text(200, "application/json", body.as_str())).await;
    let error = peer.gateway().wallet_status(&token(), None).await;
    let error = error.unwrap_err();
    let GatewayError::Unreadable { route, field } = &error else {
        panic!("{error:?}");
    };
    assert_eq!(*route, STATUS);
    assert_eq!(
        error.to_string(),
        format!("the answer to {STATUS} cannot be read (at `{field}`)")
    );
    field.clone()
}

/// The example, with one place changed.
fn with(pointer: &str, value: Value) -> String {
    let mut body = examples::wallet_status();
    *body.pointer_mut(pointer).unwrap() = value;
    body.to_string()
}

fn without(pointer: &str, field: &str) -> String {
    let mut body = examples::wallet_status();
    let object = body.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
    assert!(object.remove(field).is_some());
    body.to_string()
}

#[tokio::test]
async fn what_is_no_json_is_unreadable_as_a_whole() {
    let whole = examples::wallet_status().to_string();
    for body in [
        String::new(),
        "<!doctype html><title>Log in to this Wi-Fi</title>".to_owned(),
        "null".to_owned(),
        "[]".to_owned(),
        format!("{whole}{whole}"),
        format!("{whole} and more"),
        format!("\u{feff}{whole}"),
    ] {
        assert_eq!(stumbles_over(body.clone()).await, ".", "{body}");
    }
}

#[tokio::test]
async fn json_that_breaks_off_is_unreadable_where_it_does() {
    let whole = examples::wallet_status().to_string();
    let place = whole.find("\"serverTime\":").unwrap();
    let cut = &whole[..place + "\"serverTime\":".len()];
    assert_eq!(stumbles_over(cut.to_owned()).await, "pricing.serverTime");
}

#[tokio::test]
async fn a_missing_field_is_named_with_its_path() {
    for (object, field, named) in [
        ("", "wallet", "wallet"),
        ("", "pricing", "pricing"),
        ("/wallet", "balanceMicroUsd", "wallet.balanceMicroUsd"),
        ("/pricing", "mode", "pricing.mode"),
        ("/pricing", "serverTime", "pricing.serverTime"),
        ("/pricing/normal", "output", "pricing.normal.output"),
    ] {
        assert_eq!(stumbles_over(without(object, field)).await, named);
    }
}

#[tokio::test]
async fn a_field_of_the_wrong_type_is_named_with_its_path() {
    for (pointer, value, named) in [
        (
            "/wallet/balanceMicroUsd",
            json!("12"),
            "wallet.balanceMicroUsd",
        ),
        (
            "/wallet/balanceMicroUsd",
            json!(12.5),
            "wallet.balanceMicroUsd",
        ),
        (
            "/wallet/balanceMicroUsd",
            json!(null),
            "wallet.balanceMicroUsd",
        ),
        (
            "/wallet/balanceMicroUsd",
            json!(u64::MAX),
            "wallet.balanceMicroUsd",
        ),
        ("/wallet/unlimited/plan", json!(7), "wallet.unlimited.plan"),
        ("/pricing/serverTime", json!("noon"), "pricing.serverTime"),
        ("/pricing/normal", json!(5), "pricing.normal"),
    ] {
        assert_eq!(stumbles_over(with(pointer, value)).await, named);
    }
}

#[tokio::test]
async fn a_place_in_a_list_is_named_by_its_number() {
    let mut inbox = examples::messages();
    inbox["messages"][0]["kind"] = json!("telegram");
    let peer = Peer::saying(200, &inbox).await;
    let error = peer.gateway().messages(&token(), None, None).await;
    let error = error.unwrap_err();
    assert!(
        matches!(&error, GatewayError::Unreadable { route: "/api/v1/messages", field } if field == "messages[0].kind"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_pricing_mode_that_this_version_does_not_know_is_never_guessed() {
    for mode in ["hypersurge", "Surge", "", "missing field `forged`"] {
        assert_eq!(
            stumbles_over(with("/pricing/mode", json!(mode))).await,
            "pricing.mode"
        );
    }
}

#[tokio::test]
async fn optional_fields_may_be_missing() {
    let body = json!({
        "wallet": {"balanceMicroUsd": -5},
        "pricing": {
            "mode": "reduced",
            "inputMicroUsdPerMillion": 1,
            "outputMicroUsdPerMillion": 2,
            "serverTime": "2026-11-21T12:00:00Z",
        },
    });
    let peer = Peer::saying(200, &body).await;
    let fetched = peer.gateway().wallet_status(&token(), None).await.unwrap();
    let Fetched::Fresh { value, .. } = fetched else {
        panic!("{fetched:?}");
    };
    assert_eq!(value.wallet.balance_micro_usd.0, -5);
    assert_eq!(value.wallet.low_balance_micro_usd, None);
    assert_eq!(value.pricing.ends_at, None);
}

#[tokio::test]
async fn a_place_that_the_answer_itself_names_is_cut_short_and_without_control_characters() {
    let name = format!("\\u001b[31m\\r\\n{}", "x".repeat(5000));
    let field = stumbles_over(format!("{{\"{name}\": nonsense}}")).await;
    assert!(field.chars().count() <= 100, "{field}");
    assert!(!field.chars().any(char::is_control), "{field:?}");
}

#[tokio::test]
async fn an_answer_that_says_nothing_where_a_value_is_due_is_unreadable() {
    let peer = Peer::answering(|_| peer::text(204, "application/json", "")).await;
    let error = peer.gateway().me(&token()).await.unwrap_err();
    assert!(
        matches!(&error, GatewayError::Unreadable { field, .. } if field == "."),
        "{error:?}"
    );
}
