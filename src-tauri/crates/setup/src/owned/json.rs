//! JSON as a language of owned files, and which of its values are secrets. Knows no tool's keys
//! but those that are no secrets for sure.

use std::ops::Range;

use url::Url;

use super::Format;
use super::format::{Leaf, Unreadable};
use crate::codex::is_secret;
use crate::diff::{DiffLine, Side, diff};
use crate::json::{
    Change, KeyPath, Layout, Node, Value, canonical_literal, dotted, edit, only_these_changed,
};
use crate::text::Form;

/// Variables that hold no secret.
const PUBLIC_ENDS: [&str; 4] = ["_MODEL", "_TTL_MS", "_TRAFFIC", "_TIMEOUT_MS"];

/// How our own token command ends; another command may hold a secret.
const OUR_HELPER_END: &str = " token claude";

/// Strict JSON.
#[derive(Debug, Clone)]
pub(crate) struct Json;

impl Format for Json {
    type Layout = Layout;

    fn read(text: &str) -> Result<Layout, Unreadable> {
        Layout::read(text).map_err(|error| (error.line, error.column, error.message))
    }

    fn leaves<'a>(text: &'a str, layout: &'a Layout) -> Vec<Leaf<'a>> {
        let nodes = layout.nodes.iter().filter(|node| node.members.is_none());
        let leaves = nodes.map(|node| Leaf {
            path: &node.path,
            canonical: &node.canonical,
            written: text.get(node.value.clone()).unwrap_or_default(),
        });
        leaves.collect()
    }

    /// No tool with such a config is given a secret.
    fn may_hold_our_secret(_path: &[String]) -> bool {
        false
    }

    fn value(layout: &Layout, path: &[String]) -> Option<String> {
        layout.node(path).map(|node| node.canonical.clone())
    }

    fn written(text: &str, layout: &Layout, path: &[String]) -> Option<String> {
        let node = layout.node(path)?;
        text.get(node.value.clone()).map(str::to_owned)
    }

    fn notation(value: &Value) -> Option<String> {
        match value {
            Value::Raw(literal) => canonical_literal(literal),
            _ => value.canonical(),
        }
    }

    fn is_table(layout: &Layout, path: &[String]) -> bool {
        layout.node(path).is_some_and(|node| node.members.is_some())
    }

    fn members(layout: &Layout, path: &[String]) -> Vec<KeyPath> {
        layout.members(path).map(|node| node.path.clone()).collect()
    }

    fn edited(
        text: &str,
        layout: &Layout,
        changes: &[Change],
        form: Form,
    ) -> Option<(String, Layout)> {
        let edited = edit(text, layout, changes, form.eol);
        let after = Layout::read(&edited).ok()?;
        let only = only_these_changed((text, layout), (&edited, &after), changes);
        only.then_some((edited, after))
    }

    fn dotted(path: &[String]) -> String {
        dotted(path)
    }

    fn masked_diff(before: (&str, &Layout), after: (&str, Option<&Layout>)) -> Vec<DiffLine> {
        let (old_secrets, new_secrets) =
            (secrets(before.0, Some(before.1)), secrets(after.0, after.1));
        let old = Side {
            text: before.0,
            secrets: &old_secrets,
        };
        let new = Side {
            text: after.0,
            secrets: &new_secrets,
        };
        diff(old, new)
    }
}

/// Where the secrets of `text` stand. A text that cannot be read is one secret.
fn secrets(text: &str, layout: Option<&Layout>) -> Vec<Range<usize>> {
    let Some(layout) = layout else {
        return Vec::from([Range {
            start: 0,
            end: text.len(),
        }]);
    };
    let hidden = layout.nodes.iter().filter(|node| is_hidden(node));
    let mut secrets: Vec<Range<usize>> = hidden.map(|node| node.value.clone()).collect();
    secrets.sort_by_key(|secret| secret.start);
    secrets
}

fn is_hidden(node: &Node) -> bool {
    let key = node.path.last().map_or("", String::as_str);
    let Some(text) = &node.string else {
        return key == "args" && may_hold_a_secret(&node.canonical);
    };
    if text.is_empty() || PUBLIC_ENDS.iter().any(|end| key.ends_with(end)) {
        return false;
    }
    if key.ends_with("_URL") {
        return !is_plain_url(text);
    }
    let helper = key.ends_with("Helper") || key == "command";
    if helper {
        return !text.ends_with(OUR_HELPER_END) && may_hold_a_secret(text);
    }
    is_secret(&node.path)
}

/// Guesses on the safe side.
fn may_hold_a_secret(command: &str) -> bool {
    let command = command.to_lowercase();
    let words = ["token", "key", "secret", "password", "sk-", "bearer", "://"];
    words.iter().any(|word| command.contains(word))
}

/// Whether it names a place and carries nothing else.
fn is_plain_url(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| {
        url.username().is_empty() && url.password().is_none() && url.query().is_none()
    })
}
