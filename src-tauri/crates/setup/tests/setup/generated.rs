//! The promises of the crate, over generated configs of every shape that a person may have.

use std::fs;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use setup::{History, State, TokenDelivery};

use crate::bench::{Bench, at, command, facts, plaintext};

/// Root lines, at most one for each key.
const ROOT: [&[&str]; 6] = [
    &[
        "model = \"o3\"",
        "model='x' # mine",
        "\"model\" = \"\"\"\nlong\"\"\"",
    ],
    &[
        "model_provider = \"azure\"",
        "model_provider = 'codexapi'   ",
    ],
    &["model_reasoning_effort = \"low\" # slow"],
    &[
        "approval_policy = \"on-request\"",
        "approval_policy = { granular = { sandbox = true } }",
    ],
    &["notify = [\n  \"bell\", # loud\n  \"x\",\n]"],
    &["# model = \"commented\"", "   # [model_providers.codexapi]"],
];

/// What stands about our provider; each choice is a whole, some need the root.
const PROVIDERS: [&str; 12] = [
    "",
    "[model_providers.azure]\nname = \"Azure\" # keep\nbase_url = 'https://x'\n",
    "[model_providers.codexapi]\nname = \"old\"\nenv_key = \"KEY\"\n# own remark\nrequest_max_retries = 3\n",
    "[model_providers.codexapi]\nname = \"old\"\nexperimental_bearer_token = \"sk-1\"\nrequires_openai_auth = true\n",
    "[model_providers.codexapi]\nname = 'o'\nauth = { command = \"x\", args = [] }\n",
    "[model_providers.codexapi.auth]\ncommand = \"x\"\ncwd = \"/tmp\"\n\n[model_providers.codexapi]\nname = 'o'\n",
    "[model_providers]\nazure = { name = 'A' }\ncodexapi = { name = 'o', env_key = 'K', }\n",
    "[model_providers]\n\n[model_providers.other]\nname = \"O\"\n",
    "[model_providers]\ncodexapi.name = 'o'\ncodexapi.auth.command = 'x'\nother.name = 'z'\n",
    "[model_providers]\ncodexapi = {}\n",
    "[ model_providers . codexapi ] # spaced\n  name = 'o'\n",
    "[model_providers.\"codexapi\"]\nname = 'o'\nhttp_headers = { \"X-A\" = 'b' }\n",
];

/// The same as root lines; they stand before every table.
const ROOT_PROVIDERS: [&str; 6] = [
    "model_providers = { azure = { name = 'A' }, codexapi = { env_key = 'K', name = 'o' } }\n",
    "model_providers = {}\n",
    "model_providers.codexapi.name = 'o'\nmodel_providers.codexapi.env_key = 'K'\n",
    "model_providers.other = { name = 'z' }\n",
    "model_providers.other.name = 'z' # z\n",
    "model_providers = { codexapi.name = 'o', codexapi.env_key = \"K\" }\n",
];

/// Other tables; each at most once.
const OTHERS: [&str; 9] = [
    "[projects.\"/home/ada/src\"]\ntrust_level = \"trusted\"\n",
    "# servers\n[mcp_servers.docs]\ncommand = \"npx\"\nargs = [\"-y\", \"docs\"]\nenv = { KEY = \"v\" }\n",
    "[features]\napps = false\n",
    "[notice]\nhide = true\n",
    "[notice.model_migrations]\n\"gpt-5.5\" = \"other\" # seen\n\"o3\" = 'x'\n",
    "[[hooks.stop]]\nrun = 'a'\n\n[[hooks.stop]]\nrun = 'b'\n[hooks.stop.more]\nz = 1\n",
    "[tui]\ntext = '''\n[not.a.header]\nmodel = \"no\"\n'''\n",
    "[empty]\n",
    "[profiles.\"日本 語\"]\nmodel = \"m\" # ünï\n",
];

fn document() -> impl Strategy<Value = String> {
    let root = ROOT.map(|lines| prop_oneof![Just(""), select(lines.to_vec())]);
    let providers = prop_oneof![
        select(PROVIDERS.to_vec()).prop_map(|text| ("", text)),
        select(ROOT_PROVIDERS.to_vec()).prop_map(|text| (text, "")),
    ];
    let others = subsequence(OTHERS.to_vec(), 0..=OTHERS.len()).prop_shuffle();
    let gaps = vec(select(vec!["", "\n", "# remark\n", "\n# remark\n\n"]), 12);
    let form = (any::<bool>(), any::<bool>(), any::<bool>(), 0..=12_usize);
    (root, providers, others, gaps, form).prop_map(
        |(root, (root_provider, provider), others, gaps, (bom, crlf, end, place))| {
            let mut text = gaps[0].to_owned();
            for line in root.iter().filter(|line| !line.is_empty()) {
                text += &format!("{line}\n");
            }
            text += root_provider;
            let mut tables = others.clone();
            tables.insert(place.min(tables.len()), provider);
            for (table, gap) in tables.iter().zip(gaps.iter().skip(1)) {
                text += &format!("{gap}{table}");
            }
            if !end {
                text.truncate(text.trim_end_matches('\n').len());
            }
            if crlf {
                text = text.replace('\n', "\r\n");
            }
            format!("{}{text}", if bom { "\u{feff}" } else { "" })
        },
    )
}

