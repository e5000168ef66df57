//! `WWW-Authenticate`: nothing breaks the reading, and what can be written again reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payments::protocol::challenge;

fuzz_target!(|value: &[u8]| {
    for one in challenge::parse(value).into_iter().flatten() {
        let Ok(line) = challenge::format(&one) else {
            continue;
        };
        let again = challenge::parse(line.as_bytes());
        if line.len() <= payments::protocol::MAX_HEADER {
            let [Ok(again)] = &again[..] else {
                panic!("{line} does not read back");
            };
            assert_eq!(
                serde_json::to_value(again).ok(),
                serde_json::to_value(&one).ok()
            );
        }
    }
});
