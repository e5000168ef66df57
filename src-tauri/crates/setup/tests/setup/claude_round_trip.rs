//! Claude Code's settings, whole and of every shape, through set-up and undo.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::Value;

use crate::bench::at;
use crate::claude_bench::ClaudeBench;

/// The members of the settings that no set-up touches, as they are meant.
fn others(text: &str) -> Value {
    let bare = text.trim_start_matches('\u{feff}');
    let mut settings: Value = match bare.trim() {
        "" => Value::Object(serde_json::Map::new()),
        // Too large for a number of this machine; its text is compared line by line below.
        json => serde_json::from_str(&json.replace("1e400", "1")).unwrap(),
    };
    let object = settings.as_object_mut().unwrap();
    object.retain(|key, _| key != "model" && key != "apiKeyHelper");
    if let Some(env) = object.get_mut("env").and_then(Value::as_object_mut) {
        env.retain(|key, _| {
            !key.starts_with("ANTHROPIC_BASE")
                && !key.starts_with("ANTHROPIC_DEFAULT_")
                && key != "ANTHROPIC_API_KEY"
                && key != "ANTHROPIC_AUTH_TOKEN"
                && key != "CLAUDE_CODE_API_KEY_HELPER_TTL_MS"
        });
    }
    if object.get("env") == Some(&Value::Object(serde_json::Map::new())) {
        object.remove("env");
    }
    settings
}

/// Lines that hold no member of ours and no brace of `env`, without commas at their ends.
fn lines_of_others(text: &str) -> Vec<&str> {
    let ours = |line: &str| {
        let words = ["nv\"", "ANTHROPIC", "HELPER", "Helper", "\"model\""];
        words.iter().any(|word| line.contains(word))
    };
    let bare = text.trim_start_matches('\u{feff}').lines();
    bare.map(|line| line.trim_end_matches([',', '}']))
        .filter(|line| !ours(line) && !matches!(line.trim(), "" | "{" | "}" | "{}"))
        .collect()
}

/// Set-up touches only our keys, twice is once, and undo gives back the very bytes.
fn check_round_trip(text: &str) {
    let bench = ClaudeBench::with(text);
    let planned = bench
        .plan()
        .unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    assert_eq!(bench.text(), text, "planning wrote something");
    bench.apply(&planned, at(1)).unwrap();
    let after = bench.text();
    assert_eq!(others(&after), others(text), "in\n{text}\nout\n{after}");
    if text.trim().lines().count() > 1 {
        assert_eq!(lines_of_others(&after), lines_of_others(text));
    } else if others(text) != others("") {
        assert_eq!(after.trim().lines().count(), 1, "{after}");
    }
    assert_eq!(after.starts_with('\u{feff}'), text.starts_with('\u{feff}'));
    let was_empty = text.trim_start_matches('\u{feff}').trim().is_empty();
    assert_eq!(after.ends_with('\n'), was_empty || text.ends_with('\n'));
    let breaks = |text: &str| (text.matches("\r\n").count(), text.matches('\n').count());
    match breaks(text) {
        (crlf, all) if crlf == all && all > 0 => assert_eq!(breaks(&after).0, breaks(&after).1),
        (0, _) => assert_eq!(breaks(&after).0, 0),
        _ => {}
    }
    assert!(
        bench.plan().unwrap().no_change(),
        "in\n{text}\nout\n{after}"
    );
    let undo = bench.undo();
    assert!(planned.exact() && undo.exact());
    assert_eq!(fs::read(bench.settings()).unwrap(), text.as_bytes());
}

/// Undo key by key, after someone else wrote a member, gives back every value and that member.
fn check_undo_key_by_key(text: &str) {
    let bench = ClaudeBench::with(text);
    bench.set_up();
    let added = bench.text().replacen('{', "{\"addedByOthers\": [1, 2],", 1);
    bench.write(&added);
    bench.undo();
    let parsed = |text: &str| -> Value {
        let bare = text.trim_start_matches('\u{feff}').trim();
        serde_json::from_str(if bare.is_empty() { "{}" } else { bare }).unwrap()
    };
    let mut left = parsed(&bench.text());
    let theirs = left.as_object_mut().unwrap().remove("addedByOthers");
    assert_eq!(theirs, Some(serde_json::json!([1, 2])));
    assert_eq!(left, parsed(text), "in\n{text}\nleft\n{}", bench.text());
}

#[test]
fn every_settings_file_comes_back_byte_for_byte() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures-json");
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        check_round_trip(&text);
        if !text.contains("1e400") {
            check_undo_key_by_key(&text);
        }
        seen += 1;
    }
    assert!(seen >= 60, "only {seen} fixtures were found");
}

/// Members at the root, at most one for each key.
const MEMBERS: [&str; 9] = [
    "\"model\": \"sonnet\"",
    "\"apiKeyHelper\" : \"/bin/theirs\"",
    "\"permissions\": {\"allow\": [\"Bash(a, b)\", \"{}\"], \"deny\": []}",
    "\"hooks\":{ \"Stop\": [ { \"hooks\": [] } ] }",
    "\"n\": -1.50e+3",
    "\"日本\": \"\\\"env\\\": {\"",
    "\"nothing\": null",
    "\"statusLine\": {\n  \"type\": \"command\"\n}",
    "\"includeCoAuthoredBy\":false",
];

/// What stands about the environment; at most one.
const ENVIRONMENTS: [&str; 7] = [
    "\"env\": {}",
    "\"env\": {\n  }",
    "\"env\": {\"A\": \"1\"}",
    "\"env\": {\n    \"ANTHROPIC_API_KEY\": \"sk-theirs\",\n    \"Z\": \"z\"\n  }",
    "\"env\":{\"ANTHROPIC_BASE_URL\":\"https://x.example\",\"ANTHROPIC_AUTH_TOKEN\":\"t\"}",
    "\"env\": {\n\t\"ANTHROPIC_DEFAULT_OPUS_MODEL\": \"claude-opus-4-8\"}",
    "\"\\u0065nv\": { \"A\": \"\\ud83e\\udd80\" }",
];

fn settings() -> impl Strategy<Value = String> {
    let members = subsequence(MEMBERS.to_vec(), 0..=MEMBERS.len()).prop_shuffle();
    let env = proptest::option::of(select(ENVIRONMENTS.to_vec()));
    let gaps = select(vec!["\n  ", "\n\t", "\n    ", " ", "", "\n\n "]);
    let form = (any::<bool>(), any::<bool>(), any::<bool>(), 0..=9_usize);
    (members, env, gaps, form).prop_map(|(members, env, gap, (bom, crlf, end, place))| {
        let mut members = members.clone();
        members.splice(place.min(members.len())..place.min(members.len()), env);
        let one_line = !gap.contains('\n');
        let close = if one_line || members.is_empty() {
            ""
        } else {
            "\n"
        };
        let gap = if members.is_empty() { "" } else { gap };
        let body = members.join(&format!(",{gap}"));
        let mut text = format!("{{{gap}{body}{close}}}");
        if one_line {
            text = text.replace('\n', " ");
        }
        if end {
            text.push('\n');
        }
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        format!("{}{text}", if bom { "\u{feff}" } else { "" })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_settings_come_back_byte_for_byte(text in settings()) {
        check_round_trip(&text);
    }

    #[test]
    fn any_settings_can_be_undone_key_by_key_beside_others(text in settings()) {
        check_undo_key_by_key(&text);
    }
}
