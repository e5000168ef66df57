//! `Payment-Receipt`: as it came, and with what came as its JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payments::protocol::{base64url_encode, receipt};

fuzz_target!(|text: &str| {
    for value in [text, &base64url_encode(text)] {
        let Ok(read) = receipt::parse(value) else {
            continue;
        };
        let Ok(line) = receipt::format(&read) else {
            panic!("what was read cannot be written");
        };
        if let Ok(again) = receipt::parse(&line) {
            assert_eq!(again.reference, read.reference);
        }
    }
});
