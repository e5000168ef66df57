//! problem+json: nothing breaks the reading.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payments::protocol::problem::Problem;

fuzz_target!(|body: &[u8]| {
    if let Ok(problem) = Problem::parse(body) {
        let json = serde_json::to_vec(&problem).expect("texts are JSON");
        if json.len() <= payments::protocol::MAX_HEADER {
            assert_eq!(Problem::parse(&json), Ok(problem.clone()));
        }
        let _ = problem.kind();
    }
});
