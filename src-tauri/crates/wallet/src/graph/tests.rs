//! What gets through, and, by properties, that nothing else does.

use proptest::prelude::*;

use super::*;

fn refused(text: &str) -> GraphRefused {
    GraphQuery::read(text, "").unwrap_err()
}

#[test]
fn one_query_gets_through_as_it_is() {
    for text in [
        "{ getNetworks { id } }",
        "query { a }",
        "query mutation { subscription: a }",
        "# mutation { a }\nquery A($x: Int! = 1) @b { a(text: \"mutation { x }\") { id } }",
        "query A { a: prices(id: 1) { usd } b: prices(id: 2) { usd } }",
        "query A { ...F ... on T { x } }\nfragment F on T { mutation subscription }",
        "\u{feff}query A { a }",
    ] {
        let query = GraphQuery::read(text, "").unwrap();
        let body: Value = serde_json::from_slice(&query.body()).unwrap();
        assert_eq!(body, json!({ "query": text }));
    }
}

#[test]
fn every_ready_query_gets_through_under_its_name() {
    for (name, text) in READY {
        GraphQuery::read(text, "").unwrap();
        assert!(text.starts_with(&format!("query {name} ")), "{name}");
    }
}

#[test]
fn what_is_not_a_query_is_refused_by_its_kind() {
    use GraphRefused::{Mutation, NoQuery, NotExecutable, SeveralOperations, Subscription};
    for (text, why) in [
        ("mutation { a }", Mutation),
        ("mutation query { a }", Mutation),
        ("query A { a } mutation B { b }", Mutation),
        ("fragment F on T { a } mutation B { ...F }", Mutation),
        ("subscription { a }", Subscription),
        ("{ a } subscription S { b }", Subscription),
        ("query A { a } query B { b }", SeveralOperations),
        ("{ a } { b }", SeveralOperations),
        ("fragment F on T { a }", NoQuery),
        ("query A { a } type T { a: Int }", NotExecutable),
        ("extend schema { query: Q }", NotExecutable),
    ] {
        assert_eq!(refused(text), why, "{text}");
    }
}

#[test]
fn a_mistake_is_shown_by_its_line_and_character() {
    for (text, line, column) in [
        ("query A { a ] }", 1, 13),
        ("query A {\n  a(s: \"ä\", x: ) { id }\n}", 2, 16),
        ("quary A { a }", 1, 1),
        ("query A { }", 1, 11),
        ("query A", 1, 8),
        ("", 1, 1),
    ] {
        assert_eq!(
            refused(text),
            GraphRefused::Syntax { line, column },
            "{text}"
        );
    }
}

#[test]
fn what_is_too_long_or_too_deep_is_refused() {
    let fitting = format!("{{ a }}{}", " ".repeat(SIZE_LIMIT - 5));
    assert!(GraphQuery::read(&fitting, "").is_ok());
    assert_eq!(refused(&format!("{fitting} ")), GraphRefused::TooLarge);
    let deep = |depth| format!("{}a{}", "{ a ".repeat(depth), "}".repeat(depth));
    assert!(GraphQuery::read(&deep(20), "").is_ok());
    assert_eq!(refused(&deep(3000)), GraphRefused::TooLarge);
    let long = format!("{{\"a\": \"{}\"}}", "x".repeat(SIZE_LIMIT));
    let refused = GraphQuery::read("{ a }", &long).unwrap_err();
    assert_eq!(refused, GraphRefused::TooLarge);
}

#[test]
fn variables_are_an_object_and_are_sent_beside_the_query() {
    let query = GraphQuery::read("query A($x: Int) { a(x: $x) }", " {\"x\": 1} ").unwrap();
    let body: Value = serde_json::from_slice(&query.body()).unwrap();
    assert_eq!(body["variables"], json!({"x": 1}));
    for variables in ["[]", "1", "null", "{", "{} {}", "x"] {
        let refused = GraphQuery::read("{ a }", variables).unwrap_err();
        assert_eq!(refused, GraphRefused::Variables, "{variables}");
    }
}

/// A definition, and whether it is an operation and a query.
fn definition() -> impl Strategy<Value = (&'static str, bool, bool)> {
    prop_oneof![
        Just(("query A { mutation }", true, true)),
        Just((
            "query subscription($m: M = {a: [1, B]}) @mutation { a }",
            true,
            true
        )),
        Just(("{ a(s: \"\"\"} mutation { \"\"\") }", true, true)),
        Just(("fragment F on mutation { query }", false, true)),
        Just(("mutation M { a }", true, false)),
        Just(("mutation{a}", true, false)),
        Just(("subscription query { a }", true, false)),
        Just(("type Mutation { a: Int }", false, false)),
        Just(("\"mutation\" scalar query", false, false)),
    ]
}

/// What stands between definitions and means nothing.
fn blank() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just(" "),
        Just("\n"),
        Just(",\t"),
        Just("# } mutation { \" \n"),
        Just("#\"\"\"\r\n"),
    ]
}

fn token() -> impl Strategy<Value = String> {
    prop_oneof![
        "(query|mutation|subscription|fragment|on|type|a|A)",
        "[{}()\\[\\]:,!@$=|&\"#.\\\\ \\n\\r]",
        Just("\"\"\"".to_owned()),
        Just("...".to_owned()),
        any::<char>().prop_map(String::from),
    ]
}

/// How many things stand outside all braces, counted by the first word of each: an oracle that
/// knows nothing of the parser. Only for text without strings and comments.
fn words_outside_braces(text: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut outside = String::new();
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(letter),
            _ => continue,
        }
        outside.push(' ');
    }
    outside.split_whitespace().map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn nothing_but_one_query_among_fragments_gets_through(
        parts in prop::collection::vec((blank(), definition()), 0..5),
    ) {
        let text: String = parts
            .iter()
            .map(|(blank, (definition, ..))| format!("{definition}{blank}"))
            .collect();
        let operations = parts.iter().filter(|(_, (_, operation, _))| *operation).count();
        let harmless = parts.iter().all(|(_, (.., harmless))| *harmless);
        let passed = GraphQuery::read(&text, "").is_ok();
        prop_assert_eq!(passed, operations == 1 && harmless, "{}", text);
    }

    #[test]
    fn no_text_panics_and_none_with_another_operation_gets_through(
        tokens in prop::collection::vec(token(), 0..40),
    ) {
        let text = tokens.join(" ");
        if GraphQuery::read(&text, "").is_ok() && !text.contains(['"', '#']) {
            let words = words_outside_braces(&text);
            let first = words.first().map_or("", String::as_str);
            prop_assert!(first != "mutation" && first != "subscription", "{}", text);
        }
    }

    #[test]
    fn a_query_cut_anywhere_is_refused(cut in 1..READY[2].1.len() - 1) {
        let text = &READY[2].1[..cut];
        prop_assert!(GraphQuery::read(text, "").is_err());
    }
}
