//! x402's terms in header and body: as they came, and with what came as their JSON.
#![no_main]

use base64::prelude::{BASE64_STANDARD, Engine as _};
use libfuzzer_sys::fuzz_target;
use payments::protocol::x402::{PaymentRequired, Requirements, Resource};

fuzz_target!(|bytes: &[u8]| {
    let wrapped = BASE64_STANDARD.encode(bytes);
    let read = [
        PaymentRequired::from_header(bytes).ok(),
        PaymentRequired::from_header(wrapped.as_bytes()).ok(),
        PaymentRequired::from_body(bytes).and_then(Result::ok),
    ];
    for required in read.into_iter().flatten() {
        let json = required.to_json().expect("JSON is written as JSON");
        let header = required.to_header().expect("JSON is written as JSON");
        if let Ok(again) = PaymentRequired::from_header(header.as_bytes()) {
            assert_eq!(again.to_json().as_ref(), Ok(&json));
        }
        let _ = required.resource.as_deref().map(Resource::parse);
        for raw in &required.accepts {
            if let Ok(requirements) = Requirements::parse(required.dialect, raw.clone()) {
                assert_eq!(requirements.raw().get(), raw.get());
            }
        }
    }
});
