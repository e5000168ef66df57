//! `Authorization: Payment`: as it came, and with what came as its JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payments::protocol::{base64url_encode, credential};
use secrecy::ExposeSecret;

fuzz_target!(|text: &str| {
    let wrapped = format!("Payment {}", base64url_encode(text));
    for value in [text, &wrapped] {
        let Ok(read) = credential::parse(value) else {
            continue;
        };
        let Ok(line) = credential::format(&read) else {
            panic!("what was read cannot be written");
        };
        // Numbers that no double holds are the server's own problem: what is written once is stable.
        if let Ok(again) = credential::parse(line.expose_secret()) {
            assert_eq!(again.challenge.id, read.challenge.id);
            assert_eq!(again.challenge.request, read.challenge.request);
        }
    }
});
