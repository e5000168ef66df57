//! The vectors of the MPP conformance suite, run through our adapter. Knows the suite's file format and the differences
//! that are on purpose (`tests/conformance/README.md`).

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tests::place;

/// How many scenarios each file holds; a vector that is added has to be counted here.
const FILES: [(&str, usize); 9] = [
    ("authorization", 9),
    ("base64url", 12),
    ("challenge-id", 29),
    ("receipt", 8),
    ("tempo-fee-payer-cosign", 9),
    ("tempo-proof", 1),
    ("tempo-receipt-verification", 5),
    ("tempo-transaction-verification", 5),
    ("www-authenticate", 27),
];

/// Where we differ on purpose: what we answer instead, by file and scenario; `*` is every scenario of a file.
const DIFFERENCES: [(&str, &str, &str); 3] = [
    ("tempo-fee-payer-cosign", "*", "unsupported_operation"),
    ("tempo-proof", "*", "unsupported_operation"),
    (
        "www-authenticate",
        "adversarial_unclosed_quoted_extension",
        "parse_error",
    ),
];

/// One call of the adapter, and what it has to answer.
struct Case {
    name: String,
    operation: String,
    input: Value,
    expected: Value,
}

#[test]
fn every_vector_of_the_conformance_suite_passes_or_differs_on_purpose() {
    let mut counted = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut cases = 0;
    for (file, expected) in FILES {
        let vectors = read(&format!("vectors/{file}.json"));
        let scenarios = vectors["scenarios"].as_array().expect("scenarios").clone();
        assert_eq!(scenarios.len(), expected, "{file}.json has other scenarios");
        for scenario in &scenarios {
            let found = cases_of(file, &vectors, scenario);
            assert!(
                !found.is_empty(),
                "{file}: {} asks nothing",
                scenario["name"]
            );
            cases += found.len();
            wrong.extend(found.iter().filter_map(failure));
        }
        counted.insert(file, scenarios.len());
    }
    let total: usize = counted.values().sum();
    println!("{total} scenarios, {cases} cases: {counted:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((total, cases), (105, 125));
}

#[test]
fn the_adapter_offers_what_its_manifest_says_and_refuses_what_it_does_not_know() {
    let offered = read("adapter.json")["capabilities"].clone();
    for operation in offered.as_array().expect("capabilities") {
        let answer = ask(operation.as_str().expect("a name"), &json!({}));
        assert_eq!(answer["ok"], false, "{operation} of nothing");
        assert_ne!(
            answer["error"]["type"], "unsupported_operation",
            "{operation}"
        );
    }
    let answer = ask("http.payment_request", &json!({}));
    assert_eq!(answer["error"]["type"], "unsupported_operation");
}

fn read(name: &str) -> Value {
    let path = place::repository().join("tests/conformance").join(name);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("JSON")
}

/// What a scenario asks: one call for each of its tests.
fn cases_of(file: &str, vectors: &Value, scenario: &Value) -> Vec<Case> {
    let name = scenario["name"].as_str().expect("a name");
    let difference = DIFFERENCES
        .iter()
        .find(|(in_file, of, _)| *in_file == file && (*of == "*" || *of == name))
        .map(|(_, _, kind)| json!({ "error": kind }));
    let case = |operation: &str, input: Value, expected: Value| Case {
        name: format!("{file}: {name}: {operation}"),
        operation: operation.to_owned(),
        input,
        expected: difference.clone().unwrap_or(expected),
    };
    if let Some(operation) = vectors["commands"]["operation"].as_str() {
        let expected = outcome(&scenario["expected"]);
        return vec![case(operation, scenario["input"].clone(), expected)];
    }
    if file == "challenge-id" {
        let expected = refusal(&scenario["tests"]["generate"])
            .unwrap_or_else(|| json!({ "value": { "id": scenario["expected"] } }));
        return vec![case("challenge.id", scenario["input"].clone(), expected)];
    }
    codec_cases(file, scenario, case)
}

fn codec_cases(
    file: &str,
    scenario: &Value,
    case: impl Fn(&str, Value, Value) -> Case,
) -> Vec<Case> {
    let (parse, format) = match file {
        "www-authenticate" => ("challenge.parse", "challenge.format"),
        "authorization" => ("credential.parse", "credential.format"),
        "receipt" => ("receipt.parse", "receipt.format"),
        _ => ("base64url.decode", "base64url.encode"),
    };
    let (wire, object) = match file {
        "base64url" => (
            json!({ "text": scenario["encoded"] }),
            json!({ "text": scenario["decoded"] }),
        ),
        _ => (
            json!({ "header": wire(&scenario["wire"]) }),
            scenario["object"].clone(),
        ),
    };
    let tests = &scenario["tests"];
    let mut cases = Vec::new();
    if !tests["parse"].is_null() {
        let expected = refusal(&tests["parse"]).unwrap_or_else(|| json!({ "value": object }));
        cases.push(case(parse, wire.clone(), expected));
    }
    if !tests["format"].is_null() || tests["roundtrip"] == true {
        // Formatting is compared by meaning: what was written has to read back as the object.
        match refusal(&tests["format"]) {
            Some(refusal) => cases.push(case(format, object, refusal)),
            None => {
                let written = ask(format, &object)["value"].clone();
                cases.push(case(parse, written, json!({ "value": object })));
            }
        }
    }
    cases
}

/// A header, which may be a prefix and a repeated text.
fn wire(value: &Value) -> String {
    match value {
        Value::Object(parts) => {
            let count = parts["count"]
                .as_u64()
                .and_then(|count| usize::try_from(count).ok());
            let repeated = parts["repeat"]
                .as_str()
                .expect("a text")
                .repeat(count.expect("a count"));
            format!("{}{repeated}", parts["prefix"].as_str().expect("a text"))
        }
        value => value.as_str().unwrap_or_default().to_owned(),
    }
}

fn refusal(test: &Value) -> Option<Value> {
    (test["success"] == false).then(|| json!({ "error": test["error_type"] }))
}

fn outcome(expected: &Value) -> Value {
    if expected["ok"] == true {
        json!({ "value": expected["value"] })
    } else {
        json!({ "error": expected["error"]["type"] })
    }
}

fn failure(case: &Case) -> Option<String> {
    let answer = ask(&case.operation, &case.input);
    let got = if answer["ok"] == true {
        json!({ "value": answer["value"] })
    } else {
        json!({ "error": answer["error"]["type"] })
    };
    (got != case.expected).then(|| format!("{}: {got} instead of {}", case.name, case.expected))
}

fn ask(operation: &str, input: &Value) -> Value {
    let mut adapter = Command::new(env!("CARGO_BIN_EXE_mpp-adapter"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the adapter starts");
    let request = json!({ "schema": 1, "op": operation, "input": input }).to_string();
    let mut stdin = adapter.stdin.take().expect("a pipe");
    stdin
        .write_all(request.as_bytes())
        .expect("the adapter reads");
    drop(stdin);
    let output = adapter.wait_with_output().expect("the adapter ends");
    assert!(output.status.success(), "{operation}: the adapter failed");
    serde_json::from_slice(&output.stdout).expect("one JSON answer")
}
