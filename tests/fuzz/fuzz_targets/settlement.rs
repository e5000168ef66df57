//! `PAYMENT-RESPONSE`: as it came, and with what came as its JSON.
#![no_main]

use base64::prelude::{BASE64_STANDARD, Engine as _};
use libfuzzer_sys::fuzz_target;
use payments::protocol::x402::Settlement;

fuzz_target!(|bytes: &[u8]| {
    let wrapped = BASE64_STANDARD.encode(bytes);
    for value in [bytes, wrapped.as_bytes()] {
        let Ok(settlement) = Settlement::parse(value) else {
            continue;
        };
        let header = settlement.format().expect("texts are JSON");
        if header.len() <= payments::protocol::MAX_HEADER {
            assert_eq!(Settlement::parse(header.as_bytes()), Ok(settlement));
        }
    }
});