/// Lines of `text` that hold none of our keys, and no line ending at the very end.
fn lines_of_others(text: &str) -> Vec<&str> {
    const OURS: [&str; 21] = [
        "model",
        "long",
        "name",
        "base_url",
        "wire_api",
        "supports_websockets",
        "codexapi",
        "command",
        "args",
        "timeout_ms",
        "refresh_interval_ms",
        "env_key",
        "requires_openai_auth",
        "experimental_bearer_token",
        "auth",
        "cwd",
        "notice",
        "gpt-5.5",
        "[model_providers",
        "[notice",
        "[ model",
    ];
    let ours = |line: &str| {
        let bare = line.replace(['"', '\''], "");
        OURS.iter().any(|key| bare.trim_start().starts_with(key))
    };
    let bare = text.trim_start_matches('\u{feff}');
    let lines = bare.lines();
    lines
        .filter(|line| !ours(line) && !line.trim().is_empty())
        .collect()
}

/// Set-up touches only our keys, twice is once, and undo gives back the very bytes.
pub(crate) fn check_round_trip(text: &str, token: &TokenDelivery) {
    let bench = Bench::in_memory(text);
    let codex = &bench.codex;
    let plan = |target| codex.plan_set_up(&facts(), token, target);
    let planned = plan(Some("gpt-6-sol")).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    assert_eq!(bench.text(), text, "planning wrote something");
    bench.apply(&planned, at(1)).unwrap();
    let after = bench.text();
    assert_eq!(
        lines_of_others(&after),
        lines_of_others(text),
        "in\n{text}\nout\n{after}"
    );
    assert_eq!(after.starts_with('\u{feff}'), text.starts_with('\u{feff}'));
    let breaks = |text: &str| (text.matches("\r\n").count(), text.matches('\n').count());
    match breaks(text) {
        (crlf, all) if crlf == all && all > 0 => assert_eq!(breaks(&after).0, breaks(&after).1),
        (0, _) => assert_eq!(breaks(&after).0, 0),
        _ => {}
    }
    let again = plan(Some("gpt-6-sol")).unwrap();
    assert!(again.no_change(), "in\n{text}\nout\n{after}");
    let undo = codex.plan_undo().unwrap();
    assert!(planned.exact() && undo.exact());
    bench.apply(&undo, at(2)).unwrap();
    assert_eq!(fs::read(bench.config()).unwrap(), text.as_bytes());
}

/// Off and on again is as on; taking every step back gives the very bytes, and so does taking back
/// that, step by step.
pub(crate) fn check_history(text: &str) {
    let bench = Bench::in_memory(text);
    let (codex, history) = (&bench.codex, History::at(bench.records()));
    bench.set_up();
    let off = codex.plan_turn_off().unwrap();
    bench.apply(&off, at(2)).unwrap();
    let provider = "model_providers.codexapi.auth.command".to_owned();
    assert!(!history.steps().unwrap()[0].keys.contains(&provider));
    assert!(
        bench.text().contains("/opt/purser/bin/purser"),
        "in\n{text}"
    );
    let on = bench.plan().unwrap();
    bench.apply(&on, at(3)).unwrap();
    assert!(
        off.exact() && on.exact(),
        "in\n{text}\nout\n{}",
        bench.text()
    );
    assert!(matches!(bench.status().state, State::SetUp { .. }));
    let everything = history.plan_undo_everything().unwrap().remove(0).unwrap();
    assert!(everything.exact(), "in\n{text}");
    bench.apply(&everything, at(4)).unwrap();
    assert_eq!(fs::read(bench.config()).unwrap(), text.as_bytes());
    let newest = history.steps().unwrap().remove(0);
    let again = history.plan_undo_step(&newest.id).unwrap();
    bench.apply(&again, at(5)).unwrap();
    assert!(
        matches!(bench.status().state, State::SetUp { .. }),
        "in\n{text}"
    );
    assert_eq!(lines_of_others(&bench.text()), lines_of_others(text));
}

/// Undo key by key, after someone else wrote a line, gives back every value and that line.
fn check_undo_key_by_key(text: &str) {
    let bench = Bench::with(text);
    bench.set_up();
    let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let theirs = format!("[added_by.others]{eol}since = true{eol}");
    bench.write(&format!("{}{eol}{theirs}", bench.text()));
    bench.undo();
    let left = bench.text();
    assert!(left.ends_with(&theirs), "{left}");
    let sorted = |text: &str| {
        let bare = text.trim_start_matches('\u{feff}');
        let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
        let mut lines: Vec<String> = lines.map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let expected = sorted(&format!("{text}\n{theirs}"));
    if !text.contains("env_key") && !text.contains("requires") && !text.contains('{') {
        assert_eq!(sorted(&left), expected, "in\n{text}\nleft\n{left}");
    }
    assert!(
        !left.contains("gpt-6-sol") && !left.contains("/opt/purser"),
        "{left}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_config_comes_back_byte_for_byte(text in document()) {
        check_round_trip(&text, &command());
    }

    #[test]
    fn any_config_comes_back_after_a_token_in_plaintext(text in document()) {
        check_round_trip(&text, &plaintext());
    }

    #[test]
    fn any_config_can_be_turned_off_and_on_and_all_of_it_taken_back(text in document()) {
        check_history(&text);
    }

    #[test]
    fn any_config_can_be_undone_key_by_key_beside_others(text in document()) {
        check_undo_key_by_key(&text);
    }
}
