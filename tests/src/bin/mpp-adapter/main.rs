//! One operation of the MPP conformance suite over Purser's own code: a JSON request on stdin, a JSON answer on stdout.
//! Knows no vectors and no expectations.

mod operations;
mod settled;

use std::io::{Read, Write};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A request; `context` is allowed and not needed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    schema: u64,
    op: String,
    input: Value,
    #[serde(rename = "context")]
    _context: Option<Value>,
}

/// Why an operation has no value, in the suite's words.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Failure {
    ParseError,
    FormatError,
    EncodingError,
    GenerationError,
    VerificationError,
    UnsupportedOperation,
    UnknownError,
}

fn main() -> std::io::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let answer = match answer(&text) {
        Ok(value) => json!({ "ok": true, "value": value }),
        Err(failure) => {
            let message = format!("{failure:?}");
            json!({ "ok": false, "error": { "type": failure, "message": message } })
        }
    };
    writeln!(std::io::stdout(), "{answer}")
}

fn answer(text: &str) -> Result<Value, Failure> {
    let call: Call = serde_json::from_str(text).map_err(|_| Failure::UnknownError)?;
    if call.schema != 1 {
        return Err(Failure::UnknownError);
    }
    operations::perform(&call.op, &call.input)
}
