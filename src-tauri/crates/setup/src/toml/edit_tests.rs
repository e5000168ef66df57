//! Tests of the module beside it, kept apart for length.

use super::super::only_these_changed;
use super::*;

fn path(dotted: &str) -> KeyPath {
    dotted.split('.').map(str::to_owned).collect()
}

fn set(at: &str, literal: &str) -> Change {
    let literal = literal.to_owned();
    Change::Set {
        path: path(at),
        literal,
    }
}

fn remove(at: &str) -> Change {
    Change::Remove { path: path(at) }
}

fn edited(before: &str, changes: &[Change]) -> String {
    let (form, text) = Form::split(before);
    let layout = Layout::read(text).unwrap();
    let after = edit(text, &layout, changes, form);
    let after_layout = Layout::read(&after).unwrap_or_else(|error| panic!("{error:?} in {after}"));
    assert!(
        only_these_changed((text, &layout), (&after, &after_layout), changes),
        "{after}"
    );
    form.join(&after)
}

#[test]
fn a_value_is_replaced_where_it_stands_with_its_comment_kept() {
    let changes = [set("a", "2"), set("t.b", "\"y\"")];
    assert_eq!(
        edited(" a = 1 # one\n[t]\nb='''\nx'''#c", &changes),
        " a = 2 # one\n[t]\nb=\"y\"#c"
    );
}

#[test]
fn a_value_that_is_already_right_keeps_its_notation() {
    let text = "a = 'x'\nb = 0x10\n";
    assert_eq!(edited(text, &[set("a", "\"x\""), set("b", "16")]), text);
}

#[test]
fn a_root_key_goes_behind_the_last_root_key() {
    assert_eq!(
        edited("a = [\n 1,\n]\n\n# about t\n[t]\n", &[set("b", "2")]),
        "a = [\n 1,\n]\nb = 2\n\n# about t\n[t]\n"
    );
}

#[test]
fn the_first_root_key_goes_before_every_table_and_behind_the_opening_comment() {
    let b = [set("b", "2"), set("c", "3")];
    assert_eq!(edited("[t]\nx=1\n", &b), "b = 2\nc = 3\n\n[t]\nx=1\n");
    assert_eq!(
        edited("# mine\n\n[t]\n", &b),
        "# mine\n\nb = 2\nc = 3\n\n[t]\n"
    );
    assert_eq!(
        edited("# about t\n[t]\n", &b),
        "b = 2\nc = 3\n\n# about t\n[t]\n"
    );
    assert_eq!(
        edited("#:schema x\n# about t\n[t]\n", &b),
        "#:schema x\nb = 2\nc = 3\n\n# about t\n[t]\n"
    );
    assert_eq!(edited("# all", &b), "# all\nb = 2\nc = 3\n");
    assert_eq!(edited("", &b), "b = 2\nc = 3\n");
}

#[test]
fn a_new_table_goes_to_the_end_or_beside_the_table_around_it() {
    assert_eq!(
        edited("[x]\na=1", &[set("t.b", "2")]),
        "[x]\na=1\n\n[t]\nb = 2\n"
    );
    assert_eq!(edited("[x]\n\n", &[set("t.b", "2")]), "[x]\n\n[t]\nb = 2\n");
    assert_eq!(
        edited("[t]\na=1\n\n[x]\n", &[set("t.u.b", "2")]),
        "[t]\na=1\n\n[t.u]\nb = 2\n\n[x]\n"
    );
    assert_eq!(
        edited("[t.v]\n[x]\n", &[set("t.b", "2")]),
        "[t.v]\n[x]\n\n[t]\nb = 2\n"
    );
}

#[test]
fn dotted_keys_stay_dotted() {
    assert_eq!(
        edited("t.a = 1\n[x]\n", &[set("t.b", "2")]),
        "t.a = 1\nt.b = 2\n[x]\n"
    );
    assert_eq!(
        edited("[t]\nu.a = 1\nz = 0\n", &[set("t.u.v.b", "2")]),
        "[t]\nu.a = 1\nu.v.b = 2\nz = 0\n"
    );
    assert_eq!(
        edited("t.other.a = 1\n", &[set("t.u.b", "2")]),
        "t.other.a = 1\nt.u.b = 2\n"
    );
}

