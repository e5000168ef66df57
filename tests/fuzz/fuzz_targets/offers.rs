//! A whole 402 answer, one header a line and then the body: whatever passes the checks is what may be paid.
#![no_main]

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use jiff::{SignedDuration, Timestamp};
use libfuzzer_sys::fuzz_target;
use payments::{Answered, Dialects, Payable, Rail, Reading, Registry, Request, check, read};
use url::Url;

const PAYER: &str = "f39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

fuzz_target!(|bytes: &[u8]| {
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let (body, headers) = lines.split_last().expect("there is a last line");
    let headers: Vec<_> = headers.iter().map(|line| header(line)).collect();
    let answered = Answered {
        headers: &headers,
        body,
    };
    let url = Url::parse("https://api.example.com/paid").expect("a URL");
    let request = Request {
        url: &url,
        body: b"",
    };
    let payer = PAYER.parse().expect("an address");
    for reading in read(&answered, Dialects::WithArray) {
        if let Reading::Offer(offer) = reading
            && let Ok(payable) = check(
                &offer,
                &request,
                &Registry::built_in(),
                payer,
                Timestamp::UNIX_EPOCH,
            )
        {
            assert_payable(&payable);
            assert_ne!(payable.terms().recipient, payer);
        }
    }
});

/// `w…` is a challenge, `m` one whose request follows as JSON; `p…` are terms as JSON, anything else terms as they came.
fn header(line: &[u8]) -> (String, Vec<u8>) {
    match line.split_first() {
        Some((b'w', line)) => ("www-authenticate".to_owned(), line.to_vec()),
        Some((b'm', request)) => {
            let request = BASE64_URL_SAFE_NO_PAD.encode(request);
            let [tempo, session, evm] = [("tempo", "charge"), ("tempo", "session"), ("evm", "charge")]
                .map(|(method, intent)| {
                    format!(
                        r#"Payment id="{method}{intent}", realm="api.example.com", method="{method}", intent="{intent}", request="{request}""#
                    )
                });
            (
                "www-authenticate".to_owned(),
                [tempo, session, evm].join(", ").into_bytes(),
            )
        }
        Some((b'p', json)) => (
            "payment-required".to_owned(),
            BASE64_STANDARD.encode(json).into_bytes(),
        ),
        _ => ("payment-required".to_owned(), line.to_vec()),
    }
}

fn assert_payable(payable: &Payable) {
    let terms = payable.terms();
    let registered = Registry::built_in().token(terms.chain, terms.token);
    assert_eq!(registered, Some(payable.token()));
    assert!(!terms.recipient.is_zero() && terms.recipient != terms.token);
    assert_eq!(terms.amount.is_zero(), payable.rail() == Rail::TempoProof);
    let latest = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(120);
    assert!((Timestamp::UNIX_EPOCH..=latest).contains(&payable.fixed_until()));
    let left = terms
        .splits
        .iter()
        .try_fold(terms.amount, |left, split| left.checked_sub(split.amount));
    assert!(terms.amount.is_zero() || left.is_some_and(|left| !left.is_zero()));
}
