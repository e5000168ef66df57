//! Secrets in texts, as logs and reports would hold them.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use super::*;

/// With everything in it that some encoding treats specially.
const SECRET: &str = "c4n/ry+\"4711\"\\é sécret=";

fn knowing(secrets: &[&str]) -> Known {
    let known = Known::default();
    for secret in secrets {
        known.learn(&SecretString::from(*secret));
    }
    known
}

#[test]
fn a_secret_is_found_in_every_usual_spelling() {
    let known = knowing(&[SECRET]);
    let percent: String = url_encoded(SECRET);
    for text in [
        SECRET.to_owned(),
        serde_json::to_string(&format!("x{SECRET}y")).unwrap(),
        format!("{SECRET:?}"),
        percent.clone(),
        percent.to_lowercase(),
        percent.replace("%20", "+"),
    ] {
        let shown = known.redact(&text).into_owned();
        assert!(shown.contains(MARK), "{text} became {shown}");
        assert!(!shown.contains("4711"), "{text} became {shown}");
    }
}

fn url_encoded(text: &str) -> String {
    let one = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

#[test]
fn a_secret_is_found_in_base64_wherever_it_stands_in_the_encoded_text() {
    let known = knowing(&[SECRET]);
    for before in ["", "a", "ab", "user:", "abcd"] {
        for after in ["", "!", "??", "@host"] {
            let whole = format!("{before}{SECRET}{after}");
            for encoded in [STANDARD.encode(&whole), URL_SAFE.encode(&whole)] {
                let shown = known.redact(&encoded).into_owned();
                assert!(shown.contains(MARK), "{whole}: {encoded}");
                let left = shown.replace(MARK, "");
                // At most what the neighbours share with the first and last byte.
                assert!(
                    left.len() <= encoded.len() - SECRET.len(),
                    "{whole}: {shown}"
                );
            }
        }
    }
}

#[test]
fn a_key_in_hexadecimal_is_found_in_either_case_and_without_its_prefix() {
    let key = format!("0x{}", "aB09".repeat(16));
    let known = knowing(&[&key]);
    for text in [
        key.to_lowercase(),
        key.to_uppercase(),
        key.trim_start_matches("0x").to_owned(),
    ] {
        let shown = known.redact(&text).to_lowercase();
        assert!(!shown.contains("ab09"), "{shown}");
    }
}

#[test]
fn of_a_secret_within_a_longer_one_nothing_is_left_behind() {
    let known = knowing(&["canary-4711", "canary-4711-and-more", "more"]);
    let text = "a canary-4711-and-more b canary-4711 c more";
    assert_eq!(known.redact(text), format!("a {MARK} b {MARK} c more"));
}

#[test]
fn a_text_without_a_secret_is_the_same_text() {
    let known = knowing(&[SECRET]);
    assert!(matches!(known.redact("nothing to hide"), Cow::Borrowed(_)));
}

#[test]
fn a_secret_that_is_used_again_is_not_forgotten_for_newer_ones() {
    let known = knowing(&["the-token-itself"]);
    for number in 0..3 * MOST {
        known.learn(&SecretString::from(format!("signature-{number:08}")));
        if number % 64 == 0 {
            known.learn(&SecretString::from("the-token-itself"));
        }
    }
    assert_eq!(known.redact("the-token-itself"), MARK);
    assert_eq!(known.lock().len(), MOST);
    assert_eq!(known.redact("signature-00000000"), "signature-00000000");
}

#[test]
fn clones_know_the_same_and_show_nothing() {
    let known = Known::default();
    known.clone().learn(&SecretString::from(SECRET));
    assert_eq!(known.redact(SECRET), MARK);
    assert_eq!(format!("{known:?}"), "Known");
}
