//! A link that another program handed over: only a listed one is read, and what is read shows no
//! secret.
#![no_main]

use libfuzzer_sys::fuzz_target;
use secrecy::ExposeSecret;
use wallet::links::{self, Link, SCHEMES};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(link) = links::parse(text) else {
        return;
    };
    let lower = text.to_ascii_lowercase();
    assert!(SCHEMES.iter().any(|scheme| lower.starts_with(&format!("{scheme}://"))));
    match &link {
        Link::SignInReturn { token, state } => {
            for secret in [token.expose_secret(), state.expose_secret()] {
                assert!(!secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_graphic()));
            }
        }
        Link::TopUpReturn => assert!(text.trim_end_matches('/').ends_with("//topup")),
        Link::Open(screen) => assert!(text.ends_with(&format!("//open/{}", screen.name()))),
    }
});
