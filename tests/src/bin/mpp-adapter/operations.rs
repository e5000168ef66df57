//! The operations, each a call of `payments::protocol`. Knows the suite's canonical objects.

use payments::protocol::challenge::{self, Challenge};
use payments::protocol::credential::{self, Credential};
use payments::protocol::receipt::{self, Receipt};
use payments::protocol::{Encoded, base64url_decode, base64url_encode};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{Failure, settled};

pub(crate) fn perform(operation: &str, input: &Value) -> Result<Value, Failure> {
    match operation {
        "challenge.parse" => parse_challenge(text(input, "header")?),
        "challenge.format" => {
            let challenge: Challenge = typed(&encoded(input)?, Failure::FormatError)?;
            header(challenge::format(&challenge))
        }
        "credential.parse" => {
            let credential =
                credential::parse(text(input, "header")?).map_err(|_| Failure::ParseError)?;
            let mut canonical = value(&credential)?;
            canonical["challenge"] = decoded(&canonical["challenge"])?;
            Ok(canonical)
        }
        "credential.format" => {
            let mut wire = input.clone();
            wire["challenge"] = encoded(&input["challenge"])?;
            let credential: Credential = typed(&wire, Failure::FormatError)?;
            header(credential::format(&credential).map(|secret| secret.expose_secret().to_owned()))
        }
        "receipt.parse" => {
            let receipt =
                receipt::parse(text(input, "header")?).map_err(|_| Failure::ParseError)?;
            value(&receipt)
        }
        "receipt.format" => {
            let receipt: Receipt = typed(input, Failure::FormatError)?;
            header(receipt::format(&receipt))
        }
        "base64url.encode" => Ok(json!({ "text": base64url_encode(text(input, "text")?) })),
        "base64url.decode" => base64url_decode(text(input, "text")?)
            .map(|text| json!({ "text": text }))
            .map_err(|_| Failure::EncodingError),
        "challenge.id" => challenge_id(input),
        "tempo.receipt.verify" | "tempo.transaction.verify" => settled::verify(input),
        _ => Err(Failure::UnsupportedOperation),
    }
}

/// The suite asks about one header with one challenge.
fn parse_challenge(line: &str) -> Result<Value, Failure> {
    let challenge = challenge::parse(line.as_bytes())
        .into_iter()
        .next()
        .ok_or(Failure::ParseError)?
        .map_err(|_| Failure::ParseError)?;
    decoded(&value(&challenge)?)
}

/// What an id binds; the id itself is what is asked.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bound {
    secret_key: String,
    realm: String,
    method: String,
    intent: String,
    request: Value,
    expires: Option<String>,
    digest: Option<String>,
    header: Option<String>,
    opaque: Option<String>,
}

fn challenge_id(input: &Value) -> Result<Value, Failure> {
    let bound: Bound = typed(input, Failure::GenerationError)?;
    let request = Encoded::from_value(&bound.request).map_err(|_| Failure::GenerationError)?;
    let mut challenge = Challenge::new("", bound.realm, bound.method, bound.intent, request);
    challenge.expires = bound.expires;
    challenge.digest = bound.digest;
    challenge.header = bound.header;
    challenge.opaque = bound.opaque.map(Encoded::from_raw);
    challenge::bound_id(&challenge, &bound.secret_key)
        .map(|id| json!({ "id": id }))
        .map_err(|_| Failure::GenerationError)
}

/// A canonical challenge as it stands on the wire: its request is base64url.
fn encoded(canonical: &Value) -> Result<Value, Failure> {
    let request = Encoded::from_value(&canonical["request"]).map_err(|_| Failure::FormatError)?;
    let mut wire = canonical.clone();
    wire["request"] = request.raw().into();
    Ok(wire)
}

/// A challenge of the wire as the suite writes it: its request is an object.
fn decoded(wire: &Value) -> Result<Value, Failure> {
    let request = Encoded::from_raw(text(wire, "request")?);
    let mut canonical = wire.clone();
    canonical["request"] = request.decode_value().map_err(|_| Failure::ParseError)?;
    Ok(canonical)
}

fn header<E>(written: Result<String, E>) -> Result<Value, Failure> {
    written
        .map(|header| json!({ "header": header }))
        .map_err(|_| Failure::FormatError)
}

fn value(object: &impl serde::Serialize) -> Result<Value, Failure> {
    serde_json::to_value(object).map_err(|_| Failure::UnknownError)
}

fn typed<T: DeserializeOwned>(value: &Value, failure: Failure) -> Result<T, Failure> {
    serde_json::from_value(value.clone()).map_err(|_| failure)
}

fn text<'a>(input: &'a Value, name: &str) -> Result<&'a str, Failure> {
    input[name].as_str().ok_or(Failure::UnknownError)
}