#[test]
fn inline_tables_stay_inline() {
    let b = [set("t.u.b", "2"), set("t.u.c", "3")];
    assert_eq!(edited("t = {}\n", &b), "t = { u = { b = 2, c = 3 } }\n");
    assert_eq!(
        edited("t = { a = 1 } # c\n", &b),
        "t = { a = 1, u = { b = 2, c = 3 } } # c\n"
    );
    assert_eq!(
        edited("t = { u = { a = 1 }, z = 0 }\n", &b),
        "t = { u = { a = 1, b = 2, c = 3 }, z = 0 }\n"
    );
    assert_eq!(
        edited("t = { u.a = 1 }\n", &b),
        "t = { u.a = 1, u.b = 2, u.c = 3 }\n"
    );
}

#[test]
fn elements_leave_inline_tables_with_their_comma() {
    assert_eq!(
        edited("t = { a = 1, b = 2, c = 3 }", &[remove("t.a")]),
        "t = { b = 2, c = 3 }"
    );
    assert_eq!(
        edited("t = { a = 1, b = 2, c = 3 }", &[remove("t.b")]),
        "t = { a = 1, c = 3 }"
    );
    assert_eq!(
        edited(
            "t = { a = 1, b = 2, c = 3 }",
            &[remove("t.b"), remove("t.c")]
        ),
        "t = { a = 1 }"
    );
    assert_eq!(edited("t = { a = 1 }", &[remove("t.a")]), "t = {}");
    assert_eq!(
        edited("t = { a = 1 }", &[remove("t.a"), set("t.b", "2")]),
        "t = { b = 2 }"
    );
    assert_eq!(
        edited("t = { a = 1, b.c = 2, b.d = 3 }", &[remove("t.b")]),
        "t = { a = 1 }"
    );
    assert_eq!(
        edited(
            "t = { a = \",\", b = 2 }",
            &[remove("t.a"), set("t.c", "3")]
        ),
        "t = { b = 2, c = 3 }"
    );
}

#[test]
fn a_table_goes_with_its_header_and_its_comments_stay() {
    let text = "a=1\n\n[t]\nb=1 # gone\n# stays\nc=2\n[t.u]\nd=3\n\n[x]\n";
    assert_eq!(edited(text, &[remove("t")]), "a=1\n# stays\n\n[x]\n");
    assert_eq!(edited("t.a=1\nb=2\nt.c=3", &[remove("t")]), "b=2\n");
}

#[test]
fn new_lines_end_as_the_others_do() {
    let changes = [set("b", "2"), set("t.c", "3")];
    assert_eq!(
        edited("a=1\r\n", &changes),
        "a=1\r\nb = 2\r\n\r\n[t]\r\nc = 3\r\n"
    );
    assert_eq!(
        edited("\u{feff}a=1\r\nx=1", &changes),
        "\u{feff}a=1\r\nx=1\r\nb = 2\r\n\r\n[t]\r\nc = 3\r\n"
    );
}

#[test]
fn an_edit_of_anything_else_is_noticed() {
    let before = "a = 1\nb = 2 # two\n[t]\nc = 3\n";
    let changes = [set("a", "9")];
    let noticed = |after: &str| {
        let (old, new) = (Layout::read(before).unwrap(), Layout::read(after).unwrap());
        !only_these_changed((before, &old), (after, &new), &changes)
    };
    assert!(!noticed("a = 9\nb = 2 # two\n[t]\nc = 3\n"));
    for after in [
        before,
        "a = 9\nb = 3 # two\n[t]\nc = 3\n",
        "a = 9\nb = 2\n[t]\nc = 3\n",
        "a = 9\n[t]\nb = 2 # two\nc = 3\n",
        "a = 9\nb = 2 # two\n[t]\n",
        "a = 9\nb = 2 # two\n[t]\nc = 3\nd = 4\n",
        "a = 9\nb = 2 # two\n[t]\nc = 3\n[empty]\n",
        "a = 9\nb = 2 # two\r\n[t]\nc = 3\n",
    ] {
        assert!(noticed(after), "{after}");
    }
}
