//! `PAYMENT-SIGNATURE` and `X-PAYMENT`: as they came, and with what came as their JSON.
#![no_main]

use base64::prelude::{BASE64_STANDARD, Engine as _};
use libfuzzer_sys::fuzz_target;
use payments::protocol::eip3009::Authorization;
use payments::protocol::x402::{ExactPayload, Payment, identifier};
use secrecy::ExposeSecret;

fuzz_target!(|bytes: &[u8]| {
    let wrapped = BASE64_STANDARD.encode(bytes);
    for value in [bytes, wrapped.as_bytes()] {
        let Ok(payment) = Payment::<ExactPayload<Authorization>>::parse(value) else {
            continue;
        };
        if let Payment::V2 {
            extensions: Some(extensions),
            ..
        } = &payment
        {
            let _ = identifier::sent(extensions);
        }
        let header = payment.format().expect("what was read can be written");
        let header = header.expose_secret().as_bytes();
        if header.len() <= payments::protocol::MAX_HEADER {
            assert!(Payment::<ExactPayload<Authorization>>::parse(header).is_ok());
        }
    }
});
