//! Masks what only looks like a secret. A second net: what is known is already gone.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

/// One of these texts is in whatever the pattern fits, so that most lines need no second look. What
/// is worth reading before a secret is the pattern's first group.
const SHAPES: [(&[&str], &str); 5] = [
    // RFC 9110, section 11.4: a scheme and its credentials.
    (
        &["earer ", "EARER ", "asic ", "ASIC ", "ayment "],
        r"((?:[Bb]earer|BEARER|[Bb]asic|BASIC|[Pp]ayment) +)[A-Za-z0-9._~+/=-]{8,}",
    ),
    // Keys of gateways and of the model's makers.
    (&["sk-", "g2g-"], r"((?-u:\b)(?:sk|g2g)-)[A-Za-z0-9_-]{8,}"),
    // RFC 3986, section 3.2.1: user name and password of a URL.
    (&["://"], r#"(://)[^ \t\r\n"'<>/@?#]+@"#),
    // Its query, which may carry a key.
    (&["://"], r#"(://[^ \t\r\n"'<>?#]*\?)[^ \t\r\n"'<>]+"#),
    // A signature is 65 bytes long, a hash only 32.
    (&["0x"], r"(0x)[0-9A-Fa-f]{128,}"),
];

static PATTERNS: LazyLock<Vec<(&[&str], Regex)>> = LazyLock::new(|| {
    let compiled = SHAPES.map(|(signs, pattern)| Some((signs, Regex::new(pattern).ok()?)));
    compiled.into_iter().flatten().collect()
});

pub(super) fn masked(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut shown = text;
    for (signs, pattern) in PATTERNS.iter() {
        let suspect = signs.iter().any(|sign| shown.contains(sign));
        if suspect && pattern.is_match(&shown) {
            let masked = pattern.replace_all(&shown, "${1}[redacted]");
            shown = Cow::Owned(masked.into_owned());
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        masked(Cow::Borrowed(text)).into_owned()
    }

    #[test]
    fn every_shape_is_one_that_can_be_looked_for() {
        assert_eq!(PATTERNS.len(), SHAPES.len());
    }

    #[test]
    fn what_looks_like_a_credential_is_masked_and_its_kind_stays() {
        for (text, expected) in [
            (
                "authorization: Bearer abcdefgh.1-2_3, next",
                "authorization: Bearer [redacted], next",
            ),
            ("Payment eyJjaGFsbGVuZ2Ui", "Payment [redacted]"),
            ("key sk-proj-12345678 of", "key sk-[redacted] of"),
            ("g2g-codex-0123456789", "g2g-[redacted]"),
            (
                "proxy http://ada:pw@127.0.0.1:9/x",
                "proxy http://[redacted]127.0.0.1:9/x",
            ),
            (
                "GET https://api.example.com/v1?key=abc&x=1 failed",
                "GET https://api.example.com/v1?[redacted] failed",
            ),
        ] {
            assert_eq!(shown(text), expected);
        }
        let signature = format!("signed 0x{} now", "ab".repeat(65));
        assert_eq!(shown(&signature), "signed 0x[redacted] now");
    }

    #[test]
    fn what_is_worth_reading_stays() {
        for text in [
            "/api/v1/me asks to wait",
            "https://codexapi.pro/api/v1/me",
            "task-force, disk-usage, basic setup",
            &format!("transaction 0x{}", "ab".repeat(32)),
        ] {
            assert_eq!(shown(text), text);
        }
    }
}
