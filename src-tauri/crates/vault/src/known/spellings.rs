//! The usual spellings of one secret. Knows no text to look in.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use secrecy::zeroize::Zeroizing;

use super::SHORTEST;

/// Each spelling once, the plain one first.
pub(super) fn spellings(secret: &str) -> Vec<Zeroizing<String>> {
    let mut all = vec![Zeroizing::new(secret.to_owned())];
    let mut add = |spelling: Zeroizing<String>| {
        if spelling.len() >= SHORTEST && !all.contains(&spelling) {
            all.push(spelling);
        }
    };
    add(quoted(secret));
    add(Zeroizing::new(secret.escape_debug().collect()));
    for digits in [UPPER, LOWER] {
        add(percent_encoded(secret, digits, "%20"));
        add(percent_encoded(secret, digits, "+"));
        add(hexadecimal(secret, digits));
    }
    for begins_at in 0..3 {
        add(in_base64(&STANDARD_NO_PAD, secret, begins_at));
        add(in_base64(&URL_SAFE_NO_PAD, secret, begins_at));
    }
    // A key in hexadecimal is the same one in the other case, and with `0x` or without.
    let digits = secret.strip_prefix("0x").unwrap_or(secret);
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        add(Zeroizing::new(digits.to_owned()));
        add(Zeroizing::new(digits.to_ascii_lowercase()));
        add(Zeroizing::new(digits.to_ascii_uppercase()));
    }
    all
}

const UPPER: &[u8; 16] = b"0123456789ABCDEF";
const LOWER: &[u8; 16] = b"0123456789abcdef";

/// As the inside of a JSON string (RFC 8259, section 7).
fn quoted(secret: &str) -> Zeroizing<String> {
    let json = Zeroizing::new(serde_json::to_string(secret).unwrap_or_default());
    let inside = json.get(1..json.len().saturating_sub(1));
    Zeroizing::new(inside.unwrap_or_default().to_owned())
}

/// RFC 3986, section 2; what is not unreserved is encoded.
fn percent_encoded(secret: &str, digits: &[u8; 16], space: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(3 * secret.len()));
    for byte in secret.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte));
            }
            b' ' => text.push_str(space),
            _ => {
                text.push('%');
                push_hexadecimal(&mut text, byte, digits);
            }
        }
    }
    text
}

fn hexadecimal(secret: &str, digits: &[u8; 16]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(2 * secret.len()));
    for byte in secret.bytes() {
        push_hexadecimal(&mut text, byte, digits);
    }
    text
}

fn push_hexadecimal(text: &mut String, byte: u8, digits: &[u8; 16]) {
    for half in [byte >> 4, byte & 15] {
        text.push(char::from(digits[usize::from(half)]));
    }
}

/// What of a base64 text (RFC 4648) depends on the secret alone, where the secret begins at this
/// place of a group of three bytes: it stands in the middle of other text, as in `user:password`.
fn in_base64(engine: &impl Engine, secret: &str, begins_at: usize) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(begins_at + secret.len()));
    bytes.extend(std::iter::repeat_n(0, begins_at));
    bytes.extend_from_slice(secret.as_bytes());
    let mut encoded = Zeroizing::new(String::new());
    engine.encode_string(&*bytes, &mut encoded);
    // 0, 8 and 16 bits before the secret spoil 0, 2 and 3 characters of six bits.
    let from = (8 * begins_at).div_ceil(6);
    let until = 8 * bytes.len() / 6;
    let own = encoded.get(from..until);
    Zeroizing::new(own.unwrap_or_default().to_owned())
}
