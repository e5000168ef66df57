//! What the x402 merchants sell: a weather report and an echo. Made up, and the same for the same
//! request. Must not know who paid.

use alloy::primitives::keccak256;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::sale::Asked;

/// The weather of `?city=`; of Lisbon when none is asked for.
pub(super) fn weather(asked: &Asked, now: Timestamp) -> Value {
    const SKIES: [&str; 4] = ["clear", "cloudy", "rain", "fog"];
    let city = asked.query("city").unwrap_or_else(|| "Lisbon".to_owned());
    let seed = keccak256(&city);
    let sky = SKIES[usize::from(seed[0]) % SKIES.len()];
    json!({
        "city": city,
        "temperatureCelsius": i32::from(seed[1] % 35),
        "sky": sky,
        "at": now.to_string(),
    })
}

/// What was sent.
pub(super) fn echo(asked: &Asked, _: Timestamp) -> Value {
    json!({"echo": String::from_utf8_lossy(&asked.body)})
}
