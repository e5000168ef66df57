//! TOML as a language of owned files. A table of ours is one value: all that stands below it.

use super::Format;
use super::format::{Leaf, Unreadable};
use crate::codex::{is_secret, masked_toml_diff};
use crate::diff::DiffLine;
use crate::json::{Change, KeyPath, Value};
use crate::text::Form;
use crate::toml::{self, Layout, canonical_literal};

/// TOML.
#[derive(Debug, Clone)]
pub(crate) struct Toml;

impl Format for Toml {
    type Layout = Layout;

    fn read(text: &str) -> Result<Layout, Unreadable> {
        Layout::read(text).map_err(|error| (error.line, error.column, error.message))
    }

    fn leaves<'a>(text: &'a str, layout: &'a Layout) -> Vec<Leaf<'a>> {
        // An empty table is no value: it is what is left around them.
        let leaves = layout.leaves.iter().filter(|leaf| leaf.canonical != "{}");
        let leaves = leaves.map(|leaf| Leaf {
            path: &leaf.path,
            canonical: &leaf.canonical,
            written: text.get(leaf.value.clone()).unwrap_or_default(),
        });
        leaves.collect()
    }

    fn may_hold_our_secret(path: &[String]) -> bool {
        is_secret(path)
    }

    fn value(layout: &Layout, path: &[String]) -> Option<String> {
        if let Some(leaf) = layout.leaf(path) {
            return Some(leaf.canonical.clone());
        }
        layout.has_table(path).then(|| {
            let leaves = layout.leaves_under(path).map(|leaf| {
                let below = leaf.path.get(path.len()..).unwrap_or_default().to_vec();
                (below, leaf.canonical.clone())
            });
            joined(leaves.collect())
        })
    }

    fn written(text: &str, layout: &Layout, path: &[String]) -> Option<String> {
        let leaf = layout.leaf(path)?;
        text.get(leaf.value.clone()).map(str::to_owned)
    }

    fn notation(value: &Value) -> Option<String> {
        if !matches!(value, Value::Object(_)) {
            return canonical_literal(&literal(value));
        }
        let leaves = leaves(&[], value).into_iter();
        let leaves: Option<Vec<_>> = leaves
            .map(|(path, literal)| Some((path, canonical_literal(&literal)?)))
            .collect();
        leaves.map(joined)
    }

    fn is_table(layout: &Layout, path: &[String]) -> bool {
        layout.has_table(path) && !layout.is_array_of_tables(path)
    }

    fn members(layout: &Layout, path: &[String]) -> Vec<KeyPath> {
        let leaves = layout.leaves_under(path).map(|leaf| &leaf.path);
        let sections = layout.sections.iter().map(|section| &section.path);
        let below = leaves.chain(sections.filter(|section| section.starts_with(path)));
        let mut members: Vec<KeyPath> = below
            .filter_map(|below| below.get(..=path.len()).map(<[String]>::to_vec))
            .collect();
        members.sort();
        members.dedup();
        members
    }

    fn edited(
        text: &str,
        layout: &Layout,
        changes: &[Change],
        form: Form,
    ) -> Option<(String, Layout)> {
        let changes = spelled_out(layout, changes);
        let edited = toml::edit(text, layout, &changes, form);
        let after = Layout::read(&edited).ok()?;
        let only = toml::only_these_changed((text, layout), (&edited, &after), &changes);
        only.then_some((edited, after))
    }

    fn dotted(path: &[String]) -> String {
        toml::dotted(path)
    }

    fn masked_diff(before: (&str, &Layout), after: (&str, Option<&Layout>)) -> Vec<DiffLine> {
        masked_toml_diff((before.0, Some(before.1)), after)
    }
}

/// Each change as changes of single values; a table that is set loses what it is not given.
fn spelled_out(layout: &Layout, changes: &[Change]) -> Vec<toml::Change> {
    let mut spelled = Vec::new();
    for change in changes {
        match change {
            Change::Remove { path } => spelled.push(toml::Change::Remove { path: path.clone() }),
            Change::Set { path, value } => {
                let leaves = leaves(path, value);
                let surplus = layout.leaves_under(path).map(|leaf| &leaf.path);
                let surplus = surplus.filter(|path| leaves.iter().all(|(kept, _)| kept != *path));
                spelled.extend(surplus.map(|path| toml::Change::Remove { path: path.clone() }));
                let sets = leaves.iter().map(|(path, literal)| toml::Change::Set {
                    path: path.clone(),
                    literal: literal.clone(),
                });
                spelled.extend(sets);
            }
        }
    }
    spelled
}

/// Every single value at or below `path`, as TOML.
fn leaves(path: &[String], value: &Value) -> Vec<(KeyPath, String)> {
    let Value::Object(members) = value else {
        return Vec::from([(path.to_vec(), literal(value))]);
    };
    let below = members.iter().flat_map(|(key, value)| {
        let mut below = path.to_vec();
        below.push(key.clone());
        leaves(&below, value)
    });
    below.collect()
}

/// A value that is no table, as TOML on one line.
fn literal(value: &Value) -> String {
    match value {
        Value::Text(text) => toml_edit::Value::from(text.as_str()).to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Texts(texts) => {
            let array: toml_edit::Array = texts.iter().map(String::as_str).collect();
            array.to_string()
        }
        Value::Raw(written) => written.clone(),
        Value::Object(_) => String::new(),
    }
}

fn joined(mut leaves: Vec<(KeyPath, String)>) -> String {
    leaves.sort();
    format!("{leaves:?}")
}
